"""Base data of Sozialräume on a day: territory, inhabitants, Träger, Sozialraumzentren."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from sozialraum.models import Gebietszuordnung, Sozialraum, Sozialraumzentrum, Traegerschaft


@dataclass(frozen=True, slots=True)
class Eckdaten:
    """One Sozialraum in figures."""

    gemeinden: int = 0
    einwohner: int = 0
    steuernder: Traegerschaft | None = None

    @property
    def traegername(self) -> str:
        return self.steuernder.traeger.name if self.steuernder else ""


class Gebiet(NamedTuple):
    """A Gemeinde of the Sozialraum and since when it belongs to it; whole records would cost three times as much."""

    gemeinde: str
    verbandsgemeinde: str
    einwohner: int
    einwohner_am: date
    von: date
    bis: date | None
    ist_belegt: bool
    quelle: str


@dataclass(frozen=True, slots=True)
class Portraet:
    """Everything that the base data say about one Sozialraum on the Stichtag."""

    sozialraum: Sozialraum
    stichtag: date
    gebiete: tuple[Gebiet, ...]
    zentren: tuple[Sozialraumzentrum, ...]
    traegerschaften: tuple[Traegerschaft, ...]

    @property
    def einwohner(self) -> int:
        return sum(zeile.einwohner for zeile in self.gebiete)

    @property
    def einwohner_am(self) -> date | None:
        """The oldest of the days that the numbers of inhabitants are from."""
        return min((zeile.einwohner_am for zeile in self.gebiete), default=None)

    @property
    def unbelegte(self) -> int:
        return sum(not zeile.ist_belegt for zeile in self.gebiete)

    @property
    def quellen(self) -> list[str]:
        """What the assignment of the Gemeinden rests on, each source once."""
        return sorted({zeile.quelle for zeile in self.gebiete if zeile.quelle})

    @property
    def steuernder(self) -> Traegerschaft | None:
        return next((zeile for zeile in self.traegerschaften if zeile.ist_steuerungsverantwortlich), None)


@vorbereitet
def sichtbare_raeume(bereich: Geltungsbereich) -> QuerySet[Sozialraum]:
    """All that the account may see, in order. One query."""
    return Sozialraum.objects.sichtbar_fuer(bereich)


def eckdaten(stichtag: date, sozialraum_ids: Collection[int]) -> Mapping[int, Eckdaten]:
    """Figures of the given Sozialräume on the Stichtag, by id (K32, K35). Two queries."""
    gebiete = _gebietszahlen(stichtag, sozialraum_ids)
    zahlen = {raum: (gemeinden, einwohner) for raum, gemeinden, einwohner in gebiete}
    steuernde = {zeile.sozialraum_id: zeile for zeile in _steuernde(stichtag, sozialraum_ids)}
    return {raum: Eckdaten(*zahlen.get(raum, (0, 0)), steuernde.get(raum)) for raum in sozialraum_ids}


@vorbereitet
def _gebietszahlen(stichtag: date, sozialraum_ids: Collection[int]) -> QuerySet:
    zeilen = Gebietszuordnung.objects.aktiv(stichtag).filter(sozialraum__in=sozialraum_ids).order_by()
    return zeilen.values_list("sozialraum").annotate(Count("gemeinde"), Sum("gemeinde__einwohner"))


@vorbereitet
def _steuernde(stichtag: date, sozialraum_ids: Collection[int]) -> QuerySet[Traegerschaft]:
    zeilen = Traegerschaft.objects.aktiv(stichtag).filter(sozialraum__in=sozialraum_ids)
    return zeilen.filter(ist_steuerungsverantwortlich=True).select_related("traeger")


def steuernder_traeger(sozialraum: Sozialraum, stichtag: date) -> Traegerschaft | None:
    """Who is steuerungsverantwortlich on the Stichtag (K18). One query."""
    return next(iter(_steuernde(stichtag, [sozialraum.pk])), None)


def portraet(sozialraum: Sozialraum, stichtag: date) -> Portraet:
    """The portrait on the Stichtag (K25, K35). Three queries."""
    return Portraet(
        sozialraum=sozialraum,
        stichtag=stichtag,
        gebiete=tuple(Gebiet(*zeile) for zeile in _gebiete(stichtag, sozialraum.pk)),
        zentren=tuple(_zentren(stichtag, sozialraum.pk)),
        traegerschaften=tuple(_traegerschaften(stichtag, sozialraum.pk)),
    )


@vorbereitet
def _gebiete(stichtag: date, sozialraum_id: int) -> QuerySet:
    zeilen = Gebietszuordnung.objects.aktiv(stichtag).filter(sozialraum=sozialraum_id).order_by("gemeinde__name_norm")
    gemeinde = ("gemeinde__name", "gemeinde__verbandsgemeinde__name", "gemeinde__einwohner", "gemeinde__einwohner_am")
    return zeilen.values_list(*gemeinde, "von", "bis", "ist_belegt", "quelle")


@vorbereitet
def _zentren(stichtag: date, sozialraum_id: int) -> QuerySet[Sozialraumzentrum]:
    return Sozialraumzentrum.objects.aktiv(stichtag).filter(sozialraum=sozialraum_id).order_by("name")


@vorbereitet
def _traegerschaften(stichtag: date, sozialraum_id: int) -> QuerySet[Traegerschaft]:
    zeilen = Traegerschaft.objects.aktiv(stichtag).filter(sozialraum=sozialraum_id).select_related("traeger")
    return zeilen.order_by("-ist_steuerungsverantwortlich", "traeger__name")
