"""Reads across partners and people: what holds on a day, likely duplicates, search, who changed what."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

from konten.models import Protokolleintrag
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, normalisiere
from partner.models import (
    Funktion,
    Funktionsadresse,
    Herkunft,
    Intervall,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Schliesszeit,
    Wirkungsbereich,
)
from partner.rules import Partnerstatus

_UMLAUTE = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "ae"), ("Ö", "oe"), ("Ü", "ue"), ("ß", "ss"))
_HOECHSTENS_AEHNLICHE = 5


def mit_stand(menge: QuerySet[Netzwerkpartner], stichtag: date) -> QuerySet[Netzwerkpartner]:
    """Partners with `kategorien_heute`, `raeume_heute` and `zustaende_heute` of that day. Three queries more."""
    return menge.select_related("gemeinde").prefetch_related(
        Prefetch(
            "kategoriezuordnungen",
            Kategoriezuordnung.objects.aktiv(stichtag).select_related("kategorie"),
            to_attr="kategorien_heute",
        ),
        Prefetch(
            "wirkungsbereiche",
            Wirkungsbereich.objects.aktiv(stichtag).select_related("sozialraum"),
            to_attr="raeume_heute",
        ),
        Prefetch("zustaende", Partnerzustand.objects.aktiv(stichtag), to_attr="zustaende_heute"),
    )


class Kategorieangabe(NamedTuple):
    name: str
    kurzname: str
    art: str


class Raumangabe(NamedTuple):
    sozialraum_id: int
    name: str
    kuerzel: str
    von: date
    bis: date | None


class Zustandsangabe(NamedTuple):
    zustand: str
    von: date
    grund: str = ""
    nachfolger: UUID | None = None
    nachfolgername: str = ""

    def __str__(self) -> str:
        return Partnerstatus(self.zustand).label


class Stand(NamedTuple):
    """What holds for one partner on a day, as plain values."""

    kategorien: list[Kategorieangabe]
    raeume: list[Raumangabe]
    zustaende: list[Zustandsangabe]

    @property
    def zustand(self) -> Zustandsangabe | None:
        return self.zustaende[0] if self.zustaende else None

    @property
    def raum_ids(self) -> frozenset[int]:
        return frozenset(raum.sozialraum_id for raum in self.raeume)


def staende(partner_ids: Collection[int], stichtag: date) -> Mapping[int, Stand]:
    """Categories, Sozialräume and state of these partners on the day. Three queries.

    Plain values: the records of `mit_stand` take three times as long, and a page shows a few columns of them.
    """
    ergebnis: dict[int, Stand] = defaultdict(lambda: Stand([], [], []))
    for partner, *rest in _kategorien(partner_ids, stichtag):
        ergebnis[partner].kategorien.append(Kategorieangabe(*rest))
    for partner, *rest in _raeume(partner_ids, stichtag):
        ergebnis[partner].raeume.append(Raumangabe(*rest))
    for partner, *rest in _zustaende(partner_ids, stichtag):
        ergebnis[partner].zustaende.append(Zustandsangabe(*rest))
    return ergebnis


@vorbereitet
def _kategorien(partner_ids: Collection[int], stichtag: date) -> QuerySet:
    zeilen = Kategoriezuordnung.objects.aktiv(stichtag).filter(partner__in=partner_ids)
    return zeilen.values_list("partner_id", "kategorie__name", "kategorie__kurzname", "art")


@vorbereitet
def _raeume(partner_ids: Collection[int], stichtag: date) -> QuerySet:
    zeilen = Wirkungsbereich.objects.aktiv(stichtag).filter(partner__in=partner_ids)
    return zeilen.values_list("partner_id", "sozialraum_id", "sozialraum__name", "sozialraum__kuerzel", "von", "bis")


@vorbereitet
def _zustaende(partner_ids: Collection[int], stichtag: date) -> QuerySet:
    zeilen = Partnerzustand.objects.aktiv(stichtag).filter(partner__in=partner_ids)
    return zeilen.values_list("partner_id", "zustand", "von", "grund", "nachfolger__uuid", "nachfolger__name")


@vorbereitet
def sichtbarer_partner(bereich: Geltungsbereich, schluessel: UUID) -> QuerySet[Netzwerkpartner]:
    """The one with this uuid, if within sight. One query."""
    return Netzwerkpartner.objects.sichtbar_fuer(bereich).filter(uuid=schluessel)


@vorbereitet
def funktionen(partner_id: int) -> QuerySet[Funktion]:
    """Everybody who is or was an Ansprechperson of the partner, with the person. One query."""
    return Funktion.objects.filter(partner=partner_id).select_related("person", "adresse", "vertreten_durch__person")


@vorbereitet
def funktionsadressen(partner_id: int, stichtag: date) -> QuerySet[Funktionsadresse]:
    """How posts of the partner are reached on the day. One query."""
    return Funktionsadresse.objects.aktiv(stichtag).filter(partner=partner_id)


def weitere_angaben(partner: Netzwerkpartner, stichtag: date) -> dict[str, list[dict[str, Any]]]:
    """Own intervals of the day, closed times that are not over, and where the entry came from. Three queries."""
    return {
        "abstaende": _abstaende(partner.pk, stichtag),
        "schliesszeiten": _schliesszeiten(partner.pk, stichtag),
        "herkuenfte": _herkuenfte(partner.pk),
    }


@vorbereitet
def _abstaende(partner_id: int, stichtag: date) -> QuerySet:
    zeilen = Intervall.objects.aktiv(stichtag).filter(partner=partner_id)
    zeilen = zeilen.order_by("sozialraum__reihenfolge", "sozialraum__name", "-von")
    return zeilen.values("tage", "von", "begruendung", "sozialraum__name")


@vorbereitet
def _schliesszeiten(partner_id: int, stichtag: date) -> QuerySet:
    zeilen = Schliesszeit.objects.filter(partner=partner_id).ueberschneidend(stichtag, None)
    return zeilen.values("bezeichnung", "von", "bis")


@vorbereitet
def _herkuenfte(partner_id: int) -> QuerySet:
    zeilen = Herkunft.objects.filter(partner=partner_id)
    return zeilen.values("zeile", "kennung", "quelle", "stand", "guete", "hinweis", "lauf__dateiname")


def ort_norm() -> Combinable:
    """Place of a partner as a column to sort by, alike on both databases. No query of its own."""
    ort = Lower("ort")
    for umlaut, ersatz in _UMLAUTE:
        ort = Replace(ort, Value(umlaut), Value(ersatz))
    return ort


def kategorie_rang(stichtag: date) -> Combinable:
    """Rank of a partner's first category on the day as a column to sort by. No query of its own."""
    zeilen = Kategoriezuordnung.objects.aktiv(stichtag).filter(partner=OuterRef("pk"))
    return Subquery(zeilen.order_by("kategorie__reihenfolge").values("kategorie__reihenfolge")[:1])


def aehnliche_partner(name: str, gemeinde_id: int | None, ort: str = "") -> list[Netzwerkpartner]:
    """Entries that may mean the same: one normalised name contains the other, in the same Gemeinde or place.

    Without Gemeinde and place only equal names count. One query, at most five entries.
    """
    norm = normalisiere(name)
    if not norm:
        return []
    menge = Netzwerkpartner.objects.eigenstaendig().annotate(gesucht=Value(norm, output_field=CharField()))
    enthalten = Q(name_norm__contains=norm) | Q(gesucht__contains=F("name_norm"))
    am_ort = Q(gemeinde=gemeinde_id) if gemeinde_id else Q(ort__iexact=ort) if ort else Q(pk__in=[])
    return list(menge.filter(Q(name_norm=norm) | (enthalten & am_ort)).order_by("name_norm")[:_HOECHSTENS_AEHNLICHE])


def suche_ansprechpersonen(text: str, stichtag: date) -> QuerySet[Funktion]:
    """Functions valid on the day whose person's name holds every word of the text, whatever the umlauts. One query."""
    menge = Funktion.objects.aktiv(stichtag).select_related("person", "partner")
    for wort in normalisiere(text).split():
        menge = menge.filter(person__name_norm__contains=wort)
    return menge.order_by("person__name_norm", "partner__name_norm")


def letzte_aenderungen(partner: Netzwerkpartner, anzahl: int) -> list[tuple[str, object, list[str]]]:
    """Newest changes of the partner's own fields: who, when, which fields by their names. One query."""
    eintraege = Protokolleintrag.objects.filter(
        content_type=ContentType.objects.get_for_model(Netzwerkpartner),
        object_id=partner.pk,
        action=Protokolleintrag.Action.UPDATE,
    ).select_related("actor")
    return [
        (str(eintrag.actor or "das System"), eintrag.timestamp, _feldnamen(eintrag.changes or {}))
        for eintrag in eintraege.order_by("-timestamp", "-pk")[: max(anzahl, 0)]
    ]


def _feldnamen(aenderungen: dict) -> list[str]:
    bekannt = {feld.name: str(feld.verbose_name) for feld in Netzwerkpartner._meta.concrete_fields}
    return [bekannt.get(name, name) for name in aenderungen]
