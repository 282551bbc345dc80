"""`manage.py importieren partner FILE`: the same import as on the page, for the command line."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer, handelnd
from konten.rules import Geltungsbereich, Raum, Rolle
from konten.rules.zahl import mehrzahl
from partner.models import Importzeile
from partner.rules.einlesen import Zeilenergebnis, Zuordnung, erkenne_zuordnung, pruefe_zuordnung, verbinde
from partner.selectors.einlesen import kategorieangaben
from partner.services.einlesen.grenzen import Lesefehler
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import Tabelle, lies_datei
from partner.services.einlesen.uebernehmen import uebernimm

WORTE = {
    Zeilenergebnis.NEU: "angelegt",
    Zeilenergebnis.GEAENDERT: "ergänzt",
    Zeilenergebnis.UNVERAENDERT: "unverändert",
    Zeilenergebnis.ZWEIFELHAFT: "zweifelhaft",
    Zeilenergebnis.ABGELEHNT: "abgelehnt",
}


class Command(BaseCommand):
    help = "Liest eine Liste von Partnern (CSV oder XLSX) ein. Zweifelhafte und abgelehnte Zeilen bleiben draußen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("was", choices=["partner"], help="was die Datei enthält")
        parser.add_argument("datei", type=Path, help="die Liste (CSV oder XLSX)")
        parser.add_argument("--probe", action="store_true", help="nur zeigen, was geschähe; nichts ändern")
        parser.add_argument("--zuordnung", type=Path, help="JSON mit den Schlüsseln spalten, kategorien, vorgabe")
        parser.add_argument("--als", metavar="BENUTZER", help="im Namen dieses Kontos und mit dessen Rechten")

    def handle(self, *args, **options) -> None:
        bereich = _bereich(options["als"])
        tabelle = _lies(options["datei"])
        zuordnung = _zuordnung(options["zuordnung"], tabelle, options["datei"].name)
        with handelnd(bereich.benutzer_id), transaction.atomic():
            lauf = lege_an(tabelle=tabelle, dateiname=options["datei"].name, bereich=bereich, zuordnung=zuordnung)
            lauf = uebernimm(lauf=lauf, bereich=bereich)
            zeilen = list(lauf.zeilen.order_by("nummer"))
            if options["probe"]:
                transaction.set_rollback(True)
        self._berichte(tabelle, zeilen, options["probe"])

    def _berichte(self, tabelle: Tabelle, zeilen: Sequence[Importzeile], ist_probe: bool) -> None:
        self.stdout.write(f"{mehrzahl(len(zeilen), 'Zeile', 'Zeilen')} gelesen ({tabelle.kodierung}).")
        if ist_probe:
            self.stdout.write("Probe: Es wurde nichts geändert.")
        for ergebnis, wort in WORTE.items():
            self.stdout.write(f"{wort + ':':<13}{sum(zeile.ergebnis == ergebnis for zeile in zeilen):>6}")
        for zeile in zeilen:
            if zeile.grund:
                name = zeile.rohdaten["anzeige"]["name"]
                self.stdout.write(f"  Zeile {zeile.nummer}, {WORTE[zeile.ergebnis]}: {name} – {zeile.grund}")


def _bereich(benutzername: str | None) -> Geltungsbereich:
    """Scope of the named account; without one the reach of the Leitstelle, acting as the system."""
    if not benutzername:
        return Geltungsbereich(None, timezone.localdate(), {Rolle.LEITSTELLE: Raum()})
    benutzer = Benutzer.objects.filter(username=benutzername).first()
    if benutzer is None:
        raise CommandError(f"Das Konto „{benutzername}“ gibt es nicht.")
    if not benutzer.bereich.darf("import.ausfuehren"):
        raise CommandError(f"Das Konto „{benutzername}“ darf keine Partner importieren.")
    return benutzer.bereich


def _lies(pfad: Path) -> Tabelle:
    try:
        with pfad.open("rb") as datei:
            return lies_datei(datei)
    except OSError as fehler:
        raise CommandError(f"Die Datei „{pfad}“ lässt sich nicht öffnen: {fehler.strerror}.") from fehler
    except Lesefehler as fehler:
        raise CommandError(str(fehler)) from fehler


def _zuordnung(pfad: Path | None, tabelle: Tabelle, dateiname: str) -> Zuordnung:
    kategorien = kategorieangaben()
    vorschlag = erkenne_zuordnung(tabelle.spalten, tabelle.zeilen, kategorien, dateiname)
    if pfad is None:
        return vorschlag
    zuordnung = verbinde(vorschlag, Zuordnung.aus_json(_json(pfad)))
    if fehler := pruefe_zuordnung(zuordnung, kategorien):
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
