"""Acts on the entry of a partner as a whole: confirmed as true, taken back."""

from datetime import date

from django.db import transaction

from konten.models import Benutzer
from partner.models import Angabenpruefung, Netzwerkpartner


@transaction.atomic
def bestaetige_angaben(*, partner: Netzwerkpartner, am: date, durch: Benutzer) -> tuple[Angabenpruefung, bool]:
    """Somebody looked at the whole entry and says that it is true (K16); a second click on the day writes nothing.

    True when it is new. Two queries.
    """
    Netzwerkpartner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    return Angabenpruefung.objects.get_or_create(partner=partner, am=am, durch=durch)


@transaction.atomic
def nimm_bestaetigung_zurueck(*, partner: Netzwerkpartner, am: date, durch: Benutzer) -> bool:
    """Takes back one's own confirmation of the day: the one before holds again. False when there is none."""
    eigene = Angabenpruefung.objects.filter(partner=partner, am=am, durch=durch)
    for zeile in eigene:
        zeile.delete()
        return True
    return False
