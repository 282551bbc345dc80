"""`manage.py importieren KIND FILE`: the same import as on the page, for the command line."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from konten.models import Benutzer, handelnd
from konten.rules import Geltungsbereich
from konten.rules.zahl import mehrzahl
from partner.models import Importzeile
from partner.rules.einlesen import Zeilenergebnis, Zuordnung, verbinde
from partner.services.einlesen.art import Importart, art
from partner.services.einlesen.bearbeiten import systembereich
from partner.services.einlesen.grenzen import Lesefehler
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import Tabelle, lies_datei
from partner.services.einlesen.uebernehmen import uebernimm

WORTE = {
    Zeilenergebnis.NEU: "angelegt",
    Zeilenergebnis.GEAENDERT: "geändert",
    Zeilenergebnis.UNVERAENDERT: "unverändert",
    Zeilenergebnis.ZWEIFELHAFT: "zweifelhaft",
    Zeilenergebnis.ABGELEHNT: "abgelehnt",
}


class Command(BaseCommand):
    help = "Liest eine Liste (CSV oder XLSX) ein. Zweifelhafte und abgelehnte Zeilen bleiben draußen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("was", choices=list(settings.NETZWERK_IMPORTARTEN), help="was die Datei enthält")
        parser.add_argument("datei", type=Path, help="die Liste (CSV oder XLSX)")
        parser.add_argument("--probe", action="store_true", help="nur zeigen, was geschähe; nichts ändern")
        parser.add_argument("--zuordnung", type=Path, help="JSON mit spalten, kategorien, vorgabe, leeren")
        parser.add_argument("--blatt", default="", help="Name oder Nummer des Tabellenblattes")
        parser.add_argument("--als", metavar="BENUTZER", help="im Namen dieses Kontos und mit dessen Rechten")

    def handle(self, *args, **options) -> None:
        kind = art(options["was"])
        bereich = _bereich(options["als"], kind)
        tabelle = _lies(options["datei"], kind, options["blatt"])
        zuordnung = _zuordnung(options["zuordnung"], tabelle, options["datei"].name, kind)
        with handelnd(bereich.benutzer_id), transaction.atomic():
            lauf = lege_an(
                tabelle=tabelle,
                dateiname=options["datei"].name,
                bereich=bereich,
                zuordnung=zuordnung,
                was=kind.schluessel,
                sofort=True,
            )
            lauf = uebernimm(lauf=lauf, bereich=bereich, sofort=True)
            zeilen = list(lauf.zeilen.order_by("nummer"))
            if options["probe"]:
                transaction.set_rollback(True)
        self._berichte(tabelle, zeilen, options["probe"])

    def _berichte(self, tabelle: Tabelle, zeilen: Sequence[Importzeile], ist_probe: bool) -> None:
        self.stdout.write(f"{mehrzahl(len(zeilen), 'Zeile', 'Zeilen')} gelesen ({tabelle.kodierung}).")
        for hinweis in tabelle.hinweise:
            self.stdout.write(hinweis)
        if ist_probe:
            self.stdout.write("Probe: Es wurde nichts geändert.")
        for ergebnis, wort in WORTE.items():
            self.stdout.write(f"{wort + ':':<13}{sum(zeile.ergebnis == ergebnis for zeile in zeilen):>6}")
        for zeile in zeilen:
            if zeile.grund:
                name = zeile.rohdaten["anzeige"].get("name", "")
                self.stdout.write(f"  Zeile {zeile.nummer}, {WORTE[zeile.ergebnis]}: {name} – {zeile.grund}")


def _bereich(benutzername: str | None, kind: Importart) -> Geltungsbereich:
    """Scope of the named account; without one the reach of the Leitstelle, acting as the system."""
    if not benutzername:
        return systembereich(None)
    benutzer = Benutzer.objects.filter(username=benutzername).first()
    if benutzer is None:
        raise CommandError(f"Das Konto „{benutzername}“ gibt es nicht.")
    if not kind.darf(benutzer.bereich):
        raise CommandError(f"Das Konto „{benutzername}“ darf keine {kind.viele} importieren.")
    return benutzer.bereich


def _lies(pfad: Path, kind: Importart, blatt: str) -> Tabelle:
    try:
        with pfad.open("rb") as datei:
            return lies_datei(datei, kind.kopf, blatt=blatt)
    except OSError as fehler:
        raise CommandError(f"Die Datei „{pfad}“ lässt sich nicht öffnen: {fehler.strerror}.") from fehler
    except Lesefehler as fehler:
        raise CommandError(str(fehler)) from fehler


def _zuordnung(pfad: Path | None, tabelle: Tabelle, dateiname: str, kind: Importart) -> Zuordnung:
    vorschlag = kind.erkenne(tabelle, dateiname)
    if pfad is None:
        return vorschlag
    zuordnung = verbinde(vorschlag, Zuordnung.aus_json(_json(pfad)))
    if fehler := kind.pruefe_zuordnung(zuordnung):
        raise CommandError(f"{pfad}: {fehler}")
    return zuordnung


def _json(pfad: Path) -> dict[str, Any]:
    try:
        daten = json.loads(pfad.read_text("utf-8"))
    except (OSError, ValueError) as fehler:
        raise CommandError(f"{pfad} ist keine lesbare JSON-Datei.") from fehler
    if not isinstance(daten, dict):
        raise CommandError(f"{pfad}: Erwartet wird ein Objekt mit spalten, kategorien und vorgabe.")
    return daten
