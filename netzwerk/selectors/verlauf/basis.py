"""What one kind of entry gives to the time line: where its entries are, and how they read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import TruncDate

from konten.rules import Geltungsbereich
from netzwerk.rules.verlauf import Fund, Verlaufsart


@dataclass(frozen=True, slots=True)
class Ereignis:
    """One entry as this viewer may see it; what she may not read is empty."""

    am: date
    art: Verlaufsart
    titel: str
    url: str = ""
    ist_wichtig: bool = False
    merkmale: tuple[str, ...] = ()
    marke: str = ""
    text: str = ""
    vereinbart: str = ""
    zusatz: str = ""
    ist_fallbezogen: bool = False
    ist_verborgen: bool = False

    def ohne_falltext(self) -> "Ereignis":
        """For paper and files: of what concerns a case only that it was."""
        if not self.ist_fallbezogen:
            return self
        hatte_text = bool(self.text or self.vereinbart or self.ist_verborgen)
        return replace(self, text="", vereinbart="", zusatz="", ist_verborgen=hatte_text)


class Suche(NamedTuple):
    """Whose time line, for whom, up to which day, and whether only what concerns one person."""

    bereich: Geltungsbereich
    partner_id: int
    heute: date
    person_id: int | None = None

    @property
    def alle(self) -> bool:
        return self.person_id is None


@dataclass(frozen=True, slots=True)
class Quelle:
    """A kind of entry. `finde` builds statements without asking; `zeige` reads one page of what they found."""

    art: Verlaufsart
    finde: Callable[[Suche], Iterable[QuerySet]]
    zeige: Callable[[Sequence[Fund], Geltungsbereich, int], dict[Fund, Ereignis]]


def fundstellen(menge: QuerySet, feld: str, was: str, heute: date, schluessel: str = "pk") -> QuerySet:
    """Rows of `Fund` on days up to today, fit for one UNION with all the others."""
    return _als_fund(menge.annotate(tag=F(feld)), was, heute, schluessel)


def fundstellen_zeit(menge: QuerySet, feld: str, was: str, heute: date) -> QuerySet:
    """The same from a point in time."""
    return _als_fund(menge.annotate(tag=TruncDate(feld)), was, heute, "pk")


def _als_fund(menge: QuerySet, was: str, heute: date, schluessel: str) -> QuerySet:
    gefunden = menge.filter(tag__lte=heute).annotate(was=Value(was, output_field=CharField())).order_by()
    return gefunden.values_list("tag", "was", schluessel)


def schluessel(funde: Iterable[Fund], *was: str) -> list[int]:
    """Keys of the records behind these events, each once."""
    return list({fund.pk for fund in funde if fund.was in was})
