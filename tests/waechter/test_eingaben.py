"""Every address bears every question: garbage in the query or the form never ends in the server's error page."""

import re
from urllib.parse import urlencode

import pytest

from tests.waechter.adressen import OHNE_SEITE, alle_adressen
from tests.waechter.anfragen import Frager
from tests.waechter.objekte import UEBERALL, Objekte

BOESE = (
    "stichtag=übermorgen&von=31.02.2026&bis=9999-99-99&page=-1&sortierung=-passwort&stand=x&art=nichts&am=2026-13-45",
    "stichtag=0000-00-00&von=2026-01-01&bis=2020-01-01&page=999999999999999999999&sortierung=benutzer__password",
    "sozialraum=%27%20OR%201%3D1--&kategorie=1%29%3B&traeger=99999999999999999999999&page=%F0%9F%92%A5&format=exe",
    "partner=keine-uuid&partner=00000000-0000-0000-0000-000000000000&kontakt=-1&weiter=//boese.example/&am=gestern",
    "q=%00&partnersuche=%00&suche=%00&text=%00&sozialraum=%00&stichtag=%00&format=%00&next=%00&kategorie=%00",
    "q=%F0%9F%98%80%C3%28%ED%A0%80&suche=%FF%FE&partnersuche=%FF&sozialraum[]=1&sozialraum=konz&sozialraum=konz",
    urlencode(dict.fromkeys(("q", "suche", "partnersuche", "sozialraum", "stichtag", "sortierung"), "x" * 5000)),
    "format=xlsx&page=0&stichtag=1900-01-01",
    "format=csv&sozialraum=gibt-es-nicht&sozialraum_id=-5&bis=+0001-01-01",
)
PERSONEN = ("netzwerk_konz", "leitung_konz", "jugendamt", "leitstelle", "admin")
GELESEN = sorted(name for name, adresse in alle_adressen().items() if adresse.liest and name not in OHNE_SEITE)
GESCHRIEBEN = sorted(name for name, adresse in alle_adressen().items() if adresse.schreibt and adresse.ist_eigene)
#: making a PDF takes a second; the same query is read by the page beside it
TEUER = {
    "berichte:bericht_pdf",
    "berichte:vorlage_pdf",
    "berichte:protokoll_pdf",
    "berichte:verwendung_pdf",
    "berichte:abschluss_pdf",
    "berichte:qualifikation_pdf",
}
TEILE = 4
#: every name that a form has or a forged one may have
FELDER = """am anhang anhang_weg anrede art aufgaben bezeichnung bezug bis datei dauer_minuten email ergebnis
fachkraft gemeinde hinzu inhalt kategorie kategorien kuerzel kurzname mehranteil_grund name nachname neu neu_zu nimm
ort partner partnersuche passwort person plz rolle schritt schritt_am sozialraum sozialraeume spalte stunden tage
telefon themen traeger uuid username version vertritt von vorname vzae wann weg weiter wert wieder zeile zusage
zustand zweck"""
WERTE = ("\x00", "' OR 1=1 --", "99999999999999999999", "-1", "2026-02-31", "x" * 9000, "<script>", "é😀")
SCHLUESSEL = ("0", "keine-uuid", "00000000-0000-0000-0000-000000000000", "%00", "..%2f..", "ä", "9" * 30)


def _wem_sie_sich_oeffnet(frager: Frager, methode: str, url: str) -> list[str]:
    """The first persona that is not refused; another question than the right is asked here."""
    return [p for p in PERSONEN if frager.frage(p, methode, url).status_code not in {302, 403, 404}][:1]


@pytest.mark.parametrize("teil", range(TEILE))
def test_keine_frage_stuerzt_eine_seite(objekte: Objekte, teil: int):
    gestuerzt = []
    frager = Frager(objekte)
    for name in GELESEN[teil::TEILE]:
        adresse = alle_adressen()[name]
        url = adresse.url(objekte[adresse.modell, UEBERALL] if adresse.modell else None)
        fragen = BOESE[:1] if name in TEUER else BOESE
        for persona in _wem_sie_sich_oeffnet(frager, "GET", url):
            gestuerzt += [
                f"{persona}: {url}?{frage[:60]}"
                for frage in fragen
                if frager.frage(persona, "GET", f"{url}?{frage}").status_code >= 500
            ]
    assert not gestuerzt, "\n".join(gestuerzt)


@pytest.mark.parametrize("teil", range(TEILE))
def test_keine_eingabe_stuerzt_ein_formular(objekte: Objekte, teil: int):
    gestuerzt = []
    frager = Frager(objekte)
    for name in GESCHRIEBEN[teil::TEILE]:
        adresse = alle_adressen()[name]
        url = adresse.url(objekte[adresse.modell, UEBERALL] if adresse.modell else None)
        for persona in _wem_sie_sich_oeffnet(frager, "POST", url):
            gestuerzt += [
                f"{persona}: POST {url} {wert[:20]!r}"
                for wert in WERTE
                if frager.frage(persona, "POST", url, **_ueberall(wert)).status_code >= 500
            ]
    assert not gestuerzt, "\n".join(gestuerzt)


def _ueberall(wert: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r"\w+", FELDER), wert)


@pytest.mark.parametrize("schluessel", SCHLUESSEL)
def test_unbekannte_schluessel_gibt_es_nicht(als, schluessel):
    adressen = [a for a in alle_adressen().values() if a.modell is not None and a.ist_eigene]
    client = als("jugendamt")
    client.raise_request_exception = False
    antworten = {
        f"/{anfang}{schluessel}/{ende}": client.get(f"/{anfang}{schluessel}/{ende}").status_code
        for anfang in sorted({adresse.route.split("<")[0] for adresse in adressen})
        for ende in ("", "bearbeiten/", "beenden/")
    }
    # 405: an act that is only posted looks for nothing when it is opened.
    assert {url: status for url, status in antworten.items() if status not in {403, 404, 405}} == {}
