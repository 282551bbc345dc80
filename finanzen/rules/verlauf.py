"""K29: how the money of a year runs out, month by month, and what is left at its end if all goes as planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from finanzen.rules.mittel import NULL, Haushalt, runde

MONATE = 12
NAMEN = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
BREITE, HOEHE, LINKS, RECHTS, OBEN, UNTEN = 720, 300, 92, 16, 14, 30
STUFEN = 4


@dataclass(frozen=True, slots=True)
class Monatsstand:
    """What is left at the end of a month; `verausgabt` is None where the month is still to come."""

    monat: int
    verausgabt: Decimal | None
    rest: Decimal
    ist_prognose: bool

    @property
    def name(self) -> str:
        return NAMEN[self.monat - 1]


def je_monat(buchungen: Iterable[tuple[date, Decimal]], jahr: int, stichtag: date) -> list[Decimal]:
    """Sums per month of the budget year. A booking dated outside the year counts in the nearest month of it, one dated
    after the Stichtag in the Stichtag's month: it is booked already.
    """
    spaetestens = min(max(stichtag, date(jahr, 1, 1)), date(jahr, 12, 31))
    summen = [NULL] * MONATE
    for am, betrag in buchungen:
        tag = min(max(am, date(jahr, 1, 1)), spaetestens)
        summen[tag.month - 1] += betrag
    return [runde(summe) for summe in summen]


def verlauf(haushalt: Haushalt, monatssummen: Sequence[Decimal], jahr: int, stichtag: date) -> list[Monatsstand]:
    """Twelve month ends: past ones as booked, the others by spending what is bound evenly until the end of the year.

    The last forecast is exactly `haushalt.frei`; a year that is over has no forecast.
    """
    vergangen = MONATE if stichtag.year > jahr else 0 if stichtag.year < jahr else stichtag.month - 1
    rest, staende = haushalt.mittel, []
    for nummer in range(vergangen):
        rest -= monatssummen[nummer]
        staende.append(Monatsstand(nummer + 1, monatssummen[nummer], rest, False))
    jetzt = haushalt.mittel - haushalt.verausgabt
    offen = MONATE - vergangen
    for schritt in range(1, offen + 1):
        monat = vergangen + schritt
        gebucht = monatssummen[monat - 1] if stichtag.year == jahr and schritt == 1 else None
        staende.append(Monatsstand(monat, gebucht, jetzt - runde(haushalt.gebunden * schritt / offen), True))
    return staende


# --- The picture ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gitterlinie:
    y: float
    betrag: Decimal


@dataclass(frozen=True, slots=True)
class Verlaufsbild:
    """Line of what is left, in SVG units; the forecast goes on from where the bookings end."""

    gebucht: str
    prognose: str
    punkte: tuple[tuple[float, float, bool], ...]
    gitter: tuple[Gitterlinie, ...]
    null_y: float
    monate: tuple[tuple[float, str], ...]
    breite: int = BREITE
    hoehe: int = HOEHE
    links: int = LINKS
    rechts: int = BREITE - RECHTS


def verlaufsbild(mittel: Decimal, staende: Sequence[Monatsstand]) -> Verlaufsbild:
    """The chart of `verlauf`: begins with the whole money at New Year."""
    werte = [mittel, *(stand.rest for stand in staende)]
    stufe = _stufe(max(*werte, NULL) - min(*werte, NULL))
    oben = _aufgerundet(max(*werte, NULL), stufe)
    unten = -_aufgerundet(-min(*werte, NULL), stufe)
    spanne = oben - unten or Decimal(1)

    def y(wert: Decimal) -> float:
        return round(OBEN + float((oben - wert) / spanne) * (HOEHE - OBEN - UNTEN), 1)

    def x(nummer: int) -> float:
        return round(LINKS + nummer * (BREITE - LINKS - RECHTS) / MONATE, 1)

    punkte = [(x(nummer), y(wert)) for nummer, wert in enumerate(werte)]
    wechsel = sum(not stand.ist_prognose for stand in staende)
    linien = int((oben - unten) / stufe)
    return Verlaufsbild(
        gebucht=_linie(punkte[: wechsel + 1]),
        prognose=_linie(punkte[wechsel:]),
        punkte=tuple((*punkt, nummer > wechsel) for nummer, punkt in enumerate(punkte)),
        gitter=tuple(Gitterlinie(y(oben - stufe * n), oben - stufe * n) for n in range(linien + 1)),
        null_y=y(NULL),
        monate=tuple((x(nummer + 1), name) for nummer, name in enumerate(NAMEN)),
    )


def _linie(punkte: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in punkte) if len(punkte) > 1 else ""


def _stufe(spanne: Decimal) -> Decimal:
    """Distance of the grid lines: 1, 2 or 5 times a power of ten, so that there are about four."""
    if spanne <= 0:
        return Decimal(1)
    grob = spanne / STUFEN
    zehner = Decimal(10) ** grob.adjusted()
    return next(zehner * faktor for faktor in (1, 2, 5, 10) if zehner * faktor >= grob)


def _aufgerundet(wert: Decimal, stufe: Decimal) -> Decimal:
    return (wert / stufe).to_integral_value(ROUND_CEILING) * stufe


# --- Shares -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Balkenteil:
    """One part of a bar of `HUNDERT` units."""

    name: str
    klasse: str
    betrag: Decimal
    x: float
    breite: float


def balken(gesamt: Decimal, teile: Sequence[tuple[str, str, Decimal]]) -> tuple[Balkenteil, ...]:
    """Parts side by side, 100 wide for the total or, when they are more than it, for their sum; nothing below zero."""
    summe = sum((max(NULL, betrag) for _, _, betrag in teile), NULL)
    mass = max(gesamt, summe)
    ergebnis, x = [], 0.0
    for name, klasse, betrag in teile:
        breite = float(max(NULL, betrag) * 100 / mass) if mass > 0 else 0.0
        ergebnis.append(Balkenteil(name, klasse, betrag, round(x, 2), round(breite, 2)))
        x += breite
    return tuple(ergebnis)
