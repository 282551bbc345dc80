"""K29, K30: what a booking must say, and what about it makes one look twice."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finanzen.rules import Ausgabenart, Projektstatus
from finanzen.rules.mittel import Bewilligung, euro
from konten.rules import normalisiere
from konten.rules.zahl import tagesdatum

NULLBETRAG = "Der Betrag muss größer als null sein. Nur eine Erstattung bekommt ein Minus."
OHNE_PROJEKT = "Eine Ausgabe der Art Projekt braucht ein Projekt."
TEXT_HOECHSTENS = 200
BELEGNUMMER_HOECHSTENS = 60
#: more than so many years between the day and the budget year is a slip
JAHRE_AUSEINANDER = 1
#: projects that still get invoices; a draft or a refused one has no money
BUCHBARE_PROJEKTE = (Projektstatus.BEWILLIGT, Projektstatus.LAEUFT, Projektstatus.ABGESCHLOSSEN)
#: salaries come from the payroll, which is no receipt of its own
OHNE_BELEG = frozenset({Ausgabenart.PERSONAL})


class Doppelschluessel(NamedTuple):
    """Bookings that share it are the same one twice: receipt number, amount and day; without number the text."""

    beleg: str
    betrag: Decimal
    am: date


def doppelschluessel(belegnummer: str, text: str, betrag: Decimal, am: date) -> Doppelschluessel:
    """The key of a booking. A text never equals a receipt number."""
    nummer = normalisiere(belegnummer)
    return Doppelschluessel(f"nr {nummer}" if nummer else f"text {normalisiere(text)}", betrag, am)


def braucht_antrag(art: str) -> bool:
    """A single appointment is booked on an approved application only (K30)."""
    return art == Ausgabenart.EINZELTERMIN


def braucht_projekt(art: str) -> bool:
    """Money of the kind Projekt counts on an approval: without one nobody knows which (K34)."""
    return art == Ausgabenart.PROJEKT


def jahresfehler(jahr: int, am: date) -> str:
    """Why the day cannot belong to the budget year; empty when it can."""
    if abs(jahr - am.year) > JAHRE_AUSEINANDER:
        return f"Der {tagesdatum(am)} und das Haushaltsjahr {jahr} liegen zu weit auseinander."
    return ""


def jahreshinweis(jahr: int, am: date) -> str:
    """The day lies in another year than the budget that pays: allowed, but said. Empty otherwise."""
    if jahr == am.year:
        return ""
    return f"Der {tagesdatum(am)} liegt nicht im Haushaltsjahr {jahr}. Gebucht wird auf das Haushaltsjahr {jahr}."


def jahr_der_liste_fehler(jahr: int, am: date) -> str:
    """In a list nobody looks twice at a single row: a day of another year is booked by hand. Empty otherwise."""
    return "" if jahr == am.year else f"Das Datum liegt nicht im Haushaltsjahr {jahr}. Bitte einzeln buchen."


def doppelhinweis(belegnummer: str, betrag: Decimal, am: date, orte: Sequence[str]) -> str:
    """The same receipt is booked already, in these Sozialräume; empty when it is not."""
    if not orte:
        return ""
    wo = ", ".join(dict.fromkeys(orte))
    return (
        f"Beleg {belegnummer} über {euro(betrag)} vom {tagesdatum(am)} ist schon gebucht ({wo}). "
        "Buchen Sie ihn nur noch einmal, wenn es wirklich eine zweite Ausgabe ist."
    )


def projekthinweis(stand: Bewilligung, betrag: Decimal) -> str:
    """More is booked on the project than was approved: allowed, but said. Empty otherwise."""
    danach = stand.gebucht + betrag
    if betrag <= 0 or danach <= stand.bewilligt:
        return ""
    return (
        f"Auf das Projekt „{stand.bezeichnung}“ wäre mehr gebucht als bewilligt: bewilligt {euro(stand.bewilligt)}, "
        f"mit dieser Ausgabe gebucht {euro(danach)}. Was darüber liegt, geht von den freien Mitteln ab."
    )


def ist_pruefbar(art: str, belegnummer: str, hat_beleg: bool) -> bool:
    """There is something to look at: a file or the number of a paper receipt; salaries need neither."""
    return hat_beleg or bool(belegnummer.strip()) or art in OHNE_BELEG


def stornotext(text: str) -> str:
    """ "Storno: Druck der Faltblätter", within what the field holds."""
    return f"Storno: {text}"[:TEXT_HOECHSTENS]
