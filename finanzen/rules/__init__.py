"""Words of money: kinds of expense, states of volumes, projects, applications and closings (K29, K30, K34)."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices


class Ausgabenart(TextChoices):
    PERSONAL = "personal", "Personal"
    SACHKOSTEN = "sachkosten", "Sachkosten"
    HONORAR = "honorar", "Honorar"
    PROJEKT = "projekt", "Projekt"
    OEFFENTLICHKEIT = "oeffentlichkeit", "Öffentlichkeitsarbeit"
    QUALIFIZIERUNG = "qualifizierung", "Qualifizierung"
    EINZELTERMIN = "einzeltermin", "Einzeltermin"


class Volumenstatus(TextChoices):
    EINGETRAGEN = "eingetragen", "eingetragen"
    BESTAETIGT = "bestaetigt", "bestätigt"


class Projektstatus(TextChoices):
    IDEE = "idee", "Idee"
    BEANTRAGT = "beantragt", "beantragt"
    BEWILLIGT = "bewilligt", "bewilligt"
    LAEUFT = "laeuft", "läuft"
    ABGESCHLOSSEN = "abgeschlossen", "abgeschlossen"
    ABGELEHNT = "abgelehnt", "abgelehnt"


#: state of a project -> states that may follow
PROJEKTFOLGEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Projektstatus.IDEE: (Projektstatus.BEANTRAGT,),
        Projektstatus.BEANTRAGT: (Projektstatus.BEWILLIGT, Projektstatus.ABGELEHNT, Projektstatus.IDEE),
        Projektstatus.BEWILLIGT: (Projektstatus.LAEUFT,),
        Projektstatus.LAEUFT: (Projektstatus.ABGESCHLOSSEN,),
        Projektstatus.ABGESCHLOSSEN: (),
        Projektstatus.ABGELEHNT: (Projektstatus.IDEE,),
    }
)


class Antragsstatus(TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    BEANTRAGT = "beantragt", "beantragt"
    GENEHMIGT = "genehmigt", "genehmigt"
    ABGELEHNT = "abgelehnt", "abgelehnt"
    ZURUECKGEZOGEN = "zurueckgezogen", "zurückgezogen"
    ABGERECHNET = "abgerechnet", "abgerechnet"
    VERFALLEN = "verfallen", "verfallen"


#: state of an Ausnahmeantrag -> states that may follow (K30)
ANTRAGSFOLGEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Antragsstatus.ENTWURF: (Antragsstatus.BEANTRAGT, Antragsstatus.ZURUECKGEZOGEN),
        Antragsstatus.BEANTRAGT: (
            Antragsstatus.GENEHMIGT,
            Antragsstatus.ABGELEHNT,
            Antragsstatus.ZURUECKGEZOGEN,
        ),
        Antragsstatus.GENEHMIGT: (Antragsstatus.ABGERECHNET, Antragsstatus.VERFALLEN),
        Antragsstatus.ABGELEHNT: (),
        Antragsstatus.ZURUECKGEZOGEN: (),
        Antragsstatus.ABGERECHNET: (),
        Antragsstatus.VERFALLEN: (),
    }
)


class Restentscheidung(TextChoices):
    """What happens with what is left at the end of a year."""

    RUECKZAHLUNG = "rueckzahlung", "Rückzahlung"
    UEBERTRAG = "uebertrag", "Übertrag in das Folgejahr"


class Nachweisstatus(TextChoices):
    """State of the Verwendungsnachweis of a Träger."""

    ENTWURF = "entwurf", "Entwurf"
    EINGEREICHT = "eingereicht", "eingereicht"
    BESTAETIGT = "bestaetigt", "bestätigt"
    ZURUECKGEGEBEN = "zurueckgegeben", "zurückgegeben"
