"""What providers say about their offers, and what becomes of it (K20)."""

from django.db.models import TextChoices


class Antwort(TextChoices):
    STIMMT = "stimmt", "stimmt"
    AENDERUNG = "aenderung", "Änderung vorgeschlagen"
    ENTFALLEN = "entfallen", "gibt es nicht mehr"


class Entscheidung(TextChoices):
    UEBERNOMMEN = "uebernommen", "übernommen"
    ABGELEHNT = "abgelehnt", "nicht übernommen"


class Kampagnenstatus(TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    LAEUFT = "laeuft", "läuft"
    BEENDET = "beendet", "beendet"
