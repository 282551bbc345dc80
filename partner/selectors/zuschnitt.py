"""Reads of re-cuts that were taken over (K35)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from konten.models.abfrage import vorbereitet
from partner.models import Neuzuschnitt
from partner.rules.zuschnitt import Zuschnittstatus
from sozialraum.models import Gebietszuordnung


@vorbereitet
def nachtraegliche_neuzuschnitte(von: date, bis: date, sozialraum_id: int) -> QuerySet[Neuzuschnitt]:
    """Re-cuts of this Sozialraum that hold on the last day of the period and were entered only after it. One query."""
    beruehrt = Gebietszuordnung.objects.filter(
        Q(bis__isnull=True) | Q(bis__gte=von), sozialraum=sozialraum_id, gemeinde__wechsel__neuzuschnitt=OuterRef("pk")
    )
    menge = Neuzuschnitt.objects.filter(
        Exists(beruehrt), zustand=Zuschnittstatus.UEBERNOMMEN, von__lte=bis, uebernommen_am__date__gt=bis
    )
    return menge.defer("journal").order_by("von", "pk")
