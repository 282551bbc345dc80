"""Reads proofs of use: who owes one for a year, and the states of those that are there (K29)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from finanzen.models import Verwendungsnachweis
from finanzen.selectors.haushalt import haushalte
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum, Traeger


@dataclass(frozen=True, slots=True)
class Nachweiszeile:
    """A Träger that has money in a Sozialraum and year, and its proof of use, if it was begun."""

    raum: Sozialraum
    traeger: Traeger
    nachweis: Verwendungsnachweis | None
    ist_eigene: bool


def nachweiszeilen(bereich: Geltungsbereich, jahr: int) -> list[Nachweiszeile]:
    """One row per Sozialraum and Träger within sight. Twelve queries."""
    eigene = bereich.traeger("finanzen.sehen")
    vorhanden = {(n.sozialraum_id, n.traeger_id): n for n in nachweise(bereich).filter(jahr=jahr)}
    paare = {*haushalte(jahr, None, eigene), *vorhanden}
    raeume = Sozialraum.objects.in_bulk({raum for raum, _ in paare})
    traeger = Traeger.objects.in_bulk({pk for _, pk in paare})
    geleitet = bereich.geleitete_traeger("verwendung.einreichen")
    zeilen = [Nachweiszeile(raeume[r], traeger[t], vorhanden.get((r, t)), t in geleitet) for r, t in paare]
    return sorted(zeilen, key=lambda zeile: (zeile.raum.reihenfolge, zeile.raum.name, zeile.traeger.name))


def nachweise(bereich: Geltungsbereich) -> QuerySet[Verwendungsnachweis]:
    """Proofs of use within sight with Sozialraum and Träger."""
    return Verwendungsnachweis.objects.sichtbar_fuer(bereich).select_related("sozialraum", "traeger")


def darf_text_lesen(bereich: Geltungsbereich, nachweis: Verwendungsnachweis) -> bool:
    """The Träger reads its text always, the Jugendamt once it was handed in for the first time. No query."""
    if nachweis.traeger_id in bereich.geleitete_traeger("finanzen.sehen"):
        return True
    return nachweis.eingereicht_am is not None
