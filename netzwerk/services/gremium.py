"""Gremien and their seats."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from netzwerk.models import Gremienmitglied, Gremium, Thema
from netzwerk.services.fassung import ZwischenzeitlichGeaendert

FELDER = ("name", "ebene", "sozialraum_id", "aufgabe", "turnus", "von", "bis")


@transaction.atomic
def lege_an(*, gremium: Gremium, uuid: UUID, themen: Iterable[Thema] = ()) -> tuple[Gremium, bool]:
    """Creates the Gremium; True when it is new. The uuid is the idempotency key: a known one never updates."""
    werte = {feld: getattr(gremium, feld) for feld in FELDER}
    gespeichert, ist_neu = Gremium.objects.get_or_create(uuid=uuid, defaults=werte)
    if ist_neu:
        gespeichert.themen.set(themen)
    return gespeichert, ist_neu


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
def besetze(*, sitz: Gremienmitglied, version: int | None = None) -> Gremienmitglied:
    """Stores a seat, new or changed (K10). `version` is what the person saw who changes it.

    Raises ZwischenzeitlichGeaendert, and ValidationError when the same one holds the seat twice on some day.
    """
    Gremium.objects.select_for_update().get(pk=sitz.gremium_id)
    if sitz.pk:
        _zaehle_fassung(sitz, version)
    sitz.full_clean()
    gleiche = Gremienmitglied.objects.filter(
        gremium=sitz.gremium_id, partner=sitz.partner_id, fachkraft=sitz.fachkraft_id, funktion=sitz.funktion_id
    )
    if gleiche.exclude(pk=sitz.pk).ueberschneidend(sitz.von, sitz.bis).exists():
        raise ValidationError({"von": f"{sitz} ist in dieser Zeit schon Mitglied."})
    sitz.save()
    return sitz


def _zaehle_fassung(sitz: Gremienmitglied, version: int | None) -> None:
    gespeichert = Gremienmitglied.objects.values_list("version", flat=True).get(pk=sitz.pk)
    if version is not None and version != gespeichert:
        raise ZwischenzeitlichGeaendert(gespeichert)
    sitz.version = gespeichert + 1


@transaction.atomic
def nimm_zurueck(*, sitz: Gremienmitglied) -> None:
    """Removes a seat entered by mistake. Raises ValidationError once attendance was noted: then it ends."""
    if sitz.teilnahmen.exists():
        raise ValidationError("Zu diesem Mitglied ist schon eine Anwesenheit vermerkt. Bitte tragen Sie das Ende ein.")
    sitz.delete()
