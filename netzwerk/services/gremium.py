"""Gremien and their seats."""

from django.core.exceptions import ValidationError
from django.db import transaction

from netzwerk.models import Gremienmitglied, Gremium
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert


@transaction.atomic
def speichere(*, gremium: Gremium, version: int) -> Gremium:
    """Stores a changed Gremium; themes are set by the form. Raises ZwischenzeitlichGeaendert, see `version`."""
    gespeichert = Gremium.objects.select_for_update().get(pk=gremium.pk)
    if gespeichert.version != version:
        raise ZwischenzeitlichGeaendert(gespeichert.version)
    gremium.version = version + 1
    gremium.save()
    return gremium


@transaction.atomic
def loesche(*, gremium: Gremium) -> None:
    """Deletes a Gremium that never had a meeting. Raises ValidationError otherwise: then it ends."""
    gremium = Gremium.objects.select_for_update().get(pk=gremium.pk)
    if gremium.sitzungen.exists():
        raise ValidationError("Zu diesem Gremium gibt es Sitzungen. Tragen Sie stattdessen ein, bis wann es bestand.")
    gremium.delete()


@transaction.atomic
def besetze(*, sitz: Gremienmitglied) -> Gremienmitglied:
    """Stores a seat, new or changed (K10). Raises ValidationError when the same one holds it twice on some day."""
    Gremium.objects.select_for_update().get(pk=sitz.gremium_id)
    sitz.full_clean()
    gleiche = Gremienmitglied.objects.filter(
        gremium=sitz.gremium_id, partner=sitz.partner_id, fachkraft=sitz.fachkraft_id, funktion=sitz.funktion_id
    )
    if gleiche.exclude(pk=sitz.pk).ueberschneidend(sitz.von, sitz.bis).exists():
        raise ValidationError({"von": f"{sitz} ist in dieser Zeit schon Mitglied."})
    sitz.save()
    return sitz


@transaction.atomic
def nimm_zurueck(*, sitz: Gremienmitglied) -> None:
    """Removes a seat entered by mistake. Raises ValidationError once attendance was noted: then it ends."""
    if sitz.teilnahmen.exists():
        raise ValidationError("Zu diesem Mitglied ist schon eine Anwesenheit vermerkt. Bitte tragen Sie das Ende ein.")
    sitz.delete()
