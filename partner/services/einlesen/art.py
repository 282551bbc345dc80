"""The kinds of lists that can be imported. Higher floors add theirs by name in `NETZWERK_IMPORTARTEN`."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from konten.rules import Geltungsbereich
from partner.models import Importlauf
from partner.rules.einlesen import NICHT_UEBERNEHMEN, Listenzeile, Urteil, Zuordnung, pruefe_spalten
from partner.rules.listenmuster import Musterspalte
from partner.services.einlesen.lesen import Kopf, Tabelle


@dataclass(frozen=True, slots=True)
class Bildspalte:
    """A column of the staging page: its title, the key in `Urteil.anzeige`, and the key of what stands small below."""

    titel: str
    schluessel: str
    neben: str = ""


@dataclass(slots=True)
class Spur:
    """What taking over one row did, so that it can be taken back.

    `objekt` is the record that the row stands for. `angelegt` in the order of writing; `geaendert` are records with
    their new values and, by column, what stood there; `entfernt` are rows that were deleted. `ablehnung` instead of all
    that: why nothing was written after all.
    """

    objekt: Model | None = None
    angelegt: list[Model] = field(default_factory=list)
    geaendert: list[tuple[Model, dict[str, Any]]] = field(default_factory=list)
    entfernt: list[Model] = field(default_factory=list)
    ablehnung: str = ""


class Importart(ABC):
    """One kind of list. Subclasses hold no state; pages, background, journal and undo are the same for all."""

    #: short word in addresses, commands and `Importlauf.art`
    schluessel: ClassVar[str]
    #: heading of the pages, and one or many of what comes out
    titel: ClassVar[str]
    eins: ClassVar[str]
    viele: ClassVar[str]
    #: sentence below the heading of the list of runs
    untertitel: ClassVar[str] = ""
    #: model of the record that a row stands for
    modell: ClassVar[type[Model]]
    #: right that the kind needs beside "import.ausfuehren"; empty when that one is enough
    recht: ClassVar[str] = ""
    #: only who uploaded such a list may see its rows
    ist_persoenlich: ClassVar[bool] = False
    #: field -> how it reads; how the heading is known and what must be there
    felder: ClassVar[Mapping[str, str]]
    kopf: ClassVar[Kopf]
    bild: ClassVar[Sequence[Bildspalte]] = (Bildspalte("Name", "name"),)
    #: legend over the words to be mapped, label of the choice for rows without a word; empty: there are none
    worttitel: ClassVar[str] = ""
    vorgabetitel: ClassVar[str] = ""
    #: what a person chooses for a doubtful row
    wahltitel: ClassVar[str] = "Gemeint ist"
    #: names of addresses: where the records are listed, help
    liste_url: ClassVar[str]
    hilfe: ClassVar[str] = "/hilfe/partner-importieren/"
    #: sentence about columns that are not read for data protection
    verworfen_satz: ClassVar[str] = ""
    #: columns of the workbook to fill in
    muster: ClassVar[Sequence[Musterspalte]] = ()
    #: tables whose references do not keep a created record from being taken back
    unbeachtet: ClassVar[frozenset[str]] = frozenset({"partner.Importzeile", "partner.Dublettenpaar"})

    # --- how the list is read ---------------------------------------------------------------------------------

    def worte(self, spalten: list[str], felder: Mapping[str, str], zeilen: Iterable[Listenzeile]) -> Counter[str]:
        """Words that have to be mapped (categories, kinds) with their number of rows."""
        return Counter()

    def wortziele(self) -> list[tuple[str, str]]:
        """What a word may mean: value -> name."""
        return []

    def vorgabeziele(self) -> list[tuple[str, str]]:
        """What may hold for rows without a word: value -> name."""
        return self.wortziele()

    def erkenne_wort(self, wort: str) -> str:
        """The most likely meaning of a word, or "" """
        return ""

    def erkenne_vorgabe(self, felder: Mapping[str, str], dateiname: str) -> str:
        """Meaning for rows without a word."""
        return ""

    def erkenne(self, tabelle: Tabelle, dateiname: str) -> Zuordnung:
        """First proposal for a list."""
        felder = self.kopf.felder(tabelle.spalten)
        vorschlag = Zuordnung(felder, {}, self.erkenne_vorgabe(felder, dateiname))
        return self.vervollstaendige(vorschlag, tabelle.spalten, tabelle.zeilen)

    def vervollstaendige(self, zuordnung: Zuordnung, spalten: list[str], zeilen: Iterable[Listenzeile]) -> Zuordnung:
        """Adds a proposal for every word that is not mapped yet."""
        erkannt = {wort: self.erkenne_wort(wort) for wort in self.worte(spalten, zuordnung.spalten, zeilen)}
        return replace(zuordnung, kategorien=erkannt | dict(zuordnung.kategorien))

    def pruefe_zuordnung(self, zuordnung: Zuordnung) -> str:
        """The first fault of a mapping as a sentence; empty when it can be used."""
        if fehler := pruefe_spalten(zuordnung, self.felder, sorted(self.kopf.noetig)):
            return fehler
        erlaubt = {"", NICHT_UEBERNEHMEN, *(wert for wert, _ in self.wortziele())}
        fremd = {*zuordnung.kategorien.values(), zuordnung.vorgabe} - erlaubt
        return f"Die Auswahl „{min(fremd)}“ gibt es nicht." if fremd else ""

    # --- what becomes of the rows -----------------------------------------------------------------------------

    @abstractmethod
    def grundlage(self, bereich: Geltungsbereich, zeilen: Sequence[Listenzeile]) -> Any:
        """Everything that the rows are judged by, read once; a constant number of queries."""

    @abstractmethod
    def urteile(
        self, *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Any
    ) -> Iterator[Urteil]:
        """One verdict per row, in order, without a query."""

    def wahl(self, bereich: Geltungsbereich) -> dict[str, str]:
        """What may be chosen for every row whose `anzeige["waehlbar"]` is true: value -> name.

        A row may have choices of its own instead: `anzeige["optionen"]` = [[value, name], …].
        """
        return {}

    @abstractmethod
    def uebernimm(self, *, lauf: Importlauf, urteile: Sequence[Urteil], bereich: Geltungsbereich) -> dict[int, Spur]:
        """Writes a portion of rows whose verdict is "neu" or "geaendert"; row number -> what was done.

        Runs in the caller's transaction, writes in bulk, and audits what it writes.
        """

    def danach(self, ids: Collection[int]) -> None:  # noqa: B027 - most kinds have nothing to do
        """After records with these ids were written or taken back, in the same transaction."""

    def hindernisse(self, ids: Collection[int]) -> dict[int, str]:
        """Why created records may not be taken back, beyond changes and references: id -> sentence."""
        return {}

    # --- what the pages show ----------------------------------------------------------------------------------

    def verweise(self, ids: Collection[int]) -> dict[int, str]:
        """Addresses of the records by id. One query."""
        return {pk: objekt.get_absolute_url() for pk, objekt in self.modell._base_manager.in_bulk(ids).items()}

    def darf(self, bereich: Geltungsbereich, recht: str = "import.ausfuehren") -> bool:
        """True when the person may import this kind."""
        return bereich.darf(recht) and (not self.recht or bereich.darf(self.recht))


@cache
def art(schluessel: str) -> Importart:
    """The kind with that key. Raises KeyError for an unknown one."""
    return import_string(settings.NETZWERK_IMPORTARTEN[schluessel])()


def arten() -> list[Importart]:
    """All kinds in the order of the settings."""
    return [art(schluessel) for schluessel in settings.NETZWERK_IMPORTARTEN]
