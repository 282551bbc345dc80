"""Volumes: list of a year, entering, correcting, confirming, importing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, FormView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from finanzen.forms.volumen import Aenderungsform, Versionsform, Volumendatei, Volumenform
from finanzen.models import Finanzvolumen
from finanzen.rules import Volumenstatus
from finanzen.rules.volumenliste import Ergebnis
from finanzen.selectors.haushalt import volumenstaende
from finanzen.selectors.verlauf import korrekturen
from finanzen.services.volumen import aendere, bestaetige, braucht_grund, darf_bestaetigen, trage_ein
from finanzen.services.volumenimport import beurteile, lies_liste, uebernimm
from finanzen.views.jahr import MitJahr
from finanzen.views.uebersicht import HILFE, finanzkruemel
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, Sichtbar
from partner.services.einlesen.grenzen import Lesefehler
from sozialraum.models import Sozialraum

SALZ = "finanzen.volumenimport"
#: a preview may be taken over for so many seconds
FRIST = 3600
SPALTEN = (
    Spalte("Sozialraum", lambda zeile: zeile[0].name, 28),
    Spalte("Jahr", lambda zeile: zeile[1].volumen.jahr if zeile[1] else None, 8),
    Spalte("Finanzvolumen", lambda zeile: zeile[1].volumen.gesamt if zeile[1] else None, 18),
    Spalte("davon ASD", lambda zeile: zeile[1].volumen.davon_asd if zeile[1] else None, 18),
    Spalte("Stand", lambda zeile: zeile[1].volumen.get_zustand_display() if zeile[1] else "fehlt", 16),
    Spalte("Netzwerkmittel", lambda zeile: zeile[1].mittel.mittel if zeile[1] and zeile[1].mittel else None, 18),
    Spalte("Herkunft", lambda zeile: zeile[1].volumen.herkunft if zeile[1] else None, 30),
)


def volumenkruemel(jahr: int) -> list[dict[str, str]]:
    liste = f"{reverse('finanzen:volumen_liste')}?jahr={jahr}"
    return [*finanzkruemel(jahr), {"titel": "Finanzvolumen", "url": liste}]


class VolumenListe(MitJahr, Gesichert, TemplateView):
    """All Sozialräume of a year, also those whose volume is missing. Its export can be imported again."""

    permission_required = "volumen.pflegen"
    template_name = "finanzen/finanzvolumen_list.html"
    hilfe = HILFE

    def zeilen(self, jahr: int) -> list[tuple]:
        staende = volumenstaende(jahr)
        return [(raum, staende.get(raum.pk)) for raum in Sozialraum.objects.sichtbar_fuer(self.bereich)]

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            jahr = self.lies_jahr()
            return exportantwort(f"finanzvolumen-{jahr}", request.GET["format"], SPALTEN, self.zeilen(jahr))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        jahr = self.lies_jahr()
        return super().get_context_data(jahr=jahr, zeilen=self.zeilen(jahr), kruemel=finanzkruemel(jahr), **kwargs)


class Volumenformular(MitRueckgabe, MitBereich):
    """A form that saves by a service and shows at the field what it refuses."""

    permission_required = "volumen.pflegen"
    model = Finanzvolumen
    template_name = "finanzen/finanzvolumen_form.html"
    hilfe = HILFE
    erfolg = ""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            volumen = self.speichere(form)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, self.erfolg)
        return HttpResponseRedirect(reverse("finanzen:volumen_detail", args=[volumen.uuid]))


class VolumenNeu(Volumenformular, Gesichert, CreateView):
    form_class = Volumenform
    erfolg = "Das Finanzvolumen ist eingetragen. Geld gibt es, sobald eine zweite Person es bestätigt hat."

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("jahr", "sozialraum") if name in self.request.GET}

    def speichere(self, form: forms.ModelForm) -> Finanzvolumen:
        return trage_ein(volumen=form.instance, durch=self.request.user)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = reverse("finanzen:volumen_liste")
        krumen = [{"titel": "Finanzvolumen", "url": liste}]
        kontext = super().get_context_data(
            ueberschrift="Finanzvolumen eintragen", kruemel=krumen, liste_url=liste, **kwargs
        )
        return kontext | {"vorhandenes": self._vorhandenes(kontext["form"])}

    def _vorhandenes(self, form: Volumenform) -> Finanzvolumen | None:
        """What is entered already for the place and year that were refused. One query, none before."""
        if not form.errors or not (daten := form.cleaned_data).get("sozialraum") or not daten.get("jahr"):
            return None
        menge = Finanzvolumen.objects.sichtbar_fuer(self.bereich).select_related("sozialraum")
        return menge.filter(sozialraum=daten["sozialraum"], jahr=daten["jahr"]).first()


class VolumenBearbeiten(Volumenformular, Bearbeitbar, UpdateView):
    form_class = Aenderungsform
    erfolg = "Die Beträge sind geändert. Bitte lassen Sie sie von einer zweiten Person bestätigen."

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("sozialraum")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "mit_grund": braucht_grund(self.object)}

    def speichere(self, form: forms.ModelForm) -> Finanzvolumen:
        felder = ("version", "gesamt", "davon_asd")
        werte = {name: form.cleaned_data[name] for name in felder}
        return aendere(volumen=self.object, grund=form.cleaned_data.get("grund", ""), durch=self.request.user, **werte)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ziel = reverse("finanzen:volumen_detail", args=[self.object.uuid])
        krumen = [*volumenkruemel(self.object.jahr), {"titel": str(self.object), "url": ziel}]
        titel = "korrigieren" if "grund" in kwargs.get("form", self.get_form()).fields else "ändern"
        return super().get_context_data(
            ueberschrift=f"Finanzvolumen {self.object} {titel}", kruemel=krumen, liste_url=ziel, **kwargs
        )


class VolumenDetail(Sichtbar, DetailView):
    """One volume: who entered it, who confirmed it, what was corrected."""

    permission_required = "volumen.pflegen"
    model = Finanzvolumen
    template_name = "finanzen/finanzvolumen_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("sozialraum", "eingetragen_von", "bestaetigt_von")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        volumen = self.object
        offen = volumen.zustand == Volumenstatus.EINGETRAGEN
        return super().get_context_data(
            kruemel=volumenkruemel(volumen.jahr),
            stand=volumenstaende(volumen.jahr, [volumen.sozialraum_id])[volumen.sozialraum_id],
            korrekturen=korrekturen([volumen.pk]),
            bestaetigung=Versionsform(initial={"version": volumen.version}) if offen else None,
            vier_augen=darf_bestaetigen(volumen, self.request.user.pk),
            **kwargs,
        )


class VolumenBestaetigen(Sichtbar, SingleObjectMixin, View):
    permission_required = "volumen.pflegen"
    model = Finanzvolumen
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        volumen, form = self.get_object(), Versionsform(request.POST)
        try:
            version = form.cleaned_data["version"] if form.is_valid() else 0
            bestaetige(volumen=volumen, version=version, durch=request.user)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, "Das Finanzvolumen ist bestätigt. Die Mittel lassen sich jetzt verteilen.")
        return HttpResponseRedirect(reverse("finanzen:volumen_detail", args=[volumen.uuid]))


class VolumenImport(Gesichert, FormView):
    """Upload, preview with a reason per row, then all rows or none. What was read travels signed in the page."""

    permission_required = "volumen.pflegen"
    form_class = Volumendatei
    template_name = "finanzen/finanzvolumen_import.html"
    hilfe = HILFE

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.uebernimm() if "liste" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: Volumendatei) -> HttpResponse:
        datei = form.cleaned_data["datei"]
        try:
            spalten, zeilen = lies_liste(datei)
        except Lesefehler as fehler:
            form.add_error("datei", str(fehler))
            return self.form_invalid(form)
        return self.zeige({"spalten": spalten, "zeilen": zeilen, "datei": datei.name[-100:]})

    def zeige(self, liste: dict[str, Any]) -> HttpResponse:
        urteil = beurteile(liste["spalten"], liste["zeilen"])
        gut = all(zeile.ergebnis != Ergebnis.FEHLER for zeile in urteil)
        return self.render_to_response(
            self.get_context_data(
                form=Volumendatei(),
                dateiname=liste["datei"],
                urteil=urteil,
                liste=signing.dumps(liste, salt=self._salz(), compress=True) if gut else None,
            )
        )

    def uebernimm(self) -> HttpResponse:
        try:
            liste = signing.loads(self.request.POST["liste"], salt=self._salz(), max_age=FRIST)
        except signing.BadSignature:
            messages.error(self.request, "Die Vorschau gilt nicht mehr. Bitte laden Sie die Datei noch einmal hoch.")
            return HttpResponseRedirect(self.request.path)
        try:
            zahlen = uebernimm(
                spalten=liste["spalten"], zeilen=liste["zeilen"], dateiname=liste["datei"], durch=self.request.user
            )
        except ValidationError as fehler:
            messages.error(self.request, " ".join(fehler.messages))
            return self.zeige(liste)
        text = ", ".join(f"{anzahl} {ergebnis}" for ergebnis, anzahl in zahlen.items() if anzahl)
        messages.success(self.request, f"Übernommen: {text}. Bitte lassen Sie die Beträge bestätigen.")
        return HttpResponseRedirect(reverse("finanzen:volumen_liste"))

    def _salz(self) -> str:
        """Nobody takes over what somebody else has looked at."""
        return f"{SALZ}.{self.request.user.pk}"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        krumen = [{"titel": "Finanzvolumen", "url": reverse("finanzen:volumen_liste")}]
        return super().get_context_data(kruemel=krumen, **kwargs)
