"""The secret address of a personal calendar: made, changed and withdrawn by its owner; only a digest is stored."""

import hashlib
import secrets

from django.db import transaction

from konten.models import Benutzer, Kalenderadresse


@transaction.atomic
def erzeuge(*, benutzer: Benutzer) -> str:
    """A new secret; an earlier address stops working at once. It is shown this one time and cannot be read again."""
    geheimnis = secrets.token_urlsafe(32)
    adresse, ist_neu = Kalenderadresse.objects.select_for_update().get_or_create(
        benutzer=benutzer, defaults={"abdruck": abdruck(geheimnis)}
    )
    if not ist_neu:
        adresse.abdruck = abdruck(geheimnis)
        adresse.save()
    return geheimnis


def widerrufe(*, benutzer: Benutzer) -> bool:
    """The address stops working. False when there was none."""
    adresse = Kalenderadresse.objects.filter(benutzer=benutzer).first()
    if adresse is None:
        return False
    adresse.delete()
    return True


def inhaber(geheimnis: str) -> Benutzer | None:
    """Whose calendar this is; None for an unknown secret or an account that is switched off. One query."""
    adressen = Kalenderadresse.objects.select_related("benutzer")
    adresse = adressen.filter(abdruck=abdruck(geheimnis), benutzer__is_active=True).first()
    return adresse.benutzer if adresse else None


def abdruck(geheimnis: str) -> str:
    """What of the secret is stored; 256 random bits need no slow hash."""
    return hashlib.sha256(geheimnis.encode()).hexdigest()
