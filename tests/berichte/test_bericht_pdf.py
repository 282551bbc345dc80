"""The Netzwerkbericht as PDF: the same figures as the page, accessible, and honest when it cannot be made."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader

from berichte.reports.sozialraum import Sozialraumbericht, sozialraumbericht
from berichte.rules import Berichtszeitraum
from berichte.services import druck
from netzwerk.models import Einsatz
from netzwerk.rules import Bezug, Kontaktart
from netzwerk.selectors.landkarte import Kartenwunsch, landkarte
from partner.models import Kategorieausnahme
from sozialraum.selectors.karte import karte_sozialraum
from tests.berichte.kontakte import neuer_kontakt
from tests.welt import ANFANG, Welt, neuer_partner
from tests.werkzeug.pdfua import pruefe

ZEITRAUM = Berichtszeitraum(date(2025, 7, 1), date(2026, 6, 30))
ANHANG = "?von=2025-07-01&bis=2026-06-30"
PDF = "/sozialraeume/konz/bericht.pdf"
SEITE = "/sozialraeume/konz/bericht/"


@pytest.fixture(scope="module", autouse=True)
def druckprozess() -> Iterator[None]:
    yield
    druck.RUHIG.beende()


@pytest.fixture
def netz(welt):
    """Enough of everything that every part of the report has something to say."""
    person = welt.personen["netzwerk_konz"]
    partner = [neuer_partner(welt, f"Kita Beispiel {nummer}") for nummer in range(3)]
    partner.append(neuer_partner(welt, "Grundschule Musterau", "schule"))
    neuer_partner(welt, "Sportverein mit einem besonders langen Namen am Beispielberg", "verein")
    for nummer in range(25):
        tag = date(2025, 7 + nummer % 6, 1 + nummer)
        bezug = list(Bezug)[nummer % 3]
        neuer_kontakt(partner[: 1 + nummer % 4], welt.konz, tag, person, bezug=bezug, erfasst_am=date(2026, 7, 1))
    neuer_kontakt(partner[:1], welt.konz, date(2026, 2, 2), welt.personen["leitstelle"], zaehlt=False)
    neuer_kontakt(partner[:1], welt.konz, date(2026, 2, 2), person, art=Kontaktart.VERANSTALTUNG, zaehlt=False)
    Kategorieausnahme.objects.create(
        sozialraum=welt.konz, kategorie=welt.kategorien["polizei"], begruendung="Wache in Saarburg", von=ANFANG
    )
    Einsatz.objects.filter(sozialraum=welt.konz).update(bis=date(2026, 6, 20))
    return welt


class Sichtbares(HTMLParser):
    """The text of the report on the page; titles and descriptions of pictures are not printed."""

    def __init__(self) -> None:
        super().__init__()
        self.tiefe = 0
        self.stumm = False
        self.teile: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "div":
            self.tiefe += bool(self.tiefe or ("class", "bericht") in attrs)
        self.stumm = tag in ("title", "desc")

    def handle_endtag(self, tag: str) -> None:
        self.tiefe -= tag == "div" and bool(self.tiefe)
        self.stumm = False

    def handle_data(self, data: str) -> None:
        if self.tiefe and not self.stumm:
            self.teile.append(data)


def zahlen(text: str) -> Counter:
    return Counter(re.findall(r"\d+(?:[.,]\d+)*", text))


def druckseiten(antwort) -> list[str]:
    return [blatt.extract_text() for blatt in PdfReader(io.BytesIO(antwort.content)).pages]


def test_pdf_und_seite_nennen_dieselben_zahlen(netz, als):
    client = als("leitung_konz")
    alle = druckseiten(client.get(PDF + ANHANG))
    # On screen the map of the partners is a page of its own.
    blaetter = {nr: blatt for nr, blatt in enumerate(alle, start=1) if nr > 1 and "Karte der Partner" not in blatt}
    assert len(blaetter) == len(alle) - 2
    leser = Sichtbares()
    leser.feed(client.get(SEITE + ANHANG).content.decode())
    rahmen = zahlen(" ".join(f"Stand {timezone.localdate():%d.%m.%Y} {nr} {len(alle)}" for nr in blaetter))
    seite = zahlen(" ".join(leser.teile))
    assert sum(seite.values()) > 100
    assert zahlen("\n".join(blaetter.values())) - rahmen == seite


def test_kopfzeilen_titelblatt_und_dateiname(netz, als):
    antwort = als("leitung_konz").get(PDF + ANHANG)
    assert antwort["Content-Type"] == "application/pdf"
    assert antwort["Content-Disposition"] == 'inline; filename="netzwerkbericht-konz-2025-07-01-2026-06-30.pdf"'
    titel, *blaetter = druckseiten(antwort)
    for erwartet in [
        "Netzwerkbericht",
        "Sozialraum Konz",
        "1. Juli 2025 bis 30. Juni 2026",
        "Jugendhilfe Beispieltal e. V.",
        "© GeoBasis-DE / BKG 2017 (Daten verändert)",
    ]:
        assert erwartet in titel
    heute = f"{timezone.localdate():%d.%m.%Y}"
    for nummer, blatt in enumerate(blaetter, start=2):
        assert f"Seite {nummer} von {len(blaetter) + 1}" in blatt
        assert f"Stand {heute}" in blatt
        assert "Sozialraum Konz" in blatt
    leser = PdfReader(io.BytesIO(antwort.content))
    assert leser.metadata.title == "Netzwerkbericht Sozialraum Konz, 1. Juli 2025 bis 30. Juni 2026"


def test_ohne_angabe_ist_es_das_laufende_jahr(als):
    heute = timezone.localdate()
    antwort = als("jugendamt").get("/sozialraeume/rst/bericht.pdf")
    assert f'"netzwerkbericht-rst-{heute.year}-01-01-{heute}.pdf"' in antwort["Content-Disposition"]


def test_unbrauchbarer_zeitraum_steht_als_hinweis_im_pdf(als):
    client = als("jugendamt")
    blatt = " ".join(druckseiten(client.get(PDF + "?von=2026-06-30&bis=2026-01-01"))[1].split())
    assert "Hinweis: Der Beginn (30.06.2026) liegt nach dem Ende (01.01.2026)." in blatt
    assert "liegt nach dem Ende" not in client.get("/sozialraeume/").content.decode()


def test_pdf_ist_barrierefrei(netz, als, tmp_path: Path):
    dateien = []
    for kuerzel in ("konz", "hermeskeil"):  # full and empty
        datei = tmp_path / f"{kuerzel}.pdf"
        datei.write_bytes(als("jugendamt").get(f"/sozialraeume/{kuerzel}/bericht.pdf{ANHANG}").content)
        dateien.append(datei)
    assert pruefe(dateien) == []


def druckkontext(welt: Welt, bericht: Sozialraumbericht) -> dict[str, object]:
    karte = karte_sozialraum(bericht.sozialraum, bericht.zeitraum.bis)
    wunsch = Kartenwunsch(bericht.zeitraum.bis)
    partnerkarte = landkarte(welt.personen["jugendamt"].bereich, wunsch, bericht.sozialraum)
    return {"bericht": bericht, "karte": karte, "landkarte": partnerkarte, "druck": True, "landkreis": "Probe"}


def test_druckvorlage_wird_ohne_klage_gesetzt(netz):
    bericht = sozialraumbericht(netz.konz, ZEITRAUM, date(2026, 11, 22))
    html = render_to_string("berichte/sozialraum_pdf.html", druckkontext(netz, bericht))
    _, klagen = druck.RUHIG.drucke(html, 60)
    assert klagen == []


class Gliederung(HTMLParser):
    """Headings, tables and pictures in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.stufen: list[int] = []
        self.tabellen: list[Counter] = []
        self.bilder = Counter()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.stufen.append(int(tag[1]))
        if tag == "table":
            self.tabellen.append(Counter())
        if self.tabellen and tag in {"caption", "th", "td"}:
            self.tabellen[-1][tag] += 1
        if tag in {"svg", "title"}:
            self.bilder[tag] += 1


def test_jede_tabelle_hat_ueberschrift_und_kopfzellen(netz):
    bericht = sozialraumbericht(netz.konz, ZEITRAUM, date(2026, 11, 22))
    gliederung = Gliederung()
    gliederung.feed(render_to_string("berichte/sozialraum_pdf.html", druckkontext(netz, bericht)))
    assert len(gliederung.tabellen) == 8
    assert [t for t in gliederung.tabellen if t["caption"] != 1 or t["th"] < 3] == []
    assert gliederung.stufen[0] == 1
    assert max(b - a for a, b in zip(gliederung.stufen, gliederung.stufen[1:], strict=False)) == 1
    # Maps, contacts, posts with a gap and the signs of the map's legend: each says what it shows.
    assert gliederung.bilder["title"] >= gliederung.bilder["svg"] > 3


def test_gibt_es_kein_pdf_so_sagt_es_die_seite(als, monkeypatch):
    monkeypatch.setattr(druck, "GEDULD_SEKUNDEN", 0.001)
    monkeypatch.setattr(druck, "FRIST_SEKUNDEN", 0.002)
    antwort = als("jugendamt").get(PDF + ANHANG)
    assert antwort.status_code == 503
    seite = antwort.content.decode()
    assert "Das PDF konnte gerade nicht erzeugt werden" in seite
    assert "/sozialraeume/konz/bericht/?von=2025-07-01&amp;bis=2026-06-30" in seite
