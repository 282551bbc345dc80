"""Applications and bookings for tests."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from finanzen.models import Ausgabe, Ausnahmeantrag
from finanzen.rules import Antragsstatus, Ausgabenart
from finanzen.services.ausgabe import Buchung, buche
from tests.welt import Welt


def antrag(welt: Welt, genehmigt: str | None = "500.00", **felder: Any) -> Ausnahmeantrag:
    """An approved application of Beispieltal in Konz for 2026, unless said otherwise."""
    vorgabe = {
        "titel": "Elternabend mit Fachreferat",
        "sozialraum": welt.konz,
        "traeger": welt.traeger["beispieltal"],
        "jahr": 2026,
        "begruendung": "Das Thema kann niemand im Team vertreten.",
        "termine": 2,
        "von": date(2026, 3, 1),
        "bis": date(2026, 6, 30),
        "betrag": Decimal("500.00"),
        "genehmigt": Decimal(genehmigt) if genehmigt else None,
        "zustand": Antragsstatus.GENEHMIGT,
        "erfasst_von": welt.personen["leitung_konz"],
        "beantragt_von": welt.personen["leitung_konz"],
        "beantragt_am": date(2026, 2, 1),
    }
    return Ausnahmeantrag.objects.create(**{**vorgabe, **felder})


def buchung(welt: Welt, betrag: str = "120.50", **felder: Any) -> Buchung:
    """A booking of Beispieltal in Konz for material on 5 March 2026, unless said otherwise."""
    vorgabe = {
        "sozialraum_id": welt.konz.pk,
        "traeger_id": welt.traeger["beispieltal"].pk,
        "jahr": 2026,
        "am": date(2026, 3, 5),
        "art": Ausgabenart.SACHKOSTEN,
        "text": "Moderationskoffer",
        "belegnummer": "R-17",
    }
    return Buchung(betrag=Decimal(betrag), **{**vorgabe, **felder})


def gebucht(welt: Welt, betrag: str = "120.50", person: str = "leitung_konz", **felder: Any) -> Ausgabe:
    """The same, booked."""
    return buche(benutzer=welt.person(person), uuid=uuid4(), angaben=buchung(welt, betrag, **felder))[0]


def einzeltermin(welt: Welt, auf: Ausnahmeantrag, betrag: str, **felder: Any) -> Ausgabe:
    """A single appointment booked on this application."""
    return gebucht(welt, betrag, art=Ausgabenart.EINZELTERMIN, antrag_id=auf.pk, **felder)
