"""Contact persons: enter, find, change, leave; business card."""

import uuid
from datetime import date

import pytest

from partner.models import Funktion, Person
from partner.rules.erreichbarkeit import Visitenkarte, telefonziel, vcard
from tests.welt import neue_ansprechperson, neuer_partner


def angaben(**felder) -> dict:
    return {
        "uuid": str(uuid.uuid4()),
        "vorname": "Alex",
        "nachname": "Beispiel",
        "bezeichnung": "Leitung",
        "von": "2026-01-01",
        **felder,
    }


def neu(partner) -> str:
    return f"{partner.get_absolute_url()}ansprechpersonen/neu/"


def test_neue_person_mit_funktion(welt, als):
    partner = neuer_partner(welt)
    antwort = als("netzwerk_konz").post(neu(partner), angaben(ist_schluesselperson="on", telefon="06501 1"))
    assert antwort.url == partner.get_absolute_url()
    funktion = Funktion.objects.get()
    assert str(funktion) == "Alex Beispiel, Leitung"
    assert funktion.ist_schluesselperson is True


def test_zweimal_gesendet_ist_eine_person(welt, als):
    client, daten, adresse = als("netzwerk_konz"), angaben(), neu(neuer_partner(welt))
    client.post(adresse, daten)
    assert client.post(adresse, daten).status_code == 302
    assert (Person.objects.count(), Funktion.objects.count()) == (1, 1)


def test_vorhandene_person_wird_gefunden_und_gewaehlt(welt, als):
    anderswo = neue_ansprechperson(neuer_partner(welt, "Kita Fern", sozialraum="saarburg"), "Müller")
    partner, client = neuer_partner(welt), als("netzwerk_konz")
    seite = client.get(f"{neu(partner)}?q=mueller").content.decode()
    assert f"?person={anderswo.person.uuid}" in seite
    adresse = f"{neu(partner)}?person={anderswo.person.uuid}"
    assert 'name="nachname"' not in client.get(adresse).content.decode()
    client.post(adresse, angaben(nachname="Gefälscht"))
    assert Person.objects.get().nachname == "Müller"
    assert partner.funktionen.get().person == anderswo.person


@pytest.mark.parametrize("schluessel", ["kaputt", "00000000-0000-4000-8000-000000000000"])
def test_unbekannte_person_ist_404(welt, als, schluessel):
    assert als("netzwerk_konz").get(f"{neu(neuer_partner(welt))}?person={schluessel}").status_code == 404


def test_name_und_funktion_aendern(welt, als):
    funktion = neue_ansprechperson(neuer_partner(welt))
    adresse = f"/ansprechpersonen/{funktion.uuid}/bearbeiten/"
    assert 'value="Beispiel"' in als("netzwerk_konz").get(adresse).content.decode()
    als("netzwerk_konz").post(adresse, angaben(nachname="Muster", bezeichnung="Vertretung"))
    funktion = Funktion.objects.get()
    assert str(funktion) == "Alex Muster, Vertretung"
    assert funktion.person.name_norm == "muster alex"


def test_verlassen_laesst_die_person_als_ehemalige_stehen(welt, als):
    funktion = neue_ansprechperson(neuer_partner(welt))
    adresse = f"/ansprechpersonen/{funktion.uuid}/beenden/"
    client = als("netzwerk_konz")
    assert "Das liegt vor dem Beginn" in client.post(adresse, {"bis": "2019-01-01"}).content.decode()
    client.post(adresse, {"bis": "2026-02-28"})
    funktion.refresh_from_db()
    assert funktion.bis == date(2026, 2, 28)
    assert "Ehemalige (1)" in client.get(funktion.get_absolute_url()).content.decode()


@pytest.mark.parametrize("seite", ["bearbeiten", "beenden"])
@pytest.mark.parametrize(
    "name", ["netzwerk_saarburg", "jugendamt", "leitung_konz", "team_konz", "datenschutz", "admin"]
)
def test_fremde_ansprechpersonen_aendert_niemand(welt, als, name, seite):
    funktion = neue_ansprechperson(neuer_partner(welt))
    adresse = f"/ansprechpersonen/{funktion.uuid}/{seite}/"
    assert als(name).get(adresse).status_code == 403
    assert als(name).post(adresse, angaben(bis="2026-01-01")).status_code == 403
    assert Funktion.objects.get().bis is None


def test_visitenkarte_als_datei(welt, als):
    partner = neuer_partner(welt, "Kita; Müller, Konz", telefon="06501 5")
    funktion = neue_ansprechperson(partner, "Größe", email="a@example.org")
    antwort = als("team_konz").get(f"/ansprechpersonen/{funktion.uuid}/vcard/")
    assert antwort["Content-Type"] == "text/vcard; charset=utf-8"
    assert antwort["Content-Disposition"] == 'attachment; filename="alex-groesse.vcf"'
    zeilen = antwort.content.decode().split("\r\n")
    assert zeilen[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert "N:Größe;Alex;;;" in zeilen
    assert "ORG:Kita\\; Müller\\, Konz" in zeilen
    assert "TEL;TYPE=work:06501 5" in zeilen
    assert als("admin").get(f"/ansprechpersonen/{funktion.uuid}/vcard/").status_code == 403


def karte(**felder) -> Visitenkarte:
    leer = dict.fromkeys(("name", "vorname", "nachname", "titel"), "")
    return Visitenkarte(**{"uid": "1", **leer, **felder})


def test_lange_zeilen_werden_gefaltet_ohne_zeichen_zu_zerteilen():
    name = "ä" * 100
    text = vcard(karte(name=name))
    assert all(len(zeile.encode()) <= 75 for zeile in text.split("\r\n"))
    assert f"FN:{name}" in text.replace("\r\n ", "")


def test_zeilenumbruch_und_rueckstrich_koennen_keine_zeile_einschleusen():
    text = vcard(karte(name="A\\B\r\nTEL:0900"))
    assert "FN:A\\\\B\\nTEL:0900\r\n" in text


@pytest.mark.parametrize(
    ("telefon", "ziel"),
    [
        ("06501 / 12 34-5", "0650112345"),
        ("+49 (0) 6501 12", "+49650112"),
        ("06501 1, 06501 2", "065011"),
        ("0651/9 oder 0651/8", "06519"),
        ("", ""),
        ("unbekannt", ""),
    ],
)
def test_telefonziel(telefon, ziel):
    assert telefonziel(telefon) == ziel
