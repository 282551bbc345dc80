"""The public directory (K11): what a family looks for, near words for slips of the pen, dates to take along."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urlencode

from konten.rules import normalisiere, suchworte
from konten.rules.suche import aehnlichkeit, silben
from partner.rules.angebotszeit import Zeitangabe

#: so near a word of the directory must come to a word that nothing was found for
NAHE_AB = 0.4
#: so far ahead, and so many dates at most, a calendar file goes
TERMINE_TAGE, TERMINE_HOECHSTENS = 183, 80


@dataclass(frozen=True, slots=True)
class Auswahl:
    """What is looked for; the address of the page says all of it, and nothing of it is kept."""

    q: str = ""
    alter: int | None = None
    ort: str = ""
    raum: str = ""
    thema: int | None = None
    art: str = ""
    sprache: str = ""
    tag: int | None = None
    kostenlos: bool = False
    rollstuhl: bool = False
    #: key of the Gemeinde in which it takes place; set by the map
    hier: str = ""

    @property
    def frage(self) -> str:
        """The part of an address behind the question mark; without what is not asked for."""
        return urlencode(self.werte)

    @property
    def werte(self) -> dict[str, Any]:
        werte = {name: getattr(self, name) for name in self.__slots__}
        # 0 is a baby, or Monday; and 0 == False
        gefragt = {name: wert for name, wert in werte.items() if wert is not None and wert is not False and wert != ""}
        return {name: "on" if wert is True else wert for name, wert in gefragt.items()}

    @property
    def ist_leer(self) -> bool:
        return not self.werte


def verbessert(text: str, woerter: Collection[str]) -> str:
    """The search with every unknown word replaced by the nearest one of the directory; empty when nothing is near.

    Both sides normalised: "Krabelgrupe" becomes "krabbelgruppe".
    """
    gesucht = suchworte(text)
    neue = [_naechstes(wort, woerter) for wort in gesucht]
    return " ".join(neue) if all(neue) and neue != gesucht else ""


def _naechstes(wort: str, woerter: Collection[str]) -> str:
    if any(wort in anderes for anderes in woerter):
        return wort
    eigene = silben(wort)
    beste = max(((aehnlichkeit(eigene, silben(anderes)), anderes) for anderes in woerter), default=(0.0, ""))
    return beste[1] if beste[0] >= NAHE_AB else ""


def worte_aus(texte: Iterable[str]) -> frozenset[str]:
    """Normalised words of at least four letters: what a search may mean."""
    return frozenset(wort for text in texte for wort in re.findall(r"[a-z]{4,}", normalisiere(text)))


@dataclass(frozen=True, slots=True)
class Kontaktweg:
    """How an offer is reached in public: an institution or a post, never a person."""

    name: str
    telefon: str = ""
    email: str = ""
    web: str = ""


def kontaktweg(angebot: Kontaktweg, funktion: Kontaktweg | None, anbieter: Kontaktweg) -> Kontaktweg:
    """Each way on its own: what the offer itself names, then the function address, then the institution (K11)."""
    stufen = [stufe for stufe in (angebot, funktion, anbieter) if stufe is not None]
    erstes = {weg: next((wert for s in stufen if (wert := getattr(s, weg))), "") for weg in ("telefon", "email", "web")}
    nutzt_funktion = funktion is not None and (
        erstes["telefon"] == funktion.telefon != "" or erstes["email"] == funktion.email != ""
    )
    return Kontaktweg(name=funktion.name if funktion and nutzt_funktion else "", **erstes)


@dataclass(frozen=True, slots=True)
class Termin:
    """One day of an offer for a calendar."""

    am: date
    von: time | None
    bis: time | None


def termine(
    zeiten: Iterable[Zeitangabe], stichtag: date, gilt_bis: date | None, ist_ferientag: Callable[[date], bool]
) -> list[Termin]:
    """The days of the next half year on which it takes place, holidays left out where it pauses then."""
    zeiten = list(zeiten)
    ende = min(gilt_bis or date.max, stichtag + timedelta(days=TERMINE_TAGE))
    tage = (stichtag + timedelta(days=versatz) for versatz in range((ende - stichtag).days + 1))
    gefunden = [
        Termin(tag, zeit.von_uhr, zeit.bis_uhr)
        for tag in tage
        for zeit in zeiten
        if zeit.findet_statt(tag) and not (zeit.nicht_in_ferien and ist_ferientag(tag))
    ]
    return gefunden[:TERMINE_HOECHSTENS]


@dataclass(frozen=True, slots=True)
class Ortsfilter:
    """Gemeinden and Sozialräume that a typed place means."""

    raeume: tuple[int, ...] = ()
    gemeinden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Suchwort:
    """A word of the search and the themes whose names hold it."""

    wort: str
    themen: tuple[int, ...] = field(default=())


def suchwoerter(text: str, themen: Mapping[int, str]) -> tuple[Suchwort, ...]:
    """Each word of the search with the themes that are called so."""
    namen = {pk: normalisiere(name) for pk, name in themen.items()}
    return tuple(Suchwort(wort, tuple(pk for pk, name in namen.items() if wort in name)) for wort in suchworte(text))
