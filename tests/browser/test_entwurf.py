"""Nothing typed is lost: unplugged, server killed, other device, signed out."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from django.db.models import QuerySet
from playwright.sync_api import Locator, Page, expect

from konten.models import Entwurf, Textbestaetigung
from netzwerk.models import Kontakt
from partner.models import Netzwerkpartner
from tests.browser.fenster import Fensterputz
from tests.browser.test_hauptweg import knopf, konzer_partner

SeiteAls = Callable[..., Page]
WURZEL = Path(__file__).resolve().parents[2]
NEU = "/kontakte/neu/"
ABLAGE = "() => Object.keys(localStorage).filter(n => n.startsWith('netz-entwurf:')).map(n => localStorage.getItem(n))"
AUF_GERAET = "(mehr) => Object.keys(localStorage).filter(n => n.startsWith('netz-entwurf:')).length === mehr"
STAND = ".netz-entwurfsstand"


def adas() -> QuerySet[Entwurf]:
    """Drafts of the account that these tests use; the example data have one of somebody else."""
    return Entwurf.objects.filter(benutzer__username="netzwerk-konz")


def ergebnis(seite: Page) -> Locator:
    return seite.get_by_role("textbox", name="Ergebnis")


def tippe(seite: Page, text: str) -> None:
    ergebnis(seite).press_sequentially(text)


def fuelle(seite: Page, partner: Netzwerkpartner, text: str) -> None:
    seite.goto(f"{NEU}?partner={partner.uuid}")
    seite.get_by_role("radio", name="Telefonat").check()
    seite.get_by_role("checkbox", name="einzelfallübergreifend").check()
    tippe(seite, text)


def test_stecker_gezogen_und_der_text_ist_wieder_da(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    fuelle(seite, partner, "Vor der Störung.")
    expect(seite.locator(STAND)).to_have_text("Entwurf gesichert.")
    seite.context.set_offline(True)
    tippe(seite, " Und mitten im Satz")
    expect(seite.locator(STAND)).to_contain_text("Nicht verbunden – Text liegt auf diesem Gerät")
    knopf(seite, "Speichern")
    expect(seite.locator(STAND)).to_contain_text("noch nicht gespeichert")
    expect(ergebnis(seite)).to_have_value("Vor der Störung. Und mitten im Satz")
    # The server knows only what was typed before; the page goes away without a word.
    assert "St%C3%B6rung.&" in adas().get().inhalt
    kontext = seite.context
    seite.close()
    kontext.set_offline(False)
    neue = kontext.new_page()
    neue.goto(NEU)
    expect(neue.get_by_text(re.compile("Entwurf vom .* wiederhergestellt"))).to_be_visible()
    expect(ergebnis(neue)).to_have_value("Vor der Störung. Und mitten im Satz")
    expect(neue.get_by_role("group", name=partner.name, exact=True)).to_be_visible()
    knopf(neue, "Speichern")
    expect(neue).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"))
    assert Kontakt.objects.filter(inhalt="Vor der Störung. Und mitten im Satz").count() == 1
    neue.wait_for_function(AUF_GERAET, arg=0)
    assert adas().exclude(inhalt="").count() == 0


def test_neu_laden_stellt_wieder_her_und_verwerfen_raeumt_auf(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz")
    seite.goto(NEU)
    tippe(seite, "Nur angefangen")
    expect(seite.locator(STAND)).to_have_text("Entwurf gesichert.")
    seite.reload()
    expect(ergebnis(seite)).to_have_value("Nur angefangen")
    seite.locator(".netz-entwurfszeile").get_by_role("button", name="Verwerfen").click()
    expect(seite.get_by_text("Der Entwurf ist verworfen.")).to_be_visible()
    expect(ergebnis(seite)).to_have_value("")
    seite.wait_for_function(AUF_GERAET, arg=0)
    seite.reload()
    expect(ergebnis(seite)).to_have_value("")


def test_anderes_geraet_bekommt_den_entwurf_vom_server(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    telefon = seite_als("netzwerk-konz", groesse=(390, 844))
    fuelle(telefon, partner, "Unterwegs begonnen")
    expect(telefon.locator(STAND)).to_have_text("Entwurf gesichert.")
    rechner = seite_als("netzwerk-konz")
    rechner.goto("/konto/")
    rechner.get_by_role("link", name=re.compile("Unterwegs begonnen")).click()
    expect(ergebnis(rechner)).to_have_value("Unterwegs begonnen")
    expect(rechner.get_by_role("group", name=partner.name, exact=True)).to_be_visible()
    tippe(rechner, ", am Schreibtisch fertig")
    knopf(rechner, "Speichern")
    expect(rechner).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"))
    # The phone's older copy is done with: it does not come back.
    telefon.goto(NEU)
    telefon.wait_for_function(AUF_GERAET, arg=0)
    expect(ergebnis(telefon)).to_have_value("")


def test_was_schon_getippt_ist_wird_nicht_ueberschrieben(seite_als: SeiteAls):
    erste = seite_als("netzwerk-konz")
    erste.goto(NEU)
    tippe(erste, "Alter Entwurf")
    expect(erste.locator(STAND)).to_have_text("Entwurf gesichert.")
    zweite = seite_als("netzwerk-konz")
    (partner,) = konzer_partner(1)
    zweite.goto(f"{NEU}?partner={partner.uuid}")
    # A partner was chosen on purpose: the draft is offered, not forced upon the form.
    expect(zweite.get_by_text(re.compile("Es gibt einen Entwurf"))).to_be_visible()
    expect(ergebnis(zweite)).to_have_value("")
    expect(zweite.get_by_role("group", name=partner.name, exact=True)).to_be_visible()


def test_zwei_fenster_schreiben_zwei_entwuerfe(seite_als: SeiteAls):
    erste = seite_als("netzwerk-konz")
    erste.goto(NEU)
    tippe(erste, "Erstes Fenster")
    expect(erste.locator(STAND)).to_have_text("Entwurf gesichert.")
    zweite = erste.context.new_page()
    zweite.goto(NEU)
    tippe(zweite, "Zweites Fenster")
    expect(zweite.locator(STAND)).to_have_text("Entwurf gesichert.")
    assert sorted(e.titel for e in adas().exclude(inhalt="")) == [
        "Kontakt erfassen: Erstes Fenster",
        "Kontakt erfassen: Zweites Fenster",
    ]


def test_auf_dem_geraet_steht_kein_lesbarer_text_und_abmelden_leert_es(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz")
    seite.goto(NEU)
    tippe(seite, "Elterncafé geheim")
    seite.wait_for_function(AUF_GERAET, arg=1)
    (abgelegt,) = seite.evaluate(ABLAGE)
    for wort in ("Elterncaf", "geheim", "inhalt", "adresse"):
        assert wort not in abgelegt
    tippe(seite, " und weiter")
    seite.locator(".netz-konto summary").click()
    seite.locator("form[data-abmelden]").get_by_role("button", name="Abmelden").click()
    expect(seite).to_have_url(re.compile("/anmelden/"))
    assert seite.evaluate(ABLAGE) == []
    assert seite.evaluate("() => sessionStorage.getItem('netz-entwurfsschluessel')") is None
    assert "geheim+und+weiter" in adas().get().inhalt


def test_hinweis_beim_tippen_warnung_beim_speichern_bestaetigung_fuer_genau_diesen_text(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    fuelle(seite, partner, "Der Sohn Tim kommt jetzt in die Gruppe.")
    expect(seite.locator(".netz-texthinweis mark")).to_have_text("Sohn Tim")
    expect(seite.get_by_text("Sorge um ein bestimmtes Kind gehört nicht hierher")).to_be_visible()
    knopf(seite, "Speichern")
    expect(seite.locator(".netz-textschutz mark")).to_have_text("Sohn Tim")
    haken = seite.get_by_role("checkbox", name=re.compile("niemand aus einer Familie zu erkennen"))
    haken.check()
    tippe(seite, " Auch Tochter Lena.")
    knopf(seite, "Speichern")
    expect(haken).not_to_be_checked()
    assert not Kontakt.objects.filter(inhalt__contains="Tim").exists()
    haken.check()
    knopf(seite, "Speichern")
    expect(seite).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"))
    bestaetigung = Textbestaetigung.objects.get(objekt=Kontakt.objects.get(inhalt__contains="Tim").uuid)
    assert (bestaetigung.feld, bestaetigung.muster) == ("inhalt", "Name eines Kindes")


# --- The server is killed -------------------------------------------------------------------------------------------


class Server:
    """The product in its own process over a copy of the test database; it can be killed and started again."""

    def __init__(self, datenbank: Path) -> None:
        with socket.socket() as platz:
            platz.bind(("localhost", 0))
            self.port = platz.getsockname()[1]
        self.datenbank = datenbank
        self.url = f"http://localhost:{self.port}"
        self.prozess: subprocess.Popen | None = None

    def starte(self) -> None:
        umgebung = os.environ | {"NETZWERK_DATABASE_URL": f"sqlite:///{self.datenbank}", "NETZWERK_DEBUG": "1"}
        self.prozess = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"localhost:{self.port}"],
            cwd=WURZEL,
            env=umgebung,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            try:
                socket.create_connection(("localhost", self.port), 1).close()
                return
            except OSError:
                Event().wait(0.1)
        raise AssertionError("Der Server ist nicht gestartet.")

    def toete(self) -> None:
        self.prozess.kill()
        self.prozess.wait(10)


@pytest.fixture
def server(fenster: Fensterputz, tmp_path: Path) -> Iterator[Server]:
    fenster._zustand("netzwerk-konz")
    ziel = tmp_path / "abbild.sqlite3"
    with sqlite3.connect(ziel) as kopie:
        connection.ensure_connection()
        connection.connection.backup(kopie)
    kopie.close()
    server = Server(ziel)
    server.starte()
    yield server
    server.toete()


def test_server_stirbt_zwischen_tippen_und_speichern(fenster: Fensterputz, server: Server):
    (partner,) = konzer_partner(1)
    zustand = fenster._zustand("netzwerk-konz")
    kontext = fenster.chromium.new_context(base_url=server.url, locale="de-DE", storage_state=zustand)
    kontext.set_default_timeout(30_000)
    seite = kontext.new_page()
    fuelle(seite, partner, "Solange der Server lebt.")
    expect(seite.locator(STAND)).to_have_text("Entwurf gesichert.", timeout=30_000)
    server.toete()
    tippe(seite, " Danach getippt.")
    expect(seite.locator(STAND)).to_contain_text("Nicht verbunden", timeout=30_000)
    knopf(seite, "Speichern")
    expect(seite.locator(STAND)).to_contain_text("noch nicht gespeichert", timeout=30_000)
    seite.close()
    server.starte()
    seite = kontext.new_page()
    seite.goto(NEU)
    expect(ergebnis(seite)).to_have_value("Solange der Server lebt. Danach getippt.", timeout=30_000)
    knopf(seite, "Speichern")
    expect(seite).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"), timeout=30_000)
    with sqlite3.connect(server.datenbank) as verbindung:
        anzahl = verbindung.execute(
            "SELECT count(*) FROM netzwerk_kontakt WHERE inhalt = 'Solange der Server lebt. Danach getippt.'"
        ).fetchone()
    verbindung.close()
    kontext.close()
    assert anzahl == (1,)
