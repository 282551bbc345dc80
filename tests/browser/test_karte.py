"""The map as people use it: by keyboard, without JavaScript, with tiles of a server of one's own."""

import base64
import copy
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fenster import SCHMAL, Fensterputz
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN

SeiteAls = Callable[..., Page]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def kasten(seite: Page) -> list[float]:
    return [float(wert) for wert in seite.locator("svg.netz-lk").get_attribute("viewBox").split()]


def test_mit_der_tastatur_vergroessern_lesen_und_zurueck(seite_als: SeiteAls):
    seite = seite_als("jugendamt")
    seite.goto("/sozialraeume/karte/")
    ganz, anzahl = kasten(seite), seite.locator(".netz-lk-punkt").count()
    buehne = seite.locator("[data-karte-buehne]")
    buehne.focus()
    for taste in ("+", "+", "ArrowRight"):
        with seite.expect_response(re.compile("mitte=")):
            seite.keyboard.press(taste)
        expect(buehne).not_to_have_attribute("aria-busy", "true")
    expect(seite).to_have_url(re.compile("zoom=2.00"))
    assert kasten(seite)[2] == pytest.approx(ganz[2] / 4)
    expect(seite.get_by_role("status")).to_contain_text("Zeichen in diesem Ausschnitt")
    punkt = seite.locator(".netz-lk-punkt").first
    punkt.focus()
    expect(seite.locator(".netz-lk-tipp")).to_contain_text(punkt.locator("title").text_content().split()[0])
    seite.keyboard.press("Escape")
    expect(seite.locator(".netz-lk-tipp")).to_have_count(0)
    seite.keyboard.press("0")
    expect(seite).to_have_url(re.compile(r"/karte/$"))
    expect(buehne).to_be_focused()
    assert seite.locator(".netz-lk-punkt").count() == anzahl
    seite.evaluate(AXE)
    assert seite.evaluate(PRUEFE, REGELN) == []


def test_ein_ring_oeffnet_seine_liste_und_fuehrt_naeher(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz")
    seite.goto("/sozialraeume/konz/karte/")
    ring = seite.locator('a.netz-lk-punkt[href^="#ort-"]').first
    ziel = ring.get_attribute("href")
    ring.focus()
    seite.keyboard.press("Enter")
    expect(seite.locator(ziel)).to_be_focused()
    expect(seite.locator(ziel).get_by_role("link").first).to_be_visible()


def test_nachgeladen_auf_dem_telefon_ohne_ueberlauf(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz", groesse=SCHMAL)
    seite.goto("/sozialraeume/konz/")
    expect(seite.locator("svg.netz-lk")).to_be_visible()
    assert seite.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    seite.get_by_role("link", name="Vergrößern").click()
    expect(seite.get_by_role("link", name="Verkleinern")).to_be_visible()
    assert "zoom" not in seite.url  # the portrait keeps its own address


def test_ohne_skript_sind_die_knoepfe_verweise(fenster: Fensterputz):
    seite = fenster.oeffne("jugendamt", mit_skript=False)
    seite.goto("/sozialraeume/")
    seite.get_by_role("link", name="Karte des Landkreises").click()
    seite.get_by_role("link", name="Verbandsgemeinden").click()
    expect(seite.locator("p", has_text="Verbandsgemeinde Saarburg-Kell:")).to_be_visible()
    breite = kasten(seite)[2]
    seite.get_by_role("link", name="Vergrößern").click()
    assert kasten(seite)[2] == pytest.approx(breite / 2)
    seite.get_by_role("link", name="Ganze Karte").click()
    assert kasten(seite)[2] == pytest.approx(breite)


class Kachelserver(BaseHTTPRequestHandler):
    """Answers every address with one pixel."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(PIXEL)

    def log_message(self, *args) -> None:
        """Quiet."""


@pytest.fixture
def kacheln(settings) -> Iterator[str]:
    """A tile server on this machine, in the settings and in the policy as the environment would put it there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Kachelserver)
    Thread(target=server.serve_forever, daemon=True).start()
    herkunft = f"http://127.0.0.1:{server.server_port}"
    settings.KARTENKACHELN = herkunft + "/{z}/{x}/{y}.png"
    richtlinie = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    richtlinie["DIRECTIVES"]["img-src"].append(herkunft)
    settings.CONTENT_SECURITY_POLICY = richtlinie
    yield herkunft
    server.shutdown()
    server.server_close()


def test_kacheln_kommen_nur_vom_eingestellten_server(kacheln: str, fenster: Fensterputz):
    seite = fenster.oeffne("jugendamt")
    with seite.expect_response(re.compile(rf"{kacheln}/\d+/\d+/\d+\.png")) as antwort:
        seite.goto("/sozialraeume/karte/")
    assert antwort.value.status == 200
    seite.wait_for_load_state("networkidle")
    fremde = [fund for fund in fenster.aufsicht.funde if fund.startswith("fremder Rechner")]
    assert fremde
    assert all(fund.startswith(f"fremder Rechner: {kacheln}/") for fund in fremde)
    assert fremde == fenster.aufsicht.funde  # no breach of the policy, no error
    fenster.aufsicht.funde.clear()
