"""Being known, read from the records: per Netzwerkfachkraft and Sozialraum, and around one partner (K19)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, DateField, Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from konten.models.abfrage import vorbereitet
from konten.models.basis import zeitraum_gilt
from konten.rules import Geltungsbereich, Rolle
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

BESTAETIGEN = "bekannt.bestaetigen"


@dataclass(frozen=True, slots=True)
class Bekannt:
    """One Netzwerkfachkraft in one of her Sozialräume, with her shares."""

    fachkraft_id: int
    sozialraum: Sozialraum
    stand: Bekanntheit


@dataclass(frozen=True, slots=True)
class Fachkraftbekannt:
    """One Netzwerkfachkraft and her shares in the Sozialraum at hand."""

    fachkraft: Netzwerkfachkraft
    stand: Bekanntheit


def bekanntheiten(
    stichtag: date, fachkraft_ids: Collection[int] | None = None, sozialraum_ids: Collection[int] | None = None
) -> list[Bekannt]:
    """Every (or the given) Netzwerkfachkraft in each Sozialraum where she works on the Stichtag (K19).

    Three queries.
    """
    staende = _staende(stichtag, fachkraft_ids, sozialraum_ids)
    raeume = Sozialraum.objects.in_bulk({raum for _, raum in staende}) if staende else {}
    zeilen = [Bekannt(fachkraft, raeume[raum], stand) for (fachkraft, raum), stand in staende.items()]
    return sorted(zeilen, key=lambda zeile: (zeile.sozialraum.reihenfolge, zeile.sozialraum.pk, zeile.fachkraft_id))


def bekanntheit_von(fachkraft: Netzwerkfachkraft, stichtag: date) -> list[Bekannt]:
    """Her shares in each of her Sozialräume: what `netzwerk/_bekanntheit.html` shows. Three queries."""
    return bekanntheiten(stichtag, [fachkraft.pk])


def bekanntheit_der(einsaetze: Iterable[Einsatz], sozialraum_id: int, stichtag: date) -> list[Fachkraftbekannt]:
    """One Sozialraum, the people of these Einsätze in their order: whoever may not read a name gets no share either.

    `netzwerk/_bekanntheit_raum.html` shows it on page and print. Two queries, none for nobody.
    """
    leute = {einsatz.fachkraft_id: einsatz.fachkraft for einsatz in einsaetze}
    if not leute:
        return []
    staende = _staende(stichtag, None, [sozialraum_id])
    return [Fachkraftbekannt(leute[pk], staende[pk, sozialraum_id]) for pk in leute if (pk, sozialraum_id) in staende]


def _staende(
    stichtag: date, fachkraft_ids: Collection[int] | None, sozialraum_ids: Collection[int] | None
) -> dict[tuple[int, int], Bekanntheit]:
    """By person and Sozialraum."""
    lage = _Lage(_zeilen(stichtag, fachkraft_ids, sozialraum_ids))
    parameter = parameter_am(stichtag)
    return {
        (fachkraft, raum): bekanntheit(
            partner=frozenset(lage.gruppe(_PARTNER, raum)),
            bekannt_bei=frozenset(lage.gruppe(_BEKANNT, fachkraft)),
            informiert=frozenset(lage.gruppe(_INFORMIERT, fachkraft)),
            team=frozenset(lage.gruppe(_TEAM, raum)),
            team_bekannt=frozenset(lage.gruppe(_BESTAETIGT, fachkraft, raum)),
            seit=seit,
            stichtag=stichtag,
            soll_prozent=parameter["bekannt_soll_prozent"],
            frist_tage=parameter["bekannt_frist_tage"],
        )
        for (fachkraft, raum), seit in lage.beginn.items()
    }


# --- One statement for everything that counts -------------------------------------------------------------------------

_EINSATZ, _PARTNER, _TEAM, _BEKANNT, _INFORMIERT, _BESTAETIGT = range(6)


class _Lage:
    """The rows of the statement, grouped: who works where since when, and who knows whom."""

    def __init__(self, zeilen: Iterable[tuple]) -> None:
        self.beginn: dict[tuple[int, int], date] = {}
        self._gruppen: dict[tuple, set[int]] = defaultdict(set)
        for art, wer, wo, wen, tag in zeilen:
            if art == _EINSATZ:
                self.beginn[wer, wo] = min(self.beginn.get((wer, wo), tag), tag)
            else:
                self._gruppen[(art, wer) if wo is None else (art, wer, wo)].add(wen)

    def gruppe(self, *schluessel: int) -> set[int]:
        return self._gruppen.get(schluessel, set())


@vorbereitet
def _zeilen(stichtag: date, fachkraft_ids: Collection[int] | None, sozialraum_ids: Collection[int] | None) -> QuerySet:
    """(kind, who, where, whom, since): everything that K19 asks about these people and Sozialräume."""
    einsaetze = _einsaetze(stichtag, fachkraft_ids, sozialraum_ids)
    raeume, leute = einsaetze.values("sozialraum"), einsaetze.values("fachkraft")
    vorgestellt = Vorstellung.objects.filter(fachkraft__in=leute, am__lte=stichtag)
    bestaetigt = Bekanntbestaetigung.objects.filter(fachkraft__in=leute, am__lte=stichtag)
    in_person, gesendet = Vorstellungsart.PERSOENLICH, Vorstellungsart.STECKBRIEF
    teile = (
        _spalten(einsaetze, _EINSATZ, "fachkraft", wo="sozialraum", tag="von"),
        _spalten(_partner(stichtag, raeume), _PARTNER, "sozialraum", wen="partner"),
        _spalten(_team(stichtag, raeume), _TEAM, "sozialraum", wen="benutzer"),
        _spalten(
            _kontakte(stichtag, leute), _BEKANNT, "kontakt__erfasst_von__netzwerkfachkraft", wen="partner"
        ).distinct(),
        _spalten(
            _sitzungen(stichtag, leute), _BEKANNT, "mitglied__fachkraft", wen="sitzung__kontakt__beteiligungen__partner"
        ).distinct(),
        _spalten(vorgestellt.filter(art=in_person), _BEKANNT, "fachkraft", wen="partner"),
        _spalten(vorgestellt.filter(art=gesendet), _INFORMIERT, "fachkraft", wen="partner"),
        _spalten(bestaetigt, _BESTAETIGT, "fachkraft", wo="sozialraum", wen="benutzer"),
    )
    return teile[0].union(*teile[1:], all=True)


def _spalten(menge: QuerySet, art: int, wer: str, *, wo: str = "", wen: str = "", tag: str = "") -> QuerySet:
    def zahl(pfad: str) -> Cast:
        return Cast(F(pfad) if pfad else None, BigIntegerField())

    beginn = Cast(F(tag) if tag else None, DateField())
    return menge.order_by().values_list(Value(art, IntegerField()), zahl(wer), zahl(wo), zahl(wen), beginn)


def _einsaetze(
    stichtag: date, fachkraft_ids: Collection[int] | None, sozialraum_ids: Collection[int] | None
) -> QuerySet[Einsatz]:
    menge = Einsatz.objects.bestaetigt().filter(zeitraum_gilt(stichtag)).order_by()
    if fachkraft_ids is not None:
        menge = menge.filter(fachkraft__in=fachkraft_ids)
    if sozialraum_ids is not None:
        menge = menge.filter(sozialraum__in=sozialraum_ids)
    return menge


def _partner(stichtag: date, raeume: QuerySet) -> QuerySet:
    aktiv = Partnerzustand.objects.filter(
        zeitraum_gilt(stichtag), partner=OuterRef("partner"), zustand=Partnerstatus.AKTIV
    )
    return Wirkungsbereich.objects.filter(zeitraum_gilt(stichtag), Exists(aktiv), sozialraum__in=raeume)


def _team(stichtag: date, raeume: QuerySet) -> QuerySet:
    return Zustaendigkeit.objects.filter(
        zeitraum_gilt(stichtag),
        rolle=Rolle.TEAM,
        vertritt__isnull=True,
        sozialraum__in=raeume,
        benutzer__is_active=True,
    )


def _kontakte(stichtag: date, leute: QuerySet) -> QuerySet:
    return Kontaktbeteiligung.objects.filter(
        zaehlt=True, am__lte=stichtag, kontakt__erfasst_von__netzwerkfachkraft__in=leute
    )


def _sitzungen(stichtag: date, leute: QuerySet) -> QuerySet:
    return Teilnahme.objects.filter(
        anwesenheit=Anwesenheit.ANWESEND,
        mitglied__fachkraft__in=leute,
        sitzung__kontakt__beteiligungen__zaehlt=True,
        sitzung__kontakt__beteiligungen__am__lte=stichtag,
    )


# --- A member of the Sozialraumteam -----------------------------------------------------------------------------------


def kennenzulernende(bereich: Geltungsbereich) -> list[Netzwerkfachkraft]:
    """Who works in the own Sozialräume and was not confirmed as known there, or was so today and may be taken back.

    `ist_bestaetigt` tells them apart. One query, none for everybody but the team.
    """
    raeume = bereich.sozialraeume(BESTAETIGEN)
    if not raeume:
        return []
    leute = _kollegen(bereich.stichtag, bereich.benutzer_id, sorted(raeume))
    return [person for person in leute if person.ist_heute or not person.ist_bestaetigt]


@vorbereitet
def _kollegen(stichtag: date, benutzer_id: int, raeume: Collection[int]) -> QuerySet[Netzwerkfachkraft]:
    eigene = Bekanntbestaetigung.objects.filter(fachkraft=OuterRef("fachkraft"), benutzer=benutzer_id)
    einsaetze = Einsatz.objects.bestaetigt().filter(
        zeitraum_gilt(stichtag), fachkraft=OuterRef("pk"), sozialraum__in=raeume
    )
    heute = Bekanntbestaetigung.objects.filter(fachkraft=OuterRef("pk"), benutzer=benutzer_id, am=stichtag)
    menge = Netzwerkfachkraft.objects.filter(Exists(einsaetze)).exclude(benutzer=benutzer_id)
    return menge.annotate(
        ist_bestaetigt=~Exists(einsaetze.exclude(Exists(eigene.filter(sozialraum=OuterRef("sozialraum"))))),
        ist_heute=Exists(heute),
    ).select_related("traeger")


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
