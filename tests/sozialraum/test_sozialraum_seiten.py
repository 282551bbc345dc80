"""List and portrait of the Sozialräume: what they say and to whom."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from partner.models import Kategorieausnahme
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum, Sozialraumzentrum, Traegerschaft
from tests.welt import ANFANG, neuer_partner

LISTE = "/sozialraeume/"
KONZ = "/sozialraeume/konz/"


def text(antwort) -> str:
    return " ".join(antwort.content.decode().split())


def test_liste_nennt_gebiet_traeger_anteile_und_partner(als, welt):
    neuer_partner(welt)
    zeilen = {zeile["sozialraum"].kuerzel: zeile for zeile in als("jugendamt").get(LISTE).context["zeilen"]}
    konz, hermeskeil = zeilen["konz"], zeilen["hermeskeil"]
    assert (konz["daten"].gemeinden, konz["daten"].einwohner) == (2, 2000)
    assert konz["daten"].traegername == "Jugendhilfe Beispieltal e. V."
    assert f"{konz['stelle'].summe:.2f}" == "0.30"
    assert konz["partner"] == 1
    assert (hermeskeil["daten"].traegername, hermeskeil["stelle"].summe) == ("", 0)


def test_liste_schreibt_grosse_zahlen_deutsch_und_verlinkt_die_karte(als):
    seite = text(als("jugendamt").get(LISTE))
    assert "2.000" in seite
    assert seite.count("/sozialraeume/konz/?stichtag=") == 1
    assert "/sozialraeume/karte/?" in seite


def test_partnerzahlen_fuehren_zu_den_partnern(als, welt):
    neuer_partner(welt)
    client = als("jugendamt")
    ziel = "/partner/?sozialraum=konz&amp;stichtag=2026-11-22"
    assert ziel in text(client.get(LISTE + "?stichtag=2026-11-22"))
    konz = text(client.get(KONZ + "?stichtag=2026-11-22"))
    assert ziel in konz
    assert "/partner/?sozialraum=konz&amp;kategorie=kita&amp;stichtag=2026-11-22" in konz


def test_export_hat_dieselben_zahlen(als, welt):
    neuer_partner(welt)
    inhalt = als("jugendamt").get(LISTE + "?format=csv").content.decode("utf-8-sig")
    zeilen = list(csv.reader(io.StringIO(inhalt), delimiter=";"))
    assert zeilen[0] == [
        "Sozialraum",
        "Gemeinden",
        "Einwohnerzahl",
        "Steuerungsverantwortlicher Träger",
        "Stellenanteile in VZÄ",
        "Aktive Partner",
    ]
    assert zeilen[2] == ["Konz", "2", "2000", "Jugendhilfe Beispieltal e. V.", "0,3000", "1"]


@pytest.mark.parametrize("name", ["datenschutz", "admin"])
def test_stammdaten_ohne_fachaufgabe_zeigen_keine_partner_und_keine_personen(als, welt, name):
    neuer_partner(welt)
    client = als(name)
    liste, konz = client.get(LISTE), client.get(KONZ)
    assert "Aktive Partner" not in text(liste)
    assert "VZÄ" not in text(liste)
    assert "Netzwerk Muster" not in text(konz)
    assert "Partnerkategorien am" not in text(konz)
    assert "Gemeinden am" in text(konz)
    export = client.get(LISTE + "?format=csv").content.decode("utf-8-sig").splitlines()[0]
    assert export == "Sozialraum;Gemeinden;Einwohnerzahl;Steuerungsverantwortlicher Träger"


def test_team_sieht_partnerzahlen_aber_keine_einsaetze(als, welt):
    neuer_partner(welt)
    seite = text(als("team_konz").get(KONZ))
    assert "Partnerkategorien am" in seite
    assert "Netzwerk Muster" not in seite
    assert "Netzwerkbericht" not in seite


@pytest.mark.parametrize(
    ("name", "kuerzel", "verweis"),
    [("netzwerk_konz", "konz", True), ("netzwerk_konz", "saarburg", False), ("leitstelle", "saarburg", True)],
)
def test_portraet_verweist_nur_auf_berichte_die_man_sehen_darf(als, name, kuerzel, verweis):
    seite = text(als(name).get(f"/sozialraeume/{kuerzel}/"))
    assert (f"/sozialraeume/{kuerzel}/bericht/" in seite) is verweis


def test_portraet_zeigt_zentrum_traeger_und_fachkraft(als, welt):
    Sozialraumzentrum.objects.create(
        sozialraum=welt.konz,
        name="Zentrum Beispielplatz",
        strasse="Beispielweg 1",
        plz="54329",
        ort="Konz",
        telefon="06501 9999",
        oeffnungszeiten="Mo 9 bis 12 Uhr\nDi 14 bis 17 Uhr",
        von=ANFANG,
    )
    seite = text(als("netzwerk_konz").get(KONZ))
    for erwartet in ["Beispielweg 1", 'href="tel:065019999"', "Mo 9 bis 12 Uhr", "seit 01.01.2020", "Netzwerk Muster"]:
        assert erwartet in seite
    assert "0,30 <abbr" in seite


def test_portraet_kennzeichnet_erschlossene_zuordnungen(als, welt):
    Gebietszuordnung.objects.filter(gemeinde=welt.gemeinden["Tawern"]).update(ist_belegt=False)
    seite = text(als("jugendamt").get(KONZ))
    assert seite.count("erschlossen, nicht belegt") == 1
    assert "Bei 1 Gemeinde ist die Zuordnung" in seite


def test_portraet_zeigt_begruendete_ausnahme(als, welt):
    Kategorieausnahme.objects.create(
        sozialraum=welt.konz, kategorie=welt.kategorien["polizei"], begruendung="Wache in Saarburg", von=ANFANG
    )
    seite = text(als("jugendamt").get(KONZ))
    assert "nicht vorgesehen" in seite
    assert "Wache in Saarburg" in seite


def test_portraet_am_frueheren_stichtag(als, welt):
    Traegerschaft.objects.filter(sozialraum=welt.konz, ist_steuerungsverantwortlich=True).update(von=date(2025, 1, 1))
    antwort = als("jugendamt").get(KONZ + "?stichtag=31.12.2024")
    assert antwort.context["stichtag"] == date(2024, 12, 31)
    assert "kein steuerungsverantwortlicher Träger" in text(antwort)
    assert antwort.context["portraet"].steuernder is None


def test_unlesbarer_stichtag_faellt_auf_heute_zurueck(als):
    antwort = als("jugendamt").get(KONZ + "?stichtag=bald")
    assert antwort.context["stichtag"] == timezone.localdate()
    assert "„bald“ ist kein gültiger Tag" in text(antwort)


def test_ohne_rolle_verboten_unbekannt_fehlt(als):
    assert als("ohne_rolle").get(LISTE).status_code == 403
    assert als("ohne_rolle").get(KONZ).status_code == 403
    assert als("jugendamt").get("/sozialraeume/mond/").status_code == 404


def _weitere(welt, nummern: range) -> None:
    for nummer in nummern:
        raum = Sozialraum.objects.create(kuerzel=f"raum-{nummer}", name=f"Raum {nummer}", reihenfolge=9)
        Traegerschaft.objects.create(
            traeger=welt.traeger["musterhof"], sozialraum=raum, ist_steuerungsverantwortlich=True, von=ANFANG
        )
        welt.sozialraeume[raum.kuerzel] = raum
        neuer_partner(welt, f"Kita {nummer}", sozialraum=raum.kuerzel)


def test_liste_braucht_immer_gleich_viele_abfragen(als, welt, django_assert_num_queries):
    client = als("jugendamt")
    client.get(LISTE)
    for nummern in (range(1), range(1, 3), range(3, 12)):
        _weitere(welt, nummern)
        with django_assert_num_queries(11):
            antwort = client.get(LISTE)
        assert len(antwort.context["zeilen"]) == 4 + nummern.stop


def test_portraet_braucht_immer_gleich_viele_abfragen(als, welt, django_assert_num_queries):
    client = als("jugendamt")
    client.get(KONZ)
    with django_assert_num_queries(19):
        client.get(KONZ)
    vorlage = welt.gemeinden["Konz"]
    for nummer in range(12):
        gemeinde = Gemeinde.objects.create(
            ags=f"072359{nummer:02}",
            name=f"Ort {nummer}",
            plz="54329",
            verbandsgemeinde=vorlage.verbandsgemeinde,
            einwohner=10,
            einwohner_am=vorlage.einwohner_am,
            flaeche_km2=1,
            breite=vorlage.breite,
            laenge=vorlage.laenge,
        )
        Gebietszuordnung.objects.create(gemeinde=gemeinde, sozialraum=welt.konz, von=ANFANG)
        neuer_partner(welt, f"Kita {nummer}")
    with django_assert_num_queries(19):
        antwort = client.get(KONZ)
    assert antwort.context["portraet"].einwohner == 2120
