"""Who sees which sums and whose bookings. Pages ask here; no view decides it for itself."""

from dataclasses import dataclass

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum, Traegerschaft


@dataclass(frozen=True, slots=True)
class Finanzsicht:
    """What one person sees of the money. None means: everywhere, of everybody.

    `summen`: Sozialräume whose totals she sees; `alle_traeger`: Sozialräume in which she sees the sums of every
    Träger (Jugendamt, and the Leitung of the steuerungsverantwortliche Träger); `eigene`: Träger whose bookings,
    personnel plan and approvals she sees.
    """

    raeume: tuple[Sozialraum, ...]
    summen: frozenset[int] | None
    alle_traeger: frozenset[int] | None
    eigene: frozenset[int] | None

    @property
    def raum_ids(self) -> list[int]:
        return [raum.pk for raum in self.raeume]

    def zeigt_summe(self, sozialraum_id: int) -> bool:
        return self.zeigt_alle_traeger(sozialraum_id) or self.summen is None or sozialraum_id in self.summen

    def zeigt_alle_traeger(self, sozialraum_id: int) -> bool:
        return self.alle_traeger is None or sozialraum_id in self.alle_traeger

    def zeigt_einzelnes(self, traeger_id: int) -> bool:
        return self.eigene is None or traeger_id in self.eigene

    def zeigt_traeger(self, sozialraum_id: int, traeger_id: int) -> bool:
        return self.zeigt_alle_traeger(sozialraum_id) or self.zeigt_einzelnes(traeger_id)


def finanzsicht(bereich: Geltungsbereich) -> Finanzsicht:
    """The sight of an account on its day. One query, for a Leitung two."""
    if bereich.traeger("finanzen.sehen") is None:
        return Finanzsicht(tuple(_raeume(bereich)), None, None, None)
    geleitet = bereich.geleitete_traeger("finanzen.sehen")
    summen = bereich.sozialraeume("finanzen.summen.raum")
    return Finanzsicht(tuple(_raeume(bereich)), summen, _gesteuerte(bereich, geleitet), geleitet)


@vorbereitet
def _raeume(bereich: Geltungsbereich) -> QuerySet[Sozialraum]:
    ids = bereich.sozialraeume("finanzen.summen")
    menge = Sozialraum.objects.sichtbar_fuer(bereich)
    return menge if ids is None else menge.filter(pk__in=ids)


def _gesteuerte(bereich: Geltungsbereich, traeger_ids: frozenset[int]) -> frozenset[int]:
    if not traeger_ids:
        return frozenset()
    menge = Traegerschaft.objects.aktiv(bereich.stichtag).filter(
        traeger__in=traeger_ids, ist_steuerungsverantwortlich=True
    )
    return frozenset(menge.order_by().values_list("sozialraum", flat=True))
