"""K12, K13, K18: is a Netzwerkfachkraft qualified for a Sozialraum on a day, as a tree that explains itself.

fachlich (muss) = (A or (B and C)) and D; leitung (soll) = experience, or is Leitungskraft, or agrees with the named
Leitungsfachkraft of the Träger that steers the Sozialraum. A part that is only filed makes the whole "in Prüfung".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from types import MappingProxyType

from konten.rules.monate import plus_monate
from konten.rules.zahl import tagesdatum
from netzwerk.rules.fachkraft import Nachweisart, Nachweisstatus

QUELLE = "Konzept, Abschnitt Qualifikation"


class Erfuellung(IntEnum):
    """How far a part is met, from bad to good: "and" takes the worst of its parts, "or" the best."""

    FEHLT = 0
    IN_PRUEFUNG = 1
    LAEUFT_AB = 2
    ERFUELLT = 3

    @property
    def wort(self) -> str:
        return _WORTE[self]

    @property
    def symbol(self) -> str:
        return {Erfuellung.FEHLT: "✕", Erfuellung.ERFUELLT: "✓"}.get(self, "!")

    @property
    def klasse(self) -> str:
        return {Erfuellung.FEHLT: "fehlt", Erfuellung.ERFUELLT: "aktuell"}.get(self, "faellig")

    @property
    def gilt(self) -> bool:
        """What runs out soon still holds today."""
        return self >= Erfuellung.LAEUFT_AB


_WORTE: Mapping[Erfuellung, str] = MappingProxyType(
    {
        Erfuellung.FEHLT: "nicht erfüllt",
        Erfuellung.IN_PRUEFUNG: "in Prüfung",
        Erfuellung.LAEUFT_AB: "läuft ab",
        Erfuellung.ERFUELLT: "erfüllt",
    }
)


@dataclass(frozen=True, slots=True)
class Beleg:
    """A piece of evidence as far as the rule asks: what it shows, from when to when, and whether it is confirmed."""

    art: str
    bezeichnung: str
    am: date
    gueltig_bis: date | None
    zustand: str

    def erfuellung(self, stichtag: date, warnung_tage: int) -> Erfuellung:
        """Rejected, future and expired evidence is none."""
        abgelaufen = self.gueltig_bis is not None and self.gueltig_bis < stichtag
        if self.zustand == Nachweisstatus.ZURUECKGEWIESEN or abgelaufen or self.am > stichtag:
            return Erfuellung.FEHLT
        if self.zustand == Nachweisstatus.EINGEREICHT:
            return Erfuellung.IN_PRUEFUNG
        bald = self.gueltig_bis is not None and self.gueltig_bis <= stichtag + timedelta(days=warnung_tage)
        return Erfuellung.LAEUFT_AB if bald else Erfuellung.ERFUELLT

    @property
    def satz(self) -> str:
        bis = f", gültig bis {tagesdatum(self.gueltig_bis)}" if self.gueltig_bis else ""
        return f"{self.bezeichnung}, {tagesdatum(self.am)}{bis} ({Nachweisstatus(self.zustand).label})"


@dataclass(frozen=True, slots=True)
class Knoten:
    """A part of the rule: a leaf with its evidence, or parts joined by "und" / "oder"."""

    titel: str
    erfuellung: Erfuellung
    verbindung: str = ""
    teile: tuple["Knoten", ...] = ()
    belege: tuple[str, ...] = ()
    ablauf_am: date | None = None

    def blaetter(self) -> Iterator["Knoten"]:
        """All leaves from left to right."""
        if not self.teile:
            yield self
        for teil in self.teile:
            yield from teil.blaetter()

    @property
    def fehlt(self) -> str:
        """What is missing in words: "Erzieher/in und Zusatzausbildung"; empty when nothing is."""
        if self.erfuellung != Erfuellung.FEHLT:
            return ""
        if not self.teile:
            return self.titel
        if self.verbindung == "und":
            offene = [teil for teil in self.teile if teil.fehlt]
            return offene[0].fehlt if len(offene) == 1 else " und ".join(_geklammert(t, "oder") for t in offene)
        return " oder ".join(_geklammert(teil, "und") for teil in self.teile)


def _geklammert(teil: Knoten, verbindung: str) -> str:
    mehrere = teil.verbindung == verbindung and sum(bool(t.fehlt) for t in teil.teile) > 1
    return f"({teil.fehlt})" if mehrere else teil.fehlt


def und(titel: str, *teile: Knoten) -> Knoten:
    """All parts are needed: as good as the weakest, and over with the first of those that hold."""
    schwaechstes = min(teil.erfuellung for teil in teile)
    ablauf = min((teil.ablauf_am for teil in teile if teil.ablauf_am and teil.erfuellung.gilt), default=None)
    return Knoten(titel, schwaechstes, "und", teile, ablauf_am=ablauf)


def oder(titel: str, *teile: Knoten) -> Knoten:
    """One part is enough: as good as the best, and over with the last of the best."""
    bestes = max(teil.erfuellung for teil in teile)
    tragende = [teil for teil in teile if teil.erfuellung == bestes]
    offen = any(teil.ablauf_am is None for teil in tragende)
    ablauf = None if offen else max(teil.ablauf_am for teil in tragende if teil.ablauf_am)
    return Knoten(titel, bestes, "oder", teile, ablauf_am=ablauf)


def blatt(titel: str, art: str, belege: Iterable[Beleg], stichtag: date, warnung_tage: int) -> Knoten:
    """The leaf for one kind of evidence: its best piece decides."""
    passende = [beleg for beleg in belege if beleg.art == art]
    erfuellungen = [(beleg, beleg.erfuellung(stichtag, warnung_tage)) for beleg in passende]
    bestes = max((e for _, e in erfuellungen), default=Erfuellung.FEHLT)
    ablauf = None
    if bestes == Erfuellung.LAEUFT_AB:
        ablauf = max(beleg.gueltig_bis for beleg, e in erfuellungen if e == bestes and beleg.gueltig_bis)
    return Knoten(titel, bestes, belege=tuple(beleg.satz for beleg in passende), ablauf_am=ablauf)


def fachlich(belege: Sequence[Beleg], stichtag: date, warnung_tage: int) -> Knoten:
    """K12, K13 (muss): (A or (B and C)) and D."""

    def teil(titel: str, art: str) -> Knoten:
        return blatt(titel, art, belege, stichtag, warnung_tage)

    return und(
        "Fachliche Qualifikation",
        oder(
            "Fachkräftegebot",
            teil("Sozialarbeit oder Sozialpädagogik", Nachweisart.GRUND),
            und(
                "Erzieherin oder Erzieher mit Zusatzausbildung",
                teil("Erzieherin oder Erzieher", Nachweisart.ERZIEHER),
                teil("längere systemische Zusatzausbildung", Nachweisart.SYSTEMISCH),
            ),
        ),
        teil("Sozialräumliche Arbeit nach Lüttringhaus", Nachweisart.LUETTRINGHAUS),
    )


# --- Leadership ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Abspracheangabe:
    """An agreement: when, and with the Leitungsfachkraft of which Träger."""

    am: date
    traeger_id: int
    leitung: str


@dataclass(frozen=True, slots=True)
class Leitungslage:
    """What the leadership rule asks of the Sozialraum on the day.

    `steuernder` is the Träger that steers the Sozialraum (None: nobody does), `leitungen` the named Leitungsfachkräfte
    of that Träger, `ist_leitungskraft` says that the person herself is one of her own Träger.
    """

    ist_leitungskraft: bool = False
    steuernder: int | None = None
    steuernder_name: str = ""
    leitungen: tuple[str, ...] = ()
    absprachen: tuple[Abspracheangabe, ...] = ()
    monate: int = 6


def leitung(belege: Sequence[Beleg], lage: Leitungslage, stichtag: date, warnung_tage: int) -> Knoten:
    """K18 (soll): leadership experience, or Leitungskraft, or close agreement with the steering Träger's Leitung."""
    return oder(
        "Leitung",
        blatt("Leitungserfahrung", Nachweisart.LEITUNG, belege, stichtag, warnung_tage),
        Knoten("Leitungskraft des Trägers", Erfuellung.ERFUELLT if lage.ist_leitungskraft else Erfuellung.FEHLT),
        _abstimmung(lage, stichtag, warnung_tage),
    )


def _abstimmung(lage: Leitungslage, stichtag: date, warnung_tage: int) -> Knoten:
    benannt = Knoten(
        "benannte Leitungsfachkraft des steuerungsverantwortlichen Trägers",
        Erfuellung.ERFUELLT if lage.steuernder and lage.leitungen else Erfuellung.FEHLT,
        belege=_benannt(lage),
    )
    return und("Enge Abstimmung mit der Leitung", benannt, _absprache(lage, stichtag, warnung_tage))


def _benannt(lage: Leitungslage) -> tuple[str, ...]:
    if lage.steuernder is None:
        return ("An diesem Tag ist kein Träger steuerungsverantwortlich.",)
    if not lage.leitungen:
        return (f"{lage.steuernder_name} hat keine Leitungsfachkraft benannt.",)
    return tuple(f"{name}, {lage.steuernder_name}" for name in lage.leitungen)


def _absprache(lage: Leitungslage, stichtag: date, warnung_tage: int) -> Knoten:
    titel = f"Absprache in den letzten {lage.monate} Monaten"
    gueltige = [a for a in lage.absprachen if a.traeger_id == lage.steuernder and a.am <= stichtag]
    fremde = [a for a in lage.absprachen if a.traeger_id != lage.steuernder and a.am <= stichtag]
    ende_von = {a: plus_monate(a.am, lage.monate) for a in gueltige}
    zaehlende = [a for a in gueltige if ende_von[a] >= stichtag]
    saetze = [f"{tagesdatum(a.am)} mit {a.leitung}" for a in zaehlende[:3]]
    if not zaehlende:
        saetze += [f"{tagesdatum(a.am)} mit {a.leitung} zählt nicht mehr" for a in gueltige[:1]]
    saetze += [f"{tagesdatum(a.am)} mit {a.leitung} zählt nicht: anderer Träger" for a in fremde[:1]]
    ende = max((ende_von[a] for a in zaehlende), default=None)
    if ende is None:
        return Knoten(titel, Erfuellung.FEHLT, belege=tuple(saetze))
    bald = ende <= stichtag + timedelta(days=min(warnung_tage, 30))
    zustand = Erfuellung.LAEUFT_AB if bald else Erfuellung.ERFUELLT
    return Knoten(titel, zustand, belege=tuple(saetze), ablauf_am=ende if bald else None)


# --- Together -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Qualifikation:
    """Both rules for one person and Sozialraum."""

    fachlich: Knoten
    leitung: Knoten

    @property
    def erfuellung(self) -> Erfuellung:
        """What the badge says: the professional rule decides; leadership only weakens "erfüllt" to "läuft ab"."""
        if self.fachlich.erfuellung == Erfuellung.ERFUELLT and self.leitung.erfuellung == Erfuellung.LAEUFT_AB:
            return Erfuellung.LAEUFT_AB
        return self.fachlich.erfuellung

    @property
    def satz(self) -> str:
        """One sentence for badge, list and PDF."""
        saetze = [self._satz_fachlich()]
        if self.leitung.erfuellung == Erfuellung.FEHLT:
            saetze.append(f"Leitung abweichend, es fehlt: {self.leitung.fehlt}.")
        elif self.leitung.erfuellung == Erfuellung.IN_PRUEFUNG:
            saetze.append("Leitung in Prüfung.")
        elif self.leitung.ablauf_am:
            saetze.append(f"Leitung gilt bis {tagesdatum(self.leitung.ablauf_am)}.")
        return " ".join(saetze)

    def _satz_fachlich(self) -> str:
        if self.fachlich.fehlt:
            return f"Nicht erfüllt, es fehlt: {self.fachlich.fehlt}."
        if self.fachlich.ablauf_am:
            return f"Erfüllt, gilt bis {tagesdatum(self.fachlich.ablauf_am)}."
        return "In Prüfung." if self.fachlich.erfuellung == Erfuellung.IN_PRUEFUNG else "Erfüllt."


def qualifikation(
    belege: Sequence[Beleg], lage: Leitungslage, stichtag: date, *, warnung_tage: int = 90
) -> Qualifikation:
    """Both trees on the Stichtag (K12, K13, K18)."""
    return Qualifikation(fachlich(belege, stichtag, warnung_tage), leitung(belege, lage, stichtag, warnung_tage))


def ohne_einzelheiten(knoten: Knoten) -> Knoten:
    """The tree without evidence, for those who may see the verdict but not the papers."""
    return replace(knoten, belege=(), teile=tuple(ohne_einzelheiten(teil) for teil in knoten.teile))
