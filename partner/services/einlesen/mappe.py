"""Excel workbooks: checked before they are opened, read row by row, formulas as their last result."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl

from partner.services.einlesen.grenzen import (
    BLAETTER_HOECHSTENS,
    ENTPACKT_HOECHSTENS,
    SPALTEN_HOECHSTENS,
    TEILE_HOECHSTENS,
    VERDICHTUNG_HOECHSTENS,
    Lesefehler,
)

_UNLESBAR = "Die Excel-Mappe ist beschädigt oder geschützt. Bitte speichern Sie die Liste neu oder als CSV."
Zeile = tuple[int, list[str]]


def ist_mappe(inhalt: bytes) -> bool:
    """True for an XLSX workbook, whatever the file is called."""
    if not inhalt.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
            return any(name.startswith("xl/workbook") for name in archiv.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


@dataclass(frozen=True, slots=True)
class Blatt:
    """A visible sheet: its name, and its rows while the workbook is open."""

    name: str
    zeilen: Iterator[Zeile]


def blaetter(inhalt: bytes) -> Iterator[Blatt]:
    """The visible sheets, each with numbered rows of texts. Raises Lesefehler for a bomb or a broken file."""
    _pruefe_umfang(inhalt)
    try:
        mappe = openpyxl.load_workbook(io.BytesIO(inhalt), read_only=True, data_only=True)
        sichtbare = [blatt for blatt in mappe.worksheets if blatt.sheet_state == "visible"]
    except Exception as fehler:  # openpyxl raises whatever a broken part of the file leads to
        raise Lesefehler(_UNLESBAR) from fehler
    try:
        for blatt in sichtbare[:BLAETTER_HOECHSTENS]:
            yield Blatt(blatt.title, _zeilen(blatt))
    finally:
        mappe.close()


def _pruefe_umfang(inhalt: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
        teile = archiv.infolist()
    if any(teil.flag_bits & 1 for teil in teile):
        raise Lesefehler(_UNLESBAR)
    entpackt = sum(teil.file_size for teil in teile)
    gepackt = max(sum(teil.compress_size for teil in teile), 1)
    if (
        len(teile) > TEILE_HOECHSTENS
        or entpackt > ENTPACKT_HOECHSTENS
        or (entpackt > 1024 * 1024 and entpackt / gepackt > VERDICHTUNG_HOECHSTENS)
    ):
        raise Lesefehler("Die Excel-Mappe ist entpackt viel zu groß. Bitte speichern Sie nur die Liste als CSV.")


def _zeilen(blatt: Any) -> Iterator[Zeile]:
    try:
        # One column more than allowed, so that the reader notices the breach and nobody builds a million cells.
        for nummer, zellen in enumerate(blatt.iter_rows(max_col=SPALTEN_HOECHSTENS + 1, values_only=True), start=1):
            texte = [_text(wert) for wert in zellen]
            while texte and not texte[-1]:
                texte.pop()
            yield nummer, texte
    except Exception as fehler:  # see above: broken sheets show only while reading
        raise Lesefehler(_UNLESBAR) from fehler


def _text(wert: Any) -> str:
    if wert is None:
        return ""
    if isinstance(wert, bool):
        return "ja" if wert else "nein"
    if isinstance(wert, float) and wert.is_integer():
        return str(int(wert))
    if isinstance(wert, datetime | date):
        return f"{wert:%d.%m.%Y}"
    return str(wert)
