"""Reads across Sozialräume."""

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum


@vorbereitet
def waehlbare_sozialraeume(bereich: Geltungsbereich) -> QuerySet[Sozialraum]:
    """What forms and filters offer, in its order. One query."""
    return Sozialraum.objects.waehlbar_fuer(bereich)
