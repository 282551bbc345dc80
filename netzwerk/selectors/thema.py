"""What the network knows about a theme: contacts, needs, Gremien and partners, per Sozialraum (K04, K08)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Value

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Bedarfsmeldung, Gremium, Kontakt, Kontaktbeteiligung, Thema
from netzwerk.selectors.beteiligung import mit_partnern
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum

JAHR = timedelta(days=365)
ZEILEN = 10
PARTNER = 25


@dataclass(frozen=True, slots=True)
class Themenzeile:
    """A theme with its contacts of the last twelve months per Sozialraum, and of the twelve months before."""

    thema: Thema
    je_raum: tuple[int, ...]
    kontakte: int
    vorher: int

    @property
    def richtung(self) -> str:
        """mehr, weniger or gleich: a tenth up or down is no change."""
        spielraum = max(1, self.vorher // 10)
        if abs(self.kontakte - self.vorher) <= spielraum:
            return "gleich"
        return "mehr" if self.kontakte > self.vorher else "weniger"


def themenzeilen(bereich: Geltungsbereich, stichtag: date, raeume: list[Sozialraum]) -> list[Themenzeile]:
    """Themes in use with their figures, in their order. Four queries.

    A contact with partners of two Sozialräume stands in both columns and once in the total.
    """
    themen = Thema.objects.sichtbar_fuer(bereich).filter(aufgegangen_in=None)
    beginn = stichtag - JAHR
    je_raum = {(thema, raum): n for thema, raum, n in _je_raum(bereich, beginn, stichtag)}
    jetzt, vorher = dict(_je_thema(bereich, beginn, stichtag)), dict(_je_thema(bereich, beginn - JAHR, beginn))
    return [
        Themenzeile(
            thema,
            tuple(je_raum.get((thema.pk, raum.pk), 0) for raum in raeume),
            jetzt.get(thema.pk, 0),
            vorher.get(thema.pk, 0),
        )
        for thema in themen
        if thema.ist_aktiv or thema.pk in jetzt or thema.pk in vorher
    ]


@vorbereitet
def _je_raum(bereich: Geltungsbereich, nach: date, bis: date) -> QuerySet:
    # The day of a participation is that of its contact; asked there, the database need not walk through all themes.
    menge = Kontaktbeteiligung.objects.auflistbar_fuer(bereich).filter(kontakt__am__gt=nach, kontakt__am__lte=bis)
    zeilen = menge.filter(kontakt__themen__isnull=False).order_by().values_list("kontakt__themen", "sozialraum")
    return zeilen.annotate(n=Count("kontakt", distinct=True))


@vorbereitet
def _je_thema(bereich: Geltungsbereich, nach: date, bis: date) -> QuerySet:
    menge = Kontakt.objects.auflistbar_fuer(bereich).filter(am__gt=nach, am__lte=bis, themen__isnull=False)
    return menge.order_by().values_list("themen").annotate(n=Count("pk"))


@vorbereitet
def gefuehrte_themen(bereich: Geltungsbereich) -> QuerySet[Thema]:
    """Themes by which contacts are found: all but those that went into others. One query."""
    return Thema.objects.sichtbar_fuer(bereich).filter(aufgegangen_in=None)


class Themenpartner(NamedTuple):
    """A partner with whom the theme came up."""

    partner: Netzwerkpartner
    kontakte: int
    zuletzt: date


@dataclass(frozen=True, slots=True)
class Themenwissen:
    """What a theme page shows, within sight and, on request, for one Sozialraum."""

    kontakte: int
    vorher: int
    letzte_kontakte: list[Kontakt]
    meldungen: list[Bedarfsmeldung]
    meldungszahl: int
    gremien: list[Gremium]
    partner: list[Themenpartner]
    partnerzahl: int


def themenwissen(
    bereich: Geltungsbereich, thema: Thema, stichtag: date, raum: Sozialraum | None = None
) -> Themenwissen:
    """Everything about one theme; figures of the last twelve months. Ten queries."""
    wo = bereich, thema.pk, raum.pk if raum else None
    beginn = stichtag - JAHR
    kontakte, partnerzahl = next(iter(_zahlen(*wo, beginn, stichtag)), (0, 0))
    vorher, _ = next(iter(_zahlen(*wo, beginn - JAHR, beginn)), (0, 0))
    return Themenwissen(
        kontakte=kontakte,
        vorher=vorher,
        letzte_kontakte=mit_partnern(_letzte_kontakte(*wo, stichtag)),
        meldungen=_meldungen(*wo),
        meldungszahl=sum(_meldungszahl(*wo)),
        gremien=_gremien(*wo, stichtag),
        partner=_partner(*wo, beginn, stichtag),
        partnerzahl=partnerzahl,
    )


def _beteiligungen(bereich: Geltungsbereich, thema: int, raum: int | None, nach: date, bis: date) -> QuerySet:
    menge = Kontaktbeteiligung.objects.auflistbar_fuer(bereich).filter(
        kontakt__themen=thema, kontakt__am__gt=nach, kontakt__am__lte=bis
    )
    return (menge if raum is None else menge.filter(sozialraum=raum)).order_by()


@vorbereitet
def _zahlen(bereich: Geltungsbereich, thema: int, raum: int | None, nach: date, bis: date) -> QuerySet:
    """One row: contacts and partners; none when there are none."""
    menge = _beteiligungen(bereich, thema, raum, nach, bis)
    zahlen = menge.values(eins=Value(1)).annotate(k=Count("kontakt", distinct=True), p=Count("partner", distinct=True))
    return zahlen.values_list("k", "p")


@vorbereitet
def _letzte_kontakte(bereich: Geltungsbereich, thema: int, raum: int | None, bis: date) -> QuerySet[Kontakt]:
    menge = Kontakt.objects.sichtbar_fuer(bereich).filter(themen=thema, am__lte=bis)
    if raum is not None:
        menge = menge.filter(pk__in=Kontaktbeteiligung.objects.filter(sozialraum=raum).values("kontakt"))
    return menge[:ZEILEN]


def _sichtbare_meldungen(bereich: Geltungsbereich, thema: int, raum: int | None) -> QuerySet[Bedarfsmeldung]:
    menge = Bedarfsmeldung.objects.sichtbar_fuer(bereich).filter(thema=thema)
    return menge if raum is None else menge.filter(sozialraum=raum)


@vorbereitet
def _meldungen(bereich: Geltungsbereich, thema: int, raum: int | None) -> QuerySet[Bedarfsmeldung]:
    return _sichtbare_meldungen(bereich, thema, raum).fuer_liste()[:ZEILEN]


@vorbereitet
def _meldungszahl(bereich: Geltungsbereich, thema: int, raum: int | None) -> QuerySet:
    menge = _sichtbare_meldungen(bereich, thema, raum).order_by()
    return menge.values(eins=Value(1)).values_list(Count("pk"), flat=True)


@vorbereitet
def _gremien(bereich: Geltungsbereich, thema: int, raum: int | None, stichtag: date) -> QuerySet[Gremium]:
    menge = Gremium.objects.sichtbar_fuer(bereich).filter(themen=thema).aktiv(stichtag)
    if raum is not None:
        menge = menge.filter(Q(sozialraum=raum) | Q(sozialraum=None))
    return menge.select_related("sozialraum")


def _partner(bereich: Geltungsbereich, thema: int, raum: int | None, nach: date, bis: date) -> list[Themenpartner]:
    """Most contacts first. Two queries."""
    erste = _haeufigste(bereich, thema, raum, nach, bis)
    partner = {einer.pk: einer for einer in _partnernamen([pk for pk, _, _ in erste])}
    return [Themenpartner(partner[pk], n, zuletzt) for pk, n, zuletzt in erste]


@vorbereitet
def _haeufigste(bereich: Geltungsbereich, thema: int, raum: int | None, nach: date, bis: date) -> QuerySet:
    je_partner = _beteiligungen(bereich, thema, raum, nach, bis).values_list("partner")
    zeilen = je_partner.annotate(n=Count("kontakt", distinct=True), zuletzt=Max("am"))
    return zeilen.order_by("-n", "-zuletzt")[:PARTNER]


@vorbereitet
def _partnernamen(ids: Collection[int]) -> QuerySet[Netzwerkpartner]:
    return Netzwerkpartner.objects.filter(pk__in=ids).only("uuid", "name").order_by()
