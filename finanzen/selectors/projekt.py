"""Reads of projects: money, links within sight, what somebody may choose (K34)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q, QuerySet

from finanzen.models import Ausgabe, Projekt
from finanzen.rules import Projektstatus
from finanzen.rules.mittel import NULL, Bewilligung
from finanzen.rules.projekt import BEWILLIGTE
from finanzen.selectors.ausgabe import mit_gebuchtem
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, Rolle
from netzwerk.models import Bedarfsmeldung, Kontakt, Kontaktbeteiligung
from sozialraum.models import Sozialraum, Traeger, Traegerschaft

#: contacts and needs offered for linking, fitting ones first, then newest
WAHL_HOECHSTENS = 20


@dataclass(frozen=True, slots=True)
class Projektgeld:
    """What was approved, what is booked, what is left; the bookings only for those who may see them."""

    bewilligung: Bewilligung | None
    gebucht: Decimal
    buchungen: tuple[Ausgabe, ...]

    @property
    def rest(self) -> Decimal | None:
        """Below zero when more was booked than approved; None without approval."""
        return self.bewilligung.bewilligt - self.bewilligung.gebucht if self.bewilligung else None


def projektgeld(projekt: Projekt, bereich: Geltungsbereich) -> Projektgeld:
    """Sum of all bookings whatever their year, and those within sight. One query."""
    zeilen = list(Ausgabe.objects.filter(projekt=projekt).select_related("storno", "storno_von").order_by("-am", "-pk"))
    gebucht = sum((zeile.betrag for zeile in zeilen), NULL)
    bewilligt = projekt.zustand in BEWILLIGTE and projekt.bewilligt is not None
    bewilligung = Bewilligung(projekt.titel, projekt.bewilligt, gebucht) if bewilligt else None
    return Projektgeld(bewilligung, gebucht, tuple(zeilen) if sieht_geld(bereich, projekt) else ())


def sieht_geld(bereich: Geltungsbereich, projekt: Projekt) -> bool:
    """Bookings are for the Leitung of the Träger and the Jugendamt."""
    if not bereich.darf("finanzen.sehen"):
        return False
    return bereich.traeger("finanzen.sehen") is None or projekt.traeger_id in bereich.geleitete_traeger(
        "finanzen.sehen"
    )


def projektliste(bereich: Geltungsbereich) -> QuerySet[Projekt]:
    """Projects within sight with `gebucht`, the sum of their bookings."""
    return mit_gebuchtem(Projekt.objects.sichtbar_fuer(bereich)).select_related("sozialraum", "traeger")


def projekt_mit_verknuepfungen(menge: QuerySet[Projekt], bereich: Geltungsbereich) -> QuerySet[Projekt]:
    """With themes and partners, and those contacts and needs that the person may open. Six queries."""
    kontakte = Kontakt.objects.sichtbar_fuer(bereich).fuer_liste().order_by("-am", "-pk")
    bedarfe = Bedarfsmeldung.objects.sichtbar_fuer(bereich).select_related("thema").order_by("-am", "-pk")
    verbunden = ("sozialraum", "traeger", "erfasst_von", "beantragt_von", "entschieden_von")
    return menge.select_related(*verbunden).prefetch_related(
        "partner",
        "themen",
        Prefetch("kontakte", queryset=kontakte, to_attr="sichtbare_kontakte"),
        Prefetch("bedarfsmeldungen", queryset=bedarfe, to_attr="sichtbare_bedarfe"),
    )


@vorbereitet
def projekte_im_sozialraum(bereich: Geltungsbereich, sozialraum_id: int) -> QuerySet[Projekt]:
    """Projects of a Sozialraum within sight, those that end last first. One query."""
    return Projekt.objects.sichtbar_fuer(bereich).filter(sozialraum=sozialraum_id).select_related("traeger")[:20]


@vorbereitet
def projekte_mit(bereich: Geltungsbereich, verbindung: str, pk: int) -> QuerySet[Projekt]:
    """Projects within sight linked with one of "partner", "kontakte", "bedarfsmeldungen". One query."""
    menge = Projekt.objects.sichtbar_fuer(bereich).filter(**{verbindung: pk})
    return menge.select_related("sozialraum")[:20]


def projektjahre(bereich: Geltungsbereich, heute: int) -> list[int]:
    """Years in which projects within sight last, newest first; an open end lasts until this year. One query."""
    menge = Projekt.objects.sichtbar_fuer(bereich).order_by().aggregate(Min("von"), Max("von"), Max("bis"))
    if menge["von__min"] is None:
        return [heute]
    enden = [tag.year for tag in (menge["von__max"], menge["bis__max"]) if tag]
    return list(range(max(heute, *enden), menge["von__min"].year - 1, -1))


# --- What may be chosen ---------------------------------------------------------------------------------------------


def entwurfsraeume(bereich: Geltungsbereich) -> QuerySet[Sozialraum]:
    """Sozialräume for which the person may draft a project."""
    return Sozialraum.objects.filter(pk__in=bereich.sozialraeume("projekt.entwerfen") or ())


def entwurfstraeger(bereich: Geltungsbereich) -> QuerySet[Traeger]:
    """Träger for which the person may draft: those that she leads, and those of her Einsätze."""
    return Traeger.objects.filter(pk__in=bereich.traeger("projekt.entwerfen") or ())


def darf_entwerfen(bereich: Geltungsbereich, sozialraum_id: int, traeger_id: int) -> bool:
    """True when one role holds both: the Leitung her Träger, the Netzwerkfachkraft Sozialraum and Träger. No query."""
    if traeger_id in bereich.geleitete_traeger("projekt.entwerfen"):
        return True
    eigen = bereich.raeume.get(Rolle.NETZWERK)
    return eigen is not None and sozialraum_id in eigen.sozialraeume and traeger_id in eigen.traeger


def darf_verknuepfen(bereich: Geltungsbereich, projekt: Projekt) -> bool:
    """What `bearbeitbar_fuer` answers, for a project that was read already; a test compares the two. No query."""
    if not bereich.darf("projekt.entwerfen"):
        return False
    if projekt.traeger_id in bereich.geleitete_traeger("projekt.entwerfen"):
        return True
    raeume = bereich.sozialraeume("projekt.entwerfen.raum") or frozenset()
    return projekt.zustand == Projektstatus.IDEE and projekt.sozialraum_id in raeume


def ist_dort_taetig(traeger_id: int, sozialraum_id: int, von: date, bis: date | None) -> bool:
    """True when the Träger works in the Sozialraum on a day of the period. One query."""
    zeiten = Traegerschaft.objects.filter(traeger=traeger_id, sozialraum=sozialraum_id)
    return zeiten.ueberschneidend(von, bis).exists()


def verknuepfbare_kontakte(bereich: Geltungsbereich, projekt: Projekt) -> QuerySet[Kontakt]:
    """Contacts of the Sozialraum within sight, those with partners of the project and linked ones first."""
    dort = Kontaktbeteiligung.objects.filter(kontakt=OuterRef("pk"), sozialraum=projekt.sozialraum_id)
    passend = dort.filter(partner__in=projekt.partner.values("pk"))
    menge = Kontakt.objects.sichtbar_fuer(bereich).filter(Q(Exists(dort)) | Q(projekte=projekt)).distinct()
    return menge.annotate(passt=Exists(passend)).order_by("-passt", "-am", "-pk")


def verknuepfbare_bedarfe(bereich: Geltungsbereich, projekt: Projekt) -> QuerySet[Bedarfsmeldung]:
    """Needs of the Sozialraum within sight, those with themes of the project first."""
    menge = Bedarfsmeldung.objects.sichtbar_fuer(bereich).filter(sozialraum=projekt.sozialraum_id)
    passend = projekt.themen.through.objects.filter(projekt=projekt, thema=OuterRef("thema"))
    return menge.select_related("thema").annotate(passt=Exists(passend)).order_by("-passt", "-am", "-pk")
