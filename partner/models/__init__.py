"""With whom: categories, Netzwerkpartner and their validity rows, people, import."""

from partner.models.angaben import Angabenpruefung, Aussenstelle
from partner.models.angebot import (
    Angebot,
    Angebotsnutzung,
    Angebotspruefung,
    Angebotsschritt,
    Angebotszeit,
    Sammlung,
    Sammlungsplatz,
)
from partner.models.bestaetigung import (
    Aenderungsvorschlag,
    Anfrageposition,
    Bestaetigungsanfrage,
    Kampagne,
    Vorschlagsfeld,
)
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
    "Aenderungsvorschlag",
    "Anfrageposition",
    "Angabenpruefung",
    "Angebot",
    "Angebotsnutzung",
    "Angebotspruefung",
    "Angebotsschritt",
    "Angebotszeit",
    "Aussenstelle",
    "Bestaetigungsanfrage",
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
    "Kampagne",
    "Kategorieausnahme",
    "Kategoriepflicht",
    "Kategoriezuordnung",
    "Netzwerkpartner",
    "Neuzuschnitt",
    "Partnerkategorie",
    "Partnerzustand",
    "Person",
    "Sammlung",
    "Sammlungsplatz",
    "Schliesszeit",
    "Stellenwechsel",
    "Vereinbarung",
    "Vereinbarungsdatei",
    "Vorschlagsfeld",
    "Wirkungsbereich",
    "Zusammenfuehrung",
]
