"""The work itself: Netzwerkfachkräfte and their Einsätze, contacts, next steps."""

from netzwerk.models.einsatz import Einsatz, Netzwerkfachkraft
from netzwerk.models.kontakt import Kontakt, Kontaktbeteiligung, Kontaktblick, Thema
from netzwerk.models.wiedervorlage import Wiedervorlage

__all__ = ["Einsatz", "Kontakt", "Kontaktbeteiligung", "Kontaktblick", "Netzwerkfachkraft", "Thema", "Wiedervorlage"]
