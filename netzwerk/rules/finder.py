"""Who is responsible (K19): from what somebody types (place, postcode, or both) to Gemeinden, or to suggestions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from konten.rules import normalisiere
from partner.rules.ort import Gemeindeangabe, Ortsverzeichnis, ortsname

HOECHSTENS_ZEICHEN = 80
HOECHSTENS_VORSCHLAEGE = 8
AEHNLICH = 0.62
_PLZ = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True, slots=True)
class Fund:
    """`raum` when the answer is clear; otherwise the places to choose from, or similar ones when nothing fits."""

    frage: str
    raum: int | None = None
    gemeinden: tuple[Gemeindeangabe, ...] = ()
    vorschlaege: tuple[Gemeindeangabe, ...] = ()


def finde(frage: str, verzeichnis: Ortsverzeichnis, verband: dict[str, Sequence[Gemeindeangabe]]) -> Fund:
    """The Sozialraum of a place (K19); several places in several Sozialräume are asked back, typos get suggestions.

    `verband` holds the Gemeinden of each Verbandsgemeinde by its normalised name.
    """
    frage = frage.replace("\x00", "").strip()[:HOECHSTENS_ZEICHEN]
    plz = next(iter(_PLZ.findall(frage)), "")
    ort = _PLZ.sub(" ", frage).strip(" ,;-/")
    an_plz = verzeichnis.nach_plz.get(plz, [])
    if not ort:
        return _fund(frage, an_plz)
    treffer = verzeichnis.kandidaten(ort) or list(verband.get(ortsname(ort), ()))
    passend = [gemeinde for gemeinde in treffer if gemeinde.plz == plz]
    if treffer:
        return _fund(frage, passend or treffer)
    return Fund(frage, vorschlaege=tuple(_aehnliche(ort, verzeichnis, an_plz)))


def _fund(frage: str, gemeinden: Sequence[Gemeindeangabe]) -> Fund:
    raeume = {gemeinde.sozialraum for gemeinde in gemeinden}
    if len(raeume) == 1:
        return Fund(frage, raeume.pop(), tuple(gemeinden))
    return Fund(frage, None, tuple(gemeinden))


def _aehnliche(ort: str, verzeichnis: Ortsverzeichnis, an_plz: Sequence[Gemeindeangabe]) -> list[Gemeindeangabe]:
    """Places that begin alike or sound alike; with a known postcode its places come first."""
    gesucht = ortsname(ort)
    namen = list(verzeichnis.nach_name)
    beginnt = [name for name in namen if len(gesucht) >= 2 and name.startswith(gesucht)]
    enthaelt = [name for name in namen if len(gesucht) >= 4 and gesucht in name]
    aehnlich = get_close_matches(gesucht, namen, HOECHSTENS_VORSCHLAEGE, AEHNLICH)
    gefunden = [g for name in [*beginnt, *enthaelt, *aehnlich] for g in verzeichnis.nach_name[name]]
    return list(dict.fromkeys([*an_plz, *gefunden]))[:HOECHSTENS_VORSCHLAEGE] if gesucht else []


def verbaende(zeilen: Iterable[tuple[str, Gemeindeangabe]]) -> dict[str, list[Gemeindeangabe]]:
    """Gemeinden by the normalised name of their Verbandsgemeinde."""
    ergebnis: dict[str, list[Gemeindeangabe]] = {}
    for name, gemeinde in zeilen:
        ergebnis.setdefault(normalisiere(name), []).append(gemeinde)
    return ergebnis
