"""A year of Konz to be closed: volume, distribution, bookings, one Träger with a rest, one without."""

from datetime import date
from decimal import Decimal

from finanzen.models import Budgetregel, Jahresabschluss
from finanzen.rules import Restentscheidung
from finanzen.services.abschluss import entscheide_rest, schliesse
from tests.finanzen.geld import neue_ausgabe, neue_regel, neuer_anteil, neues_volumen
from tests.welt import Welt

JAHR = 2025
#: Netzwerkmittel 66,234.56; Beispieltal has 40,000.00 and spends 39,000.45, Musterhof has and spends 10,000.00
REST = Decimal("999.55")


def jahr_mit_geld(welt: Welt, jahr: int = JAHR) -> None:
    beispieltal, musterhof = welt.traeger["beispieltal"], welt.traeger["musterhof"]
    if not Budgetregel.objects.exists():
        neue_regel()
    neues_volumen(welt, jahr=jahr)
    neuer_anteil(welt.konz, beispieltal, "40000.00", jahr)
    neuer_anteil(welt.konz, musterhof, "10000.00", jahr)
    wer = welt.personen["leitung_konz"]
    fest = {"jahr": jahr, "am": date(jahr, 3, 5), "erfasst_von": wer}
    neue_ausgabe(welt.konz, beispieltal, "38000.00", art="personal", text="Gehälter", **fest)
    neue_ausgabe(welt.konz, beispieltal, "1000.45", belegnummer="R-17", **fest)
    neue_ausgabe(welt.konz, musterhof, "10000.00", art="personal", text="Gehälter", **fest)


def entschieden(welt: Welt, wahl: str = Restentscheidung.UEBERTRAG, jahr: int = JAHR) -> None:
    """By the first person of the Jugendamt."""
    entscheide_rest(
        jahr=jahr,
        sozialraum_id=welt.konz.pk,
        traeger_id=welt.traeger["beispieltal"].pk,
        entscheidung=wahl,
        durch=welt.person("jugendamt"),
    )


def geschlossen(welt: Welt, jahr: int = JAHR, **felder) -> Jahresabschluss:
    """By the second person of the Jugendamt."""
    vorgabe = {"durch": welt.person("jugendamt_2"), "gesehen": True, "heute": date(jahr + 1, 1, 15)}
    return schliesse(jahr=jahr, sozialraum_id=welt.konz.pk, **{**vorgabe, **felder})
