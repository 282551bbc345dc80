"""What is compared of the entries, and the pairs that look alike."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from konten.rules import Geltungsbereich
from partner.models import Dublettenpaar, Kategoriezuordnung, Netzwerkpartner, Zusammenfuehrung
from partner.rules.dubletten import Steckdaten
from partner.rules.zusammenfuehren import FELDER, Feld, Wahl, vorgabe

_SPALTEN = ("pk", "name", "ort", "strasse", "telefon", "email", "web")


def steckdaten(ids: Collection[int] | None = None) -> list[Steckdaten]:
    """What the search for duplicates compares, of all entries or of these. Two queries."""
    menge = Netzwerkpartner.objects.eigenstaendig()
    zuordnungen = Kategoriezuordnung.objects.aktiv(timezone.localdate())
    if ids is not None:
        menge, zuordnungen = menge.filter(pk__in=ids), zuordnungen.filter(partner__in=ids)
    arten: dict[int, set[int]] = defaultdict(set)
    for partner, kategorie in zuordnungen.order_by().values_list("partner", "kategorie"):
        arten[partner].add(kategorie)
    return [
        Steckdaten(zeile[0], *zeile[1:], arten=frozenset(arten[zeile[0]]))
        for zeile in menge.order_by("pk").values_list(*_SPALTEN)
    ]


def offene_paare(bereich: Geltungsbereich) -> QuerySet[Dublettenpaar]:
    """Pairs that wait for a decision, the surest first. One query."""
    return _mit_namen(Dublettenpaar.objects.sichtbar_fuer(bereich).offen())


def ausgeschlossene_paare(bereich: Geltungsbereich) -> QuerySet[Dublettenpaar]:
    """Pairs that were ruled out, the latest first. One query."""
    menge = Dublettenpaar.objects.sichtbar_fuer(bereich).filter(entschieden_am__isnull=False)
    return _mit_namen(menge).order_by("-entschieden_am", "pk")


def _mit_namen(menge: QuerySet[Dublettenpaar]) -> QuerySet[Dublettenpaar]:
    return menge.select_related("a", "b", "entschieden_von")


def zusammenfuehrungen(bereich: Geltungsbereich) -> QuerySet[Zusammenfuehrung]:
    """Merges, the latest first. One query."""
    menge = Zusammenfuehrung.objects.sichtbar_fuer(bereich).defer("journal")
    return menge.select_related("bleibt", "aufgegangen", "durch", "zurueckgenommen_von")


def heutige_schluessel(schluessel: Collection[UUID]) -> dict[UUID, UUID]:
    """Keys of entries that went into others -> key of the entry that stands today; all others are absent.

    Forms and notes that were begun before a merge still name the old key. One query and one per link of a chain.
    """
    ziele: dict[UUID, UUID] = {}
    offen = {alt: alt for alt in schluessel}
    while offen:
        menge = Netzwerkpartner.objects.filter(uuid__in=set(offen.values()), aufgegangen_in__isnull=False)
        weiter = dict(menge.order_by().values_list("uuid", "aufgegangen_in__uuid"))
        offen = {alt: weiter[ziel] for alt, ziel in offen.items() if ziel in weiter}
        ziele |= offen
    return ziele


def nach_schluesseln(menge: QuerySet[Netzwerkpartner], schluessel: Sequence[UUID]) -> list[Netzwerkpartner]:
    """Entries of `menge` in the order of their keys, each once; a key from before a merge means the entry that stayed.

    Unknown ones are left out. One query; two more when a key is not found.
    """
    gefunden = {partner.uuid: partner for partner in menge.filter(uuid__in=schluessel)}
    ziele = heutige_schluessel([eines for eines in schluessel if eines not in gefunden])
    if ziele:
        gefunden |= {partner.uuid: partner for partner in menge.filter(uuid__in=set(ziele.values()))}
    return [gefunden[eines] for eines in dict.fromkeys(ziele.get(s, s) for s in schluessel) if eines in gefunden]


@dataclass(frozen=True, slots=True)
class Gegenueber:
    """One field of both entries, and what is chosen beforehand."""

    feld: Feld
    bleibt: str
    weicht: str

    @property
    def ist_gleich(self) -> bool:
        return self.bleibt == self.weicht

    @property
    def vorgabe(self) -> Wahl:
        return vorgabe(self.feld, self.bleibt, self.weicht)


def gegenueber(bleibt: Netzwerkpartner, weicht: Netzwerkpartner) -> list[Gegenueber]:
    """All fields that one chooses between, side by side. No query."""
    return [Gegenueber(feld, getattr(bleibt, feld.name), getattr(weicht, feld.name)) for feld in FELDER]
