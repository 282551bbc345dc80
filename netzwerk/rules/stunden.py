"""Hours against the Stellenanteil (K31, K33): what may be expected of a share of a post, and what contacts show of it.

Contacts hold no preparation, travel or desk work. The two figures stand side by side; nobody is judged by them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from konten.rules.zahl import dezimal, mehrzahl, tagesdatum
from netzwerk.rules.stellenanteil import Anteil, arbeitszeiten, zeige

_ZEHNTEL = Decimal("0.1")
_TAG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vollzeit:
    """Parameters: weekly hours and net hours per year of a full post."""

    wochenstunden: Decimal
    nettostunden: int


@dataclass(frozen=True, slots=True)
class Stunden:
    """Expected and documented hours of a period; contacts without duration apart."""

    erwartet: Decimal
    minuten: Fraction
    mit_dauer: int
    ohne_dauer: int
    rechnung: tuple[str, ...] = ()

    @property
    def erfasst(self) -> Decimal:
        """Documented hours with one place."""
        return runde_stunden(Decimal(self.minuten.numerator) / Decimal(self.minuten.denominator * 60))


def runde_stunden(wert: Decimal) -> Decimal:
    """One place, half up."""
    return wert.quantize(_ZEHNTEL, ROUND_HALF_UP)


def erwartete_stunden(anteile: Iterable[Anteil], von: date, bis: date, nettostunden: int) -> Decimal:
    """Σ vzae × net hours × valid days ÷ days of the year, year by year; rounded once at the end.

    `anteile` are confirmed shares; their suspended days expect nothing. 0.30 over a whole year at 1580 hours is 474.0.
    """
    summe = Decimal(0)
    for anteil in anteile:
        for beginn, schluss in _arbeitszeiten(anteil, von, bis):
            for anfang, ende in _jahre(beginn, schluss):
                tage = (ende - anfang).days + 1
                summe += anteil.vzae * nettostunden * tage / _tage_des_jahres(anfang.year)
    return runde_stunden(summe)


def _arbeitszeiten(anteil: Anteil, von: date, bis: date) -> list[tuple[date, date]]:
    """Within the period the days on which the share was worked."""
    zeiten = arbeitszeiten(anteil.von, anteil.bis, anteil.pausen)
    begrenzt = [(max(von, beginn), min(bis, schluss or bis)) for beginn, schluss in zeiten]
    return [(beginn, schluss) for beginn, schluss in begrenzt if beginn <= schluss]


def _jahre(von: date, bis: date) -> Iterable[tuple[date, date]]:
    while von <= bis:
        ende = min(bis, date(von.year, 12, 31))
        yield von, ende
        von = ende + _TAG


def _tage_des_jahres(jahr: int) -> int:
    return (date(jahr + 1, 1, 1) - date(jahr, 1, 1)).days


def rechenweg(
    anteile: Sequence[Anteil], von: date, bis: date, vollzeit: Vollzeit, erwartet: Decimal
) -> tuple[str, ...]:
    """The arithmetic in sentences ("So wird gerechnet")."""
    zeilen = [
        f"{_posten(anteil, von, bis)}: {zeige(anteil.vzae)} VZÄ, das sind "
        f"{dezimal(runde_stunden(anteil.vzae * vollzeit.wochenstunden))} von "
        f"{dezimal(vollzeit.wochenstunden)} Stunden je Woche"
        for anteil in anteile
    ]
    return (
        *zeilen,
        f"Nettostunden einer vollen Stelle im Jahr: {dezimal(vollzeit.nettostunden)}",
        f"Erwartet: Stellenanteil × Nettostunden × Tage ÷ Tage des Jahres = {dezimal(erwartet)} Stunden",
    )


def _posten(anteil: Anteil, von: date, bis: date) -> str:
    anfang, ende = max(von, anteil.von), min(bis, anteil.bis or bis)
    gearbeitet = sum((schluss - beginn).days + 1 for beginn, schluss in _arbeitszeiten(anteil, von, bis))
    tage = mehrzahl(gearbeitet, "Tag", "Tage")
    unterbrochen = " ohne Unterbrechungen" if gearbeitet <= (ende - anfang).days else ""
    return f"{anteil.bezeichnung or 'Einsatz'}, {tagesdatum(anfang)} bis {tagesdatum(ende)} ({tage}{unterbrochen})"


# --- Quarters -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quartal:
    """A whole quarter."""

    jahr: int
    nummer: int

    @property
    def von(self) -> date:
        return date(self.jahr, 3 * self.nummer - 2, 1)

    @property
    def bis(self) -> date:
        naechstes = date(self.jahr + self.nummer // 4, 3 * (self.nummer % 4) + 1, 1)
        return naechstes - _TAG

    @property
    def name(self) -> str:
        return f"{self.nummer}. Quartal {self.jahr}"


def geschlossene_quartale(von: date, bis: date, heute: date) -> list[Quartal]:
    """Quarters that the period touches and that are over: shorter periods would show a person's days."""
    quartale = []
    jahr, nummer = von.year, (von.month + 2) // 3
    while (quartal := Quartal(jahr, nummer)).von <= bis:
        if quartal.bis < heute:
            quartale.append(quartal)
        jahr, nummer = jahr + nummer // 4, nummer % 4 + 1
    return quartale
