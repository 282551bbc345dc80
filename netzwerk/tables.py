"""Columns of the exports."""

from collections.abc import Callable, Iterator, Sequence

from konten.rules import Geltungsbereich
from konten.tables import Spalte
from netzwerk.models import Beschluss, Kontakt, Uebergabe, Wiedervorlage
from netzwerk.rules.abdeckung import Zelle
from netzwerk.selectors.abdeckung import Abdeckung
from netzwerk.selectors.kontaktimport import kontakte_zum_export


def _partner(kontakt: Kontakt) -> str:
    return ", ".join(zeile.partner.name for zeile in kontakt.beteiligungen.all())


def _sozialraeume(kontakt: Kontakt) -> str:
    return ", ".join(dict.fromkeys(str(zeile.sozialraum) for zeile in kontakt.beteiligungen.all()))


def _ergebnisse(kontakt: Kontakt) -> str:
    return ", ".join(dict.fromkeys(zeile.get_ergebnis_display() for zeile in kontakt.beteiligungen.all()))


def _themen(kontakt: Kontakt) -> str:
    return ", ".join(str(thema) for thema in kontakt.themen.all())


def _text(name: str) -> Callable[[Kontakt], str]:
    """Text of case-related contacts never leaves the page, whoever exports."""
    return lambda kontakt: "" if kontakt.ist_fallbezogen else getattr(kontakt, name)


KONTAKTE = (
    Spalte("ID", lambda k: str(k.uuid), 38),
    Spalte("Fassung", lambda k: f"v{k.version}", 12),
    Spalte("Tag", lambda k: k.am, 12),
    Spalte("Art", lambda k: k.get_art_display(), 20),
    Spalte("Bezug", lambda k: k.get_bezug_display(), 24),
    Spalte("Zweck", lambda k: k.get_zweck_display(), 24),
    Spalte("Partner", _partner, 50),
    Spalte("Sozialraum", _sozialraeume, 28),
    Spalte("Erreicht", _ergebnisse, 16),
    Spalte("Themen", _themen, 40),
    Spalte("Ergebnis", _text("inhalt"), 80),
    Spalte("Vereinbart wurde", _text("vereinbarung"), 60),
    Spalte("Dauer in Minuten", lambda k: k.dauer_minuten, 12),
    Spalte("Erfasst von", lambda k: str(k.erfasst_von or ""), 26),
)


def exportiere_kontakte(bereich: Geltungsbereich) -> tuple[str, Sequence[Spalte], Iterator[Kontakt]]:
    """Title, columns and rows of all contacts whose page the person may open, for `manage.py exportieren`."""
    return "Kontakte", KONTAKTE, kontakte_zum_export(bereich).iterator(chunk_size=2_000)


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

FAELLIGE = (
    Spalte("ID", lambda z: str(z.partner.uuid), 38),
    Spalte("Partner", lambda z: z.partner.name, 40),
    Spalte("Kategorie", lambda z: z.kategorien, 32),
    Spalte("Sozialraum", lambda z: z.sozialraum, 26),
    Spalte("Stand", lambda z: z.zustand.wort, 28),
    Spalte("fällig am", lambda z: z.lage.faellig_am, 12),
    Spalte("Abstand in Tagen", lambda z: z.lage.intervall_tage, 16),
    Spalte("letzter Kontakt", lambda z: z.letzter and z.letzter.am, 14),
    Spalte("Art", lambda z: z.letzter and z.letzter.art, 18),
    Spalte("durch", lambda z: z.letzter and z.letzter.von, 26),
    Spalte("letzter Versuch", lambda z: z.versuch, 14),
    Spalte("Ansprechperson", lambda z: z.anruf and z.anruf.name, 28),
    Spalte("Telefon", lambda z: z.anruf and z.anruf.telefon, 22),
)


GREMIEN = (
    Spalte("ID", lambda g: str(g.uuid), 38),
    Spalte("Gremium", lambda g: g.name, 40),
    Spalte("Ebene", lambda g: g.get_ebene_display(), 14),
    Spalte("Sozialraum", lambda g: g.sozialraum.name if g.sozialraum else "Ganzer Landkreis", 28),
    Spalte("Themen", lambda g: ", ".join(str(thema) for thema in g.themen.all()), 40),
    Spalte("Turnus", lambda g: g.turnus, 24),
    Spalte("Mitglieder", lambda g: g.mitgliederzahl, 12),
    Spalte("letzte Sitzung", lambda g: g.letzte, 14),
    Spalte("nächste Sitzung", lambda g: g.naechste, 14),
    Spalte("besteht seit", lambda g: g.von, 14),
    Spalte("besteht bis", lambda g: g.bis, 14),
)


def _schritt_zum(beschluss: Beschluss) -> Wiedervorlage | None:
    return getattr(beschluss, "wiedervorlage", None)


def _wer(beschluss: Beschluss) -> str:
    schritt = _schritt_zum(beschluss)
    return str(schritt.benutzer) if schritt else beschluss.zustaendig_text


BESCHLUESSE = (
    Spalte("Tag", lambda b: b.sitzung.am, 12),
    Spalte("Gremium", lambda b: b.sitzung.gremium.name, 36),
    Spalte("Beschluss", lambda b: b.text, 70),
    Spalte("Wer", _wer, 28),
    Spalte("bis wann", lambda b: s.am if (s := _schritt_zum(b)) else None, 12),
    Spalte("erledigt am", lambda b: s.erledigt_am if (s := _schritt_zum(b)) else None, 14),
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


def _nachfolge(uebergabe: Uebergabe) -> str:
    return str(uebergabe.nachfolge) if uebergabe.nachfolge else ""


UEBERGABEN = (
    Spalte("ID", lambda u: str(u.uuid), 38),
    Spalte("Netzwerkfachkraft", lambda u: str(u.einsatz.fachkraft), 28),
    Spalte("Sozialraum", lambda u: u.einsatz.sozialraum.name, 28),
    Spalte("Träger", lambda u: u.einsatz.traeger.name, 32),
    Spalte("Anlass", lambda u: u.get_anlass_display(), 36),
    Spalte("letzter Tag", lambda u: u.am, 14),
    Spalte("Nachfolge", _nachfolge, 28),
    Spalte("Punkte", lambda u: u.punktzahl, 10),
    Spalte("davon offen", lambda u: u.offene, 12),
    Spalte("Stand", lambda u: u.get_zustand_display(), 16),
    Spalte("abgeschlossen am", lambda u: u.abgeschlossen_am, 18),
)
