"""Evidence and the Führungszeugnis: four eyes, rights, files, what is logged, what the night does."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from konten.models import Benutzer, Entwurf, Protokolleintrag, Versandauftrag
from konten.services.datei import pruefe
from netzwerk.models import Einsatz, Fuehrungszeugnis, Netzwerkfachkraft, Qualifikationsnachweis
from netzwerk.rules.fachkraft import Nachweisart, Nachweisstatus
from netzwerk.services.fuehrungszeugnis import loesche_faellige, trage_ein
from netzwerk.services.nachweis import bestaetige, reiche_ein, verlaengere, weise_zurueck
from netzwerk.services.nachweisbrief import erinnere_an_ablauf
from tests.konten.dateien import PNG, datei, office
from tests.welt import Welt

Als = Callable[[str], Client]


@pytest.fixture
def ada(welt: Welt) -> Netzwerkfachkraft:
    return welt.personen["netzwerk_konz"].netzwerkfachkraft


def nachweis(fachkraft: Netzwerkfachkraft, durch: Benutzer, **felder) -> Qualifikationsnachweis:
    hochgeladen = datei("kurs.pdf")
    grund = {"art": Nachweisart.GRUND, "bezeichnung": "Bachelor", "anbieter": "Hochschule", "am": date(2020, 5, 4)}
    return reiche_ein(
        nachweis=Qualifikationsnachweis(fachkraft=fachkraft, **grund | felder),
        durch=durch,
        datei=hochgeladen,
        geprueft=pruefe(hochgeladen),
    )


def eingaben(**felder) -> dict:
    return {
        "art": "luettringhaus",
        "bezeichnung": "Grundkurs",
        "anbieter": "Institut Musterweg",
        "umfang": "12,5",
        "einheit": "tage",
        "am": "2024-03-01",
        "neue_datei": datei("kurs.pdf"),
        **felder,
    }


# --- Filing -----------------------------------------------------------------------------------------------------------


def test_einreichen_legt_die_datei_unter_zufallsnamen_ab(als: Als, ada: Netzwerkfachkraft):
    antwort = als("netzwerk_konz").post(f"{ada.get_absolute_url()}nachweise/neu/", eingaben())
    neu = Qualifikationsnachweis.objects.get()
    assert antwort.url == neu.get_absolute_url()
    assert (neu.zustand, neu.umfang_text, neu.datei_name) == ("eingereicht", "12,5 Tage", "kurs.pdf")
    assert neu.eingereicht_von == ada.benutzer
    assert "kurs" not in neu.datei.name


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"neue_datei": datei("kurs.pdf", PNG)}, "passt nicht zum Inhalt"),
        ({"neue_datei": datei("kurs.docx", office("docx"))}, "Möglich sind PDF und Bilder (JPEG, PNG)."),
        (
            {"neue_datei": datei("kurs.pdf", b"MZ\x90\x00")},
            "Der Inhalt ist kein PDF. Möglich sind PDF und Bilder (JPEG, PNG).",
        ),
        ({"neue_datei": ""}, "Bitte wählen Sie die Datei"),
        ({"umfang": ""}, "Bitte geben Sie den Umfang"),
        ({"am": "2090-01-01"}, "heute oder früher"),
        ({"gueltig_bis": "2020-01-01"}, "vor dem Datum des Nachweises"),
    ],
)
def test_was_beim_einreichen_nicht_geht(als: Als, ada: Netzwerkfachkraft, felder: dict, satz: str):
    antwort = als("netzwerk_konz").post(f"{ada.get_absolute_url()}nachweise/neu/", eingaben(**felder))
    assert satz in antwort.content.decode()
    assert not Qualifikationsnachweis.objects.exists()


def test_was_scheitert_hinterlaesst_keine_datei(settings, tmp_path, ada: Netzwerkfachkraft):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(ValidationError, match="vor dem Datum des Nachweises"):
        nachweis(ada, ada.benutzer, gueltig_bis=date(2019, 1, 1))
    assert [pfad for pfad in tmp_path.rglob("*") if pfad.is_file()] == []


def test_erneut_einreichen_nach_zurueckweisung(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    alt = nachweis(ada, ada.benutzer)
    weise_zurueck(nachweis=alt, version=1, grund="Unleserlich", durch=welt.personen["jugendamt"])
    adresse = f"{alt.get_absolute_url()}bearbeiten/"
    als("leitung_konz").post(adresse, eingaben(version="2", neue_datei=datei("besser.png", PNG)))
    neu = Qualifikationsnachweis.objects.get()
    assert (neu.zustand, neu.datei_typ, neu.ablehnungsgrund) == ("eingereicht", "image/png", "Unleserlich")
    assert neu.eingereicht_von == welt.personen["leitung_konz"]


def test_zweimal_gesendet_wird_einmal_eingereicht(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    adresse, client = f"{ada.get_absolute_url()}nachweise/neu/", als("netzwerk_konz")
    assert client.post(adresse, eingaben()).status_code == 302
    zweite = client.post(adresse, eingaben(neue_datei=datei("kurs.pdf"), bezeichnung="grundkurs"))
    assert "„grundkurs“ vom 01.03.2024 ist schon eingereicht." in zweite.content.decode()
    neu = Qualifikationsnachweis.objects.get()
    weise_zurueck(nachweis=neu, version=1, grund="Unleserlich", durch=welt.personen["jugendamt"])
    assert client.post(adresse, eingaben(neue_datei=datei("kurs.pdf"))).status_code == 302
    assert Qualifikationsnachweis.objects.count() == 2


def test_getipptes_bleibt_als_entwurf_und_verschwindet_nach_dem_einreichen(als: Als, ada: Netzwerkfachkraft):
    client, adresse = als("netzwerk_konz"), f"{ada.get_absolute_url()}nachweise/neu/"
    formular = f"nachweis-{ada.uuid}"
    assert f'data-entwurf="{formular}"' in client.get(adresse).content.decode()
    Entwurf.objects.create(
        benutzer=ada.benutzer, formular=formular, stand=1, adresse=adresse, inhalt="bezeichnung=Halb+getippt"
    )
    seite = client.get(f"{adresse}?entwurf={formular}").content.decode()
    assert 'value="Halb getippt"' in seite
    assert "Bitte wählen Sie die Datei" not in seite
    client.post(adresse, eingaben(entwurf=formular, entwurf_stand="2"))
    assert Entwurf.objects.get().inhalt == ""


# --- Four eyes --------------------------------------------------------------------------------------------------------


def test_niemand_bestaetigt_eigenes_oder_selbst_eingereichtes(welt: Welt, ada: Netzwerkfachkraft):
    amt, amt_2 = welt.personen["jugendamt"], welt.personen["jugendamt_2"]
    eingereicht = nachweis(ada, amt)
    with pytest.raises(ValidationError, match="andere Person"):
        bestaetige(nachweis=eingereicht, version=1, durch=amt)
    with pytest.raises(ValidationError, match="andere Person"):
        bestaetige(nachweis=eingereicht, version=1, durch=ada.benutzer)
    assert bestaetige(nachweis=eingereicht, version=1, durch=amt_2).zustand == Nachweisstatus.BESTAETIGT
    with pytest.raises(ValidationError, match="schon entschieden"):
        weise_zurueck(nachweis=eingereicht, version=2, grund="doch nicht", durch=amt_2)


def test_verlaengern_ganz_oder_gar_nicht(welt: Welt, ada: Netzwerkfachkraft):
    amt, amt_2 = welt.personen["jugendamt"], welt.personen["jugendamt_2"]
    bald = date(2027, 1, 31)
    fremder = nachweis(ada, ada.benutzer, gueltig_bis=bald)
    eigener = nachweis(ada, amt, gueltig_bis=bald, bezeichnung="Kurs")
    for zeile in (fremder, eigener):
        bestaetige(nachweis=zeile, version=1, durch=amt_2)
    with pytest.raises(ValidationError, match="„Kurs“ von"):
        verlaengere(nachweise=[fremder, eigener], bis=date(2028, 1, 31), grund="Kurs verschoben", durch=amt)
    fremder.refresh_from_db()
    assert fremder.gueltig_bis == bald
    verlaengere(nachweise=[fremder, eigener], bis=date(2028, 1, 31), grund="Kurs verschoben", durch=amt_2)
    fremder.refresh_from_db()
    assert (fremder.gueltig_bis, fremder.verlaengerung_grund) == (date(2028, 1, 31), "Kurs verschoben")


def test_verlaengern_auf_der_seite(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    bald = timezone.localdate() + timedelta(days=30)
    zeile = nachweis(ada, ada.benutzer, gueltig_bis=bald)
    bestaetige(nachweis=zeile, version=1, durch=welt.personen["jugendamt"])
    client, neu = als("jugendamt"), bald + timedelta(days=365)
    ohne_grund = client.post("/fachkraefte/nachweise/verlaengern/", {"nachweise": zeile.uuid, "bis": neu})
    assert "Bitte nennen Sie den Grund der Verlängerung." in ohne_grund.content.decode()
    client.post("/fachkraefte/nachweise/verlaengern/", {"nachweise": zeile.uuid, "bis": neu, "grund": "Kurs voll"})
    zeile.refresh_from_db()
    assert zeile.gueltig_bis == neu
    assert f"({ada})" in client.get("/fachkraefte/nachweise/").text


def test_abgelaufenes_steht_fuer_sich(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    heute = timezone.localdate()
    for name, tage in (("Neuerer Kurs", 30), ("Alter Kurs", -30)):
        zeile = nachweis(ada, ada.benutzer, gueltig_bis=heute + timedelta(days=tage), bezeichnung=name)
        bestaetige(nachweis=zeile, version=1, durch=welt.personen["jugendamt"])
    laufend, _, abgelaufen = als("jugendamt").get("/fachkraefte/nachweise/").text.partition("<strong>Abgelaufen")
    assert ("Neuerer Kurs" in laufend, "Alter Kurs" in laufend, "Alter Kurs" in abgelaufen) == (True, False, True)


# --- Files and reading ------------------------------------------------------------------------------------------------


def test_jedes_lesen_der_datei_wird_vermerkt(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    adresse = f"{nachweis(ada, ada.benutzer).get_absolute_url()}datei/"
    zugriffe = Protokolleintrag.objects.filter(action=Protokolleintrag.Action.ACCESS)
    assert als("leitung_fremd").get(adresse).status_code == 404
    assert als("netzwerk_saarburg").get(adresse).status_code == 404
    assert als("leitstelle").get(adresse).status_code == 403
    assert not zugriffe.exists()
    antwort = als("jugendamt").get(adresse)
    assert antwort["Content-Disposition"].startswith("attachment")
    assert (antwort["Content-Type"], antwort.content[:5]) == ("application/pdf", b"%PDF-")
    assert zugriffe.get().actor == welt.personen["jugendamt"]


# --- The night --------------------------------------------------------------------------------------------------------


def test_ablauf_wird_einmal_gemailt_der_person_und_ihrer_leitung(welt: Welt, ada: Netzwerkfachkraft, settings):
    heute = date(2026, 11, 22)
    zeile = nachweis(ada, ada.benutzer, gueltig_bis=heute + timedelta(days=90))
    assert erinnere_an_ablauf(heute) == 0, "not confirmed yet"
    bestaetige(nachweis=zeile, version=1, durch=welt.personen["jugendamt"])
    assert erinnere_an_ablauf(heute - timedelta(days=1)) == 0
    assert erinnere_an_ablauf(heute) == 2
    assert erinnere_an_ablauf(heute + timedelta(days=1)) == 0
    mails = Versandauftrag.objects.filter(anlass__startswith="nachweis:")
    assert {mail.empfaenger for mail in mails} == {"netzwerk_konz@example.org", "leitung_konz@example.org"}
    assert all(f"{settings.BASIS_URL}{ada.get_absolute_url()}" in mail.text for mail in mails)


# --- Führungszeugnis --------------------------------------------------------------------------------------------------


def zeugnis(welt: Welt, fachkraft: Netzwerkfachkraft, datum: date, am: date) -> Fuehrungszeugnis:
    return trage_ein(fachkraft=fachkraft, datum=datum, eingesehen_am=am, benutzer_id=welt.personen["leitung_konz"].pk)


def test_zeugnis_hoechstens_drei_monate_alt_und_fuenf_jahre_gut(welt: Welt, ada: Netzwerkfachkraft):
    with pytest.raises(ValidationError, match="höchstens 3 Monate alt"):
        zeugnis(welt, ada, date(2026, 1, 10), date(2026, 4, 11))
    assert zeugnis(welt, ada, date(2026, 1, 10), date(2026, 4, 10)).wiedervorlage_am == date(2031, 1, 10)
    with pytest.raises(ValidationError, match="Ihr eigenes"):
        trage_ein(fachkraft=ada, datum=date(2026, 1, 10), eingesehen_am=date(2026, 2, 1), benutzer_id=ada.benutzer_id)


def test_tage_des_zeugnisses_stehen_nie_im_protokoll(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    adresse = f"{ada.get_absolute_url()}fuehrungszeugnis/"
    for datum in ("2026-01-10", "2026-02-10"):
        als("leitung_konz").post(adresse, {"datum": datum, "eingesehen_am": "2026-03-05"})
    assert "10.02.2031" in als("leitung_konz").get(adresse).content.decode()
    Fuehrungszeugnis.objects.get().delete()
    eintraege = Protokolleintrag.objects.filter(content_type__model="fuehrungszeugnis")
    handlungen = Protokolleintrag.Action
    assert set(eintraege.values_list("action", flat=True)) == {
        handlungen.CREATE, handlungen.UPDATE, handlungen.ACCESS, handlungen.DELETE,
    }  # fmt: skip
    spuren = " ".join(str(eintrag.changes) for eintrag in eintraege)
    assert not any(spur in spuren for spur in ("2026-01-10", "2026-02-10", "2026-03-05", "2031-02-10"))


def test_jugendamt_sieht_nur_den_stand(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    seite = als("jugendamt").get(ada.get_absolute_url()).content.decode()
    assert "fehlt" in seite.split('id="zeugnis"')[1]
    zeugnis(welt, ada, date(2026, 1, 10), date(2026, 3, 5))
    teil = als("jugendamt").get(ada.get_absolute_url()).content.decode().split('id="zeugnis"')[1]
    assert "liegt vor" in teil
    assert "10.01.2026" not in teil
    assert "2031" not in teil
    assert 'id="zeugnis"' not in als("netzwerk_konz").get(ada.get_absolute_url()).content.decode()


def test_zeugnis_geht_drei_monate_nach_dem_letzten_einsatz(welt: Welt, ada: Netzwerkfachkraft):
    zeugnis(welt, ada, date(2026, 1, 10), date(2026, 3, 5))
    Einsatz.objects.filter(fachkraft=ada).update(bis=date(2026, 6, 30))
    assert loesche_faellige(date(2026, 9, 30)) == 0
    assert loesche_faellige(date(2026, 10, 1)) == 1
    assert not Fuehrungszeugnis.objects.exists()


def test_zeugnis_ohne_folgenden_einsatz_geht_sofort(welt: Welt, ada: Netzwerkfachkraft):
    zeugnis(welt, ada, date(2026, 1, 10), date(2026, 3, 5))
    Einsatz.objects.filter(fachkraft=ada).update(bis=date(2026, 3, 4))
    assert loesche_faellige(date(2026, 3, 6)) == 1
