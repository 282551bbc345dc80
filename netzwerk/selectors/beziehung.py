"""Contacts with one partner, next steps, the last promise. Only what the viewer may read leaves this file."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from konten.models import Benutzer, datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt, Kontaktbeteiligung, Kontaktblick, Wiedervorlage
from netzwerk.models.wiedervorlage import VERBORGEN
from netzwerk.rules import Bezug, Ergebnis, Kontaktart
from partner.models import Netzwerkpartner

_ART = dict(Kontaktart.choices)
_BEZUG = dict(Bezug.choices)
_ERREICHT, _NICHT_ERREICHT = (wort.label for wort in (Ergebnis.ERREICHT, Ergebnis.NICHT_ERREICHT))


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


@dataclass(slots=True)
class Spur:
    """That there was a contact with the partner: when, how it turned out, for which Sozialräume."""

    kontakt_id: int
    am: date
    bezug: str
    ist_erreicht: bool = False
    ist_versuch: bool = False
    sozialraeume: list[str] = field(default_factory=list)


class Schritt(NamedTuple):
    """An open next step around the partner; without contact it was noted by itself or decided in a meeting."""

    uuid: UUID
    was: str
    am: date
    ist_lesbar: bool
    wer: int
    vorname: str
    nachname: str
    username: str
    kontakt_uuid: UUID | None
    kontakt_am: date | None
    kontakt_bezug: str | None = None

    @property
    def text(self) -> str:
        return self.was if self.ist_lesbar else VERBORGEN

    @property
    def papiertext(self) -> str:
        """For paper: nothing of what came from a case."""
        return self.text if self.kontakt_bezug in (None, Bezug.UEBERGREIFEND) else VERBORGEN

    @property
    def name(self) -> str:
        return Benutzer.anzeigename(self.vorname, self.nachname, self.username)

    @property
    def url(self) -> str:
        return datensatzadresse("netzwerk:wiedervorlage_bearbeiten", self.uuid)

    @property
    def kontakt_url(self) -> str:
        return datensatzadresse("netzwerk:kontakt_detail", self.kontakt_uuid) if self.kontakt_uuid else ""


def spuren_aus(zeilen: Iterable[tuple]) -> list[Spur]:
    """One per contact from rows (contact, day, Bezug, outcome, Sozialraum), in their order. No query."""
    spuren: dict[int, Spur] = {}
    for kontakt, am, bezug, ergebnis, raum in zeilen:
        spur = spuren.get(kontakt)
        if spur is None:
            spur = spuren[kontakt] = Spur(kontakt, am, bezug)
        if ergebnis == Ergebnis.ERREICHT:
            spur.ist_erreicht = True
        else:
            spur.ist_versuch = True
        spur.sozialraeume.append(raum)
    return list(spuren.values())


def eintraege(spuren: Sequence[Spur], bereich: Geltungsbereich, namen: Mapping[int, str]) -> list[Eintrag]:
    """These contacts as this viewer may see it; `namen` are the partner's people by Funktion, in order.

    Everybody gets date and state, the kind those who keep contacts, the rest those within sight. At most four queries.
    """
    beiwerk = _Beiwerk([spur.kontakt_id for spur in spuren], Kontaktblick.fuer(bereich), namen)
    kennt_art = bereich.darf("kontakt.sehen")
    return [
        _eintrag(spur, beiwerk) if spur.kontakt_id in beiwerk.sichtbar else _knapper_eintrag(spur, beiwerk, kennt_art)
        for spur in spuren
    ]


class _Zeile(NamedTuple):
    id: int
    uuid: UUID
    art: str
    bezug: str
    inhalt: str
    vereinbarung: str
    erfasst_von: int | None
    vorname: str | None
    nachname: str | None
    username: str | None


_SPALTEN = (
    *("id", "uuid", "art", "bezug", "inhalt", "vereinbarung", "erfasst_von_id"),
    *("erfasst_von__vorname", "erfasst_von__nachname", "erfasst_von__username"),
)


class _Beiwerk:
    """What hangs on a page of contacts, as plain values: whole records would double the time of the page."""

    def __init__(self, ids: Collection[int], blick: Kontaktblick, namen: Mapping[int, str]) -> None:
        self.zeile = {zeile[0]: _Zeile(*zeile) for zeile in _zeilen(ids)}
        raeume: dict[int, set[int]] = defaultdict(set)
        for kontakt, raum in _raeume(ids):
            raeume[kontakt].add(raum)
        alle = self.zeile.values()
        self.sichtbar = {z.id for z in alle if blick.ist_sichtbar(z.erfasst_von, raeume[z.id])}
        self.lesbar = {z.id for z in alle if blick.ist_mit_text(z.erfasst_von, z.bezug, raeume[z.id])}
        self.themen = _themen(self.sichtbar)
        self.personen = _personen(self.lesbar, namen) if namen else {}


@vorbereitet
def _zeilen(ids: Collection[int]) -> QuerySet:
    return Kontakt.objects.filter(pk__in=ids).order_by().values_list(*_SPALTEN)


@vorbereitet
def _raeume(ids: Collection[int]) -> QuerySet:
    dabei = Kontaktbeteiligung.objects.filter(kontakt__in=ids).order_by()
    return dabei.values_list("kontakt_id", "sozialraum_id")


@vorbereitet
def _themenzeilen(ids: Collection[int]) -> QuerySet:
    zeilen = Kontakt.themen.through.objects.filter(kontakt__in=ids).order_by("thema__reihenfolge", "thema__name")
    return zeilen.values_list("kontakt_id", "thema__name")


@vorbereitet
def _personenzeilen(ids: Collection[int]) -> QuerySet:
    zeilen = Kontakt.personen.through.objects.filter(kontakt__in=ids).order_by()
    return zeilen.values_list("kontakt_id", "funktion_id")


def _themen(ids: Collection[int]) -> Mapping[int, list[str]]:
    themen: dict[int, list[str]] = defaultdict(list)
    for kontakt, name in _themenzeilen(ids):
        themen[kontakt].append(name)
    return themen


def _personen(ids: Collection[int], namen: Mapping[int, str]) -> Mapping[int, list[str]]:
    dabei: dict[int, set[int]] = defaultdict(set)
    for kontakt, funktion in _personenzeilen(ids):
        dabei[kontakt].add(funktion)
    return {
        kontakt: [name for funktion, name in namen.items() if funktion in funktionen]
        for kontakt, funktionen in dabei.items()
    }


def _knapper_eintrag(spur: Spur, beiwerk: _Beiwerk, kennt_art: bool) -> Eintrag:
    art = _ART[beiwerk.zeile[spur.kontakt_id].art] if kennt_art else ""
    return Eintrag(spur.am, _ERREICHT if spur.ist_erreicht else _NICHT_ERREICHT, spur.ist_erreicht, art)


def _eintrag(spur: Spur, beiwerk: _Beiwerk) -> Eintrag:
    zeile, text = beiwerk.zeile[spur.kontakt_id], spur.kontakt_id in beiwerk.lesbar
    wer = Benutzer.anzeigename(zeile.vorname, zeile.nachname, zeile.username) if zeile.erfasst_von else ""
    return Eintrag(
        spur.am,
        _ERREICHT if spur.ist_erreicht else _NICHT_ERREICHT,
        spur.ist_erreicht,
        _ART[zeile.art],
        url=datensatzadresse("netzwerk:kontakt_detail", zeile.uuid),
        bezug=_BEZUG.get(zeile.bezug, ""),
        sozialraeume=tuple(spur.sozialraeume),
        themen=tuple(beiwerk.themen.get(zeile.id, ())),
        personen=tuple(beiwerk.personen.get(zeile.id, ())) if text else (),
        erfasst_von=wer or "ehemaliges Konto",
        inhalt=zeile.inhalt if text else "",
        vereinbarung=zeile.vereinbarung if text else "",
        ist_text_verborgen=not text,
    )


def offene_wiedervorlagen(partner: Netzwerkpartner, bereich: Geltungsbereich) -> list[Schritt]:
    """Next steps about the partner within sight: one's own, and those of colleagues in the Sozialraum. One query."""
    return [Schritt(*zeile[:11]) for zeile in _schritte(bereich, partner.pk)]


@vorbereitet
def _schritte(bereich: Geltungsbereich, partner_id: int) -> QuerySet:
    dabei = Kontaktbeteiligung.objects.filter(kontakt=OuterRef("kontakt"), partner=partner_id)
    return (
        Wiedervorlage.objects.sichtbar_fuer(bereich)
        .offen()
        .filter(Q(partner=partner_id) | Q(Exists(dabei)))
        .mit_lesbarkeit(bereich)
        .order_by("am", "id")
        .values_list(
            *("uuid", "was", "am", "ist_lesbar", "benutzer_id"),
            *("benutzer__vorname", "benutzer__nachname", "benutzer__username", "kontakt__uuid", "kontakt__am"),
            *("kontakt__bezug", "id"),
        )
    )


class Absprache(NamedTuple):
    """What was last agreed with the partner in a contact."""

    am: date
    text: str
    uuid: UUID

    @property
    def url(self) -> str:
        return datensatzadresse("netzwerk:kontakt_detail", self.uuid)


def letzte_absprache(partner: Netzwerkpartner, bereich: Geltungsbereich) -> Absprache | None:
    """The newest one whose text this viewer may read. One query."""
    for zeile in _absprachen(bereich, partner.pk):
        return Absprache(*zeile[:3])
    return None


@vorbereitet
def _absprachen(bereich: Geltungsbereich, partner_id: int) -> QuerySet:
    dabei = Kontaktbeteiligung.objects.filter(kontakt=OuterRef("pk"), partner=partner_id)
    lesbare = Kontakt.objects.mit_text_fuer(bereich).filter(Exists(dabei)).exclude(vereinbarung="")
    return lesbare.order_by("-am", "-id").values_list("am", "vereinbarung", "uuid", "id")[:1]
