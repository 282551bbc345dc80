"""The pages about partners that rest on one person or one Träger (K10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import Welt, neuer_partner

LISTE = "/sozialraeume/konz/getragen/"


@pytest.fixture
def partner(welt: Welt):
    partner = neuer_partner(welt)
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, timezone.localdate() - timedelta(days=30))
    return partner


def seite(als, name: str, url: str) -> str:
    antwort = als(name).get(url)
    assert antwort.status_code == 200
    return antwort.content.decode()


def test_liste_nennt_partner_person_und_grund(als, partner):
    text = seite(als, "jugendamt", LISTE)
    assert "Kita Beispielbach" in text
    assert "Den einzigen Kontakt der letzten 24 Monate führte Netzwerk Muster." in text
    assert "Zählende Kontakte vom" in text


def test_liste_zaehlt_zuordnungen_und_markiert_wer_heute_nicht_arbeitet(als, welt: Welt, partner):
    vorher = seite(als, "jugendamt", "/abdeckung/getragen/")
    assert "Zuordnungen von Partner und Sozialraum, die nur eine Person kennt" in vorher
    assert "heute ohne Einsatz" not in vorher
    gestern = timezone.localdate() - timedelta(days=1)
    welt.personen["netzwerk_konz"].netzwerkfachkraft.einsaetze.update(bis=gestern)
    assert "heute ohne Einsatz" in seite(als, "jugendamt", "/abdeckung/getragen/")


def test_fremde_leitung_liest_keine_namen(als, partner):
    text = seite(als, "leitung_fremd", LISTE)
    assert "Kita Beispielbach" in text
    assert "Netzwerk Muster" not in text
    assert "eine Netzwerkfachkraft eines anderen Trägers" in text


@pytest.mark.parametrize(("name", "status"), [("team_konz", 403), ("admin", 403), ("leitung_konz", 200)])
def test_wer_die_liste_oeffnet(als, partner, name: str, status: int):
    assert als(name).get(LISTE).status_code == status


def test_leitung_sieht_nur_ihre_sozialraeume(als, partner):
    assert als("leitung_konz").get("/sozialraeume/saarburg/getragen/").status_code == 404
    assert als("jugendamt").get("/sozialraeume/nirgends/getragen/").status_code == 404


def test_filter_und_ausgabe(als, partner):
    assert "Kita Beispielbach" in seite(als, "jugendamt", "/abdeckung/getragen/?art=person")
    assert "Kita Beispielbach" not in seite(als, "jugendamt", "/abdeckung/getragen/?art=traeger")
    datei = als("jugendamt").get("/abdeckung/getragen/?format=csv").content.decode("utf-8-sig")
    assert datei.splitlines()[1].startswith("Konz;Kita Beispielbach;nur eine Person;Netzwerk Muster;Beispieltal;1;")


def test_partnerliste_filtert_nach_der_marke(als, partner):
    assert "Kita Beispielbach" in seite(als, "jugendamt", "/partner/?getragen=person")
    assert "Kita Beispielbach" not in seite(als, "jugendamt", "/partner/?getragen=traeger")
