"""Rows of the contact list as plain values."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from konten.models import Benutzer, datensatzadresse
from netzwerk.models import Kontakt, Kontaktbeteiligung
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

    @property
    def url(self) -> str:
        return datensatzadresse("netzwerk:kontakt_detail", self.uuid)


class _Dabei(NamedTuple):
    partner: str
    sozialraum: str
    ergebnis: str


def kontaktzeilen(kontakte: QuerySet[Kontakt]) -> list[Kontaktzeile]:
    """Rows for one page of contacts, in its order. Two queries."""
    zeilen = list(kontakte.values_list(*_SPALTEN))
    dabei: dict[int, list[_Dabei]] = defaultdict(list)
    beteiligungen = Kontaktbeteiligung.objects.filter(kontakt__in=[zeile[0] for zeile in zeilen]).order_by("id")
    for kontakt, *rest in beteiligungen.values_list("kontakt_id", "partner__name", "sozialraum__name", "ergebnis"):
        dabei[kontakt].append(_Dabei(*rest))
    return [_zeile(zeile, dabei[zeile[0]]) for zeile in zeilen]


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
    )


def _ohne_wiederholung(worte: Iterable[str]) -> str:
    return ", ".join([wort for wort, _ in groupby(worte)])
