"""Administration of base data: who may, what validity does, what a forged or doubled entry meets."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from konten.models import Parameter
from konten.selectors import parameter_am
from netzwerk.models import Thema
from partner.models import Intervall, Kategorieausnahme, Kategoriepflicht, Schliesszeit
from sozialraum.models import Sozialraum, Sozialraumzentrum, Traeger, Traegerschaft
from sozialraum.views.sachen import PARAMETERSACHE, SACHEN, Sache
from tests.welt import ANFANG, Welt, neuer_partner

Als = Callable[[str], Client]
ALLE = (*SACHEN, PARAMETERSACHE)
LESENDE = ("netzwerk_konz", "leitung_konz", "leitstelle", "team_konz", "datenschutz", "admin")
#: right of a list -> who of them does not hold it
OHNE_RECHT = {
    "stammdaten.sehen": (),
    "partner.sehen": ("datenschutz", "admin"),
    "finanzen.summen": ("leitstelle", "team_konz", "datenschutz", "admin"),
    "finanzen.sehen": ("netzwerk_konz", "leitstelle", "team_konz", "datenschutz", "admin"),
}


@pytest.mark.parametrize("sache", ALLE, ids=lambda sache: sache.name)
def test_alle_rollen_lesen_nur_das_jugendamt_pflegt(als: Als, sache: Sache):
    for name in LESENDE:
        darf_lesen = name not in OHNE_RECHT[sache.recht]
        assert als(name).get(sache.url("verwalten")).status_code == (200 if darf_lesen else 403), name
        assert als(name).get(sache.url("neu")).status_code == 403, name
        assert als(name).post(sache.url("neu"), {"name": "x"}).status_code == 403, name
    assert als("ohne_rolle").get(sache.url("verwalten")).status_code == 403
    assert als("jugendamt").get(sache.url("neu")).status_code == 200


@pytest.mark.parametrize("sache", ALLE, ids=lambda sache: sache.name)
def test_leeres_formular_nennt_was_fehlt(als: Als, sache: Sache):
    vorher = sache.modell.objects.count()
    antwort = als("jugendamt").post(sache.url("neu"), {})
    assert antwort.status_code == 200
    assert "Dieses Feld ist zwingend erforderlich." in antwort.content.decode()
    assert sache.modell.objects.count() == vorher


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_listen_haben_gleich_viele_abfragen(welt: Welt, als: Als, anzahl: int, django_assert_max_num_queries):
    for nummer in range(anzahl):
        Kategorieausnahme.objects.create(
            sozialraum=welt.konz,
            kategorie=welt.kategorien["verein"],
            begruendung="x",
            von=ANFANG + timedelta(days=nummer),
            bis=ANFANG + timedelta(days=nummer) if nummer else None,
        )
    client = als("jugendamt")
    with django_assert_max_num_queries(9):
        client.get("/verwaltung/ausnahmen/?stand=alle")


def test_uebersicht_nennt_was_fehlt(welt: Welt, als: Als):
    seite = " ".join(als("jugendamt").get("/verwaltung/").content.decode().split())
    assert "Heute ohne steuerungsverantwortlichen Träger: Hermeskeil, Ruwer/Schweich/Trier-Land." in seite
    assert "Konten und Aufgaben" not in seite
    assert "Konten und Aufgaben" in als("admin").get("/verwaltung/").content.decode()


# --- Descriptive records ------------------------------------------------------------------------------------------


def test_kuerzel_bleibt_fuer_immer(welt: Welt, als: Als):
    adresse = "/verwaltung/sozialraeume/konz/bearbeiten/"
    als("jugendamt").post(adresse, {"name": "Konz und Umland", "kuerzel": "neu", "reihenfolge": "1"})
    konz = Sozialraum.objects.get(pk=welt.konz.pk)
    assert (konz.name, konz.kuerzel) == ("Konz und Umland", "konz")


def test_traeger_mit_vollzeitstunden(als: Als):
    als("jugendamt").post("/verwaltung/traeger/neu/", {"name": "Neuer e. V.", "vollzeit_stunden": "38.5"})
    assert str(Traeger.objects.get(name="Neuer e. V.").vollzeit_stunden) == "38.50"


def test_zentrum_beschreibung_aendern_und_beenden(welt: Welt, als: Als):
    zentrum = Sozialraumzentrum.objects.create(sozialraum=welt.konz, name="Haus", ort="Konz", von=ANFANG)
    basis = f"/verwaltung/zentren/{zentrum.uuid}/"
    felder = {"name": "Haus der Familie", "ort": "Konz", "sozialraum": "saarburg", "oeffnungszeiten": "Mo 9–12 Uhr"}
    als("jugendamt").post(f"{basis}bearbeiten/", felder)
    als("jugendamt").post(f"{basis}beenden/", {"bis": "2026-06-30"})
    zentrum.refresh_from_db()
    assert (zentrum.name, zentrum.sozialraum, zentrum.bis) == ("Haus der Familie", welt.konz, date(2026, 6, 30))


def test_thema_wird_nicht_mehr_angeboten(als: Als, db):
    thema = Thema.objects.create(name="Alt")
    als("jugendamt").post(f"/verwaltung/themen/{thema.pk}/bearbeiten/", {"name": "Alt", "reihenfolge": "0"})
    assert not Thema.objects.get(pk=thema.pk).ist_aktiv


# --- Validity -----------------------------------------------------------------------------------------------------


def test_ueberschneidung_nennt_den_anderen_eintrag(welt: Welt, als: Als):
    felder = {"kategorie": "kita", "von": "2026-01-01"}
    antwort = als("jugendamt").post("/verwaltung/erforderliche-kategorien/neu/", felder)
    assert "Kindertagesstätte: erforderlich ab 01.01.2020 (ab 01.01.2020)" in antwort.content.decode()
    assert Kategoriepflicht.objects.filter(kategorie=welt.kategorien["kita"]).count() == 1


def test_nach_dem_ende_geht_es_neu(welt: Welt, als: Als):
    pflicht = Kategoriepflicht.objects.get(kategorie=welt.kategorien["kita"])
    jugendamt = als("jugendamt")
    jugendamt.post(f"/verwaltung/erforderliche-kategorien/{pflicht.uuid}/beenden/", {"bis": "2025-12-31"})
    jugendamt.post("/verwaltung/erforderliche-kategorien/neu/", {"kategorie": "kita", "von": "2026-02-01"})
    zeilen = Kategoriepflicht.objects.filter(kategorie=welt.kategorien["kita"]).order_by("von")
    assert list(zeilen.values_list("von", "bis")) == [(ANFANG, date(2025, 12, 31)), (date(2026, 2, 1), None)]


def test_ende_vor_beginn_wird_abgewiesen(welt: Welt, als: Als):
    pflicht = Kategoriepflicht.objects.get(kategorie=welt.kategorien["kita"])
    antwort = als("jugendamt").post(
        f"/verwaltung/erforderliche-kategorien/{pflicht.uuid}/beenden/", {"bis": "2019-01-01"}
    )
    assert "Das Ende liegt vor dem Beginn." in antwort.content.decode()


def test_ende_verlaengern_in_einen_anderen_eintrag_wird_abgewiesen(welt: Welt, als: Als):
    erste = Kategorieausnahme.objects.create(
        sozialraum=welt.konz, kategorie=welt.kategorien["verein"], begruendung="x", von=ANFANG, bis=date(2025, 12, 31)
    )
    Kategorieausnahme.objects.create(
        sozialraum=welt.konz, kategorie=welt.kategorien["verein"], begruendung="y", von=date(2026, 2, 1)
    )
    antwort = als("jugendamt").post(f"/verwaltung/ausnahmen/{erste.uuid}/beenden/", {"bis": ""})
    assert "überschneidet sich" in antwort.content.decode()
    erste.refresh_from_db()
    assert erste.bis == date(2025, 12, 31)


def test_zuruecknehmen_geht_nur_vor_dem_beginn(welt: Welt, als: Als):
    morgen = timezone.localdate() + timedelta(days=1)
    felder = {"sozialraum": welt.konz, "kategorie": welt.kategorien["verein"], "begruendung": "x"}
    kommend = Kategorieausnahme.objects.create(von=morgen, **felder)
    laufend = Kategorieausnahme.objects.create(von=ANFANG, bis=date(2020, 12, 31), **felder)
    jugendamt = als("jugendamt")
    for zeile in (kommend, laufend):
        jugendamt.post(f"/verwaltung/ausnahmen/{zeile.uuid}/zuruecknehmen/")
    assert list(Kategorieausnahme.objects.all()) == [laufend]
    assert als("leitstelle").post(f"/verwaltung/ausnahmen/{laufend.uuid}/zuruecknehmen/").status_code == 403


def test_steuerung_wechselt_ueber_das_formular(welt: Welt, als: Als):
    felder = {
        "traeger": welt.traeger["musterhof"].uuid,
        "sozialraum": "konz",
        "ist_steuerungsverantwortlich": "on",
        "von": "2026-07-01",
    }
    assert als("jugendamt").post("/verwaltung/traegerschaften/neu/", felder).status_code == 302
    steuernd = Traegerschaft.objects.aktiv(date(2026, 7, 1)).get(
        sozialraum=welt.konz, ist_steuerungsverantwortlich=True
    )
    assert steuernd.traeger == welt.traeger["musterhof"]


# --- Values -------------------------------------------------------------------------------------------------------


def test_parameter_neuer_wert_ab_einem_tag(als: Als, db):
    Parameter.objects.create(schluessel="mindestumfang_vzae", wert="0.25", von=date(2017, 1, 1))
    felder = {"schluessel": "mindestumfang_vzae", "wert": "0,3", "von": "2026-07-01", "quelle": "Beschluss"}
    als("jugendamt").post("/verwaltung/parameter/neu/", felder)
    assert str(parameter_am(date(2026, 6, 30))["mindestumfang_vzae"]) == "0.25"
    assert str(parameter_am(date(2026, 7, 1))["mindestumfang_vzae"]) == "0.3"
    seite = als("netzwerk_konz").get("/verwaltung/parameter/").content.decode()
    assert "0,25 VZÄ, ab 01.01.2017 bis 30.06.2026" in seite


def test_parameter_am_selben_tag_ist_eine_korrektur(als: Als, db):
    felder = {"schluessel": "neu_tage", "wert": "60", "von": "2026-07-01"}
    als("jugendamt").post("/verwaltung/parameter/neu/", felder)
    als("jugendamt").post("/verwaltung/parameter/neu/", felder | {"wert": "80"})
    assert list(Parameter.objects.values_list("wert", "von", "bis")) == [("80", date(2026, 7, 1), None)]


@pytest.mark.parametrize(("wert", "meldung"), [("viel", "Bitte eine Zahl eingeben"), ("-1", "zwischen 0 und 1000")])
def test_unsinniger_parameter_steht_am_feld(als: Als, db, wert: str, meldung: str):
    felder = {"schluessel": "mindestumfang_vzae", "wert": wert, "von": "2026-07-01"}
    assert meldung in als("jugendamt").post("/verwaltung/parameter/neu/", felder).content.decode()
    assert not Parameter.objects.exists()


def test_kontaktabstand_der_kategorie_wird_abgeloest(welt: Welt, als: Als):
    felder = {"kategorie": "kita", "tage": "120", "von": "2026-07-01"}
    als("jugendamt").post("/verwaltung/kontaktabstaende/neu/", felder)
    zeilen = Intervall.objects.filter(kategorie=welt.kategorien["kita"]).order_by("von")
    assert list(zeilen.values_list("tage", "von", "bis", "sozialraum")) == [
        (180, ANFANG, date(2026, 6, 30), None),
        (120, date(2026, 7, 1), None, None),
    ]


def test_kontaktabstand_im_sozialraum_steht_neben_dem_allgemeinen(welt: Welt, als: Als):
    felder = {"kategorie": "kita", "sozialraum": "konz", "tage": "90", "von": "2026-07-01", "begruendung": "Viele"}
    als("jugendamt").post("/verwaltung/kontaktabstaende/neu/", felder)
    gueltige = Intervall.objects.aktiv(date(2026, 7, 1)).filter(kategorie=welt.kategorien["kita"])
    assert set(gueltige.values_list("tage", "sozialraum__kuerzel")) == {(180, None), (90, "konz")}


def test_kontaktabstand_eines_partners_sieht_die_systemverwaltung_nicht(welt: Welt, als: Als):
    partner = neuer_partner(welt)
    adresse = f"/verwaltung/kontaktabstaende/neu/?partner={partner.uuid}"
    felder = {"partner": partner.uuid, "sozialraum": "konz", "tage": "30", "von": "2026-07-01"}
    felder["begruendung"] = "Neue Leitung"
    assert als("jugendamt").post(adresse, felder).status_code == 302
    assert Intervall.objects.get(partner=partner).tage == 30
    liste = "/verwaltung/kontaktabstaende/?stand=alle"
    assert partner.name in als("leitung_konz").get(liste).content.decode()
    assert partner.name not in als("admin").get(liste).content.decode()
    assert partner.name not in als("admin").get(f"{liste}&format=csv").content.decode()


def test_schulferien_ueberschneiden_sich_nicht_und_gelten_nur_ohne_partner(welt: Welt, als: Als):
    Schliesszeit.objects.create(
        partner=neuer_partner(welt), bezeichnung="Teamtag", von=date(2026, 7, 1), bis=date(2026, 7, 1)
    )
    jugendamt = als("jugendamt")
    felder = {"bezeichnung": "Sommerferien", "von": "2026-06-29", "bis": "2026-08-07"}
    assert jugendamt.post("/verwaltung/schulferien/neu/", felder).status_code == 302
    antwort = jugendamt.post("/verwaltung/schulferien/neu/", felder | {"bezeichnung": "Noch einmal"})
    assert "Sommerferien (29.06.2026 bis 07.08.2026)" in antwort.content.decode()
    assert "Teamtag" not in jugendamt.get("/verwaltung/schulferien/").content.decode()


# --- Lists --------------------------------------------------------------------------------------------------------


def test_liste_zeigt_heute_gueltiges_und_auf_wunsch_den_verlauf(welt: Welt, als: Als):
    Kategorieausnahme.objects.create(
        sozialraum=welt.konz, kategorie=welt.kategorien["verein"], begruendung="früher", von=ANFANG, bis=ANFANG
    )
    jugendamt = als("jugendamt")
    assert "früher" not in jugendamt.get("/verwaltung/ausnahmen/").content.decode()
    assert "früher" in jugendamt.get("/verwaltung/ausnahmen/?stand=beendet").content.decode()
    assert "früher" in jugendamt.get("/verwaltung/ausnahmen/?stand=alle&sozialraum=konz").content.decode()
    assert "früher" not in jugendamt.get("/verwaltung/ausnahmen/?stand=alle&sozialraum=saarburg").content.decode()
    assert jugendamt.get("/verwaltung/ausnahmen/?stand=unfug&sozialraum=unfug&sortierung=passwort").status_code == 200


def test_ausfuhr_der_traegerschaften(als: Als, db):
    text = als("team_konz").get("/verwaltung/traegerschaften/?format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Sozialraum;Träger;steuert;gültig ab;gültig bis"
    assert "Konz;Jugendhilfe Beispieltal e. V.;ja;01.01.2020;" in text
