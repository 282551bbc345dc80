"""The relationship with one partner: time line, figures, next steps. Only what the viewer may read leaves this file."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt, Kontaktbeteiligung, Wiedervorlage
from netzwerk.rules import Bezug, Ergebnis, Kontaktart
from partner.models import Funktion, Netzwerkpartner

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
    """Contacts with the partner, newest first, marked with `darf_oeffnen` and `darf_lesen`. To be paged by the caller.

    Six queries for a page: contacts, participations, Sozialräume, themes, functions, persons.
    """
    dabei = Kontaktbeteiligung.objects.filter(partner=partner).order_by("sozialraum__reihenfolge")
    derselbe = {"pk": OuterRef("pk")}
    return (
        Kontakt.objects.auflistbar_fuer(bereich)
        .filter(Exists(dabei.filter(kontakt=OuterRef("pk"))))
        .annotate(
            darf_oeffnen=Exists(Kontakt.objects.sichtbar_fuer(bereich).filter(**derselbe)),
            darf_lesen=Exists(Kontakt.objects.mit_text_fuer(bereich).filter(**derselbe)),
        )
        .select_related("erfasst_von")
        .prefetch_related(
            Prefetch("beteiligungen", dabei.select_related("sozialraum"), to_attr="dabei"),
            "themen",
            Prefetch("personen", Funktion.objects.filter(partner=partner).select_related("person")),
        )
        .order_by("-am", "-id")
    )


def eintrag(kontakt: Kontakt, bereich: Geltungsbereich) -> Eintrag:
    """The contact as this viewer may see it: date and state, the kind for those who keep contacts, or all of it."""
    erreicht = any(zeile.ergebnis == Ergebnis.ERREICHT for zeile in kontakt.dabei)
    ergebnis = (Ergebnis.ERREICHT if erreicht else Ergebnis.NICHT_ERREICHT).label
    art = Kontaktart(kontakt.art).label if bereich.darf("kontakt.sehen") or kontakt.darf_oeffnen else ""
    if not kontakt.darf_oeffnen:
        return Eintrag(kontakt.am, ergebnis, erreicht, art)
    text = kontakt.darf_lesen
    return Eintrag(
        kontakt.am,
        ergebnis,
        erreicht,
        art,
        url=kontakt.get_absolute_url(),
        bezug=Bezug(kontakt.bezug).label if kontakt.bezug else "",
        sozialraeume=tuple(str(zeile.sozialraum) for zeile in kontakt.dabei),
        themen=tuple(str(thema) for thema in kontakt.themen.all()),
        personen=tuple(str(funktion.person) for funktion in kontakt.personen.all()) if text else (),
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
