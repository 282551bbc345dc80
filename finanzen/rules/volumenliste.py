"""A list of volumes: which column means what, and what is wrong with a row (K29)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from finanzen.rules.mittel import lies_betrag
from konten.rules import normalisiere

FELDER: Mapping[str, tuple[str, ...]] = {
    "sozialraum": ("sozialraum", "kuerzel", "name", "raum"),
    "jahr": ("jahr", "haushaltsjahr", "budgetjahr"),
    "gesamt": ("finanzvolumen", "finanzvolumen in euro", "volumen", "gesamt", "gesamtvolumen", "budget"),
    "davon_asd": ("davon asd", "davon asd in euro", "asd", "anteil asd", "asd anteil"),
}
ERSTES, LETZTES = 2017, 2100


class Ergebnis(StrEnum):
    NEU = "neu"
    GEAENDERT = "geändert"
    UNVERAENDERT = "unverändert"
    FEHLER = "fehlerhaft"


@dataclass(frozen=True, slots=True)
class Bestand:
    """What is stored for a Sozialraum and year."""

    gesamt: Decimal
    davon_asd: Decimal
    ist_bestaetigt: bool


@dataclass(frozen=True, slots=True)
class Volumenzeile:
    """A row as read and judged; amounts are None when they are wrong."""

    nummer: int
    texte: tuple[str, ...]
    ergebnis: Ergebnis
    grund: str = ""
    sozialraum_id: int | None = None
    jahr: int | None = None
    gesamt: Decimal | None = None
    davon_asd: Decimal | None = None


def erkenne_felder(ueberschriften: Iterable[str]) -> dict[str, str]:
    """Heading -> field; no field twice, the first heading wins."""
    zuordnung: dict[str, str] = {}
    for ueberschrift in ueberschriften:
        text = normalisiere(ueberschrift).replace("(", "").replace(")", "").replace("€", "in euro").strip()
        feld = next((feld for feld, worte in FELDER.items() if text in worte), None)
        if feld and feld not in zuordnung.values():
            zuordnung[ueberschrift] = feld
    return zuordnung


def urteile(
    spalten: Sequence[str],
    zeilen: Iterable[tuple[int, Sequence[str]]],
    raeume: Mapping[str, int],
    bestand: Mapping[tuple[int, int], Bestand],
    geschlossen: Mapping[int, frozenset[int]],
) -> list[Volumenzeile]:
    """Judges every row. `raeume`: normalised short name or name to id; `geschlossen`: closed years per Sozialraum."""
    felder = erkenne_felder(spalten)
    stelle = {felder[spalte]: nummer for nummer, spalte in enumerate(spalten) if spalte in felder}
    gesehen: set[tuple[int, int]] = set()
    ergebnis = []
    for nummer, zellen in zeilen:
        texte = tuple(zellen[stelle[f]].strip() if stelle[f] < len(zellen) else "" for f in FELDER)
        zeile = _lies(nummer, texte, raeume)
        if zeile.ergebnis != Ergebnis.FEHLER:
            zeile = _vergleiche(zeile, gesehen, bestand, geschlossen)
        ergebnis.append(zeile)
    return ergebnis


def _lies(nummer: int, texte: tuple[str, ...], raeume: Mapping[str, int]) -> Volumenzeile:
    raum_text, jahr_text, *betraege = texte
    raum = raeume.get(normalisiere(raum_text))
    try:
        if raum is None:
            raise ValueError(f"„{raum_text[:40]}“ ist kein Sozialraum.")
        jahr = _jahr(jahr_text)
        gesamt, asd = (_betrag(text) for text in betraege)
    except ValueError as fehler:
        return Volumenzeile(nummer, texte, Ergebnis.FEHLER, str(fehler))
    if not gesamt:
        return Volumenzeile(nummer, texte, Ergebnis.FEHLER, "Das Finanzvolumen muss größer als null sein.")
    if asd > gesamt:
        grund = "Der Anteil des ASD kann nicht größer sein als das Finanzvolumen."
        return Volumenzeile(nummer, texte, Ergebnis.FEHLER, grund)
    return Volumenzeile(nummer, texte, Ergebnis.NEU, "", raum, jahr, gesamt, asd)


def _jahr(text: str) -> int:
    zahl = text.removesuffix(".0")
    if not (zahl.isascii() and zahl.isdigit() and len(zahl) == 4 and ERSTES <= int(zahl) <= LETZTES):
        raise ValueError(f"„{text[:40]}“ ist kein Haushaltsjahr ab {ERSTES}.")
    return int(zahl)


def _betrag(text: str) -> Decimal:
    betrag = lies_betrag(text)
    if betrag < 0:
        raise ValueError(f"„{text[:40]}“ ist kleiner als null.")
    return betrag


def _vergleiche(
    zeile: Volumenzeile,
    gesehen: set[tuple[int, int]],
    bestand: Mapping[tuple[int, int], Bestand],
    geschlossen: Mapping[int, frozenset[int]],
) -> Volumenzeile:
    schluessel = (zeile.sozialraum_id, zeile.jahr)
    alt = bestand.get(schluessel)
    if schluessel in gesehen:
        return _fehler(zeile, "Sozialraum und Jahr stehen schon weiter oben in der Liste.")
    gesehen.add(schluessel)
    if alt and (alt.gesamt, alt.davon_asd) == (zeile.gesamt, zeile.davon_asd):
        return _mit(zeile, Ergebnis.UNVERAENDERT)
    if zeile.jahr in geschlossen.get(zeile.sozialraum_id, ()):
        return _fehler(zeile, f"Das Jahr {zeile.jahr} ist abgeschlossen.")
    if alt is None:
        return zeile
    if alt.ist_bestaetigt:
        return _fehler(zeile, "Schon einmal bestätigt. Bitte korrigieren Sie es einzeln, mit Grund.")
    return _mit(zeile, Ergebnis.GEAENDERT)


def _mit(zeile: Volumenzeile, ergebnis: Ergebnis, grund: str = "") -> Volumenzeile:
    return Volumenzeile(
        zeile.nummer, zeile.texte, ergebnis, grund, zeile.sozialraum_id, zeile.jahr, zeile.gesamt, zeile.davon_asd
    )


def _fehler(zeile: Volumenzeile, grund: str) -> Volumenzeile:
    return _mit(zeile, Ergebnis.FEHLER, grund)
