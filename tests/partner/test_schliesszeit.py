"""Closed days of a partner, school holidays of a year, and intervals with their reason."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from netzwerk.models import Kontakt
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.abstand import abstandssaetze
from partner.models import Intervall, Schliesszeit
from partner.rules.ferien import Ferienzeile, lies_ferien
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import ANFANG, neuer_partner


def test_lies_ferien_versteht_punkt_und_tabulator():
    assert lies_ferien("Sommerferien; 05.07.2027; 13.08.2027\n\nHerbst\t2027-10-11\t2027-10-22") == [
        Ferienzeile(1, "Sommerferien", date(2027, 7, 5), date(2027, 8, 13)),
        Ferienzeile(3, "Herbst", date(2027, 10, 11), date(2027, 10, 22)),
    ]


@pytest.mark.parametrize(
    ("text", "satz"),
    [
        ("", "mindestens eine Zeile"),
        ("Sommer; 05.07.2027", "Zeile 1: Erwartet werden drei Angaben"),
        ("Sommer; 5. Juli; 13.08.2027", "ist kein Tag"),
        ("Sommer; 13.08.2027; 05.07.2027", "vor dem ersten"),
        ("Sommer; 05.07.2027; 13.08.2028", "Stimmt das Jahr"),
        ("A; 05.07.2027; 06.07.2027\nB; x; y", "Zeile 2"),
    ],
)
def test_lies_ferien_nennt_die_zeile(text, satz):
    with pytest.raises(ValueError, match=satz):
        lies_ferien(text)


def test_ferien_eines_jahres_eintragen(als):
    browser, url = als("jugendamt"), "/verwaltung/schulferien/einlesen/"
    daten = {"zeilen": "Sommerferien; 05.07.2027; 13.08.2027", "quelle": "Ministerium, 01.02.2026"}
    assert browser.post(url, daten).status_code == 302
    assert list(Schliesszeit.objects.values_list("partner", "bezeichnung", "von", "bis", "quelle")) == [
        (None, "Sommerferien", date(2027, 7, 5), date(2027, 8, 13), "Ministerium, 01.02.2026")
    ]
    assert "1 Zeile war schon da" in browser.post(url, daten, follow=True).content.decode()
    ueber = {"zeilen": "Herbst; 11.10.2027; 22.10.2027\nZu lang; 10.08.2027; 20.08.2027", "quelle": "Aushang"}
    antwort = browser.post(url, ueber)
    assert "Zeile 2" in str(antwort.context["form"].errors["zeilen"])
    assert Schliesszeit.objects.count() == 1
    assert "Ein Jahr auf einmal eintragen" in browser.get("/verwaltung/schulferien/").content.decode()


def test_schliesszeit_eintragen_verschiebt_die_faelligkeit(welt, als):
    heute, partner = timezone.localdate(), neuer_partner(welt)
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, heute - timedelta(days=170))
    browser, url = als("netzwerk_konz"), f"/partner/{partner.uuid}/schliesszeiten/"
    faellig = heute + timedelta(days=10)
    daten = {
        "bezeichnung": "Betriebsferien",
        "von": faellig.isoformat(),
        "bis": (faellig + timedelta(days=5)).isoformat(),
    }
    assert browser.post(url, daten).status_code == 302
    lage = partnerzustaende(heute)[partner.pk, welt.konz.pk]
    assert lage.faellig_am > faellig + timedelta(days=5)
    assert "überschneidet" in str(browser.post(url, daten).context["form"].errors["von"])
    zeit = Schliesszeit.objects.get()
    browser.post(f"/schliesszeiten/{zeit.uuid}/beenden/", {"bis": faellig.isoformat()})
    zeit.refresh_from_db()
    assert zeit.bis == faellig
    browser.post(f"/schliesszeiten/{zeit.uuid}/loeschen/")
    assert partnerzustaende(heute)[partner.pk, welt.konz.pk].faellig_am == faellig
    assert Kontakt.objects.count() == 1


def test_schulferien_sind_keine_schliesszeit_eines_partners(als):
    ferien = Schliesszeit.objects.create(bezeichnung="Sommerferien", von=date(2027, 7, 5), bis=date(2027, 8, 13))
    assert als("leitstelle").get(f"/schliesszeiten/{ferien.uuid}/beenden/").status_code == 404


# --- Intervals -------------------------------------------------------------------------------------------------------


@pytest.fixture
def kita(welt):
    return neuer_partner(welt)


def lege_fest(browser, kita, **daten):
    url = f"/verwaltung/kontaktabstaende/neu/?partner={kita.uuid}&sozialraum=konz"
    return browser.post(url, {"partner": str(kita.uuid), "sozialraum": "konz", "von": "2026-01-01"} | daten)


def test_abweichender_abstand_braucht_eine_begruendung(als, kita):
    browser = als("jugendamt")
    antwort = lege_fest(browser, kita, tage="60")
    assert "Üblich sind 180 Tage" in str(antwort.context["form"].errors["begruendung"])
    assert lege_fest(browser, kita, tage="60", begruendung="Neue Leitung").status_code == 302
    assert list(Intervall.objects.filter(partner=kita).values_list("tage", "begruendung")) == [(60, "Neue Leitung")]


def test_uebliche_tage_brauchen_keine(als, kita):
    assert lege_fest(als("jugendamt"), kita, tage="180").status_code == 302


def test_neuer_abstand_loest_den_alten_ab(als, kita):
    browser = als("jugendamt")
    lege_fest(browser, kita, tage="60", begruendung="Neue Leitung")
    lege_fest(browser, kita, tage="90", begruendung="Eingespielt", von="2026-06-01")
    assert list(Intervall.objects.filter(partner=kita).order_by("von").values_list("tage", "von", "bis")) == [
        (60, date(2026, 1, 1), date(2026, 5, 31)),
        (90, date(2026, 6, 1), None),
    ]


def test_andere_legen_keinen_abstand_fest(als, kita):
    assert lege_fest(als("netzwerk_konz"), kita, tage="60", begruendung="Wunsch").status_code == 403
    assert "Eigenen Abstand festlegen" not in als("netzwerk_konz").get(kita.get_absolute_url()).content.decode()


def test_partnerseite_nennt_herkunft_und_begruendung(als, kita):
    ohne = als("netzwerk_konz").get(kita.get_absolute_url()).content.decode()
    assert "Es gilt der Abstand der Kategorie „Kindertagesstätte“: 180 Tage. Ihn legt das Jugendamt fest." in ohne
    lege_fest(als("jugendamt"), kita, tage="60", begruendung="Neue Leitung")
    mit = als("netzwerk_konz").get(kita.get_absolute_url()).content.decode()
    assert "eigener Abstand: 60 Tage seit 01.01.2026. Begründung: Neue Leitung." in mit


def test_satz_folgt_dem_genauesten(welt, kita):
    kategorie, tag = welt.kategorien["kita"], date(2026, 11, 22)
    Intervall.objects.create(kategorie=kategorie, sozialraum=welt.konz, tage=120, von=ANFANG, begruendung="Viele Kitas")
    saetze = abstandssaetze(kita.pk, [kategorie.pk], [welt.konz.pk, welt.saarburg.pk], tag)
    assert saetze[welt.konz.pk].startswith("Für „Kindertagesstätte“ gilt in diesem Sozialraum ein eigener Abstand: 120")
    assert "180 Tage" in saetze[welt.saarburg.pk]
