"""Reads around Gremien: rows of the list, members, parallel structures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from netzwerk.models import Gremienmitglied, Gremium, Sitzung, Thema
from netzwerk.rules.gremium import Gremiumsprofil, Parallele, Sitzungsstatus, parallelen
from partner.models import Netzwerkpartner


def mit_zahlen(menge: QuerySet[Gremium], stichtag: date) -> QuerySet[Gremium]:
    """Adds `mitgliederzahl`, `letzte` (held) and `naechste` (planned) as of the Stichtag; no query of its own."""
    sitze = Gremienmitglied.objects.filter(gremium=OuterRef("pk")).aktiv(stichtag).order_by().values("gremium")
    sitzungen = Sitzung.objects.filter(gremium=OuterRef("pk"))
    letzte = sitzungen.filter(zustand=Sitzungsstatus.GEHALTEN, am__lte=stichtag).order_by("-am")
    kommende = sitzungen.filter(
        zustand__in=[Sitzungsstatus.GEPLANT, Sitzungsstatus.EINGELADEN], am__gte=stichtag
    ).order_by("am")
    return menge.annotate(
        mitgliederzahl=Coalesce(Subquery(sitze.annotate(n=Count("pk")).values("n")), 0),
        letzte=Subquery(letzte.values("am")[:1]),
        naechste=Subquery(kommende.values("am")[:1]),
    )


@dataclass(frozen=True, slots=True)
class Parallelstruktur:
    """A parallel pair with the names that make it understandable."""

    erstes: Gremium
    zweites: Gremium
    befund: Parallele
    partner: tuple[str, ...]
    themen: tuple[str, ...]

    def anderes(self, gremium: Gremium) -> Gremium:
        """The other one of the two."""
        return self.zweites if gremium.pk == self.erstes.pk else self.erstes


def parallelstrukturen(stichtag: date) -> list[Parallelstruktur]:
    """Parallel structures among the Gremien of the Stichtag, the closest first (K10). Up to five queries."""
    gremien = {gremium.pk: gremium for gremium in Gremium.objects.aktiv(stichtag).select_related("sozialraum")}
    befunde = parallelen(_profile(gremien.values(), stichtag))
    partner = _namen(Netzwerkpartner.objects.all(), (befund.partner for befund in befunde))
    themen = _namen(Thema.objects.all(), (befund.themen for befund in befunde))
    return [
        Parallelstruktur(
            gremien[befund.erstes],
            gremien[befund.zweites],
            befund,
            tuple(sorted(partner[pk] for pk in befund.partner)),
            tuple(sorted(themen[pk] for pk in befund.themen)),
        )
        for befund in befunde
    ]


def _profile(gremien: Iterable[Gremium], stichtag: date) -> list[Gremiumsprofil]:
    partner: dict[int, set[int]] = defaultdict(set)
    sitze = Gremienmitglied.objects.aktiv(stichtag).filter(partner__isnull=False).order_by()
    for gremium, eintrag in sitze.values_list("gremium_id", "partner_id"):
        partner[gremium].add(eintrag)
    themen: dict[int, set[int]] = defaultdict(set)
    for gremium, thema in Gremium.themen.through.objects.values_list("gremium_id", "thema_id"):
        themen[gremium].add(thema)
    return [
        Gremiumsprofil(gremium.pk, gremium.sozialraum_id, frozenset(partner[gremium.pk]), frozenset(themen[gremium.pk]))
        for gremium in gremien
    ]


def _namen(menge: QuerySet, gruppen: Iterable[frozenset[int]]) -> dict[int, str]:
    ids = frozenset().union(*gruppen)
    return dict(menge.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
