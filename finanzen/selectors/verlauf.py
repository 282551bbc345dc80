"""Reads for the course of a year and for its background."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min, QuerySet, Sum

from finanzen.models import Ausgabe, Finanzvolumen, Volumenkorrektur
from finanzen.rules.mittel import runde
from finanzen.selectors.haushalt import Ids
from konten.models.abfrage import vorbereitet


def tagesbuchungen(jahr: int, sozialraum_id: int, traeger_ids: Ids = None) -> list[tuple[date, Decimal]]:
    """What was booked on each day, reversals included. One query."""
    return [(am, runde(betrag)) for am, betrag in _tagessummen(jahr, sozialraum_id, traeger_ids)]


@vorbereitet
def _tagessummen(jahr: int, sozialraum_id: int, traeger_ids: Ids) -> QuerySet:
    menge = Ausgabe.objects.filter(jahr=jahr, sozialraum=sozialraum_id)
    if traeger_ids is not None:
        menge = menge.filter(traeger__in=traeger_ids)
    return menge.order_by().values_list("am").annotate(Sum("betrag"))


@vorbereitet
def korrekturen(volumen_ids: Collection[int]) -> QuerySet[Volumenkorrektur]:
    """Corrections of these volumes, newest first, with their author. One query."""
    menge = Volumenkorrektur.objects.filter(volumen__in=volumen_ids)
    return menge.select_related("durch").order_by("-erstellt_am", "-pk")


def jahre(heute: date) -> list[int]:
    """Years to choose from, newest first: from the first volume to the coming year. One query."""
    grenzen = Finanzvolumen.objects.aggregate(von=Min("jahr"), bis=Max("jahr"))
    von = min(grenzen["von"] or heute.year, heute.year)
    bis = max(grenzen["bis"] or heute.year, heute.year + 1)
    return list(range(bis, von - 1, -1))
