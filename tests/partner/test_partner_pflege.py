"""Enter and change partners: rights, forged choices, double submit, conflicts, duplicates, validity rows."""

import unicodedata
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from konten.models import Protokolleintrag, handelnd
from konten.services.rueckgabe import FELD, absender
from netzwerk.models import Kontaktbeteiligung
from partner.models import Kategoriezuordnung, Netzwerkpartner, Partnerzustand, Wirkungsbereich
from partner.services.partner import aendere, setze_zustand, uebernimm_sozialraum
from tests.partner.test_partner_liste import kontakt
from tests.welt import neuer_partner

ERSTER_MAERZ = "2026-03-01"


def angaben(welt, **felder) -> dict:
    """What a browser sends for a complete new partner."""
    return {
        "uuid": str(uuid.uuid4()),
        "name": "Kita Neubach",
        "sitz": "landkreis",
        "gemeinde": welt.gemeinden["Konz"].pk,
        "kategorie_1": "kita",
        "art_1": "Krippe",
        "sozialraeume": [welt.konz.pk],
        "ab": ERSTER_MAERZ,
        **felder,
    }


def aenderung(welt, partner, **felder) -> dict:
    daten = angaben(welt, name=partner.name, art_1="", version=partner.version, ab="2026-06-01", **felder)
    return {name: wert for name, wert in daten.items() if name not in ("uuid", "sozialraeume")}


# --- Enter --------------------------------------------------------------------------------------------------------


def test_anlegen_mit_kategorie_zustand_und_sozialraum(welt, als):
    antwort = als("netzwerk_konz").post("/partner/neu/", angaben(welt, web="kita.example.org"))
    partner = Netzwerkpartner.objects.get()
    assert antwort.url == partner.get_absolute_url()
    assert partner.web == "https://kita.example.org"
    assert str(partner.kategoriezuordnungen.get()) == "Kita (Krippe)"
    assert partner.zustaende.get().zustand == "aktiv"
    assert partner.wirkungsbereiche.get().sozialraum == welt.konz
    assert partner.wirkungsbereiche.get().von == date(2026, 3, 1)


@pytest.mark.parametrize("name", ["leitung_konz", "jugendamt", "team_konz", "datenschutz", "admin", "ohne_rolle"])
def test_wer_nur_liest_legt_nichts_an(welt, als, name):
    client = als(name)
    assert client.get("/partner/neu/").status_code == 403
    assert client.post("/partner/neu/", angaben(welt)).status_code == 403
    assert not Netzwerkpartner.objects.exists()


def test_fremder_sozialraum_im_gefaelschten_formular_wird_abgewiesen(welt, als):
    daten = angaben(welt, sozialraeume=[welt.konz.pk, welt.saarburg.pk])
    antwort = als("netzwerk_konz").post("/partner/neu/", daten)
    assert antwort.status_code == 200
    assert "Diesen Sozialraum können Sie nicht wählen" in antwort.content.decode()
    assert not Netzwerkpartner.objects.exists()


def test_netzwerkfachkraft_waehlt_einen_eigenen_sozialraum_leitstelle_darf_ihn_offen_lassen(welt, als):
    antwort = als("netzwerk_konz").post("/partner/neu/", angaben(welt, sozialraeume=[]))
    assert "sozialraeume" in antwort.context["form"].errors
    als("leitstelle").post("/partner/neu/", angaben(welt, sozialraeume=[]))
    assert Netzwerkpartner.objects.ohne_zustaendigkeit(timezone.localdate()).count() == 1


def test_zweimal_gesendet_ist_ein_partner(welt, als):
    client, daten = als("netzwerk_konz"), angaben(welt)
    erste, zweite = client.post("/partner/neu/", daten), client.post("/partner/neu/", {**daten, "name": "Anders"})
    assert zweite.status_code == 302
    assert erste.url == zweite.url
    assert Netzwerkpartner.objects.get().name == "Kita Neubach"


def test_kaputter_schluessel_ist_kein_absturz(welt, als):
    antwort = als("netzwerk_konz").post("/partner/neu/", angaben(welt, uuid="kaputt"))
    assert antwort.status_code == 200
    assert "uuid" in antwort.context["form"].errors


@pytest.mark.parametrize("name", ["KITA NEUBACH", "Neubach", "Kita Neubach am Berg"])
def test_aehnlicher_name_in_derselben_gemeinde_warnt_zuerst(welt, als, name):
    vorhanden = neuer_partner(welt, "Kita Neubach")
    daten = angaben(welt, name=name)
    antwort = als("netzwerk_konz").post("/partner/neu/", daten)
    seite = antwort.content.decode()
    assert "Es gibt schon" in seite
    assert vorhanden.get_absolute_url() in seite
    assert Netzwerkpartner.objects.count() == 1
    als("netzwerk_konz").post("/partner/neu/", {**daten, "trotzdem": "on"})
    assert Netzwerkpartner.objects.count() == 2


def test_gleichlautender_name_in_anderer_gemeinde_enthalten_warnt_nicht(welt, als):
    neuer_partner(welt, "Kita Neubach Nord", gemeinde=welt.gemeinden["Saarburg"])
    assert als("netzwerk_konz").post("/partner/neu/", angaben(welt)).status_code == 302


def test_text_kommt_als_nfc_an(welt, als):
    zerlegt = unicodedata.normalize("NFD", "Kita Überherrn")
    als("netzwerk_konz").post("/partner/neu/", angaben(welt, name=zerlegt))
    assert Netzwerkpartner.objects.get().name == "Kita Überherrn"


@pytest.mark.parametrize(
    ("felder", "feld"),
    [
        ({"name": ""}, "name"),
        ({"kategorie_1": ""}, "kategorie_1"),
        ({"kategorie_1": "gibtsnicht"}, "kategorie_1"),
        ({"kategorie_2": "kita"}, "kategorie_2"),
        ({"art_2": "Hort"}, "kategorie_2"),
        ({"gemeinde": ""}, "gemeinde"),
        ({"sitz": "ausserhalb"}, "gemeinde"),
        ({"plz": "5432"}, "plz"),
        ({"ab": "31.02.2026"}, "ab"),
        ({"ab": "0001-01-01"}, "ab"),
        ({"email": "kein-at"}, "email"),
    ],
)
def test_fehler_stehen_am_feld_und_nichts_ist_gespeichert(welt, als, felder, feld):
    antwort = als("netzwerk_konz").post("/partner/neu/", angaben(welt, **felder))
    assert feld in antwort.context["form"].errors
    assert not Netzwerkpartner.objects.exists()


# --- Change -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("netzwerk_konz", 200),
        ("leitstelle", 200),
        ("netzwerk_saarburg", 403),
        ("leitung_konz", 403),
        ("jugendamt", 403),
        ("team_konz", 403),
        ("datenschutz", 403),
        ("admin", 403),
    ],
)
@pytest.mark.parametrize("seite", ["bearbeiten", "zustand", "sozialraeume", "ansprechpersonen/neu"])
def test_nur_eigene_partner_werden_geaendert(welt, als, name, status, seite):
    partner = neuer_partner(welt)
    adresse = f"{partner.get_absolute_url()}{seite}/"
    assert als(name).get(adresse).status_code == status
    if status == 403:
        assert als(name).post(adresse, aenderung(welt, partner)).status_code == 403


def test_aendern_zaehlt_die_fassung_und_wird_protokolliert(welt, als):
    partner = neuer_partner(welt)
    als("netzwerk_konz").post(f"{partner.get_absolute_url()}bearbeiten/", aenderung(welt, partner, telefon="06501 9"))
    partner.refresh_from_db()
    assert (partner.telefon, partner.version) == ("06501 9", 2)
    eintrag = Protokolleintrag.objects.filter(object_id=partner.pk, content_type__model="netzwerkpartner").first()
    assert eintrag.actor == welt.personen["netzwerk_konz"]
    assert "telefon" in eintrag.changes
    assert "06501 9" not in str(eintrag.changes)


def test_wer_zu_spaet_speichert_verliert_nichts(welt, als):
    partner = neuer_partner(welt, telefon="alt")
    adresse = f"{partner.get_absolute_url()}bearbeiten/"
    daten = aenderung(welt, partner, telefon="meine Nummer", aufgaben="Mein langer Text")
    kollege = Netzwerkpartner.objects.get(pk=partner.pk)
    kollege.telefon = "Nummer des Kollegen"
    with handelnd(welt.personen["leitstelle"].pk):
        aendere(partner=kollege, version=1, kategorien=[(welt.kategorien["kita"], "")], ab=date(2026, 6, 1))
    client = als("netzwerk_konz")
    antwort = client.post(adresse, daten)
    seite = antwort.content.decode()
    assert "inzwischen geändert: Leitstelle Muster am" in seite
    assert "(Telefon)" in seite
    (telefon,) = [fund for fund in antwort.context["unterschiede"] if fund.name == "telefon"]
    assert "".join(teil for teil, _ in telefon.gespeicherte) == "Nummer des Kollegen"
    assert "Mein langer Text" in seite
    assert Netzwerkpartner.objects.get().telefon == "Nummer des Kollegen"
    assert 'name="version" value="2"' in seite
    client.post(adresse, {**daten, "version": 2})
    assert Netzwerkpartner.objects.get().telefon == "meine Nummer"


def test_ohne_fassung_wird_nichts_ueberschrieben(welt, als):
    partner = neuer_partner(welt, telefon="alt")
    daten = aenderung(welt, partner, telefon="neu") | {"version": ""}
    antwort = als("netzwerk_konz").post(f"{partner.get_absolute_url()}bearbeiten/", daten)
    assert antwort.status_code == 200
    assert Netzwerkpartner.objects.get().telefon == "alt"


def test_kategorien_wechseln_zum_tag_und_bleiben_nachlesbar(welt, als):
    partner = neuer_partner(welt)
    daten = aenderung(welt, partner, kategorie_1="verein", kategorie_2="schule", art_2="Grundschule")
    als("netzwerk_konz").post(f"{partner.get_absolute_url()}bearbeiten/", daten)
    zeilen = Kategoriezuordnung.objects.filter(partner=partner).values_list("kategorie__kuerzel", "art", "von", "bis")
    assert set(zeilen) == {
        ("kita", "", date(2020, 1, 1), date(2026, 5, 31)),
        ("verein", "", date(2026, 6, 1), None),
        ("schule", "Grundschule", date(2026, 6, 1), None),
    }


def test_gleiche_kategorien_lassen_die_zeilen_in_ruhe(welt, als):
    partner = neuer_partner(welt)
    vorher = partner.kategoriezuordnungen.get().pk
    als("netzwerk_konz").post(f"{partner.get_absolute_url()}bearbeiten/", aenderung(welt, partner))
    assert partner.kategoriezuordnungen.get().pk == vorher


# --- State and Sozialräume ----------------------------------------------------------------------------------------


def test_zustand_wechselt_zum_tag_und_zurueck(welt, als):
    partner = neuer_partner(welt)
    client, adresse = als("netzwerk_konz"), f"{partner.get_absolute_url()}zustand/"
    client.post(adresse, {"zustand": "geschlossen", "ab": "2026-06-01"})
    client.post(adresse, {"zustand": "aktiv", "ab": "2026-07-01"})
    zeilen = Partnerzustand.objects.filter(partner=partner).order_by("von").values_list("zustand", "von", "bis")
    assert list(zeilen) == [
        ("aktiv", date(2020, 1, 1), date(2026, 5, 31)),
        ("geschlossen", date(2026, 6, 1), date(2026, 6, 30)),
        ("aktiv", date(2026, 7, 1), None),
    ]


def test_derselbe_zustand_aendert_nichts(welt):
    partner = neuer_partner(welt)
    setze_zustand(partner=partner, zustand="aktiv", ab=date(2026, 1, 1))
    assert partner.zustaende.get().von == date(2020, 1, 1)


def test_sozialraum_uebernehmen_zaehlt_fruehere_kontakte_neu(welt, als):
    partner = neuer_partner(welt)
    neu = kontakt(welt, partner, 10, person="netzwerk_saarburg")
    beteiligung = Kontaktbeteiligung.objects.get(kontakt=neu)
    Kontaktbeteiligung.objects.filter(pk=beteiligung.pk).update(sozialraum=welt.saarburg)
    daten = {"sozialraum": welt.saarburg.pk, "ab": "2026-01-01"}
    antwort = als("leitstelle").post(f"{partner.get_absolute_url()}sozialraeume/", daten)
    assert antwort.status_code == 302
    beteiligung.refresh_from_db()
    assert beteiligung.zaehlt is True
    with pytest.raises(ValidationError, match="schon ab dem"):
        uebernimm_sozialraum(partner=partner, sozialraum=welt.saarburg, ab=date(2026, 2, 1))


def test_fremden_sozialraum_eintragen_geht_nicht(welt, als):
    partner = neuer_partner(welt)
    daten = {"sozialraum": welt.saarburg.pk, "ab": "2026-01-01"}
    antwort = als("netzwerk_konz").post(f"{partner.get_absolute_url()}sozialraeume/", daten)
    assert "Diesen Sozialraum können Sie nicht wählen" in antwort.content.decode()
    assert partner.wirkungsbereiche.count() == 1


def test_schon_eingetragener_sozialraum_wird_erklaert(welt, als):
    partner = neuer_partner(welt)
    daten = {"sozialraum": welt.konz.pk, "ab": "2026-01-01"}
    antwort = als("netzwerk_konz").post(f"{partner.get_absolute_url()}sozialraeume/", daten)
    assert "schon ab dem 01.01.2020 für Konz eingetragen" in antwort.content.decode()


def test_beenden_zaehlt_neu_und_nimmt_die_pflicht(welt, als):
    partner = neuer_partner(welt)
    kontakt(welt, partner, 10)
    wirkung = partner.wirkungsbereiche.get()
    adresse = f"/wirkungsbereiche/{wirkung.uuid}/beenden/"
    bis = timezone.localdate() - timedelta(days=20)
    assert als("netzwerk_konz").post(adresse, {"bis": bis.isoformat()}).status_code == 302
    wirkung.refresh_from_db()
    assert wirkung.bis == bis
    assert Kontaktbeteiligung.objects.get().zaehlt is False


def test_ende_vor_dem_beginn_wird_abgewiesen(welt, als):
    wirkung = neuer_partner(welt).wirkungsbereiche.get()
    antwort = als("netzwerk_konz").post(f"/wirkungsbereiche/{wirkung.uuid}/beenden/", {"bis": "2019-12-31"})
    assert "Das liegt vor dem Beginn am 01.01.2020" in antwort.content.decode()


def test_fremde_zustaendigkeit_beendet_nur_wer_dort_zustaendig_ist(welt, als):
    partner = neuer_partner(welt)
    fremde = Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.saarburg, von=date(2020, 1, 1))
    adresse = f"/wirkungsbereiche/{fremde.uuid}/beenden/"
    assert als("netzwerk_konz").get(adresse).status_code == 403
    assert als("netzwerk_konz").post(adresse, {"bis": "2026-01-01"}).status_code == 403
    assert als("jugendamt").get(adresse).status_code == 403
    assert als("netzwerk_saarburg").get(adresse).status_code == 200


def test_unterbrochene_eingabe_kommt_zurueck(welt, als):
    fremd = Client()
    benutzer = welt.personen["netzwerk_konz"]
    fremd.post("/partner/neu/", angaben(welt, aufgaben="Mein langer Text") | {FELD: absender(benutzer.pk)})
    fremd.force_login(benutzer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Mein langer Text" in fremd.get("/partner/neu/").content.decode()
