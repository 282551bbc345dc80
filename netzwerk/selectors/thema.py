"""What the network knows about a theme: contacts, needs, Gremien and partners, per Sozialraum (K04, K08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Bedarfsmeldung, Gremium, Kontakt, Kontaktbeteiligung, Thema
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
    je_raum = _je_raum(bereich, beginn, stichtag)
    jetzt, vorher = _je_thema(bereich, beginn, stichtag), _je_thema(bereich, beginn - JAHR, beginn)
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


def _je_raum(bereich: Geltungsbereich, nach: date, bis: date) -> Mapping[tuple[int, int], int]:
    # The day of a participation is that of its contact; asked there, the database need not walk through all themes.
    menge = Kontaktbeteiligung.objects.auflistbar_fuer(bereich).filter(kontakt__am__gt=nach, kontakt__am__lte=bis)
    zeilen = menge.filter(kontakt__themen__isnull=False).order_by().values_list("kontakt__themen", "sozialraum")
    return {(thema, raum): n for thema, raum, n in zeilen.annotate(n=Count("kontakt", distinct=True))}


def _je_thema(bereich: Geltungsbereich, nach: date, bis: date) -> Mapping[int, int]:
    menge = Kontakt.objects.auflistbar_fuer(bereich).filter(am__gt=nach, am__lte=bis, themen__isnull=False)
    return dict(menge.order_by().values_list("themen").annotate(n=Count("pk")))


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
    beteiligungen = Kontaktbeteiligung.objects.auflistbar_fuer(bereich).filter(kontakt__themen=thema)
    kontakte = Kontakt.objects.sichtbar_fuer(bereich).filter(themen=thema, am__lte=stichtag)
    meldungen = Bedarfsmeldung.objects.sichtbar_fuer(bereich).filter(thema=thema)
    gremien = Gremium.objects.sichtbar_fuer(bereich).filter(themen=thema).aktiv(stichtag)
    if raum:
        beteiligungen = beteiligungen.filter(sozialraum=raum)
        kontakte = kontakte.filter(pk__in=raum.beteiligungen.values("kontakt"))
        meldungen = meldungen.filter(sozialraum=raum)
        gremien = gremien.filter(Q(sozialraum=raum) | Q(sozialraum=None))
    beginn = stichtag - JAHR
    im_jahr = beteiligungen.filter(am__gt=beginn, am__lte=stichtag)
    return Themenwissen(
        kontakte=_zahl(im_jahr),
        vorher=_zahl(beteiligungen.filter(am__gt=beginn - JAHR, am__lte=beginn)),
        letzte_kontakte=list(kontakte.fuer_liste()[:ZEILEN]),
        meldungen=list(meldungen.fuer_liste()[:ZEILEN]),
        meldungszahl=meldungen.count(),
        gremien=list(gremien.select_related("sozialraum")),
        partner=_partner(im_jahr),
        partnerzahl=im_jahr.order_by().values("partner").distinct().count(),
    )


def _zahl(beteiligungen: QuerySet[Kontaktbeteiligung]) -> int:
    return beteiligungen.aggregate(n=Count("kontakt", distinct=True))["n"]


def _partner(beteiligungen: QuerySet[Kontaktbeteiligung]) -> list[Themenpartner]:
    """Most contacts first. Two queries."""
    je_partner = beteiligungen.order_by().values_list("partner")
    zeilen = je_partner.annotate(n=Count("kontakt", distinct=True), zuletzt=Max("am")).order_by("-n", "-zuletzt")
    erste = list(zeilen[:PARTNER])
    partner = Netzwerkpartner.objects.in_bulk([pk for pk, _, _ in erste])
    return [Themenpartner(partner[pk], n, zuletzt) for pk, n, zuletzt in erste]
