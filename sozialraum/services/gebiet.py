"""A Gemeinde changes its Sozialraum."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.rules.zahl import tagesdatum
from konten.services import loese_ab
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum


def pruefe_umzug(*, gemeinde: Gemeinde, ziel: Sozialraum, ab: date) -> Gebietszuordnung | None:
    """The assignment that would end, or None for the first one. One query.

    Raises ValidationError: the Gemeinde belongs there already, or a later change is entered.
    """
    zeilen = list(gemeinde.gebietszuordnungen.select_related("sozialraum").order_by("von"))
    spaeter = next((zeile for zeile in zeilen if zeile.von > ab), None)
    if spaeter:
        raise ValidationError(
            f"Für {gemeinde} ist schon ein Wechsel zum {tagesdatum(spaeter.von)} eingetragen ({spaeter.sozialraum}). "
            "Bitte wählen Sie diesen Tag oder einen späteren."
        )
    bisher = next((zeile for zeile in zeilen if zeile.gilt_am(ab)), None)
    if bisher and bisher.sozialraum_id == ziel.pk:
        raise ValidationError(f"{gemeinde} gehört an diesem Tag schon zum Sozialraum {ziel}.")
    return bisher


@transaction.atomic
def ordne_gemeinde_zu(*, gemeinde: Gemeinde, ziel: Sozialraum, ab: date, quelle: str) -> Gebietszuordnung:
    """Closes the assignment and opens the new one; locks the Gemeinde. Raises ValidationError, see `pruefe_umzug`."""
    Gemeinde.objects.select_for_update().get(pk=gemeinde.pk)
    pruefe_umzug(gemeinde=gemeinde, ziel=ziel, ab=ab)
    neu = Gebietszuordnung(gemeinde=gemeinde, sozialraum=ziel, von=ab, quelle=quelle, ist_belegt=bool(quelle))
    return loese_ab(bisherige=Gebietszuordnung.objects.filter(gemeinde=gemeinde), neu=neu)


@transaction.atomic
def belege(*, zuordnungen: Collection[Gebietszuordnung], quelle: str, am: date) -> int:
    """Confirms inferred assignments by a source on a day; returns how many. Confirmed meanwhile ones stay as they are.

    The fact itself does not change, so no row is closed. Two queries and one for each.
    """
    offene = Gebietszuordnung.objects.select_for_update().filter(pk__in=[zeile.pk for zeile in zuordnungen])
    anzahl = 0
    for zeile in offene.filter(ist_belegt=False):
        zeile.ist_belegt, zeile.quelle, zeile.belegt_am = True, quelle, am
        zeile.save()
        anzahl += 1
    return anzahl
