"""K34: what may become of a project, what about it may be changed when, and what may be approved."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from finanzen.rules import PROJEKTFOLGEN, Projektstatus
from finanzen.rules.mittel import euro
from konten.rules.zahl import tagesdatum

#: steps of the Träger; only the Jugendamt decides
SCHRITTE_DES_TRAEGERS: Collection[tuple[str, str]] = frozenset(
    {
        (Projektstatus.IDEE, Projektstatus.BEANTRAGT),
        (Projektstatus.BEANTRAGT, Projektstatus.IDEE),
        (Projektstatus.BEWILLIGT, Projektstatus.LAEUFT),
        (Projektstatus.LAEUFT, Projektstatus.ABGESCHLOSSEN),
        (Projektstatus.ABGELEHNT, Projektstatus.IDEE),
    }
)
#: what a step is called on its button
SCHRITTNAMEN = {
    (Projektstatus.IDEE, Projektstatus.BEANTRAGT): "Beantragen",
    (Projektstatus.BEANTRAGT, Projektstatus.IDEE): "Antrag zurückziehen",
    (Projektstatus.BEANTRAGT, Projektstatus.BEWILLIGT): "Bewilligen",
    (Projektstatus.BEANTRAGT, Projektstatus.ABGELEHNT): "Ablehnen",
    (Projektstatus.BEWILLIGT, Projektstatus.LAEUFT): "Projekt beginnt",
    (Projektstatus.LAEUFT, Projektstatus.ABGESCHLOSSEN): "Projekt abschließen",
    (Projektstatus.ABGELEHNT, Projektstatus.IDEE): "Als Idee weiterführen",
}
#: what was asked for and decided stays as it was asked for
INHALT_AENDERBAR = frozenset({Projektstatus.IDEE})
#: partners, themes, contacts and needs may be linked until the project ends
VERKNUEPFBAR = frozenset({Projektstatus.IDEE, Projektstatus.BEWILLIGT, Projektstatus.LAEUFT})
#: approved once, whatever became of it
BEWILLIGTE = (Projektstatus.BEWILLIGT, Projektstatus.LAEUFT, Projektstatus.ABGESCHLOSSEN)
ENTSCHEIDUNGEN = frozenset({Projektstatus.BEWILLIGT, Projektstatus.ABGELEHNT})


def moegliche_folgen(zustand: str, *, fuehrt: bool, entscheidet: bool) -> tuple[str, ...]:
    """States that somebody may set next who leads the Träger or decides for the Jugendamt."""
    return tuple(
        folge
        for folge in PROJEKTFOLGEN[zustand]
        if (fuehrt if (zustand, folge) in SCHRITTE_DES_TRAEGERS else entscheidet)
    )


def bewilligungsfehler(budget: Decimal, bewilligt: Decimal | None) -> str:
    """Why this amount cannot be approved; empty when it can. Nothing is right only where nothing was asked for."""
    if bewilligt is None:
        return "Bitte geben Sie an, wie viel bewilligt wird."
    if bewilligt > budget:
        return f"Beantragt sind {euro(budget)}. Mehr lässt sich nicht bewilligen."
    if bewilligt < 0 or (budget and not bewilligt):
        return "Bewilligen lässt sich nur ein Betrag über null. Sonst lehnen Sie ab."
    return ""


def abschlussfehler(von: date, heute: date) -> str:
    """Why a project cannot be closed yet; empty when it can. What has not begun has no result."""
    if von <= heute:
        return ""
    return f"Das Projekt beginnt erst am {tagesdatum(von)}. Vorher lässt es sich nicht abschließen."


def entscheidungsfehler(zustand: str, budget: Decimal, bewilligt: Decimal | None, grund: str) -> str:
    """Refusing, and approving less than asked for, needs a reason; empty when there is one or none is needed."""
    if grund.strip():
        return ""
    if zustand == Projektstatus.ABGELEHNT:
        return "Bitte begründen Sie die Ablehnung. Der Träger liest die Begründung."
    if bewilligt is not None and bewilligt < budget:
        return "Es ist weniger bewilligt als beantragt. Bitte begründen Sie das."
    return ""
