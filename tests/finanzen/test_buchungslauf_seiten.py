"""Pages of lists from the accounting: upload, mapping, preview, booking, taking back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finanzen.models import Ausgabe, Buchungslauf
from tests.finanzen.test_buchungslauf_dienst import LISTE, lauf_aus, zugeordnet
from tests.welt import Welt

LISTEN = "/finanzen/ausgaben/buchungslisten/"
pytestmark = pytest.mark.django_db


def hochladen(welt: Welt, inhalt: bytes = LISTE.encode("cp1252"), **felder) -> dict:
    datei = SimpleUploadedFile("maerz.csv", inhalt, content_type="text/csv")
    traeger = str(welt.traeger["beispieltal"].uuid)
    return {"traeger": traeger, "sozialraum": "konz", "jahr": "2026", "datei": datei, **felder}


def text(antwort) -> str:
    assert antwort.status_code == 200
    return antwort.content.decode()


def test_von_der_datei_bis_zum_storno(als, welt):
    client = als("leitung_konz")
    lauf_url = client.post(LISTEN, hochladen(welt)).url
    seite = text(client.get(lauf_url))
    assert "Es gibt nichts zu buchen" in seite
    assert "Versandhaus" not in seite
    assert "werden aus Gründen des Datenschutzes nicht gelesen: „Empfänger“" in seite
    form = client.get(lauf_url).context["form"]
    daten = {feld.html_name: feld.value() or "" for feld in form}
    arten = {form[f"schluessel_{n}"].html_name: art for n, art in enumerate(("personal", "sachkosten", ""))}
    seite = text(client.post(lauf_url, {**daten, **arten}, follow=True))
    assert "3 Ausgaben werden gebucht, zusammen 3.200,00 €." in seite
    assert "Schlüssel 9999: Bitte wählen Sie die Art" in seite
    seite = text(client.post(f"{lauf_url}buchen/", follow=True))
    assert "3 Ausgaben gebucht." in seite
    assert Ausgabe.objects.count() == 3
    assert "schon gebucht" in text(client.post(f"{lauf_url}buchen/", follow=True))
    lauf = Buchungslauf.objects.get()
    liste = client.get(f"/finanzen/ausgaben/?lauf={lauf.uuid}")
    assert len(liste.context["object_list"]) == 3
    assert "Bitte nennen Sie den Grund" in text(client.post(f"{lauf_url}stornieren/", {"grund": ""}, follow=True))
    seite = text(client.post(f"{lauf_url}stornieren/", {"grund": "Falscher Monat"}, follow=True))
    assert "3 Ausgaben storniert." in seite
    assert "alle storniert" in seite
    assert "storniert" in text(client.get(LISTEN))


def test_eine_falsche_zuordnung_wird_erklaert(als, welt):
    lauf, client = lauf_aus(welt), als("leitung_konz")
    seite = text(client.post(lauf.get_absolute_url(), {"spalte_0": "", "spalte_5": "betrag"}))
    assert "Bitte wählen Sie die Spalte mit dem Datum." in seite


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (b"%PDF-1.7 ...", "Die Datei ist ein PDF"),
        (b"Name;Ort\nKita;Konz\n", "keine Spalte mit dem Datum"),
        (b"Datum;Betrag\n", "nur Überschriften"),
        (b"\x00\x01\x02" * 50, "keine Textdatei"),
    ],
)
def test_was_keine_liste_ist_wird_am_feld_gesagt(als, welt, inhalt, satz):
    assert satz in text(als("leitung_konz").post(LISTEN, hochladen(welt, inhalt)))
    assert not Buchungslauf.objects.exists()


def test_fremde_sehen_und_buchen_keine_liste(als, welt):
    lauf = zugeordnet(welt, lauf_aus(welt))
    url = lauf.get_absolute_url()
    for person, status in (("leitung_fremd", 404), ("netzwerk_konz", 403), ("leitstelle", 403), ("jugendamt", 200)):
        assert als(person).get(url).status_code == status
    for person, status in (("leitung_fremd", 404), ("jugendamt", 403), ("netzwerk_konz", 403)):
        for tat in ("", "buchen/", "stornieren/", "verwerfen/"):
            assert als(person).post(f"{url}{tat}").status_code == status
    assert "maerz.csv" not in text(als("leitung_fremd").get(LISTEN))
    assert "Ausgabe buchen" not in text(als("jugendamt").get(url))
    assert als("jugendamt").post(LISTEN, hochladen(welt)).status_code == 403
    fremd = hochladen(welt, traeger=str(welt.traeger["musterhof"].uuid))
    assert "gültige Auswahl" in text(als("leitung_konz").post(LISTEN, fremd))
    assert not Ausgabe.objects.exists()


def test_verwerfen_und_ausfuhr(als, welt):
    lauf, client = zugeordnet(welt, lauf_aus(welt)), als("leitung_konz")
    csv = client.get(f"{lauf.get_absolute_url()}?format=csv&ergebnis=fehlerhaft").content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("8;")
    assert len(csv.splitlines()) == 2
    assert "maerz.csv" in client.get(f"{LISTEN}?format=csv").content.decode("utf-8-sig")
    seite = text(client.post(f"{lauf.get_absolute_url()}verwerfen/", follow=True))
    assert "Es wurde nichts gebucht." in seite
    assert not Buchungslauf.objects.exists()


@pytest.mark.parametrize("zeilen", [3, 30, 300])
def test_die_vorschau_fragt_immer_gleich_oft(als, welt, zeilen):
    kopf, reihen = "Datum;Beleg;Konto;Betrag\n", [f"05.03.2026;R-{n};4930;1,00" for n in range(zeilen)]
    lauf, client = zugeordnet(welt, lauf_aus(welt, kopf + "\n".join(reihen))), als("leitung_konz")
    client.get(lauf.get_absolute_url())
    with CaptureQueriesContext(connection) as fragen:
        client.get(lauf.get_absolute_url())
    assert len(fragen) <= 16
