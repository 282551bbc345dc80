"""Reads of agreements for pages that show them beside other things: one compiled statement each."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from partner.models import Vereinbarung
from partner.rules.vereinbarung import AUSLAUF

RECHT = "vereinbarung.bearbeiten"
GEZEIGT = ("uuid", "titel", "art", "von", "bis", "pruefen_am")


def vereinbarungen_im_sozialraum(
    bereich: Geltungsbereich, sozialraum_id: int, stichtag: date
) -> list[Vereinbarung] | None:
    """Agreements of a Sozialraum that hold or will (K09); None for who may not see any. One query."""
    return _im_sozialraum(sozialraum_id, stichtag) if bereich.darf("vereinbarung.sehen") else None


def vereinbarungen_mit_partner(bereich: Geltungsbereich, partner_id: int, stichtag: date) -> list[Vereinbarung] | None:
    """Agreements with a partner that hold or will (K09); None for who may not see any. One query."""
    return _mit_partner(partner_id, stichtag) if bereich.darf("vereinbarung.sehen") else None


def zahl_wieder_anzusehender(bereich: Geltungsbereich) -> int:
    """How many agreements of one's own Sozialräume are to be looked at again (K10). One query, none without right."""
    if not bereich.darf(RECHT):
        return 0
    raeume, grenze = bereich.sozialraeume(RECHT), bereich.stichtag + AUSLAUF
    alle = raeume is None
    return len(_anzusehende(bereich.stichtag, grenze) if alle else _anzusehende_in(bereich.stichtag, grenze, raeume))


def _laufende(stichtag: date) -> QuerySet[Vereinbarung]:
    return Vereinbarung.objects.filter(Q(bis__isnull=True) | Q(bis__gte=stichtag)).only(*GEZEIGT).order_by("titel")


@vorbereitet
def _im_sozialraum(sozialraum_id: int, stichtag: date) -> QuerySet[Vereinbarung]:
    return _laufende(stichtag).filter(sozialraeume=sozialraum_id)


@vorbereitet
def _mit_partner(partner_id: int, stichtag: date) -> QuerySet[Vereinbarung]:
    return _laufende(stichtag).filter(partner=partner_id)


@vorbereitet
def _anzusehende(stichtag: date, grenze: date) -> QuerySet:
    return Vereinbarung.objects.wieder_anzusehen(stichtag, grenze).order_by().values_list("pk")


@vorbereitet
def _anzusehende_in(stichtag: date, grenze: date, raeume: Collection[int]) -> QuerySet:
    orte = Vereinbarung.sozialraeume.through.objects.filter(vereinbarung=OuterRef("pk"), sozialraum__in=raeume)
    menge = Vereinbarung.objects.wieder_anzusehen(stichtag, grenze).filter(Exists(orte))
    return menge.order_by().values_list("pk")
