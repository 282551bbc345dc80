"""A family with a telephone: finds an offer, saves it, reports an error; and what that costs in bytes."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from partner.models import Aenderungsvorschlag
from tests.browser.fenster import Fensterputz
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN, UEBERLAUF, ZU_KLEIN

SeiteAls = Callable[..., Page]
TELEFON = (360, 740)
HOECHSTENS = 150_000
WURZEL = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def ohne_gedaechtnis() -> None:
    cache.clear()


@pytest.mark.parametrize("mit_skript", [True, False])
def test_eine_familie_findet_und_meldet(fenster: Fensterputz, mit_skript: bool):
    seite = fenster.oeffne(groesse=TELEFON, mit_skript=mit_skript)
    seite.goto("/verzeichnis/")
    seite.get_by_label("Was suchen Sie?").fill("Lesepatn")
    seite.get_by_label("Wie alt ist die Person?").fill("8")
    seite.get_by_role("button", name="Suchen").click()
    expect(seite).to_have_url(re.compile("alter=8"))
    expect(seite.get_by_text("haben wir nichts gefunden. Das hier passt zu")).to_be_visible()
    seite.get_by_role("link", name=re.compile("^Lesepat")).first.click()
    expect(seite.get_by_role("heading", level=1)).to_contain_text("Lesepat")
    daten = json.loads(seite.locator('script[type="application/ld+json"]').text_content())
    assert daten["mainEntity"]["@type"] == "Service"
    seite.get_by_role("link", name="Fehler melden").click()
    seite.get_by_label("Was stimmt nicht?").fill("Die Zeit ist falsch.")
    seite.get_by_role("button", name="Hinweis senden").click()
    expect(seite.get_by_role("heading", name="Vielen Dank!")).to_be_visible()
    assert Aenderungsvorschlag.objects.filter(bemerkung="Die Zeit ist falsch.").count() == 1
    assert seite.context.cookies() == []


def test_karte_und_liste_sagen_dasselbe(fenster: Fensterputz):
    seite = fenster.oeffne(groesse=TELEFON, dunkel=True)
    seite.goto("/verzeichnis/karte/")
    seite.evaluate(AXE)
    assert seite.evaluate(PRUEFE, REGELN) == []
    assert seite.evaluate(UEBERLAUF) <= 0
    assert seite.evaluate(ZU_KLEIN) == []
    groessen = seite.locator(".netz-vz-zeichen").evaluate_all("e => e.map(x => x.getBoundingClientRect().width)")
    assert min(groessen) >= 24
    ort = seite.locator(".netz-vz-orte a").first
    anzahl = re.search(r"\((\d+)\)", ort.text_content())
    ort.click()
    expect(seite.get_by_role("heading", name=re.compile(f"^{anzahl[1]} Angebot"))).to_be_visible()
    assert seite.locator(".netz-vz-liste > li").count() == int(anzahl[1])


# --- In earnest -----------------------------------------------------------------------------------------------------


@pytest.fixture
def produktion(beispieldaten: None) -> Iterator[str]:
    """Address of the product in a process of its own, on the data of this test."""
    eigene = {name: wert for name, wert in os.environ.items() if not name.startswith("NETZWERK_")}
    name = str(connection.settings_dict["NAME"])
    datenbank = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        datenbank = urlsplit(os.environ["NETZWERK_DATABASE_URL"])._replace(path=f"/{name}").geturl()
    umgebung = eigene | {"NETZWERK_DATABASE_URL": datenbank}
    ruf = [sys.executable, "-m", "tests.browser.produktion"]
    with subprocess.Popen(ruf, cwd=WURZEL, env=umgebung, stdout=subprocess.PIPE, text=True) as prozess:
        yield f"http://127.0.0.1:{prozess.stdout.readline().strip()}"
        prozess.terminate()


def test_jede_seite_bleibt_unter_150_kilobyte(chromium: Browser, produktion: str):
    kontext = chromium.new_context(base_url=produktion, viewport={"width": TELEFON[0], "height": TELEFON[1]})
    seite = kontext.new_page()
    seite.goto("/verzeichnis/")
    ziel = seite.locator(".netz-vz-liste a").first.get_attribute("href")
    kontext.close()
    gezaehlt = {url: _uebertragen(chromium, produktion, url) for url in ("/verzeichnis/", "/verzeichnis/karte/", ziel)}
    print(gezaehlt)
    assert {url: zahl for url, zahl in gezaehlt.items() if not 60_000 < zahl < HOECHSTENS} == {}


def _uebertragen(chromium: Browser, adresse: str, url: str) -> int:
    """Bytes on the wire for a first visit: heads and bodies of page, styles, pictures and fonts."""
    kontext = chromium.new_context(base_url=adresse, viewport={"width": TELEFON[0], "height": TELEFON[1]})
    seite = kontext.new_page()
    leitung = kontext.new_cdp_session(seite)
    bytes_: list[int] = []
    leitung.on("Network.loadingFinished", lambda angabe: bytes_.append(int(angabe["encodedDataLength"])))
    leitung.send("Network.enable")
    seite.goto(url, wait_until="networkidle")
    assert seite.evaluate("document.fonts.size > 0 && [...document.fonts].some(f => f.status === 'loaded')")
    kontext.close()
    return sum(bytes_)
