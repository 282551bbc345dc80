"""Projects for tests."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from finanzen.models import Projekt
from finanzen.rules import Projektstatus
from finanzen.services.projekt import Projektangaben, Schritt, entwirf, gehe_weiter
from tests.welt import Welt


def angaben(welt: Welt, **felder: Any) -> Projektangaben:
    """A project of Beispieltal in Konz from 1 March 2026 for 1,000.00 euro, unless said otherwise."""
    vorgabe = {
        "titel": "Bewegte Pause",
        "sozialraum_id": welt.konz.pk,
        "traeger_id": welt.traeger["beispieltal"].pk,
        "ziel": "Kinder bewegen sich in der Pause.",
        "zielgruppe": "Kinder der Grundschule",
        "von": date(2026, 3, 1),
        "bis": date(2026, 6, 30),
        "budget": Decimal("1000.00"),
    }
    return Projektangaben(**{**vorgabe, **felder})


def idee(welt: Welt, person: str = "leitung_konz", **felder: Any) -> Projekt:
    return entwirf(benutzer=welt.person(person), uuid=uuid4(), angaben=angaben(welt, **felder))[0]


def schritt(welt: Welt, projekt: Projekt, person: str, zustand: str, **felder: Any) -> Projekt:
    """One step by this person on the project as it is stored."""
    return gehe_weiter(
        projekt_id=projekt.pk,
        version=Projekt.objects.get(pk=projekt.pk).version,
        schritt=Schritt(zustand, **felder),
        durch=welt.person(person),
    )


def beantragt(welt: Welt, **felder: Any) -> Projekt:
    return schritt(welt, idee(welt, **felder), "leitung_konz", Projektstatus.BEANTRAGT)


def bewilligt(welt: Welt, betrag: str = "1000.00", **felder: Any) -> Projekt:
    projekt = beantragt(welt, **felder)
    return schritt(
        welt, projekt, "jugendamt", Projektstatus.BEWILLIGT, bewilligt=Decimal(betrag), grund="Passt zum Konzept."
    )
