"""Particularities of a Sozialraum: who keeps them, where they stand, nobody overwrites anybody, nothing grows stale."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from sozialraum.models import Besonderheit
from sozialraum.services.besonderheit import FRIST
from tests.welt import Welt

HEUTE = timezone.localdate()
LISTE = "/sozialraeume/konz/besonderheiten/"
ANGABEN = {
    "art": "zuzug",
    "titel": "Zuzug junger Familien",
    "text": "Begrüßung mit der Kita abstimmen.",
    "quelle": "Einwohnerstatistik 2026",
    "von": "2026-01-01",
    "bis": "",
    "wieder_ansehen_am": (HEUTE + FRIST).isoformat(),
}


def trage_ein(client: Client, **felder: Any) -> Any:
    seite = client.get(f"{LISTE}neu/")
    schluessel = seite.context["form"]["uuid"].value()
    return client.post(f"{LISTE}neu/", ANGABEN | {"uuid": schluessel, "version": 1} | felder, follow=True)


def eintrag(welt: Welt, **felder: Any) -> Besonderheit:
    grund = {"sozialraum": welt.konz, "art": "zuzug", "titel": "Zuzug", "quelle": "Statistik", "von": date(2026, 1, 1)}
    return Besonderheit.objects.create(**{**grund, "wieder_ansehen_am": HEUTE + FRIST, **felder})


def test_eintragen_steht_auf_der_seite_und_im_bericht(welt: Welt, als: Callable[[str], Client]):
    client = als("netzwerk_konz")
    assert "Die Besonderheit ist gespeichert." in trage_ein(client).content.decode()
    assert Besonderheit.objects.get().angesehen_von == welt.personen["netzwerk_konz"]
    for url in ("/sozialraeume/konz/", "/sozialraeume/konz/bericht/", LISTE):
        assert "Zuzug junger Familien" in client.get(url).content.decode(), url
    datei = client.get(f"{LISTE}?format=csv").content.decode("utf-8-sig")
    assert datei.splitlines()[1].split(";")[1:4] == ["Konz", "Zuzug", "Zuzug junger Familien"]


def test_zweimal_gesendet_ist_einmal_gespeichert(welt: Welt, als: Callable[[str], Client]):
    client = als("netzwerk_konz")
    seite = client.get(f"{LISTE}neu/")
    daten = ANGABEN | {"uuid": seite.context["form"]["uuid"].value(), "version": 1}
    for _ in range(2):
        assert client.post(f"{LISTE}neu/", daten).status_code == 302
    assert Besonderheit.objects.count() == 1


def test_wer_pflegt_wo(welt: Welt, als: Callable[[str], Client]):
    erwartet = {
        "netzwerk_konz": 200,
        "leitung_konz": 200,
        "leitung_fremd": 200,
        "jugendamt": 200,
        "netzwerk_saarburg": 403,
        "leitstelle": 403,
        "team_konz": 403,
    }
    url = f"/besonderheiten/{eintrag(welt).uuid}/bearbeiten/"
    assert {name: als(name).get(url).status_code for name in erwartet} == erwartet
    assert {name: als(name).get(f"{LISTE}neu/").status_code for name in erwartet} == erwartet


def test_zwei_personen_sehen_beide_fassungen(welt: Welt, als: Callable[[str], Client]):
    stand = eintrag(welt)
    url = f"/besonderheiten/{stand.uuid}/bearbeiten/"
    daten = ANGABEN | {"uuid": stand.uuid, "version": 1}
    als("jugendamt").post(url, daten | {"titel": "Erste Fassung"})
    seite = als("netzwerk_konz").post(url, daten | {"titel": "Zweite Fassung"}).content.decode()
    assert "Zwei Fassungen" in seite
    assert 'value="Zweite Fassung"' in seite
    stand.refresh_from_db()
    assert (stand.titel, stand.version) == ("Erste Fassung", 2)


def test_angaben_ueber_ein_kind_werden_zuerst_angehalten(welt: Welt, als: Callable[[str], Client]):
    antwort = trage_ein(als("netzwerk_konz"), text="Der 8-jährige Kevin Müller aus der Schulstraße 3 fehlt oft.")
    assert "Das sieht nach Angaben über ein Kind" in antwort.content.decode()
    assert not Besonderheit.objects.exists()


def test_stimmt_noch_verschiebt_das_naechste_ansehen_um_ein_jahr(welt: Welt, als: Callable[[str], Client]):
    stand = eintrag(welt, wieder_ansehen_am=HEUTE - timedelta(days=3))
    client = als("netzwerk_konz")
    assert "Stimmt noch" in client.get(LISTE).content.decode()
    client.post(f"/besonderheiten/{stand.uuid}/bestaetigen/")
    stand.refresh_from_db()
    assert (stand.angesehen_am, stand.wieder_ansehen_am) == (HEUTE, HEUTE + FRIST)
    assert "Stimmt noch" not in client.get(LISTE).content.decode()


def test_beendete_stehen_im_bericht_ihrer_zeit_und_nicht_auf_der_seite(welt: Welt, als: Callable[[str], Client]):
    eintrag(welt, titel="Alte Sache", von=date(2024, 1, 1), bis=date(2024, 12, 31))
    client = als("jugendamt")
    assert "Alte Sache" not in client.get("/sozialraeume/konz/").content.decode()
    assert "Alte Sache" not in client.get("/sozialraeume/konz/bericht/").content.decode()
    damals = client.get("/sozialraeume/konz/bericht/?von=2024-06-01&bis=2024-06-30").content.decode()
    assert "Alte Sache" in damals


def test_zu_spaetes_wiederansehen_wird_erklaert(als: Callable[[str], Client]):
    antwort = trage_ein(als("netzwerk_konz"), wieder_ansehen_am=(HEUTE + 3 * FRIST).isoformat())
    assert "spätestens nach zwei Jahren wieder ansehen" in antwort.content.decode()


def test_jugendamt_kommt_aus_tabelle_und_matrix_zur_ausnahme(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    ziel = "/verwaltung/ausnahmen/neu/?sozialraum=konz&amp;kategorie=polizei"
    for url in ("/sozialraeume/konz/", "/abdeckung/"):
        assert f'href="{ziel}"' in client.get(url).content.decode(), url
        assert f'href="{ziel}"' not in als("netzwerk_konz").get(url).content.decode(), url
    form = client.get(ziel.replace("&amp;", "&")).context["form"]
    assert (form["sozialraum"].value(), form["kategorie"].value()) == ("konz", "polizei")
    client.post(
        "/verwaltung/ausnahmen/neu/",
        {"sozialraum": "konz", "kategorie": "polizei", "begruendung": "Zuständig ist Trier.", "von": HEUTE.isoformat()},
    )
    liste = "/verwaltung/ausnahmen/?sozialraum=konz&amp;kategorie=polizei"
    for url in ("/sozialraeume/konz/", "/abdeckung/"):
        assert f'href="{liste}"' in client.get(url).content.decode(), url
