"""Lists that were uploaded and wait in the preview, a mapping that is remembered, and a run that was taken back."""

from datetime import datetime, time, timedelta
from io import BytesIO

from auditlog.context import disable_auditlog
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Benutzer
from partner.models import Importlauf, Importvorlage
from partner.services.einlesen.art import art
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.vorlagen import merke_vorlage

#: account and kind of each list -> name of its file
DATEINAMEN = {
    ("leitstelle", "partner"): "Vereine und Treffs im Landkreis.csv",
    ("netzwerk-konz", "personen"): "Telefonliste Konz.csv",
    ("netzwerk-konz", "kontakte"): "Meine Kontakte 2025.csv",
}
ZEILEN = """Name;Kategorie;Straße;PLZ;Ort;Telefon;Bemerkung
Ruderclub Beispiel;Verein;Moselufer 3;54329;Konz;06501 000001;Jugendabteilung, dienstags und donnerstags
Jugendtreff Musterkeller;Jugendarbeit;Marktplatz 8;54439;Saarburg;06581 000002;
Musikverein Probeklang;Verein;Am Dorfplatz 1;54411;Hermeskeil;06503 000003;
Theatergruppe Vorhang auf;Verein;Schulstraße 12;54338;Schweich;06502 000004;probt im Bürgerhaus
Familientreff Platzhalter;Familienbildung;Lindenweg 5;54441;Irgendwohausen;;Ort bitte klären
;Verein;Hauptstraße 2;54329;Konz;06501 000005;Name fehlt in der Liste
"""
KONTAKTE = """Datum;Wie;Einrichtung;Ort;Bezug;Ergebnis
03.02.2025;Tel.;Kita Beispielbach;Konz;übergreifend;Sprechstunde im Familienzimmer verabredet
17.02.2025;vor Ort;Grundschule Musterberg;Konz;übergreifend;Elternabend zum Übergang geplant
24.02.2025;Mail;Kita Beispielbachtal;;übergreifend;Flyer geschickt
03.03.2025;Tel.;Kita Beispielbach;Konz;übergreifend;Lena, 4 Jahre, braucht einen Platz
04.03.2025;Tel.;Feuerwehr Nirgendwo;;übergreifend;Besichtigung geplant
"""
PERSONEN = """Einrichtung;Ort;Ansprechpartner/in;Funktion;Telefon;Handy privat
Kita Beispielbach;Konz;Muster, Greta;Sprachförderung;06501 000011;
Grundschule Musterberg;Konz;Frau Dr. Ines Platzhalter;Schulsozialarbeit;06501 000012;
Kita Beispielbach;Konz;Tom Probe / Kai Muster;Elternbeirat;;
"""


VERTANE_DATEI = "Schulverzeichnis Vorjahr.csv"
VERTAN = """Schule;Schulform;Straße;PLZ;Ort
Grundschule Altes Verzeichnis;Grundschule;Probeweg 1;54329;Konz
Realschule plus Vorjahresstand;Realschule plus;Probeweg 2;54439;Saarburg
"""
VORLAGE = "Vereinslisten der Verbandsgemeinden"


def lade_liste_hoch(rahmen: Rahmen) -> None:
    """Reads the lists as the product does, within the reach of each account; leaves no audit entries."""
    for (konto, was), dateiname in DATEINAMEN.items():
        lauf = _lade(
            rahmen, konto, was, dateiname, {"partner": ZEILEN, "personen": PERSONEN, "kontakte": KONTAKTE}[was]
        )
        if was == "partner":
            _merke(rahmen, lauf)
    _nimm_zurueck(rahmen, _lade(rahmen, "leitstelle", "partner", VERTANE_DATEI, VERTAN))


def _merke(rahmen: Rahmen, lauf: Importlauf) -> None:
    """The next list with these headings is read the same way."""
    bereich = import_string(settings.NETZWERK_GELTUNGSBEREICH)(lauf.benutzer, rahmen.stichtag)
    with disable_auditlog():
        vorlage = merke_vorlage(lauf=lauf, name=VORLAGE, bereich=bereich)
    Importvorlage.objects.filter(pk=vorlage.pk).update(uuid=rahmen.wuerfel.schluessel(), benutzt_am=_mittags(rahmen))


def _mittags(rahmen: Rahmen) -> datetime:
    return timezone.make_aware(datetime.combine(rahmen.stichtag, time(12)))


def _nimm_zurueck(rahmen: Rahmen, lauf: Importlauf) -> None:
    """Looks as it would after both clicks: nothing of the list is left, the run tells what it was."""
    jetzt = _mittags(rahmen)
    Importlauf.objects.filter(pk=lauf.pk).update(
        zustand=Importlauf.Zustand.ZURUECK,
        uebernommen_am=jetzt - timedelta(days=2),
        zurueckgenommen_am=jetzt - timedelta(days=1),
    )


def _lade(rahmen: Rahmen, konto: str, was: str, dateiname: str, zeilen: str) -> Importlauf:
    benutzer = Benutzer.objects.get(username=konto)
    bereich = import_string(settings.NETZWERK_GELTUNGSBEREICH)(benutzer, rahmen.stichtag)
    tabelle = lies_datei(BytesIO(zeilen.encode("cp1252")), art(was).kopf)
    with disable_auditlog():
        lauf = lege_an(tabelle=tabelle, dateiname=dateiname, bereich=bereich, was=was)
    Importlauf.objects.filter(pk=lauf.pk).update(uuid=rahmen.wuerfel.schluessel())
    return lauf
