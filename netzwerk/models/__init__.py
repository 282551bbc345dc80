"""The work itself: Netzwerkfachkräfte and their Einsätze, contacts, next steps, Gremien, needs."""

from netzwerk.models.anhang import Kontaktanhang
from netzwerk.models.bedarf import Bedarfsmeldung, Bedarfsschritt
from netzwerk.models.einsatz import Einsatz, Netzwerkfachkraft
from netzwerk.models.gremium import (
    Beschluss,
    Gremienmitglied,
    Gremium,
    Sitzung,
    Tagesordnungspunkt,
    Teilnahme,
)
from netzwerk.models.kontakt import Kontakt, Kontaktbeteiligung, Kontaktblick, Thema
from netzwerk.models.wiedervorlage import Aufschub, Wiedervorlage

__all__ = [
    "Aufschub",
    "Bedarfsmeldung",
    "Bedarfsschritt",
    "Beschluss",
    "Einsatz",
    "Gremienmitglied",
    "Gremium",
    "Kontakt",
    "Kontaktanhang",
    "Kontaktbeteiligung",
    "Kontaktblick",
    "Netzwerkfachkraft",
    "Sitzung",
    "Tagesordnungspunkt",
    "Teilnahme",
    "Thema",
    "Wiedervorlage",
]
