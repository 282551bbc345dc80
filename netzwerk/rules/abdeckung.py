"""Contact interval and coverage (K06, K23-K25): when is a partner due, and how does a Sozialraum stand.

The concept asks for regular exchange and names no days; the intervals are set by the Landkreis.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays
from django.db.models import TextChoices

from konten.rules import runde_prozent
from konten.rules.zahl import mehrzahl, tagesdatum
from partner.rules import Ferienregel

QUELLE = "Konzept, Abschnitt Ziele und Aufgaben (K06); die Abstände legt der Landkreis fest"


class Lage(TextChoices):
    """How contact with a partner in a Sozialraum stands on a day, from good to bad."""

    AKTUELL = "aktuell", "aktuell"
    NEU = "neu", "neu"
    FAELLIG = "faellig", "fällig"
    UEBERFAELLIG = "ueberfaellig", "überfällig"
    NIE = "nie", "nie erreicht"


class Zellenart(TextChoices):
    """What a cell of the matrix says."""

    PARTNER = "partner", "Partner"
    KEIN_PARTNER = "kein_partner", "kein Partner"
    NICHT_VORGESEHEN = "nicht_vorgesehen", "nicht vorgesehen"
    NEUTRAL = "neutral", "kein Partner nötig"


REIHENFOLGE = tuple(Lage)
SYMBOLE: Mapping[str, str] = {
    Lage.AKTUELL: "✓",
    Lage.NEU: "!",
    Lage.FAELLIG: "!",
    Lage.UEBERFAELLIG: "✕",
    Lage.NIE: "✕",
    Zellenart.KEIN_PARTNER: "✕",
    Zellenart.NICHT_VORGESEHEN: "–",
    Zellenart.NEUTRAL: "–",
}
KLASSEN: Mapping[str, str] = {
    Lage.AKTUELL: "aktuell",
    Lage.NEU: "faellig",
    Lage.FAELLIG: "faellig",
    Lage.UEBERFAELLIG: "ueberfaellig",
    Lage.NIE: "fehlt",
    Zellenart.KEIN_PARTNER: "fehlt",
    Zellenart.NICHT_VORGESEHEN: "ausgenommen",
    Zellenart.NEUTRAL: "neutral",
}
#: counts as cared for in the share of partners
GEPFLEGT = frozenset({Lage.AKTUELL, Lage.NEU, Lage.FAELLIG})
#: makes a category uncovered
UNGEPFLEGT = frozenset({Lage.UEBERFAELLIG, Lage.NIE})


@dataclass(frozen=True, slots=True)
class Anzeige:
    """What a badge shows: never colour alone."""

    klasse: str
    symbol: str
    wort: str


# --- Interval -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Abstaende:
    """All intervals valid on a day, in days."""

    kategorie: Mapping[int, int] = field(default_factory=dict)
    kategorie_im_raum: Mapping[tuple[int, int], int] = field(default_factory=dict)
    partner_im_raum: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def fuer(self, partner: int, raum: int, kategorien: Iterable[int]) -> int | None:
        """Days between two contacts: partner in the Sozialraum before category in it before category.

        Of several categories the shortest holds; None when nothing is set.
        """
        eigener = self.partner_im_raum.get((partner, raum))
        if eigener is not None:
            return eigener
        kuerzester = None
        for kategorie in kategorien:
            tage = self.kategorie_im_raum.get((kategorie, raum), self.kategorie.get(kategorie))
            if tage is not None and (kuerzester is None or tage < kuerzester):
                kuerzester = tage
        return kuerzester


# --- Due day ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def feiertage(jahr: int) -> frozenset[date]:
    """Public holidays of Rheinland-Pfalz."""
    return frozenset(holidays.Germany(subdiv="RP", years=jahr))


def ist_arbeitstag(tag: date) -> bool:
    """Monday to Friday and no public holiday in Rheinland-Pfalz."""
    return tag.weekday() < 5 and tag not in feiertage(tag.year)


class Schliesszeiten:
    """Closed periods, both ends inclusive; answers for one day in logarithmic time."""

    __slots__ = ("_anfaenge", "_zeiten")

    def __init__(self, zeiten: Iterable[tuple[date, date | None]] = ()) -> None:
        self._zeiten = _verschmolzen(zeiten)
        self._anfaenge = [von for von, _ in self._zeiten]

    def enthaelt(self, tag: date) -> bool:
        stelle = bisect_right(self._anfaenge, tag) - 1
        return stelle >= 0 and tag <= self._zeiten[stelle][1]

    def naechster_offener_tag(self, tag: date) -> date:
        """The day itself when it is open, otherwise the first working day after the closed period."""
        if not self.enthaelt(tag):
            return tag
        while self.enthaelt(tag) or not ist_arbeitstag(tag):
            tag += timedelta(days=1)
        return tag


def _verschmolzen(zeiten: Iterable[tuple[date, date | None]]) -> list[tuple[date, date]]:
    ergebnis: list[tuple[date, date]] = []
    for von, bis in sorted((von, bis) for von, bis in zeiten if bis is not None):
        if ergebnis and von <= ergebnis[-1][1]:
            ergebnis[-1] = (ergebnis[-1][0], max(bis, ergebnis[-1][1]))
        else:
            ergebnis.append((von, bis))
    return ergebnis


def faellig_am(letzter: date, tage: int, geschlossen: Schliesszeiten | None = None) -> date:
    """Day on which the next contact is due. The clock never stops; only a due day in closed time moves behind it."""
    tag = letzter + timedelta(days=tage)
    return geschlossen.naechster_offener_tag(tag) if geschlossen else tag


@dataclass(frozen=True, slots=True)
class Kalender:
    """Closed times by rule: school holidays for schools, own closed days for Kitas, none for the rest."""

    schulferien: Schliesszeiten = field(default_factory=Schliesszeiten)
    eigene: Mapping[int, Schliesszeiten] = field(default_factory=dict)

    def fuer(self, partner: int, regeln: Collection[str]) -> Schliesszeiten | None:
        if Ferienregel.SCHULFERIEN in regeln:
            return self.schulferien
        return self.eigene.get(partner) if Ferienregel.SCHLIESSTAGE in regeln else None


# --- State of one partner in one Sozialraum -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fristen:
    """Parameters of the rule, in days."""

    neu_tage: int = 90
    bald_tage: int = 14


class Partnerlage(NamedTuple):
    """How contact with one partner in one Sozialraum stands on the Stichtag, with everything it was computed from.

    A named tuple, because a page makes hundreds of them and a frozen dataclass takes four times as long.
    """

    partner_id: int
    sozialraum_id: int
    kategorien: tuple[int, ...]
    lage: Lage
    stichtag: date
    seit: date
    letzter: date | None
    faellig_am: date | None
    intervall_tage: int | None
    ist_bald: bool = False

    @property
    def zustand(self) -> Anzeige:
        return Anzeige(KLASSEN[self.lage], SYMBOLE[self.lage], self.text)

    @property
    def text(self) -> str:
        """ "überfällig seit 101 Tagen", "fällig in 9 Tagen", "aktuell", "noch nie erreicht"."""
        if self.lage == Lage.NIE:
            return "noch nie erreicht"
        if self.lage == Lage.NEU:
            return "neu, noch kein Kontakt"
        tage = (self.stichtag - self.faellig_am).days if self.faellig_am else 0
        if self.lage == Lage.AKTUELL:
            return f"fällig in {mehrzahl(-tage, 'Tag', 'Tagen')}" if self.ist_bald else "aktuell"
        seit = f"seit {mehrzahl(tage, 'Tag', 'Tagen')}" if tage else "heute"
        return f"{Lage(self.lage).label} {seit}"

    @property
    def rechnung(self) -> list[str]:
        """The arithmetic in sentences ("So wird gerechnet")."""
        if self.letzter is None:
            zeilen = [f"Der Partner ist seit {tagesdatum(self.seit)} für den Sozialraum eingetragen."]
            return [*zeilen, "Bisher gibt es keinen Kontakt, der zählt."]
        zeilen = [f"Letzter Kontakt, der zählt: {tagesdatum(self.letzter)}."]
        if self.faellig_am is None:
            return [*zeilen, "Für die Kategorie ist kein Abstand festgelegt."]
        zeilen.append(
            f"Abstand: {mehrzahl(self.intervall_tage, 'Tag', 'Tage')}. Fällig am {tagesdatum(self.faellig_am)}."
        )
        if self.faellig_am != self.letzter + timedelta(days=self.intervall_tage):
            zeilen.append("Der Tag fiel in eine Schließzeit und rückt auf den ersten offenen Tag danach.")
        grenze = self.faellig_am + timedelta(days=self.intervall_tage // 2)
        return [*zeilen, f"Überfällig nach einem weiteren halben Abstand: ab {tagesdatum(grenze + timedelta(days=1))}."]


def lage_am(
    stichtag: date, *, seit: date, letzter: date | None, faellig: date | None, tage: int | None, fristen: Fristen
) -> Lage:
    """State on the Stichtag (K06).

    Without a counting contact: neu for less than `neu_tage` days of service, then nie. Otherwise aktuell before the
    due day, fällig up to half an interval past it, überfällig after that. Without an interval a contact is enough.
    """
    if letzter is None:
        return Lage.NEU if (stichtag - seit).days < fristen.neu_tage else Lage.NIE
    if faellig is None or tage is None or stichtag < faellig:
        return Lage.AKTUELL
    return Lage.FAELLIG if 2 * (stichtag - faellig).days <= tage else Lage.UEBERFAELLIG


# --- Cell and row -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Zelle:
    """Sozialraum × category: how many partners are aktuell, and the worst state (K23-K25)."""

    kategorie_id: int
    art: Zellenart
    ist_pflicht: bool
    lagen: Mapping[Lage, int] = field(default_factory=dict)
    begruendung: str = ""
    ausnahme_bis: date | None = None

    @property
    def gesamt(self) -> int:
        return sum(self.lagen.values())

    @property
    def aktuell(self) -> int:
        return self.lagen.get(Lage.AKTUELL, 0)

    @property
    def schlimmste(self) -> Lage | None:
        return max(self.lagen, key=REIHENFOLGE.index, default=None)

    @property
    def ist_gepflegt(self) -> bool:
        """Has partners and none of them is überfällig or nie."""
        return self.art == Zellenart.PARTNER and not UNGEPFLEGT & set(self.lagen)

    @property
    def zaehlt_fuer_abdeckung(self) -> bool:
        return self.ist_pflicht and self.art != Zellenart.NICHT_VORGESEHEN

    @property
    def zustand(self) -> Anzeige:
        schluessel = self.schlimmste if self.art == Zellenart.PARTNER else self.art
        return Anzeige(KLASSEN[schluessel], SYMBOLE[schluessel], self.wort)

    @property
    def wort(self) -> str:
        """ "aktuell", "1 fällig", "2 überfällig", "kein Partner": the worst state and how many partners have it."""
        if self.art != Zellenart.PARTNER:
            return Zellenart(self.art).label
        if self.schlimmste == Lage.AKTUELL:
            return Lage.AKTUELL.label
        return f"{self.lagen[self.schlimmste]} {Lage(self.schlimmste).label}"


@dataclass(frozen=True, slots=True)
class Ausnahme:
    """A category is not foreseen in a Sozialraum, with the reason (K25)."""

    begruendung: str
    bis: date | None


def zelle(kategorie_id: int, lagen: Sequence[Lage], *, ist_pflicht: bool, ausnahme: Ausnahme | None) -> Zelle:
    """The cell for these partner states; partners that exist are shown even where the category is exempt."""
    if lagen:
        return Zelle(
            kategorie_id, Zellenart.PARTNER, ist_pflicht and ausnahme is None, Counter(lagen), *_text(ausnahme)
        )
    if ausnahme:
        return Zelle(kategorie_id, Zellenart.NICHT_VORGESEHEN, ist_pflicht, {}, *_text(ausnahme))
    return Zelle(kategorie_id, Zellenart.KEIN_PARTNER if ist_pflicht else Zellenart.NEUTRAL, ist_pflicht)


def _text(ausnahme: Ausnahme | None) -> tuple[str, date | None]:
    return (ausnahme.begruendung, ausnahme.bis) if ausnahme else ("", None)


@dataclass(frozen=True, slots=True)
class Quote:
    """n of m, and the share in whole percent (None: nothing to measure)."""

    zaehler: int
    nenner: int

    @property
    def prozent(self) -> int | None:
        return runde_prozent(self.zaehler, self.nenner)

    @property
    def text(self) -> str:
        return "–" if self.prozent is None else f"{self.prozent} %"


def kategorienquote(zellen: Iterable[Zelle]) -> Quote:
    """(a) Share of required, not exempt categories that have partners, none of them überfällig or nie."""
    verlangt = [z for z in zellen if z.zaehlt_fuer_abdeckung]
    return Quote(sum(z.ist_gepflegt for z in verlangt), len(verlangt))


def partnerquote(lagen: Iterable[Lage]) -> Quote:
    """(b) Share of active partners that are aktuell or fällig (neu counts as fällig)."""
    alle = list(lagen)
    return Quote(sum(lage in GEPFLEGT for lage in alle), len(alle))
