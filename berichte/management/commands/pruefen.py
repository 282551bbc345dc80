"""`manage.py pruefen`: does what is stored twice still agree, do validity rows overlap? Changes nothing."""

from collections import Counter
from itertools import chain

from django.core.management.base import BaseCommand, CommandError, CommandParser

from finanzen.selectors.pruefung import abschlussbefunde
from konten.rules.zahl import mehrzahl
from netzwerk.selectors.pruefung import befunde


class Command(BaseCommand):
    # Checking the addresses would load every page and the PDF engine first.
    requires_system_checks = []
    help = "Prüft die gespeicherten Daten auf Widersprüche und endet mit 1, wenn es welche gibt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hoechstens", type=int, default=50, help="so viele Befunde je Prüfung zeigen (Vorgabe: 50)"
        )

    def handle(self, *args, **options) -> None:
        anzahl: Counter[str] = Counter()
        for befund in chain(befunde(), abschlussbefunde()):
            anzahl[befund.pruefung] += 1
            if anzahl[befund.pruefung] <= options["hoechstens"]:
                self.stdout.write(f"{befund.pruefung}: {befund.satz}")
        for pruefung, gefunden in anzahl.items():
            if gefunden > options["hoechstens"]:
                self.stdout.write(f"{pruefung}: und {gefunden - options['hoechstens']} weitere")
        if anzahl:
            raise CommandError(f"{mehrzahl(anzahl.total(), 'Widerspruch', 'Widersprüche')} gefunden.")
        self.stdout.write("Keine Widersprüche gefunden.")
