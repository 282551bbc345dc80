"""What all parts of the example data share: size, dates, dice, and keys that come out the same every time."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

import holidays

from partner.models import Partnerkategorie
from sozialraum.models import Gemeinde, Sozialraum, Traeger

SAAT = 7235
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Groesse:
    """How much there is to be of everything; `tage` is how far back contacts reach."""

    name: str
    partner: int
    kontakte: int
    tage: int
    sozialraeume: int = 4


GROESSEN = {
    groesse.name: groesse
    for groesse in (
        Groesse("klein", partner=52, kontakte=250, tage=365),
        Groesse("kreis", partner=375, kontakte=14_900, tage=1095),
        Groesse("land", partner=19_850, kontakte=2_000_000, tage=1095, sozialraeume=150),
    )
}


class Wuerfel(random.Random):
    """Dice with a fixed seed: the same Stichtag gives the same example data, keys included."""

    def schluessel(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)

    def trifft(self, anteil: float) -> bool:
        return self.random() < anteil

    def gewichtet(self, auswahl: dict[T, float]) -> T:
        return self.choices(list(auswahl), list(auswahl.values()))[0]

    def fallend(self, auswahl: Sequence[T]) -> T:
        """The first is the likeliest, the second half as likely, and so on."""
        return self.choices(auswahl, [1 / (stelle + 1) for stelle in range(len(auswahl))])[0]


@dataclass(slots=True)
class Beziehung:
    """A partner in a Sozialraum as the contacts need it; `letzter` None means that there never was an exchange."""

    partner_id: int
    sozialraum_id: int
    beginn: date
    letzter: date | None
    gewicht: float
    versuche: int = 0


@dataclass(slots=True)
class Rahmen:
    """The stage on which everything is set up."""

    groesse: Groesse
    stichtag: date
    wuerfel: Wuerfel
    sozialraeume: dict[str, Sozialraum]
    gemeinden: dict[str, list[Gemeinde]]
    kategorien: dict[str, Partnerkategorie]
    traeger: dict[str, Traeger] = field(default_factory=dict)
    konten: dict[str, int] = field(default_factory=dict)
    feiertage: frozenset[date] = frozenset()

    def vor(self, tage: int) -> date:
        return self.stichtag - timedelta(days=tage)

    def arbeitstag(self, tag: date) -> date:
        """The day itself or the last working day before it."""
        while tag.weekday() > 4 or tag in self.feiertage:
            tag -= timedelta(days=1)
        return tag

    @property
    def arbeitsbeginn(self) -> date:
        """Day from which the example people work here: older than the oldest contact."""
        return date(self.stichtag.year - 4, 1, 1)

    def ist_erdacht(self, kuerzel: str) -> bool:
        """True for the invented Sozialräume of the size "land", which have no Gemeinden."""
        return kuerzel not in self.gemeinden


def feiertage_um(stichtag: date) -> frozenset[date]:
    """Public holidays of Rheinland-Pfalz in all years that example data touch."""
    jahre = range(stichtag.year - 5, stichtag.year + 2)
    return frozenset(holidays.country_holidays("DE", subdiv="RP", years=jahre))
