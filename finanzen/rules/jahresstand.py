"""K29: the figures of a Sozialraum and year, as they stand or as they were closed.

Pages, PDF and files read this one value, whether it comes from the bookings or from the snapshot of a closed year. The
snapshot is text of one form only (sorted keys, amounts as text), so that its checksum is the same on every database.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from finanzen.rules import Ausgabenart
from finanzen.rules.ausgabe import OHNE_BELEG
from finanzen.rules.mittel import CENT, NULL, Bewilligung, Haushalt, Netzwerkmittel

#: changes when the shape of the snapshot does; old snapshots stay as they are
FORMAT = 1
OHNE_GELD = Haushalt()
_GELD = ("verteilt", "uebertrag", "verausgabt", "personal_geplant", "personal_gebucht", "bewilligungen_offen")


@dataclass(frozen=True, slots=True)
class Buchungszeile:
    """A booking with everything that a proof of use tells about it. `storno_von` is the key of what it takes back."""

    schluessel: str
    am: date
    betrag: Decimal
    art: str
    text: str
    belegnummer: str = ""
    projekt: str = ""
    antrag: str = ""
    storno_von: str = ""
    hat_beleg: bool = False
    ist_geprueft: bool = False

    @property
    def artname(self) -> str:
        return Ausgabenart(self.art).label


@dataclass(frozen=True, slots=True)
class Stellenstand:
    """A share of a post and what was planned for it. A function, not a name: the snapshot outlives the person."""

    bezeichnung: str
    vzae: Decimal
    kostensatz: Decimal | None
    von: date
    bis: date | None
    kosten: Decimal


@dataclass(frozen=True, slots=True)
class Traegerstand:
    """The money of one Träger in the Sozialraum and year, with its bookings."""

    schluessel: str
    name: str
    haushalt: Haushalt = OHNE_GELD
    stellen: tuple[Stellenstand, ...] = ()
    bewilligungen: tuple[Bewilligung, ...] = ()
    buchungen: tuple[Buchungszeile, ...] = ()
    minusgrund: str = ""
    entscheidung: str = ""
    entschiedener_rest: Decimal | None = None

    @property
    def rest(self) -> Decimal:
        """What was had and not spent; below zero when more was spent. What is only bound is not spent."""
        return self.haushalt.mittel - self.haushalt.verausgabt

    @property
    def summen(self) -> dict[str, Decimal]:
        """Kind of expense -> what was booked on it, in their order; all of them, so that reports compare."""
        summen = dict.fromkeys(Ausgabenart.values, NULL)
        for zeile in self.buchungen:
            summen[zeile.art] += zeile.betrag
        return summen

    @property
    def je_art(self) -> tuple[tuple[str, Decimal], ...]:
        """The same with the names of the kinds."""
        return tuple((Ausgabenart(art).label, betrag) for art, betrag in self.summen.items())

    @property
    def gueltige(self) -> tuple[Buchungszeile, ...]:
        """Bookings that were neither reversed nor are a reversal."""
        storniert = {zeile.storno_von for zeile in self.buchungen}
        return tuple(z for z in self.buchungen if not z.storno_von and z.schluessel not in storniert)

    @property
    def ohne_beleg(self) -> int:
        """Valid bookings of which a receipt is due and none is there."""
        return sum(not zeile.hat_beleg and zeile.art not in OHNE_BELEG for zeile in self.gueltige)

    @property
    def ungeprueft(self) -> int:
        return sum(not zeile.ist_geprueft for zeile in self.gueltige)

    @property
    def offene_bewilligungen(self) -> tuple[Bewilligung, ...]:
        return tuple(bewilligung for bewilligung in self.bewilligungen if bewilligung.offen)


@dataclass(frozen=True, slots=True)
class Jahresstand:
    """All money of a Sozialraum in a year. `mittel` is None until the volume is confirmed."""

    jahr: int
    kuerzel: str
    sozialraum: str
    mittel: Netzwerkmittel | None
    traeger: tuple[Traegerstand, ...]

    @property
    def summe(self) -> Haushalt:
        return sum((stand.haushalt for stand in self.traeger), Haushalt())

    @property
    def rest(self) -> Decimal:
        return sum((stand.rest for stand in self.traeger), NULL)

    def von(self, schluessel: str, name: str = "") -> Traegerstand:
        """The stand of this Träger; an empty one where it has no money."""
        return next((s for s in self.traeger if s.schluessel == schluessel), Traegerstand(schluessel, name))

    def nur(self, schluessel: frozenset[str]) -> "Jahresstand":
        """The same with these Träger only."""
        zeilen = tuple(stand for stand in self.traeger if stand.schluessel in schluessel)
        return Jahresstand(self.jahr, self.kuerzel, self.sozialraum, self.mittel, zeilen)


# --- Snapshot -------------------------------------------------------------------------------------------------------


def kanonisch(daten: Mapping[str, Any]) -> str:
    """The one way to write a snapshot down."""
    return json.dumps(daten, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def pruefsumme(daten: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hex."""
    return hashlib.sha256(kanonisch(daten).encode()).hexdigest()


def als_daten(stand: Jahresstand) -> dict[str, Any]:
    """Figures and bookings as plain values; what follows by a rule stands beside them for whoever reads the text."""
    mittel = stand.mittel
    return {
        "format": FORMAT,
        "jahr": stand.jahr,
        "kuerzel": stand.kuerzel,
        "sozialraum": stand.sozialraum,
        "mittel": mittel
        and {
            "gesamt": _geld(mittel.gesamt),
            "davon_asd": _geld(mittel.davon_asd),
            "satz": str(mittel.satz.quantize(CENT)),
            "quelle": mittel.quelle,
            "basis": _geld(mittel.basis),
            "netzwerkmittel": _geld(mittel.mittel),
        },
        "traeger": [_traegerdaten(traeger) for traeger in stand.traeger],
    }


def aus_daten(daten: Mapping[str, Any]) -> Jahresstand:
    """The figures back from a snapshot. Raises KeyError or ValueError for one that was tampered with beyond reading."""
    mittel = daten["mittel"]
    return Jahresstand(
        daten["jahr"],
        daten["kuerzel"],
        daten["sozialraum"],
        mittel
        and Netzwerkmittel(
            Decimal(mittel["gesamt"]), Decimal(mittel["davon_asd"]), Decimal(mittel["satz"]), mittel["quelle"]
        ),
        tuple(_traegerstand(traeger) for traeger in daten["traeger"]),
    )


def _traegerdaten(stand: Traegerstand) -> dict[str, Any]:
    haushalt = {name: _geld(getattr(stand.haushalt, name)) for name in (*_GELD, "mittel", "gebunden", "frei")}
    return {
        "schluessel": stand.schluessel,
        "name": stand.name,
        "haushalt": haushalt,
        "stellen": [_werte(stelle) for stelle in stand.stellen],
        "bewilligungen": [_werte(bewilligung) for bewilligung in stand.bewilligungen],
        "buchungen": [_werte(zeile) for zeile in stand.buchungen],
        "minusgrund": stand.minusgrund,
        "entscheidung": stand.entscheidung,
        "rest": _geld(stand.rest),
    }


def _traegerstand(daten: Mapping[str, Any]) -> Traegerstand:
    return Traegerstand(
        daten["schluessel"],
        daten["name"],
        Haushalt(**{name: Decimal(daten["haushalt"][name]) for name in _GELD}),
        tuple(_lies(Stellenstand, stelle) for stelle in daten["stellen"]),
        tuple(_lies(Bewilligung, bewilligung) for bewilligung in daten["bewilligungen"]),
        tuple(_lies(Buchungszeile, zeile) for zeile in daten["buchungen"]),
        daten["minusgrund"],
        daten["entscheidung"],
        Decimal(daten["rest"]),
    )


def _geld(betrag: Decimal) -> str:
    return str(betrag.quantize(CENT))


def _werte(satz: Any) -> dict[str, Any]:
    return {feld.name: _einfach(getattr(satz, feld.name)) for feld in fields(satz)}


def _einfach(wert: Any) -> Any:
    if isinstance(wert, Decimal):
        return str(wert)
    return wert.isoformat() if isinstance(wert, date) else wert


_DEZIMAL = {"betrag", "vzae", "kostensatz", "kosten", "bewilligt", "gebucht"}
_TAGE = {"am", "von", "bis"}


def _lies(klasse: type, daten: Mapping[str, Any]) -> Any:
    return klasse(**{feld.name: _wert(feld.name, daten[feld.name]) for feld in fields(klasse)})


def _wert(name: str, wert: Any) -> Any:
    if wert is None:
        return None
    if name in _DEZIMAL:
        return Decimal(wert)
    return date.fromisoformat(wert) if name in _TAGE else wert
