"""Words of the needs radar: age band, severity, state (K08)."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices


class Altersgruppe(TextChoices):
    """Age band that a need concerns; never the age of a child."""

    ALLE = "alle", "alle Altersgruppen"
    FRUEH = "0_3", "0 bis unter 3 Jahre"
    KITA = "3_6", "3 bis unter 6 Jahre"
    GRUNDSCHULE = "6_10", "6 bis unter 10 Jahre"
    JUGEND = "10_14", "10 bis unter 14 Jahre"
    JUGENDLICHE = "14_18", "14 bis unter 18 Jahre"
    JUNGE_ERWACHSENE = "18_27", "18 bis unter 27 Jahre"
    ELTERN = "eltern", "Eltern und Familien"


class Schwere(TextChoices):
    HINWEIS = "hinweis", "Hinweis"
    BEOBACHTUNG = "beobachtung", "Beobachtung"
    DRINGEND = "dringend", "dringend"


class Bedarfsstatus(TextChoices):
    NEU = "neu", "neu"
    IN_BERATUNG = "in_beratung", "in Beratung"
    AUFGEGRIFFEN = "aufgegriffen", "aufgegriffen"
    ZURUECKGESTELLT = "zurueckgestellt", "zurückgestellt"
    ERLEDIGT = "erledigt", "erledigt"


#: state -> states that may follow
FOLGEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Bedarfsstatus.NEU: (Bedarfsstatus.IN_BERATUNG,),
        Bedarfsstatus.IN_BERATUNG: (
            Bedarfsstatus.AUFGEGRIFFEN,
            Bedarfsstatus.ZURUECKGESTELLT,
            Bedarfsstatus.ERLEDIGT,
        ),
        Bedarfsstatus.AUFGEGRIFFEN: (Bedarfsstatus.ERLEDIGT, Bedarfsstatus.IN_BERATUNG),
        Bedarfsstatus.ZURUECKGESTELLT: (Bedarfsstatus.IN_BERATUNG,),
        Bedarfsstatus.ERLEDIGT: (Bedarfsstatus.IN_BERATUNG,),
    }
)
#: states that only the Jugendamt sets; they need a reason
ABSCHLUSS = frozenset({Bedarfsstatus.AUFGEGRIFFEN, Bedarfsstatus.ZURUECKGESTELLT, Bedarfsstatus.ERLEDIGT})
