"""Drafts on the server: one's own only, the newest wins, finished ones do not come back."""

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from konten.models import Entwurf, Protokolleintrag
from konten.rules.entwurf import HOECHSTENS_ENTWUERFE, HOECHSTENS_ZEICHEN, VORAUS_MS, gebremst, ist_eigene_adresse
from konten.services.entwurf import geraeteschluessel, jetzt_ms, loesche_alte_entwuerfe, schliesse_entwurf

MERKEN = "/konto/entwuerfe/merken/"
FORMULAR = "kontakt-neu.abc"


def sende(client: Client, *, stand: int, inhalt: str = "inhalt=Erster", **anders) -> tuple[int, dict]:
    angaben = {"formular": FORMULAR, "titel": "Kontakt", "adresse": "/kontakte/neu/", "inhalt": inhalt, "stand": stand}
    antwort = client.post(MERKEN, json.dumps(angaben | anders), content_type="application/json")
    return antwort.status_code, antwort.json() if antwort["Content-Type"] == "application/json" else {}


@pytest.fixture
def ada(als) -> Client:
    return als("netzwerk_konz")


def test_entwurf_wird_gemerkt_und_steht_in_der_liste(ada):
    stand = jetzt_ms()
    assert sende(ada, stand=stand)[1]["angenommen"] is True
    assert Entwurf.objects.get().inhalt == "inhalt=Erster"
    seite = ada.get("/konto/entwuerfe/").content.decode()
    assert f'href="/kontakte/neu/?entwurf={FORMULAR}"' in seite
    assert "Angefangene Einträge" in ada.get("/konto/").content.decode()


def test_aelterer_stand_ueberschreibt_nie(ada):
    stand = jetzt_ms()
    sende(ada, stand=stand, inhalt="inhalt=neu")
    assert sende(ada, stand=stand - 1, inhalt="inhalt=alt")[1]["angenommen"] is False
    assert sende(ada, stand=stand, inhalt="inhalt=gleichzeitig")[1]["angenommen"] is False
    assert Entwurf.objects.get().inhalt == "inhalt=neu"
    assert sende(ada, stand=stand + 1, inhalt="inhalt=neuer")[1]["angenommen"] is True
    assert Entwurf.objects.get().inhalt == "inhalt=neuer"


def test_zweimal_dasselbe_gilt_als_angenommen(ada):
    stand = jetzt_ms()
    sende(ada, stand=stand)
    assert sende(ada, stand=stand)[1]["angenommen"] is True


def test_vorgehende_uhr_sperrt_niemanden_aus(ada):
    sende(ada, stand=10**15)
    assert Entwurf.objects.get().stand <= jetzt_ms() + VORAUS_MS
    assert gebremst(5, 1_000_000) == 5
    assert gebremst(2_000_000, 1_000_000) == 1_000_000 + VORAUS_MS
    assert gebremst(-3, 1_000_000) == 0


def test_nach_dem_speichern_kommt_ein_verspaeteter_entwurf_nicht_zurueck(ada, welt):
    stand = jetzt_ms()
    sende(ada, stand=stand)
    schliesse_entwurf(benutzer=welt.person("netzwerk_konz"), formular=FORMULAR, stand=stand + 50)
    assert sende(ada, stand=stand + 20, inhalt="inhalt=unterwegs")[1]["angenommen"] is False
    zeile = Entwurf.objects.get()
    assert (zeile.inhalt, zeile.titel, zeile.adresse) == ("", "", "")
    assert "Sie haben nichts Angefangenes" in ada.get("/konto/entwuerfe/").content.decode()


@pytest.mark.parametrize(
    ("angabe", "wert", "status"),
    [
        ("inhalt", "x" * (HOECHSTENS_ZEICHEN + 1), 413),
        ("inhalt", "", 400),
        ("inhalt", None, 400),
        ("inhalt", "a\x00b", 400),
        ("stand", "12", 400),
        ("stand", True, 400),
        ("adresse", "//boese.example/", 400),
        ("adresse", "https:/boese.example/", 400),
        ("adresse", "/kontakte/\\boese", 400),
        ("formular", "../kontakt", 400),
        ("formular", "kontakt-" + "x" * 200, 400),
    ],
)
def test_was_kein_formular_schickt_wird_abgelehnt(ada, angabe, wert, status):
    assert sende(ada, **{"stand": jetzt_ms(), angabe: wert})[0] == status
    assert not Entwurf.objects.exists()


def test_unlesbares_wird_abgelehnt(ada):
    for koerper in ("", "[]", "{", '{"formular": 1}', "[" * 5000):
        assert ada.post(MERKEN, koerper, content_type="application/json").status_code == 400


def test_nicht_beliebig_viele(ada, welt):
    person = welt.person("netzwerk_konz")
    Entwurf.objects.bulk_create(
        Entwurf(benutzer=person, formular=f"kontakt-neu.{n}", adresse="/", inhalt="a=b", stand=n)
        for n in range(HOECHSTENS_ENTWUERFE)
    )
    assert sende(ada, stand=jetzt_ms()) == (413, {"grund": "anzahl"})


def test_fremde_entwuerfe_gibt_es_nicht(ada, als):
    sende(ada, stand=jetzt_ms())
    fremd = als("netzwerk_saarburg")
    assert fremd.get("/konto/entwuerfe/stand/?anfang=kontakt").json()["entwuerfe"] == []
    assert fremd.get(f"/kontakte/neu/?entwurf={FORMULAR}").status_code == 404
    assert fremd.post("/konto/entwuerfe/verwerfen/", {"formular": FORMULAR}).status_code == 404
    assert "Kontakt</a>" not in fremd.get("/konto/entwuerfe/").content.decode()
    # The same key in another account is another draft.
    sende(fremd, stand=jetzt_ms(), inhalt="inhalt=Fremd")
    assert sorted(Entwurf.objects.values_list("inhalt", flat=True)) == ["inhalt=Erster", "inhalt=Fremd"]


def test_stand_nennt_keine_texte(ada):
    sende(ada, stand=jetzt_ms())
    (kopf,) = ada.get("/konto/entwuerfe/stand/?anfang=kontakt-neu").json()["entwuerfe"]
    assert set(kopf) == {"formular", "stand", "offen", "titel", "adresse"}
    assert kopf["offen"] is True


def test_verwerfen_leert_und_sagt_es_dem_geraet(ada):
    sende(ada, stand=jetzt_ms())
    antwort = ada.post("/konto/entwuerfe/verwerfen/", {"formular": FORMULAR, "weiter": "/konto/"}, follow=True)
    assert antwort.redirect_chain == [("/konto/", 302)]
    assert f'data-entwuerfe-fertig="{FORMULAR}"' in antwort.content.decode()
    assert "data-entwuerfe-fertig" not in ada.get("/konto/").content.decode()
    assert Entwurf.objects.get().inhalt == ""
    assert ada.post("/konto/entwuerfe/verwerfen/", {"formular": FORMULAR, "weiter": "//boese.example"}).url == (
        "/konto/entwuerfe/"
    )


def test_ohne_anmeldung_nichts(welt):
    anonym = Client()
    assert anonym.get("/konto/entwurfsschluessel/").status_code == 302
    assert sende(anonym, stand=jetzt_ms())[0] == 302
    assert not Entwurf.objects.exists()


def test_schluessel_je_person_und_nie_im_zwischenspeicher(ada, als):
    antwort = ada.get("/konto/entwurfsschluessel/")
    assert "no-store" in antwort["Cache-Control"]
    eigener, fremder = antwort.json(), als("netzwerk_saarburg").get("/konto/entwurfsschluessel/").json()
    assert len(base64.b64decode(eigener["schluessel"])) == 32
    assert eigener["schluessel"] != fremder["schluessel"]
    assert eigener["fach"] != fremder["fach"]
    assert ada.get("/konto/entwurfsschluessel/").json()["schluessel"] == eigener["schluessel"]


def test_schluessel_haengt_am_geheimnis_des_servers(welt, settings):
    person = welt.person("netzwerk_konz")
    vorher = geraeteschluessel(person)
    settings.SECRET_KEY = "ein anderes Geheimnis"
    assert geraeteschluessel(person)[1] != vorher[1]


def test_nach_dreissig_tagen_geloescht(ada, welt):
    sende(ada, stand=jetzt_ms())
    sende(ada, stand=jetzt_ms(), formular="kontakt-neu.frisch")
    alt = timezone.now() - timedelta(days=31)
    Entwurf.objects.filter(formular=FORMULAR).update(geaendert_am=alt)
    assert loesche_alte_entwuerfe(jetzt=timezone.now()) == 1
    assert Entwurf.objects.get().formular == "kontakt-neu.frisch"


def test_tippen_fuellt_das_protokoll_nicht(ada):
    sende(ada, stand=jetzt_ms(), inhalt="inhalt=eins")
    vorher = Protokolleintrag.objects.count()
    for nummer in range(1, 4):
        sende(ada, stand=jetzt_ms() + nummer * 10, inhalt=f"inhalt={nummer}")
    assert Protokolleintrag.objects.count() == vorher
    texte = " ".join(str(eintrag.changes) for eintrag in Protokolleintrag.objects.all())
    assert "inhalt=eins" not in texte


def test_nur_eigene_adressen():
    assert [a for a in ("/", "/kontakte/neu/?partner=1", "//x", "x", "/\\x", "/a b", "") if ist_eigene_adresse(a)] == [
        "/",
        "/kontakte/neu/?partner=1",
    ]
