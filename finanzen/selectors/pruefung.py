"""Integrity of closed years: the snapshot is what was written, and nothing has changed beneath it (K29)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from finanzen.models import Jahresabschluss
from finanzen.rules.jahresstand import Jahresstand, aus_daten, pruefsumme
from finanzen.selectors.jahresstand import jahresstand
from netzwerk.selectors.pruefung import Befund

PRUEFUNG = "Jahresabschluss"


def abschlussbefunde() -> Iterator[Befund]:
    """Everything that is wrong with closings, reopened ones too. One query, and 21 for each closed year."""
    menge = Jahresabschluss.objects.select_related("sozialraum").order_by("pk")
    for abschluss in menge.iterator(100):
        yield from (Befund(PRUEFUNG, f"{abschluss}: {satz}") for satz in _befunde(abschluss))


def _befunde(abschluss: Jahresabschluss) -> Iterator[str]:
    if pruefsumme(abschluss.daten) != abschluss.pruefsumme:
        yield "Die Prüfsumme passt nicht zu den Zahlen"
        return
    if _kopf(abschluss) != tuple(abschluss.daten.get(name) for name in ("jahr", "kuerzel", "programmversion")):
        yield "Jahr, Sozialraum oder Programmversion passen nicht zum Schnappschuss"
    if datetime.fromisoformat(abschluss.daten["geschlossen_am"]) != abschluss.geschlossen_am.astimezone(UTC):
        yield "Der Zeitpunkt passt nicht zum Schnappschuss"
    if abschluss.geoeffnet_am is None:
        yield from _abweichungen(aus_daten(abschluss.daten), jahresstand(abschluss.jahr, abschluss.sozialraum))


def _kopf(abschluss: Jahresabschluss) -> tuple[int, str, str]:
    return abschluss.jahr, abschluss.sozialraum.kuerzel, abschluss.programmversion


def _abweichungen(damals: Jahresstand, heute: Jahresstand) -> Iterator[str]:
    """Bookings and decisions of a closed year cannot change; planned personnel may, it follows the Einsätze."""
    for schluessel in sorted({stand.schluessel for stand in (*damals.traeger, *heute.traeger)}):
        alt, neu = damals.von(schluessel), heute.von(schluessel)
        name = alt.name or neu.name
        if {(b.schluessel, b.betrag) for b in alt.buchungen} != {(b.schluessel, b.betrag) for b in neu.buchungen}:
            yield f"{name}: Die Buchungen des geschlossenen Jahres sind heute andere"
        if (alt.rest, alt.entscheidung) != (neu.rest, neu.entscheidung):
            yield f"{name}: Rest oder Entscheidung sind heute andere"
