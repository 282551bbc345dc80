"""Pages of the map: what the address may ask, files to take away, rights, tiles only by setting."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from config.umgebung import Umgebung
from tests.welt import neuer_partner

KARTE = "/sozialraeume/karte/"
SVG = "{http://www.w3.org/2000/svg}"
MUSTER = "https://kacheln.example/{z}/{x}/{y}.png"


def test_liste_und_portraet_laden_die_karte_nach(als):
    client = als("netzwerk_konz")
    for url, karte in (("/sozialraeume/", KARTE), ("/sozialraeume/konz/", "/sozialraeume/konz/karte/")):
        seite = client.get(url).content.decode()
        assert re.search(rf'hx-get="{karte}\?stichtag=[\d-]+" hx-trigger="load"', seite)
        assert re.search(rf'<a href="{karte}\?stichtag=[\d-]+">Karte', seite)


def test_nachgeladener_teil_hat_keinen_rahmen_und_keine_liste(als, welt):
    neuer_partner(welt, "Kita A", gemeinde=welt.gemeinden["Konz"])
    teil = als("netzwerk_konz").get(KARTE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in teil
    assert "data-karte-liste" not in teil
    ganz = als("netzwerk_konz").get(KARTE, headers={"HX-Request": "true", "X-Karte-Ganz": "1"}).content.decode()
    assert "data-karte-liste" in ganz


@pytest.mark.parametrize("ansicht", ["abdeckung", "sozialraeume", "verbandsgemeinden"])
def test_ansicht_steht_in_der_adresse(als, ansicht):
    seite = als("jugendamt").get(f"{KARTE}?ansicht={ansicht}&zoom=1&mitte=6.6,49.7").content.decode()
    assert re.search(rf'ansicht={ansicht}[^"]*" aria-current="page"', seite)
    assert ("netz-lk-grenze--vg" in seite) == (ansicht == "verbandsgemeinden")


@pytest.mark.parametrize(
    "frage",
    ["zoom=nan", "zoom=inf&mitte=nan,nan", "mitte=1e999,2", "mitte=,", "zoom=-7", "ansicht=%00", "zoom=99999999999"],
)
def test_unsinn_in_der_adresse_zeigt_eine_karte(als, frage):
    antwort = als("jugendamt").get(f"{KARTE}?{frage}")
    assert antwort.status_code == 200
    x, _, breite, _ = map(
        float, re.search(r'class="netz-lk" [^>]*viewBox="([^"]+)"', antwort.content.decode())[1].split()
    )
    assert 31 <= breite <= 1000
    assert 0 <= x <= 1000 - breite + 0.01


def test_knoepfe_vergroessern_ohne_skript(als):
    seite = als("jugendamt").get(KARTE).content.decode()
    naeher = re.search(r'data-karte-knopf="naeher" href="([^"]+)"', seite)[1].replace("&amp;", "&")
    assert 'data-karte-knopf="weiter"' in seite
    kasten = re.search(r'viewBox="([\d. ]+)" role="group"', als("jugendamt").get(naeher).content.decode())[1]
    assert float(kasten.split()[2]) == 500


def test_ein_zeichen_fuehrt_zum_partner_mehrere_zur_liste(als, welt):
    einer = neuer_partner(welt, "Kita Allein", gemeinde=welt.gemeinden["Saarburg"], laenge="6.55", breite="49.61")
    neuer_partner(welt, "Kita A", gemeinde=welt.gemeinden["Konz"])
    neuer_partner(welt, "Kita B", gemeinde=welt.gemeinden["Konz"])
    seite = als("jugendamt").get(KARTE).content.decode()
    assert re.search(rf'<a class="netz-lk-punkt" href="{einer.get_absolute_url()}\?stichtag=[\d-]+"', seite)
    (ziel,) = re.findall(r'<a class="netz-lk-punkt" href="#(ort-\d+)"', seite)
    liste = re.search(rf'<ul id="{ziel}" tabindex="-1">(.*?)</ul>', seite)[1]
    assert [name for name in ("Kita A", "Kita B", "Kita Allein") if name in liste] == ["Kita A", "Kita B"]


def test_name_eines_partners_bleibt_text(als, welt):
    neuer_partner(welt, '<script>"x"</script>', gemeinde=welt.gemeinden["Konz"])
    for frage in ("", "?format=svg"):
        assert "<script>&quot" not in (seite := als("jugendamt").get(KARTE + frage).content.decode())
        assert '<script>"x"' not in seite
        assert "&lt;script&gt;" in seite


def test_bild_steht_fuer_sich(als, welt):
    neuer_partner(welt, "Kita A", gemeinde=welt.gemeinden["Konz"])
    antwort = als("jugendamt").get("/sozialraeume/konz/karte/?format=svg")
    assert antwort["Content-Type"] == "image/svg+xml"
    assert "karte-konz-" in antwort["Content-Disposition"]
    wurzel = ElementTree.fromstring(antwort.content)  # noqa: S314 - our own answer
    assert wurzel.find(f"{SVG}title").text == "Karte Sozialraum Konz: Abdeckung"
    assert not list(wurzel.iter(f"{SVG}a")) + list(wurzel.iter(f"{SVG}image"))
    assert any("GeoBasis-DE / BKG" in (text.text or "") for text in wurzel.iter(f"{SVG}text"))
    assert not [element for element in wurzel.iter() if "style" in element.attrib]


def test_tabelle_nennt_gemeinden_und_zustaende(als, welt):
    neuer_partner(welt, "Kita A", gemeinde=welt.gemeinden["Konz"])
    zeilen = als("jugendamt").get(f"{KARTE}?format=csv").content.decode("utf-8-sig").splitlines()
    assert zeilen[0] == (
        "Gemeinde;Gemeindeschlüssel;Verbandsgemeinde;Sozialraum;Einwohnerzahl;Partner aktuell;Partner neu;"
        "Partner fällig;Partner überfällig;Partner nie erreicht;Partner"
    )
    assert "Konz;07235068;Konz;Konz;1000;0;0;0;0;1;1" in zeilen


def test_datenschutz_bekommt_gebiete_und_keine_partner(als, welt):
    neuer_partner(welt, "Kita Geheim", gemeinde=welt.gemeinden["Konz"])
    client = als("datenschutz")
    assert client.get(f"{KARTE}?format=partner.geojson").status_code == 403
    seite = client.get(f"{KARTE}?ansicht=abdeckung&zustand=nie").content.decode()
    assert "Kita Geheim" not in seite
    assert "Abdeckung" not in re.search(r"netz-landkarte__ansichten.*?</nav>", seite, re.DOTALL)[0]
    kopf = client.get(f"{KARTE}?format=csv").content.decode("utf-8-sig").splitlines()[0]
    assert kopf == "Gemeinde;Gemeindeschlüssel;Verbandsgemeinde;Sozialraum;Einwohnerzahl"
    antwort = client.get(f"{KARTE}?format=geojson")
    assert antwort["Content-Type"] == "application/geo+json"
    assert len(json.loads(antwort.content)["features"]) == len(welt.gemeinden)


# --- Tiles ----------------------------------------------------------------------------------------------------------


def test_ohne_einstellung_keine_kachel_und_keine_fremde_herkunft(als):
    antwort = als("jugendamt").get(KARTE)
    assert b"<image" not in antwort.content
    assert "img-src 'self' data:;" in antwort["Content-Security-Policy"] + ";"


def test_mit_einstellung_liegen_kacheln_unter_den_flaechen(als, settings):
    settings.KARTENKACHELN, settings.KARTENKACHELN_QUELLE = MUSTER, "© Muster-Mitwirkende"
    seite = als("jugendamt").get(KARTE).content.decode()
    adressen = re.findall(r'<image href="([^"]+)"', seite)
    assert adressen
    assert all(re.fullmatch(r"https://kacheln\.example/\d+/\d+/\d+\.png", adresse) for adresse in adressen)
    assert seite.index("<image") < seite.index("netz-lk-flaeche")
    assert "© Muster-Mitwirkende" in seite


@pytest.mark.parametrize(
    ("muster", "herkunft"),
    [
        (MUSTER, ["https://kacheln.example"]),
        ("https://k.example:8443/a/{z}/{x}/{y}@2x.png?key=ab-1", ["https://k.example:8443"]),
        ("http://127.0.0.1:9000/{z}/{x}/{y}.png", ["http://127.0.0.1:9000"]),
        ("", []),
    ],
)
def test_herkunft_der_kacheln(muster, herkunft):
    assert Umgebung({"NETZWERK_DEBUG": "1", "NETZWERK_MAP_TILES_URL": muster}).kachelherkunft == herkunft


@pytest.mark.parametrize(
    "muster",
    [
        "https://kacheln.example/{z}/{x}.png",
        "https://kacheln.example/{z}/{x}/{y}/{z}.png",
        "http://kacheln.example/{z}/{x}/{y}.png",
        "https://*.example/{z}/{x}/{y}.png",
        "https://{x}.example/{z}/{y}.png",
        "https://wer:was@kacheln.example/{z}/{x}/{y}.png",
        "https://kacheln.example; script-src */{z}/{x}/{y}.png",
        'https://kacheln.example/{z}/{x}/{y}.png" onload="x',
        "javascript:alert(1)//{z}/{x}/{y}",
        "//kacheln.example/{z}/{x}/{y}.png",
        "https://kacheln.example/{z}/{x}/{y}/{0}.png",
    ],
)
def test_ein_muster_das_keines_ist_haelt_den_start_an(muster):
    with pytest.raises(ImproperlyConfigured, match="NETZWERK_MAP_TILES_URL"):
        Umgebung({"NETZWERK_DEBUG": "1", "NETZWERK_MAP_TILES_URL": muster})


def test_adressen_der_karten():
    assert reverse("sozialraum:karte_landkreis") == KARTE
    assert reverse("sozialraum:karte_sozialraum", args=["konz"]) == "/sozialraeume/konz/karte/"
