"""Import of partner lists: upload, preview with mapping and decisions, taking over, discarding."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.generic import DetailView
from django.views.generic.edit import FormMixin

from konten.rules import Geltungsbereich
from konten.rules.zahl import mehrzahl
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import MitRueckgabe, Sichtbar
from konten.views.handlung import Handlung
from konten.views.liste import Exportliste
from partner.forms.einlesen import DateiForm, ZuordnungForm
from partner.models import Importlauf, Importzeile
from partner.rules.einlesen import Zeilenergebnis, waehlbare_sitze
from partner.selectors.einlesen import ergebnisse, kategorieangaben, laufliste, ortsverzeichnis, zeilenliste
from partner.services.einlesen import lauf as einlesen
from partner.services.einlesen.lesen import TRENNZEICHEN
from partner.services.einlesen.uebernehmen import uebernimm
from partner.views.partner import blaettere

HILFE = "/hilfe/partner-importieren/"
#: how a result reads after taking over
DANACH = {"neu": "angelegt", "geaendert": "ergänzt", "zweifelhaft": "zweifelhaft, nicht übernommen"}
#: result -> symbol and state class
ZEICHEN = {
    "neu": ("+", "aktuell"),
    "geaendert": ("✎", "neu"),
    "unveraendert": ("=", "neutral"),
    "zweifelhaft": ("?", "faellig"),
    "abgelehnt": ("✕", "fehlt"),
}
LAUFSPALTEN = [
    Spalte("Datei", lambda lauf: lauf.dateiname, 40),
    Spalte("Hochgeladen am", lambda lauf: lauf.erstellt_am, 20),
    Spalte("Von", lambda lauf: str(lauf.benutzer or "System"), 24),
    Spalte("Stand", lambda lauf: lauf.get_zustand_display(), 16),
    Spalte("Zeilen", lambda lauf: lauf.anzahl, 10),
    *[
        Spalte(wort, lambda lauf, wert=wert: getattr(lauf, f"anzahl_{wert}"), 18)
        for wert, wort in Zeilenergebnis.choices
    ],
]
ZEILENSPALTEN = [
    Spalte("Zeile", lambda zeile: zeile.nummer, 8),
    Spalte("Name", lambda zeile: zeile.anzeige.get("name"), 40),
    Spalte("Kategorie", lambda zeile: zeile.anzeige.get("kategorie"), 24),
    Spalte("Art", lambda zeile: zeile.anzeige.get("art"), 24),
    Spalte("Ort", lambda zeile: zeile.anzeige.get("ort"), 24),
    Spalte("Sozialraum", lambda zeile: zeile.anzeige.get("sozialraum"), 24),
    Spalte("Ergebnis", lambda zeile: zeile.wort, 24),
    Spalte("Grund", lambda zeile: zeile.grund, 80),
]


class ImportListe(FormMixin, Exportliste):
    """`/partner/import/`: earlier runs, and the upload for those who may import."""

    model = Importlauf
    permission_required = "import.sehen"
    template_name = "partner/import_list.html"
    form_class = DateiForm
    hilfe = HILFE
    export = ("Importe", LAUFSPALTEN)

    def get_permission_required(self) -> tuple[str, ...]:
        return ("import.ausfuehren",) if self.request.method == "POST" else ("import.sehen",)

    def get_queryset(self) -> QuerySet[Importlauf]:
        return laufliste(self.bereich)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            self.object_list = self.get_queryset()
            return self.render_to_response(self.get_context_data(form=form))
        lauf = einlesen.lege_an(tabelle=form.tabelle, dateiname=form.cleaned_data["datei"].name, bereich=self.bereich)
        return HttpResponseRedirect(lauf.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(darf_importieren=self.bereich.darf("import.ausfuehren"), **kwargs)


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

    def get_queryset(self) -> QuerySet[Importlauf]:
        return super().get_queryset().select_related("benutzer")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") not in FORMATE:
            return super().get(request, *args, **kwargs)
        lauf = self.get_object()
        zeilen = fuer_anzeige(zeilenliste(lauf, self.ergebnis), lauf)
        return exportantwort("Import", request.GET["format"], ZEILENSPALTEN, zeilen)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if not self._ist_bearbeitbar():
            raise PermissionDenied
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            einlesen.ordne_neu_zu(lauf=self.object, zuordnung=form.zuordnung, bereich=self.bereich)
            messages.success(request, "Die Vorschau ist neu berechnet.")
        except einlesen.NichtOffen as fehler:
            messages.info(request, fehler.message)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lauf": self.object, "kategorien": kategorieangaben()}

    @property
    def ergebnis(self) -> str:
        wunsch = self.request.GET.get("ergebnis", "")
        return wunsch if wunsch in Zeilenergebnis.values else ""

    def _ist_bearbeitbar(self) -> bool:
        return Importlauf.objects.bearbeitbar_fuer(self.bereich).filter(pk=self.object.pk).exists()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ist_vorschau = self.object.zustand == Importlauf.Zustand.VORSCHAU
        darf = ist_vorschau and self._ist_bearbeitbar()
        anzahlen = ergebnisse(self.object)
        return super().get_context_data(
            ist_vorschau=ist_vorschau,
            darf=darf,
            darf_zuordnen=not ist_vorschau and self.bereich.darf("partner.bearbeiten"),
            anzahlen=anzahlen,
            kacheln=kacheln(self.object, anzahlen),
            summe=sum(anzahlen.values()),
            zu_uebernehmen=anzahlen["neu"] + anzahlen["geaendert"],
            trennzeichen=TRENNZEICHEN.get(self.object.trennzeichen, ""),
            offene_worte=[w for w, kuerzel in self.object.zuordnung.get("kategorien", {}).items() if not kuerzel],
            **self._zeilen(darf),
            **kwargs,
        )

    def _zeilen(self, darf: bool) -> dict[str, Any]:
        seite = blaettere(self.request, zeilenliste(self.object, self.ergebnis), 25)
        zeilen = fuer_anzeige(seite.object_list, self.object)
        daten = {
            "page_obj": seite,
            "zeilen": zeilen,
            "ergebnis": self.ergebnis,
            "ergebnis_wort": wort(self.object, self.ergebnis) if self.ergebnis else "",
        }
        if darf and any(zeile.anzeige.get("sitz_waehlbar") for zeile in zeilen):
            namen, daten["sitzoptionen"] = sitze(self.bereich)
            waehle_vor(zeilen, namen)
        return daten


class Importhandlung(Handlung):
    """An act on a run; a second click does no harm."""

    model = Importlauf
    permission_required = "import.ausfuehren"
    hindernis = messages.INFO


class ImportEntscheiden(Importhandlung):
    """Seats of doubtful rows, decided one by one."""

    def handle(self, lauf: Importlauf) -> str:
        gewaehlt = {
            int(name.removeprefix("zeile-")): wert
            for name, wert in self.request.POST.items()
            if name.removeprefix("zeile-").isdecimal() and len(name) < 16
        }
        try:
            einlesen.entscheide(lauf=lauf, entscheidungen=gewaehlt, bereich=self.bereich)
        except ValueError as fehler:
            raise ValidationError("Dieser Sitz ist hier nicht wählbar. Es wurde nichts geändert.") from fehler
        return "Die Entscheidungen sind gespeichert. Die Vorschau ist neu berechnet."


class ImportUebernehmen(Importhandlung):
    """Carries the run out; a second click changes nothing."""

    def handle(self, lauf: Importlauf) -> str:
        vorher = lauf.zustand
        lauf = uebernimm(lauf=lauf, bereich=self.bereich)
        if vorher != Importlauf.Zustand.VORSCHAU:
            raise einlesen.NichtOffen(lauf)
        anzahlen = ergebnisse(lauf)
        return f"{mehrzahl(anzahlen['neu'], 'Partner', 'Partner')} angelegt, {anzahlen['geaendert']} ergänzt."


class ImportVerwerfen(Importhandlung):
    """Throws the preview away; partners were not touched by it."""

    def handle(self, lauf: Importlauf) -> str:
        einlesen.verwirf(lauf=lauf)
        return "Die Vorschau ist verworfen. Es wurde nichts eingetragen."


def wort(lauf: Importlauf, ergebnis: str) -> str:
    """How the result reads, before or after taking over."""
    danach = DANACH if lauf.zustand == Importlauf.Zustand.UEBERNOMMEN else {}
    return danach.get(ergebnis, Zeilenergebnis(ergebnis).label)


def kacheln(lauf: Importlauf, anzahlen: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"titel": wort(lauf, wert), "zahl": zahl, "url": f"?ergebnis={wert}#zeilen", "wert": wert}
        for wert, zahl in anzahlen.items()
    ]


class Zeichen(NamedTuple):
    """What the badge of a row shows."""

    symbol: str
    klasse: str
    wort: str


def fuer_anzeige(zeilen: Iterable[Importzeile], lauf: Importlauf) -> list[Importzeile]:
    """Rows with what the table shows of them."""
    zeilen = list(zeilen)
    for zeile in zeilen:
        symbol, klasse = ZEICHEN[zeile.ergebnis]
        zeile.anzeige = zeile.rohdaten.get("anzeige", {})
        zeile.wort = wort(lauf, zeile.ergebnis)
        zeile.zustandsanzeige = Zeichen(symbol, klasse, zeile.wort)
    return zeilen


def waehle_vor(zeilen: Iterable[Importzeile], namen: dict[str, str]) -> None:
    """Gives rows with a doubtful seat what was decided, as value and as text."""
    for zeile in zeilen:
        zeile.entscheidung = zeile.rohdaten.get("entscheidung", "")
        zeile.entschieden = namen.get(zeile.entscheidung, "")
        zeile.vorschlag = namen.get(zeile.anzeige.get("vorschlag", ""), "")


def sitze(bereich: Geltungsbereich) -> tuple[dict[str, str], SafeString]:
    """Seats that a doubtful row may get: names by value, and all options as one text for many selects."""
    namen = waehlbare_sitze(ortsverzeichnis(bereich.stichtag), bereich.sozialraeume("import.ausfuehren"))
    return namen, format_html_join("", '<option value="{}">{}</option>', namen.items())
