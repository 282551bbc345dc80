"""The relationship with one partner: time line, figures, next steps. Only what the viewer may read leaves this file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt, Kontaktbeteiligung, Wiedervorlage
from netzwerk.rules import Bezug, Ergebnis, Kontaktart
from partner.models import Netzwerkpartner

ZEITRAUM_TAGE = 365


@dataclass(frozen=True, slots=True)
class Eintrag:
    """One contact on the time line; what the viewer may not read is empty."""

    am: date
    ergebnis: str
    ist_erreicht: bool
    art: str = ""
    url: str = ""
    bezug: str = ""
    sozialraeume: tuple[str, ...] = ()
    themen: tuple[str, ...] = ()
    personen: tuple[str, ...] = ()
    erfasst_von: str = ""
    inhalt: str = ""
    vereinbarung: str = ""
    ist_text_verborgen: bool = False


@dataclass(frozen=True, slots=True)
class Kontaktzahlen:
    """Contacts of the last twelve months in which the partner was reached, by Bezug; attempts apart."""

    seit: date
    uebergreifend: int
    fallbezogen: int
    beides: int
    versuche: int

    @property
    def gesamt(self) -> int:
        return self.uebergreifend + self.fallbezogen + self.beides


def zeitstrahl(partner: Netzwerkpartner, bereich: Geltungsbereich) -> QuerySet[Kontakt]:
    """Contacts with the partner, newest first, marked with `darf_oeffnen` and `darf_lesen`; the caller pages them."""
    dabei = Kontaktbeteiligung.objects.filter(partner=partner, kontakt=OuterRef("pk"))
    derselbe = {"pk": OuterRef("pk")}
    return (
        Kontakt.objects.auflistbar_fuer(bereich)
        .filter(Exists(dabei))
        .annotate(
            darf_oeffnen=Exists(Kontakt.objects.sichtbar_fuer(bereich).filter(**derselbe)),
            darf_lesen=Exists(Kontakt.objects.mit_text_fuer(bereich).filter(**derselbe)),
        )
        .select_related("erfasst_von")
        .order_by("-am", "-id")
    )


def eintraege(kontakte: Iterable[Kontakt], partner: Netzwerkpartner, bereich: Geltungsbereich) -> list[Eintrag]:
    """One page of `zeitstrahl` as this viewer may see it.

    Everybody gets date and state, the kind those who keep contacts, the rest those within sight. Three queries.
    """
    kontakte = list(kontakte)
    beiwerk = _Beiwerk(kontakte, partner)
    kennt_art = bereich.darf("kontakt.sehen")
    return [
        _eintrag(kontakt, beiwerk) if kontakt.darf_oeffnen else _knapper_eintrag(kontakt, beiwerk, kennt_art)
        for kontakt in kontakte
    ]


class _Beiwerk:
    """What hangs on a page of contacts, as plain values: whole records would double the time of the page."""

    def __init__(self, kontakte: list[Kontakt], partner: Netzwerkpartner) -> None:
        ids = [kontakt.pk for kontakt in kontakte]
        self.raeume: dict[int, list[str]] = defaultdict(list)
        self.themen: dict[int, list[str]] = defaultdict(list)
        self.personen: dict[int, list[str]] = defaultdict(list)
        self._erreicht: set[int] = set()
        dabei = Kontaktbeteiligung.objects.filter(kontakt__in=ids, partner=partner)
        spalten = dabei.order_by("sozialraum__reihenfolge").values_list("kontakt", "sozialraum__name", "ergebnis")
        for kontakt, raum, ergebnis in spalten:
            self.raeume[kontakt].append(raum)
            if ergebnis == Ergebnis.ERREICHT:
                self._erreicht.add(kontakt)
        themen = Kontakt.themen.through.objects.filter(kontakt__in=ids).order_by("thema__reihenfolge", "thema__name")
        for kontakt, name in themen.values_list("kontakt", "thema__name"):
            self.themen[kontakt].append(name)
        personen = Kontakt.personen.through.objects.filter(kontakt__in=ids, funktion__partner=partner)
        namen = [f"funktion__person__{teil}" for teil in ("titel", "vorname", "nachname")]
        for kontakt, *teile in personen.order_by("funktion__person__name_norm").values_list("kontakt", *namen):
            self.personen[kontakt].append(" ".join(filter(None, teile)))

    def ergebnis(self, kontakt: Kontakt) -> tuple[str, bool]:
        erreicht = kontakt.pk in self._erreicht
        return (Ergebnis.ERREICHT if erreicht else Ergebnis.NICHT_ERREICHT).label, erreicht


def _knapper_eintrag(kontakt: Kontakt, beiwerk: _Beiwerk, kennt_art: bool) -> Eintrag:
    art = Kontaktart(kontakt.art).label if kennt_art else ""
    return Eintrag(kontakt.am, *beiwerk.ergebnis(kontakt), art)


def _eintrag(kontakt: Kontakt, beiwerk: _Beiwerk) -> Eintrag:
    text = kontakt.darf_lesen
    return Eintrag(
        kontakt.am,
        *beiwerk.ergebnis(kontakt),
        Kontaktart(kontakt.art).label,
        url=kontakt.get_absolute_url(),
        bezug=Bezug(kontakt.bezug).label if kontakt.bezug else "",
        sozialraeume=tuple(beiwerk.raeume[kontakt.pk]),
        themen=tuple(beiwerk.themen[kontakt.pk]),
        personen=tuple(beiwerk.personen[kontakt.pk]) if text else (),
        erfasst_von=str(kontakt.erfasst_von or "ehemaliges Konto"),
        inhalt=kontakt.inhalt if text else "",
        vereinbarung=kontakt.vereinbarung if text else "",
        ist_text_verborgen=not text,
    )


def kontaktzahlen(partner: Netzwerkpartner, stichtag: date) -> Kontaktzahlen:
    """Contacts of the twelve months up to the Stichtag in three columns (K02). One query."""
    seit = stichtag - timedelta(days=ZEITRAUM_TAGE - 1)
    erreicht = Q(ergebnis=Ergebnis.ERREICHT)
    spalten = {
        "uebergreifend": erreicht & Q(kontakt__bezug=Bezug.UEBERGREIFEND),
        "fallbezogen": erreicht & Q(kontakt__bezug=Bezug.FALLBEZOGEN),
        "beides": erreicht & Q(kontakt__bezug=Bezug.BEIDES),
        "versuche": ~erreicht,
    }
    zahlen = Kontaktbeteiligung.objects.filter(partner=partner, am__range=(seit, stichtag)).aggregate(
        **{name: Count("kontakt", filter=bedingung, distinct=True) for name, bedingung in spalten.items()}
    )
    return Kontaktzahlen(seit, **zahlen)


def offene_wiedervorlagen(partner: Netzwerkpartner, bereich: Geltungsbereich) -> QuerySet[Wiedervorlage]:
    """The viewer's own next steps that came from contacts with the partner. One query."""
    mit_partner = Kontaktbeteiligung.objects.filter(kontakt=OuterRef("kontakt"), partner=partner)
    return (
        Wiedervorlage.objects.sichtbar_fuer(bereich)
        .offen()
        .filter(Exists(mit_partner))
        .select_related("kontakt")
        .order_by("am", "id")
    )
