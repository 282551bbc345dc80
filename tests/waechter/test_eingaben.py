"""Every address bears every question: garbage in the query or the form never ends in the server's error page."""

from importlib import import_module
from urllib.parse import urlencode

import pytest
from django.forms import BaseForm

from tests.waechter.adressen import OHNE_SEITE, alle_adressen
from tests.waechter.anfragen import Frager
from tests.waechter.objekte import UEBERALL, Objekte
from tests.waechter.quelltext import APPS

_LANG = dict.fromkeys(("q", "suche", "partnersuche", "text"), "x" * 5000)
#: few questions with much in each, for every page is asked all of them; what one refuses at once stands by itself
BOESE = (
    "stichtag=übermorgen&von=31.02.2026&bis=9999-99-99&page=-1&sortierung=-passwort&stand=x&art=nichts&am=2026-13-45",
    "stichtag=0000-00-00&von=2026-01-01&bis=2020-01-01&page=999999999999999999999&sortierung=benutzer__password"
    "&q=%F0%9F%98%80%C3%28%ED%A0%80&suche=%FF%FE&partnersuche=%FF",
    "q=%00&partnersuche=%00&suche=%00&text=%00&sozialraum=%00&stichtag=%00&format=%00&next=%00&kategorie=%00",
    "sozialraum=%27%20OR%201%3D1--&kategorie=1%29%3B&traeger=99999999999999999999999&page=%F0%9F%92%A5&format=exe"
    "&partner=keine-uuid&partner=00000000-0000-0000-0000-000000000000&kontakt=-1&weiter=//boese.example/&am=gestern&"
    + urlencode(_LANG),
    "format=xlsx&page=0&stichtag=1900-01-01&sozialraum[]=1&sozialraum=konz&sozialraum=konz&bis=+0001-01-01",
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
#: names that only templates give
VON_HAND = "anhang_weg hinzu neu_zu nimm schritt spalte uuid version wahl weg weiter wert wieder zeile zusage"


def _feldnamen() -> list[str]:
    """Every name that a form of the product has."""
    for app in APPS:
        import_module(f"{app}.urls")
    klassen, namen = [BaseForm], set(VON_HAND.split())
    while klassen:
        klasse = klassen.pop()
        klassen += klasse.__subclasses__()
        namen |= getattr(klasse, "base_fields", {}).keys() if klasse.__module__.split(".")[0] in APPS else set()
    return sorted(namen)


FELDER = _feldnamen()
WERTE = ("' OR 1=1 --", "-1", "2026-02-31", "x" * 9000, "<script>", "é😀")
#: each database has one value that it stumbles over in any field; the others take turns from field to field
EINGABEN = (
    dict.fromkeys(FELDER, "\x00"),
    dict.fromkeys(FELDER, "99999999999999999999"),
    *({name: WERTE[(stelle + versatz) % len(WERTE)] for stelle, name in enumerate(FELDER)} for versatz in (0, 2, 4)),
)
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
                f"{persona}: POST {url} {str(angaben)[:200]}"
                for angaben in EINGABEN
                if frager.frage(persona, "POST", url, **angaben).status_code >= 500
            ]
    assert not gestuerzt, "\n".join(gestuerzt)


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
