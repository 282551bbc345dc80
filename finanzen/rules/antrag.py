"""K30: what may become of an application for single appointments, and what may be booked on it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from finanzen.rules import ANTRAGSFOLGEN, Antragsstatus
from finanzen.rules.mittel import Bewilligung, euro

#: steps of the Träger that files; all others belong to the Jugendamt or to the nightly job
SCHRITTE_DES_TRAEGERS = frozenset({Antragsstatus.BEANTRAGT, Antragsstatus.ZURUECKGEZOGEN, Antragsstatus.ABGERECHNET})
SCHRITTE_DES_JUGENDAMTS = frozenset({Antragsstatus.GENEHMIGT, Antragsstatus.ABGELEHNT})
#: what was approved once, whatever became of it later
BEWILLIGTE = (Antragsstatus.GENEHMIGT, Antragsstatus.ABGERECHNET, Antragsstatus.VERFALLEN)


def moegliche_folgen(zustand: str, *, stellt: bool, entscheidet: bool) -> tuple[str, ...]:
    """States that somebody may set next who files for this Träger or decides for the Jugendamt."""
    erlaubt = (SCHRITTE_DES_TRAEGERS if stellt else frozenset()) | (
        SCHRITTE_DES_JUGENDAMTS if entscheidet else frozenset()
    )
    return tuple(folge for folge in ANTRAGSFOLGEN[zustand] if folge in erlaubt)


def buchbar_bis(bis: date, zuletzt: date, tage: int) -> date:
    """Last day on which an approval may be used: so many days after the last appointment or the last act on it.

    A late approval gets the full time.
    """
    return max(bis, zuletzt) + timedelta(days=tage)


def buchungsfehler(stand: Bewilligung, betrag: Decimal) -> str:
    """Why this amount cannot be booked on the application; empty when it can."""
    if betrag <= 0:
        return "Ein Einzeltermin hat einen Betrag über null. Eine falsche Buchung stornieren Sie."
    if betrag > stand.offen:
        return (
            f"Das ist mehr, als vom Ausnahmeantrag übrig ist: genehmigt {euro(stand.bewilligt)}, gebucht "
            f"{euro(stand.gebucht)}, übrig {euro(stand.offen)}."
        )
    return ""


def bewilligungsfehler(beantragt: Decimal, genehmigt: Decimal) -> str:
    """Why this amount cannot be approved; empty when it can. Less than applied for is possible, more is not."""
    if genehmigt <= 0:
        return "Genehmigen lässt sich nur ein Betrag über null."
    if genehmigt > beantragt:
        return f"Beantragt sind {euro(beantragt)}. Mehr lässt sich nicht genehmigen."
    return ""


def zeitraumfehler(jahr: int, von: date, bis: date) -> str:
    """The appointments must touch the budget year that pays for them; empty when they do."""
    if bis < von:
        return "Der letzte Termin liegt vor dem ersten."
    if not von.year <= jahr <= bis.year:
        return f"Keiner der Termine liegt im Haushaltsjahr {jahr}."
    return ""


def terminanteil(termine: int, kontakte: int) -> tuple[int | None, Sequence[str]]:
    """Contracted appointments among all appointments, whole percent half up, with the calculation (K30)."""
    alle = termine + kontakte
    if not alle:
        return None, ("Keine Termine und keine Kontakte",)
    anteil = (200 * termine + alle) // (2 * alle)
    return anteil, (
        f"{termine} Einzeltermine von {alle} Terminen (Einzeltermine und {kontakte} Kontakte) = {anteil} %",
    )


def anteilstext(anteil: int | None, ist_null: bool) -> str:
    """ "25 %", "unter 1 %" for something that rounds to nothing, a dash where there is nothing to compare with."""
    if anteil is None:
        return "–"
    return "unter 1 %" if anteil == 0 and not ist_null else f"{anteil} %"
