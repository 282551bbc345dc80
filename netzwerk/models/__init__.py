"""The work itself: Netzwerkfachkräfte and their Einsätze, contacts, next steps, Gremien, needs."""

from netzwerk.models.abweichung import Abweichungsbegruendung
from netzwerk.models.anhang import Kontaktanhang
from netzwerk.models.bedarf import Bedarfsmeldung, Bedarfsschritt
from netzwerk.models.einsatz import Einsatz, Netzwerkfachkraft
from netzwerk.models.fachkraft import (
    Absprache,
    Bekanntbestaetigung,
    Entscheidungsbefugnis,
    Fuehrungszeugnis,
    Kompetenzeinschaetzung,
    Leitungsfachkraft,
    Qualifikationsnachweis,
    Steckbrief,
    Stellenausnahme,
    Unterbrechung,
    Vorstellung,
)
from netzwerk.models.gremium import (
    Beschluss,
    Gremienmitglied,
    Gremium,
    Sitzung,
    Tagesordnungspunkt,
    Teilnahme,
)
from netzwerk.models.herkunft import Kontaktherkunft
from netzwerk.models.kontakt import Kontakt, Kontaktbeteiligung, Kontaktblick, Thema
from netzwerk.models.lotsenanfrage import Lotsenanfrage, Lotsenschritt, Lotsenweiterleitung
from netzwerk.models.mitteilung import (
    Abonnement,
    Mitteilung,
    Mitteilungsabmeldung,
    Mitteilungsanhang,
    Mitteilungsempfaenger,
    Mitteilungspartner,
)
from netzwerk.models.uebergabe import Uebergabe, Uebergabepunkt
from netzwerk.models.wiedervorlage import Aufschub, Wiedervorlage

__all__ = [
    "Abonnement",
    "Absprache",
    "Abweichungsbegruendung",
    "Aufschub",
    "Bedarfsmeldung",
    "Bedarfsschritt",
    "Bekanntbestaetigung",
    "Beschluss",
    "Einsatz",
    "Entscheidungsbefugnis",
    "Fuehrungszeugnis",
    "Gremienmitglied",
    "Gremium",
    "Kompetenzeinschaetzung",
    "Kontakt",
    "Kontaktanhang",
    "Kontaktbeteiligung",
    "Kontaktblick",
    "Kontaktherkunft",
    "Leitungsfachkraft",
    "Lotsenanfrage",
    "Lotsenschritt",
    "Lotsenweiterleitung",
    "Mitteilung",
    "Mitteilungsabmeldung",
    "Mitteilungsanhang",
    "Mitteilungsempfaenger",
    "Mitteilungspartner",
    "Netzwerkfachkraft",
    "Qualifikationsnachweis",
    "Sitzung",
    "Steckbrief",
    "Stellenausnahme",
    "Tagesordnungspunkt",
    "Teilnahme",
    "Thema",
    "Uebergabe",
    "Uebergabepunkt",
    "Unterbrechung",
    "Vorstellung",
    "Wiedervorlage",
]
