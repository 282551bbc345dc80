"""Evidence: which files are accepted, what must be said about it, until when it may be extended (K12, K13, K18)."""

from datetime import date
from decimal import Decimal

from konten.rules.datei import JPEG, PDF, PNG, Dateiart, Dateifehler
from konten.rules.zahl import tagesdatum
from netzwerk.rules.fachkraft import Nachweisart

DATEIARTEN = (PDF, JPEG, PNG)
ENDUNGEN = ".pdf,.jpg,.jpeg,.png"
#: an additional training that is to be "longer", and the course, say how long they were
MIT_UMFANG = frozenset({Nachweisart.SYSTEMISCH, Nachweisart.LUETTRINGHAUS})
_GLEICH = {"jpeg": "jpg", "jpe": "jpg"}


def pruefe_datei(name: str, art: Dateiart) -> None:
    """Raises Dateifehler for a file whose name claims another kind than its content has."""
    _, punkt, endung = name.rpartition(".")
    if not punkt or _GLEICH.get(endung.lower(), endung.lower()) != art.endung:
        raise Dateifehler(
            f"Der Name „{name[:60]}“ passt nicht zum Inhalt: Die Datei ist ein {art.endung.upper()}. "
            "Bitte speichern Sie sie im richtigen Format."
        )


def umfangsfehler(art: str, umfang: Decimal | None, einheit: str) -> dict[str, str]:
    """What is wrong with the extent, by field; empty when it is fine."""
    if art in MIT_UMFANG and umfang is None:
        return {"umfang": "Bitte geben Sie den Umfang der Ausbildung an."}
    if umfang is not None and umfang <= 0:
        return {"umfang": "Der Umfang ist größer als null."}
    if umfang is not None and not einheit:
        return {"einheit": "Sind es Tage oder Unterrichtseinheiten?"}
    return {}


def verlaengerungsfehler(bezeichnung: str, person: str, bisher: date | None, neu: date) -> str:
    """Why this evidence cannot be extended to that day; empty when it can."""
    if bisher is None:
        return f"„{bezeichnung}“ von {person} gilt ohne Ende und braucht keine Verlängerung."
    if neu <= bisher:
        return f"„{bezeichnung}“ von {person} gilt schon bis {tagesdatum(bisher)}."
    return ""
