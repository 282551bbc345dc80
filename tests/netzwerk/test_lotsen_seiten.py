"""Pages of Lotsenanfragen with an account: rights, list, export, forms, acts, both versions."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from netzwerk.models import Bedarfsmeldung, Lotsenanfrage, Lotsenweiterleitung
from netzwerk.services.lotsen import Abschluss, schliesse
from netzwerk.services.lotsenfrist import eskaliere_ueberfaellige
from tests.netzwerk.lotsen import frage, neue_anfrage, neues_angebot, thema
from tests.welt import neuer_partner

pytestmark = pytest.mark.django_db


def eingabe(**felder) -> dict:
    werte = {
        "uuid": str(uuid.uuid4()),
        "sozialraum": "konz",
        "titel": "Gruppe am Nachmittag",
        "text": "Gesucht wird eine offene Gruppe.",
        "themen": [thema().pk],
        "altersgruppe": "10_14",
        "gemeinde": "",
        "eile": "bald",
        "zeit": "egal",
        "mobilitaet": "ohne",
        "sprache": "",
        "weg": "konto",
    }
    return werte | felder


def beende(welt, anfrage, ergebnis="kein_angebot", hindernis="keines"):
    anfrage.refresh_from_db()
    return schliesse(
        anfrage_id=anfrage.pk,
        version=anfrage.version,
        abschluss=Abschluss(ergebnis, "Leider gibt es das nicht.", hindernis),
        durch=welt.person("netzwerk_konz"),
        heute=timezone.localdate(),
    )


# --- Who sees what ----------------------------------------------------------------------------------------------------


def test_wer_eine_anfrage_oeffnet(welt, als):
    adresse = neue_anfrage(welt).get_absolute_url()
    erwartet = {
        "netzwerk_konz": 200,
        "team_konz": 200,
        "leitstelle": 200,
        "netzwerk_saarburg": 404,
        "leitung_konz": 404,
        "jugendamt": 403,
        "datenschutz": 403,
        "admin": 403,
    }
    assert {name: als(name).get(adresse).status_code for name in erwartet} == erwartet
    eskaliere_ueberfaellige(timezone.localdate() + timedelta(days=20))
    assert als("leitung_konz").get(adresse).status_code == 200


def test_liste_zeigt_ohne_filter_die_offenen_und_die_naechste_frist_zuerst(welt, als):
    heute = timezone.localdate()
    spaet, frueh = neue_anfrage(welt, heute=heute), neue_anfrage(welt, heute=heute - timedelta(days=10))
    fertig = neue_anfrage(welt)
    beende(welt, fertig)
    client = als("netzwerk_konz")
    assert [a for a, _ in client.get("/lotsenanfragen/").context["zeilen"]] == [frueh, spaet]
    assert [a for a, _ in client.get("/lotsenanfragen/?stand=ueberfaellig").context["zeilen"]] == [frueh]
    assert [a for a, _ in client.get("/lotsenanfragen/?stand=kein_angebot").context["zeilen"]] == [fertig]
    assert len(client.get("/lotsenanfragen/?stand=").context["zeilen"]) == 3
    assert client.get("/lotsenanfragen/?wer=meine&stand=").context["zeilen"][0][0] == fertig


def test_export_nennt_texte_nur_wer_anfragen_bearbeitet(welt, als):
    neue_anfrage(welt)
    ohne = als("team_konz").get("/lotsenanfragen/?format=csv").content.decode("utf-8-sig")
    mit = als("netzwerk_konz").get("/lotsenanfragen/?format=csv").content.decode("utf-8-sig")
    assert "Gesucht wird eine offene Gruppe in Bahnnähe." in mit
    assert "Bahnnähe" not in ohne
    assert "Gruppe am Nachmittag" not in ohne
    assert "10 bis unter 14 Jahre" in ohne


def test_team_sieht_nicht_wer_bearbeitet_hat_und_keine_fremden_angaben(welt, als):
    anfrage = neue_anfrage(welt, von="netzwerk_konz", absender_name="Kim Beispiel", absender_telefon="06501 1")
    text = als("team_konz").get(anfrage.get_absolute_url()).content.decode()
    assert "06501 1" not in text
    assert "06501 1" in als("netzwerk_konz").get(anfrage.get_absolute_url()).content.decode()


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_team_stellt_und_doppelt_gesendet_ist_eine(welt, als):
    daten = eingabe()
    for _ in range(2):
        antwort = als("team_konz").post("/lotsenanfragen/neu/", daten)
        assert antwort.status_code == 302
    anfrage = Lotsenanfrage.objects.get()
    assert antwort.url == anfrage.get_absolute_url()
    assert (anfrage.weg, anfrage.eile, anfrage.gestellt_von) == ("konto", "bald", welt.personen["team_konz"])
    assert [t.name for t in anfrage.themen.all()] == ["Freizeit"]


@pytest.mark.parametrize(
    ("felder", "feld"),
    [
        ({"sozialraum": "saarburg"}, "sozialraum"),
        ({"titel": ""}, "titel"),
        ({"themen": []}, "themen"),
        ({"text": "Max M., geb. 12.03.2019, braucht Hilfe."}, "text"),
        ({"gemeinde": "07235118"}, "gemeinde"),
        ({"weg": "telefon"}, "absender_name"),
        ({"weg": "telefon", "absender_stelle": "Schule"}, "absender_telefon"),
    ],
)
def test_was_nicht_gestellt_wird(welt, als, felder, feld):
    antwort = als("netzwerk_konz").post("/lotsenanfragen/neu/", eingabe(**felder))
    assert antwort.status_code == 200
    assert feld in antwort.context["form"].errors
    assert not Lotsenanfrage.objects.exists()


def test_am_telefon_angenommen_fuer_einen_partner(welt, als):
    schule = neuer_partner(welt, "Grundschule Beispielbach", "schule", email="schule@example.org")
    adresse = f"/lotsenanfragen/neu/?partner={schule.uuid}"
    form = als("netzwerk_konz").get(adresse).context["form"]
    assert (form["weg"].value(), form["absender_stelle"].value()) == ("telefon", "Grundschule Beispielbach")
    als("netzwerk_konz").post(
        adresse, eingabe(weg="telefon", absender_stelle="Grundschule", absender_email="schule@example.org")
    )
    anfrage = Lotsenanfrage.objects.get()
    assert (anfrage.weg, anfrage.partner, anfrage.mailadresse) == ("telefon", schule, "schule@example.org")


def test_team_wird_nicht_nach_anrufenden_gefragt_und_liest_zuerst_den_kinderschutz(als):
    text = als("team_konz").get("/lotsenanfragen/neu/").content.decode()
    assert "absender_name" not in text
    assert text.index("Sorge um ein bestimmtes Kind") < text.index('name="titel"')


def test_bearbeiten_mit_zwei_fassungen(welt, als):
    anfrage = neue_anfrage(welt)
    adresse = f"{anfrage.get_absolute_url()}bearbeiten/"
    assert als("team_konz").get(adresse).status_code == 403
    daten = eingabe(uuid=str(anfrage.uuid), version=1, titel="Gruppe am Abend")
    assert als("netzwerk_konz").post(adresse, daten).status_code == 302
    zweite = als("netzwerk_konz").post(adresse, daten | {"titel": "Gruppe am Morgen"})
    assert zweite.status_code == 200
    assert [u.label for u in zweite.context["unterschiede"]] == ["Was wird gesucht?"]
    assert Lotsenanfrage.objects.get().titel == "Gruppe am Abend"


# --- Asking providers -------------------------------------------------------------------------------------------------


def test_anbieter_ankreuzen_und_fragen(welt, als):
    anfrage, treff = neue_anfrage(welt), neues_angebot(welt)
    verein = neuer_partner(welt, "Sportverein Beispiel", "verein")
    adresse = f"{anfrage.get_absolute_url()}weiterleiten/"
    client = als("netzwerk_konz")
    seite = client.get(adresse, {"q": "sportverein"})
    assert [v.ziel.partner for v in seite.context["partner"]] == [verein]
    assert [v.ziel.angebot for v in client.get(adresse).context["vorschlaege"]] == [treff]
    leer = client.post(adresse, {"ziel": ["partner:x", f"partner:{uuid.uuid4()}", "quatsch"]})
    assert "Bitte kreuzen Sie mindestens einen Anbieter an." in leer.content.decode()
    gesendet = client.post(adresse, {"ziel": [f"angebot:{treff.uuid}", f"partner:{verein.uuid}"]}, follow=True)
    assert "2 Anbieter sind gefragt. 1 ohne Mailadresse: bitte anrufen." in gesendet.content.decode()
    assert set(Lotsenweiterleitung.objects.values_list("partner__name", "empfaenger")) == {
        ("Verein Offener Treff", "offener@example.org"),
        ("Sportverein Beispiel", ""),
    }
    assert als("team_konz").get(adresse).status_code == 403
    assert als("netzwerk_saarburg").post(adresse, {"ziel": []}).status_code == 404


def test_was_nicht_passt_laesst_sich_trotzdem_fragen(welt, als):
    anfrage, treff = neue_anfrage(welt), neues_angebot(welt)
    thema("Lesen").angebote.add(treff)
    anfrage.themen.set([thema("Schwimmen")])
    adresse = f"{anfrage.get_absolute_url()}weiterleiten/"
    client = als("netzwerk_konz")
    leer = client.get(adresse, {"q": "treff"})
    assert leer.context["vorschlaege"] == []
    assert "Kein Angebot passt" in leer.content.decode()
    assert 'href="?q=treff&amp;alle=1"' in leer.content.decode()
    weit = client.get(f"{adresse}?q=treff&alle=1")
    assert [v.ziel.angebot for v in weit.context["vorschlaege"]] == [treff]
    assert "Angekreuzte fragen" in weit.content.decode()
    nirgends = client.get(f"{adresse}?q=qqqq&alle=1").content.decode()
    assert "Kein Angebot gefunden" in nirgends
    assert "Auch andere zeigen" not in nirgends
    client.post(f"{adresse}?q=treff&alle=1", {"ziel": [f"angebot:{treff.uuid}"]})
    assert Lotsenweiterleitung.objects.get().angebot == treff


def test_antwort_am_telefon_zaehlt_wie_der_link(welt, als):
    anfrage = neue_anfrage(welt)
    [eine] = frage(welt, anfrage, neues_angebot(welt))
    adresse = f"/lotsenanfragen/fragen/{eine.uuid}/antwort/"
    client = als("netzwerk_konz")
    ohne_grund = client.post(adresse, {"version": 1, "antwort": "passt_nicht"})
    assert "grund" in ohne_grund.context["form"].errors
    assert client.post(adresse, {"version": 1, "antwort": "frei", "grund": "Frau Muster"}).status_code == 302
    eine.refresh_from_db()
    assert (eine.antwort, eine.beantwortet_weg, eine.eingetragen_von) == (
        "frei",
        "telefon",
        welt.personen["netzwerk_konz"],
    )
    konflikt = client.post(adresse, {"version": 1, "antwort": "warteliste"})
    assert konflikt.status_code == 200
    assert "Gespeichert ist jetzt" in konflikt.content.decode()
    assert als("netzwerk_saarburg").get(adresse).status_code == 404


# --- The end and what follows -----------------------------------------------------------------------------------------


def test_abschliessen_und_wieder_oeffnen_auf_der_seite(welt, als):
    anfrage = neue_anfrage(welt)
    adresse = f"{anfrage.get_absolute_url()}abschliessen/"
    client = als("netzwerk_konz")
    unvollstaendig = client.post(adresse, {"version": 1, "ergebnis": "vermittelt", "rueckmeldung": "Ab Montag."})
    assert set(unvollstaendig.context["abschlussform"].errors) == {"durch"}
    daten = {"version": 1, "ergebnis": "kein_angebot", "hindernis": "keines", "rueckmeldung": "Gibt es leider nicht."}
    assert als("team_konz").post(adresse, daten).status_code == 403
    assert client.post(adresse, daten).status_code == 302
    assert client.post(adresse, daten).status_code == 403
    anfrage.refresh_from_db()
    team = als("team_konz")
    assert "Gibt es leider nicht." in team.get(anfrage.get_absolute_url()).content.decode()
    oeffnen = f"{anfrage.get_absolute_url()}oeffnen/"
    assert "notiz" in team.post(oeffnen, {"version": 2, "notiz": ""}).context["oeffnenform"].errors
    assert team.post(oeffnen, {"version": 2, "notiz": "Doch noch gesucht."}).status_code == 302
    anfrage.refresh_from_db()
    assert anfrage.zustand == "in_arbeit"


def test_kein_angebot_wird_ein_bedarf(welt, als):
    anfrage = neue_anfrage(welt)
    beende(welt, anfrage)
    adresse = f"/bedarfslagen/neu/?lotsenanfrage={anfrage.uuid}"
    form = als("netzwerk_konz").get(adresse).context["form"]
    assert (form["titel"].value(), form["thema"].value(), form["altersgruppe"].value()) == (
        "Gruppe am Nachmittag",
        thema().pk,
        "10_14",
    )
    daten = {
        "uuid": str(uuid.uuid4()),
        "sozialraum": "konz",
        "thema": thema().pk,
        "titel": "Gruppe fehlt",
        "text": "Am Nachmittag gibt es keine Gruppe.",
        "schwere": "hinweis",
        "altersgruppe": "10_14",
        "am": timezone.localdate().isoformat(),
    }
    assert als("netzwerk_konz").post(adresse, daten).status_code == 302
    anfrage.refresh_from_db()
    assert anfrage.bedarfsmeldung == Bedarfsmeldung.objects.get()
    assert als("netzwerk_konz").get(adresse).context["form"].lotsenanfrage is None
    assert als("netzwerk_saarburg").get(adresse).context["form"].lotsenanfrage is None


def test_zahlen_als_datei_wie_auf_der_seite(welt, als):
    for _ in range(2):
        beende(welt, neue_anfrage(welt))
    seite = als("netzwerk_konz").get("/lotsenanfragen/zahlen/").content.decode()
    datei = als("netzwerk_konz").get("/lotsenanfragen/zahlen/?format=csv").content.decode("utf-8-sig")
    assert "&lt; 3" in seite
    assert "Konz;kein Angebot;< 3" in datei
    assert "Lücke: Freizeit" in datei
    assert als("jugendamt").get("/lotsenanfragen/zahlen/").status_code == 200
    assert als("team_konz").get("/lotsenanfragen/zahlen/").status_code == 403


def test_suche_findet_anfragen_nur_fuer_wen_sie_sichtbar_sind(welt, als):
    neue_anfrage(welt, titel="Zirkusgruppe gesucht")
    gefunden = {
        name: "Zirkusgruppe gesucht" in als(name).get("/suche/?q=zirkusgruppe").content.decode()
        for name in ("netzwerk_konz", "team_konz", "leitstelle", "netzwerk_saarburg", "leitung_konz", "jugendamt")
    }
    assert [name for name, ja in gefunden.items() if ja] == ["netzwerk_konz", "team_konz", "leitstelle"]


def test_startseite_nennt_was_wartet_und_fuehrt_zur_liste(welt, als):
    neue_anfrage(welt)
    text = als("netzwerk_konz").get("/").content.decode()
    assert "Offene Lotsenanfragen beantworten" in text
    assert "Offene Lotsenanfragen beantworten" not in als("team_konz").get("/").content.decode()


def test_uebernehmen_mit_einem_klick(welt, als):
    anfrage = neue_anfrage(welt)
    client = als("netzwerk_konz")
    for satz in ("Sie haben die Anfrage übernommen.", "Sie sind schon zuständig."):
        seite = client.post(f"{anfrage.get_absolute_url()}uebernehmen/", follow=True)
        assert satz in seite.content.decode()
    assert client.get(f"{anfrage.get_absolute_url()}uebernehmen/").status_code == 405


def test_seiten_fragen_die_datenbank_gleich_oft_wie_viele_es_auch_sind(welt, als):
    anfrage, client = neue_anfrage(welt), als("netzwerk_konz")
    adressen = [
        "/lotsenanfragen/?stand=",
        "/lotsenanfragen/zahlen/",
        anfrage.get_absolute_url(),
        f"{anfrage.get_absolute_url()}weiterleiten/?q=verein",
    ]

    def zaehle() -> dict[str, int]:
        anzahl = {}
        for adresse in adressen:
            with CaptureQueriesContext(connection) as abfragen:
                assert client.get(adresse).status_code == 200
            anzahl[adresse] = len(abfragen)
        return anzahl

    frage(welt, anfrage, neues_angebot(welt, "Erstes"))
    beende(welt, neue_anfrage(welt))
    zaehle()  # what is read once per process is read here
    vorher = zaehle()
    for nummer in range(4):
        frage(welt, anfrage, neues_angebot(welt, f"Verein {nummer}"))
        beende(welt, neue_anfrage(welt, themen=[thema().pk, thema(f"Thema {nummer}").pk]))
        neue_anfrage(welt)
    assert zaehle() == vorher
