"""How often offers were used for a case (K05): the measure of effect, per year and suppressed as needs are (K08)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from konten.selectors import parameter_am
from netzwerk.models import Thema
from netzwerk.rules.bedarf import Spanne, spanne
from partner.models import Angebot, Angebotsnutzung
from sozialraum.models import Sozialraum

JAHRE = 4


@dataclass(frozen=True, slots=True)
class Nutzungszeile:
    """An offer, a theme or a Sozialraum with its uses per year, latest year first."""

    sache: Any
    werte: tuple[Spanne, ...]


@dataclass(frozen=True, slots=True)
class Nutzungslage:
    """All that page and file show: nothing but suppressed ranges."""

    jahre: tuple[int, ...]
    minimum: int
    gesamt: tuple[Spanne, ...]
    angebote: tuple[Nutzungszeile, ...]
    themen: tuple[Nutzungszeile, ...]
    raeume: tuple[Nutzungszeile, ...]

    @property
    def ist_leer(self) -> bool:
        return all(wert.ist_null for wert in self.gesamt)


def nutzungslage(stichtag: date) -> Nutzungslage:
    """Uses of the last years by offer, theme and Sozialraum; the same for everybody who asks. Eight queries.

    A use belongs to every theme and every Sozialraum of its offer, because nothing but offer and year is stored.
    """
    minimum = parameter_am(stichtag)["bedarf_mindestquellen"]
    jahre = tuple(range(stichtag.year, stichtag.year - JAHRE, -1))
    menge = Angebotsnutzung.objects.filter(jahr__in=jahre).order_by()
    je_jahr = dict(menge.values_list("jahr").annotate(zahl=Count("pk")))

    def zeilen(sachen: Iterable[Any], weg: str) -> tuple[Nutzungszeile, ...]:
        zahlen = _zahlen(menge, weg)
        gezaehlt = (
            Nutzungszeile(sache, tuple(spanne(zahlen[sache.pk].get(jahr, 0), minimum) for jahr in jahre))
            for sache in sachen
            if sache.pk in zahlen
        )
        # By what is shown: an order by exact figures would tell them.
        return tuple(sorted(gezaehlt, key=lambda zeile: [-wert.oben for wert in zeile.werte]))

    angebote = Angebot.objects.filter(nutzungen__jahr__in=jahre).distinct().order_by("titel", "pk")
    return Nutzungslage(
        jahre=jahre,
        minimum=max(minimum, spanne(0, minimum).minimum),
        gesamt=tuple(spanne(je_jahr.get(jahr, 0), minimum) for jahr in jahre),
        angebote=zeilen(angebote.select_related("anbieter"), "angebot_id"),
        themen=zeilen(Thema.objects.all(), "angebot__themen"),
        raeume=zeilen(Sozialraum.objects.all(), "angebot__sozialraeume"),
    )


def _zahlen(menge: QuerySet, weg: str) -> dict[int, dict[int, int]]:
    zahlen: dict[int, dict[int, int]] = defaultdict(dict)
    for schluessel, jahr, zahl in menge.values_list(weg, "jahr").annotate(zahl=Count("pk")):
        if schluessel is not None:
            zahlen[schluessel][jahr] = zahl
    return zahlen
