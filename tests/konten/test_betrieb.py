"""Start refusals, health checks, sign-in, headers."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from config.umgebung import BASIS, Umgebung
from konten.views import betrieb
from tests.welt import Welt

SICHER = {"NETZWERK_SECRET_KEY": "x" * 50, "NETZWERK_ALLOWED_HOSTS": "netzwerk.example"}


@pytest.mark.parametrize(
    ("werte", "satz"),
    [
        ({}, "NETZWERK_SECRET_KEY fehlt"),
        ({"NETZWERK_SECRET_KEY": "kurz", "NETZWERK_ALLOWED_HOSTS": "a.example"}, "kürzer als 50 Zeichen"),
        ({"NETZWERK_SECRET_KEY": "x" * 50}, "NETZWERK_ALLOWED_HOSTS fehlt"),
        (SICHER | {"NETZWERK_DATABSE_URL": "x"}, "Unbekannte Umgebungsvariable NETZWERK_DATABSE_URL"),
        (SICHER | {"NETZWERK_PROXY_ANZAHL": "zwei"}, "NETZWERK_PROXY_ANZAHL ist nicht lesbar"),
        (SICHER | {"NETZWERK_PROXY_ANZAHL": "-1"}, "muss 0 oder größer sein"),
        (SICHER | {"NETZWERK_BASE_URL": "netzwerk.example"}, "NETZWERK_BASE_URL muss eine Adresse"),
        (SICHER | {"NETZWERK_BASE_URL": "https://netzwerk.example/pfad"}, "ohne Pfad"),
    ],
)
def test_falsche_umgebung_wird_benannt(werte: dict[str, str], satz: str):
    with pytest.raises(ImproperlyConfigured, match=satz):
        Umgebung(werte)


def test_vollstaendige_umgebung_startet():
    umgebung = Umgebung(SICHER | {"NETZWERK_BASE_URL": "https://netzwerk.example/"})
    assert (umgebung.debug, umgebung.hosts, umgebung.basis_url) == (
        False,
        ["netzwerk.example"],
        "https://netzwerk.example",
    )
    assert umgebung.email["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert "filebased" in umgebung.cache["BACKEND"]


def _wsgi(umgebung: dict[str, str]) -> subprocess.CompletedProcess:
    frei = {name: wert for name, wert in os.environ.items() if not name.startswith("NETZWERK_")}
    return subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        cwd=BASIS,
        env=frei | umgebung,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_echtbetrieb_startet_nicht_mit_debug(tmp_path):
    lauf = _wsgi({"NETZWERK_DEBUG": "1", "NETZWERK_DATABASE_URL": f"sqlite:///{tmp_path}/leer.sqlite3"})
    assert lauf.returncode != 0
    assert "so startet kein Echtbetrieb" in lauf.stderr


def test_echtbetrieb_startet_nicht_mit_beispielkonten(tmp_path):
    umgebung = SICHER | {"NETZWERK_DATABASE_URL": f"sqlite:///{tmp_path}/echt.sqlite3"}
    anlegen = (
        "import django; django.setup();"
        "from django.core.management import call_command; call_command('migrate', verbosity=0);"
        "from konten.models import Benutzer; Benutzer.objects.create_user('jugendamt', 'x', ist_beispiel={});"
    )
    for ist_beispiel, erlaubt in ((False, True), (True, False)):
        befehl = (
            anlegen.format(ist_beispiel)
            if not ist_beispiel
            else (
                "import django; django.setup();"
                "from konten.models import Benutzer; Benutzer.objects.update(ist_beispiel=True)"
            )
        )
        subprocess.run(
            [sys.executable, "-c", befehl],
            cwd=BASIS,
            env={n: w for n, w in os.environ.items() if not n.startswith("NETZWERK_")}
            | umgebung
            | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            check=True,
            timeout=120,
        )
        lauf = _wsgi(umgebung)
        assert (lauf.returncode == 0) is erlaubt, lauf.stderr
    assert "Beispielkonten" in lauf.stderr


@pytest.mark.django_db
def test_lebenszeichen_und_bereitschaft():
    assert Client().get("/healthz/").content == b"ok"
    antwort = Client().get("/readyz/")
    assert (antwort.status_code, antwort.json()) == (200, {"datenbank": True, "migrationen": True, "platz": True})


@pytest.mark.django_db
def test_bereitschaft_nennt_was_fehlt(monkeypatch):
    monkeypatch.setattr(betrieb, "MINDESTENS_FREI", 1 << 62)
    with connection.cursor() as zeiger:
        zeiger.execute("DELETE FROM django_migrations WHERE app = 'netzwerk'")
    antwort = Client().get("/readyz/")
    assert (antwort.status_code, antwort.json()) == (503, {"datenbank": True, "migrationen": False, "platz": False})


RICHTLINIE = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
    "worker-src 'self'",
}


@pytest.mark.parametrize("adresse", ["/anmelden/", "/", "/partner/", "/gibt-es-nicht/"])
def test_sicherheitskoepfe(als, adresse: str):
    antwort = als("netzwerk_konz").get(adresse)
    assert set(antwort["Content-Security-Policy"].split("; ")) == RICHTLINIE
    assert antwort["X-Frame-Options"] == "DENY"
    assert antwort["X-Content-Type-Options"] == "nosniff"


def test_anmelden_und_abmelden(welt: Welt):
    client = Client()
    falsch = client.post("/anmelden/", {"login": "jugendamt", "password": "falsch"}).content.decode()
    assert "Benutzername oder Passwort stimmt nicht." in falsch
    unbekannt = client.post("/anmelden/", {"login": "gibtsnicht", "password": "falsch"}).content.decode()
    assert "Benutzername oder Passwort stimmt nicht." in unbekannt
    assert client.post("/anmelden/", {"login": "jugendamt", "password": "beispiel-2026"}).url == "/"
    assert "Mein Konto" in client.get("/konto/").content.decode()
    assert client.get("/abmelden/").status_code == 200
    client.post("/abmelden/")
    assert client.get("/").status_code == 302


def test_keine_selbstregistrierung(db):
    antwort = Client().get("/anmelden/neu/")
    assert (antwort.status_code, antwort.url) == (302, "/anmelden/")


def test_konto_zeigt_die_eigenen_aufgaben(als):
    seite = als("netzwerk_konz").get("/konto/").content.decode()
    assert "Netzwerkfachkraft in Konz" in seite
    assert "seit 01.01.2020" in seite
    assert "keine Aufgabe zugeordnet" in als("ohne_rolle").get("/konto/").content.decode()
