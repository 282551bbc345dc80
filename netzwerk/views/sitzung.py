"""Meetings: plan, read, change, invite, call off, delete, take along as calendar file."""

from functools import cached_property, partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from konten.rules.zahl import mehrzahl
from konten.views import Bearbeitbar, MitBereich, Sichtbar
from konten.views.eingabe import KONFLIKT, SCHON_GESPEICHERT, MitEntwurf, MitFassungen, schliesse_ab
from netzwerk.forms.sitzung import TAGESORDNUNG, Sitzungsform
from netzwerk.models import Gremium, Sitzung
from netzwerk.rules.gremium import Sitzungsstatus, warum_nicht_abschliessbar, warum_nicht_loeschbar
from netzwerk.selectors.sitzung import empfaenger, je_adresse_einmal, protokoll
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.sitzung import (
    aendere,
    bisher_eingeladene,
    einladung,
    gruss,
    lade_ein,
    loesche,
    plane,
    sage_ab,
    titel_der_punkte,
)
from netzwerk.services.termin import ZEIGEN, termindatei
from netzwerk.views.gremium import HILFE, RECHT, ausgefuehrt, darf_bearbeiten, kruemel

FERTIG = (Sitzungsstatus.GEHALTEN, Sitzungsstatus.ABGESAGT)


def version_aus(request: HttpRequest) -> int:
    """The version that the person looked at; 0 matches none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Zeilenseite(MitEntwurf, MitBereich):
    """A form with rows: buttons that change them show it again without judging; htmx gets only that part."""

    permission_required = RECHT
    hilfe = HILFE
    schritte: frozenset[str] = frozenset()
    #: id of the part on the page -> its template
    teile: dict[str, str] = {}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.schritte & request.POST.keys():
            return self.zeige(self.get_form())
        return super().post(request, *args, **kwargs)

    def zeige(self, form: Any) -> HttpResponse:
        form.errors.clear()
        form.textwarnungen = []
        teil = self.teile.get(self.request.htmx.target or "") if self.request.htmx else None
        kontext = self.get_context_data(form=form)
        return self.response_class(self.request, [teil or self.template_name], kontext, using=self.template_engine)


class Sitzungsformular(Zeilenseite):
    form_class = Sitzungsform
    template_name = "netzwerk/sitzung_form.html"
    schritte = frozenset(TAGESORDNUNG.knoepfe)
    teile = {"tagesordnung": "netzwerk/_tagesordnung.html"}
    entwurfsart = "sitzung"


class SitzungNeu(Sitzungsformular, Bearbeitbar, SingleObjectMixin, FormView):
    """Plan a meeting of the Gremium, or a series of them."""

    model = Gremium

    @cached_property
    def object(self) -> Gremium:
        return self.get_object()

    def entwurfsanfang(self) -> str:
        return "sitzung-neu"

    def get_initial(self) -> dict[str, Any]:
        """As last time: people meet at the same hour in the same place. One query."""
        letzte = self.object.sitzungen.order_by("-am").values("beginn", "ende", "ort").first()
        return super().get_initial() | (letzte or {})

    def form_valid(self, form: Sitzungsform) -> HttpResponse:
        daten = form.cleaned_data
        try:
            with transaction.atomic():
                sitzungen, ist_neu = plane(
                    gremium=self.object,
                    angaben=form.angaben(),
                    benutzer=self.request.user,
                    wochen=daten["wochen"] or 1,
                    anzahl=daten["anzahl"] or 1,
                    uuid=daten["uuid"],
                )
                schliesse_ab(self.request, form, sitzungen[0], gespeichert=ist_neu)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        if not ist_neu:
            messages.info(self.request, SCHON_GESPEICHERT)
        elif len(sitzungen) > 1:
            messages.success(self.request, f"{len(sitzungen)} Sitzungen sind geplant.")
        else:
            messages.success(self.request, f"Die Sitzung ist geplant. {self.naechstes(sitzungen[0])}")
        ziel = self.object if len(sitzungen) > 1 else sitzungen[0]
        return HttpResponseRedirect(ziel.get_absolute_url())

    def naechstes(self, sitzung: Sitzung) -> str:
        """Nobody is invited to a meeting of the past."""
        vorbei = sitzung.am < self.bereich.stichtag
        return f"Als Nächstes können Sie {'das Protokoll schreiben' if vorbei else 'einladen'}."

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            gremium=self.object,
            ueberschrift="Sitzung planen",
            kruemel=kruemel(self.object),
            liste_url=self.object.get_absolute_url(),
            **kwargs,
        )


class Sitzungsbezug(SingleObjectMixin):
    """The meeting of the address with its Gremium."""

    model = Sitzung

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste()

    @property
    def kruemel(self) -> list[dict[str, str]]:
        return [*kruemel(self.object.gremium), {"titel": self.titel, "url": self.object.get_absolute_url()}]

    @property
    def titel(self) -> str:
        return f"Sitzung am {self.object.am:%d.%m.%Y}"


class SitzungBearbeiten(MitFassungen, Sitzungsformular, Bearbeitbar, Sitzungsbezug, FormView):
    """Change day, time, place and agenda of a meeting that is still to come."""

    @cached_property
    def object(self) -> Sitzung:
        return self.get_object()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial", None)
        return kwargs | {"sitzung": self.object}

    def frisches_formular(self) -> Sitzungsform:
        return Sitzungsform(bereich=self.bereich, sitzung=self.get_object())

    def form_valid(self, form: Sitzungsform) -> HttpResponse:
        try:
            with transaction.atomic():
                sitzung = aendere(
                    sitzung_id=self.object.pk, version=form.cleaned_data["version"] or 0, angaben=form.angaben()
                )
                schliesse_ab(self.request, form, sitzung)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        messages.success(self.request, "Die Änderung ist gespeichert.")
        if sitzung.einladung_folge and sitzung.zustand == Sitzungsstatus.GEPLANT:
            messages.warning(self.request, "Die verschickte Einladung stimmt nicht mehr. Bitte laden Sie neu ein.")
        return HttpResponseRedirect(sitzung.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            gremium=self.object.gremium,
            sitzung=self.object,
            ueberschrift="Sitzung bearbeiten",
            kruemel=self.kruemel,
            liste_url=self.object.get_absolute_url(),
            **kwargs,
        )


class SitzungDetail(Sichtbar, Sitzungsbezug, DetailView):
    """One meeting: when and where, agenda, minutes, and what is to be done with it next."""

    permission_required = "gremium.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("kontakt", "erfasst_von")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        sitzung, heute = self.object, self.bereich.stichtag
        ist_offen = sitzung.zustand not in FERTIG
        return super().get_context_data(
            kruemel=kruemel(sitzung.gremium),
            stichtag=heute,
            protokoll=protokoll(sitzung),
            bearbeiten=darf_bearbeiten(self.bereich, sitzung.gremium),
            ist_offen=ist_offen,
            ist_gehalten=sitzung.zustand == Sitzungsstatus.GEHALTEN,
            ist_abgesagt=sitzung.zustand == Sitzungsstatus.ABGESAGT,
            abschliessen=ist_offen and not warum_nicht_abschliessbar(sitzung.zustand, sitzung.am, heute),
            loeschbar=not warum_nicht_loeschbar(sitzung.zustand, sitzung.einladung_folge),
            **kwargs,
        )


class SitzungEinladen(Bearbeitbar, Sitzungsbezug, DetailView):
    """Shows whom the invitation reaches, whom not, and its text; sends it by POST."""

    permission_required = RECHT
    template_name = "netzwerk/sitzung_einladung.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = empfaenger(self.object)
        self.object.einladung_folge += 1
        return super().get_context_data(
            kruemel=self.kruemel,
            empfaenger=je_adresse_einmal(liste),
            ohne_adresse=[eintrag for eintrag in liste if not eintrag.adresse],
            brief=einladung(self.object, titel_der_punkte(self.object), gruss(self.request.user)),
            ist_erneut=self.object.einladung_folge > 1,
            sendbar=self.object.zustand not in FERTIG,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        sitzung = self.get_object()
        handlung = partial(
            lade_ein,
            sitzung_id=sitzung.pk,
            version=version_aus(request),
            benutzer=request.user,
            nur=request.POST.getlist("an"),
        )
        erfolg = "Die Einladungen sind auf dem Weg."
        return ausgefuehrt(request, handlung, erfolg, sitzung.get_absolute_url())


class Sitzungsfrage(Bearbeitbar, Sitzungsbezug, DetailView):
    """Asks with the consequence spelled out, does it by POST."""

    permission_required = RECHT
    template_name = "netzwerk/gremium_frage.html"
    hilfe = HILFE
    frage = knopf = erfolg = ""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=self.kruemel,
            frage=self.frage,
            folgen=self.folgen(),
            knopf=self.knopf,
            version=self.object.version,
            zurueck=self.object.get_absolute_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        sitzung = self.get_object()
        handlung = partial(self.handle, sitzung, version_aus(request))
        return ausgefuehrt(request, handlung, self.erfolg, self.ziel(sitzung), sitzung.get_absolute_url())

    def ziel(self, sitzung: Sitzung) -> str:
        return sitzung.get_absolute_url()


class SitzungAbsagen(Sitzungsfrage):
    frage, knopf, erfolg = "Diese Sitzung absagen?", "Sitzung absagen", "Die Sitzung ist abgesagt."

    def folgen(self) -> list[str]:
        anzahl = len(bisher_eingeladene(self.object))
        wer = mehrzahl(anzahl, "eingeladene Person erhält", "eingeladene Personen erhalten")
        folgen = [f"{wer} eine Absage für den Kalender." if anzahl else "Eingeladen war noch niemand."]
        if self.object.kontakt_id:
            folgen.append("Der Kontakt, der beim Abschluss entstanden ist, wird gelöscht; Fälligkeiten ändern sich.")
        return folgen

    def handle(self, sitzung: Sitzung, version: int) -> None:
        sage_ab(sitzung_id=sitzung.pk, version=version, benutzer=self.request.user)


class SitzungLoeschen(Sitzungsfrage):
    frage, knopf, erfolg = "Diese Sitzung löschen?", "Sitzung löschen", "Die Sitzung ist gelöscht."

    def folgen(self) -> list[str]:
        grund = warum_nicht_loeschbar(self.object.zustand, self.object.einladung_folge)
        return [grund or "Tagesordnung, Anwesenheit, Protokoll, Beschlüsse und ihre Wiedervorlagen gehen verloren."]

    def handle(self, sitzung: Sitzung, version: int) -> None:
        loesche(sitzung=sitzung, version=version)

    def ziel(self, sitzung: Sitzung) -> str:
        return sitzung.gremium.get_absolute_url()


class SitzungTermin(Sichtbar, Sitzungsbezug, View):
    """The meeting as calendar file to take along."""

    permission_required = "gremium.sehen"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        sitzung = self.get_object()
        datei = termindatei(
            sitzung,
            methode=ZEIGEN,
            folge=sitzung.einladung_folge,
            erzeugt=timezone.now(),
            punkte=titel_der_punkte(sitzung),
        )
        name = f"sitzung-{sitzung.am}.ics"
        kopf = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(datei, content_type="text/calendar; charset=utf-8", headers=kopf)
