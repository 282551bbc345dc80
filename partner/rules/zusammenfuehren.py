"""What two entries of one institution become when they are merged (K16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from partner.rules.zielgruppen import als_text

Spanne = tuple[date, date | None]

#: what is shown of fields chosen together, no column itself
NUR_GEZEIGT = frozenset({"anschrift", "oeffnung"})
#: days in which a merge can be taken back
RUECKNAHME_TAGE = 30


class Wahl(TextChoices):
    """Whose value stays."""

    BLEIBT = "bleibt", "vom Eintrag, der bleibt"
    WEICHT = "weicht", "vom Eintrag, der aufgeht"
    BEIDE = "beide", "beide Texte"


@dataclass(frozen=True, slots=True)
class Feld:
    """Fields of the record that are chosen together; the first gives the value that is compared and shown."""

    name: str
    titel: str
    spalten: tuple[str, ...]
    laenger: bool = False
    #: the first column holds words parted by blanks, of which both entries may add some
    ist_menge: bool = False


FELDER = (
    Feld("name", "Name", ("name",)),
    Feld("kurzname", "Kurzname", ("kurzname",)),
    Feld("traeger_name", "Träger der Einrichtung", ("traeger_name",)),
    Feld("anschrift", "Anschrift", ("anschrift", "strasse", "plz", "ort", "gemeinde_id", "sitz", "breite", "laenge")),
    Feld("telefon", "Telefon", ("telefon",)),
    Feld("email", "E-Mail", ("email",)),
    Feld("web", "Internetseite", ("web",)),
    Feld("zustaendigkeiten", "Zuständigkeit", ("zustaendigkeiten",), laenger=True),
    Feld("aufgaben", "Aufgaben", ("aufgaben",), laenger=True),
    Feld("zielgruppentext", "Zielgruppen", ("zielgruppen", "zielgruppen_frei"), ist_menge=True),
    Feld("oeffnung", "Öffnungszeiten", ("oeffnung", "oeffnungszeiten", "oeffnungshinweis")),
    Feld("notiz", "Notiz zur Einrichtung", ("notiz",), laenger=True),
)


def vorgabe(feld: Feld, bleibt: str, weicht: str) -> Wahl:
    """What is chosen beforehand: the only value there is, of two texts both, otherwise the one that stays."""
    if not bleibt and weicht:
        return Wahl.WEICHT
    if (feld.laenger or feld.ist_menge) and weicht and bleibt and weicht.strip() not in bleibt:
        return Wahl.BEIDE
    return Wahl.BLEIBT


def ergebnis(feld: Feld, wahl: str, bleibt: Mapping[str, object], weicht: Mapping[str, object]) -> dict[str, object]:
    """New values of the entry that stays, column by column; only what differs from its own."""
    spalten = [spalte for spalte in feld.spalten if spalte not in NUR_GEZEIGT]
    if wahl == Wahl.BEIDE and feld.laenger:
        texte = dict.fromkeys(str(werte[spalten[0]]).strip() for werte in (bleibt, weicht))
        neu = {spalten[0]: "\n\n".join(text for text in texte if text)}
    elif wahl == Wahl.BEIDE and feld.ist_menge:
        neu = _beide_mengen(spalten, bleibt, weicht)
    else:
        neu = {spalte: (weicht if wahl == Wahl.WEICHT else bleibt)[spalte] for spalte in spalten}
    return {spalte: wert for spalte, wert in neu.items() if wert != bleibt[spalte]}


def _beide_mengen(spalten: list[str], bleibt: Mapping[str, object], weicht: Mapping[str, object]) -> dict[str, object]:
    """Words of both; of the free ones those that stay, unless only the other entry has some."""
    woerter, frei = spalten
    return {
        woerter: als_text(f"{bleibt[woerter]} {weicht[woerter]}".split()),
        frei: bleibt[frei] or weicht[frei],
    }


def freie_teile(spanne: Spanne, belegte: Iterable[Spanne]) -> list[Spanne]:
    """The days of the span that none of the others covers, as spans in order; ends inclusive, an empty end is open."""
    von, bis = spanne
    teile: list[Spanne] = []
    for anfang, ende in sorted(belegte, key=lambda belegt: belegt[0]):
        if bis is not None and anfang > bis:
            break
        if anfang > von:
            teile.append((von, anfang - timedelta(days=1)))
        if ende is None or ende == date.max:
            return teile
        von = max(von, ende + timedelta(days=1))
        if bis is not None and von > bis:
            return teile
    return [*teile, (von, bis)]


def rueckgabe_bis(gemacht: date) -> date:
    """Last day on which a merge can be taken back."""
    return gemacht + timedelta(days=RUECKNAHME_TAGE)


def kann_zurueck(gemacht: date, heute: date) -> bool:
    """A merge can be taken back for thirty days, the last one included."""
    return heute <= rueckgabe_bis(gemacht)
