"""The map of the public directory: offers by place, near places under one sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sozialraum.rules.buendel import buendle
from sozialraum.selectors.karte import QUELLE, aussengrenze, gebiete_am, grundkarte

#: signs are nearer to each other nowhere: each stays big enough for a thumb on a narrow screen
ABSTAND, RADIUS = 92, 40


@dataclass(frozen=True, slots=True)
class Ort:
    """A Gemeinde in which offers take place."""

    ags: str
    name: str
    anzahl: int


@dataclass(frozen=True, slots=True)
class Zeichen:
    """One sign: its places, the fullest first; it stands where that one lies."""

    nummer: int
    x: float
    y: float
    orte: tuple[Ort, ...]

    @property
    def anzahl(self) -> int:
        return sum(ort.anzahl for ort in self.orte)

    @property
    def name(self) -> str:
        rest = len(self.orte) - 1
        return (
            self.orte[0].name
            + (f" und {rest} Orte daneben" if rest > 1 else "")
            + (f" und {self.orte[1].name}" if rest == 1 else "")
        )


@dataclass(frozen=True, slots=True)
class Verzeichniskarte:
    """Outlines of the Sozialräume, signs on them, and how many offers have no place in the Landkreis."""

    breite: int
    hoehe: int
    umrisse: tuple[str, ...]
    zeichen: tuple[Zeichen, ...]
    ohne_ort: int
    radius: int = RADIUS
    quelle: str = QUELLE


def karte(je_ort: Mapping[str | None, int], stichtag: date) -> Verzeichniskarte:
    """Signs for these numbers of offers by Gemeinde (its key). One query."""
    grund = grundkarte()
    bekannt = [(grund.gebiete[ags], zahl) for ags, zahl in je_ort.items() if ags in grund.gebiete]
    bekannt.sort(key=lambda paar: (-paar[1], paar[0].name))
    gruppen = buendle([gebiet.mitte for gebiet, _ in bekannt], ABSTAND)
    zeichen = []
    for nummer, gruppe in enumerate(gruppen, start=1):
        glieder = [bekannt[stelle] for stelle in sorted(gruppe)]
        x, y = bekannt[gruppe[0]][0].mitte
        zeichen.append(Zeichen(nummer, x, y, tuple(Ort(g.ags, g.name, zahl) for g, zahl in glieder)))
    zeichen.sort(key=lambda eines: (-eines.anzahl, eines.name))
    return Verzeichniskarte(
        grund.breite,
        grund.hoehe,
        tuple(aussengrenze(ags) for _, ags in sorted(gebiete_am(stichtag).items())),
        tuple(zeichen),
        sum(je_ort.values()) - sum(zahl for _, zahl in bekannt),
    )
