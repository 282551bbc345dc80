"""Rows of an import as the pages and the report show them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from konten.rules import Geltungsbereich
from konten.tables import Spalte
from partner.models import Importlauf, Importzeile
from partner.rules.einlesen import Zeilenergebnis
from partner.services.einlesen.art import Importart

Zustand = Importlauf.Zustand
#: how a result reads after taking over, and after taking back
DANACH = {"neu": "angelegt", "geaendert": "geändert", "zweifelhaft": "zweifelhaft, nicht übernommen"}
ZURUECK = {"neu": "wieder entfernt", "geaendert": "zurückgesetzt", "zweifelhaft": "zweifelhaft, nicht übernommen"}
GEBLIEBEN = "geblieben"
#: result -> symbol and state class
ZEICHEN = {
    "neu": ("+", "aktuell"),
    "geaendert": ("✎", "neu"),
    "unveraendert": ("=", "neutral"),
    "zweifelhaft": ("?", "faellig"),
    "abgelehnt": ("✕", "fehlt"),
}


class Zeichen(NamedTuple):
    """What the badge of a row shows."""

    symbol: str
    klasse: str
    wort: str


def wort(lauf: Importlauf, ergebnis: str) -> str:
    """How the result reads before and after taking over, and after taking back."""
    if ergebnis == "rest":
        return GEBLIEBEN
    danach = {Zustand.UEBERNOMMEN: DANACH, Zustand.ZURUECK: ZURUECK}.get(lauf.zustand, {})
    return danach.get(ergebnis, Zeilenergebnis(ergebnis).label)


def kacheln(lauf: Importlauf, anzahlen: Mapping[str, int]) -> list[dict[str, Any]]:
    """The figures over the rows; after taking back also how many rows had to stay."""
    werte = [(wert, zahl) for wert, zahl in anzahlen.items() if wert != "rest" or zahl]
    return [
        {"titel": wort(lauf, wert), "zahl": zahl, "url": f"?ergebnis={wert}#zeilen", "wert": wert}
        for wert, zahl in werte
    ]


def fuer_anzeige(
    zeilen: Iterable[Importzeile], lauf: Importlauf, art: Importart, bereich: Geltungsbereich
) -> list[Importzeile]:
    """Rows with what the table shows of them. One query for the addresses of their records."""
    zeilen = list(zeilen)
    adressen = art.verweise({pk for z in zeilen if (pk := z.partner_id or z.objekt)})
    for zeile in zeilen:
        symbol, klasse = ZEICHEN[zeile.ergebnis]
        zeile.anzeige = zeile.rohdaten.get("anzeige", {})
        zeile.wort = GEBLIEBEN if zeile.rueckstand else wort(lauf, zeile.ergebnis)
        zeile.zustandsanzeige = Zeichen(*(("!", "faellig") if zeile.rueckstand else (symbol, klasse)), zeile.wort)
        zeile.adresse = adressen.get(zeile.partner_id or zeile.objekt, "")
        zeile.felder = [
            (spalte.titel, zeile.anzeige.get(spalte.schluessel), zeile.anzeige.get(spalte.neben))
            for spalte in art.bild[1:]
        ]
    return zeilen


def berichtsspalten(lauf: Importlauf, art: Importart, absolut: Callable[[str], str]) -> list[Spalte]:
    """Columns of the report: number, result, reason, changes, link, and the cells as they were read."""

    def zelle(stelle: int) -> Callable[[Importzeile], str]:
        return lambda zeile: next(iter(zeile.rohdaten.get("zellen", [])[stelle : stelle + 1]), "")

    return [
        Spalte("Zeile", lambda zeile: zeile.nummer, 8),
        Spalte(art.bild[0].titel, lambda zeile: zeile.anzeige.get(art.bild[0].schluessel), 40),
        Spalte("Ergebnis", lambda zeile: zeile.wort, 24),
        Spalte("Grund", lambda zeile: " ".join(text for text in (zeile.grund, zeile.rueckstand) if text), 80),
        Spalte("Änderungen", lambda zeile: "; ".join(f"{t}: {a or '–'} → {n or '–'}" for t, a, n in zeile.aenderungen)),
        Spalte("Verweis", lambda zeile: absolut(zeile.adresse) if zeile.adresse else "", 40),
        *[Spalte(f"Liste: {name}", zelle(stelle), 20) for stelle, name in enumerate(lauf.spalten)],
    ]


def waehle_vor(zeilen: Iterable[Importzeile], namen: Mapping[str, str]) -> None:
    """Gives rows that take a decision what was decided, as value and as text."""
    for zeile in zeilen:
        eigene = dict(zeile.anzeige.get("optionen") or ())
        alle = eigene or namen
        zeile.entscheidung = zeile.rohdaten.get("entscheidung", "")
        zeile.entschieden = alle.get(zeile.entscheidung, "")
        zeile.vorschlag = alle.get(zeile.anzeige.get("vorschlag", ""), "")
        zeile.eigene_optionen = wahlliste(eigene)[1] if eigene else ""


def wahlliste(namen: Mapping[str, str]) -> tuple[Mapping[str, str], SafeString]:
    """What a row may be given: names by value, and all options as one text for many selects."""
    return namen, format_html_join("", '<option value="{}">{}</option>', namen.items())
