"""Without account: the provider's answer, the public form with confirmation; forged, expired, used, hostile input."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from konten.models import Linkschluessel, Versandauftrag
from netzwerk.models import Lotsenanfrage, Lotsenweiterleitung
from netzwerk.services.lotsen import Abschluss, schliesse
from netzwerk.views.lotsenoeffentlich import JE_STUNDE
from tests.netzwerk.lotsen import frage, neue_anfrage, neues_angebot, thema

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def leerer_cache():
    cache.clear()


@pytest.fixture
def gast() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def gefragt(welt) -> Lotsenweiterleitung:
    [eine] = frage(welt, neue_anfrage(welt), neues_angebot(welt))
    return eine


def link_an(adresse: str, pfad: str = "antwort") -> str:
    text = Versandauftrag.objects.filter(empfaenger=adresse).latest("pk").text
    return re.search(rf"https?://[^/]+(/{pfad}/\S+)", text)[1]


def test_ansehen_verbraucht_nichts_und_zeigt_keine_namen(gast, gefragt):
    adresse = link_an("offener@example.org")
    for _ in range(3):
        seite = gast.get(adresse)
    text = seite.content.decode()
    assert "Gesucht wird eine offene Gruppe in Bahnnähe." in text
    assert "team" not in text.lower().replace("teams", "")
    assert seite["Cache-Control"] == "no-store"
    assert seite["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in seite
    assert Linkschluessel.objects.get(gegenstand=gefragt.uuid).verbraucht_am is None


def test_antworten_verbraucht_und_laesst_sich_aendern_bis_zum_abschluss(welt, gast, gefragt):
    adresse = link_an("offener@example.org")
    assert gast.post(adresse, {"version": 1, "antwort": "warteliste"}).status_code == 303
    assert Linkschluessel.objects.get(gegenstand=gefragt.uuid).verbraucht_am is not None
    assert "Ihre Antwort" in gast.get(adresse).content.decode()
    assert gast.post(adresse, {"version": 2, "antwort": "frei"}).status_code == 303
    anfrage = Lotsenanfrage.objects.get()
    schliesse(
        anfrage_id=anfrage.pk,
        version=anfrage.version,
        abschluss=Abschluss("vermittelt", "Ab Montag.", "", gefragt.uuid),
        durch=welt.person("netzwerk_konz"),
        heute=timezone.localdate(),
    )
    spaet = gast.post(adresse, {"version": 3, "antwort": "passt_nicht", "grund": "doch nicht"})
    assert spaet.status_code == 410
    assert "Diese Anfrage ist abgeschlossen" in gast.get(adresse).content.decode()
    assert "Bahnnähe" not in gast.get(adresse).content.decode()
    gefragt.refresh_from_db()
    assert gefragt.antwort == "frei"


def test_zwei_menschen_antworten_zugleich_der_zweite_erfaehrt_es(gast, gefragt):
    adresse = link_an("offener@example.org")
    gast.post(adresse, {"version": 1, "antwort": "frei"})
    assert gast.post(adresse, {"version": 1, "antwort": "frei"}).status_code == 303
    zweite = gast.post(adresse, {"version": 1, "antwort": "passt_nicht", "grund": "Wir sind voll"})
    assert zweite.status_code == 409
    text = zweite.content.decode()
    assert "Inzwischen hat jemand anderes über diesen Link geantwortet" in text
    assert "Wir sind voll" in text
    gefragt.refresh_from_db()
    assert gefragt.antwort == "frei"


def test_gefaelschter_link_ist_keine_seite_abgelaufener_sagt_was_zu_tun_ist(gast, gefragt):
    adresse = link_an("offener@example.org")
    for falsch in ("/antwort/x/", adresse[:-2] + "x/", "/antwort/" + "a" * 3000 + "/"):
        assert gast.get(falsch).status_code == 404
        assert gast.post(falsch, {"antwort": "frei"}).status_code == 404
    assert gast.get(adresse.replace("/antwort/", "/anfrage/bestaetigen/")).status_code == 404
    Linkschluessel.objects.update(gueltig_bis=timezone.now() - timedelta(days=1))
    assert "Dieser Link ist abgelaufen" in gast.get(adresse).content.decode()
    assert gast.post(adresse, {"version": 1, "antwort": "frei"}).status_code == 410
    gefragt.refresh_from_db()
    assert gefragt.antwort == ""


def test_html_und_zeilenumbrueche_sind_nur_text(als, gast, gefragt):
    adresse = link_an("offener@example.org")
    boese = "<script>alert(1)</script>\r\nBcc: alle@example.org"
    assert gast.post(adresse, {"version": 1, "antwort": "frei", "grund": boese}).status_code == 303
    seite = als("netzwerk_konz").get(gefragt.anfrage.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in seite
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Bcc: alle@example.org" in seite
    for mail in Versandauftrag.objects.all():
        assert "\n" not in mail.betreff
        assert "\n" not in mail.empfaenger


def test_angaben_ueber_kinder_werden_auch_hier_aufgehalten(gast, gefragt):
    adresse = link_an("offener@example.org")
    antwort = gast.post(adresse, {"version": 1, "antwort": "passt_nicht", "grund": "Max M., geb. 12.03.2019"})
    assert antwort.status_code == 200
    assert "Steht hier etwas über ein Kind oder eine Familie?" in antwort.content.decode()
    gefragt.refresh_from_db()
    assert gefragt.antwort == ""


# --- The public form --------------------------------------------------------------------------------------------------


def eingabe(**felder) -> dict:
    werte = {
        "uuid": str(uuid.uuid4()),
        "titel": "Krabbelgruppe gesucht",
        "text": "",
        "themen": [thema().pk],
        "altersgruppe": "0_3",
        "gemeinde": "07235068",
        "eile": "normal",
        "zeit": "egal",
        "mobilitaet": "ohne",
        "sprache": "",
        "absender_name": "Kim Beispiel",
        "absender_stelle": "Praxis Beispiel",
        "absender_email": "kim@example.org",
        "absender_telefon": "",
    }
    return werte | felder


def test_erst_die_bestaetigung_macht_eine_anfrage_sichtbar(welt, als, gast):
    daten = eingabe()
    for _ in range(2):
        antwort = gast.post("/anfrage/konz/", daten)
        assert (antwort.status_code, antwort.url) == (303, "/anfrage/konz/gesendet/")
    assert "Set-Cookie" not in antwort
    assert Versandauftrag.objects.count() == 1
    assert als("netzwerk_konz").get("/lotsenanfragen/").context["zeilen"] == []
    adresse = link_an("kim@example.org", "anfrage/bestaetigen")
    assert "Krabbelgruppe gesucht" in gast.get(adresse).content.decode()
    assert Lotsenanfrage.objects.get().zustand == "unbestaetigt"
    assert "ist angekommen" in gast.post(adresse).content.decode()
    assert gast.post(adresse).status_code == 410
    assert "schon bestätigt" in gast.get(adresse).content.decode()
    [(anfrage, _)] = als("netzwerk_konz").get("/lotsenanfragen/").context["zeilen"]
    assert (anfrage.weg, anfrage.zustand, anfrage.mailadresse) == ("formular", "neu", "kim@example.org")
    assert Versandauftrag.objects.filter(empfaenger="netzwerk_konz@example.org").count() == 1


@pytest.mark.parametrize(
    ("felder", "feld"),
    [
        ({"absender_email": "kim@example.org\r\nBcc: x@example.org"}, "absender_email"),
        ({"absender_email": ""}, "absender_email"),
        ({"gemeinde": "07235118"}, "gemeinde"),
        ({"themen": ["9" * 40]}, "themen"),
        ({"uuid": "kein-schluessel"}, "uuid"),
        ({"text": "Familie Mustermann aus der Hauptstraße"}, "text"),
        ({"altersgruppe": "erfunden"}, "altersgruppe"),
    ],
)
def test_schlechte_eingaben_kommen_mit_dem_text_zurueck(welt, gast, felder, feld):
    antwort = gast.post("/anfrage/konz/", eingabe(**felder))
    assert antwort.status_code == 200
    text = antwort.content.decode()
    assert f'id="id_{feld}_error"' in text or "data-fehler" in text
    assert "Krabbelgruppe gesucht" in text
    assert not Lotsenanfrage.objects.exists()
    assert not Versandauftrag.objects.exists()


def test_niemand_ueberschwemmt_ein_postfach(welt, gast):
    for _ in range(JE_STUNDE):
        assert gast.post("/anfrage/konz/", eingabe()).status_code == 303
    zuviel = gast.post("/anfrage/konz/", eingabe())
    assert zuviel.status_code == 429
    assert "Bitte warten Sie eine Stunde" in zuviel.content.decode()
    assert Versandauftrag.objects.count() == JE_STUNDE
    assert gast.get("/anfrage/erfunden/").status_code == 404
