"""Re-cutting territories (K25, K35): states of a re-cut."""

from django.db.models import TextChoices


class Zuschnittstatus(TextChoices):
    """A re-cut is planned first; taken over it changes the territory, discarded it changes nothing."""

    ENTWURF = "entwurf", "Entwurf"
    UEBERNOMMEN = "uebernommen", "übernommen"
    VERWORFEN = "verworfen", "verworfen"
