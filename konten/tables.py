"""Table exports: every list as XLSX and as CSV (semicolon, BOM), safe against formula injection."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from konten.rules.formelschutz import schuetze

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATE = {"xlsx", "csv"}


@dataclass(frozen=True, slots=True)
class Spalte:
    """One column: heading, how a row yields its value, width in characters."""

    titel: str
    wert: Callable[[Any], Any]
    breite: int = 18


def ungefaehrlich(wert: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers and dates stay themselves."""
    if isinstance(wert, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", wert)
        return schuetze(text)
    if isinstance(wert, datetime):
        return timezone.localtime(wert).replace(tzinfo=None)
    return "" if wert is None else wert


def als_csv(spalten: Sequence[Spalte], zeilen: Iterable[Any]) -> bytes:
    puffer = io.StringIO()
    schreiber = csv.writer(puffer, delimiter=";", lineterminator="\r\n")
    schreiber.writerow([spalte.titel for spalte in spalten])
    for zeile in zeilen:
        schreiber.writerow([_csv_text(spalte.wert(zeile)) for spalte in spalten])
    return puffer.getvalue().encode("utf-8-sig")


def _csv_text(wert: Any) -> str:
    wert = ungefaehrlich(wert)
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    if isinstance(wert, Decimal | float):
        return str(wert).replace(".", ",")
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    return str(wert)


def als_xlsx(spalten: Sequence[Spalte], zeilen: Iterable[Any], titel: str) -> bytes:
    mappe = Workbook(write_only=True)
    blatt = mappe.create_sheet(titel[:31])
    blatt.freeze_panes = "A2"
    for nummer, spalte in enumerate(spalten, start=1):
        blatt.column_dimensions[get_column_letter(nummer)].width = spalte.breite
    blatt.append([_kopfzelle(blatt, spalte.titel) for spalte in spalten])
    for zeile in zeilen:
        blatt.append([_xlsx_wert(spalte.wert(zeile)) for spalte in spalten])
    puffer = io.BytesIO()
    mappe.save(puffer)
    return puffer.getvalue()


def _kopfzelle(blatt: Any, titel: str) -> WriteOnlyCell:
    zelle = WriteOnlyCell(blatt, value=titel)
    zelle.font = Font(bold=True)
    return zelle


def _xlsx_wert(wert: Any) -> Any:
    wert = ungefaehrlich(wert)
    return ("ja" if wert else "nein") if isinstance(wert, bool) else wert


def exportantwort(name: str, format_: str, spalten: Sequence[Spalte], zeilen: Iterable[Any]) -> HttpResponse:
    """The file as a download; `name` without ending. Raises KeyError for a format other than xlsx and csv."""
    inhalt, art = {
        "xlsx": lambda: (als_xlsx(spalten, zeilen, name), XLSX),
        "csv": lambda: (als_csv(spalten, zeilen), "text/csv; charset=utf-8"),
    }[format_]()
    ablage = content_disposition_header(as_attachment=True, filename=f"{name}.{format_}")
    return HttpResponse(inhalt, content_type=art, headers={"Content-Disposition": ablage})
