"""Small multiples: one little bar chart per theme, all on one scale, every bar a range (K08)."""

from collections.abc import Sequence
from dataclasses import dataclass

from netzwerk.rules.bedarf import Quartal, Spanne

BREITE, LAUF, OBEN, UNTEN, LUECKE, RAND = 240, 72, 16, 18, 6, 1


@dataclass(frozen=True, slots=True)
class Balken:
    """One quarter: filled up to what is certain, lighter up to what is possible."""

    x: float
    breite: float
    sicher_y: float
    sicher_hoehe: float
    moeglich_y: float
    moeglich_hoehe: float
    wert: Spanne
    quartal: Quartal

    @property
    def mitte(self) -> float:
        return round(self.x + self.breite / 2, 1)

    @property
    def text_y(self) -> float:
        return round(self.moeglich_y - 4, 1)


@dataclass(frozen=True, slots=True)
class Kleinbild:
    """Bars in SVG units above a base line."""

    balken: tuple[Balken, ...]
    hoehe: int = OBEN + LAUF + UNTEN
    breite: int = BREITE
    grundlinie: int = OBEN + LAUF

    @property
    def letzter(self) -> Spanne:
        return self.balken[-1].wert


def kleinbild(werte: Sequence[Spanne], quartale: Sequence[Quartal], hoechster: int) -> Kleinbild:
    """Bars of one theme; `hoechster` is the upper end of the largest value of all charts beside each other."""
    massstab = LAUF / max(hoechster, 1)
    breite = (BREITE - 2 * RAND - LUECKE * (len(werte) - 1)) / max(len(werte), 1)
    grund = float(OBEN + LAUF)
    balken = []
    for stelle, (wert, quartal) in enumerate(zip(werte, quartale, strict=True)):
        # Below the minimum nothing is certain to the reader but that there is something.
        sicher = 0.0 if wert.ist_verdeckt else wert.unten * massstab
        moeglich = wert.oben * massstab
        balken.append(
            Balken(
                x=round(RAND + stelle * (breite + LUECKE), 1),
                breite=round(breite, 1),
                sicher_y=round(grund - sicher, 1),
                sicher_hoehe=round(sicher, 1),
                moeglich_y=round(grund - moeglich, 1),
                moeglich_hoehe=round(moeglich - sicher, 1),
                wert=wert,
                quartal=quartal,
            )
        )
    return Kleinbild(tuple(balken))
