"""The page of one relationship: who sees what, what is missing is said, constant queries."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from konten.rules import Rolle
from netzwerk.models import Wiedervorlage
from partner.models import Herkunft, Importlauf, Intervall, Schliesszeit
from sozialraum.models import Zustaendigkeit
from tests.partner.test_partner_liste import FACHROLLEN, kontakt
from tests.welt import neue_ansprechperson, neuer_partner

GEHEIM = "Absprache zum Hilfeplan"


def verlauf(partner) -> str:
    return f"{partner.get_absolute_url()}verlauf/"


@pytest.mark.parametrize("name", FACHROLLEN)
def test_alle_fachrollen_sehen_den_partner(welt, als, name):
    partner = neuer_partner(welt, sozialraum="saarburg")
    assert als(name).get(partner.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["datenschutz", "admin", "ohne_rolle"])
def test_ohne_recht_keine_seite(welt, als, name):
    assert als(name).get(neuer_partner(welt).get_absolute_url()).status_code == 403


def test_unbekannter_schluessel_ist_404(welt, als):
    assert als("jugendamt").get("/partner/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_fehlende_angaben_heissen_noch_nicht_erfasst(welt, als):
    partner = neuer_partner(welt)
    seite = als("netzwerk_konz").get(partner.get_absolute_url()).content.decode()
    assert seite.count("noch nicht erfasst") == 2
    assert "Angaben ergänzen" in seite
    assert "Angaben ergänzen" not in als("jugendamt").get(partner.get_absolute_url()).content.decode()


def test_telefon_ist_waehlbar_und_fremde_seiten_erfahren_nichts(welt, als):
    partner = neuer_partner(welt, telefon="+49 (0) 6501 / 12-3", web="https://kita.example.org/")
    seite = als("jugendamt").get(partner.get_absolute_url()).content.decode()
    assert 'href="tel:+496501123"' in seite
    assert 'href="https://kita.example.org/" rel="noopener noreferrer"' in seite


@pytest.mark.parametrize(
    ("name", "liest_text", "sieht_wer", "sieht_art"),
    [
        ("netzwerk_konz", True, True, True),
        ("leitung_konz", False, True, True),
        ("jugendamt", False, True, True),
        ("leitstelle", False, True, True),
        ("netzwerk_saarburg", False, False, True),
        ("team_konz", False, False, False),
    ],
)
def test_fallbezogener_text_bleibt_bei_den_eigenen(welt, als, name, liest_text, sieht_wer, sieht_art):
    partner = neuer_partner(welt)
    kontakt(welt, partner, 3, bezug="fallbezogen", inhalt=GEHEIM, vereinbarung=GEHEIM, art="besuch")
    seite = als(name).get(verlauf(partner)).content.decode()
    assert (GEHEIM in seite) is liest_text
    assert (GEHEIM in als(name).get(partner.get_absolute_url()).content.decode()) is liest_text
    assert ("erfasst von" in seite) is sieht_wer
    assert ("Besuch, erreicht" in seite) is sieht_art
    assert f"{timezone.localdate() - timedelta(days=3):%d.%m.%Y}" in seite


def test_uebergreifenden_text_lesen_alle_mit_einsicht(welt, als):
    partner = neuer_partner(welt)
    kontakt(welt, partner, 3, inhalt="Runder Tisch geplant")
    for name, liest in {
        "jugendamt": True,
        "leitung_fremd": True,
        "netzwerk_saarburg": False,
        "team_konz": False,
    }.items():
        assert ("Runder Tisch" in als(name).get(verlauf(partner)).content.decode()) is liest, name


def test_vertretung_liest_mit(welt, als):
    partner = neuer_partner(welt)
    kontakt(welt, partner, 3, bezug="fallbezogen", inhalt=GEHEIM)
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"],
        rolle=Rolle.NETZWERK,
        vertritt=welt.personen["netzwerk_konz"],
        von=timezone.localdate(),
    )
    assert GEHEIM in als("netzwerk_saarburg").get(verlauf(partner)).content.decode()


def test_nur_eigene_offene_wiedervorlagen(welt, als):
    partner = neuer_partner(welt)
    neu = kontakt(welt, partner, 1)
    for name, was in [("netzwerk_konz", "Einladung senden"), ("leitstelle", "Fremde Sache")]:
        Wiedervorlage.objects.create(kontakt=neu, benutzer=welt.personen[name], was=was, am=date(2026, 12, 1))
    seite = als("netzwerk_konz").get(partner.get_absolute_url()).content.decode()
    assert "Einladung senden" in seite
    assert "Fremde Sache" not in seite


def test_zeigt_herkunft_schliesszeit_eigenen_abstand_und_personen(welt, als):
    partner = neuer_partner(welt)
    lauf = Importlauf.objects.create(dateiname="liste.csv", pruefsumme="x", kodierung="utf-8", trennzeichen=";")
    Herkunft.objects.create(
        partner=partner, lauf=lauf, zeile=17, kennung="K-1", quelle="Kita-Verzeichnis", stand="2025"
    )
    in_einem_monat = timezone.localdate() + timedelta(days=30)
    Schliesszeit.objects.create(partner=partner, bezeichnung="Betriebsferien", von=in_einem_monat, bis=in_einem_monat)
    Intervall.objects.create(partner=partner, sozialraum=welt.konz, tage=30, von=date(2020, 1, 1))
    neue_ansprechperson(partner, "Öffner", ist_schluesselperson=True)
    neue_ansprechperson(partner, "Ehemals", bis=date(2021, 1, 1))
    antwort = als("jugendamt").get(partner.get_absolute_url())
    seite = antwort.content.decode()
    assert "Übernommen aus liste.csv, Zeile 17, Kennung K-1, Quelle Kita-Verzeichnis, Stand 2025" in seite
    assert "Betriebsferien" in seite
    assert "30 Tage in Konz" in seite
    assert "Schlüsselperson" in seite
    assert "Ehemalige (1)" in seite
    assert [f.person.nachname for f in antwort.context["ansprechpersonen"]] == ["Öffner"]


def test_oben_steht_wen_man_anruft_und_was_zuletzt_vereinbart_wurde(welt, als):
    partner = neuer_partner(welt)
    neue_ansprechperson(partner, "Still", ist_schluesselperson=True)
    neue_ansprechperson(partner, "Laut", telefon="06501 4711")
    kontakt(welt, partner, 9, vereinbarung="Termin im Mai")
    kontakt(welt, partner, 5, vereinbarung="Flyer schicken")
    kontakt(welt, partner, 2)
    antwort = als("netzwerk_konz").get(partner.get_absolute_url())
    assert str(antwort.context["anrufen"].person) == "Alex Laut"
    assert antwort.context["absprache"].text == "Flyer schicken"
    assert als("netzwerk_saarburg").get(partner.get_absolute_url()).context["absprache"] is None


def test_ruhender_partner_wird_nicht_angemahnt(welt, als):
    partner = neuer_partner(welt, zustand="ruhend")
    antwort = als("netzwerk_konz").get(partner.get_absolute_url())
    assert "wird gerade kein Kontakt erwartet" in antwort.content.decode()
    assert antwort.context["raeume"][0][1] is None
    assert antwort.context["darf_kontakt"] is False


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_abfragen_haengen_nicht_von_der_geschichte_ab(welt, als, anzahl, django_assert_num_queries):
    partner = neuer_partner(welt)
    for nummer in range(anzahl):
        funktion = neue_ansprechperson(partner, f"P{nummer}")
        neu = kontakt(welt, partner, nummer)
        neu.personen.add(funktion)
        Wiedervorlage.objects.create(
            kontakt=neu, benutzer=welt.personen["netzwerk_konz"], was="x", am=timezone.localdate()
        )
        lauf = Importlauf.objects.create(dateiname="l", pruefsumme="x", kodierung="u", trennzeichen=";")
        Herkunft.objects.create(partner=partner, lauf=lauf, zeile=nummer)
    client = als("netzwerk_konz")
    with django_assert_num_queries(20):
        antwort = client.get(partner.get_absolute_url())
    assert len(antwort.context["wiedervorlagen"]) == anzahl
