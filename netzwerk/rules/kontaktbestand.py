"""What the import of contacts is judged by: Sozialräume, who may be the author, themes, contacts that are there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from konten.rules import normalisiere
from partner.rules.partnertreffer import Partnerverzeichnis


@dataclass(frozen=True, slots=True)
class Raumangabe:
    """A Sozialraum by its outside key and name."""

    pk: int
    kuerzel: str
    name: str


@dataclass(frozen=True, slots=True)
class Autor:
    """An account in whose name contacts may be entered; `raeume` None: in every Sozialraum, else when in which."""

    pk: int
    vorname: str
    nachname: str
    username: str
    raeume: tuple[tuple[int, date, date | None], ...] | None = None

    @property
    def anzeige(self) -> str:
        return f"{self.vorname} {self.nachname}".strip() or self.username

    @property
    def namen(self) -> frozenset[str]:
        """How a list may call this person; initials count as well, if nobody else has them."""
        voll = f"{self.vorname} {self.nachname}"
        kurz = f"{self.vorname[:1]}{self.nachname[:1]}"
        formen = (voll, f"{self.nachname} {self.vorname}", self.nachname, self.username, kurz)
        return frozenset(normalisiere(form) for form in formen if len(form.strip()) > 1)

    def war_in(self, raum: int, am: date) -> bool:
        if self.raeume is None:
            return True
        return any(pk == raum and von <= am and (bis is None or am <= bis) for pk, von, bis in self.raeume)


@dataclass(frozen=True, slots=True)
class Kontaktangabe:
    """A contact that is there, as far as a list may change it; `partner` are the names as the export joins them."""

    pk: int
    uuid: str
    version: int
    autor: int | None
    am: date
    art: str
    bezug: str
    zweck: str = ""
    inhalt: str = ""
    vereinbarung: str = ""
    dauer_minuten: int | None = None
    themen: frozenset[int] = frozenset()
    partner_ids: frozenset[int] = frozenset()
    partner: str = ""
    ist_bearbeitbar: bool = False


class Kontaktbestand:
    """Contacts by key, and those of the same person, day and partners."""

    def __init__(self, kontakte: Iterable[Kontaktangabe] = ()) -> None:
        self.nach_uuid: dict[str, Kontaktangabe] = {}
        self._am_tag: dict[tuple[int | None, date], list[Kontaktangabe]] = defaultdict(list)
        for kontakt in kontakte:
            self.nach_uuid[kontakt.uuid] = kontakt
            self._am_tag[kontakt.autor, kontakt.am].append(kontakt)

    def gleicher_tag(
        self, autor: int, am: date, partner: frozenset[int], ohne: frozenset[str] = frozenset()
    ) -> Kontaktangabe | None:
        """A contact of that person on that day with one of these partners; those with the keys `ohne` do not count."""
        am_tag = self._am_tag.get((autor, am), ())
        return next((einer for einer in am_tag if einer.partner_ids & partner and einer.uuid not in ohne), None)


@dataclass(frozen=True, slots=True)
class Kontaktgrundlage:
    """Everything a row is judged by. `erlaubt` None: contacts may be entered in every Sozialraum.

    `wirkung` is partner -> when it served which Sozialraum; `fruehestens` the first day a contact may have.
    """

    partner: Partnerverzeichnis
    raeume: tuple[Raumangabe, ...]
    wirkung: Mapping[int, tuple[tuple[int, date, date | None], ...]]
    autoren: tuple[Autor, ...]
    selbst: int
    bestand: Kontaktbestand
    heute: date
    fruehestens: date
    erlaubt: frozenset[int] | None = None
    themen: Mapping[str, int] = field(default_factory=dict)
    themennamen: Mapping[int, str] = field(default_factory=dict)

    def raeume_am(self, partner: int, am: date) -> frozenset[int]:
        """Sozialräume that the partner served on that day."""
        zeilen = self.wirkung.get(partner, ())
        return frozenset(raum for raum, von, bis in zeilen if von <= am and (bis is None or am <= bis))
