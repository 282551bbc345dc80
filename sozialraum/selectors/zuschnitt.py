"""Who belonged where when: Gemeinden on a day, and the days on which a Sozialraum was cut anew (K25, K35)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from konten.rules import Geltungsbereich
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum

_TAG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gemeindeort:
    """A Gemeinde and the Sozialraum that it belongs to on the day."""

    gemeinde: Gemeinde
    zuordnung: Gebietszuordnung | None

    @property
    def sozialraum(self) -> Sozialraum | None:
        return self.zuordnung.sozialraum if self.zuordnung else None


def gemeinden_am(tag: date, bereich: Geltungsbereich) -> list[Gemeindeort]:
    """All Gemeinden with their Sozialraum on that day, by name. Two queries."""
    zeilen = Gebietszuordnung.objects.aktiv(tag).select_related("sozialraum")
    menge = Gemeinde.objects.sichtbar_fuer(bereich).fuer_liste()
    menge = menge.prefetch_related(Prefetch("gebietszuordnungen", zeilen, to_attr="am_tag"))
    return [Gemeindeort(gemeinde, next(iter(gemeinde.am_tag), None)) for gemeinde in menge]


@dataclass(slots=True)
class Zuschnittstag:
    """A day on which the Sozialraum changed: what came, what went, how large it was then."""

    am: date
    dazu: list[Gebietszuordnung] = field(default_factory=list)
    weg: list[Gebietszuordnung] = field(default_factory=list)
    gemeinden: int = 0
    einwohner: int = 0


def zuschnittsverlauf(sozialraum: Sozialraum) -> list[Zuschnittstag]:
    """Every day on which Gemeinden came or went, the newest first. One query.

    Numbers of inhabitants are those known today, so that two days differ by their territory alone.
    """
    zeilen = sozialraum.gebietszuordnungen.select_related("gemeinde").order_by("gemeinde__name_norm")
    tage: dict[date, Zuschnittstag] = {}
    for zeile in zeilen:
        tage.setdefault(zeile.von, Zuschnittstag(zeile.von)).dazu.append(zeile)
        if zeile.bis:
            tage.setdefault(zeile.bis + _TAG, Zuschnittstag(zeile.bis + _TAG)).weg.append(zeile)
    verlauf = [tage[tag] for tag in sorted(tage)]
    _zaehle(verlauf)
    return verlauf[::-1]


def _zaehle(verlauf: Iterable[Zuschnittstag]) -> None:
    gemeinden = einwohner = 0
    for tag in verlauf:
        gemeinden += len(tag.dazu) - len(tag.weg)
        einwohner += sum(z.gemeinde.einwohner for z in tag.dazu) - sum(z.gemeinde.einwohner for z in tag.weg)
        tag.gemeinden, tag.einwohner = gemeinden, einwohner


def unbelegte(tag: date, bereich: Geltungsbereich) -> QuerySet[Gebietszuordnung]:
    """Assignments that were inferred and rest on no source, holding on that day or later. One query."""
    menge = Gebietszuordnung.objects.sichtbar_fuer(bereich).ueberschneidend(tag, None).filter(ist_belegt=False)
    return menge.select_related("gemeinde__verbandsgemeinde", "sozialraum").order_by("gemeinde__name_norm", "von")
