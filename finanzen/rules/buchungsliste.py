"""K29: how a list from a Träger's accounting is read, and what becomes of each of its rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import TextChoices

from finanzen.rules import Ausgabenart
from finanzen.rules.ausgabe import (
    BELEGNUMMER_HOECHSTENS,
    OHNE_PROJEKT,
    TEXT_HOECHSTENS,
    Doppelschluessel,
    braucht_antrag,
    braucht_projekt,
    doppelschluessel,
    jahr_der_liste_fehler,
    jahresfehler,
)
from finanzen.rules.mittel import NULL, Bewilligung, euro, lies_betrag, lies_zellbetrag
from partner.rules.spalten import ueberschrift

#: columns of payees and their accounts with a bank: not read
PERSON = "person"
SCHLUESSEL_HOECHSTENS = 40
#: so much of a cell that could not be read is shown beside the reason
ROH_HOECHSTENS = 20
#: field -> how it reads on the page, in the order of the choices
FELDER: Mapping[str, str] = MappingProxyType(
    {
        "datum": "Datum",
        "betrag": "Betrag",
        "soll": "Soll (Ausgabe)",
        "haben": "Haben (Gutschrift)",
        "kennzeichen": "Kennzeichen Soll oder Haben",
        "text": "Buchungstext",
        "belegnummer": "Belegnummer",
        "schluessel": "Konto oder Buchungsschlüssel",
    }
)
# Within a field the first heading that occurs wins.
_WOERTER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PERSON: (
            "name", "empfaenger", "zahlungsempfaenger", "auftraggeber", "kreditor", "kreditorname", "lieferant",
            "kontoinhaber", "beguenstigter", "zahlungspflichtiger", "mitarbeiter", "mitarbeiterin", "iban", "bic",
            "bankverbindung", "mandatsreferenz", "glaeubiger id",
        ),
        "datum": ("buchungsdatum", "datum", "belegdatum", "buchungstag", "valuta", "wertstellung", "date"),
        "betrag": (
            "betrag", "betrag eur", "betrag in eur", "betrag in euro", "umsatz", "umsatz eur",
            "umsatz ohne soll haben kz", "umsatz ohne soll haben kennzeichen", "bruttobetrag", "amount",
        ),
        "soll": ("soll", "soll eur", "sollbetrag", "betrag soll", "umsatz soll", "ausgabe", "ausgaben", "belastung"),
        "haben": ("haben", "haben eur", "habenbetrag", "betrag haben", "umsatz haben", "einnahme", "gutschrift"),
        "kennzeichen": ("soll haben kennzeichen", "soll haben kz", "soll haben", "s h", "sh", "s h kennzeichen"),
        "text": ("buchungstext", "text", "verwendungszweck", "beschreibung", "bezeichnung", "zweck"),
        "belegnummer": (
            "belegnummer", "beleg nr", "belegnr", "belegfeld 1", "beleg", "rechnungsnummer", "rechnungs nr",
            "dokumentnummer",
        ),
        "schluessel": (
            "buchungsschluessel", "schluessel", "sachkonto", "konto", "kontonummer", "konto nr", "kostenart",
            "aufwandskonto",
        ),
    }
)  # fmt: skip
_DATUM = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_OHNE_JAHR = re.compile(r"\d{3,4}")
KEIN_DATUM = "kein Datum (möglich sind 31.12.2026, 31.12.26 und 2026-12-31)"


class Zeilenergebnis(TextChoices):
    """What a row leads to."""

    NEU = "neu", "wird gebucht"
    DOPPELT = "doppelt", "schon vorhanden"
    OFFEN = "offen", "nicht zugeordnet"
    FEHLERHAFT = "fehlerhaft", "fehlerhaft"


def erkenne_spalten(spalten: Iterable[str]) -> dict[str, str]:
    """Heading -> field or PERSON; unknown headings are absent. No field is given twice, columns of persons may be."""
    offen = {spalte: ueberschrift(spalte) for spalte in spalten}
    zuordnung = {spalte: PERSON for spalte, wort in offen.items() if wort in _WOERTER[PERSON]}
    for feld, woerter in _WOERTER.items():
        if feld == PERSON:
            continue
        treffer = (spalte for wort in woerter for spalte, text in offen.items() if text == wort)
        if spalte := next((spalte for spalte in treffer if spalte not in zuordnung), None):
            zuordnung[spalte] = feld
    return zuordnung


def zuordnungsfehler(felder: Sequence[str]) -> str:
    """Why a list cannot be booked with these columns; empty when it can."""
    doppelt = [name for feld, name in FELDER.items() if felder.count(feld) > 1]
    if doppelt:
        return f"Zwei Spalten sind als „{doppelt[0]}“ gewählt. Bitte lassen Sie eine davon weg."
    if "datum" not in felder:
        return "Bitte wählen Sie die Spalte mit dem Datum."
    if not {"betrag", "soll", "haben"} & set(felder):
        return "Bitte wählen Sie die Spalte mit dem Betrag oder die Spalten mit Soll und Haben."
    if "betrag" in felder and {"soll", "haben"} & set(felder):
        return "Bitte wählen Sie entweder den Betrag oder Soll und Haben, nicht beides."
    return ""


# --- Cells ----------------------------------------------------------------------------------------------------------


def lies_tag(text: str, jahr: int) -> date | None:
    """31.12.2026, 31.12.26, 2026-12-31, or day and month without point as in DATEV (3112); None for anything else.

    A year of two digits belongs to this century; one that is not there is the budget year.
    """
    text = text.strip()
    if treffer := _DATUM.fullmatch(text):
        tag, monat, jahrestext = treffer.groups()
        return _tag(int(jahrestext) + (2000 if len(jahrestext) == 2 else 0), int(monat), int(tag))
    if treffer := _ISO.fullmatch(text):
        return _tag(*map(int, treffer.groups()))
    if _OHNE_JAHR.fullmatch(text):
        return _tag(jahr, int(text[-2:]), int(text[:-2]))
    return None


def _tag(jahr: int, monat: int, tag: int) -> date | None:
    try:
        return date(jahr, monat, tag)
    except ValueError:
        return None


def lies_summe(zellen: Mapping[str, str], ist_mappe: bool = False) -> Decimal:
    """The amount of a row, an expense above zero: from Betrag with its mark, or Soll − Haben.

    In a workbook ("ist_mappe") a point is always a decimal point. Raises ValueError with a German sentence.
    """
    if "betrag" not in zellen:
        soll, haben = (zellen.get(name, "").strip() for name in ("soll", "haben"))
        if not soll and not haben:
            raise ValueError("kein Betrag")
        return _betrag(soll or "0", ist_mappe) - _betrag(haben or "0", ist_mappe)
    text = zellen["betrag"].strip()
    if not text:
        raise ValueError("kein Betrag")
    betrag = _betrag(text, ist_mappe)
    return -betrag if zellen.get("kennzeichen", "").strip().upper() in {"H", "HABEN"} else betrag


def _betrag(text: str, ist_mappe: bool) -> Decimal:
    return lies_zellbetrag(text) if ist_mappe else lies_betrag(text)


# --- Rows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listenzuordnung:
    """How a list is to be read: heading -> field, key of the accounting -> kind, what its appointments refer to."""

    kopf: tuple[str, ...]
    spalten: Mapping[str, str]
    arten: Mapping[str, str] = field(default_factory=dict)
    vorgabe: str = ""
    ist_mappe: bool = False

    def zellen(self, roh: Sequence[str]) -> dict[str, str]:
        """Field -> text of one row."""
        je_spalte = dict(zip(self.kopf, roh, strict=False))
        return {feld: je_spalte.get(name, "") for name, feld in self.spalten.items() if feld != PERSON}

    def schluessel_von(self, roh: Sequence[str]) -> str:
        """Key of the accounting in this row; empty without one."""
        return self.zellen(roh).get("schluessel", "").strip()[:SCHLUESSEL_HOECHSTENS]


@dataclass(frozen=True, slots=True)
class Grundlage:
    """What rows are compared with: year, today, what is booked, rest of the chosen application, is there a project."""

    jahr: int
    heute: date
    gebucht: frozenset[Doppelschluessel] = frozenset()
    antrag: Bewilligung | None = None
    hat_projekt: bool = False


@dataclass(frozen=True, slots=True)
class Listenurteil:
    """One row as understood, what becomes of it and why; `roh_…` is what stood where no day or amount could be read."""

    nummer: int
    ergebnis: str
    grund: str = ""
    am: date | None = None
    betrag: Decimal | None = None
    text: str = ""
    belegnummer: str = ""
    schluessel: str = ""
    art: str = ""
    roh_datum: str = ""
    roh_betrag: str = ""

    @property
    def doppelschluessel(self) -> Doppelschluessel:
        return doppelschluessel(self.belegnummer, self.text, self.betrag, self.am)

    def als_json(self) -> dict[str, Any]:
        """For keeping: the row as it was booked or left out, without the other cells of the file."""
        return {
            "nummer": self.nummer,
            "ergebnis": str(self.ergebnis),
            "grund": self.grund,
            "am": self.am.isoformat() if self.am else None,
            "betrag": str(self.betrag) if self.betrag is not None else None,
            "text": self.text,
            "belegnummer": self.belegnummer,
            "schluessel": self.schluessel,
            "art": str(self.art),
        }

    @classmethod
    def aus_json(cls, daten: Mapping[str, Any]) -> "Listenurteil":
        """The kept row."""
        am, betrag = daten["am"], daten["betrag"]
        return cls(**{
            **{name: daten[name] for name in cls.__dataclass_fields__ if name in daten},
            "am": date.fromisoformat(am) if am else None,
            "betrag": Decimal(betrag) if betrag is not None else None,
        })  # fmt: skip


def urteile_ueber(
    zeilen: Iterable[tuple[int, Sequence[str]]], zuordnung: Listenzuordnung, grundlage: Grundlage
) -> list[Listenurteil]:
    """Verdict on every row (number, cells), in their order: a row counts as booked for those after it."""
    gebucht, uebrig = set(grundlage.gebucht), grundlage.antrag.offen if grundlage.antrag else None
    urteile = []
    for nummer, roh in zeilen:
        urteil = _urteile(nummer, roh, zuordnung, grundlage, gebucht, uebrig)
        if urteil.ergebnis == Zeilenergebnis.NEU:
            gebucht.add(urteil.doppelschluessel)
            if uebrig is not None and braucht_antrag(urteil.art):
                uebrig -= urteil.betrag
        urteile.append(urteil)
    return urteile


def _urteile(
    nummer: int,
    roh: Sequence[str],
    zuordnung: Listenzuordnung,
    grundlage: Grundlage,
    gebucht: set[Doppelschluessel],
    uebrig: Decimal | None,
) -> Listenurteil:
    zeile, fehler = _lies(nummer, roh, zuordnung, grundlage.jahr)
    fehler = fehler or _fehler(zeile, grundlage)
    if fehler:
        return _mit(zeile, Zeilenergebnis.FEHLERHAFT, fehler)
    if zeile.doppelschluessel in gebucht:
        return _mit(zeile, Zeilenergebnis.DOPPELT, "Beleg, Betrag und Datum sind schon gebucht oder stehen weiter oben")
    if fehler := jahr_der_liste_fehler(grundlage.jahr, zeile.am):
        return _mit(zeile, Zeilenergebnis.FEHLERHAFT, fehler)
    if not zeile.art:
        was = f"Schlüssel {zeile.schluessel}" if zeile.schluessel else "Zeile ohne Schlüssel"
        return _mit(zeile, Zeilenergebnis.OFFEN, f"{was}: Bitte wählen Sie die Art")
    fehler = _artfehler(zeile, grundlage, uebrig)
    return _mit(zeile, Zeilenergebnis.FEHLERHAFT if fehler else Zeilenergebnis.NEU, fehler)


def _artfehler(zeile: Listenurteil, grundlage: Grundlage, uebrig: Decimal | None) -> str:
    """What its kind asks for and the choices for this list do not give."""
    if braucht_antrag(zeile.art):
        return _antragsfehler(zeile.betrag, uebrig)
    return OHNE_PROJEKT if braucht_projekt(zeile.art) and not grundlage.hat_projekt else ""


def _lies(nummer: int, roh: Sequence[str], zuordnung: Listenzuordnung, jahr: int) -> tuple[Listenurteil, str]:
    zellen, fehler, betrag = zuordnung.zellen(roh), "", None
    schluessel = zuordnung.schluessel_von(roh)
    art = zuordnung.arten.get(schluessel, "") if schluessel else zuordnung.vorgabe
    try:
        betrag = lies_summe(zellen, zuordnung.ist_mappe)
    except ValueError as grund:
        fehler = str(grund)
    text = " ".join(zellen.get("text", "").split())[:TEXT_HOECHSTENS]
    am = lies_tag(zellen.get("datum", ""), jahr)
    zeile = Listenurteil(
        nummer=nummer,
        ergebnis=Zeilenergebnis.OFFEN,
        am=am,
        betrag=betrag,
        text=text or (Ausgabenart(art).label if art else ""),
        belegnummer=" ".join(zellen.get("belegnummer", "").split())[:BELEGNUMMER_HOECHSTENS],
        schluessel=schluessel,
        art=art,
        roh_datum="" if am else zellen.get("datum", "").strip()[:ROH_HOECHSTENS],
        roh_betrag="" if betrag is not None else _rohbetrag(zellen),
    )
    return zeile, fehler


def _rohbetrag(zellen: Mapping[str, str]) -> str:
    texte = (zellen.get(name, "").strip() for name in ("betrag", "soll", "haben"))
    return " / ".join(text for text in texte if text)[:ROH_HOECHSTENS]


def _fehler(zeile: Listenurteil, grundlage: Grundlage) -> str:
    if zeile.am is None:
        return KEIN_DATUM
    if zeile.betrag == NULL:
        return "Der Betrag ist null"
    if zeile.am > grundlage.heute:
        return "Das Datum liegt in der Zukunft"
    return jahresfehler(grundlage.jahr, zeile.am)


def _antragsfehler(betrag: Decimal, uebrig: Decimal | None) -> str:
    if uebrig is None:
        return "Ein Einzeltermin braucht einen genehmigten Ausnahmeantrag"
    if betrag <= 0:
        return "Ein Einzeltermin hat einen Betrag über null"
    return f"Vom Ausnahmeantrag sind nur noch {euro(uebrig)} übrig" if betrag > uebrig else ""


def _mit(zeile: Listenurteil, ergebnis: str, grund: str) -> Listenurteil:
    werte = {name: getattr(zeile, name) for name in Listenurteil.__dataclass_fields__}
    return Listenurteil(**{**werte, "ergebnis": ergebnis, "grund": grund})
