"""With whom: categories, Netzwerkpartner and their validity rows, people, import."""

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
from partner.models.person import Funktion, Person
from partner.models.vereinbarung import Vereinbarung, Vereinbarungsdatei

__all__ = [
    "Dublettenpaar",
    "Funktion",
    "Herkunft",
    "Importlauf",
    "Importvorlage",
    "Importzeile",
    "Intervall",
    "Kategorieausnahme",
    "Kategoriepflicht",
    "Kategoriezuordnung",
    "Netzwerkpartner",
    "Partnerkategorie",
    "Partnerzustand",
    "Person",
    "Schliesszeit",
    "Vereinbarung",
    "Vereinbarungsdatei",
    "Wirkungsbereich",
    "Zusammenfuehrung",
]
