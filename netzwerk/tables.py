"""Columns of the exports."""

from konten.tables import Spalte
from netzwerk.models import Kontakt, Wiedervorlage
from netzwerk.rules.abdeckung import Zelle
from netzwerk.selectors.abdeckung import Abdeckung


def _partner(kontakt: Kontakt) -> str:
    return ", ".join(zeile.partner.name for zeile in kontakt.beteiligungen.all())


def _sozialraeume(kontakt: Kontakt) -> str:
    return ", ".join(dict.fromkeys(str(zeile.sozialraum) for zeile in kontakt.beteiligungen.all()))


def _ergebnisse(kontakt: Kontakt) -> str:
    return ", ".join(dict.fromkeys(zeile.get_ergebnis_display() for zeile in kontakt.beteiligungen.all()))


def _themen(kontakt: Kontakt) -> str:
    return ", ".join(str(thema) for thema in kontakt.themen.all())


def _inhalt(kontakt: Kontakt) -> str:
    """Text of case-related contacts never leaves the page, whoever exports."""
    return "" if kontakt.ist_fallbezogen else kontakt.inhalt


KONTAKTE = (
    Spalte("ID", lambda k: str(k.uuid), 38),
    Spalte("Tag", lambda k: k.am, 12),
    Spalte("Art", lambda k: k.get_art_display(), 20),
    Spalte("Bezug", lambda k: k.get_bezug_display(), 24),
    Spalte("Zweck", lambda k: k.get_zweck_display(), 24),
    Spalte("Partner", _partner, 50),
    Spalte("Sozialraum", _sozialraeume, 28),
    Spalte("Erreicht", _ergebnisse, 16),
    Spalte("Themen", _themen, 40),
    Spalte("Ergebnis", _inhalt, 80),
)


def _herkunft(schritt: Wiedervorlage) -> str:
    if schritt.kontakt:
        return str(schritt.kontakt)
    return str(schritt.beschluss.sitzung) if schritt.beschluss else ""


def _schritt(schritt: Wiedervorlage) -> str:
    """As with contacts: text around cases never leaves the page."""
    return "" if schritt.kontakt and schritt.kontakt.ist_fallbezogen else schritt.was


WIEDERVORLAGEN = (
    Spalte("ID", lambda w: str(w.uuid), 38),
    Spalte("bis wann", lambda w: w.am, 12),
    Spalte("Nächster Schritt", _schritt, 60),
    Spalte("zugesagt von", lambda w: w.get_zusage_display(), 14),
    Spalte("Partner", lambda w: ", ".join(p.name for p in w.beteiligte), 50),
    Spalte("Sozialraum", lambda w: w.sozialraum.name if w.sozialraum else "", 28),
    Spalte("zuständig", lambda w: str(w.benutzer), 28),
    Spalte("aus", _herkunft, 36),
    Spalte("verschoben", lambda w: w.aufschubzahl, 12),
    Spalte("erledigt am", lambda w: w.erledigt_am, 14),
)


def abdeckungsspalten(abdeckung: Abdeckung) -> tuple[Spalte, ...]:
    """One column per category with "n von m: Zustand", and both shares."""
    zellen = tuple(
        Spalte(spalte.name, lambda zeile, stelle=stelle: zellentext(zeile.zellen[stelle]), 26)
        for stelle, spalte in enumerate(abdeckung.kategorien)
    )
    return (
        Spalte("Sozialraum", lambda zeile: zeile.sozialraum.name, 28),
        *zellen,
        Spalte("Kategorien gepflegt", lambda zeile: zeile.quote_kategorien.text, 20),
        Spalte("Partner gepflegt", lambda zeile: zeile.quote_partner.text, 20),
    )


def zellentext(zelle: Zelle) -> str:
    return f"{zelle.aktuell} von {zelle.gesamt}: {zelle.wort}" if zelle.gesamt else zelle.wort
