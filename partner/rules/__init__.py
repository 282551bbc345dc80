"""Words of the partner floor: states, circles, where a partner sits."""

from django.db.models import TextChoices


class Kreis(TextChoices):
    """Circle of a partner category (K23, K24)."""

    NAH = "nah", "nahes Umfeld der Familien"
    WEITERE = "weitere", "weitere Netzwerkpartner"
    LANDKREIS = "landkreis", "Landkreis"
    OERTLICH = "oertlich", "örtlich"


class Ferienregel(TextChoices):
    """Which closed days move a due day: school holidays, the partner's own, or none (K06)."""

    KEINE = "keine", "keine"
    SCHULFERIEN = "schulferien", "Schulferien Rheinland-Pfalz"
    SCHLIESSTAGE = "schliesstage", "eigene Schließtage"


class Partnerstatus(TextChoices):
    """State of a partner; only an active one is asked for contact."""

    AKTIV = "aktiv", "aktiv"
    RUHEND = "ruhend", "ruhend"
    GESCHLOSSEN = "geschlossen", "geschlossen"


class Sitz(TextChoices):
    """Where a partner is seated; a partner outside may serve the Landkreis all the same (K24)."""

    LANDKREIS = "landkreis", "im Landkreis"
    AUSSERHALB = "ausserhalb", "außerhalb des Landkreises"
    UNBEKANNT = "unbekannt", "Ort nicht bekannt"
