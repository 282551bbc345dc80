"""Pages of applications for single appointments: list with inbox, draft, detail with context, steps."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from finanzen.filters.antrag import AntragFilter
from finanzen.forms.antrag import Ablehnungsform, Antragsform, Genehmigungsform, Schrittform
from finanzen.models import Ausgabe, Ausnahmeantrag
from finanzen.rules import Antragsstatus
from finanzen.rules.antrag import buchbar_bis
from finanzen.rules.mittel import Bewilligung, runde
from finanzen.selectors.antrag import quote, umfeld, zu_entscheiden
from finanzen.selectors.ausgabe import mit_gebuchtem
from finanzen.services.antrag import (
    ZwischenzeitlichGeaendert,
    aendere,
    darf_entscheiden,
    entwirf,
    folgen_fuer,
    genehmige,
    lehne_ab,
    rechne_ab,
    stelle,
    ziehe_zurueck,
)
from konten.selectors import parameter_am
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import MitEntwurf, MitFassungen, schliesse_ab
from konten.views.liste import Filterliste

HILFE = "/hilfe/ausnahmeantraege/"
SORTIERUNGEN = {
    "-jahr": ("-jahr", "-erstellt_am", "-pk"),
    "jahr": ("jahr", "erstellt_am", "pk"),
    "betrag": ("betrag", "-pk"),
    "-betrag": ("-betrag", "-pk"),
}
KONFLIKT = "Jemand hat diesen Antrag inzwischen geändert. Wenn Sie noch einmal speichern, gilt Ihre Fassung."
SPALTEN = (
    Spalte("ID", lambda a: str(a.uuid), 38),
    Spalte("Haushaltsjahr", lambda a: a.jahr, 14),
    Spalte("Worum geht es?", lambda a: a.titel, 50),
    Spalte("Sozialraum", lambda a: a.sozialraum.name, 28),
    Spalte("Träger", lambda a: a.traeger.name, 32),
    Spalte("Stand", lambda a: a.get_zustand_display(), 16),
    Spalte("Termine", lambda a: a.termine, 10),
    Spalte("erster Termin", lambda a: a.von, 12),
    Spalte("letzter Termin", lambda a: a.bis, 12),
    Spalte("beantragt in Euro", lambda a: a.betrag, 18),
    Spalte("genehmigt in Euro", lambda a: a.genehmigt, 18),
    Spalte("gebucht in Euro", lambda a: runde(a.gebucht), 18),
    Spalte("beantragt am", lambda a: a.beantragt_am, 12),
    Spalte("entschieden am", lambda a: a.entschieden_am, 12),
    Spalte("Begründung der Entscheidung", lambda a: a.entscheidungsgrund, 50),
)


def kruemel() -> list[dict[str, str]]:
    return [{"titel": "Ausnahmeanträge", "url": reverse("finanzen:ausnahmeantrag_liste")}]


class AntragListe(Filterliste):
    """Applications within sight, the inbox of who decides, and how rare single appointments are."""

    model = Ausnahmeantrag
    permission_required = "antrag.sehen"
    filterset_class = AntragFilter
    template_name = "finanzen/ausnahmeantrag_list.html"
    hilfe = HILFE
    export = ("ausnahmeantraege", SPALTEN)
    sortierungen, sortiert = SORTIERUNGEN, "-jahr"

    def get_queryset(self) -> QuerySet[Ausnahmeantrag]:
        menge = mit_gebuchtem(super().get_queryset().fuer_liste())
        return menge.order_by(*self.ordnung)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        jahr = self._jahr()
        return super().get_context_data(
            entscheidet=self.bereich.darf("antrag.entscheiden"),
            eingang=list(zu_entscheiden(self.bereich)),
            quote=self._quote(jahr),
            quotenjahr=jahr,
            neu_url=reverse("finanzen:ausnahmeantrag_neu") if self.bereich.darf("antrag.stellen") else None,
            **kwargs,
        )

    def _jahr(self) -> int:
        daten = getattr(self.filterset.form, "cleaned_data", {})
        return int(daten.get("jahr") or timezone.localdate().year)

    def _quote(self, jahr: int) -> Any:
        """Of all for the Jugendamt, of her own Träger for a Leitung; sums of others are nobody's business."""
        if self.bereich.traeger("finanzen.sehen") is None:
            return quote(jahr)
        if eigene := self.bereich.geleitete_traeger("finanzen.sehen"):
            return quote(jahr, self.bereich.sozialraeume("finanzen.sehen"), eigene)
        return None


class Antragsformular(MitEntwurf, MitBereich):
    """What new and change have in common."""

    permission_required = "antrag.stellen"
    form_class = Antragsform
    template_name = "finanzen/ausnahmeantrag_form.html"
    entwurfsart = "ausnahmeantrag"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(), **kwargs)


class AntragNeu(Antragsformular, Gesichert, FormView):
    """A new draft."""

    def form_valid(self, form: Antragsform) -> HttpResponse:
        try:
            with transaction.atomic():
                angaben, schluessel = form.angaben(), form.cleaned_data["uuid"]
                antrag, _ = entwirf(benutzer=self.request.user, uuid=schluessel, angaben=angaben)
                schliesse_ab(self.request, form, antrag)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Der Entwurf ist gespeichert. Das Jugendamt sieht ihn, sobald Sie ihn stellen.")
        return HttpResponseRedirect(antrag.get_absolute_url())


class AntragBearbeiten(MitFassungen, Antragsformular, Bearbeitbar, SingleObjectMixin, FormView):
    """Change a draft; a meanwhile changed one comes back with both versions."""

    model = Ausnahmeantrag

    def get_queryset(self) -> QuerySet[Ausnahmeantrag]:
        return super().get_queryset().fuer_liste()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if self.object.zustand != Antragsstatus.ENTWURF:
            messages.info(request, "Der Antrag ist gestellt und lässt sich nicht mehr ändern.")
            return HttpResponseRedirect(self.object.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"antrag": self.object}

    def frisches_formular(self) -> Antragsform:
        return Antragsform(bereich=self.bereich, antrag=self.get_object())

    def form_valid(self, form: Antragsform) -> HttpResponse:
        version = form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                antrag = aendere(
                    antrag_id=self.object.pk, version=version, angaben=form.angaben(), benutzer=self.request.user
                )
                schliesse_ab(self.request, form, antrag)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Die Änderung ist gespeichert.")
        return HttpResponseRedirect(antrag.get_absolute_url())


class AntragDetail(Sichtbar, DetailView):
    """One application; for who decides or files with the context of the decision."""

    model = Ausnahmeantrag
    permission_required = "antrag.sehen"
    context_object_name = "antrag"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Ausnahmeantrag]:
        menge = mit_gebuchtem(super().get_queryset().fuer_liste())
        return menge.select_related("sozialraum", "traeger", "erfasst_von", "beantragt_von", "entschieden_von")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        antrag, benutzer = self.object, self.request.user
        folgen = folgen_fuer(antrag, benutzer)
        grund = {
            "kruemel": kruemel(),
            "stand": Bewilligung(antrag.titel, antrag.genehmigt or 0, antrag.gebucht),
            "buchbar_bis": self._buchbar_bis(),
            "lage": umfeld(antrag) if self._sieht_geld() else None,
            "buchungen": Ausgabe.objects.sichtbar_fuer(self.bereich).filter(antrag=antrag).fuer_liste(),
            "aendern": antrag.zustand == Antragsstatus.ENTWURF and Antragsstatus.BEANTRAGT in folgen,
            "buchen": antrag.zustand == Antragsstatus.GENEHMIGT and Antragsstatus.ABGERECHNET in folgen,
            "folgen": folgen,
            "entscheidet": Antragsstatus.GENEHMIGT in folgen and darf_entscheiden(antrag, benutzer.pk),
            "vier_augen": Antragsstatus.GENEHMIGT in folgen and not darf_entscheiden(antrag, benutzer.pk),
            "schritt": Schrittform(initial={"version": antrag.version}, auto_id=False),
            "genehmigung": Genehmigungsform(
                initial={"version": antrag.version, "genehmigt": antrag.betrag}, auto_id="genehmigen_%s"
            ),
            "ablehnung": Ablehnungsform(initial={"version": antrag.version}, auto_id="ablehnen_%s"),
        }
        return super().get_context_data(**grund | kwargs)

    def _sieht_geld(self) -> bool:
        """A Netzwerkfachkraft reads the application, not the money of the Träger."""
        eigene = self.bereich.traeger("finanzen.sehen")
        geleitet = self.bereich.geleitete_traeger("finanzen.sehen")
        return eigene is None or self.object.traeger_id in geleitet

    def _buchbar_bis(self) -> Any:
        if self.object.zustand != Antragsstatus.GENEHMIGT:
            return None
        tage = parameter_am(self.bereich.stichtag)["antrag_buchungsfrist_tage"]
        return buchbar_bis(self.object.bis, timezone.localdate(self.object.geaendert_am), tage)


class Antragshandlung(ABC, Sichtbar, SingleObjectMixin, View):
    """A step by POST: refused input comes back on the page of the application."""

    model = Ausnahmeantrag
    http_method_names = ["post"]
    form_class: type[forms.Form] = Schrittform
    formname = "schritt"
    auto_id: str | bool = False
    erfolg = ""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        antrag = self.get_object()
        form = self.form_class(request.POST, auto_id=self.auto_id)
        if not form.is_valid():
            return self._zeige(form)
        try:
            with transaction.atomic():
                self.handle({"antrag_id": antrag.pk, "benutzer": request.user, **form.cleaned_data})
                schliesse_ab(request, form, antrag)
        except ValidationError as fehler:
            if hasattr(fehler, "error_dict") and set(fehler.error_dict) <= set(form.fields):
                form.add_error(None, fehler)
                return self._zeige(form)
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, self.erfolg)
        return HttpResponseRedirect(antrag.get_absolute_url())

    @abstractmethod
    def handle(self, daten: dict[str, Any]) -> None:
        """Carries the act out; raises ValidationError with what is in the way."""

    def _zeige(self, form: forms.Form) -> HttpResponse:
        seite = AntragDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(**{self.formname: form}, gezeigt=form))


class AntragStellen(Antragshandlung):
    permission_required = "antrag.stellen"
    erfolg = "Der Antrag ist gestellt. Das Jugendamt entscheidet, Sie bekommen eine Mail."

    def handle(self, daten: dict[str, Any]) -> None:
        stelle(**daten)


class AntragZurueckziehen(Antragshandlung):
    permission_required = "antrag.stellen"
    erfolg = "Der Antrag ist zurückgezogen."

    def handle(self, daten: dict[str, Any]) -> None:
        ziehe_zurueck(**daten)


class AntragAbrechnen(Antragshandlung):
    permission_required = "antrag.stellen"
    erfolg = "Der Antrag ist abgerechnet. Was übrig war, ist wieder frei."

    def handle(self, daten: dict[str, Any]) -> None:
        rechne_ab(**daten)


class AntragGenehmigen(Antragshandlung):
    permission_required = "antrag.entscheiden"
    form_class = Genehmigungsform
    formname = "genehmigung"
    auto_id = "genehmigen_%s"
    erfolg = "Der Antrag ist genehmigt. Wer ihn gestellt hat, bekommt eine Mail."

    def handle(self, daten: dict[str, Any]) -> None:
        genehmige(betrag=daten.pop("genehmigt"), **daten)


class AntragAblehnen(Antragshandlung):
    permission_required = "antrag.entscheiden"
    form_class = Ablehnungsform
    formname = "ablehnung"
    auto_id = "ablehnen_%s"
    erfolg = "Der Antrag ist abgelehnt. Wer ihn gestellt hat, bekommt eine Mail mit dem Grund."

    def handle(self, daten: dict[str, Any]) -> None:
        lehne_ab(**daten)
