"""Reads around Gremien: rows of the list, members, parallel structures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from konten.rules import Geltungsbereich, suchworte
from netzwerk.models import Beschluss, Gremienmitglied, Gremium, Netzwerkfachkraft, Sitzung, Thema
from netzwerk.rules.gremium import Gremiumsprofil, Parallele, Sitzungsstatus, parallelen
from netzwerk.selectors.sitzung import SITZ, beschluesse_nach_stand
from partner.models import Netzwerkpartner
from partner.rules import Partnerstatus

#: so many past meetings a Gremium's page shows
VERGANGENE = 12
VORSCHLAEGE = 8


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


@dataclass(frozen=True, slots=True)
class Gremiumsseite:
    """What the page of a Gremium shows beside its own fields."""

    mitglieder: tuple[Gremienmitglied, ...]
    andere: tuple[Gremienmitglied, ...]
    kommende: tuple[Sitzung, ...]
    vergangene: tuple[Sitzung, ...]
    weitere: int
    offen: tuple[Beschluss, ...]
    erledigt: tuple[Beschluss, ...]
    vermerkt: tuple[Beschluss, ...]
    parallelen: tuple[Parallelstruktur, ...]


def gremiumsseite(gremium: Gremium, stichtag: date) -> Gremiumsseite:
    """Members today and at other times, meetings, decisions, parallel structures. Up to eight queries."""
    sitze = list(gremium.mitglieder.select_related(*SITZ))
    heutige = tuple(sitz for sitz in sitze if sitz.gilt_am(stichtag))
    sitzungen = list(gremium.sitzungen.order_by("am", "beginn", "id"))
    vergangene = [sitzung for sitzung in reversed(sitzungen) if _ist_vorbei(sitzung)]
    beschluesse = beschluesse_nach_stand(Beschluss.objects.filter(sitzung__gremium=gremium).order_by("-sitzung__am"))
    return Gremiumsseite(
        mitglieder=heutige,
        andere=tuple(sitz for sitz in sitze if sitz not in heutige),
        kommende=tuple(sitzung for sitzung in sitzungen if not _ist_vorbei(sitzung)),
        vergangene=tuple(vergangene[:VERGANGENE]),
        weitere=max(len(vergangene) - VERGANGENE, 0),
        offen=tuple(beschluesse["offen"]),
        erledigt=tuple(beschluesse["erledigt"]),
        vermerkt=tuple(beschluesse["vermerkt"]),
        parallelen=tuple(
            paar for paar in parallelstrukturen(stichtag) if gremium.pk in (paar.erstes.pk, paar.zweites.pk)
        ),
    )


def _ist_vorbei(sitzung: Sitzung) -> bool:
    """A planned one of the past still waits for its minutes, so it stays among those to come."""
    return sitzung.zustand in (Sitzungsstatus.GEHALTEN, Sitzungsstatus.ABGESAGT)


@dataclass(frozen=True, slots=True)
class Sitzvorschlaege:
    """Who may be given a seat: partners and Netzwerkfachkräfte that match the words."""

    partner: tuple[Netzwerkpartner, ...]
    fachkraefte: tuple[Netzwerkfachkraft, ...]
    gibt_weitere: bool


def sitzvorschlaege(bereich: Geltungsbereich, suche: str, ohne_partner: Iterable[int] = ()) -> Sitzvorschlaege:
    """Active partners and Netzwerkfachkräfte within sight whose name holds every word. Two queries."""
    partner = Netzwerkpartner.objects.sichtbar_fuer(bereich).im_zustand(bereich.stichtag, Partnerstatus.AKTIV)
    partner = partner.suche(suche).exclude(pk__in=list(ohne_partner)).order_by("name_norm")
    gefunden = list(partner[: VORSCHLAEGE + 1])
    fachkraefte = Netzwerkfachkraft.objects.sichtbar_fuer(bereich)
    for wort in suchworte(suche):
        fachkraefte = fachkraefte.filter(name_norm__contains=wort)
    return Sitzvorschlaege(tuple(gefunden[:VORSCHLAEGE]), tuple(fachkraefte[:VORSCHLAEGE]), len(gefunden) > VORSCHLAEGE)
