"""Base data of Sozialräume on a day: territory, inhabitants, Träger, Sozialraumzentren."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

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


@dataclass(frozen=True, slots=True)
class Portraet:
    """Everything that the base data say about one Sozialraum on the Stichtag."""

    sozialraum: Sozialraum
    stichtag: date
    gebiete: tuple[Gebietszuordnung, ...]
    zentren: tuple[Sozialraumzentrum, ...]
    traegerschaften: tuple[Traegerschaft, ...]

    @property
    def einwohner(self) -> int:
        return sum(zeile.gemeinde.einwohner for zeile in self.gebiete)

    @property
    def einwohner_am(self) -> date | None:
        """The oldest of the days that the numbers of inhabitants are from."""
        return min((zeile.gemeinde.einwohner_am for zeile in self.gebiete), default=None)

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


def eckdaten(stichtag: date, sozialraum_ids: Collection[int]) -> Mapping[int, Eckdaten]:
    """Figures of the given Sozialräume on the Stichtag, by id (K32, K35). Two queries."""
    gebiete = (
        Gebietszuordnung.objects.aktiv(stichtag)
        .filter(sozialraum__in=sozialraum_ids)
        .order_by()
        .values_list("sozialraum")
        .annotate(Count("gemeinde"), Sum("gemeinde__einwohner"))
    )
    zahlen = {raum: (gemeinden, einwohner) for raum, gemeinden, einwohner in gebiete}
    steuernde = {
        zeile.sozialraum_id: zeile
        for zeile in Traegerschaft.objects.aktiv(stichtag)
        .filter(sozialraum__in=sozialraum_ids, ist_steuerungsverantwortlich=True)
        .select_related("traeger")
    }
    return {raum: Eckdaten(*zahlen.get(raum, (0, 0)), steuernde.get(raum)) for raum in sozialraum_ids}


def steuernder_traeger(sozialraum: Sozialraum, stichtag: date) -> Traegerschaft | None:
    """Who is steuerungsverantwortlich on the Stichtag (K18). One query."""
    return (
        Traegerschaft.objects.aktiv(stichtag)
        .filter(sozialraum=sozialraum, ist_steuerungsverantwortlich=True)
        .select_related("traeger")
        .first()
    )


def portraet(sozialraum: Sozialraum, stichtag: date) -> Portraet:
    """The portrait on the Stichtag (K25, K35). Three queries."""
    gebiete = Gebietszuordnung.objects.aktiv(stichtag).filter(sozialraum=sozialraum)
    zentren = Sozialraumzentrum.objects.aktiv(stichtag).filter(sozialraum=sozialraum)
    traeger = Traegerschaft.objects.aktiv(stichtag).filter(sozialraum=sozialraum)
    return Portraet(
        sozialraum=sozialraum,
        stichtag=stichtag,
        gebiete=tuple(gebiete.select_related("gemeinde__verbandsgemeinde").order_by("gemeinde__name_norm")),
        zentren=tuple(zentren.order_by("name")),
        traegerschaften=tuple(
            traeger.select_related("traeger").order_by("-ist_steuerungsverantwortlich", "traeger__name")
        ),
    )
