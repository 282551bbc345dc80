"""Example data: real Gemeinden, invented institutions and people. The same Stichtag gives the same data."""

from berichte.services.beispieldaten.aufbau import FRUEHESTER_STICHTAG, Ergebnis, baue_auf
from berichte.services.beispieldaten.bestand import Bestand, bestand, leere
from berichte.services.beispieldaten.konten import KENNWORT, KONTEN, ZUGESAGT
from berichte.services.beispieldaten.rahmen import GROESSEN

__all__ = [
    "FRUEHESTER_STICHTAG",
    "GROESSEN",
    "KENNWORT",
    "KONTEN",
    "ZUGESAGT",
    "Bestand",
    "Ergebnis",
    "baue_auf",
    "bestand",
    "leere",
]
