"""Reads across partner categories."""

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from partner.models import Partnerkategorie


@vorbereitet
def waehlbare_kategorien(bereich: Geltungsbereich) -> QuerySet[Partnerkategorie]:
    """What forms and filters offer, in its order. One query."""
    return Partnerkategorie.objects.waehlbar_fuer(bereich)
