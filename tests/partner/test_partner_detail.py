"""The page of one relationship: who sees what, what is missing is said, constant queries."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from konten.rules import Rolle
from netzwerk.models import Kontakt, Kontaktbeteiligung, Wiedervorlage
from partner.models import Herkunft, Importlauf, Intervall, Schliesszeit
from sozialraum.models import Zustaendigkeit
from tests.partner.test_partner_liste import FACHROLLEN, kontakt
from tests.welt import neue_ansprechperson, neuer_partner

GEHEIM = "Absprache zum Hilfeplan"


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
    seite = als(name).get(partner.get_absolute_url()).content.decode()
    assert (GEHEIM in seite) is liest_text
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
        assert ("Runder Tisch" in als(name).get(partner.get_absolute_url()).content.decode()) is liest, name


def test_vertretung_liest_mit(welt, als):
    partner = neuer_partner(welt)
    kontakt(welt, partner, 3, bezug="fallbezogen", inhalt=GEHEIM)
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"],
        rolle=Rolle.NETZWERK,
        vertritt=welt.personen["netzwerk_konz"],
        von=timezone.localdate(),
    )
    assert GEHEIM in als("netzwerk_saarburg").get(partner.get_absolute_url()).content.decode()


def test_zahlen_der_letzten_zwoelf_monate_in_drei_spalten(welt, als):
    partner = neuer_partner(welt)
    for tage, bezug in [(1, "uebergreifend"), (2, "fallbezogen"), (364, "beides"), (365, "beides")]:
        kontakt(welt, partner, tage, bezug=bezug)
    Kontaktbeteiligung.objects.filter(kontakt=kontakt(welt, partner, 4)).update(ergebnis="nicht_erreicht", zaehlt=False)
    zahlen = als("jugendamt").get(partner.get_absolute_url()).context["zahlen"]
    assert (zahlen.uebergreifend, zahlen.fallbezogen, zahlen.beides, zahlen.versuche) == (1, 1, 1, 1)
    assert zahlen.gesamt == 3


def test_ein_kontakt_mit_zwei_sozialraeumen_ist_ein_eintrag(welt, als):
    partner = neuer_partner(welt)
    neu = kontakt(welt, partner, 1)
    Kontaktbeteiligung.objects.create(kontakt=neu, partner=partner, sozialraum=welt.saarburg, am=neu.am)
    antwort = als("jugendamt").get(partner.get_absolute_url())
    assert [e.sozialraeume for e in antwort.context["eintraege"]] == [("Konz", "Saarburg")]
    assert antwort.context["zahlen"].gesamt == 1


def test_zeitstrahl_blaettert_neueste_zuerst(welt, als):
    partner = neuer_partner(welt)
    for tage in range(22):
        kontakt(welt, partner, tage)
    client = als("jugendamt")
    erste = client.get(partner.get_absolute_url()).context["eintraege"]
    assert len(erste) == 20
    assert erste[0].am == timezone.localdate()
    assert len(client.get(f"{partner.get_absolute_url()}?page=9").context["eintraege"]) == 2


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
    with django_assert_num_queries(24):
        antwort = client.get(partner.get_absolute_url())
    assert len(antwort.context["eintraege"]) == Kontakt.objects.count() == anzahl
