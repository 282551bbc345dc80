"""The partner list: search, filters, sort, pages, rights, export, empty states, constant queries."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from netzwerk.models import Kontakt, Kontaktbeteiligung
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Netzwerkpartner, Partnerzustand, Wirkungsbereich
from tests.welt import neue_ansprechperson, neuer_partner

FACHROLLEN = ["netzwerk_konz", "leitung_konz", "leitung_fremd", "jugendamt", "leitstelle", "team_konz"]


def namen(antwort) -> list[str]:
    return [zeile.name for zeile in antwort.context["zeilen"]]


def kontakt(welt, partner, vor_tagen: int, person: str = "netzwerk_konz", **felder) -> Kontakt:
    am = timezone.localdate() - timedelta(days=vor_tagen)
    neu = Kontakt.objects.create(
        **{"art": "telefonat", "bezug": "uebergreifend", "am": am, "erfasst_von": welt.personen[person], **felder}
    )
    raum = partner.wirkungsbereiche.first().sozialraum
    Kontaktbeteiligung.objects.create(kontakt=neu, partner=partner, sozialraum=raum, am=am)
    zaehle_neu(kontakt_ids=[neu.pk])
    return neu


@pytest.mark.parametrize("name", FACHROLLEN)
def test_alle_fachrollen_sehen_die_liste(welt, als, name):
    neuer_partner(welt)
    antwort = als(name).get("/partner/")
    assert antwort.status_code == 200
    assert namen(antwort) == ["Kita Beispielbach"]


@pytest.mark.parametrize("adresse", ["/partner/", "/suche/?q=kita", "/partner/?format=csv"])
@pytest.mark.parametrize("name", ["datenschutz", "admin", "ohne_rolle"])
def test_wer_keine_inhalte_sieht_bekommt_nichts(welt, als, name, adresse):
    neuer_partner(welt)
    assert als(name).get(adresse).status_code == 403


@pytest.mark.parametrize("text", ["müller", "Mueller", "MÜLLER", "Mu\u0308ller", "ller konz"])
def test_umlaute_und_grossschreibung_sind_gleichgueltig(welt, als, text):
    neuer_partner(welt, "Kita Müller")
    neuer_partner(welt, "Kita Meier", sozialraum="saarburg", ort="Saarburg")
    assert namen(als("jugendamt").get("/partner/", {"q": text})) == ["Kita Müller"]


def test_filter_nach_sozialraum_kategorie_und_zustand(welt, als):
    neuer_partner(welt, "A Kita")
    neuer_partner(welt, "B Schule", kategorie="schule")
    neuer_partner(welt, "C Kita fern", sozialraum="saarburg")
    neuer_partner(welt, "D Kita ruht", zustand="ruhend")
    client = als("jugendamt")
    assert namen(client.get("/partner/")) == ["A Kita", "B Schule", "C Kita fern"]
    assert namen(client.get("/partner/?sozialraum=konz&kategorie=kita")) == ["A Kita"]
    assert namen(client.get("/partner/?zustand=ruhend")) == ["D Kita ruht"]
    assert len(namen(client.get("/partner/?zustand=alle"))) == 4


def test_am_stichtag_zeigt_die_liste_wer_damals_wirkte(welt, als):
    partner = neuer_partner(welt, "Kita Damals")
    Wirkungsbereich.objects.filter(partner=partner).update(bis=date(2022, 12, 31))
    Partnerzustand.objects.filter(partner=partner).update(bis=date(2023, 5, 1))
    client = als("jugendamt")
    assert namen(client.get("/partner/?sozialraum=konz&kategorie=kita&stichtag=2022-06-01")) == ["Kita Damals"]
    assert namen(client.get("/partner/?sozialraum=konz&stichtag=2023-01-01")) == []
    assert namen(client.get("/partner/?stichtag=2023-01-01")) == ["Kita Damals"]
    assert namen(client.get("/partner/")) == []


def test_kontaktstand_filtert_nach_der_einen_regel(welt, als):
    nie = neuer_partner(welt, "A nie")
    neuer_partner(welt, "B neu", von=timezone.localdate() - timedelta(days=10))
    aktuell, faellig, ueber = (neuer_partner(welt, name) for name in ("C aktuell", "D fällig", "E überfällig"))
    kontakt(welt, aktuell, 10)
    kontakt(welt, faellig, 190)
    kontakt(welt, ueber, 400)
    client = als("jugendamt")
    assert namen(client.get("/partner/?zustand_kontakt=ueberfaellig")) == [nie.name, "E überfällig"]
    assert namen(client.get("/partner/?zustand_kontakt=faellig")) == ["B neu", "D fällig"]
    assert namen(client.get("/partner/?zustand_kontakt=aktuell")) == ["C aktuell"]
    assert namen(client.get("/partner/?zustand_kontakt=nie")) == [nie.name]
    assert namen(client.get("/partner/?zustand_kontakt=bald")) == []


@pytest.mark.parametrize(
    ("adresse", "satz"),
    [
        ("?sozialraum=gibtsnicht", "Diesen Sozialraum gibt es nicht"),
        ("?kategorie=x", "Diese Kategorie gibt es nicht"),
        ("?zustand=verkauft", "Diesen Zustand gibt es nicht"),
        ("?zustand_kontakt=x", "Diesen Kontaktstand gibt es nicht"),
        ("?stichtag=morgen", "ist kein gültiger Tag"),
    ],
)
def test_unbekannte_filterwerte_sagen_was_falsch_ist(welt, als, adresse, satz):
    neuer_partner(welt)
    antwort = als("jugendamt").get(f"/partner/{adresse}")
    assert antwort.status_code == 200
    assert satz in antwort.content.decode()
    assert namen(antwort) == ["Kita Beispielbach"]


def test_sortiert_umlaute_richtig_und_nie_erreichte_zuerst(welt, als):
    aerzte = neuer_partner(welt, "Ärztehaus", ort="Öfflingen")
    neuer_partner(welt, "Zoo", kategorie="schule", ort="Pölich")
    neuer_partner(welt, "Bücherei", kategorie="verein", ort="Ayl")
    kontakt(welt, aerzte, 5)
    client = als("jugendamt")
    assert namen(client.get("/partner/")) == ["Ärztehaus", "Bücherei", "Zoo"]
    assert namen(client.get("/partner/?sortierung=-name")) == ["Zoo", "Bücherei", "Ärztehaus"]
    assert namen(client.get("/partner/?sortierung=ort")) == ["Bücherei", "Ärztehaus", "Zoo"]
    assert namen(client.get("/partner/?sortierung=kategorie")) == ["Ärztehaus", "Zoo", "Bücherei"]
    assert namen(client.get("/partner/?sortierung=kontakt")) == ["Bücherei", "Zoo", "Ärztehaus"]
    assert namen(client.get("/partner/?sortierung=-kontakt"))[0] == "Ärztehaus"
    assert namen(client.get("/partner/?sortierung=passwort")) == ["Ärztehaus", "Bücherei", "Zoo"]


def test_seite_ausserhalb_ist_die_letzte(welt, als):
    for nummer in range(27):
        neuer_partner(welt, f"Kita {nummer:02}")
    client = als("jugendamt")
    assert len(namen(client.get("/partner/"))) == 25
    assert namen(client.get("/partner/?page=99")) == ["Kita 25", "Kita 26"]
    assert namen(client.get("/partner/?page=x"))[0] == "Kita 00"


def test_kontakt_erfassen_nur_wo_es_erlaubt_ist(welt, als):
    eigener = neuer_partner(welt, "Eigene Kita")
    fremder = neuer_partner(welt, "Fremde Kita", sozialraum="saarburg")
    seite = als("netzwerk_konz").get("/partner/").content.decode()
    assert f"/kontakte/neu/?partner={eigener.uuid}" in seite
    assert f"/kontakte/neu/?partner={fremder.uuid}" not in seite
    assert "/kontakte/neu/" not in als("jugendamt").get("/partner/").content.decode()


def test_leere_liste_sagt_was_zu_tun_ist(welt, als):
    seite = als("leitstelle").get("/partner/").content.decode()
    assert "Noch kein Partner eingetragen" in seite
    assert "Liste importieren" in seite
    assert "/partner/neu/" in seite
    seite = als("jugendamt").get("/partner/").content.decode()
    assert "Liste importieren" not in seite
    assert "/partner/neu/" not in seite
    assert "Filter zurücksetzen" in als("jugendamt").get("/partner/?q=x").content.decode()


def test_export_enthaelt_die_gefilterte_liste_mit_schluessel(welt, als):
    partner = neuer_partner(welt, "Kita Über", telefon="06501 1", plz="54329")
    kontakt(welt, partner, 0)
    neuer_partner(welt, "Schule", kategorie="schule")
    antwort = als("jugendamt").get("/partner/?kategorie=kita&format=csv")
    zeilen = list(csv.DictReader(io.StringIO(antwort.content.decode("utf-8-sig")), delimiter=";"))
    assert len(zeilen) == 1
    assert zeilen[0]["ID"] == str(partner.uuid)
    assert zeilen[0]["Name"] == "Kita Über"
    assert zeilen[0]["Postleitzahl"] == "54329"
    assert zeilen[0]["Sozialräume"] == "Konz"
    assert zeilen[0]["Letzter Kontakt"] == f"{timezone.localdate():%d.%m.%Y}"
    assert zeilen[0]["Kontaktstand"] == "aktuell"


def test_export_fuehrt_keine_formeln_aus(welt, als):
    neuer_partner(welt, '=HYPERLINK("http://boese.example")', aufgaben="+1+1")
    inhalt = als("leitstelle").get("/partner/?format=xlsx").content
    blatt = load_workbook(io.BytesIO(inhalt)).active
    zeile = dict(zip([z.value for z in blatt[1]], blatt[2], strict=True))
    assert zeile["Name"].value.startswith("'=HYPERLINK")
    assert zeile["Name"].data_type == "s"
    assert zeile["Aufgaben"].value == "'+1+1"


@pytest.mark.parametrize("anzahl", [1, 3, 12])
@pytest.mark.parametrize(
    ("adresse", "abfragen"),
    [("/partner/", 15), ("/partner/?sozialraum=konz&zustand_kontakt=nie", 19)],
)
def test_abfragen_haengen_nicht_von_der_menge_ab(welt, als, adresse, abfragen, anzahl, django_assert_num_queries):
    for nummer in range(anzahl):
        partner = neuer_partner(welt, f"Kita {nummer}")
        Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.saarburg, von=date(2021, 1, 1))
        neue_ansprechperson(partner)
    client = als("netzwerk_konz")
    with django_assert_num_queries(abfragen):
        client.get(adresse)


def test_suche_behandelt_prozent_und_unterstrich_als_text(welt, als):
    neuer_partner(welt, "Kita Hundert")
    assert namen(als("jugendamt").get("/partner/", {"q": "%"})) == []
    assert namen(als("jugendamt").get("/partner/", {"q": "_"})) == []
    assert Netzwerkpartner.objects.count() == 1


@pytest.mark.parametrize(
    "adresse", ["/partner/?q=", "/suche/?q=", "/kontakte/?q=", "/kontakte/neu/partnersuche/?partnersuche="]
)
def test_sehr_viele_suchworte_sind_kein_fehler(welt, als, adresse):
    assert als("netzwerk_konz").get(adresse + "+".join(map(str, range(1500)))).status_code == 200


def test_sehr_viele_namensworte_sind_kein_fehler(welt, als):
    adresse = f"/partner/{neuer_partner(welt).uuid}/ansprechpersonen/neu/?q="
    assert als("netzwerk_konz").get(adresse + "+".join("a" * 1500)).status_code == 200
