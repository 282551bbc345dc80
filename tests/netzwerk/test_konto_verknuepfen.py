"""An account that is linked to a Netzwerkfachkraft: what it has logged so far sets the clock from then on."""

from datetime import date
from decimal import Decimal

from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Netzwerkfachkraft
from netzwerk.rules import Einsatzstatus
from netzwerk.selectors.pruefung import befunde
from tests.welt import ANFANG, Welt, neuer_partner

AM = date(2026, 3, 4)


def test_frueher_erfasste_kontakte_zaehlen_nach_dem_verknuepfen(als, welt: Welt) -> None:
    traeger = welt.traeger["beispieltal"]
    fachkraft = Netzwerkfachkraft.objects.create(traeger=traeger, vorname="Ada", nachname="Muster")
    Einsatz.objects.create(
        fachkraft=fachkraft,
        sozialraum=welt.konz,
        traeger=traeger,
        vzae=Decimal("0.2"),
        von=ANFANG,
        zustand=Einsatzstatus.BESTAETIGT,
    )
    kontakt = Kontakt.objects.create(
        art="telefonat", am=AM, bezug="uebergreifend", erfasst_von=welt.personen["team_konz"]
    )
    zeile = Kontaktbeteiligung.objects.create(
        kontakt=kontakt, partner=neuer_partner(welt), sozialraum=welt.konz, am=AM, ergebnis="erreicht"
    )
    daten = {"vorname": "Ada", "nachname": "Muster", "benutzername": "team-konz"}
    antwort = als("leitung_konz").post(f"/fachkraefte/{fachkraft.uuid}/bearbeiten/", daten)
    assert antwort.status_code == 302
    zeile.refresh_from_db()
    assert zeile.zaehlt
    assert list(befunde()) == []
