"""Contacts that a person of the directory took part in, as far as the right reaches."""

from django.db.models import QuerySet

from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt


def kontakte_mit(bereich: Geltungsbereich, person_id: int) -> QuerySet[Kontakt]:
    """Contacts in which the person is named, newest first: only those whose text may be read, for so may her name.

    Three queries with what a row shows.
    """
    menge = Kontakt.objects.mit_text_fuer(bereich).filter(personen__person=person_id).distinct()
    return menge.fuer_liste().order_by("-am", "-pk")
