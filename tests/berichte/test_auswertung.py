"""The page of figures: period before, others apart, scope, hours by role, files."""

from datetime import date

import pytest

from berichte.reports.auswertung import zeitraum_davor
from berichte.rules import Berichtszeitraum
from netzwerk.models import Kontakt
from netzwerk.rules import Bezug, Kontaktart
from tests.berichte.kontakte import neuer_kontakt
from tests.welt import neuer_partner

URL = "/kontakte/auswertung/"
ZEIT = {"von": "2026-01-01", "bis": "2026-06-30"}


@pytest.fixture
def bestand(welt):
    kita, schule = neuer_partner(welt), neuer_partner(welt, "Schule Musterau", "schule", "saarburg")
    konz, saarburg = welt.personen["netzwerk_konz"], welt.personen["netzwerk_saarburg"]
    neuer_kontakt([kita], welt.konz, date(2026, 2, 1), konz)
    neuer_kontakt([kita], welt.konz, date(2026, 3, 1), konz, bezug=Bezug.BEIDES, art=Kontaktart.BESUCH)
    neuer_kontakt([kita], welt.konz, date(2025, 12, 1), konz)
    neuer_kontakt([schule], welt.saarburg, date(2026, 4, 1), saarburg, bezug=Bezug.FALLBEZOGEN)
    neuer_kontakt([kita], welt.konz, date(2026, 5, 1), welt.personen["leitstelle"], zaehlt=False)
    Kontakt.objects.filter(art=Kontaktart.BESUCH).update(zweck="pflegen", dauer_minuten=90)


def test_davor_sind_gleich_viele_tage():
    davor = zeitraum_davor(Berichtszeitraum(date(2026, 1, 1), date(2026, 6, 30)))
    assert davor == Berichtszeitraum(date(2025, 7, 4), date(2025, 12, 31))
    ein_tag = zeitraum_davor(Berichtszeitraum(date(2026, 1, 1), date(2026, 1, 1)))
    assert ein_tag == Berichtszeitraum(date(2025, 12, 31), date(2025, 12, 31))


def tafel(antwort, was: str) -> dict[str, tuple]:
    (eine,) = [t for t in antwort.context["bericht"].tafeln if t.was == was]
    return {z.name: (z.zahlen.uebergreifend, z.zahlen.fallbezogen, z.zahlen.beides, z.davor) for z in eine.zeilen}


def test_zahlen_des_eigenen_sozialraums(als, bestand):
    antwort = als("netzwerk_konz").get(URL, ZEIT)
    gesamt = antwort.context["bericht"].gesamt
    assert (gesamt.zahlen.summe, gesamt.davor) == (2, 1)
    assert tafel(antwort, "Art") == {"Telefonat": (1, 0, 0, 1), "Besuch": (0, 0, 1, 0)}
    assert tafel(antwort, "Zweck") == {"Beziehung pflegen": (0, 0, 1, 0), "ohne Angabe": (1, 0, 0, 1)}
    assert tafel(antwort, "Kategorie") == {"Kindertagesstätte": (1, 0, 1, 1)}
    assert antwort.context["bericht"].andere == [("Leitstelle Familie", 1)]
    assert "Von anderen erfasst: Leitstelle Familie" in antwort.content.decode()


def test_landkreis_und_ein_sozialraum(als, bestand):
    browser = als("jugendamt")
    assert browser.get(URL, ZEIT).context["bericht"].gesamt.zahlen.summe == 3
    assert browser.get(URL, ZEIT | {"sozialraum": "saarburg"}).context["bericht"].gesamt.zahlen.summe == 1


def test_fremder_sozialraum_wird_nicht_ausgewertet(als, bestand):
    antwort = als("netzwerk_konz").get(URL, ZEIT | {"sozialraum": "saarburg"})
    assert antwort.context["bericht"].gesamt.zahlen.summe == 2
    assert "Diesen Sozialraum können Sie nicht auswerten." in antwort.content.decode()


@pytest.mark.parametrize(
    ("name", "personen", "raeume"),
    [("netzwerk_konz", 1, 0), ("leitung_konz", 1, 0), ("jugendamt", 0, 8), ("leitstelle", 0, 0)],
)
def test_stunden_nach_rolle(als, bestand, name, personen, raeume):
    bericht = als(name).get(URL, ZEIT).context["bericht"]
    assert (len(bericht.personen), len(bericht.raeume)) == (personen, raeume)


def test_jugendamt_sieht_keine_namen_bei_den_stunden(als, bestand):
    seite = als("jugendamt").get(URL, ZEIT).content.decode()
    assert "je Sozialraum und abgeschlossenem Quartal" in seite
    assert "Netzwerk Muster" not in seite


def test_team_bleibt_draussen(als):
    assert als("team_konz").get(URL).status_code == 403


def test_dateien(als, bestand):
    browser = als("netzwerk_konz")
    zahlen = browser.get(URL, ZEIT | {"format": "csv"}).content.decode("utf-8-sig")
    assert "nach Art;Besuch;0;0;1;1;0" in zahlen
    assert "von anderen erfasst;Leitstelle Familie;0;0;0;1;" in zahlen
    stunden = browser.get(URL, ZEIT | {"format": "csv", "tafel": "stunden"}).content.decode("utf-8-sig")
    assert "Netzwerk Muster;01.01.2026 bis 30.06.2026;235,1;1,5;1;1" in stunden
    assert browser.get(URL, ZEIT | {"format": "xlsx"}).status_code == 200


def test_abfragen_bleiben_gleich(welt, als, bestand, django_assert_max_num_queries):
    browser = als("jugendamt")
    browser.get(URL, ZEIT)
    for nummer in range(5):
        neuer_kontakt(
            [neuer_partner(welt, f"Kita {nummer}")], welt.konz, date(2026, 2, 2), welt.personen["netzwerk_konz"]
        )
    with django_assert_max_num_queries(28):
        browser.get(URL, ZEIT)
