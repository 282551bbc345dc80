"""What imports of all kinds share: a row as read, how the list is to be read, and the verdict on a row."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices

#: a column that must not be read, because it names people; its content is never stored
PERSON = "person"
#: choice "rows with this word stay out"
NICHT_UEBERNEHMEN = "-"
GRUND_HOECHSTENS = 400
#: days in which an import can be taken back; afterwards its journal and its cells are deleted
RUECKNAHME_TAGE = 30


class Zeilenergebnis(TextChoices):
    """What a row leads to."""

    NEU = "neu", "wird angelegt"
    GEAENDERT = "geaendert", "wird geändert"
    UNVERAENDERT = "unveraendert", "schon vorhanden"
    ZWEIFELHAFT = "zweifelhaft", "zweifelhaft"
    ABGELEHNT = "abgelehnt", "abgelehnt"


#: results that write something
SCHREIBEND = (Zeilenergebnis.NEU, Zeilenergebnis.GEAENDERT)


@dataclass(frozen=True, slots=True)
class Listenzeile:
    """One row as read: its number in the file, its cells, and what a person decided about it."""

    nummer: int
    zellen: tuple[str, ...]
    entscheidung: str = ""


@dataclass(frozen=True, slots=True)
class Zuordnung:
    """How a list is to be read: heading -> field, word -> what it means here, meaning where no word stands.

    `leeren`: an empty cell empties the field of a record that is met; otherwise it leaves it as it is.
    """

    spalten: Mapping[str, str]
    kategorien: Mapping[str, str] = field(default_factory=dict)
    vorgabe: str = ""
    leeren: bool = False

    def als_json(self) -> dict[str, Any]:
        return {
            "spalten": dict(self.spalten),
            "kategorien": dict(self.kategorien),
            "vorgabe": self.vorgabe,
            "leeren": self.leeren,
        }

    @classmethod
    def aus_json(cls, daten: Mapping[str, Any]) -> "Zuordnung":
        return cls(
            daten.get("spalten", {}), daten.get("kategorien", {}), daten.get("vorgabe", ""), bool(daten.get("leeren"))
        )


@dataclass(frozen=True, slots=True)
class Aenderung:
    """One field of a record as it is and as the list has it, both in words."""

    titel: str
    alt: str
    neu: str


@dataclass(frozen=True, slots=True)
class Urteil:
    """Verdict on one row, of whatever kind.

    `anzeige` is what the pages show, JSON, by the keys of the kind's columns; `objekt` the key of the record that is
    met; `sache` what the kind needs for taking over and is never stored.
    """

    nummer: int
    ergebnis: Zeilenergebnis
    grund: str = ""
    anzeige: Mapping[str, Any] = field(default_factory=dict)
    aenderungen: tuple[Aenderung, ...] = ()
    objekt: int | None = None
    sache: Any = None


class Ablehnung(Exception):
    """A row cannot be taken; carries the sentence."""


def verbinde(vorschlag: Zuordnung, wunsch: Zuordnung) -> Zuordnung:
    """The wish of a person over the proposal; a field that she gives to a column is taken from the guessed one."""
    vergeben = set(wunsch.spalten.values()) - {""}
    spalten = {name: feld for name, feld in vorschlag.spalten.items() if feld == PERSON or feld not in vergeben}
    spalten |= {name: feld for name, feld in wunsch.spalten.items() if spalten.get(name) != PERSON}
    return Zuordnung(
        {name: feld for name, feld in spalten.items() if feld},
        {**vorschlag.kategorien, **wunsch.kategorien},
        wunsch.vorgabe or vorschlag.vorgabe,
        wunsch.leeren,
    )


def pruefe_spalten(zuordnung: Zuordnung, felder: Mapping[str, str], noetig: Collection[str]) -> str:
    """The first fault of the columns of a mapping as a sentence; empty when it can be used."""
    gewaehlt = [feld for feld in zuordnung.spalten.values() if feld not in ("", PERSON)]
    if unbekannt := set(gewaehlt) - felder.keys():
        return f"Das Feld „{min(unbekannt)}“ gibt es nicht."
    fehlt = next((feld for feld in noetig if feld not in gewaehlt), None)
    if fehlt:
        return f"Bitte wählen Sie, in welcher Spalte „{felder[fehlt]}“ steht."
    mehrfach = [feld for feld, anzahl in Counter(gewaehlt).items() if anzahl > 1]
    if mehrfach:
        return f"„{felder[mehrfach[0]]}“ ist zwei Spalten zugeordnet. Bitte wählen Sie eine davon."
    return ""


def stellen(spalten: Iterable[str], felder: Mapping[str, str]) -> dict[str, int]:
    """Field -> position of its column."""
    return {felder[name]: stelle for stelle, name in enumerate(spalten) if felder.get(name, PERSON) not in ("", PERSON)}


def zelle(zeile: Listenzeile, stelle: int | None) -> str:
    """The text of a row at that position; empty when the row ends before."""
    return zeile.zellen[stelle] if stelle is not None and stelle < len(zeile.zellen) else ""


def saetze(*teile: str) -> str:
    """The sentences that are not empty, as one text that fits beside a row."""
    text = " ".join(teil for teil in teile if teil)
    return text if len(text) <= GRUND_HOECHSTENS else text[: GRUND_HOECHSTENS - 1] + "…"


def ruecknahme_bis(uebernommen: date) -> date:
    """Last day on which an import can be taken back."""
    return uebernommen + timedelta(days=RUECKNAHME_TAGE)


def kann_zurueck(uebernommen: date, heute: date) -> bool:
    """An import can be taken back for thirty days, the last one included."""
    return heute <= ruecknahme_bis(uebernommen)
