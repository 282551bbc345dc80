"""Base data of the money: the rate of the concept (K29)."""

from decimal import Decimal

from finanzen.models import Budgetregel

AB, SATZ = 2017, Decimal(10)
QUELLE = "Konzept Netzwerkarbeit, Entwurf vom 04.04.2017, Abschnitt Finanzierung (K29)"


def trage_budgetregel_ein() -> int:
    """Enters 10 % from 2017 on unless there is any rule; returns the number of new rows. Idempotent."""
    if Budgetregel.objects.exists():
        return 0
    Budgetregel.objects.create(jahr_ab=AB, satz=SATZ, quelle=QUELLE)
    return 1
