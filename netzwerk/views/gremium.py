"""Gremien: list, page, new, change, delete; list of decisions."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, UpdateView

from konten.rules import Geltungsbereich
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import KONFLIKT, SCHON_GESPEICHERT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.liste import Filterliste
from netzwerk.forms.gremiumsfilter import BeschlussFilter, GremiumFilter
from netzwerk.forms.sitzung import Gremiumsform
from netzwerk.models import Beschluss, Gremium
from netzwerk.rules.gremium import REGEL
from netzwerk.selectors.gremium import gremiumsseite, mit_zahlen, parallelstrukturen
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.gremium import lege_an, loesche, speichere
from netzwerk.tables import BESCHLUESSE, GREMIEN

HILFE = "/hilfe/gremien-und-sitzungen/"
RECHT = "gremium.bearbeiten"
SORTIERUNGEN = {
    name: (name, "name")
    for feld in ("name", "ebene", "sozialraum__reihenfolge", "letzte", "naechste")
    for name in (feld, f"-{feld}")
}


def kruemel(gremium: Gremium | None = None) -> list[dict[str, str]]:
    weg = [{"titel": "Gremien", "url": reverse("netzwerk:gremium_liste")}]
    return [*weg, {"titel": gremium.name, "url": gremium.get_absolute_url()}] if gremium else weg


def darf_bearbeiten(bereich: Geltungsbereich, gremium: Gremium) -> bool:
    """`Gremium.objects.bearbeitbar_fuer` for a loaded one."""
    raeume = bereich.sozialraeume(RECHT)
    return bereich.darf(RECHT) and (raeume is None or gremium.sozialraum_id in raeume)


class GremiumListe(Filterliste):
    """All Gremien with members, last and next meeting; below them what exists twice."""

    model = Gremium
    permission_required = "gremium.sehen"
    hilfe = HILFE
    filterset_class = GremiumFilter
    template_name = "netzwerk/gremium_list.html"
    export = ("gremien", GREMIEN)
    sortierungen, sortiert = SORTIERUNGEN, "name"

    def get_queryset(self) -> QuerySet:
        menge = mit_zahlen(super().get_queryset().fuer_liste(), self.bereich.stichtag)
        return menge.order_by(*self.ordnung)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = self.bereich.darf(RECHT)
        return super().get_context_data(
            stichtag=self.bereich.stichtag,
            parallelen=parallelstrukturen(self.bereich.stichtag),
            regel=REGEL,
            neu_url=reverse("netzwerk:gremium_neu") if darf else None,
            **kwargs,
        )


class BeschlussListe(Filterliste):
    """Decisions of all Gremien, the newest first; open ones can be asked for."""

    model = Beschluss
    permission_required = "gremium.sehen"
    hilfe = HILFE
    filterset_class = BeschlussFilter
    template_name = "netzwerk/beschluss_list.html"
    export = ("beschluesse", BESCHLUESSE)

    def get_queryset(self) -> QuerySet:
        menge = super().get_queryset().select_related("sitzung__gremium__sozialraum", "wiedervorlage__benutzer")
        return menge.order_by("-sitzung__am", "-id")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(), stichtag=self.bereich.stichtag, **kwargs)


class GremiumDetail(Sichtbar, DetailView):
    """One Gremium: task, members, meetings, decisions, parallel structures."""

    model = Gremium
    permission_required = "gremium.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=kruemel(),
            stichtag=self.bereich.stichtag,
            seite=gremiumsseite(self.object, self.bereich.stichtag),
            regel=REGEL,
            bearbeiten=darf_bearbeiten(self.bereich, self.object),
            **kwargs,
        )


class Gremiumsformular(MitEntwurf, MitBereich):
    """What new and change have in common."""

    model = Gremium
    form_class = Gremiumsform
    permission_required = RECHT
    template_name = "netzwerk/gremium_form.html"
    hilfe = HILFE
    entwurfsart = "gremium"


class GremiumNeu(Gremiumsformular, Gesichert, CreateView):
    def form_valid(self, form: Gremiumsform) -> HttpResponse:
        schluessel = form.cleaned_data["uuid"] or uuid4()
        with transaction.atomic():
            gremium, ist_neu = lege_an(gremium=form.instance, uuid=schluessel, themen=form.cleaned_data["themen"])
            schliesse_ab(self.request, form, gremium, gespeichert=ist_neu)
        if ist_neu:
            messages.success(self.request, "Das Gremium ist angelegt. Tragen Sie jetzt die Mitglieder ein.")
        else:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(gremium.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ziel = reverse("netzwerk:gremium_liste")
        return super().get_context_data(ueberschrift="Gremium anlegen", kruemel=kruemel(), liste_url=ziel, **kwargs)


class GremiumBearbeiten(MitFassungen, Gremiumsformular, Bearbeitbar, UpdateView):
    def form_valid(self, form: Gremiumsform) -> HttpResponse:
        try:
            with transaction.atomic():
                speichere(gremium=form.instance, version=form.cleaned_data["version"] or 0)
                form.instance.themen.set(form.cleaned_data["themen"])
                schliesse_ab(self.request, form, form.instance)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        messages.success(self.request, "Die Änderung ist gespeichert.")
        return HttpResponseRedirect(form.instance.get_absolute_url())

    def frisches_formular(self) -> Gremiumsform:
        return Gremiumsform(bereich=self.bereich, instance=self.get_object())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        gremium = self.get_object()
        return super().get_context_data(
            ueberschrift="Gremium bearbeiten",
            kruemel=kruemel(gremium),
            liste_url=gremium.get_absolute_url(),
            loeschbar=not gremium.sitzungen.exists(),
            **kwargs,
        )


class GremiumLoeschen(Bearbeitbar, DetailView):
    """Delete a Gremium that never met; asks first."""

    model = Gremium
    permission_required = RECHT
    template_name = "netzwerk/gremium_frage.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=kruemel(self.object),
            frage="Dieses Gremium löschen?",
            folgen=["Das Gremium wird mit seinen Mitgliedern gelöscht. Das lässt sich nicht rückgängig machen."],
            knopf="Gremium löschen",
            zurueck=self.object.get_absolute_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        gremium = self.get_object()
        return ausgefuehrt(
            request,
            partial(loesche, gremium=gremium),
            "Das Gremium ist gelöscht.",
            reverse("netzwerk:gremium_liste"),
            gremium.get_absolute_url(),
        )


def ausgefuehrt(request: HttpRequest, handlung: Any, erfolg: str, ziel: str, sonst: str = "") -> HttpResponse:
    """Does it and says so, or says why not; then leads to `ziel`, or to `sonst` when it was refused."""
    try:
        handlung()
    except ValidationError as fehler:
        messages.error(request, " ".join(fehler.messages))
        return HttpResponseRedirect(sonst or ziel)
    except ZwischenzeitlichGeaendert:
        messages.error(request, "Jemand hat inzwischen gespeichert. Bitte prüfen Sie den neuen Stand.")
        return HttpResponseRedirect(sonst or ziel)
    messages.success(request, erfolg)
    return HttpResponseRedirect(ziel)
