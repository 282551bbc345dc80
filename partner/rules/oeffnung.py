"""Opening hours: spans per weekday, closed, by appointment; a day that says nothing is unknown, never closed (K16)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby, pairwise

from django.core.exceptions import ValidationError

#: word of the weekday -> what people read
WOCHENTAGE: Mapping[str, str] = {
    "mo": "Montag",
    "di": "Dienstag",
    "mi": "Mittwoch",
    "do": "Donnerstag",
    "fr": "Freitag",
    "sa": "Samstag",
    "so": "Sonntag",
}
TAGE = tuple(WOCHENTAGE)
VEREINBARUNG = "vereinbarung"
NICHT_BEKANNT = "nicht bekannt"
NACH_VEREINBARUNG = "nach Vereinbarung"
HOECHSTENS_SPANNEN = 4
_UHRZEIT = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPANNE = re.compile(rf"^{_UHRZEIT}\s*(?:Uhr)?\s*(?:-|–|bis)\s*{_UHRZEIT}\s*(?:Uhr)?$", re.IGNORECASE)
_VERLANGT = "Bitte so eingeben: 8:00–12:00, 14:00–16:30. Oder „geschlossen“, oder „nach Vereinbarung“."

#: weekday -> spans "08:00-12:00"; an empty list: closed; a missing day: unknown
Woche = Mapping[str, Sequence[str]]


def lies_tag(text: str) -> list[str] | None:
    """What somebody typed for one weekday; None when nothing. Raises ValidationError for what cannot be read.

    "8-12 und 14.30 bis 16" becomes ["08:00-12:00", "14:30-16:00"], "geschlossen" [], "nach Vereinbarung" its word.
    """
    wort = text.strip().casefold().removesuffix(".")
    if wort in ("", NICHT_BEKANNT):
        return None
    if wort in ("geschlossen", "zu"):
        return []
    if wort in (NACH_VEREINBARUNG.casefold(), "n. v", "vereinbarung", "nach absprache"):
        return [VEREINBARUNG]
    teile = [teil.strip() for teil in re.split(r"[,;]|\bund\b", wort) if teil.strip()]
    if len(teile) > HOECHSTENS_SPANNEN:
        raise ValidationError(f"Höchstens {HOECHSTENS_SPANNEN} Zeiten an einem Tag.")
    spannen = sorted(_spanne(teil) for teil in teile)
    if any(spaeter[0] < frueher[1] for frueher, spaeter in pairwise(spannen)):
        raise ValidationError("Zwei Zeiten überschneiden sich.")
    return [f"{von:%H:%M}-{bis:%H:%M}" for von, bis in spannen]


def _spanne(text: str) -> tuple[time, time]:
    treffer = _SPANNE.match(text)
    if treffer is None:
        raise ValidationError(_VERLANGT)
    von_h, von_m, bis_h, bis_m = (int(teil or 0) for teil in treffer.groups())
    # Open until midnight: the day has no 24:00 of its own.
    if (bis_h, bis_m) == (24, 0):
        bis_h, bis_m = 23, 59
    try:
        von, bis = time(von_h, von_m), time(bis_h, bis_m)
    except ValueError:
        raise ValidationError(_VERLANGT) from None
    if von >= bis:
        raise ValidationError("Das Ende einer Zeit liegt nicht nach ihrem Anfang.")
    return von, bis


def als_eingabe(spannen: Sequence[str] | None) -> str:
    """The text that `lies_tag` reads again; empty when unknown."""
    return "" if spannen is None else tagestext(spannen)


def tagestext(spannen: Sequence[str] | None) -> str:
    """What people read of one weekday."""
    if spannen is None:
        return NICHT_BEKANNT
    if not spannen:
        return "geschlossen"
    if spannen[0] == VEREINBARUNG:
        return NACH_VEREINBARUNG
    return ", ".join(spanne.replace("-", "–") for spanne in spannen)


def zeilen(woche: Woche) -> list[tuple[str, str]]:
    """(weekdays, text) for the whole week, equal days that follow each other as one; empty when nothing is known.

    [("Montag bis Freitag", "07:30–16:30"), ("Samstag und Sonntag", "nicht bekannt")]
    """
    if not woche:
        return []
    texte = [(name, tagestext(woche.get(tag))) for tag, name in WOCHENTAGE.items()]
    gruppen = [[name for name, _ in tage] for _, tage in groupby(texte, key=lambda tag: tag[1])]
    return [(_spannenname(namen), text) for namen, (text, _) in zip(gruppen, groupby(t for _, t in texte), strict=True)]


def _spannenname(namen: Sequence[str]) -> str:
    if len(namen) > 2:
        return f"{namen[0]} bis {namen[-1]}"
    return " und ".join(namen)


def wochentext(woche: Woche, hinweis: str = "") -> str:
    """The known days in one line, for exports: "Montag 08:00–12:00; Dienstag geschlossen; nur mit Anmeldung"."""
    tage = [f"{name} {tagestext(woche[tag])}" for tag, name in WOCHENTAGE.items() if tag in woche]
    return "; ".join([*tage, *([hinweis] if hinweis else [])])


@dataclass(frozen=True, slots=True)
class Oeffnung:
    """How it stands at one moment; `ist_offen` is None when nobody knows."""

    ist_offen: bool | None
    satz: str


def jetzt(woche: Woche, tag: date, uhr: time, *, ist_feiertag: bool = False, ist_geschlossen: bool = False) -> Oeffnung:
    """Is it open at that moment? Says so only when the day is known and neither a holiday nor a closed day.

    "geöffnet bis 16:00 Uhr", "öffnet heute um 14:00 Uhr", "heute geschlossen", "heute nach Vereinbarung".
    """
    if ist_geschlossen:
        return Oeffnung(False, "hat heute Schließzeit")
    spannen = woche.get(TAGE[tag.weekday()])
    if spannen is None or (ist_feiertag and spannen):
        return Oeffnung(None, "")
    if not spannen:
        return Oeffnung(False, "heute geschlossen")
    if spannen[0] == VEREINBARUNG:
        return Oeffnung(None, "heute nach Vereinbarung")
    return _zwischen([tuple(spanne.split("-")) for spanne in spannen], f"{uhr:%H:%M}")


def _zwischen(spannen: Sequence[tuple[str, ...]], uhr: str) -> Oeffnung:
    for von, bis in spannen:
        if uhr < von:
            return Oeffnung(False, f"geschlossen, öffnet heute um {von} Uhr")
        if uhr < bis:
            return Oeffnung(True, f"geöffnet bis {bis} Uhr")
    return Oeffnung(False, "heute nicht mehr geöffnet")
