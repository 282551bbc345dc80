"""What the tests of the import share: the Gemeinden as values, small lists as files."""

import csv
import io
from pathlib import Path

import pytest

from partner.rules.einstufung import Kategorieangabe
from partner.rules.ort import Gemeindeangabe, Ortsverzeichnis
from partner.rules.partnerliste import Bestand, Grundlage
from partner.services.einlesen.lesen import Tabelle, lies_datei

DATEN = Path(__file__).resolve().parents[3] / "shared" / "daten"
EINRICHTUNGEN = DATEN / "einrichtungen.csv"
mit_daten = pytest.mark.skipif(not DATEN.is_dir(), reason="Die Eingabedaten liegen nicht neben dem Projekt.")

#: enough of the Landkreis for every trap: namesakes, hyphens, brackets, shared postcodes
GEMEINDEN = [
    ("07235068", "Konz", "54329", 1),
    ("07235118", "Saarburg", "54439", 2),
    ("07235125", "Schweich", "54338", 3),
    ("07235501", "Welschbillig", "54298", 3),
    ("07235008", "Beuren (Hochwald)", "54413", 4),
    ("07235091", "Naurath (Eifel)", "54340", 3),
    ("07235092", "Naurath (Wald)", "54426", 4),
    ("07235047", "Hinzert-Pölert", "54421", 4),
    ("07235058", "Kell am See", "54427", 4),
    ("07235124", "Schöndorf", "54316", 3),
    ("07235104", "Paschel", "54314", 2),
    ("07235002", "Ayl", "54441", 2),
    ("07235131", "Taben-Rodt", "54441", 2),
    ("07235999", "Niemandsland", "54999", None),
]
VERBANDSGEMEINDEN = ["Konz", "Saarburg-Kell", "Ruwer", "Trier-Land", "Hermeskeil"]
KATEGORIEN = (
    Kategorieangabe(1, "kita", "Kindertagesstätte", "Kita", ("Kita", "Krippe", "Hort")),
    Kategorieangabe(2, "schule", "Schule und Schulsozialarbeit", "Schule", ("Grundschule", "Realschule plus", "IGS")),
    Kategorieangabe(3, "verein", "Vereine und Ehrenamt", "Verein", ("Sportverein",)),
    Kategorieangabe(4, "jugendhilfe", "Einrichtungen und Dienste der Jugendhilfe", "Jugendhilfe", ("Träger",)),
    Kategorieangabe(5, "sonstige", "Sonstige", "Sonstige", ("Beratung", "Verwaltung")),
)


def verzeichnis() -> Ortsverzeichnis:
    return Ortsverzeichnis.aus(
        (
            Gemeindeangabe(nummer, ags, name, plz, raum, f"Raum {raum}" if raum else "")
            for nummer, (ags, name, plz, raum) in enumerate(GEMEINDEN, start=1)
        ),
        VERBANDSGEMEINDEN,
    )


def grundlage(bestand: Bestand | None = None, sozialraeume: frozenset[int] | None = None) -> Grundlage:
    return Grundlage(verzeichnis(), KATEGORIEN, bestand or Bestand(), sozialraeume)


def als_csv(*zeilen: list[str], trennzeichen: str = ",", kodierung: str = "utf-8") -> bytes:
    puffer = io.StringIO()
    csv.writer(puffer, delimiter=trennzeichen).writerows(zeilen)
    return puffer.getvalue().encode(kodierung)


def lies(inhalt: bytes) -> Tabelle:
    return lies_datei(io.BytesIO(inhalt))
