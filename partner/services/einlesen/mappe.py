"""Excel workbooks: checked before they are opened, read row by row, formulas as their last result."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

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
#: number of a row and position of a column -> number of the row whose text holds there as well
Verbund = dict[tuple[int, int], int]
_VERBUND = re.compile(rb'mergeCell\b[^>]{0,200}?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
#: cells that may repeat the one above because they are merged with it
VERBUND_HOECHSTENS = 50_000


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
    """A visible sheet: its name, and while the workbook is open its rows and the cells merged downwards."""

    name: str
    zeilen: Iterator[Zeile]
    verbund: Callable[[], Verbund] = dict


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
            yield Blatt(blatt.title, _zeilen(blatt), partial(_verbund, inhalt, blatt._worksheet_path))
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


def _verbund(inhalt: bytes, pfad: str) -> Verbund:
    """What stands in the file behind the rows and is not told while they are streamed."""
    with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
        teil = archiv.read(pfad.lstrip("/"))
    verbund: Verbund = {}
    for von_spalte, von, _, bis in _VERBUND.findall(teil):
        spalte, anfang = column_index_from_string(von_spalte.decode()) - 1, int(von)
        if len(verbund) + int(bis) - anfang > VERBUND_HOECHSTENS:
            continue
        verbund |= {(nummer, spalte): anfang for nummer in range(anfang + 1, int(bis) + 1)}
    return verbund


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
