"""Where an interval comes from, and what would hold without the exception (K06). The rule decides, this explains."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules.zahl import mehrzahl, tagesdatum
from netzwerk.rules.abdeckung import Abstaende
from partner.models import Intervall, Kategoriezuordnung


class _Zeile(NamedTuple):
    tage: int
    von: date
    begruendung: str
    partner: int | None
    kategorie: int | None
    kategoriename: str | None
    sozialraum: int | None


def abstandssaetze(
    partner_id: int, kategorie_ids: Collection[int], raum_ids: Collection[int], stichtag: date
) -> dict[int, str]:
    """For each Sozialraum the sentence that says which interval holds there and why. One query."""
    zeilen = [_Zeile(*zeile) for zeile in _zeilen(partner_id, list(kategorie_ids), list(raum_ids), stichtag)]
    abstaende = _als_abstaende(zeilen)
    saetze = {}
    for raum in raum_ids:
        tage = abstaende.fuer(partner_id, raum, kategorie_ids)
        zeile = _geltende(zeilen, raum, tage)
        if zeile is not None:
            saetze[raum] = _satz(zeile)
    return saetze


def uebliche_tage(zeile: Intervall) -> int | None:
    """The interval that would hold on its first day without this row; None when nothing lies above. Two queries."""
    if zeile.sozialraum_id is None or zeile.von is None:
        return None
    kategorien = [zeile.kategorie_id] if zeile.kategorie_id else _kategorien(zeile.partner_id, zeile.von)
    darueber = Intervall.objects.aktiv(zeile.von).filter(kategorie__in=kategorien)
    oder_im_raum = Q(sozialraum__isnull=True)
    if zeile.partner_id:
        oder_im_raum |= Q(sozialraum=zeile.sozialraum_id)
    zeilen = darueber.filter(oder_im_raum).values_list("kategorie_id", "sozialraum_id", "tage")
    abstaende = Abstaende(
        {kategorie: tage for kategorie, raum, tage in zeilen if raum is None},
        {(kategorie, raum): tage for kategorie, raum, tage in zeilen if raum is not None},
    )
    return abstaende.fuer(0, zeile.sozialraum_id, kategorien)


def _kategorien(partner_id: int, tag: date) -> list[int]:
    return list(Kategoriezuordnung.objects.aktiv(tag).filter(partner=partner_id).values_list("kategorie_id", flat=True))


@vorbereitet
def _zeilen(
    partner_id: int, kategorie_ids: Collection[int], raum_ids: Collection[int], stichtag: date
) -> QuerySet[Intervall]:
    dort = Q(sozialraum__in=raum_ids)
    gilt = Q(partner=partner_id) & dort | Q(kategorie__in=kategorie_ids) & (dort | Q(sozialraum__isnull=True))
    return (
        Intervall.objects.aktiv(stichtag)
        .filter(gilt)
        .order_by("tage")
        .values_list("tage", "von", "begruendung", "partner", "kategorie", "kategorie__name", "sozialraum")
    )


def _als_abstaende(zeilen: Iterable[_Zeile]) -> Abstaende:
    kategorie: dict[int, int] = {}
    im_raum: dict[tuple[int, int], int] = {}
    partner: dict[tuple[int, int], int] = {}
    for zeile in sorted(zeilen, key=lambda zeile: -zeile.tage):
        ziel: Mapping = partner if zeile.partner else im_raum if zeile.sozialraum else kategorie
        ziel[_schluessel(zeile)] = zeile.tage
    return Abstaende(kategorie, im_raum, partner)


def _schluessel(zeile: _Zeile) -> int | tuple[int, int]:
    if zeile.partner:
        return zeile.partner, zeile.sozialraum
    return (zeile.kategorie, zeile.sozialraum) if zeile.sozialraum else zeile.kategorie


def _geltende(zeilen: Iterable[_Zeile], raum: int, tage: int | None) -> _Zeile | None:
    """The most particular row with the days that the rule found."""
    passend = [zeile for zeile in zeilen if zeile.tage == tage and zeile.sozialraum in (None, raum)]
    return min(passend, key=lambda zeile: (zeile.partner is None, zeile.sozialraum is None), default=None)


def _satz(zeile: _Zeile) -> str:
    tage, seit = mehrzahl(zeile.tage, "Tag", "Tage"), tagesdatum(zeile.von)
    grund = f" Begründung: {zeile.begruendung.rstrip('.')}." if zeile.begruendung else ""
    if zeile.partner:
        return f"Für diesen Partner gilt hier ein eigener Abstand: {tage} seit {seit}.{grund}"
    if zeile.sozialraum:
        return f"Für „{zeile.kategoriename}“ gilt in diesem Sozialraum ein eigener Abstand: {tage} seit {seit}.{grund}"
    return f"Es gilt der Abstand der Kategorie „{zeile.kategoriename}“: {tage}. Ihn legt das Jugendamt fest.{grund}"
