"""Who took part in contacts, for lists: read once for all of them."""

from collections.abc import Collection

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from netzwerk.models import Kontakt, Kontaktbeteiligung


def mit_partnern(kontakte: list[Kontakt]) -> list[Kontakt]:
    """The same contacts, their participations with name and key of the partner laid by. One query.

    What `prefetch_related("beteiligungen__partner")` does in two statements that are built anew each time.
    """
    je_kontakt: dict[int, list[Kontaktbeteiligung]] = {kontakt.pk: [] for kontakt in kontakte}
    for beteiligung in _beteiligungen(list(je_kontakt)):
        je_kontakt[beteiligung.kontakt_id].append(beteiligung)
    for kontakt in kontakte:
        kontakt._prefetched_objects_cache = {"beteiligungen": je_kontakt[kontakt.pk]}
    return kontakte


@vorbereitet
def _beteiligungen(kontakt_ids: Collection[int]) -> QuerySet[Kontaktbeteiligung]:
    zeilen = Kontaktbeteiligung.objects.filter(kontakt__in=kontakt_ids).select_related("partner")
    return zeilen.only("kontakt", "partner__uuid", "partner__name")
