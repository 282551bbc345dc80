"""K07, K21: pages of Mitteilungen, what the public can do, and what must not happen."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from konten.models import Versandauftrag
from netzwerk.models import Abonnement, Mitteilung, Mitteilungsabmeldung
from netzwerk.rules.mitteilung import abdruck
from netzwerk.services.abonnement import bestaetigungsadresse, loesche_unbestaetigte
from netzwerk.services.mitteilungsversand import abmeldeadresse, leseadresse
from tests.konten.dateien import PDF, datei
from tests.netzwerk.mitteilungen import INNEN, entwurf, neu_gelesen, sende, stelle_alles_ein
from tests.welt import Welt, neue_ansprechperson, neuer_partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ohne_drossel() -> None:
    cache.clear()


def formular(**felder) -> dict:
    return {
        "uuid": str(uuid4()),
        "titel": "Neue Sprechzeiten",
        "text": "Guten Tag",
        "richtung": "aussen",
        "sozialraeume": ["konz"],
        "kategorien": [],
        **felder,
    }


def test_vom_entwurf_ueber_die_vorschau_zum_versand(welt: Welt, als):
    neuer_partner(welt, "Kita Eins", email="eins@example.org")
    neuer_partner(welt, "Kita Zwei")
    client = als("netzwerk_konz")
    daten = formular(kategorien=["kita"])
    vorschau = client.post("/mitteilungen/neu/", daten, follow=True)
    text = vorschau.content.decode()
    assert "eins@example.org" in text
    assert "1 Mail, 1 ohne Mailadresse" in " ".join(text.split())
    mitteilung = Mitteilung.objects.get()
    form = vorschau.context["form"]
    senden = {"version": form.initial["version"], "bestaetigt": form.initial["bestaetigt"]}
    client.post(f"/mitteilungen/{mitteilung.uuid}/vorschau/", senden)
    client.post(f"/mitteilungen/{mitteilung.uuid}/vorschau/", senden)
    assert stelle_alles_ein(mitteilung) == 1
    mail = Versandauftrag.objects.get()
    assert (mail.empfaenger, mail.betreff) == ("eins@example.org", "Neue Sprechzeiten")
    assert "Keine Mitteilungen mehr: http" in mail.text
    log = client.get(f"/mitteilungen/{mitteilung.uuid}/zustellung/?format=csv").content.decode("utf-8-sig")
    assert "Kita Zwei" in log
    assert "keine Mailadresse" in log


def test_dasselbe_formular_zweimal_ist_ein_entwurf(welt: Welt, als):
    daten = formular(kategorien=["kita"])
    for _ in range(2):
        als("netzwerk_konz").post("/mitteilungen/neu/", daten)
    assert Mitteilung.objects.count() == 1


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"richtung": "aussen"}, "Bitte wählen Sie Kategorien, einzelne Partner oder die Abonnements."),
        ({"richtung": "innen"}, "Bitte wählen Sie, für wen die Mitteilung ist."),
        ({"sozialraeume": []}, "Bitte wählen Sie mindestens einen Ihrer Sozialräume."),
        ({"sozialraeume": ["saarburg"]}, "saarburg"),
        ({"titel": ""}, "Bitte geben Sie der Mitteilung einen Betreff."),
        ({"text": "Der kleine Max Muster, geb. 03.04.2019, hat Ärger."}, "Das sieht nach Angaben über ein Kind"),
    ],
)
def test_was_fehlt_oder_nicht_geht_steht_am_formular_und_nichts_geht_verloren(welt: Welt, als, felder, satz):
    antwort = als("netzwerk_konz").post("/mitteilungen/neu/", formular(**felder))
    text = antwort.content.decode()
    assert antwort.status_code == 200
    assert satz in text
    assert felder.get("text", "Guten Tag") in text
    assert not Mitteilung.objects.exists()


def test_einzelne_partner_mit_gewaehlter_ansprechperson(welt: Welt, als):
    kita = neuer_partner(welt, "Kita Eins", email="kita@example.org")
    person = neue_ansprechperson(kita, email="person@example.org")
    fremde = neuer_partner(welt, "Kita Fremd", sozialraum="saarburg", email="fremd@example.org")
    daten = formular(partner=[str(kita.uuid), str(fremde.uuid)])
    daten[f"adresse-{kita.uuid}"] = str(person.uuid)
    antwort = als("netzwerk_konz").post("/mitteilungen/neu/", daten, follow=True)
    text = antwort.content.decode()
    assert "person@example.org" in text
    assert "fremd@example.org" not in text, "out of reach"


def test_dateien_gehen_als_adresse_mit_und_falsche_werden_abgewiesen(welt: Welt, als, medien):
    neuer_partner(welt, email="kita@example.org")
    daten = formular(kategorien=["kita"])
    client = als("netzwerk_konz")
    boese = client.post("/mitteilungen/neu/", daten | {"anhang": datei("liste.exe", b"MZ\x90\x00" + bytes(60))})
    assert boese.status_code == 200
    assert "liste.exe" in boese.content.decode()
    client.post("/mitteilungen/neu/", daten | {"anhang": datei("plan.pdf", PDF)})
    mitteilung = Mitteilung.objects.get()
    stelle_alles_ein(sende(welt, mitteilung))
    mail = Versandauftrag.objects.get()
    assert "plan.pdf" in mail.text
    assert mail.beilage == ""
    adresse = re.search(r"http\S+/mitteilungen/lesen/\S+", mail.text)[0].partition("8000")[2]
    anhang = mitteilung.anhaenge.get()
    fremd = Client()
    assert "plan.pdf" in fremd.get(adresse).content.decode()
    ausgabe = fremd.get(f"{adresse}{anhang.uuid}/")
    assert ausgabe.content == PDF
    assert ausgabe["Content-Disposition"].startswith("attachment")
    assert not fremd.cookies


def test_entwuerfe_sieht_nur_wer_sie_schreibt_und_wer_landkreisweit_schreibt(welt: Welt, als):
    mitteilung = entwurf(welt, **INNEN, an_team=True)
    sieht = {
        name: als(name).get(mitteilung.get_absolute_url()).status_code
        for name in ("netzwerk_konz", "jugendamt", "leitung_konz", "team_konz")
    }
    assert sieht == {"netzwerk_konz": 200, "jugendamt": 200, "leitung_konz": 404, "team_konz": 404}


def test_nach_innen_liest_wer_gemeint_ist_nach_aussen_alle(welt: Welt, als):
    neuer_partner(welt, email="kita@example.org")
    innen = sende(welt, entwurf(welt, **INNEN, an_team=True))
    aussen = sende(welt, entwurf(welt, kategorien=("kita",)))
    erwartet = {
        "team_konz": (200, 200),
        "leitung_konz": (404, 200),
        "netzwerk_saarburg": (404, 200),
        "leitstelle": (200, 200),
    }
    for name, codes in erwartet.items():
        client = als(name)
        assert (
            client.get(innen.get_absolute_url()).status_code,
            client.get(aussen.get_absolute_url()).status_code,
        ) == codes
    assert als("team_konz").post(f"/mitteilungen/{innen.uuid}/abbrechen/").status_code == 403


def test_html_im_text_ist_text_und_adressen_werden_verweise(welt: Welt, als):
    neuer_partner(welt, email="kita@example.org")
    mitteilung = sende(
        welt, entwurf(welt, kategorien=("kita",), text="<script>alert(1)</script> https://kreis.example/a")
    )
    for text in (
        als("leitstelle").get(mitteilung.get_absolute_url()),
        Client().get(leseadresse(mitteilung).partition("8000")[2]),
    ):
        seite = text.content.decode()
        assert "<script>alert" not in seite
        assert '<a href="https://kreis.example/a"' in seite


def test_ein_rueckruf_nimmt_den_text_von_der_oeffentlichen_seite(welt: Welt, als):
    neuer_partner(welt, email="kita@example.org")
    alte = sende(welt, entwurf(welt, kategorien=("kita",)))
    stelle_alles_ein(alte)
    schluessel = uuid4()
    client = als("netzwerk_konz")
    client.post(f"/mitteilungen/{alte.uuid}/berichtigen/", {"uuid": schluessel, "art": "rueckruf"})
    neue = Mitteilung.objects.get(uuid=schluessel)
    Mitteilung.objects.filter(pk=neue.pk).update(text="Bitte beachten Sie die Zeiten nicht.")
    stelle_alles_ein(sende(welt, neu_gelesen(neue)))
    seite = Client().get(leseadresse(alte).partition("8000")[2]).content.decode()
    assert "zurückgenommen" in seite
    assert "Bitte beachten Sie die Zeiten nicht." in seite
    assert "kreis.example/zeiten" not in seite
    assert "nimmt die Mitteilung „Neue Sprechzeiten“" in Versandauftrag.objects.latest("pk").text


# --- The public -------------------------------------------------------------------------------------------------------


def abonniere(client: Client, adresse: str = "Ada@Example.org", **felder):
    return client.post("/mitteilungen/abonnieren/", {"adresse": adresse, "einverstanden": "on", **felder})


def test_abonnieren_bestaetigen_und_mit_einem_klick_abbestellen(welt: Welt):
    client = Client()
    antwort = abonniere(client, sozialraeume=["konz"])
    assert "Bitte sehen Sie in Ihr Postfach" in antwort.content.decode()
    assert not client.cookies
    mail = Versandauftrag.objects.get()
    adresse = re.search(r"http\S+/mitteilungen/abonnieren/\S+", mail.text)[0].partition("8000")[2]
    assert "ada@example.org" in client.get(adresse).content.decode()
    assert not Abonnement.objects.bestaetigt().exists(), "looking is not confirming"
    assert "ist eingerichtet" in client.post(adresse).content.decode()
    assert "schon bestätigt" in client.post(adresse).content.decode()
    mitteilung = sende(welt, entwurf(welt, an_abonnenten=True))
    stelle_alles_ein(mitteilung)
    weg = abmeldeadresse(mitteilung.empfaenger.get()).partition("8000")[2]
    streng = Client(enforce_csrf_checks=True)
    assert streng.get(weg).status_code == 200
    assert Abonnement.objects.count() == 1
    for _ in range(2):
        assert streng.post(weg, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Abonnement.objects.exists()
    assert Mitteilungsabmeldung.objects.get().abdruck == abdruck("ada@example.org")


def test_neu_abonnieren_hebt_die_abmeldung_auf_und_ersetzt_den_wunsch(welt: Welt):
    Mitteilungsabmeldung.objects.create(abdruck=abdruck("ada@example.org"), am=timezone.localdate())
    Abonnement.objects.create(adresse="ada@example.org", bestaetigt_am=timezone.now())
    abonniere(Client(), sozialraeume=["saarburg"])
    neues = Abonnement.objects.get(bestaetigt_am=None)
    Client().post(bestaetigungsadresse(neues).partition("8000")[2])
    abo = Abonnement.objects.get()
    assert [raum.kuerzel for raum in abo.sozialraeume.all()] == ["saarburg"]
    assert not Mitteilungsabmeldung.objects.exists()


def test_niemand_erfaehrt_wer_abonniert_hat_und_niemand_wird_ueberschuettet(welt: Welt):
    Abonnement.objects.create(adresse="ada@example.org", bestaetigt_am=timezone.now())
    bekannt, unbekannt = abonniere(Client(), "ada@example.org"), abonniere(Client(), "neu@example.org")
    assert bekannt.content == unbekannt.content
    for _ in range(5):
        abonniere(Client(), "neu@example.org")
    assert Versandauftrag.objects.filter(empfaenger="neu@example.org").count() == 3


@pytest.mark.parametrize(
    "adresse", ["keine", "a@b.example\nBcc: c@d.example", "a@b.example,c@d.example", "<a@b.example>"]
)
def test_adressen_mit_zeilenumbruch_oder_mehreren_werden_abgewiesen(welt: Welt, adresse: str):
    assert "Das ist keine gültige E-Mail-Adresse" in abonniere(Client(), adresse).content.decode()
    assert not Abonnement.objects.exists()


def test_programme_die_alles_ausfuellen_bekommen_dieselbe_antwort_und_nichts_geschieht(welt: Welt):
    assert "Bitte sehen Sie in Ihr Postfach" in abonniere(Client(), webseite="http://x.example").content.decode()
    assert not Abonnement.objects.exists()


def test_gefaelschte_und_abgelaufene_links_sagen_was_zu_tun_ist(welt: Welt):
    abo = Abonnement.objects.create(adresse="ada@example.org")
    adresse = bestaetigungsadresse(abo).partition("8000")[2]
    assert Client().get(adresse[:-3] + "xx/").status_code == 404
    Abonnement.objects.update(erstellt_am=timezone.now() - timedelta(days=8))
    assert loesche_unbestaetigte() == 1
    abgelaufen = Client().post(adresse)
    assert abgelaufen.status_code == 410
    assert "Neu abonnieren" in abgelaufen.content.decode()
    assert Client().get("/mitteilungen/lesen/gefaelscht/").status_code == 404


def test_abonnements_loescht_wer_sie_pflegt(welt: Welt, als):
    abo = Abonnement.objects.create(adresse="ada@example.org", bestaetigt_am=timezone.now())
    assert "ada@example.org" in als("leitstelle").get("/mitteilungen/abonnements/").content.decode()
    als("leitstelle").post(f"/mitteilungen/abonnements/{abo.uuid}/loeschen/")
    assert not Abonnement.objects.exists()


def test_startseite_zeigt_neues_bis_es_gelesen_ist(welt: Welt, als):
    mitteilung = sende(welt, entwurf(welt, **INNEN, an_team=True))
    client = als("team_konz")
    assert "Treffen im Mai" in client.get("/").content.decode()
    antwort = client.post(f"/mitteilungen/{mitteilung.uuid}/gelesen/", {"zurueck": "/"})
    assert antwort["Location"] == "/"
    assert "Treffen im Mai" not in client.get("/").content.decode()


def test_die_seite_des_partners_zeigt_was_er_erfuhr(welt: Welt, als):
    kita = neuer_partner(welt, email="kita@example.org")
    stelle_alles_ein(sende(welt, entwurf(welt, kategorien=("kita",))))
    assert "Neue Sprechzeiten" in als("leitung_fremd").get(f"/partner/{kita.uuid}/vorhaben/").content.decode()
