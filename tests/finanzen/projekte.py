"""Projects for tests."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from finanzen.models import Projekt
from finanzen.rules import Projektstatus
from finanzen.services.projekt import Projektangaben, Schritt, entwirf, gehe_weiter
from netzwerk.models import Bedarfsmeldung, Kontakt, Thema
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from tests.welt import Welt, neuer_partner


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


def kontakt(welt: Welt, person: str = "netzwerk_konz", raum: str = "konz") -> Kontakt:
    """A call with a Kita of the Sozialraum."""
    partner = neuer_partner(welt, f"Kita {raum}", sozialraum=raum)
    return erfasse(
        benutzer=welt.person(person),
        uuid=uuid4(),
        angaben=Kontaktangaben(
            art="telefonat",
            am=date(2026, 3, 5),
            bezug="uebergreifend",
            beteiligte=(Beteiligter(partner.pk, welt.sozialraeume[raum].pk, "erreicht"),),
        ),
    )[0]


def bedarf(welt: Welt) -> Bedarfsmeldung:
    """A need of Konz."""
    thema = Thema.objects.create(name="Bewegung")
    return Bedarfsmeldung.objects.create(
        sozialraum=welt.konz, thema=thema, am=date(2026, 3, 6), titel="Kein Platz zum Toben", text="Es fehlt ein Hof."
    )
