"""Days as people write them in lists: ISO, German, with the time behind, as words, as the number Excel keeps."""

import re
from datetime import date, timedelta

from konten.rules import normalisiere

#: day 0 of Excel, and the numbers that are taken for days (1954 to 2064): a postcode or a year must not become one
_EXCEL_NULL, _EXCEL_VON, _EXCEL_BIS = date(1899, 12, 30), 20_000, 60_000
_MONATE = ("jan", "feb", "mae", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_WOCHENTAG = re.compile(r"^(?:mo|di|mi|do|fr|sa|so)[a-z]*[.,]?\s+")
_UHRZEIT = re.compile(r"[\st,]+(?:um\s+)?\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*uhr|z|\s*[+-]\d{2}:?\d{2})?$")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_DEUTSCH = re.compile(r"(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})")
_WORT = re.compile(r"(\d{1,2})\.?\s*([a-z]+)\.?\s*(\d{4}|\d{2})")
_ZAHL = re.compile(r"(\d{5})(?:[.,]\d+)?")


def lies_listentag(text: str) -> date | None:
    """The day that a cell means; None when it means none.

    Two digits of a year are this century. Day before month, as in German; 12/24/2025 is refused rather than guessed.
    """
    rest = _UHRZEIT.sub("", _WOCHENTAG.sub("", normalisiere(text))).strip()
    if treffer := _ISO.fullmatch(rest):
        return _tag(int(treffer[1]), int(treffer[2]), int(treffer[3]))
    if treffer := _DEUTSCH.fullmatch(rest):
        return _tag(_jahr(treffer[3]), int(treffer[2]), int(treffer[1]))
    if treffer := _WORT.fullmatch(rest):
        return _tag(_jahr(treffer[3]), _monat(treffer[2]), int(treffer[1]))
    if treffer := _ZAHL.fullmatch(rest):
        tage = int(treffer[1])
        return _EXCEL_NULL + timedelta(days=tage) if _EXCEL_VON <= tage <= _EXCEL_BIS else None
    return None


def _jahr(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _monat(wort: str) -> int:
    """1 to 12; 0 for a word that is no month."""
    if wort.startswith(("mrz", "maer", "mar")):
        return 3
    return next((nummer for nummer, anfang in enumerate(_MONATE, start=1) if wort.startswith(anfang)), 0)


def _tag(jahr: int, monat: int, tag: int) -> date | None:
    try:
        return date(jahr, monat, tag)
    except ValueError:
        return None
