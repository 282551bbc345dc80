"""Being known, read from the records: per Netzwerkfachkraft and Sozialraum, and around one partner (K19)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from konten.rules import Rolle
from konten.selectors import parameter_am
from netzwerk.models import (
    Bekanntbestaetigung,
    Einsatz,
    Kontaktbeteiligung,
    Netzwerkfachkraft,
    Teilnahme,
    Vorstellung,
)
from netzwerk.rules.bekanntheit import Bekanntheit, bekanntheit
from netzwerk.rules.fachkraft import Vorstellungsart
from netzwerk.rules.gremium import Anwesenheit
from partner.models import Kategoriezuordnung, Netzwerkpartner, Partnerkategorie, Partnerzustand, Wirkungsbereich
from partner.rules import Partnerstatus
from sozialraum.models import Sozialraum, Zustaendigkeit


@dataclass(frozen=True, slots=True)
class Bekannt:
    """One Netzwerkfachkraft in one of her Sozialräume, with her shares."""

    fachkraft_id: int
    sozialraum: Sozialraum
    stand: Bekanntheit


def bekanntheiten(
    stichtag: date, fachkraft_ids: Collection[int] | None = None, sozialraum_ids: Collection[int] | None = None
) -> list[Bekannt]:
    """Every (or the given) Netzwerkfachkraft in each Sozialraum where she works on the Stichtag (K19). Nine queries."""
    parameter = parameter_am(stichtag)
    einsaetze = _einsaetze(stichtag, fachkraft_ids, sozialraum_ids)
    raeume = {einsatz.sozialraum_id for einsatz in einsaetze}
    leute = {einsatz.fachkraft_id for einsatz in einsaetze}
    partner, team = _partner(stichtag, raeume), _team(stichtag, raeume)
    bekannt, informiert = _kennende(stichtag, leute)
    bestaetigt = _gruppen(
        ((fachkraft, raum), benutzer) for fachkraft, raum, benutzer in _bestaetigungen(stichtag, leute)
    )
    beginn: dict[tuple[int, int], date] = {}
    orte: dict[int, Sozialraum] = {}
    for einsatz in einsaetze:
        schluessel = einsatz.fachkraft_id, einsatz.sozialraum_id
        beginn[schluessel] = min(beginn.get(schluessel, einsatz.von), einsatz.von)
        orte[einsatz.sozialraum_id] = einsatz.sozialraum
    return [
        Bekannt(
            fachkraft,
            orte[raum],
            bekanntheit(
                partner=frozenset(partner[raum]),
                bekannt_bei=frozenset(bekannt[fachkraft]),
                informiert=frozenset(informiert[fachkraft]),
                team=frozenset(team[raum]),
                team_bekannt=frozenset(bestaetigt[fachkraft, raum]),
                seit=seit,
                stichtag=stichtag,
                soll_prozent=parameter["bekannt_soll_prozent"],
                frist_tage=parameter["bekannt_frist_tage"],
            ),
        )
        for (fachkraft, raum), seit in beginn.items()
    ]


def bekanntheit_von(fachkraft: Netzwerkfachkraft, stichtag: date) -> list[Bekannt]:
    """Her shares in each of her Sozialräume: what `netzwerk/_bekanntheit.html` shows. Nine queries."""
    return bekanntheiten(stichtag, [fachkraft.pk])


def _gruppen(paare: Iterable[tuple]) -> dict:
    gruppen = defaultdict(set)
    for schluessel, wert in paare:
        gruppen[schluessel].add(wert)
    return gruppen


def _einsaetze(
    stichtag: date, fachkraft_ids: Collection[int] | None, sozialraum_ids: Collection[int] | None
) -> list[Einsatz]:
    menge = Einsatz.objects.bestaetigt().aktiv(stichtag).select_related("sozialraum")
    if fachkraft_ids is not None:
        menge = menge.filter(fachkraft__in=fachkraft_ids)
    if sozialraum_ids is not None:
        menge = menge.filter(sozialraum__in=sozialraum_ids)
    return list(menge.order_by("sozialraum__reihenfolge", "fachkraft__name_norm"))


def _partner(stichtag: date, raeume: Collection[int]) -> dict[int, set[int]]:
    aktiv = Partnerzustand.objects.aktiv(stichtag).filter(partner=OuterRef("partner"), zustand=Partnerstatus.AKTIV)
    zeilen = Wirkungsbereich.objects.aktiv(stichtag).filter(Exists(aktiv), sozialraum__in=raeume)
    return _gruppen(zeilen.order_by().values_list("sozialraum", "partner"))


def _team(stichtag: date, raeume: Collection[int]) -> dict[int, set[int]]:
    zeilen = Zustaendigkeit.objects.aktiv(stichtag).filter(
        rolle=Rolle.TEAM, vertritt__isnull=True, sozialraum__in=raeume, benutzer__is_active=True
    )
    return _gruppen(zeilen.order_by().values_list("sozialraum", "benutzer"))


def _kennende(stichtag: date, leute: Collection[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Partners that know each person, and those that got her Steckbrief. Three queries."""
    bekannt = _gruppen(_aus_kontakten(stichtag, leute))
    for fachkraft, partner in _aus_sitzungen(stichtag, leute):
        bekannt[fachkraft].add(partner)
    informiert: dict[int, set[int]] = defaultdict(set)
    zeilen = Vorstellung.objects.filter(fachkraft__in=leute, am__lte=stichtag).order_by()
    for fachkraft, partner, art in zeilen.values_list("fachkraft", "partner", "art"):
        (bekannt if art == Vorstellungsart.PERSOENLICH else informiert)[fachkraft].add(partner)
    return bekannt, informiert


def _aus_kontakten(stichtag: date, leute: Collection[int]) -> QuerySet:
    zeilen = Kontaktbeteiligung.objects.filter(
        zaehlt=True, am__lte=stichtag, kontakt__erfasst_von__netzwerkfachkraft__in=leute
    )
    return zeilen.order_by().values_list("kontakt__erfasst_von__netzwerkfachkraft", "partner").distinct()


def _aus_sitzungen(stichtag: date, leute: Collection[int]) -> QuerySet:
    zeilen = Teilnahme.objects.filter(
        anwesenheit=Anwesenheit.ANWESEND,
        mitglied__fachkraft__in=leute,
        sitzung__kontakt__beteiligungen__zaehlt=True,
        sitzung__kontakt__beteiligungen__am__lte=stichtag,
    )
    return zeilen.order_by().values_list("mitglied__fachkraft", "sitzung__kontakt__beteiligungen__partner").distinct()


def _bestaetigungen(stichtag: date, leute: Collection[int]) -> QuerySet:
    zeilen = Bekanntbestaetigung.objects.filter(fachkraft__in=leute, am__lte=stichtag).order_by()
    return zeilen.values_list("fachkraft", "sozialraum", "benutzer")


# --- Around one person and one partner --------------------------------------------------------------------------------


def versandpartner(
    fachkraft: Netzwerkfachkraft, stichtag: date, kategorie: Partnerkategorie | None, *, nur_neue: bool
) -> QuerySet[Netzwerkpartner]:
    """Active partners of her Sozialräume to write to; `nur_neue`: who neither knows her nor got the Steckbrief."""
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(fachkraft=fachkraft)
    wirkt = Wirkungsbereich.objects.aktiv(stichtag).filter(
        partner=OuterRef("pk"), sozialraum__in=einsaetze.values("sozialraum")
    )
    menge = Netzwerkpartner.objects.filter(Exists(wirkt)).im_zustand(stichtag, Partnerstatus.AKTIV)
    if kategorie:
        zugeordnet = Kategoriezuordnung.objects.aktiv(stichtag).filter(partner=OuterRef("pk"), kategorie=kategorie)
        menge = menge.filter(Exists(zugeordnet))
    if nur_neue:
        vorgestellt = Vorstellung.objects.filter(fachkraft=fachkraft, partner=OuterRef("pk"))
        gesprochen = Kontaktbeteiligung.objects.filter(
            zaehlt=True, partner=OuterRef("pk"), kontakt__erfasst_von__netzwerkfachkraft=fachkraft
        )
        menge = menge.filter(~Exists(vorgestellt), ~Exists(gesprochen))
    return menge.order_by("name_norm", "pk")


def kennt(partner: Netzwerkpartner, stichtag: date) -> list[tuple[Netzwerkfachkraft, list[str]]]:
    """Whom the partner knows of those who work in its Sozialräume today, and by what. Four queries."""
    raeume = Wirkungsbereich.objects.aktiv(stichtag).filter(partner=partner).values("sozialraum")
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(sozialraum__in=raeume)
    leute = Netzwerkfachkraft.objects.filter(pk__in=einsaetze.values("fachkraft")).select_related("traeger")
    gesprochen = Kontaktbeteiligung.objects.filter(zaehlt=True, partner=partner, am__lte=stichtag)
    mit_kontakt = set(
        gesprochen.values_list("kontakt__erfasst_von__netzwerkfachkraft", flat=True).order_by().distinct()
    )
    mit_kontakt |= set(
        Teilnahme.objects.filter(anwesenheit=Anwesenheit.ANWESEND, sitzung__kontakt__beteiligungen__in=gesprochen)
        .order_by()
        .values_list("mitglied__fachkraft", flat=True)
    )
    gruende: dict[int, list[str]] = defaultdict(list)
    for zeile in Vorstellung.objects.filter(partner=partner, am__lte=stichtag).order_by("am"):
        gruende[zeile.fachkraft_id].append(f"{zeile.get_art_display()} am {zeile.am:%d.%m.%Y}")
    return [
        (person, gruende[person.pk] + (["im Kontakt erlebt"] if person.pk in mit_kontakt else [])) for person in leute
    ]
