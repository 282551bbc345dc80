"""K34: pages of projects: list with filters and export, form, links, steps, and where else projects are shown."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finanzen.models import Projekt
from finanzen.rules import Projektstatus
from finanzen.selectors.projekt import darf_verknuepfen
from finanzen.services.projekt import verknuepfe
from konten.forms.textschutz import FELD
from netzwerk.models import Thema
from tests.finanzen.geld import neue_ausgabe
from tests.finanzen.projekte import beantragt, bedarf, bewilligt, idee, kontakt, schritt
from tests.welt import neuer_partner

PERSONEN = (
    "netzwerk_konz",
    "netzwerk_saarburg",
    "leitung_konz",
    "leitung_fremd",
    "jugendamt",
    "leitstelle",
    "team_konz",
)


def _text(antwort) -> str:
    return " ".join(antwort.content.decode().split())


def _formular(welt, **felder) -> dict[str, str]:
    vorgabe = {
        "uuid": str(uuid4()),
        "titel": "Bewegte Pause",
        "sozialraum": "konz",
        "traeger": str(welt.traeger["beispieltal"].uuid),
        "ziel": "Kinder bewegen sich in der Pause.",
        "zielgruppe": "Kinder der Grundschule",
        "von": "2026-03-01",
        "bis": "2026-06-30",
        "budget": "1.250,50",
    }
    return {**vorgabe, **felder}


# --- List -----------------------------------------------------------------------------------------------------------


def test_filter_der_liste(welt, als):
    thema = Thema.objects.create(name="Sprache")
    erstes = idee(welt, titel="Vorlesen", von=date(2025, 3, 1), bis=date(2025, 5, 31), themen=[thema.pk])
    zweites = beantragt(welt, titel="Bewegung", von=date(2026, 3, 1), bis=None)
    client = als("jugendamt")

    def titel(frage: str) -> set[str]:
        return {projekt.titel for projekt in client.get(f"/projekte/?{frage}").context["page_obj"]}

    assert titel("") == {"Vorlesen", "Bewegung"}
    assert titel("jahr=2025") == {"Vorlesen"}
    assert titel("jahr=2026") == {"Bewegung"}
    assert titel("zustand=beantragt") == {"Bewegung"}
    assert titel(f"thema={thema.pk}") == {"Vorlesen"}
    assert titel("q=beweg") == {"Bewegung", "Vorlesen"}  # the aim of both speaks of moving
    assert titel("q=bewegung") == {"Bewegung"}
    assert titel(f"traeger={welt.traeger['beispieltal'].uuid}&sozialraum=konz") == {"Vorlesen", "Bewegung"}
    assert erstes.pk != zweites.pk


def test_export_nennt_betraege_nur_wem_sie_gehoeren(welt, als):
    projekt = bewilligt(welt)
    neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "300.05", art="projekt", projekt=projekt)

    def zeile(person: str) -> str:
        return als(person).get("/projekte/?format=csv").content.decode("utf-8-sig").splitlines()[1]

    assert ";1000,00;1000,00;300,05;" in zeile("leitung_konz")
    assert ";1000,00;1000,00;;" in zeile("netzwerk_konz")
    assert ";1000,00;1000,00;300,05;" in zeile("jugendamt")


def test_liste_fragt_gleich_oft(welt, als):
    client, gezaehlt = als("leitung_konz"), []
    client.get("/projekte/")
    for anzahl in (1, 3, 12):
        while Projekt.objects.count() < anzahl:
            idee(welt, titel=f"Projekt {Projekt.objects.count()}")
        with CaptureQueriesContext(
            connection,
        ) as anfragen:
            client.get("/projekte/")
        gezaehlt.append(len(anfragen))
    assert len(set(gezaehlt)) == 1


# --- Form -----------------------------------------------------------------------------------------------------------


def test_entwerfen_und_zweimal_senden(welt, als):
    daten, client = _formular(welt), als("netzwerk_konz")
    for _ in range(2):
        antwort = client.post("/projekte/neu/", daten)
        assert antwort.status_code == 302
    projekt = Projekt.objects.get()
    assert (projekt.budget, projekt.traeger.kurzname) == (Decimal("1250.50"), "Beispieltal")


def test_fremder_traeger_ist_nicht_waehlbar(welt, als):
    antwort = als("netzwerk_konz").post("/projekte/neu/", _formular(welt, traeger=str(welt.traeger["musterhof"].uuid)))
    assert antwort.status_code == 200
    assert "traeger" in antwort.context["form"].errors
    assert not Projekt.objects.exists()


def test_betrag_bleibt_stehen_wie_er_getippt_wurde(welt, als):
    antwort = als("leitung_konz").post("/projekte/neu/", _formular(welt, budget="zwölf"))
    assert 'value="zwölf"' in _text(antwort)
    assert "Bitte einen Betrag eingeben" in _text(antwort)


@pytest.mark.parametrize("null", ["0", "0,00", "-0"])
def test_null_euro_sind_keine_kosten(welt, als, null):
    antwort = als("leitung_konz").post("/projekte/neu/", _formular(welt, budget=null))
    assert antwort.context["form"].errors == {"budget": ["Der Betrag muss größer als null sein."]}
    assert not Projekt.objects.exists()


def test_angaben_ueber_ein_kind_werden_nicht_still_gespeichert(welt, als):
    client, daten = als("leitung_konz"), _formular(welt, ziel="Lena Muster, geb. 03.04.2015, soll wieder lernen.")
    antwort = client.post("/projekte/neu/", daten)
    assert "ziel" in antwort.context["form"].errors
    assert not Projekt.objects.exists()
    marke = antwort.context["form"].textschutz_marke
    assert client.post("/projekte/neu/", {**daten, FELD: marke}).status_code == 302


def test_zwei_fassungen(welt, als):
    projekt = idee(welt)
    client, adresse = als("leitung_konz"), f"/projekte/{projekt.uuid}/bearbeiten/"
    daten = _formular(welt, uuid=str(projekt.uuid), version="1")
    assert client.post(adresse, {**daten, "titel": "Erste"}).status_code == 302
    antwort = client.post(adresse, {**daten, "titel": "Zweite"})
    assert "Zwei Fassungen" in _text(antwort)
    assert Projekt.objects.get().titel == "Erste"
    assert client.post(adresse, {**daten, "titel": "Zweite", "version": "2"}).status_code == 302
    assert Projekt.objects.get().titel == "Zweite"


def test_beantragtes_ist_kein_formular_mehr(welt, als):
    projekt = beantragt(welt)
    assert als("leitung_konz").get(f"/projekte/{projekt.uuid}/bearbeiten/").status_code == 403


@pytest.mark.parametrize("person", PERSONEN)
@pytest.mark.parametrize("zustand", [Projektstatus.IDEE, Projektstatus.BEWILLIGT])
def test_knopf_und_recht_sagen_dasselbe(welt, person, zustand):
    projekt = idee(welt)
    Projekt.objects.update(zustand=zustand)
    projekt.refresh_from_db()
    bereich = welt.person(person).bereich
    assert darf_verknuepfen(bereich, projekt) == Projekt.objects.bearbeitbar_fuer(bereich).exists()


# --- Links ----------------------------------------------------------------------------------------------------------


def test_partner_verknuepfen_und_wiederfinden(welt, als):
    projekt, partner = idee(welt), neuer_partner(welt, "Kita Beispielbach")
    client, adresse = als("netzwerk_konz"), f"/projekte/{projekt.uuid}/verknuepfen/"
    suche = _text(client.get("/projekte/neu/partnersuche/?partnersuche=beispielbach"))
    assert str(partner.uuid) in suche
    gezeigt = client.post(adresse, {"hinzu": str(partner.uuid)})
    assert gezeigt.status_code == 200
    assert not projekt.partner.exists()
    assert client.post(adresse, {"partner": str(partner.uuid), "version": "1"}).status_code == 302
    assert list(projekt.partner.all()) == [partner]
    teil = f"{partner.get_absolute_url()}vorhaben/"
    assert f'hx-get="{teil}"' in _text(client.get(partner.get_absolute_url()))
    assert "Bewegte Pause" in _text(client.get(teil))
    assert "Bewegte Pause" in _text(client.get("/sozialraeume/konz/vorhaben/"))
    for fremd in ("netzwerk_saarburg", "leitung_fremd"):
        assert "Bewegte Pause" not in _text(als(fremd).get(teil))
        assert "Bewegte Pause" not in _text(als(fremd).get("/sozialraeume/konz/vorhaben/"))


def test_zwei_verknuepfen_zugleich_und_keine_wahl_geht_verloren(welt, als):
    projekt, erster, zweiter = idee(welt), neuer_partner(welt, "Kita Aubach"), neuer_partner(welt, "Kita Bebach")
    client, adresse = als("netzwerk_konz"), f"/projekte/{projekt.uuid}/verknuepfen/"
    assert 'name="version" value="1"' in _text(client.get(adresse))
    assert client.post(adresse, {"partner": str(erster.uuid), "version": "1"}).url == projekt.get_absolute_url()
    spaet = client.post(adresse, {"partner": str(zweiter.uuid), "version": "1"}, follow=True)
    assert "Jemand hat das Projekt inzwischen geändert" in _text(spaet)
    assert "Kita Aubach" in _text(spaet)
    assert list(projekt.partner.all()) == [erster]


def test_kontakt_und_bedarf_fuehren_zum_projekt_und_zurueck(welt, als):
    fachkraft = welt.person("netzwerk_konz")
    projekt = idee(welt, "netzwerk_konz")
    verknuepft = {"kontakt": kontakt(welt), "bedarf": bedarf(welt)}
    verknuepfe(
        projekt_id=projekt.pk,
        benutzer=fachkraft,
        kontakte=[verknuepft["kontakt"].pk],
        bedarfe=[verknuepft["bedarf"].pk],
    )
    client = als("netzwerk_konz")
    seite = _text(client.get(projekt.get_absolute_url()))
    for gegenstand in verknuepft.values():
        assert gegenstand.get_absolute_url() in seite
        assert projekt.get_absolute_url() in _text(client.get(gegenstand.get_absolute_url()))
    # Another Träger sees the contact, but no project that is only an idea of somebody else.
    fremd = _text(als("netzwerk_saarburg").get(verknuepft["kontakt"].get_absolute_url()))
    assert projekt.get_absolute_url() not in fremd


# --- Steps ----------------------------------------------------------------------------------------------------------


def test_bewilligen_auf_der_seite(welt, als):
    projekt = beantragt(welt)
    client, adresse = als("jugendamt"), f"/projekte/{projekt.uuid}/stand/"
    daten = {"version": projekt.version, "zustand": "bewilligt", "bewilligt": "800,00", "grund": ""}
    antwort = client.post(adresse, daten)
    assert "Es ist weniger bewilligt als beantragt" in _text(antwort)
    assert client.post(adresse, {**daten, "grund": "Die Miete trägt die Stadt."}).status_code == 302
    projekt.refresh_from_db()
    assert (projekt.zustand, projekt.bewilligt) == ("bewilligt", Decimal("800.00"))


def test_buchungen_sieht_nur_wem_sie_gehoeren(welt, als):
    projekt = bewilligt(welt)
    neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "300.05", art="projekt", projekt=projekt, text="Bälle")
    adresse = projekt.get_absolute_url()
    for person in ("leitung_konz", "jugendamt"):
        seite = _text(als(person).get(adresse))
        assert "Bälle" in seite
        assert "699,95 €" in seite
    for person in ("netzwerk_konz", "team_konz", "leitstelle"):
        seite = _text(als(person).get(adresse))
        assert "Bälle" not in seite
        assert "699,95 €" not in seite
        assert "300,05 €" not in seite


def test_ein_einziger_schritt_ist_ein_knopf_mit_seinem_wort(welt, als):
    projekt = beantragt(welt)
    allein = _text(als("leitung_konz").get(projekt.get_absolute_url()))
    assert '<span class="kern-label">Antrag zurückziehen</span>' in allein
    assert '<input type="hidden" name="zustand" value="idee">' in allein
    assert "Stand eintragen" not in allein
    zwei = _text(als("jugendamt").get(projekt.get_absolute_url()))
    assert "Stand eintragen" in zwei
    assert (zwei.count("Nächster Schritt"), zwei.count('type="radio"')) == (1, 2)


def test_abschliessen_verlangt_ergebnis_und_zahlen(welt, als):
    projekt = bewilligt(welt)
    schritt(welt, projekt, "leitung_konz", Projektstatus.LAEUFT)
    projekt.refresh_from_db()
    client, adresse = als("leitung_konz"), f"/projekte/{projekt.uuid}/stand/"
    daten = {"version": projekt.version, "zustand": "abgeschlossen"}
    assert {"ergebnis", "erreichte", "termine"} <= set(client.post(adresse, daten).context["schrittform"].errors)
    voll = {**daten, "ergebnis": "Drei Schulen machen mit.", "erreichte": "0", "termine": "6"}
    assert client.post(adresse, voll).status_code == 302
    assert "Drei Schulen machen mit." in _text(client.get(projekt.get_absolute_url()))
