"""The proof of use as a workbook: the same lines as page and PDF, amounts as numbers."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from finanzen.reports.verwendung import Betragszeile, Verwendungsbericht
from konten.tables import XLSX, ungefaehrlich

GELD = '#,##0.00" €"'
FETT = Font(bold=True)
BUCHUNGSSPALTEN = (
    ("Tag", 12),
    ("Art", 20),
    ("Wofür", 50),
    ("Belegnummer", 18),
    ("Projekt", 30),
    ("Ausnahmeantrag", 30),
    ("Storno", 10),
    ("Betrag", 16),
)


def verwendungsmappe(bericht: Verwendungsbericht) -> bytes:
    """Sheets "Nachweis", "Buchungen", "Stellen" and "Projekte", the last two where there are any."""
    mappe = Workbook()
    _nachweis(mappe.active, bericht)
    _buchungen(mappe.create_sheet("Buchungen"), bericht)
    if bericht.stellen:
        _stellen(mappe.create_sheet("Stellen"), bericht)
    if bericht.projekte:
        _projekte(mappe.create_sheet("Projekte"), bericht)
    for blatt in mappe:
        _seite(blatt)
    puffer = io.BytesIO()
    mappe.save(puffer)
    return puffer.getvalue()


def verwendungsantwort(bericht: Verwendungsbericht) -> HttpResponse:
    """The workbook as a download."""
    ablage = content_disposition_header(as_attachment=True, filename=f"{bericht.dateiname}.xlsx")
    return HttpResponse(verwendungsmappe(bericht), content_type=XLSX, headers={"Content-Disposition": ablage})


def _nachweis(blatt: Worksheet, bericht: Verwendungsbericht) -> None:
    blatt.title = "Nachweis"
    _breiten(blatt, (60, 20))
    _kopf(blatt, [f"Verwendungsnachweis {bericht.jahr}"])
    for zeile in (("Träger", bericht.traeger), ("Sozialraum", bericht.sozialraum)):
        _zeile(blatt, zeile)
    _zeile(blatt, (bericht.herkunft,))
    for titel, zeilen in (
        ("Mittel", bericht.mittel),
        ("Ausgaben nach Art", bericht.ausgaben),
        ("Ergebnis", bericht.ergebnis),
    ):
        blatt.append([])
        _kopf(blatt, [titel])
        _betraege(blatt, zeilen)
    if bericht.entscheidung:
        _zeile(blatt, ("Was mit dem Rest geschieht", bericht.entscheidung))
    if bericht.stand.minusgrund:
        _zeile(blatt, ("Begründung des Minus", bericht.stand.minusgrund))
    for titel, text in bericht.abschnitte:
        blatt.append([])
        _kopf(blatt, [titel])
        _zeile(blatt, (text,))
        blatt.cell(blatt.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _betraege(blatt: Worksheet, zeilen: Iterable[Betragszeile]) -> None:
    for zeile in zeilen:
        _zeile(blatt, (zeile.titel, zeile.betrag))
        if zeile.ist_summe:
            for spalte in (1, 2):
                blatt.cell(blatt.max_row, spalte).font = FETT


def _buchungen(blatt: Worksheet, bericht: Verwendungsbericht) -> None:
    _breiten(blatt, [breite for _, breite in BUCHUNGSSPALTEN])
    _kopf(blatt, [titel for titel, _ in BUCHUNGSSPALTEN])
    blatt.freeze_panes = "A2"
    for b in bericht.buchungen:
        storno = "Storno" if b.storno_von else ""
        _zeile(blatt, (b.am, b.artname, b.text, b.belegnummer, b.projekt, b.antrag, storno, b.betrag))
    _zeile(blatt, ("Summe", *[""] * (len(BUCHUNGSSPALTEN) - 2), bericht.stand.haushalt.verausgabt))
    for spalte in (1, len(BUCHUNGSSPALTEN)):
        blatt.cell(blatt.max_row, spalte).font = FETT


def _stellen(blatt: Worksheet, bericht: Verwendungsbericht) -> None:
    _breiten(blatt, (24, 10, 20, 14, 14, 18))
    _kopf(blatt, ["Stelle", "VZÄ", "Kosten einer vollen Stelle", "von", "bis", "geplante Kosten"])
    for s in bericht.stellen:
        _zeile(blatt, (s.bezeichnung, None, s.kostensatz, s.von, s.bis, s.kosten))
        blatt.cell(blatt.max_row, 2, s.vzae).number_format = "0.00"
    _zeile(blatt, ("Summe", "", "", "", "", bericht.stand.haushalt.personal_geplant))


def _projekte(blatt: Worksheet, bericht: Verwendungsbericht) -> None:
    _breiten(blatt, (40, 16, 18, 20))
    _kopf(blatt, ["Projekt", "Stand", "bewilligt", "erreichte Personen"])
    for projekt in bericht.projekte:
        _zeile(blatt, (projekt.titel, projekt.get_zustand_display(), projekt.bewilligt, projekt.erreichte))


def _kopf(blatt: Worksheet, titel: Sequence[str]) -> None:
    blatt.append(list(titel))
    for zelle in blatt[blatt.max_row]:
        zelle.font = FETT


def _zeile(blatt: Worksheet, werte: Sequence[Any]) -> None:
    blatt.append([ungefaehrlich(wert) for wert in werte])
    for zelle, wert in zip(blatt[blatt.max_row], werte, strict=False):
        if isinstance(wert, Decimal):
            zelle.number_format = GELD


def _seite(blatt: Worksheet) -> None:
    """Printed on A4 upright, all columns beside each other."""
    blatt.page_setup.paperSize = blatt.PAPERSIZE_A4
    blatt.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    blatt.page_setup.fitToHeight = 0


def _breiten(blatt: Worksheet, breiten: Sequence[int]) -> None:
    for nummer, breite in enumerate(breiten, start=1):
        blatt.column_dimensions[get_column_letter(nummer)].width = breite
