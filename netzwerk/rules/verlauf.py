"""What belongs on the time line of a relationship, and which part of it somebody wants to see (K09)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices


class Verlaufsart(TextChoices):
    """Kinds of entry, in the order of the chips."""

    KONTAKT = "kontakt", "Kontakte"
    PERSON = "person", "Ansprechpersonen"
    VEREINBARUNG = "vereinbarung", "Vereinbarungen"
    ANGEBOT = "angebot", "Angebote"
    GREMIUM = "gremium", "Gremien"
    PROJEKT = "projekt", "Projekte"
    BEDARF = "bedarf", "Bedarf"
    VORSTELLUNG = "vorstellung", "Vorstellungen"
    LOTSEN = "lotsen", "Lotsenanfragen"
    MITTEILUNG = "mitteilung", "Mitteilungen"
    STAND = "stand", "Zustand und Gebiet"


#: a meeting is a contact of everybody who came: beside the contacts it would stand there twice
DOPPELT = "gremium.sitzung"


class Fund(NamedTuple):
    """Where an entry is found: its day, what happened ("<Verlaufsart>.<event>"), the key of its record."""

    am: date
    was: str
    pk: int

    @property
    def art(self) -> Verlaufsart:
        return Verlaufsart(self.was.partition(".")[0])


@dataclass(frozen=True, slots=True)
class Auswahl:
    """What of the time line is wanted; nothing chosen is everything."""

    arten: frozenset[Verlaufsart] = frozenset()
    jahr: int | None = None
    seit: date | None = None

    @property
    def ist_leer(self) -> bool:
        return self == Auswahl()

    def nimmt(self, fund: Fund) -> bool:
        """Of the days asked for and of a kind asked for."""
        if not self._liegt_im_zeitraum(fund.am):
            return False
        return fund.art in self.arten if self.arten else fund.was != DOPPELT

    def _liegt_im_zeitraum(self, am: date) -> bool:
        if self.jahr is not None and am.year != self.jahr:
            return False
        return self.seit is None or am >= self.seit

    def je_art(self, funde: Iterable[Fund]) -> Counter[Verlaufsart]:
        """How many entries of each kind lie in the days asked for."""
        return Counter(fund.art for fund in funde if self._liegt_im_zeitraum(fund.am))

    def umgeschaltet(self, art: Verlaufsart) -> list[str]:
        """The kinds after a chip was pressed, in their order."""
        gewaehlt = self.arten ^ {art}
        return [eine.value for eine in Verlaufsart if eine in gewaehlt]


def geordnet(funde: Iterable[Fund]) -> list[Fund]:
    """Newest first; on one day in the order of the chips."""
    rang = {art: nummer for nummer, art in enumerate(Verlaufsart)}
    return sorted(funde, key=lambda fund: (-fund.am.toordinal(), rang[fund.art], fund.was, -fund.pk))


def jahre(funde: Iterable[Fund]) -> list[int]:
    """Years with an entry, newest first."""
    return sorted({fund.am.year for fund in funde}, reverse=True)
