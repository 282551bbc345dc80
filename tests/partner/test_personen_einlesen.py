"""From the list to contact persons and back: entered once, audited, corrected by round trip, undone exactly."""

import io
import threading
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from konten.models import Protokolleintrag
from konten.tables import als_csv as tabelle_als_csv
from konten.tables import als_xlsx
from partner.models import Einwilligung, Funktion, Importlauf, Person
from partner.rules.einlesen import Zuordnung
from partner.selectors.einlesen import ergebnisse
from partner.services.einlesen.art import art
from partner.services.einlesen.lauf import entscheide, lege_an, ordne_neu_zu
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from partner.services.einlesen.zuruecknehmen import nimm_zurueck
from partner.tables import exportiere_personen
from tests.partner.einlesehilfe import als_csv
from tests.welt import ANFANG, Welt, baue_welt, neue_ansprechperson, neuer_partner

KOPF = ["Einrichtung", "Ort", "Ansprechpartner", "Funktion", "Telefon", "E-Mail", "Handy privat"]
ANNA = ["Kita Beispielbach", "Konz", "Frau Dr. Anna Muster", "Leitung", "06501 1", "anna@kita.example", "0170 1"]
TOM = ["Kita Beispielbach", "Konz", "Beispiel, Tom", "Sprachförderung", "", "", ""]


def vorschau(bereich, *zeilen, kopf=KOPF, inhalt=None) -> Importlauf:
    daten = io.BytesIO(inhalt or als_csv(kopf, *zeilen, trennzeichen=";"))
    tabelle = lies_datei(daten, art("personen").kopf)
    return lege_an(tabelle=tabelle, dateiname="leute.csv", bereich=bereich, was="personen")


def importiere(bereich, *zeilen, **wie) -> Importlauf:
    return uebernimm(lauf=vorschau(bereich, *zeilen, **wie), bereich=bereich)


def gezaehlt(lauf) -> dict[str, int]:
    return {name: zahl for name, zahl in ergebnisse(lauf).items() if zahl}


def leute() -> list[dict]:
    """Everything that is stored about people, without when it was touched last."""
    return [
        {name: wert for name, wert in zeile.items() if name != "geaendert_am"}
        for modell in (Person, Funktion)
        for zeile in modell.objects.order_by("pk").values()
    ]


@pytest.fixture
def konz(welt: Welt):
    neuer_partner(welt)
    return welt.person("netzwerk_konz").bereich


def test_aus_zeilen_werden_ansprechpersonen_und_die_informationspflicht_beginnt(konz):
    lauf = importiere(konz, ANNA, TOM)
    assert gezaehlt(lauf) == {"neu": 2}
    anna = Funktion.objects.get(person__nachname="Muster")
    assert (anna.person.titel, anna.person.vorname, anna.person.name_norm) == ("Dr.", "Anna", "muster anna")
    assert (anna.bezeichnung, anna.telefon, anna.email) == ("Leitung", "06501 1", "anna@kita.example")
    assert (anna.von, anna.bis, anna.person.informiert_am) == (konz.stichtag, None, None)
    assert lauf.zeilen.order_by("nummer").first().objekt == anna.pk


def test_privates_kommt_nie_in_die_datenbank(konz):
    lauf = importiere(konz, ANNA)
    assert "0170" not in str(list(lauf.zeilen.values_list("rohdaten", "journal")))
    assert lauf.zuordnung["spalten"]["Handy privat"] == "person"
    assert lauf.zuordnung["beispiele"]["Handy privat"] == ""
    assert not Einwilligung.objects.exists()


def test_alles_wird_protokolliert_namen_nur_als_geaendert(welt: Welt, konz):
    importiere(konz, ANNA)
    eintraege = Protokolleintrag.objects.filter(actor=welt.personen["netzwerk_konz"])
    felder = eintraege.get(content_type__model="person").changes
    assert felder["nachname"] == ["", "geändert"]
    assert eintraege.get(content_type__model="funktion").changes["bezeichnung"] == ["None", "Leitung"]


def test_dieselbe_liste_noch_einmal_aendert_nichts(konz):
    importiere(konz, ANNA, TOM)
    assert gezaehlt(importiere(konz, ANNA, TOM)) == {"unveraendert": 2}
    assert (Person.objects.count(), Funktion.objects.count()) == (2, 2)


def test_eine_person_mit_zwei_funktionen_ist_eine_person(konz):
    importiere(konz, ANNA, [*ANNA[:3], "Kinderschutz", *ANNA[4:]])
    assert Person.objects.count() == 1
    assert sorted(Funktion.objects.values_list("bezeichnung", flat=True)) == ["Kinderschutz", "Leitung"]


def test_gleicher_name_woanders_wird_entschieden(welt: Welt, konz):
    neuer_partner(welt, "Grundschule Musterberg", "schule")
    importiere(konz, ANNA)
    zeile = ["Grundschule Musterberg", "Konz", "Anna Muster", "Elternbeirat", "", "", ""]
    lauf = vorschau(konz, zeile)
    assert gezaehlt(lauf) == {"zweifelhaft": 1}
    dieselbe, _ = (wert for wert, _ in lauf.zeilen.get().rohdaten["anzeige"]["optionen"])
    entscheide(lauf=lauf, entscheidungen={2: dieselbe}, bereich=konz)
    uebernimm(lauf=lauf, bereich=konz)
    assert Person.objects.count() == 1
    assert Funktion.objects.filter(person__nachname="Muster").count() == 2


def test_erfundene_entscheidung_wird_nicht_angenommen(welt: Welt, konz):
    fremde = neue_ansprechperson(neuer_partner(welt, "Hort Fernwiese", sozialraum="saarburg"), "Fern")
    lauf = vorschau(konz, ["Kita Beispielbachtal", "", "Anna Muster", "", "", "", ""])
    with pytest.raises(ValueError, match="Unbekannte Entscheidung"):
        entscheide(lauf=lauf, entscheidungen={2: f"partner:{fremde.partner.uuid}"}, bereich=konz)


def test_fremder_sozialraum_bleibt_unberuehrt(welt: Welt, konz):
    neuer_partner(welt, "Hort Fernwiese", sozialraum="saarburg")
    lauf = importiere(konz, ["Hort Fernwiese", "", "Anna Muster", "Leitung", "", "", ""])
    assert gezaehlt(lauf) == {"abgelehnt": 1}
    assert not Person.objects.exists()


def test_zahl_der_abfragen_haengt_nicht_an_der_zahl_der_zeilen(konz):
    def abfragen(anzahl: int, name: str) -> int:
        zeilen = [["Kita Beispielbach", "Konz", f"{name}{i:c} Muster", "", "", "", ""] for i in range(97, 97 + anzahl)]
        with CaptureQueriesContext(connections["default"]) as gezaehlt:
            importiere(konz, *zeilen)
        return len(gezaehlt)

    importiere(konz, ANNA)
    assert abfragen(3, "Tom") == abfragen(12, "Berta")


# --- round trip and undo ---------------------------------------------------------------------------------------------


def export(bereich, ersetze: dict[str, str] | None = None, *, xlsx: bool = False) -> bytes:
    _, spalten, zeilen = exportiere_personen(bereich)
    if xlsx:
        return als_xlsx(spalten, zeilen, "Ansprechpersonen")
    text = tabelle_als_csv(spalten, zeilen).decode("utf-8-sig")
    for alt, neu in (ersetze or {}).items():
        assert alt in text
        text = text.replace(alt, neu)
    return text.encode()


@pytest.mark.parametrize("xlsx", [True, False])
def test_export_kommt_unveraendert_zurueck(konz, xlsx):
    importiere(konz, ANNA, TOM, ["Kita Beispielbach", "Konz", "Pia Probe", "=Rolle", "+49 6501 7", "", ""])
    assert Funktion.objects.filter(telefon="+49 6501 7").count() == 1
    assert gezaehlt(importiere(konz, inhalt=export(konz, xlsx=xlsx))) == {"unveraendert": Funktion.objects.count()}


def test_geaenderter_export_aendert_und_wird_zurueckgenommen(konz):
    importiere(konz, ANNA)
    vorher = leute()
    lauf = importiere(konz, inhalt=export(konz, {"Muster;Leitung": "Muster-Beispiel;Leitung", "06501 1": "06501 99"}))
    assert gezaehlt(lauf) == {"geaendert": 1}
    assert lauf.zeilen.get().aenderungen == [
        ["Nachname", "Muster", "Muster-Beispiel"],
        ["Telefon", "06501 1", "06501 99"],
    ]
    funktion = Funktion.objects.get()
    assert (str(funktion.person), funktion.person.name_norm) == ("Dr. Anna Muster-Beispiel", "muster-beispiel anna")
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert leute() == vorher


def test_zwischenzeitlich_geaendert_wird_abgelehnt(konz):
    importiere(konz, ANNA)
    inhalt = export(konz, {"06501 1": "06501 99"})
    Funktion.objects.update(telefon="06501 50")
    lauf = importiere(konz, inhalt=inhalt)
    assert gezaehlt(lauf) == {"abgelehnt": 1}
    assert "jetzt „06501 50“, Liste „06501 99“" in lauf.zeilen.get().grund
    assert Funktion.objects.get().telefon == "06501 50"


def test_leere_zellen_leeren_nur_auf_wunsch(konz):
    importiere(konz, ANNA)
    lauf = vorschau(konz, inhalt=export(konz, {"06501 1": ""}))
    assert gezaehlt(lauf) == {"unveraendert": 1}
    zuordnung = Zuordnung.aus_json(lauf.zuordnung | {"leeren": True})
    uebernimm(lauf=ordne_neu_zu(lauf=lauf, zuordnung=zuordnung, bereich=konz), bereich=konz)
    assert Funktion.objects.get().telefon == ""


def test_ruecknahme_entfernt_was_niemand_angefasst_hat_und_nennt_den_rest(konz):
    lauf = importiere(konz, ANNA, TOM)
    anna = Person.objects.get(nachname="Muster")
    Einwilligung.objects.create(person=anna, erteilt_am=date(2026, 1, 1), zweck="Absprachen", telefon="1")
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert list(Person.objects.values_list("nachname", flat=True)) == ["Muster"]
    geblieben = lauf.zeilen.exclude(rueckstand="").get()
    assert (geblieben.nummer, "Einwilligungen: seitdem eingetragen" in geblieben.rueckstand) == (2, True)


def test_vorbefund_bleibt_bei_der_ruecknahme(welt: Welt, konz):
    partner = neuer_partner(welt, "Hort Beispielwiese")
    neue_ansprechperson(partner, "Muster", bezeichnung="Leitung")
    vorher = leute()
    lauf = importiere(konz, ["Hort Beispielwiese", "Konz", "Alex Muster", "Leitung", "06501 3", "", ""])
    assert Funktion.objects.get().telefon == "06501 3"
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert leute() == vorher
    assert Funktion.objects.get().von == ANFANG


@pytest.mark.django_db(transaction=True)
def test_zwei_uebernehmen_dieselbe_liste_zur_gleichen_zeit():
    welt = baue_welt()
    neuer_partner(welt)
    bereich = welt.person("netzwerk_konz").bereich
    lauf = vorschau(bereich, ANNA, TOM)
    start, fehler = threading.Barrier(2), []

    def uebernehme() -> None:
        try:
            start.wait(timeout=10)
            uebernimm(lauf=lauf, bereich=bereich)
        except Exception as grund:
            fehler.append(grund)
        finally:
            connections.close_all()

    beide = [threading.Thread(target=uebernehme) for _ in range(2)]
    for faden in beide:
        faden.start()
    for faden in beide:
        faden.join(timeout=60)
    assert fehler == []
    assert (Person.objects.count(), Funktion.objects.count()) == (2, 2)


def test_befehle_lesen_ein_und_schreiben_aus(konz, tmp_path, capsys):
    liste, ausgabe = tmp_path / "leute.csv", tmp_path / "leute.xlsx"
    liste.write_bytes(als_csv(KOPF, ANNA, TOM, trennzeichen=";"))
    call_command("importieren", "personen", str(liste), "--als", "netzwerk-konz")
    assert Funktion.objects.count() == 2
    call_command("exportieren", "personen", str(ausgabe), "--als", "netzwerk-konz")
    assert len(lies_datei(io.BytesIO(ausgabe.read_bytes()), art("personen").kopf).zeilen) == 2
    assert "2 Zeilen geschrieben" in capsys.readouterr().out


# --- pages -----------------------------------------------------------------------------------------------------------


def lade_hoch(client, inhalt: bytes):
    datei = SimpleUploadedFile("leute.csv", inhalt)
    return client.post("/partner/import/?art=personen", {"datei": datei, "blatt": ""}, follow=True)


def test_export_der_seite_kommt_berichtigt_zurueck(konz, als):
    client = als("netzwerk_konz")
    assert "?art=personen" in client.get("/personen/").content.decode()
    importiere(konz, ANNA, TOM)
    inhalt = client.get("/personen/", {"format": "csv"}).content.replace(b"06501 1", b"06501 99")
    html = lade_hoch(client, inhalt).content.decode()
    assert "06501 99" in html
    lauf = Importlauf.objects.order_by("pk").last()
    assert gezaehlt(lauf) == {"geaendert": 1, "unveraendert": 1}
    for _ in range(2):
        client.post(f"/partner/import/{lauf.uuid}/uebernehmen/")
    assert Funktion.objects.get(person__nachname="Muster").telefon == "06501 99"
    client.post(f"/partner/import/{lauf.uuid}/zuruecknehmen/")
    assert Funktion.objects.get(person__nachname="Muster").telefon == "06501 1"


def test_private_spalten_werden_auf_der_seite_benannt(konz, als):
    html = lade_hoch(als("netzwerk_konz"), als_csv(KOPF, ANNA, trennzeichen=";")).content.decode()
    assert "Handy privat" in html
    assert "nur mit Einwilligung" in html
    assert "0170" not in html
