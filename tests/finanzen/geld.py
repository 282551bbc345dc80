"""Money for tests: rule, volume, distribution, cost of a post, bookings. Amounts as text with a point."""

from datetime import date
from decimal import Decimal
from typing import Any

from finanzen.models import Ausgabe, Budgetregel, Finanzvolumen, Kostensatz, Mittelverteilung
from finanzen.rules import Volumenstatus
from sozialraum.models import Sozialraum, Traeger
from tests.welt import Welt


def neue_regel(jahr_ab: int = 2017, satz: str = "10") -> Budgetregel:
    return Budgetregel.objects.create(jahr_ab=jahr_ab, satz=Decimal(satz), quelle="Konzept, K29")


def neues_volumen(welt: Welt, gesamt: str = "912345.67", asd: str = "250000.05", **felder: Any) -> Finanzvolumen:
    """Confirmed volume of Konz 2026: 66,234.56 of Netzwerkmittel at ten percent."""
    return Finanzvolumen.objects.create(
        gesamt=Decimal(gesamt),
        davon_asd=Decimal(asd),
        **{"sozialraum": welt.konz, "jahr": 2026, "zustand": Volumenstatus.BESTAETIGT, **felder},
    )


def neuer_anteil(sozialraum: Sozialraum, traeger: Traeger, betrag: str, jahr: int = 2026) -> Mittelverteilung:
    return Mittelverteilung.objects.create(sozialraum=sozialraum, traeger=traeger, jahr=jahr, betrag=Decimal(betrag))


def neuer_kostensatz(traeger: Traeger, betrag: str = "74000.00", jahr: int = 2026) -> Kostensatz:
    return Kostensatz.objects.create(traeger=traeger, jahr=jahr, betrag=Decimal(betrag))


def neue_ausgabe(sozialraum: Sozialraum, traeger: Traeger, betrag: str, **felder: Any) -> Ausgabe:
    """A booking of 2026 for material, unless said otherwise."""
    vorgabe = {"jahr": 2026, "am": date(2026, 3, 5), "art": "sachkosten", "text": "Material"}
    return Ausgabe.objects.create(
        sozialraum=sozialraum, traeger=traeger, betrag=Decimal(betrag), **{**vorgabe, **felder}
    )
