"""Reads around Gremien: rows of the list, members, parallel structures."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from konten.models.abfrage import vorbereitet
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
    """Adds `mitgliederzahl`, `letzte` (past, minutes or not) and `naechste` as of the Stichtag; no query of its own."""
    sitze = Gremienmitglied.objects.filter(gremium=OuterRef("pk")).aktiv(stichtag).order_by().values("gremium")
    sitzungen = Sitzung.objects.filter(gremium=OuterRef("pk"))
    vorbei = Q(am__lt=stichtag) | Q(zustand=Sitzungsstatus.GEHALTEN, am=stichtag)
    letzte = sitzungen.filter(vorbei).exclude(zustand=Sitzungsstatus.ABGESAGT).order_by("-am")
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
    gremien = {gremium.pk: gremium for gremium in _gremien(stichtag)}
    befunde = parallelen(_profile(gremien.values(), stichtag))
    partner = dict(_partnernamen(frozenset().union(*(befund.partner for befund in befunde))))
    themen = dict(_themennamen(frozenset().union(*(befund.themen for befund in befunde))))
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
    for gremium, eintrag in _partnersitze(stichtag):
        partner[gremium].add(eintrag)
    themen: dict[int, set[int]] = defaultdict(set)
    for gremium, thema in _gremienthemen():
        themen[gremium].add(thema)
    return [
        Gremiumsprofil(gremium.pk, gremium.sozialraum_id, frozenset(partner[gremium.pk]), frozenset(themen[gremium.pk]))
        for gremium in gremien
    ]


@vorbereitet
def _gremien(stichtag: date) -> QuerySet[Gremium]:
    return Gremium.objects.aktiv(stichtag).select_related("sozialraum")


@vorbereitet
def _partnersitze(stichtag: date) -> QuerySet:
    sitze = Gremienmitglied.objects.aktiv(stichtag).filter(partner__isnull=False).order_by()
    return sitze.values_list("gremium_id", "partner_id")


@vorbereitet
def _gremienthemen() -> QuerySet:
    return Gremium.themen.through.objects.values_list("gremium_id", "thema_id")


@vorbereitet
def _partnernamen(ids: Collection[int]) -> QuerySet:
    return Netzwerkpartner.objects.filter(pk__in=ids).order_by().values_list("pk", "name")


@vorbereitet
def _themennamen(ids: Collection[int]) -> QuerySet:
    return Thema.objects.filter(pk__in=ids).order_by().values_list("pk", "name")


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
    sitze = _sitze(gremium.pk)
    heutige = tuple(sitz for sitz in sitze if sitz.gilt_am(stichtag))
    sitzungen = _sitzungen(gremium.pk)
    for zeile in (*sitze, *sitzungen):
        zeile.gremium = gremium
    vergangene = [sitzung for sitzung in reversed(sitzungen) if _ist_vorbei(sitzung)]
    beschluesse = beschluesse_nach_stand(_beschluesse(gremium.pk))
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


@vorbereitet
def _sitze(gremium_id: int) -> QuerySet[Gremienmitglied]:
    return Gremienmitglied.objects.filter(gremium=gremium_id).select_related(*SITZ)


@vorbereitet
def _sitzungen(gremium_id: int) -> QuerySet[Sitzung]:
    return Sitzung.objects.filter(gremium=gremium_id).order_by("am", "beginn", "id")


@vorbereitet
def _beschluesse(gremium_id: int) -> QuerySet[Beschluss]:
    menge = Beschluss.objects.filter(sitzung__gremium=gremium_id).order_by("-sitzung__am")
    return menge.select_related("wiedervorlage__benutzer", "sitzung")


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
