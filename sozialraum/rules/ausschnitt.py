"""What of a map is shown: frames, enlarging, tiles under it."""

from collections.abc import Iterable
from math import floor, log2
from typing import NamedTuple

from sozialraum.rules import Projektion, Punkt

#: enlarging is counted in doublings
STUFE_HOECHSTENS = 5.0
KACHEL = 256
KACHELN_HOECHSTENS = 64
FEINSTE = 18


class Rahmen(NamedTuple):
    """A rectangle in map units."""

    x: float
    y: float
    breite: float
    hoehe: float

    @property
    def mitte(self) -> Punkt:
        return self.x + self.breite / 2, self.y + self.hoehe / 2

    def enthaelt(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.breite and self.y <= y <= self.y + self.hoehe

    def schneidet(self, anderer: "Rahmen") -> bool:
        return (
            self.x <= anderer.x + anderer.breite
            and anderer.x <= self.x + self.breite
            and self.y <= anderer.y + anderer.hoehe
            and anderer.y <= self.y + self.hoehe
        )

    def an_den_rand(self, x: float, y: float, abstand: float) -> Punkt:
        """The point itself, or the nearest one inside that keeps the distance from the edge."""
        return (
            min(max(x, self.x + abstand), self.x + self.breite - abstand),
            min(max(y, self.y + abstand), self.y + self.hoehe - abstand),
        )


def rahmen_um(teile: Iterable[Rahmen], verhaeltnis: float, rand: float = 0.06) -> Rahmen:
    """The smallest frame of that shape (width to height) around all parts, with a margin. ValueError without parts."""
    liste = list(teile)
    links, oben = min(teil.x for teil in liste), min(teil.y for teil in liste)
    breite = (max(teil.x + teil.breite for teil in liste) - links) or 1.0
    hoehe = (max(teil.y + teil.hoehe for teil in liste) - oben) or 1.0
    mitte_x, mitte_y = links + breite / 2, oben + hoehe / 2
    breite = max(breite, hoehe * verhaeltnis) * (1 + 2 * rand)
    return _um((mitte_x, mitte_y), breite, breite / verhaeltnis)


def ausschnitt(basis: Rahmen, mitte: Punkt | None, stufe: float) -> Rahmen:
    """The part of the base around the centre, enlarged by 2 to the power of `stufe`; never beyond the base."""
    stufe = min(max(stufe, 0.0), STUFE_HOECHSTENS)
    breite, hoehe = basis.breite / 2**stufe, basis.hoehe / 2**stufe
    x, y = mitte or basis.mitte
    x = min(max(x - breite / 2, basis.x), basis.x + basis.breite - breite)
    y = min(max(y - hoehe / 2, basis.y), basis.y + basis.hoehe - hoehe)
    return Rahmen(x, y, breite, hoehe)


def _um(mitte: Punkt, breite: float, hoehe: float) -> Rahmen:
    return Rahmen(mitte[0] - breite / 2, mitte[1] - hoehe / 2, breite, hoehe)


class Kachel(NamedTuple):
    """A square picture of a tile server and where it lies on the map."""

    z: int
    x: int
    y: int
    links: float
    oben: float
    seite: float


def kacheln(bild: Projektion, rahmen: Rahmen, pixel: int = 1000) -> list[Kachel]:
    """Tiles that cover the frame when it is shown that many pixels wide; few enough to be polite to the server."""
    z = min(round(log2(bild.massstab * pixel / rahmen.breite / KACHEL)), FEINSTE)
    while z > 0:
        liste = _kacheln(bild, rahmen, z)
        if len(liste) <= KACHELN_HOECHSTENS:
            return liste
        z -= 1
    return _kacheln(bild, rahmen, 0)


def _kacheln(bild: Projektion, rahmen: Rahmen, z: int) -> list[Kachel]:
    seite = bild.massstab / 2**z
    welt_x, welt_y = bild.west * bild.massstab, bild.nord * bild.massstab
    spalten = range(floor((welt_x + rahmen.x) / seite), floor((welt_x + rahmen.x + rahmen.breite) / seite) + 1)
    zeilen = range(floor((welt_y + rahmen.y) / seite), floor((welt_y + rahmen.y + rahmen.hoehe) / seite) + 1)
    grenze = range(2**z)
    return [
        Kachel(z, x, y, x * seite - welt_x, y * seite - welt_y, seite)
        for y in zeilen
        for x in spalten
        if x in grenze and y in grenze
    ]
