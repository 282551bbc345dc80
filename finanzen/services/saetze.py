"""Rates that reckon with money: the rule of the concept and the cost of a post. A closed year keeps both (K29)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finanzen.models import Budgetregel, Jahresabschluss, Kostensatz
from finanzen.rules.mittel import Regelsatz, satz_im_jahr
from finanzen.selectors.haushalt import regelsaetze
from finanzen.services.sperre import pruefe_offen
from konten.rules.zahl import tagesdatum
from netzwerk.models import Einsatz
from sozialraum.models import Sozialraum, Traegerschaft

REGEL_GESCHLOSSEN = "Das Jahr {jahr} ist für {raum} abgeschlossen (am {am}). Der Satz gilt frühestens danach."


@transaction.atomic
def lege_regel_fest(*, neu: Budgetregel) -> Budgetregel:
    """Saves a new rate from a year on. Raises ValidationError when it would change a closed year.

    All Sozialräume are locked, so no year is closed meanwhile.
    """
    list(Sozialraum.objects.order_by("pk").select_for_update(no_key=True))
    regeln = regelsaetze()
    danach = [*regeln, Regelsatz(neu.jahr_ab, neu.satz, neu.quelle)]
    geschlossen = Jahresabschluss.objects.filter(geoeffnet_am__isnull=True, jahr__gte=neu.jahr_ab)
    for abschluss in geschlossen.select_related("sozialraum").order_by("jahr", "sozialraum"):
        vorher, nachher = satz_im_jahr(regeln, abschluss.jahr), satz_im_jahr(danach, abschluss.jahr)
        if vorher is None or vorher.satz != nachher.satz:
            am = tagesdatum(timezone.localdate(abschluss.geschlossen_am))
            satz = REGEL_GESCHLOSSEN.format(jahr=abschluss.jahr, raum=abschluss.sozialraum, am=am)
            raise ValidationError({"jahr_ab": satz})
    neu.full_clean()
    neu.save()
    return neu


@transaction.atomic
def lege_kostensatz_fest(*, neu: Kostensatz) -> Kostensatz:
    """Saves the cost of a post, new or changed. Raises ValidationError when a closed year was planned with it.

    Another source of the same amount changes no figure and is saved. Two queries per Sozialraum of the Träger.
    """
    bisher = Kostensatz.objects.filter(pk=neu.pk).values_list("betrag", flat=True).first()
    if bisher != neu.betrag:
        for sozialraum_id in _sozialraeume(neu):
            pruefe_offen(neu.jahr, sozialraum_id)
    neu.full_clean()
    neu.save()
    return neu


def _sozialraeume(satz: Kostensatz) -> list[int]:
    """Where the Träger works or has somebody working on a day of the year, in the order in which they are locked."""
    tage = date(satz.jahr, 1, 1), date(satz.jahr, 12, 31)
    orte = (
        modell.objects.filter(traeger=satz.traeger_id)
        .ueberschneidend(*tage)
        .order_by()
        .values_list("sozialraum", flat=True)
        for modell in (Traegerschaft, Einsatz)
    )
    return sorted({sozialraum for liste in orte for sozialraum in liste})
