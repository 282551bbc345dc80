"""Agreements: state, pages, rights, filters, files, two people at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partner.models import Vereinbarung, Vereinbarungsdatei
from partner.rules.vereinbarung import wort
from tests.konten.dateien import datei
from tests.welt import ANFANG, Welt, neuer_partner

pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]
TAG = date(2026, 11, 22)


def adresse(name: str, objekt) -> str:
    return reverse(f"partner:{name}", args=[objekt.uuid])


def neue(welt: Welt, titel: str = "Kita und Jugendpflege", raum: str = "konz", **felder) -> Vereinbarung:
    vereinbarung = Vereinbarung.objects.create(**{"titel": titel, "art": "kooperation", "von": ANFANG, **felder})
    vereinbarung.sozialraeume.add(welt.sozialraeume[raum])
    vereinbarung.partner.add(neuer_partner(welt, f"Kita {titel}", sozialraum=raum))
    return vereinbarung


def daten(welt: Welt, partner, **felder) -> dict:
    raeume = felder.pop("raeume", [welt.konz.pk])
    return {
        "titel": "Kita und Jugendpflege", "art": "kooperation", "von": "2026-01-01", "sozialraeume": raeume,
        "partner": [str(partner.uuid)], "ziele": "Kurze Wege", **felder,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("von", "bis", "pruefen_am", "erwartet"),
    [
        (ANFANG, None, None, "gilt"),
        (ANFANG, date(2026, 12, 31), date(2026, 11, 23), "gilt bis 31.12.2026"),
        (ANFANG, None, TAG, "wieder ansehen seit 22.11.2026"),
        (ANFANG, date(2026, 11, 21), TAG, "abgelaufen am 21.11.2026"),
        (date(2026, 11, 23), None, None, "beginnt am 23.11.2026"),
    ],
)
def test_stand(von, bis, pruefen_am, erwartet):
    assert wort(TAG, von, bis, pruefen_am) == erwartet


def test_zweimal_gesendet_ist_eine_vereinbarung(welt: Welt, als: Als):
    partner, client = neuer_partner(welt), als("netzwerk_konz")
    schluessel = client.get("/vereinbarungen/neu/").context["form"]["uuid"].value()
    eingaben = daten(welt, partner, traeger=[], uuid=str(schluessel))
    ziele = {client.post("/vereinbarungen/neu/", eingaben | {"ziele": text}).url for text in ("Kurze Wege", "Anderes")}
    vereinbarung = Vereinbarung.objects.get()
    assert ziele == {vereinbarung.get_absolute_url()}
    assert (str(vereinbarung.uuid), vereinbarung.ziele) == (str(schluessel), "Kurze Wege")
    assert "Dieses Formular war schon gespeichert" in client.get(vereinbarung.get_absolute_url()).text


def test_anlegen_mit_partner(welt: Welt, als: Als):
    partner = neuer_partner(welt)
    antwort = als("netzwerk_konz").post("/vereinbarungen/neu/", daten(welt, partner, traeger=[]))
    vereinbarung = Vereinbarung.objects.get()
    assert antwort.headers["Location"] == vereinbarung.get_absolute_url()
    assert (list(vereinbarung.partner.all()), list(vereinbarung.sozialraeume.all())) == ([partner], [welt.konz])
    assert "Kurze Wege" in als("team_konz").get(vereinbarung.get_absolute_url()).text


def test_ohne_partner_und_fremder_raum_werden_abgelehnt(welt: Welt, als: Als):
    partner, seite = neuer_partner(welt), als("netzwerk_konz")
    antwort = seite.post("/vereinbarungen/neu/", daten(welt, partner) | {"partner": []})
    assert "Bitte nennen Sie mindestens einen Partner." in antwort.text
    antwort = seite.post("/vereinbarungen/neu/", daten(welt, partner, raeume=[welt.saarburg.pk]))
    assert "sozialraeume" in antwort.context["form"].errors
    antwort = seite.post("/vereinbarungen/neu/", daten(welt, partner, ziele="Das Kind Max Mustermann, geb. 03.04.2017"))
    assert "ziele" in antwort.context["form"].errors
    assert not Vereinbarung.objects.exists()


def test_partner_suchen_und_waehlen_speichert_noch_nicht(welt: Welt, als: Als):
    partner, seite = neuer_partner(welt), als("netzwerk_konz")
    gefunden = seite.get("/vereinbarungen/neu/partnersuche/", {"partnersuche": "Beispielbach"}).text
    assert str(partner.uuid) in gefunden
    antwort = seite.post("/vereinbarungen/neu/", {"titel": "Entwurf", "hinzu": str(partner.uuid)})
    assert f'name="partner" value="{partner.uuid}"' in antwort.text
    assert 'value="Entwurf"' in antwort.text
    assert not Vereinbarung.objects.exists()


def test_fremde_lesen_und_aendern_nicht(welt: Welt, als: Als):
    vereinbarung = neue(welt)
    for wer, lesen, aendern in [
        ("netzwerk_saarburg", 200, 403), ("jugendamt", 200, 403), ("leitung_konz", 200, 200),
        ("leitstelle", 200, 200), ("datenschutz", 403, 403),
    ]:  # fmt: skip
        assert als(wer).get(vereinbarung.get_absolute_url()).status_code == lesen
        assert als(wer).get(adresse("vereinbarung_bearbeiten", vereinbarung)).status_code == aendern


def test_aendern_behaelt_fremde_sozialraeume(welt: Welt, als: Als):
    vereinbarung = neue(welt)
    vereinbarung.sozialraeume.add(welt.saarburg)
    partner = vereinbarung.partner.get()
    als("netzwerk_konz").post(adresse("vereinbarung_bearbeiten", vereinbarung), daten(welt, partner, version=1))
    assert set(vereinbarung.sozialraeume.all()) == {welt.konz, welt.saarburg}


def test_zwei_fassungen(welt: Welt, als: Als):
    vereinbarung = neue(welt)
    ziel, partner = adresse("vereinbarung_bearbeiten", vereinbarung), vereinbarung.partner.get()
    als("netzwerk_konz").post(ziel, daten(welt, partner, version=1, titel="Neu"))
    antwort = als("leitstelle").post(ziel, daten(welt, partner, version=1, titel="Anders"))
    assert "Jemand hat inzwischen gespeichert" in antwort.text
    assert 'name="version" value="2"' in antwort.text
    vereinbarung.refresh_from_db()
    assert (vereinbarung.titel, vereinbarung.version) == ("Neu", 2)


def test_filter_nach_stand_ort_und_worten(welt: Welt, als: Als):
    heute = timezone.localdate()
    neue(welt, "Läuft")
    neue(welt, "Abgelaufen", bis=heute - timedelta(days=1))
    neue(welt, "Prüfen", raum="saarburg", pruefen_am=heute)

    def titel(abfrage: str) -> set[str]:
        return {eintrag.titel for eintrag in als("jugendamt").get(f"/vereinbarungen/{abfrage}").context["object_list"]}

    assert titel("") == {"Läuft", "Prüfen"}
    assert titel("?stand=pruefen") == {"Prüfen"}
    assert titel("?stand=abgelaufen") == {"Abgelaufen"}
    assert titel("?stand=alle&sozialraum=konz") == {"Läuft", "Abgelaufen"}
    assert titel("?q=laeuft") == {"Läuft"}
    assert "Läuft" in als("team_konz").get("/vereinbarungen/?format=csv").content.decode("utf-8-sig")


def test_dateien_nur_ueber_das_recht(welt: Welt, als: Als, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    vereinbarung, seite = neue(welt), als("netzwerk_konz")
    ziel = adresse("vereinbarung_datei_neu", vereinbarung)
    assert als("netzwerk_saarburg").post(ziel, {"datei": datei()}).status_code == 403
    seite.post(ziel, {"datei": datei()})
    zeile = Vereinbarungsdatei.objects.get()
    herunter = adresse("vereinbarung_datei", zeile)
    assert als("team_konz").get(herunter).headers["Content-Type"] == zeile.typ
    assert als("admin").get(herunter).status_code == 403
    assert als("jugendamt").post(adresse("vereinbarung_datei_loeschen", zeile)).status_code == 403
    seite.post(adresse("vereinbarung_datei_loeschen", zeile))
    assert not Vereinbarungsdatei.objects.exists()
