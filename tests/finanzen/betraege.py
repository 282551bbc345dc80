"""Amounts as people find them: on a page, in a print, in a workbook. Counted, so that one too many shows."""

import io
import re
from collections import Counter
from decimal import Decimal

from openpyxl import load_workbook

from finanzen.rules.mittel import lies_betrag
from finanzen.tables.verwendung import GELD

BETRAG = re.compile(r"-?\d{1,3}(?:\.\d{3})*,\d\d\s*€")


def betraege(text: str) -> Counter[Decimal]:
    """Every amount in euro of a text."""
    return Counter(lies_betrag(treffer) for treffer in BETRAG.findall(text))


def mappenbetraege(inhalt: bytes) -> Counter[Decimal]:
    """Every cell of a workbook that is shown as money, on all of its sheets."""
    mappe = load_workbook(io.BytesIO(inhalt))
    zellen = (zelle for blatt in mappe for zeile in blatt.iter_rows() for zelle in zeile)
    return Counter(
        Decimal(str(zelle.value)).quantize(Decimal("0.01")) for zelle in zellen if zelle.number_format == GELD
    )
