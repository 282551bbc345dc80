"""What waits for who decides: counted without one's own, each with the list that holds it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from berichte.selectors.entscheidungen import Entscheidung, entscheidungen
from finanzen.models import Verwendungsnachweis
from finanzen.rules import Antragsstatus, Nachweisstatus, Volumenstatus
from netzwerk.models import Einsatz, Qualifikationsnachweis
from netzwerk.rules import Einsatzstatus
from partner.models import Kategorieausnahme
from sozialraum.models import Besonderheit
from tests.finanzen.ausgaben import antrag
from tests.finanzen.geld import neues_volumen
from tests.finanzen.projekte import beantragt, idee
from tests.welt import Welt

pytestmark = pytest.mark.django_db


def lege_vor(welt: Welt) -> None:
    """One of each kind, and a second volume that the first account of the Jugendamt entered itself."""
    fachkraft = Einsatz.objects.first().fachkraft
    Qualifikationsnachweis.objects.create(fachkraft=fachkraft, art="studium", bezeichnung="BA", am=date(2026, 1, 5))
    antrag(welt, None, zustand=Antragsstatus.BEANTRAGT)
    antrag(welt, None, zustand=Antragsstatus.ENTWURF)
    beantragt(welt)
    idee(welt, titel="Noch nicht")
    eingetragen = {"jahr": 2027, "zustand": Volumenstatus.EINGETRAGEN}
    neues_volumen(welt, **eingetragen, eingetragen_von=welt.personen["jugendamt_2"])
    neues_volumen(welt, **eingetragen, sozialraum=welt.saarburg, eingetragen_von=welt.personen["jugendamt"])
    Verwendungsnachweis.objects.create(
        sozialraum=welt.konz, traeger=welt.traeger["beispieltal"], jahr=2025, zustand=Nachweisstatus.EINGEREICHT
    )


def test_das_jugendamt_sieht_was_auf_seine_entscheidung_wartet(als, welt: Welt):
    lege_vor(welt)
    bereich = welt.person("jugendamt").bereich
    with CaptureQueriesContext(connection) as fragen:
        gefunden = entscheidungen(bereich)
    assert len(fragen) == 1
    assert gefunden == [
        Entscheidung("nachweis", 0, 1),
        Entscheidung("antrag", 0, 1),
        Entscheidung("volumen", 2027, 1),
        Entscheidung("projekt", 0, 1),
        Entscheidung("verwendung", 2025, 1),
    ]
    client = als("jugendamt")
    antwort = client.get("/")
    assert [(zeile["satz"], zeile["url"]) for zeile in antwort.context["wartendes"]] == [
        ("Eingereichte Nachweise prüfen", "/fachkraefte/nachweise/"),
        ("Ausnahmeanträge entscheiden", "/ausnahmeantraege/?zustand=beantragt"),
        ("Finanzvolumen 2027 bestätigen", "/finanzen/volumen/?jahr=2027"),
        ("Beantragte Projekte entscheiden", "/projekte/?zustand=beantragt"),
        ("Verwendungsnachweise 2025 prüfen", "/verwendungsnachweise/?jahr=2025"),
    ]
    for zeile in antwort.context["wartendes"]:
        assert client.get(zeile["url"]).status_code == 200
        assert f'href="{zeile["url"]}"' in antwort.content.decode()
    assert [p.titel for p in client.get("/projekte/?zustand=beantragt").context["page_obj"]] == ["Bewegte Pause"]


@pytest.mark.parametrize("name", ["leitung_konz", "netzwerk_konz", "datenschutz"])
def test_wer_nicht_entscheidet_sieht_davon_nichts(welt: Welt, name: str):
    lege_vor(welt)
    assert entscheidungen(welt.person(name).bereich) == []


def test_bald_endende_ausnahmen_und_besonderheiten_die_man_wieder_ansehen_soll(als, welt: Welt):
    heute = timezone.localdate()
    for raum, tage in ((welt.konz, 59), (welt.saarburg, 61)):
        kategorie, bis = welt.kategorien["polizei"], heute + timedelta(days=tage)
        Kategorieausnahme.objects.create(sozialraum=raum, kategorie=kategorie, begruendung="x", von=heute, bis=bis)
    for raum, tage in ((welt.konz, 0), (welt.konz, 1), (welt.saarburg, -5)):
        Besonderheit.objects.create(
            sozialraum=raum,
            art="zuzug",
            titel="Zuzug",
            quelle="Statistik",
            von=heute - timedelta(days=400),
            wieder_ansehen_am=heute + timedelta(days=tage),
        )
    gesehen = {name: entscheidungen(welt.person(name).bereich) for name in ("jugendamt", "netzwerk_konz", "team_konz")}
    assert gesehen == {
        "jugendamt": [Entscheidung("ausnahme", 0, 1), Entscheidung("besonderheit", 0, 2)],
        "netzwerk_konz": [Entscheidung("besonderheit", 0, 1)],
        "team_konz": [],
    }
    client = als("netzwerk_konz")
    assert 'href="/besonderheiten/?stand=ansehen"' in client.get("/").content.decode()
    assert len(client.get("/besonderheiten/?stand=ansehen").context["zeilen"]) == 1


def test_vorgeschlagene_einsaetze_stehen_oben_auf_ihrer_seite(als, welt: Welt):
    vorlage = Einsatz.objects.select_related("fachkraft").first()
    neu = Einsatz.objects.create(
        fachkraft=vorlage.fachkraft,
        sozialraum=vorlage.sozialraum,
        traeger=vorlage.traeger,
        vzae=Decimal("0.10"),
        von=date(2029, 1, 1),
        zustand=Einsatzstatus.VORGESCHLAGEN,
    )
    assert 'href="/stellenanteile/#vorgeschlagen"' in als("jugendamt").get("/").content.decode()
    seite = als("jugendamt").get("/stellenanteile/")
    assert seite.context["vorgeschlagene"] == [neu]
    assert 'id="vorgeschlagen"' in seite.content.decode()
    assert 'id="vorgeschlagen"' not in als("leitung_konz").get("/stellenanteile/").content.decode()
