"""The public statement: a barrier is reported by mail, once, and to nobody while nobody is named."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from konten.models import Parameter, Versandauftrag

pytestmark = pytest.mark.django_db
MELDUNG = {
    "text": "Die Karte lässt sich nicht mit der Tastatur bedienen.",
    "seite": "Karte",
    "adresse": "ada@example.org",
}


@pytest.fixture(autouse=True)
def ohne_drossel() -> None:
    cache.clear()


@pytest.fixture
def stelle() -> None:
    Parameter.objects.create(schluessel="barrierefreiheit_mail", wert="barrieren@example.org", von=date(2020, 1, 1))


def test_eine_meldung_wird_eine_mail_auch_bei_doppeltem_klick(stelle: None):
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        antwort = client.post("/barrierefreiheit/", MELDUNG)
    assert "Ihre Meldung ist unterwegs" in antwort.content.decode()
    assert antwort["Cache-Control"] == "no-store"
    assert not client.cookies
    mail = Versandauftrag.objects.get()
    assert mail.empfaenger == "barrieren@example.org"
    assert "Antwort an: ada@example.org" in mail.text


def test_ohne_meldestelle_gibt_es_kein_formular(settings):
    settings.NETZWERK_ANTWORT_AN = ""
    assert "Was funktioniert nicht?" not in Client().get("/barrierefreiheit/").content.decode()
    Client().post("/barrierefreiheit/", MELDUNG)
    assert not Versandauftrag.objects.exists()


def test_fehler_stehen_am_feld_und_der_text_bleibt(stelle: None):
    seite = Client().post("/barrierefreiheit/", MELDUNG | {"adresse": "a@b.example\nBcc: c@d.example"}).content.decode()
    assert "keine gültige E-Mail-Adresse" in seite
    assert MELDUNG["text"] in seite
    assert not Versandauftrag.objects.exists()


def test_wer_zu_oft_meldet_wartet(stelle: None):
    antworten = [Client().post("/barrierefreiheit/", MELDUNG | {"text": f"Barriere {n}"}).status_code for n in range(6)]
    assert antworten == [200] * 5 + [429]
    assert Versandauftrag.objects.count() == 5
