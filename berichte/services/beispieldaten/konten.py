"""The example accounts: names that people, scripts and checks rely on."""

from typing import NamedTuple

KENNWORT = "beispiel-2026"


class Beispielkonto(NamedTuple):
    """An account and the invented person behind it."""

    username: str
    vorname: str
    nachname: str
    aufgabe: str
    ist_aktiv: bool = True


KONTEN = [
    Beispielkonto("netzwerk-konz", "Ada", "Beispiel", "Netzwerkfachkraft im Sozialraum Konz"),
    Beispielkonto("netzwerk-saarburg", "Jonas", "Muster", "Netzwerkfachkraft im Sozialraum Saarburg"),
    Beispielkonto("leitung-konz", "Leonie", "Probe", "Leitung des Trägers in Konz"),
    Beispielkonto("leitung-fremd", "Frieder", "Fantasie", "Leitung eines anderen Trägers, ebenfalls in Konz tätig"),
    Beispielkonto("jugendamt", "Judith", "Musterfeld", "Planung im Jugendamt"),
    Beispielkonto("jugendamt-2", "Jakob", "Beispielberg", "zweite Person im Jugendamt"),
    Beispielkonto("leitstelle", "Lena", "Vorlage", "Leitstelle Familie"),
    Beispielkonto("team-konz", "Tom", "Übung", "Team des Sozialraumzentrums Konz"),
    Beispielkonto("datenschutz", "Dana", "Platzhalter", "Datenschutzbeauftragte Person"),
    Beispielkonto("admin", "Arne", "Modell", "Verwaltung der Anwendung"),
    Beispielkonto("netzwerk-hermeskeil", "Mira", "Probewein", "Netzwerkfachkraft im Sozialraum Hermeskeil"),
    Beispielkonto("netzwerk-rst", "Theo", "Musterbach", "Netzwerkfachkraft in Ruwer/Schweich/Trier-Land"),
    Beispielkonto("netzwerk-konz-2", "Nele", "Beispielsen", "weitere Netzwerkfachkraft im Sozialraum Konz"),
    Beispielkonto("netzwerk-rst-frueher", "Cara", "Probemann", "frühere Netzwerkfachkraft, Konto stillgelegt", False),
]
#: accounts that scripts and checks rely on; the others only make the data complete
ZUGESAGT = 10
