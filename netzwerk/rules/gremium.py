"""Words of the committees: level, state of a meeting, attendance (K02, K10)."""

from django.db.models import TextChoices


class Ebene(TextChoices):
    """Where a Gremium works: it steers, it builds structures, or it acts together."""

    LENKUNG = "lenkung", "Lenkung"
    STRUKTUR = "struktur", "Struktur"
    HANDLUNG = "handlung", "Handlung"


class Sitzungsstatus(TextChoices):
    """A meeting is planned, people are invited, it took place or was called off."""

    GEPLANT = "geplant", "geplant"
    EINGELADEN = "eingeladen", "eingeladen"
    GEHALTEN = "gehalten", "gehalten"
    ABGESAGT = "abgesagt", "abgesagt"


class Anwesenheit(TextChoices):
    """Whether a member came."""

    ANWESEND = "anwesend", "anwesend"
    ENTSCHULDIGT = "entschuldigt", "entschuldigt"
    ABWESEND = "abwesend", "nicht anwesend"
