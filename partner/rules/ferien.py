"""Reads a list of school holidays as it is copied from a page or a table."""

import re
from dataclasses import dataclass
from datetime import date

HOECHSTENS_ZEILEN = 60
#: longer than the summer holidays can be; guards against a swapped year
HOECHSTENS_TAGE = 60
_TRENNER = re.compile(r"[;\t]")


@dataclass(frozen=True, slots=True)
class Ferienzeile:
    """One holiday with the number of its line."""

    nummer: int
    bezeichnung: str
    von: date
    bis: date


def lies_ferien(text: str) -> list[Ferienzeile]:
    """Lines "Sommerferien; 05.07.2027; 13.08.2027" (or with tabs). Raises ValueError with all faults, one a line."""
    zeilen, fehler = [], []
    for nummer, zeile in enumerate(text.splitlines(), start=1):
        if not zeile.strip():
            continue
        try:
            zeilen.append(_lies_zeile(nummer, zeile))
        except ValueError as grund:
            fehler.append(f"Zeile {nummer}: {grund}")
    if not fehler and not zeilen:
        fehler = ["Bitte tragen Sie mindestens eine Zeile ein."]
    if len(zeilen) > HOECHSTENS_ZEILEN:
        fehler = [f"Das sind mehr als {HOECHSTENS_ZEILEN} Zeilen."]
    if fehler:
        raise ValueError("\n".join(fehler))
    return zeilen


def _lies_zeile(nummer: int, zeile: str) -> Ferienzeile:
    teile = [teil.strip() for teil in _TRENNER.split(zeile)]
    if len(teile) != 3 or not teile[0]:
        raise ValueError("Erwartet werden drei Angaben: Bezeichnung; erster Tag; letzter Tag.")
    von, bis = _lies_tag(teile[1]), _lies_tag(teile[2])
    if bis < von:
        raise ValueError("Der letzte Tag liegt vor dem ersten.")
    if (bis - von).days >= HOECHSTENS_TAGE:
        raise ValueError(f"Die Ferien wären länger als {HOECHSTENS_TAGE} Tage. Stimmt das Jahr?")
    return Ferienzeile(nummer, teile[0][:100], von, bis)


def _lies_tag(text: str) -> date:
    teile = text.split(".")
    iso = "-".join(teil.strip().zfill(2) for teil in reversed(teile)) if len(teile) == 3 else text
    try:
        tag = date.fromisoformat(iso)
    except ValueError:
        raise ValueError(f"„{text[:20]}“ ist kein Tag. Bitte schreiben Sie ihn als TT.MM.JJJJ.") from None
    if not 2000 <= tag.year <= 2100:
        raise ValueError(f"Das Jahr {tag.year} kann nicht stimmen.")
    return tag
