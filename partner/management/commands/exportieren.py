"""`manage.py exportieren KIND FILE`: the same table as on the page, which can be edited and read in again."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from konten.models import Benutzer
from konten.rules import Geltungsbereich
from konten.rules.zahl import mehrzahl
from konten.tables import als_csv, als_xlsx
from partner.services.einlesen.bearbeiten import systembereich


class Command(BaseCommand):
    help = "Schreibt eine Tabelle als XLSX oder CSV; die Endung der Datei entscheidet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("was", choices=list(settings.NETZWERK_EXPORTE), help="was die Datei enthalten soll")
        parser.add_argument("datei", type=Path, help="Ziel (.xlsx oder .csv)")
        parser.add_argument("--als", metavar="BENUTZER", help="mit den Rechten dieses Kontos")

    def handle(self, *args, **options) -> None:
        pfad: Path = options["datei"]
        if pfad.suffix.lower() not in (".xlsx", ".csv"):
            raise CommandError("Die Datei muss auf .xlsx oder .csv enden.")
        titel, spalten, zeilen = import_string(settings.NETZWERK_EXPORTE[options["was"]])(_bereich(options["als"]))
        zeilen = list(zeilen)
        ist_csv = pfad.suffix.lower() == ".csv"
        inhalt = als_csv(spalten, zeilen) if ist_csv else als_xlsx(spalten, zeilen, titel)
        try:
            pfad.write_bytes(inhalt)
        except OSError as fehler:
            raise CommandError(f"Die Datei „{pfad}“ lässt sich nicht schreiben: {fehler.strerror}.") from fehler
        self.stdout.write(f"{mehrzahl(len(zeilen), 'Zeile', 'Zeilen')} geschrieben: {pfad}")


def _bereich(benutzername: str | None) -> Geltungsbereich:
    """Scope of the named account; without one the reach of the Leitstelle."""
    if not benutzername:
        return systembereich(None)
    benutzer = Benutzer.objects.filter(username=benutzername).first()
    if benutzer is None:
        raise CommandError(f"Das Konto „{benutzername}“ gibt es nicht.")
    return benutzer.bereich
