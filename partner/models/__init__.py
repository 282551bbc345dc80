"""With whom: categories, Netzwerkpartner and their validity rows, people, import."""

from partner.models.angaben import Angabenpruefung, Aussenstelle
from partner.models.dublette import Dublettenpaar, Zusammenfuehrung
from partner.models.einlesen import Herkunft, Importlauf, Importvorlage, Importzeile
from partner.models.kategorie import Intervall, Kategorieausnahme, Kategoriepflicht, Partnerkategorie
from partner.models.netzwerkpartner import (
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Schliesszeit,
    Wirkungsbereich,
)
from partner.models.person import Einwilligung, Funktion, Funktionsadresse, Person, Stellenwechsel
from partner.models.vereinbarung import Vereinbarung, Vereinbarungsdatei
from partner.models.zuschnitt import Gemeindewechsel, Neuzuschnitt

__all__ = [
    "Angabenpruefung",
    "Aussenstelle",
    "Dublettenpaar",
    "Einwilligung",
    "Funktion",
    "Funktionsadresse",
    "Gemeindewechsel",
    "Herkunft",
    "Importlauf",
    "Importvorlage",
    "Importzeile",
    "Intervall",
    "Kategorieausnahme",
    "Kategoriepflicht",
    "Kategoriezuordnung",
    "Netzwerkpartner",
    "Neuzuschnitt",
    "Partnerkategorie",
    "Partnerzustand",
    "Person",
    "Schliesszeit",
    "Stellenwechsel",
    "Vereinbarung",
    "Vereinbarungsdatei",
    "Wirkungsbereich",
    "Zusammenfuehrung",
]
