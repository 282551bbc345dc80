"""`manage.py taeglich`: the nightly work. Safe to run twice, also at once: the second run finds the first at it."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from berichte.tasks import tageslauf
from konten.services.sperre import alleinlauf


class Command(BaseCommand):
    help = "Nächtliche Arbeit: Überblicke und Erinnerungen schreiben, fällige Mails senden, Altes löschen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stichtag", type=date.fromisoformat, help="als wäre dieser Tag (JJJJ-MM-TT)")

    def handle(self, *args: Any, **options: Any) -> None:
        stichtag = options["stichtag"] or timezone.localdate()
        with alleinlauf("taeglich") as allein:
            if not allein:
                self.stdout.write("Die nächtliche Arbeit läuft schon, hier ist nichts zu tun.")
                return
            self.stdout.write(f"Nächtliche Arbeit für den {stichtag:%d.%m.%Y}")
            gescheitert = self._laufe(stichtag)
        if gescheitert:
            raise CommandError(f"{gescheitert} Schritt{'e' if gescheitert > 1 else ''} gescheitert, siehe oben.")

    def _laufe(self, stichtag: date) -> int:
        gescheitert = 0
        for ergebnis in tageslauf(stichtag):
            self.stdout.write(f"  {ergebnis.satz}")
            gescheitert += not ergebnis.gelungen
        return gescheitert
