"""Rows of the contact list as plain values."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from konten.models import Benutzer, datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt, Kontaktbeteiligung, Kontaktblick
from netzwerk.rules import Bezug, Ergebnis, Kontaktart

_ART, _BEZUG, _ERGEBNIS = dict(Kontaktart.choices), dict(Bezug.choices), dict(Ergebnis.choices)
_SPALTEN = (
    *("id", "uuid", "am", "art", "bezug", "erfasst_von_id"),
    *("erfasst_von__vorname", "erfasst_von__nachname", "erfasst_von__username"),
)


class Kontaktzeile(NamedTuple):
    """One contact as listed; several partners, Sozialräume and results are joined by commas."""

    uuid: UUID
    am: date
    art: str
    bezug: str
    partner: str
    sozialraeume: str
    ergebnisse: str
    erfasst_von: str
    partner_schluessel: tuple[UUID, ...]

    @property
    def url(self) -> str:
        return datensatzadresse("netzwerk:kontakt_detail", self.uuid)

    @property
    def auswahl(self) -> str:
        """Question that presets the same partners in the form of a new contact."""
        return "&".join([f"partner={schluessel}" for schluessel in self.partner_schluessel])


class _Dabei(NamedTuple):
    partner: str
    sozialraum: str
    ergebnis: str
    schluessel: UUID


def kontaktzeilen(kontakte: QuerySet[Kontakt]) -> list[Kontaktzeile]:
    """Rows for one page of contacts, in its order. Two queries."""
    zeilen = list(kontakte.values_list(*_SPALTEN))
    dabei: dict[int, list[_Dabei]] = defaultdict(list)
    for kontakt, *rest in _beteiligungen([zeile[0] for zeile in zeilen]):
        dabei[kontakt].append(_Dabei(*rest))
    return [_zeile(zeile, dabei[zeile[0]]) for zeile in zeilen]


@vorbereitet
def _beteiligungen(kontakt_ids: Collection[int]) -> QuerySet:
    zeilen = Kontaktbeteiligung.objects.filter(kontakt__in=kontakt_ids).order_by("id")
    return zeilen.values_list("kontakt_id", "partner__name", "sozialraum__name", "ergebnis", "partner__uuid")


def anzahl_sichtbarer(bereich: Geltungsbereich, beteiligung: Q) -> int | None:
    """How many contacts the person may open of which one participation meets the condition; None: not known this way.

    Counting participations takes half as long as asking every contact for one. That is possible for a condition when
    everything is within sight, and for the whole list of a person who sees her own Sozialräume. One or two queries.
    """
    blick = Kontaktblick.fuer(bereich)
    if not blick.darf_auflisten or (blick.sicht is None) != bool(beteiligung):
        return None
    if blick.sicht is None:
        return _verschiedene(beteiligung)
    in_sicht = Q(sozialraum__in=blick.sicht)
    daneben = ~Exists(Kontaktbeteiligung.objects.filter(in_sicht, kontakt=OuterRef("pk")))
    return _verschiedene(in_sicht) + Kontakt.objects.filter(daneben, erfasst_von__in=blick.eigene).count()


def _verschiedene(beteiligung: Q) -> int:
    return Kontaktbeteiligung.objects.filter(beteiligung).aggregate(n=Count("kontakt", distinct=True))["n"]


def _zeile(zeile: tuple, dabei: list[_Dabei]) -> Kontaktzeile:
    _, uuid, am, art, bezug, konto, *name = zeile
    return Kontaktzeile(
        uuid,
        am,
        _ART[art],
        _BEZUG.get(bezug, ""),
        ", ".join([eine.partner for eine in dabei]),
        _ohne_wiederholung(eine.sozialraum for eine in dabei),
        _ohne_wiederholung(_ERGEBNIS[eine.ergebnis] for eine in dabei),
        Benutzer.anzeigename(*name) if konto else "",
        tuple(dict.fromkeys([eine.schluessel for eine in dabei])),
    )


def _ohne_wiederholung(worte: Iterable[str]) -> str:
    return ", ".join([wort for wort, _ in groupby(worte)])
