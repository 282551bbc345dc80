"""`manage.py ersteinrichtung`: first administrator of a real installation; all else happens in the browser."""

import sys
from getpass import getpass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer, handelnd
from konten.rules import Rolle
from konten.services.ersteinrichtung import lege_konto_an, neues_konto
from sozialraum.models import Zustaendigkeit
from sozialraum.services.konten import uebertrage_aufgabe

SCHON_DA = (
    "Es gibt schon eine Systemverwaltung. Weitere Konten legt sie im Browser unter „Verwaltung“ an "
    "({adresse}/verwaltung/)."
)
DANACH = """
Grunddaten und Konto sind angelegt. So geht es weiter:
  1. Im Browser {adresse} öffnen und als „{verwaltung}“ anmelden.
  2. Unter „Verwaltung“ Konten für Jugendamt, Leitstelle Familie, Träger und Sozialraumteams anlegen
     und ihnen ihre Aufgabe geben. Die Systemverwaltung selbst sieht keine Partner und keine Kontakte.
  3. {jugendamt}
  4. Die Leitung des Trägers schlägt Einsätze vor, das Jugendamt bestätigt sie; damit hat die
     Netzwerkfachkraft ihren Sozialraum.
"""
JUGENDAMT_DA = "Als „{name}“ anmelden und Träger, Zuständigkeiten und Kontaktabstände prüfen."
JUGENDAMT_FEHLT = "Ein Konto mit der Aufgabe „Jugendamt“ trägt Träger, Zuständigkeiten und Kontaktabstände ein."


class Command(BaseCommand):
    help = "Legt die erste Systemverwaltung an, auf Wunsch auch das erste Konto des Jugendamts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--benutzername", help="Benutzername der Systemverwaltung")
        parser.add_argument("--vorname")
        parser.add_argument("--nachname")
        parser.add_argument("--email")
        parser.add_argument("--jugendamt", metavar="BENUTZERNAME", help="legt auch ein Konto des Jugendamts an")

    def handle(self, *args, **options) -> None:
        if _hat_verwaltung():
            raise CommandError(SCHON_DA.format(adresse=settings.BASIS_URL))
        try:
            with transaction.atomic(), handelnd(None):
                call_command("grunddaten", verbosity=0)
                verwaltung = self._verwaltung(options)
                jugendamt = self._jugendamt(options["jugendamt"])
        except ValidationError as fehler:
            raise CommandError(" ".join(fehler.messages)) from fehler
        weiter = JUGENDAMT_DA.format(name=jugendamt.username) if jugendamt else JUGENDAMT_FEHLT
        self.stdout.write(
            DANACH.format(adresse=settings.BASIS_URL, verwaltung=verwaltung.username, jugendamt=weiter).strip()
        )

    def _verwaltung(self, options: dict) -> Benutzer:
        konto = neues_konto(
            benutzername=options["benutzername"] or _frage("Benutzername der Systemverwaltung", pflicht=True),
            vorname=options["vorname"] or _frage("Vorname"),
            nachname=options["nachname"] or _frage("Nachname"),
            email=options["email"] or _frage("E-Mail"),
        )
        return self._mit_rolle(konto, Rolle.ADMIN)

    def _jugendamt(self, benutzername: str | None) -> Benutzer | None:
        if not benutzername:
            return None
        konto = neues_konto(
            benutzername=benutzername,
            vorname=_frage("Vorname im Jugendamt"),
            nachname=_frage("Nachname im Jugendamt"),
            email=_frage("E-Mail im Jugendamt"),
        )
        return self._mit_rolle(konto, Rolle.JUGENDAMT)

    def _mit_rolle(self, konto: Benutzer, rolle: Rolle) -> Benutzer:
        lege_konto_an(konto=konto, kennwort=_kennwort(konto))
        uebertrage_aufgabe(neu=Zustaendigkeit(benutzer=konto, rolle=rolle, von=timezone.localdate()))
        return konto


def _hat_verwaltung() -> bool:
    aufgaben = Zustaendigkeit.objects.ueberschneidend(timezone.localdate(), None)
    return aufgaben.filter(rolle=Rolle.ADMIN, benutzer__is_active=True).exists()


def _frage(text: str, *, pflicht: bool = False) -> str:
    """The answer at a terminal; without one nothing, or an error where an answer is needed."""
    if sys.stdin.isatty():
        return input(f"{text}: ").strip()
    if pflicht:
        raise CommandError("Bitte --benutzername angeben; das Kennwort kommt als Zeile über die Standardeingabe.")
    return ""


def _kennwort(konto: Benutzer) -> str:
    """Asked twice at a terminal, otherwise one line of the standard input per account."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    erstes = getpass(f"Kennwort für {konto.username} (mindestens 12 Zeichen): ")
    if erstes != getpass("Kennwort wiederholen: "):
        raise CommandError("Die beiden Kennwörter sind verschieden. Es wurde nichts angelegt.")
    return erstes
