"""Needs: age band, severity, state and who may set it; sources, their suppression, quarters (K08)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple, Self

from django.db.models import TextChoices


class Altersgruppe(TextChoices):
    """Age band that a need concerns; never the age of a child."""

    ALLE = "alle", "alle Altersgruppen"
    FRUEH = "0_3", "0 bis unter 3 Jahre"
    KITA = "3_6", "3 bis unter 6 Jahre"
    GRUNDSCHULE = "6_10", "6 bis unter 10 Jahre"
    JUGEND = "10_14", "10 bis unter 14 Jahre"
    JUGENDLICHE = "14_18", "14 bis unter 18 Jahre"
    JUNGE_ERWACHSENE = "18_27", "18 bis unter 27 Jahre"
    ELTERN = "eltern", "Eltern und Familien"


class Schwere(TextChoices):
    HINWEIS = "hinweis", "Hinweis"
    BEOBACHTUNG = "beobachtung", "Beobachtung"
    DRINGEND = "dringend", "dringend"


class Bedarfsstatus(TextChoices):
    NEU = "neu", "neu"
    IN_BERATUNG = "in_beratung", "in Beratung"
    AUFGEGRIFFEN = "aufgegriffen", "aufgegriffen"
    ZURUECKGESTELLT = "zurueckgestellt", "zurückgestellt"
    ERLEDIGT = "erledigt", "erledigt"


#: state -> states that may follow
FOLGEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Bedarfsstatus.NEU: (Bedarfsstatus.IN_BERATUNG,),
        Bedarfsstatus.IN_BERATUNG: (
            Bedarfsstatus.AUFGEGRIFFEN,
            Bedarfsstatus.ZURUECKGESTELLT,
            Bedarfsstatus.ERLEDIGT,
        ),
        Bedarfsstatus.AUFGEGRIFFEN: (Bedarfsstatus.ERLEDIGT, Bedarfsstatus.IN_BERATUNG),
        Bedarfsstatus.ZURUECKGESTELLT: (Bedarfsstatus.IN_BERATUNG,),
        Bedarfsstatus.ERLEDIGT: (Bedarfsstatus.IN_BERATUNG,),
    }
)
#: states that only the Jugendamt sets; they need a reason
ABSCHLUSS = frozenset({Bedarfsstatus.AUFGEGRIFFEN, Bedarfsstatus.ZURUECKGESTELLT, Bedarfsstatus.ERLEDIGT})


def moegliche_folgen(zustand: str, *, bearbeitet: bool, schliesst_ab: bool) -> tuple[str, ...]:
    """States that this person may set next (K08): concluding and taking up again is the Jugendamt's.

    `bearbeitet`: holds "bedarf.bearbeiten" here; `schliesst_ab`: holds "bedarf.abschliessen".
    """
    return tuple(
        folge
        for folge in FOLGEN[zustand]
        if schliesst_ab or (bearbeitet and folge not in ABSCHLUSS and zustand not in ABSCHLUSS)
    )


def braucht_grund(bisher: str, danach: str) -> bool:
    """A conclusion is explained, and so is taking it back (K08)."""
    return danach in ABSCHLUSS or bisher in ABSCHLUSS


# --- Sources and their suppression ------------------------------------------------------------------------------------

#: a smaller minimum would say how many: "< 2" is one
KLEINSTES_MINIMUM = 3


@dataclass(frozen=True, slots=True)
class Spanne:
    """How many independent sources, as a range: the only figure about needs that leaves this module (K08)."""

    unten: int
    oben: int
    minimum: int = KLEINSTES_MINIMUM

    @property
    def ist_null(self) -> bool:
        return self.oben == 0

    @property
    def ist_verdeckt(self) -> bool:
        """True below the minimum, but not zero."""
        return 0 < self.oben < self.minimum

    @property
    def text(self) -> str:
        """ "0", "< 3", "3–4"."""
        if self.ist_verdeckt:
            return f"< {self.minimum}"
        return str(self.unten) if self.unten == self.oben else f"{self.unten}–{self.oben}"

    @property
    def stufe(self) -> str:
        """Word for the shade of a cell: null, verdeckt, 1 (few) to 3 (many)."""
        stufen = self.oben // (self.minimum - 1)
        return "null" if self.ist_null else "verdeckt" if self.ist_verdeckt else str(min(3, stufen // 2))

    @property
    def wort(self) -> str:
        """The same for a voice: "weniger als 3", "3 bis 4"."""
        if self.ist_verdeckt:
            return f"weniger als {self.minimum}"
        return self.text.replace("–", " bis ")

    def __add__(self, andere: Self) -> Self:
        return type(self)(self.unten + andere.unten, self.oben + andere.oben, self.minimum)


def spanne(quellen: int, minimum: int) -> Spanne:
    """Range that a number of sources is shown as (K08): 0, 1 to 2 ("< 3"), 3 to 4, 5 to 6, … for the minimum 3.

    All ranges are `minimum - 1` wide and end at its multiples. That is what protects small cells when several figures
    are compared: the whole and all its parts (by age band, by weight) end at multiples of one step, so the whole never
    exceeds the parts' upper ends by less than a step, and a part below the minimum may always be one source or more.
    With exact figures 7 in all and 5 of them for one age band would tell the 2 that are left.
    """
    breite = max(minimum, KLEINSTES_MINIMUM) - 1
    stufe = -(-quellen // breite)
    return Spanne(max(0, (stufe - 1) * breite + 1), stufe * breite, breite + 1)


def summe(spannen: Iterable[Spanne], minimum: int) -> Spanne:
    """Total as the sum of what the cells show; it knows no more than they do. A source counts once per cell."""
    return sum(spannen, spanne(0, minimum))


def quellen_von(partner: Iterable[int], melder: int | None) -> frozenset[tuple[str, int]]:
    """Independent sources of one report: its partners, otherwise who reported it; unknown reporters are one (K08)."""
    return frozenset(("partner", pk) for pk in partner) or frozenset({("konto", melder or 0)})


# --- Closed quarters --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Quartal:
    """A quarter of a year."""

    jahr: int
    nummer: int

    @classmethod
    def mit(cls, tag: date) -> Self:
        return cls(tag.year, (tag.month + 2) // 3)

    @property
    def von(self) -> date:
        return date(self.jahr, 3 * self.nummer - 2, 1)

    @property
    def bis(self) -> date:
        naechstes = date(self.jahr + self.nummer // 4, self.nummer % 4 * 3 + 1, 1)
        return naechstes - timedelta(days=1)

    @property
    def vorheriges(self) -> Self:
        return type(self)(self.jahr, self.nummer - 1) if self.nummer > 1 else type(self)(self.jahr - 1, 4)

    @property
    def name(self) -> str:
        return f"{self.nummer}. Quartal {self.jahr}"

    @property
    def kurz(self) -> str:
        return f"{self.nummer}. Qu. {self.jahr}"

    @property
    def schluessel(self) -> str:
        """As in addresses: 2026-3."""
        return f"{self.jahr}-{self.nummer}"


def abgeschlossene_quartale(stichtag: date, anzahl: int = 8) -> tuple[Quartal, ...]:
    """The last quarters that had ended before the Stichtag, oldest first; the running one is never counted (K08)."""
    quartale = [Quartal.mit(stichtag).vorheriges]
    while len(quartale) < anzahl:
        quartale.append(quartale[-1].vorheriges)
    return tuple(reversed(quartale))


# --- Radar ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ausschnitt:
    """All needs, those of one age band or those of one weight. Both at once would let small cells be worked out."""

    altersgruppe: str = ""
    schwere: str = ""

    def __post_init__(self) -> None:
        if self.altersgruppe and self.schwere:
            raise ValueError("Entweder eine Altersgruppe oder ein Gewicht.")

    @property
    def text(self) -> str:
        if self.altersgruppe:
            return f"Altersgruppe {Altersgruppe(self.altersgruppe).label}"
        return f"Gewicht {Schwere(self.schwere).label}" if self.schwere else "alle Meldungen"

    def umfasst(self, altersgruppe: str, schwere: str) -> bool:
        return self.altersgruppe in ("", altersgruppe) and self.schwere in ("", schwere)


class Einzelmeldung(NamedTuple):
    """A report as the radar needs it."""

    sozialraum: int
    thema: int
    am: date
    altersgruppe: str
    schwere: str
    quellen: frozenset[tuple[str, int]]


#: theme, Sozialraum, quarter
Zellort = tuple[int, int, Quartal]


def zaehle_quellen(
    meldungen: Iterable[Einzelmeldung], ausschnitt: Ausschnitt, minimum: int
) -> Mapping[Zellort, Spanne]:
    """Sources per theme, Sozialraum and quarter, suppressed (K08). A missing cell is zero."""
    je_zelle: dict[Zellort, set[tuple[str, int]]] = {}
    for meldung in meldungen:
        if ausschnitt.umfasst(meldung.altersgruppe, meldung.schwere):
            ort = meldung.thema, meldung.sozialraum, Quartal.mit(meldung.am)
            je_zelle.setdefault(ort, set()).update(meldung.quellen)
    return {ort: spanne(len(quellen), minimum) for ort, quellen in je_zelle.items()}
