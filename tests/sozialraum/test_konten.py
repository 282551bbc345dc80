"""Accounts and responsibilities: roles are given and taken, contents stay out of sight, nobody locks herself out."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from konten.models import Benutzer, Protokolleintrag
from konten.rules import Rolle
from sozialraum.models import Zustaendigkeit
from sozialraum.services.konten import LETZTE, beende_aufgabe, lege_konto_still
from tests.welt import ANFANG, Welt

Als = Callable[[str], Client]
LISTE = "/verwaltung/konten/"
NEUES = {
    "vorname": "Alex",
    "nachname": "Neu",
    "username": "Alex.Neu",
    "email": "alex@example.org",
    "password1": "drei-lange-worte",
}


def seite(welt: Welt, name: str) -> str:
    return f"{LISTE}{welt.personen[name].uuid}/"


def aufgabe(welt: Welt, name: str) -> Zustaendigkeit:
    return Zustaendigkeit.objects.get(benutzer=welt.personen[name])


@pytest.mark.parametrize(
    "name", ["netzwerk_konz", "leitung_konz", "jugendamt", "leitstelle", "team_konz", "datenschutz", "ohne_rolle"]
)
def test_nur_die_systemverwaltung_kommt_hinein(welt: Welt, als: Als, name: str):
    client = als(name)
    ziel = seite(welt, "team_konz")
    for adresse in (LISTE, f"{LISTE}neu/", ziel, f"{ziel}bearbeiten/", f"{ziel}passwort/", f"{ziel}aufgabe/"):
        assert client.get(adresse).status_code == 403, adresse
    assert client.post(f"{ziel}stilllegen/").status_code == 403
    beenden = f"/verwaltung/aufgaben/{aufgabe(welt, 'team_konz').uuid}/beenden/"
    assert client.post(beenden, {"bis": "2026-01-01"}).status_code == 403
    assert Benutzer.objects.get(pk=welt.personen["team_konz"].pk).is_active


def test_systemverwaltung_sieht_keine_inhalte(als: Als):
    for adresse in ("/partner/", "/kontakte/", "/stellenanteile/"):
        assert als("admin").get(adresse).status_code == 403, adresse


def test_konto_anlegen_und_anmelden(als: Als):
    als("admin").post(f"{LISTE}neu/", NEUES)
    konto = Benutzer.objects.get(username="alex.neu")
    assert konto.check_password("drei-lange-worte")
    assert konto.bereich.raeume == {}


@pytest.mark.parametrize(
    ("felder", "meldung"),
    [
        ({"password1": "kurz"}, "mindestens 12"),
        ({"password1": "alex.neu.alex"}, "zu ähnlich"),
        ({"username": "ADMIN"}, "Diesen Benutzernamen gibt es schon."),
        ({"nachname": ""}, "zwingend erforderlich"),
    ],
)
def test_schlechte_angaben_legen_kein_konto_an(als: Als, felder: dict, meldung: str):
    antwort = als("admin").post(f"{LISTE}neu/", NEUES | felder)
    assert meldung in antwort.content.decode()
    assert "drei-lange-worte" not in antwort.content.decode()
    assert not Benutzer.objects.filter(nachname="Neu").exists()


def test_neues_anfangspasswort_beendet_alte_sitzungen(welt: Welt, als: Als):
    team = als("team_konz")
    assert team.get("/verwaltung/").status_code == 200
    als("admin").post(f"{seite(welt, 'team_konz')}passwort/", {"password1": "ganz-neues-wort"})
    assert team.get("/verwaltung/").status_code == 302
    assert welt.person("team_konz").check_password("ganz-neues-wort")


def test_stilllegen_und_freigeben(welt: Welt, als: Als):
    team = als("team_konz")
    als("admin").post(f"{seite(welt, 'team_konz')}stilllegen/")
    assert team.get("/verwaltung/").status_code == 302
    als("admin").post(f"{seite(welt, 'team_konz')}freigeben/")
    assert welt.person("team_konz").is_active


def test_aufgabe_uebertragen_und_beenden(welt: Welt, als: Als):
    admin = als("admin")
    felder = {"rolle": "leitung", "traeger": welt.traeger["musterhof"].uuid, "sozialraum": "konz", "von": "2026-01-01"}
    admin.post(f"{seite(welt, 'ohne_rolle')}aufgabe/", felder)
    neu = aufgabe(welt, "ohne_rolle")
    assert (neu.rolle, neu.traeger, neu.sozialraum) == (Rolle.LEITUNG, welt.traeger["musterhof"], None)
    assert welt.person("ohne_rolle").bereich.darf("einsatz.vorschlagen")
    admin.post(f"/verwaltung/aufgaben/{neu.uuid}/beenden/", {"bis": "2026-01-31"})
    assert welt.person("ohne_rolle").bereich.raeume == {}


@pytest.mark.parametrize(
    ("felder", "meldung"),
    [
        ({"rolle": "team"}, "Diese Rolle braucht diese Angabe."),
        ({"rolle": "leitung"}, "Diese Rolle braucht diese Angabe."),
        ({"rolle": "netzwerk"}, "Netzwerkfachkraft wird man durch einen bestätigten Einsatz."),
        ({"rolle": "jugendamt", "bis": "2025-12-31"}, "Das Ende liegt vor dem Beginn."),
        ({"rolle": "chefin"}, "gültige Auswahl"),
    ],
)
def test_unvollstaendige_aufgabe_wird_abgewiesen(welt: Welt, als: Als, felder: dict, meldung: str):
    antwort = als("admin").post(f"{seite(welt, 'ohne_rolle')}aufgabe/", {"von": "2026-01-01"} | felder)
    assert meldung in antwort.content.decode()
    assert not Zustaendigkeit.objects.filter(benutzer=welt.personen["ohne_rolle"]).exists()


def test_dieselbe_aufgabe_zweimal_nennt_die_andere(welt: Welt, als: Als):
    felder = {"rolle": "team", "sozialraum": "konz", "von": "2026-01-01"}
    antwort = als("admin").post(f"{seite(welt, 'team_konz')}aufgabe/", felder)
    assert "Sozialraumteam Konz (ab 01.01.2020)" in antwort.content.decode()


def test_vertretung_der_netzwerkfachkraft(welt: Welt, als: Als):
    konz = welt.personen["netzwerk_konz"]
    felder = {"rolle": "netzwerk", "vertritt": konz.uuid, "von": "2026-01-01"}
    als("admin").post(f"{seite(welt, 'ohne_rolle')}aufgabe/", felder)
    assert welt.person("ohne_rolle").bereich.sozialraeume("kontakt.bearbeiten") == {welt.konz.pk}


# --- Never without administration ---------------------------------------------------------------------------------


def test_die_letzte_systemverwaltung_bleibt(welt: Welt, als: Als):
    admin = als("admin")
    antwort = admin.post(f"{seite(welt, 'admin')}stilllegen/", follow=True)
    assert LETZTE in antwort.content.decode()
    antwort = admin.post(f"/verwaltung/aufgaben/{aufgabe(welt, 'admin').uuid}/beenden/", {"bis": "2030-12-31"})
    assert LETZTE in antwort.content.decode()
    assert welt.person("admin").is_active
    assert aufgabe(welt, "admin").bis is None


def test_mit_einer_zweiten_ohne_ende_geht_es(welt: Welt):
    heute = timezone.localdate()
    zweite = Zustaendigkeit.objects.create(
        benutzer=welt.personen["ohne_rolle"], rolle=Rolle.ADMIN, von=ANFANG, bis=heute + timedelta(days=30)
    )
    with pytest.raises(ValidationError, match="keine aktive Systemverwaltung"):
        lege_konto_still(konto=welt.personen["admin"])
    Zustaendigkeit.objects.filter(pk=zweite.pk).update(bis=None)
    lege_konto_still(konto=welt.personen["admin"])
    with pytest.raises(ValidationError, match="keine aktive Systemverwaltung"):
        beende_aufgabe(aufgabe=Zustaendigkeit.objects.get(pk=zweite.pk), bis=heute)
    assert not welt.person("admin").is_active


def test_ende_laesst_sich_nicht_hinausschieben(welt: Welt):
    zeile = aufgabe(welt, "team_konz")
    beende_aufgabe(aufgabe=zeile, bis=date(2026, 6, 30))
    with pytest.raises(ValidationError, match="endet schon früher"):
        beende_aufgabe(aufgabe=aufgabe(welt, "team_konz"), bis=date(2026, 12, 31))


def test_ein_gesetztes_passwort_steht_im_protokoll_ohne_inhalt(als, welt):
    konto = welt.personen["netzwerk_konz"]
    daten = {"password1": "Ein-langes-neues-Wort-77"}
    assert als("admin").post(f"/verwaltung/konten/{konto.uuid}/passwort/", daten).status_code == 302
    eintrag = Protokolleintrag.objects.filter(actor=welt.personen["admin"]).latest("pk")
    assert (eintrag.object_id, eintrag.changes) == (konto.pk, {"password": ["geändert", "geändert"]})
