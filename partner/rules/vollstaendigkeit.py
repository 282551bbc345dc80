"""K16: which facts the entry of a partner should state, how complete it is, and how old its last confirmation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from konten.rules import runde_prozent
from konten.rules.monate import plus_monate
from konten.rules.zahl import relativ, tagesdatum


@dataclass(frozen=True, slots=True)
class Fakt:
    """One fact: what it is called, what it weighs, and where it is entered (page of the partner, place on it)."""

    schluessel: str
    titel: str
    gewicht: int
    seite: str = "partner:partner_bearbeiten"
    stelle: str = ""


#: What one asks first weighs two, what helps beside it one. A test holds the sum.
FAKTEN = (
    Fakt("zustaendigkeit", "Zuständigkeit", 2, stelle="div_id_zustaendigkeiten"),
    Fakt("aufgaben", "Aufgaben", 2, stelle="div_id_aufgaben"),
    Fakt("erreichbar", "Telefon oder E-Mail", 2, stelle="div_id_telefon"),
    Fakt("ansprechperson", "Ansprechperson mit Funktion", 2, "partner:funktion_neu"),
    Fakt("sozialraum", "Sozialraum, für den der Partner da ist", 2, "partner:partner_sozialraeume"),
    Fakt("kategorie", "Kategorie", 1, stelle="div_id_kategorie_1"),
    Fakt("anschrift", "Anschrift", 1, stelle="div_id_strasse"),
    Fakt("zielgruppen", "Zielgruppen", 1, stelle="div_id_zielgruppen"),
    Fakt("oeffnung", "Öffnungszeiten", 1, stelle="div_id_oeffnung_mo"),
    Fakt("funktionsadresse", "Funktionsadresse", 1, "partner:funktionsadresse_neu"),
)
HOECHSTENS = sum(fakt.gewicht for fakt in FAKTEN)


@dataclass(frozen=True, slots=True)
class Vollstaendigkeit:
    """How complete one entry is, with its arithmetic."""

    punkte: int
    fehlende: tuple[Fakt, ...]

    @property
    def prozent(self) -> int:
        return runde_prozent(self.punkte, HOECHSTENS) or 0

    @property
    def ist_vollstaendig(self) -> bool:
        return not self.fehlende

    @property
    def satz(self) -> str:
        return f"{self.prozent} % vollständig"

    @property
    def rechnung(self) -> list[str]:
        """What weighs how much, and what it comes to."""
        doppelt = ", ".join(fakt.titel for fakt in FAKTEN if fakt.gewicht == 2)
        einfach = ", ".join(fakt.titel for fakt in FAKTEN if fakt.gewicht == 1)
        fehlt = ", ".join(fakt.titel for fakt in self.fehlende)
        return [
            f"Zwei Punkte: {doppelt}.",
            f"Ein Punkt: {einfach}.",
            f"{self.punkte} von {HOECHSTENS} Punkten sind {self.prozent} %."
            + (f" Es fehlt: {fehlt}." if fehlt else ""),
        ]


def vollstaendigkeit(vorhandene: Iterable[str]) -> Vollstaendigkeit:
    """Judges by the keys of the facts that are there; unknown keys do not count."""
    da = set(vorhandene)
    punkte = sum(fakt.gewicht for fakt in FAKTEN if fakt.schluessel in da)
    return Vollstaendigkeit(punkte, tuple(fakt for fakt in FAKTEN if fakt.schluessel not in da))


@dataclass(frozen=True, slots=True)
class Pruefstand:
    """How old the last "Angaben stimmen" is; the same four words that badges need."""

    klasse: str
    symbol: str
    wort: str
    ist_veraltet: bool


def pruefgrenze(stichtag: date, monate: int) -> date:
    """The same day so many months before: a confirmation from before it is too old."""
    return plus_monate(stichtag, -monate)


def pruefstand(geprueft_am: date | None, stichtag: date, monate: int) -> Pruefstand:
    """Saving a change is no confirmation: an entry that nobody has looked at as a whole says so."""
    if geprueft_am is None:
        return Pruefstand("neu", "?", "noch nie geprüft", True)
    wort = f"geprüft am {tagesdatum(geprueft_am)} ({relativ(geprueft_am, stichtag)})"
    if geprueft_am < pruefgrenze(stichtag, monate):
        return Pruefstand("faellig", "!", wort, True)
    return Pruefstand("aktuell", "✓", wort, False)


@dataclass(frozen=True, slots=True)
class Raumstand:
    """Completeness of the active partners of one Sozialraum."""

    partner: int = 0
    punkte: int = 0
    vollstaendige: int = 0
    veraltete: int = 0

    @property
    def prozent(self) -> int | None:
        """Share of all points that could be reached; None without a partner."""
        return runde_prozent(self.punkte, self.partner * HOECHSTENS)

    def mit(self, stand: Vollstaendigkeit, *, ist_veraltet: bool) -> "Raumstand":
        """With one partner more."""
        return Raumstand(
            self.partner + 1,
            self.punkte + stand.punkte,
            self.vollstaendige + stand.ist_vollstaendig,
            self.veraltete + ist_veraltet,
        )
