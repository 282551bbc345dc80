"""Reads of the particularities of a Sozialraum (K25)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from sozialraum.models import Besonderheit


@dataclass(frozen=True, slots=True)
class Anzeige:
    """What `zustand` shows."""

    klasse: str
    symbol: str
    wort: str


def stand(eintrag: Besonderheit, stichtag: date) -> Anzeige:
    """Whether it holds on that day, and whether somebody should look again. No query."""
    if eintrag.von > stichtag:
        return Anzeige("neu", "→", "künftig")
    if eintrag.bis and eintrag.bis < stichtag:
        return Anzeige("neutral", "–", "beendet")
    if eintrag.wieder_ansehen_am <= stichtag:
        return Anzeige("faellig", "!", "wieder ansehen")
    return Anzeige("aktuell", "✓", "gilt")


@vorbereitet
def besonderheiten_am(stichtag: date, sozialraum_id: int) -> QuerySet[Besonderheit]:
    """What holds in the Sozialraum on that day, the newest first. One query."""
    return Besonderheit.objects.aktiv(stichtag).filter(sozialraum=sozialraum_id).order_by("-von", "-id")


@vorbereitet
def besonderheiten_im(von: date, bis: date, sozialraum_id: int) -> QuerySet[Besonderheit]:
    """What held in the Sozialraum on any day of the period, for its report. One query."""
    menge = Besonderheit.objects.ueberschneidend(von, bis).filter(sozialraum=sozialraum_id)
    return menge.order_by("-von", "-id")
