"""Import of lists of any kind: upload, preview with mapping and decisions, progress, result."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView
from django.views.generic.edit import FormMixin

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import MitRueckgabe, Sichtbar
from konten.views.liste import Exportliste
from partner.forms.einlesen import DateiForm, VorlageForm, ZuordnungForm
from partner.models import Importlauf, Importvorlage
from partner.rules.einlesen import Zeilenergebnis, kann_zurueck, ruecknahme_bis
from partner.selectors.einlesen import ergebnisse, laufliste, zeilenliste
from partner.services.einlesen.art import Importart, art, arten
from partner.services.einlesen.hintergrund import stosse_an
from partner.services.einlesen.lauf import NichtOffen, lege_an, ordne_neu_zu
from partner.services.einlesen.lesen import TRENNZEICHEN
from partner.services.einlesen.uebernehmen import andere_laufen
from partner.services.einlesen.vorlagen import vorlagen_fuer
from partner.views.importzeilen import berichtsspalten, fuer_anzeige, kacheln, waehle_vor, wahlliste, wort
from partner.views.partner import blaettere

HILFE = "/hilfe/partner-importieren/"
LAUFSPALTEN = [
    Spalte("Datei", lambda lauf: lauf.dateiname, 40),
    Spalte("Inhalt", lambda lauf: art(lauf.art).viele, 20),
    Spalte("Hochgeladen am", lambda lauf: lauf.erstellt_am, 20),
    Spalte("Von", lambda lauf: str(lauf.benutzer or "System"), 24),
    Spalte("Stand", lambda lauf: lauf.get_zustand_display(), 16),
    Spalte("Zeilen", lambda lauf: lauf.anzahl, 10),
    *[
        Spalte(wort, lambda lauf, wert=wert: getattr(lauf, f"anzahl_{wert}"), 18)
        for wert, wort in Zeilenergebnis.choices
    ],
]


class ImportListe(FormMixin, Exportliste):
    """`/partner/import/`: earlier runs, and the upload for those who may import. `?art=` chooses the kind."""

    model = Importlauf
    permission_required = "import.sehen"
    template_name = "partner/import_list.html"
    form_class = DateiForm
    hilfe = HILFE
    export = ("Importe", LAUFSPALTEN)

    def get_permission_required(self) -> tuple[str, ...]:
        return ("import.ausfuehren",) if self.request.method == "POST" else ("import.sehen",)

    @cached_property
    def art(self) -> Importart:
        wahl = self.request.GET.get("art", "partner")
        return art(wahl if wahl in settings.NETZWERK_IMPORTARTEN else "partner")

    def get_queryset(self) -> QuerySet[Importlauf]:
        return laufliste(self.bereich).filter(art=self.art.schluessel)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kopf": self.art.kopf}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.art.darf(self.bereich):
            raise PermissionDenied
        form = self.get_form()
        if not form.is_valid():
            self.object_list = self.get_queryset()
            return self.render_to_response(self.get_context_data(form=form))
        name = form.cleaned_data["datei"].name
        lauf = lege_an(tabelle=form.tabelle, dateiname=name, bereich=self.bereich, was=self.art.schluessel)
        if lauf.vorlage:
            messages.info(request, f"Die gemerkte Zuordnung „{lauf.vorlage}“ wurde angewendet.")
        return HttpResponseRedirect(lauf.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        self.hilfe = self.art.hilfe
        waehlbar = [kind for kind in arten() if kind.darf(self.bereich, "import.sehen")]
        return super().get_context_data(
            art=self.art,
            arten=waehlbar,
            darf_importieren=self.art.darf(self.bereich),
            vorlagen=Importvorlage.objects.bearbeitbar_fuer(self.bereich).filter(art=self.art.schluessel),
            **kwargs,
        )


class ImportDetail(MitRueckgabe, Sichtbar, FormMixin, DetailView):
    """`/partner/import/<uuid>/`: preview with its mapping, later the result. POST computes the preview anew."""

    model = Importlauf
    permission_required = "import.sehen"
    template_name = "partner/import_detail.html"
    context_object_name = "lauf"
    form_class = ZuordnungForm
    hilfe = HILFE

    def get_permission_required(self) -> tuple[str, ...]:
        return ("import.ausfuehren",) if self.request.method == "POST" else ("import.sehen",)

    @cached_property
    def art(self) -> Importart:
        return art(self.object.art)

    def get_queryset(self) -> QuerySet[Importlauf]:
        return super().get_queryset().select_related("benutzer", "vorlage")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") not in FORMATE:
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        zeilen = fuer_anzeige(zeilenliste(self.object, self.ergebnis), self.object, self.art, self.bereich)
        spalten = berichtsspalten(self.object, self.art, request.build_absolute_uri)
        return exportantwort("Import", request.GET["format"], spalten, zeilen)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if not self._ist_bearbeitbar():
            raise PermissionDenied
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            ordne_neu_zu(lauf=self.object, zuordnung=form.zuordnung, bereich=self.bereich)
            messages.success(request, "Die Vorschau ist neu berechnet.")
        except NichtOffen as fehler:
            messages.info(request, fehler.message)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lauf": self.object, "art": self.art}

    @property
    def ergebnis(self) -> str:
        wunsch = self.request.GET.get("ergebnis", "")
        return wunsch if wunsch in {*Zeilenergebnis.values, "rest"} else ""

    def _ist_bearbeitbar(self) -> bool:
        return (
            self.art.darf(self.bereich)
            and Importlauf.objects.bearbeitbar_fuer(self.bereich).filter(pk=self.object.pk).exists()
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        lauf, self.hilfe = self.object, self.art.hilfe
        if lauf.ist_laufend:
            return super().get_context_data(art=self.art, darf=self._ist_bearbeitbar(), **fortschritt(lauf), **kwargs)
        ist_vorschau = lauf.zustand == Importlauf.Zustand.VORSCHAU
        darf = ist_vorschau and self._ist_bearbeitbar()
        anzahlen = ergebnisse(lauf)
        return super().get_context_data(
            art=self.art,
            ist_vorschau=ist_vorschau,
            darf=darf,
            darf_zuordnen=not ist_vorschau and lauf.art == "partner" and self.bereich.darf("partner.bearbeiten"),
            anzahlen=anzahlen,
            kacheln=kacheln(lauf, anzahlen),
            summe=sum(anzahlen.values()),
            zu_uebernehmen=anzahlen["neu"] + anzahlen["geaendert"],
            trennzeichen=TRENNZEICHEN.get(lauf.trennzeichen, ""),
            offene_worte=offene_worte(lauf),
            **self._ruecknahme(),
            **self._vorlagen(darf),
            **self._zeilen(darf),
            **kwargs,
        )

    def _ruecknahme(self) -> dict[str, Any]:
        lauf = self.object
        if lauf.zustand != Importlauf.Zustand.UEBERNOMMEN:
            return {}
        tag = timezone.localdate(lauf.uebernommen_am)
        darf = Importlauf.objects.ruecknehmbar_fuer(self.bereich).filter(pk=lauf.pk).exists()
        return {
            "darf_zurueck": darf and self.art.darf(self.bereich) and kann_zurueck(tag, timezone.localdate()),
            "ruecknahme_bis": ruecknahme_bis(tag),
        }

    def _vorlagen(self, darf: bool) -> dict[str, Any]:
        if not darf:
            return {}
        return {"vorlagen": vorlagen_fuer(self.object, self.bereich), "vorlageform": VorlageForm()}

    def _zeilen(self, darf: bool) -> dict[str, Any]:
        seite = blaettere(self.request, zeilenliste(self.object, self.ergebnis), 25)
        zeilen = fuer_anzeige(seite.object_list, self.object, self.art, self.bereich)
        daten = {
            "page_obj": seite,
            "zeilen": zeilen,
            "ergebnis": self.ergebnis,
            "ergebnis_wort": wort(self.object, self.ergebnis) if self.ergebnis else "",
        }
        if darf and any(zeile.anzeige.get("waehlbar") or zeile.anzeige.get("optionen") for zeile in zeilen):
            namen, daten["wahloptionen"] = wahlliste(self.art.wahl(self.bereich))
            waehle_vor(zeilen, namen)
            daten["entscheidbar"] = True
        return daten


def offene_worte(lauf: Importlauf) -> list[str]:
    """Words without a meaning; where one is set for rows without a word, the rows are not lost."""
    zuordnung = lauf.zuordnung
    if zuordnung.get("vorgabe") and "kategorie" not in zuordnung.get("spalten", {}).values():
        return []
    return [wort for wort, ziel in zuordnung.get("kategorien", {}).items() if not ziel]


class ImportFortschritt(Sichtbar, DetailView):
    """`/partner/import/<uuid>/fortschritt/`: how far the background is; asks the page to load anew when it is done."""

    model = Importlauf
    permission_required = "import.sehen"
    context_object_name = "lauf"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        lauf = self.get_object()
        if not lauf.ist_laufend:
            if not request.htmx:
                return HttpResponseRedirect(lauf.get_absolute_url())
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        stosse_an(lauf)
        return render(request, "partner/import_fortschritt.html", {"lauf": lauf, **fortschritt(lauf)})


def fortschritt(lauf: Importlauf) -> dict[str, Any]:
    """What the progress shows. One query while a run waits for another one."""
    wartet = lauf.laeufer is None
    return {
        "summe": lauf.umfang,
        "wartet": wartet,
        "wartet_auf_anderen": wartet and andere_laufen(lauf),
        "prozent": min(100, round(100 * lauf.fortschritt / lauf.umfang)) if lauf.umfang else 0,
    }
