"""Secret links in mails: one purpose, an end, used once, withdrawn at any time."""

from datetime import datetime

from django.db.models import TextChoices


class Linkstand(TextChoices):
    """Whether a link still acts, and why not."""

    GUELTIG = "gueltig", "gültig"
    ABGELAUFEN = "abgelaufen", "abgelaufen"
    VERBRAUCHT = "verbraucht", "schon benutzt"
    WIDERRUFEN = "widerrufen", "zurückgezogen"


def linkstand(
    gueltig_bis: datetime, verbraucht_am: datetime | None, widerrufen_am: datetime | None, jetzt: datetime
) -> Linkstand:
    """Withdrawn counts before used, used before expired: one is told what somebody did, not what the clock did."""
    if widerrufen_am is not None:
        return Linkstand.WIDERRUFEN
    if verbraucht_am is not None:
        return Linkstand.VERBRAUCHT
    return Linkstand.GUELTIG if jetzt <= gueltig_bis else Linkstand.ABGELAUFEN
