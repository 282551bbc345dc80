"""K29: a closed year accepts no bookings. Every act that changes money of a year asks here first."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finanzen.models import Jahresabschluss
from konten.rules.zahl import tagesdatum
from sozialraum.models import Sozialraum

GESCHLOSSEN = (
    "Das Jahr {jahr} ist für {raum} abgeschlossen (am {am}). Das Jugendamt kann es mit Begründung wieder öffnen."
)


def pruefe_offen(jahr: int, sozialraum_id: int) -> None:
    """Locks the money of a Sozialraum to the end of the transaction; raises ValidationError for a closed year.

    Closing and reopening take the same lock, so no booking slips into a year while it is being closed. Needs a
    transaction (TransactionManagementError otherwise). Two queries.
    """
    raum = sperre_sozialraum(sozialraum_id)
    geltend = Jahresabschluss.objects.filter(sozialraum=raum, jahr=jahr, geoeffnet_am__isnull=True).order_by()
    if am := geltend.values_list("geschlossen_am", flat=True).first():
        satz = GESCHLOSSEN.format(jahr=jahr, raum=raum, am=tagesdatum(timezone.localdate(am)))
        raise ValidationError(satz, code="geschlossen")


def sperre_sozialraum(sozialraum_id: int) -> Sozialraum:
    """The Sozialraum, locked: one writer of its money at a time. Rows that refer to it are not held up. One query."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The lock needs a transaction.")
    # Its own row alone, not ordered: nothing but this table is locked.
    return Sozialraum.objects.order_by().select_for_update(no_key=True).get(pk=sozialraum_id)
