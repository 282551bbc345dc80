"""Room on a map: points that would overlap become one mark, names that would overlap are left out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import floor, hypot
from typing import NamedTuple

from sozialraum.rules import Punkt
from sozialraum.rules.ausschnitt import Rahmen

#: width of a letter as a share of its height, for a normal sans serif
_BUCHSTABE = 0.56


def buendle(punkte: Sequence[Punkt], abstand: float) -> list[list[int]]:
    """Indices of the points in groups; the first of a group stands for it, at its own place.

    Those that stand for a group are at least `abstand` apart, nobody is further than that from who stands for him,
    and points of the same place are never parted. The fullest places come first. Raises ValueError unless positive.
    """
    if abstand <= 0:
        raise ValueError("Der Abstand muss größer als null sein.")
    orte: dict[Punkt, list[int]] = defaultdict(list)
    for nummer, punkt in enumerate(punkte):
        orte[punkt].append(nummer)
    gruppen: list[list[int]] = []
    gitter: dict[tuple[int, int], list[tuple[Punkt, list[int]]]] = defaultdict(list)
    for ort, nummern in sorted(orte.items(), key=lambda eintrag: (-len(eintrag[1]), eintrag[0])):
        feld = floor(ort[0] / abstand), floor(ort[1] / abstand)
        naechste = _naechste(ort, feld, gitter, abstand)
        if naechste is None:
            gruppen.append(nummern)
            gitter[feld].append((ort, nummern))
        else:
            naechste.extend(nummern)
    return gruppen


def _naechste(ort: Punkt, feld: tuple[int, int], gitter: dict, abstand: float) -> list[int] | None:
    """The nearest group within reach; only the nine fields around can hold one."""
    entfernungen = [
        (hypot(x - ort[0], y - ort[1]), (x, y), gruppe)
        for spalte in (-1, 0, 1)
        for zeile in (-1, 0, 1)
        for (x, y), gruppe in gitter.get((feld[0] + spalte, feld[1] + zeile), ())
    ]
    nahe = [eintrag for eintrag in entfernungen if eintrag[0] < abstand]
    return min(nahe, key=lambda eintrag: eintrag[:2])[2] if nahe else None


class Beschriftung(NamedTuple):
    """A name in the middle of its place; heavier ones come first."""

    text: str
    x: float
    y: float
    gewicht: float


def beschrifte(namen: Iterable[Beschriftung], schrift: float, hindernisse: Iterable[Rahmen] = ()) -> list[Beschriftung]:
    """The names that find room at this size of type, the heaviest first.

    One that would cover another or an obstacle moves below or above; when that does not help it is left out.
    """
    belegt = list(hindernisse)
    bleiben = []
    for name in sorted(namen, key=lambda eintrag: (-eintrag.gewicht, eintrag.text)):
        for dy in (0.0, 2.1 * schrift, -1.9 * schrift):
            platz = _platz(name, dy, schrift)
            if not any(platz.schneidet(anderer) for anderer in belegt):
                belegt.append(platz)
                bleiben.append(name._replace(y=name.y + dy))
                break
    return bleiben


def _platz(name: Beschriftung, dy: float, schrift: float) -> Rahmen:
    breite = len(name.text) * schrift * _BUCHSTABE
    return Rahmen(name.x - breite / 2, name.y + dy - schrift * 0.6, breite, schrift * 1.2)
