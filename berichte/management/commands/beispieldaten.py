"""`manage.py beispieldaten`: example data for trying out, testing and measuring. Never beside real data."""

from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from berichte.services.beispieldaten import (
    FRUEHESTER_STICHTAG,
    GROESSEN,
    KENNWORT,
    KONTEN,
    ZUGESAGT,
    Bestand,
    baue_auf,
    bestand,
    leere,
)
from konten.rules.zahl import dezimal

ABSAGEN = {
    Bestand.ECHT: "Diese Datenbank enthält echte Daten. Beispieldaten kommen nur in eine leere Datenbank.",
    Bestand.BEARBEITET: "In den Beispieldaten dieser Datenbank hat schon jemand gearbeitet. Mit --ersetzen gehen diese "
    "Änderungen verloren und die Beispieldaten entstehen neu.",
}


class Command(BaseCommand):
    # Checking the addresses would load every page and the PDF engine first.
    requires_system_checks = []
    help = "Legt Beispieldaten an: echte Gemeinden, erfundene Einrichtungen und Menschen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--groesse", choices=list(GROESSEN), default="klein", help="Umfang (Vorgabe: klein)")
        parser.add_argument("--stichtag", type=date.fromisoformat, help="Tag, auf den die Daten zulaufen: 2026-11-22")
        parser.add_argument("--falls-leer", action="store_true", help="bei vorhandenen Daten nichts tun")
        parser.add_argument("--ersetzen", action="store_true", help="bearbeitete Beispieldaten verwerfen")

    def handle(self, *args, **options) -> None:
        if settings.PRODUKTION:
            raise CommandError("Im Betrieb mit echten Daten gibt es keine Beispieldaten.")
        stichtag = options["stichtag"] or timezone.localdate()
        if stichtag < FRUEHESTER_STICHTAG:
            raise CommandError(f"Beispieldaten gibt es für Stichtage ab dem {FRUEHESTER_STICHTAG:%d.%m.%Y}.")
        stand = bestand()
        if options["falls_leer"] and stand is not Bestand.LEER:
            return
        if stand is Bestand.ECHT or (stand is Bestand.BEARBEITET and not options["ersetzen"]):
            raise CommandError(ABSAGEN[stand])
        if stand is not Bestand.LEER:
            leere()
        self._baue_auf(stichtag, options)

    def _baue_auf(self, stichtag: date, options: dict) -> None:
        laut = options["verbosity"] > 0
        call_command("grunddaten", verbosity=0)
        ergebnis = baue_auf(
            groesse=options["groesse"],
            stichtag=stichtag,
            melde=self.stdout.write if options["verbosity"] > 1 else lambda zeile: None,
        )
        if laut:
            self.stdout.write(
                f"Beispieldaten ({options['groesse']}): {dezimal(ergebnis.sozialraeume)} Sozialräume, "
                f"{dezimal(ergebnis.partner)} Partner, {dezimal(ergebnis.kontakte)} Kontakte."
            )
        if laut and not options["falls_leer"]:
            self._zeige_konten()

    def _zeige_konten(self) -> None:
        self.stdout.write(f"\nBeispielkonten, Passwort für alle: {KENNWORT}")
        for konto in KONTEN[:ZUGESAGT]:
            self.stdout.write(f"  {konto.username:<18} {konto.vorname} {konto.nachname}, {konto.aufgabe}")
