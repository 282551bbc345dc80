"""Forgotten and changed passwords, in German that says Sie."""

import re

from django.core import mail
from django.test import Client

from tests.welt import Welt

NEU = "Herbstlaub-und-Nebel-7"


def test_passwort_vergessen(welt: Welt):
    client = Client()
    antwort = client.post("/passwort-vergessen/", {"email": "jugendamt@example.org"})
    assert antwort.url == "/passwort-vergessen/gesendet/"
    assert client.get(antwort.url).status_code == 200
    (nachricht,) = mail.outbox
    assert nachricht.to == ["jugendamt@example.org"]
    assert "Passwort" in nachricht.subject
    assert "Sie" in nachricht.body
    assert not re.search(r"\b(Du|Dein|Deine)\b", nachricht.body)
    (verweis,) = re.findall(r"https?://[^/\s]+(/passwort-vergessen/\S+)", nachricht.body)
    seite = client.get(verweis, follow=True)
    formular = seite.redirect_chain[-1][0]
    assert "Passwort" in seite.content.decode()
    abgelehnt = client.post(formular, {"password1": "kurz", "password2": "kurz"})
    assert "12 Zeichen" in abgelehnt.content.decode()
    client.post(formular, {"password1": NEU, "password2": NEU})
    assert client.post("/anmelden/", {"login": "jugendamt", "password": NEU}).status_code == 302
    assert "Dieser Link gilt nicht mehr" in Client().get(verweis, follow=True).content.decode()


def test_unbekannte_adresse_verraet_nichts(welt: Welt):
    antwort = Client().post("/passwort-vergessen/", {"email": "niemand@example.org"})
    assert antwort.url == "/passwort-vergessen/gesendet/"
    assert [n for n in mail.outbox if "/passwort-vergessen/" in n.body and "-" in n.body.split("vergessen/")[-1]] == []


def test_passwort_aendern(als, welt: Welt):
    client = als("jugendamt")
    daten = {"oldpassword": "falsch", "password1": NEU, "password2": NEU}
    assert "Bitte geben Sie Ihr bisheriges Passwort ein." in client.post("/konto/passwort/", daten).content.decode()
    assert client.post("/konto/passwort/", daten | {"oldpassword": "beispiel-2026"}).status_code == 302
    welt.personen["jugendamt"].refresh_from_db()
    assert welt.personen["jugendamt"].check_password(NEU)
