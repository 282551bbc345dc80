"""Drawing a map: degrees to the coordinates of an SVG, rings to paths and outlines (K33: the same map everywhere)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asinh, atan, degrees, pi, radians, sinh, tan

Punkt = tuple[float, float]
Ring = Sequence[Sequence[float]]
Flaeche = Sequence[Ring]


@dataclass(frozen=True, slots=True)
class Projektion:
    """Web Mercator, as every tile server draws it: true angles, and tiles fit under the shapes."""

    west: float
    nord: float
    massstab: float
    breite: int
    hoehe: int

    def punkt(self, laenge: float, breite: float) -> Punkt:
        """Degrees to SVG units with one decimal; north is up."""
        x, y = weltpunkt(laenge, breite)
        return round((x - self.west) * self.massstab, 1), round((y - self.nord) * self.massstab, 1)

    def grad(self, x: float, y: float) -> Punkt:
        """SVG units back to degrees: longitude, latitude."""
        return in_grad(x / self.massstab + self.west, y / self.massstab + self.nord)


def weltpunkt(laenge: float, breite: float) -> Punkt:
    """Place on the square world of Web Mercator: 0 to 1 from west to east and from north to south."""
    return (laenge + 180) / 360, (1 - asinh(tan(radians(breite))) / pi) / 2


def in_grad(x: float, y: float) -> Punkt:
    """Longitude and latitude of a place on the square world."""
    return x * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y))))


def projektion(punkte: Iterable[Sequence[float]], breite: int = 1000) -> Projektion:
    """Projection that fills `breite` units with all points. Raises ValueError without points."""
    xs, ys = zip(*(weltpunkt(punkt[0], punkt[1]) for punkt in punkte), strict=True)
    massstab = breite / (max(xs) - min(xs))
    return Projektion(min(xs), min(ys), massstab, breite, round((max(ys) - min(ys)) * massstab))


def umriss(flaechen: Iterable[Flaeche]) -> list[list[Punkt]]:
    """Closed rings around areas that share their borders point by point: a side that two have in common falls away."""
    seiten: set[tuple[Punkt, Punkt]] = set()
    for ring in (ring for flaeche in flaechen for ring in flaeche):
        ecken = [(punkt[0], punkt[1]) for punkt in ring]
        for anfang, ende in pairwise(ecken):
            if anfang != ende:
                seiten ^= {(min(anfang, ende), max(anfang, ende))}
    nachbarn: dict[Punkt, list[Punkt]] = defaultdict(list)
    for anfang, ende in sorted(seiten):
        nachbarn[anfang].append(ende)
        nachbarn[ende].append(anfang)
    return [_rundweg(start, nachbarn) for start in sorted(nachbarn) if nachbarn[start]]


def _rundweg(start: Punkt, nachbarn: dict[Punkt, list[Punkt]]) -> list[Punkt]:
    """One ring; every side on it is taken out of `nachbarn`."""
    weg = [start]
    while nachbarn[weg[-1]]:
        naechster = nachbarn[weg[-1]].pop()
        nachbarn[naechster].remove(weg[-1])
        weg.append(naechster)
        if naechster == start:
            break
    return weg


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
