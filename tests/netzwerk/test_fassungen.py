"""Two people change the same step, seat, meeting, minutes or need; one person sends the same form twice."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from konten.models import Textbestaetigung
from netzwerk.models import Beschluss, Gremium, Sitzung, Thema, Wiedervorlage
from netzwerk.services.wiedervorlage import aendere, verschiebe
from tests.konten.test_fassung import texte
from tests.netzwerk.gremien import heute_vor, neue_sitzung, neues_gremium, sitz
from tests.netzwerk.test_bedarf_seiten import eingabe, melde
from tests.welt import Welt, neue_fachkraft, neuer_partner

pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]


def adresse(name: str, objekt) -> str:
    return reverse(f"netzwerk:{name}", args=[objekt.uuid])


def bestaetigt(client: Client, url: str, daten: dict) -> dict:
    """The same form with the tick "save anyway"."""
    form = client.post(url, daten).context["form"]
    return daten | {form.textschutz_feld: form.textschutz_marke}


# --- The same form twice ----------------------------------------------------------------------------------------------


def test_gremium_zweimal_gesendet_ist_eines_und_einmal_vermerkt(welt: Welt, als: Als):
    client, thema = als("netzwerk_konz"), Thema.objects.create(name="Sprache")
    daten = {"uuid": str(uuid.uuid4()), "name": "AK Sprache", "ebene": "handlung", "sozialraum": "konz"}
    daten |= {"von": "2026-01-01", "themen": [thema.pk], "aufgabe": "Für den Sohn Leon, geb. 03.04.2017."}
    daten = bestaetigt(client, "/gremien/neu/", daten)
    ziele = [client.post("/gremien/neu/", daten | {"name": name}).headers["Location"] for name in ("Eins", "Zwei")]
    gremium = Gremium.objects.get()
    assert ziele == [gremium.get_absolute_url()] * 2
    assert (gremium.name, str(gremium.uuid), list(gremium.themen.all())) == ("Eins", daten["uuid"], [thema])
    assert Textbestaetigung.objects.get().feld == "aufgabe"


@pytest.mark.parametrize("anzahl", [1, 3])
def test_sitzung_zweimal_geplant_ist_einmal_geplant(welt: Welt, als: Als, anzahl: int):
    gremium, client = neues_gremium(welt), als("netzwerk_konz")
    url = adresse("sitzung_neu", gremium)
    schluessel = client.get(url).context["form"]["uuid"].value()
    daten = {"uuid": str(schluessel), "am": "2026-12-01", "anzahl": str(anzahl), "wochen": "2", "punkt": "0"}
    daten = bestaetigt(client, url, daten | {"ort": "Bei Familie Muster, Tochter Lea"})
    for _ in range(2):
        assert client.post(url, daten).status_code == 302
    tage = [f"{sitzung.am:%d.%m.}" for sitzung in Sitzung.objects.order_by("am")]
    assert tage == ["01.12.", "15.12.", "29.12."][:anzahl]
    assert str(Sitzung.objects.get(am="2026-12-01").uuid) == schluessel
    assert "Dieses Formular war schon gespeichert." in client.post(url, daten, follow=True).text
    assert Textbestaetigung.objects.get().feld == "ort"


def test_schluessel_einer_fremden_sitzung_plant_nichts(welt: Welt, als: Als):
    fremde = neue_sitzung(neues_gremium(welt, raum="saarburg"))
    url = adresse("sitzung_neu", neues_gremium(welt))
    antwort = als("netzwerk_konz").post(url, {"uuid": str(fremde.uuid), "am": "2026-12-01", "punkt": "0"})
    assert "Dieses Formular ist nicht mehr gültig" in antwort.text
    assert list(Sitzung.objects.all()) == [fremde]


def test_wiedervorlage_zweimal_gesendet_ist_einmal_vermerkt(welt: Welt, als: Als):
    client = als("netzwerk_konz")
    daten = {"uuid": str(uuid.uuid4()), "was": "Mutter von Tim anrufen", "am": "2026-12-01", "zusage": "wir"}
    daten = bestaetigt(client, "/wiedervorlagen/neu/", daten | {"sozialraum": "konz"})
    for _ in range(2):
        assert client.post("/wiedervorlagen/neu/", daten).status_code == 302
    assert Textbestaetigung.objects.get().objekt == Wiedervorlage.objects.get().uuid
    nach_zurueck = client.post("/wiedervorlagen/neu/", daten, follow=True)
    assert "Dieses Formular war schon gespeichert." in nach_zurueck.text


# --- Two people -------------------------------------------------------------------------------------------------------


def test_schritt_zeigt_beide_fassungen_und_uebernimmt(welt: Welt, als: Als):
    konz, client = welt.personen["netzwerk_konz"], als("netzwerk_konz")
    schritt = Wiedervorlage.objects.create(benutzer=konz, sozialraum=welt.konz, was="Anrufen", am=heute_vor(0))
    url, daten = schritt.get_absolute_url(), {"version": "1", "zusage": "wir", "an": str(konz.uuid)}
    assert client.post(url, daten | {"was": "Besuchen"}).status_code == 302
    antwort = client.post(url, daten | {"was": "Schreiben", "zusage": "partner"})
    eigenes, anderes = texte(antwort)["was"], texte(antwort)["zusage"]
    assert (eigenes, anderes) == (("Schreiben", "Besuchen"), ("der Partner", "wir"))
    schritt.refresh_from_db()
    assert (schritt.was, schritt.version) == ("Besuchen", 2)
    uebernommen = client.post(url, daten | {"was": "Schreiben", "zusage": "partner", "uebernehmen": "was"})
    assert uebernommen.context["form"].data["version"] == "2"
    assert uebernommen.context["form"]["was"].value() == "Besuchen"
    assert client.post(url, daten | {"was": "Schreiben", "version": "2"}).status_code == 302
    schritt.refresh_from_db()
    assert schritt.was == "Schreiben"


def test_sitz_zeigt_beide_fassungen(welt: Welt, als: Als):
    mitglied, client = sitz(neues_gremium(welt), neuer_partner(welt)), als("netzwerk_konz")
    url, daten = adresse("mitglied_bearbeiten", mitglied), {"version": "1", "von": "2026-01-01"}
    assert client.post(url, daten | {"bis": "2026-05-31"}).status_code == 302
    antwort = client.post(url, daten | {"hat_vorsitz": "on"})
    assert texte(antwort) == {"hat_vorsitz": ("ja", "nein"), "bis": ("(leer)", "31.05.2026")}
    mitglied.refresh_from_db()
    assert (mitglied.hat_vorsitz, str(mitglied.bis), mitglied.version) == (False, "2026-05-31", 2)


def test_sitzung_vergleicht_die_tagesordnung_im_ganzen(welt: Welt, als: Als):
    sitzung, client = neue_sitzung(neues_gremium(welt), -5, ("Ferien",)), als("netzwerk_konz")
    url, punkt = adresse("sitzung_bearbeiten", sitzung), sitzung.punkte.get()
    daten = {"version": "1", "am": sitzung.am.isoformat(), "beginn": "14:00", "ende": "15:30", "ort": "Rathaus"}
    daten |= {"punkt": "1", "punkt_0_uuid": str(punkt.uuid), "punkt_0_titel": "Ferien"}
    assert client.post(url, daten | {"punkt": "2", "punkt_1_titel": "Haushalt"}).status_code == 302
    eigene = daten | {"punkt_0_titel": "Ferienplan", "ort": "Schule"}
    antwort = client.post(url, eigene)
    assert texte(antwort) == {"punkt": ("Ferienplan", "Ferien\nHaushalt"), "ort": ("Schule", "Rathaus")}
    form = client.post(url, eigene | {"uebernehmen": "punkt"}).context["form"]
    assert [zeile["titel"].value() for zeile in form.tagesordnung] == ["Ferien", "Haushalt"]
    assert (form["ort"].value(), form["version"].value()) == ("Schule", "2")


def test_bedarf_vergleicht_auch_die_quellen(welt: Welt, als: Als):
    thema, kita, schule = (
        Thema.objects.create(name="Sprache"),
        neuer_partner(welt, "Kita"),
        neuer_partner(welt, "Schule"),
    )
    meldung, client = melde(welt, thema), als("netzwerk_konz")
    url, daten = adresse("bedarfsmeldung_bearbeiten", meldung), eingabe(thema, version="1")
    assert client.post(url, daten | {"partner": [str(kita.uuid), str(schule.uuid)]}).status_code == 302
    antwort = client.post(url, daten | {"partner": [str(kita.uuid)]})
    assert texte(antwort) == {"partner": ("Kita", "Kita\nSchule")}
    form = client.post(url, daten | {"partner": [str(kita.uuid)], "uebernehmen": "alle"}).context["form"]
    assert {partner.name for partner in form.quellen} == {"Kita", "Schule"}


# --- Minutes and what became of their decisions elsewhere -------------------------------------------------------------


@pytest.fixture
def beschlossen(welt: Welt) -> Beschluss:
    sitzung = neue_sitzung(neues_gremium(welt), 2, zustand="gehalten")
    beschluss = Beschluss.objects.create(sitzung=sitzung, text="Faltblatt drucken")
    Wiedervorlage.objects.create(
        beschluss=beschluss,
        benutzer=welt.personen["netzwerk_konz"],
        sozialraum=welt.konz,
        was="Faltblatt drucken",
        am=heute_vor(-10),
    )
    return beschluss


def geoeffnet(client: Client, sitzung: Sitzung) -> dict[str, str]:
    """What the browser sends when the minutes are opened and saved untouched."""
    form = client.get(adresse("protokoll_bearbeiten", sitzung)).context["form"]
    felder = {feld.name: feld.value() for feld in form}
    return {"beschluss": "1"} | {name: str(wert) for name, wert in felder.items() if wert is not None}


def woanders_geaendert(welt: Welt, schritt: Wiedervorlage) -> None:
    konz = welt.personen["netzwerk_konz"]
    kollegin = neue_fachkraft(welt, "netzwerk_konz_zwei", "konz", "beispieltal")
    neuer_tag, heute = schritt.am + timedelta(days=7), heute_vor(0)
    verschiebe(wiedervorlage=schritt, auf=neuer_tag, grund="Druckerei zu", durch=konz, heute=heute)
    aendere(wiedervorlage=schritt, version=1, was="Faltblatt abholen", zusage="wir", an=kollegin, heute=heute)


def test_protokoll_macht_nicht_rueckgaengig_was_woanders_geschah(welt: Welt, als: Als, beschlossen: Beschluss):
    client, schritt = als("leitstelle"), beschlossen.wiedervorlage
    daten = geoeffnet(client, beschlossen.sitzung)
    woanders_geaendert(welt, schritt)
    url = adresse("protokoll_bearbeiten", beschlossen.sitzung)
    assert client.post(url, daten | {"protokoll": "Nachtrag"}).status_code == 302
    schritt.refresh_from_db()
    assert (schritt.benutzer.username, schritt.am) == ("netzwerk-konz-zwei", heute_vor(-17))
    assert (schritt.was, Sitzung.objects.get().protokoll) == ("Faltblatt abholen", "Nachtrag")


def test_beide_aendern_den_schritt_dann_entscheidet_wer_zuletzt_kommt(welt: Welt, als: Als, beschlossen: Beschluss):
    client, schritt = als("leitstelle"), beschlossen.wiedervorlage
    daten = geoeffnet(client, beschlossen.sitzung) | {"beschluss_0_am": heute_vor(-30).isoformat()}
    woanders_geaendert(welt, schritt)
    url = adresse("protokoll_bearbeiten", beschlossen.sitzung)
    antwort = client.post(url, daten)
    assert list(texte(antwort)) == ["beschluss"]
    assert f"{heute_vor(-17):%d.%m.%Y}" in texte(antwort)["beschluss"][1]
    schritt.refresh_from_db()
    assert schritt.am == heute_vor(-17)
    form = antwort.context["form"]
    nochmal = daten | {name: form.data[name] for name in ("version", "beschluss_0_gezeigt")}
    assert client.post(url, nochmal).status_code == 302
    schritt.refresh_from_db()
    assert (schritt.am, schritt.version) == (heute_vor(-30), 3)


def test_geloeschter_schritt_bleibt_geloescht(welt: Welt, als: Als, beschlossen: Beschluss):
    client = als("leitstelle")
    daten = geoeffnet(client, beschlossen.sitzung)
    beschlossen.wiedervorlage.delete()
    assert client.post(adresse("protokoll_bearbeiten", beschlossen.sitzung), daten).status_code == 302
    assert not Wiedervorlage.objects.exists()
    assert Beschluss.objects.get().text == "Faltblatt drucken"
