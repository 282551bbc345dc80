"""Columns of the export of projects."""

from finanzen.rules.mittel import runde
from finanzen.selectors.projekt import sieht_geld
from konten.rules import Geltungsbereich
from konten.tables import Spalte


def projektspalten(bereich: Geltungsbereich) -> tuple[Spalte, ...]:
    """What was booked stays empty where the bookings are none of the reader's business."""
    return (
        Spalte("ID", lambda p: str(p.uuid), 38),
        Spalte("Titel", lambda p: p.titel, 40),
        Spalte("Sozialraum", lambda p: p.sozialraum.name, 28),
        Spalte("Träger", lambda p: p.traeger.name, 32),
        Spalte("Stand", lambda p: p.get_zustand_display(), 16),
        Spalte("Beginn", lambda p: p.von, 12),
        Spalte("Ende", lambda p: p.bis, 12),
        Spalte("Ziel", lambda p: p.ziel, 60),
        Spalte("Zielgruppe", lambda p: p.zielgruppe, 40),
        Spalte("Themen", lambda p: ", ".join(str(thema) for thema in p.themen.all()), 40),
        Spalte("Partner", lambda p: ", ".join(partner.name for partner in p.partner.all()), 50),
        Spalte("Geplante Kosten", lambda p: p.budget, 16),
        Spalte("Bewilligt", lambda p: p.bewilligt, 16),
        Spalte("Gebucht", lambda p: runde(p.gebucht) if sieht_geld(bereich, p) else None, 16),
        Spalte("Erreichte Personen", lambda p: p.erreichte, 18),
        Spalte("Termine", lambda p: p.termine, 10),
        Spalte("Ergebnis", lambda p: p.ergebnis, 60),
    )
