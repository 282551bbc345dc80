"""Drawing a map: degrees to the coordinates of an SVG, rings to paths (K33: the same map everywhere)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

Punkt = tuple[float, float]
Ring = Sequence[Sequence[float]]
Flaeche = Sequence[Ring]


@dataclass(frozen=True, slots=True)
class Projektion:
    """Equirectangular, shortened by cos(latitude): true enough for one Landkreis, and exact to print."""

    west: float
    nord: float
    massstab: float
    stauchung: float
    breite: int
    hoehe: int

    def punkt(self, laenge: float, breite: float) -> Punkt:
        """Degrees to SVG units with one decimal; north is up."""
        x = (laenge - self.west) * self.stauchung * self.massstab
        y = (self.nord - breite) * self.massstab
        return round(x, 1), round(y, 1)


def projektion(punkte: Iterable[Sequence[float]], breite: int = 1000) -> Projektion:
    """Projection that fills `breite` units with all points. Raises ValueError without points."""
    laengen, breiten = zip(*((punkt[0], punkt[1]) for punkt in punkte), strict=True)
    nord, sued, west = max(breiten), min(breiten), min(laengen)
    stauchung = cos(radians((nord + sued) / 2))
    massstab = breite / ((max(laengen) - west) * stauchung)
    return Projektion(west, nord, massstab, stauchung, breite, round((nord - sued) * massstab))


def pfad(flaechen: Iterable[Flaeche], projektion: Projektion) -> str:
    """Path data of an area and its holes; relative steps in tenths, so that common borders stay common."""
    return "".join(_ring(ring, projektion) for flaeche in flaechen for ring in flaeche)


def _ring(ring: Ring, projektion: Projektion) -> str:
    zehntel = [tuple(round(wert * 10) for wert in projektion.punkt(*punkt[:2])) for punkt in ring[:-1]]
    schritte = []
    x, y = zehntel[0]
    for naechstes in zehntel[1:]:
        if naechstes == (x, y):
            continue
        schritte.append(f"{_zahl(naechstes[0] - x)} {_zahl(naechstes[1] - y)}")
        x, y = naechstes
    return f"M{_zahl(zehntel[0][0])} {_zahl(zehntel[0][1])}l{' '.join(schritte).replace(' -', '-')}z"


def _zahl(zehntel: int) -> str:
    ganze, rest = divmod(abs(zehntel), 10)
    vorzeichen = "-" if zehntel < 0 else ""
    return f"{vorzeichen}{ganze or ('' if rest else 0)}{f'.{rest}' if rest else ''}"


def schwerpunkt(ring: Ring) -> tuple[Punkt, float]:
    """Centre of gravity of a ring and its area, both in the units of the ring."""
    doppelt = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        kreuz = x1 * y2 - x2 * y1
        doppelt += kreuz
        x += (x1 + x2) * kreuz
        y += (y1 + y2) * kreuz
    if not doppelt:
        return (ring[0][0], ring[0][1]), 0.0
    return (x / (3 * doppelt), y / (3 * doppelt)), abs(doppelt) / 2
