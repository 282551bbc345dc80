"""Acts of the ground floor."""

from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction

from konten.models import Zeitraum, Zeitraummenge

Z = TypeVar("Z", bound=Zeitraum)


@transaction.atomic
def loese_ab(*, bisherige: Zeitraummenge, neu: Z) -> Z:
    """Opens `neu` and closes what it replaces the day before (validity rows are never overwritten, K35).

    `bisherige` are the rows of the same fact (same partner, same Gemeinde, …). A row that begins on the very same day
    is replaced. A row that begins later limits `neu`. Raises ValidationError when `neu` ends before it begins.
    Two queries and one per changed row.
    """
    spaetere = bisherige.filter(von__gt=neu.von).order_by("von").first()
    if spaetere and (neu.bis is None or neu.bis >= spaetere.von):
        neu.bis = spaetere.von - timedelta(days=1)
    # Its own column alone: an ordering over a nullable relation would be an outer join, which PostgreSQL cannot lock.
    for alt in bisherige.order_by("von").select_for_update().ueberschneidend(neu.von, neu.bis):
        _schliesse(alt, neu.von)
    neu.full_clean()
    neu.save()
    return neu


def _schliesse(alt: Zeitraum, am: date) -> None:
    if alt.von >= am:
        alt.delete()
        return
    alt.bis = am - timedelta(days=1)
    alt.save()
