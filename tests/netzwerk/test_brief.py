"""Mails of the week and the day: to whom, what stands in them, once per occasion, and how to get rid of them."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from konten.models import Mailwunsch, Versandauftrag
from konten.services.abmeldung import speichere_mailwunsch
from netzwerk.models import Gremium, Kontakt, Sitzung, Wiedervorlage
from netzwerk.rules.gremium import Ebene, Sitzungsstatus
from netzwerk.selectors.abdeckung import abdeckung
from netzwerk.selectors.bereich import geltungsbereich
from netzwerk.selectors.brief import leitungsbrief, wochenbrief
from netzwerk.services.brief import schreibe_leitungsbriefe, schreibe_tageserinnerungen, schreibe_wochenbriefe
from tests.welt import ANFANG, Welt, neuer_partner

pytestmark = pytest.mark.django_db
MONTAG = date(2026, 11, 23)
FEIERTAG = date(2026, 12, 25)


def neuer_schritt(
    welt: Welt, name: str = "netzwerk_konz", am: date = MONTAG, was: str = "Ämter & Schulen anrufen", **f
):
    return Wiedervorlage.objects.create(benutzer=welt.personen[name], was=was, am=am, **f)


def mail_an(welt: Welt, name: str, art: str) -> Versandauftrag | None:
    return Versandauftrag.objects.filter(benutzer=welt.personen[name], anlass__startswith=art).first()


def test_wochenbrief_nennt_schritte_sitzungen_und_faellige(welt: Welt):
    neuer_schritt(welt, am=MONTAG - timedelta(days=3))
    neuer_schritt(welt, am=MONTAG + timedelta(days=7), was="Erst nächste Woche")
    neuer_partner(welt, "Kita Beispielbach")
    gremium = Gremium.objects.create(name="Runder Tisch", ebene=Ebene.HANDLUNG, sozialraum=welt.konz, von=ANFANG)
    Sitzung.objects.create(gremium=gremium, am=MONTAG + timedelta(days=2), ort="Rathaus")
    Sitzung.objects.create(
        gremium=gremium, am=MONTAG + timedelta(days=3), zustand=Sitzungsstatus.ABGESAGT, ort="Nirgends"
    )
    schreibe_wochenbriefe(MONTAG)
    mail = mail_an(welt, "netzwerk_konz", "wochenbrief")
    assert mail.betreff == "Ihre Woche ab 23.11.2026"
    assert mail.anlass == f"wochenbrief:{welt.personen['netzwerk_konz'].pk}:2026-W48"
    for text in (
        "Montag, 23. November 2026",
        "- Ämter & Schulen anrufen\n  bis 20.11.2026 – überfällig",
        "Runder Tisch",
    ):
        assert text in mail.text
    assert "1 nie erreicht" in mail.text
    assert "Kita Beispielbach" in mail.text
    assert "Mittwoch, 25. November · Rathaus" in mail.text
    assert "Erst nächste Woche" not in mail.text
    assert "Nirgends" not in mail.text
    assert "Ämter &amp; Schulen anrufen" in mail.html


def test_zahlen_sind_die_der_abdeckung(welt: Welt):
    for nummer in range(15):
        neuer_partner(welt, f"Verein {nummer}", kategorie="verein")
    brief = wochenbrief(geltungsbereich(welt.person("netzwerk_konz"), MONTAG))
    zeile = abdeckung(MONTAG, [welt.konz.pk]).zeilen[0]
    assert brief.wartende == sum(lage.lage != "aktuell" for lage in zeile.lagen) == 15
    assert (len(brief.faellige), brief.weitere_faellige) == (12, 3)
    leitung = leitungsbrief(geltungsbereich(welt.person("leitung_konz"), MONTAG))
    assert [(z.name, z.text, z.quote) for z in leitung.zeilen] == [
        ("Konz", "15 Partner: 15 nie erreicht", zeile.quote_partner.text)
    ]


def test_leitungsbrief_nennt_keine_person(welt: Welt):
    neuer_partner(welt, "Kita Beispielbach")
    neuer_schritt(welt)
    assert schreibe_leitungsbriefe(MONTAG) == 2
    mail = mail_an(welt, "leitung_konz", "leitungsbrief")
    assert "Jugendhilfe Beispieltal e. V." in mail.text
    namen = {str(person) for person in welt.personen.values()} - {str(welt.personen["leitung_konz"])}
    assert [name for name in namen if name in mail.text + mail.html] == []
    assert "anrufen" not in mail.text


def test_zweimal_am_montag_und_noch_einmal_am_dienstag_ist_eine_mail(welt: Welt):
    neuer_schritt(welt)
    assert schreibe_wochenbriefe(MONTAG) == 1
    assert schreibe_wochenbriefe(MONTAG) == 0
    assert schreibe_wochenbriefe(MONTAG + timedelta(days=1)) == 0
    assert schreibe_wochenbriefe(MONTAG + timedelta(days=7)) == 1


def test_was_am_montag_ausfiel_kommt_bis_mittwoch(welt: Welt):
    neuer_schritt(welt)
    assert [schreibe_wochenbriefe(MONTAG + timedelta(days=tage)) for tage in (3, 2)] == [0, 1]


def test_wer_nichts_vorhat_nicht_will_oder_stillgelegt_ist_bekommt_nichts(welt: Welt):
    assert schreibe_wochenbriefe(MONTAG) == 0
    neuer_schritt(welt)
    neuer_schritt(welt, "netzwerk_saarburg")
    neuer_schritt(welt, "leitstelle")
    Mailwunsch.objects.create(benutzer=welt.personen["netzwerk_konz"], wochenbrief=False)
    welt.personen["netzwerk_saarburg"].is_active = False
    welt.personen["netzwerk_saarburg"].save()
    welt.personen["leitstelle"].email = ""
    welt.personen["leitstelle"].save()
    assert schreibe_wochenbriefe(MONTAG) == 0


def test_tageserinnerung_nur_auf_wunsch_und_an_arbeitstagen(welt: Welt):
    neuer_schritt(welt)
    assert schreibe_tageserinnerungen(MONTAG) == 0
    Mailwunsch.objects.create(benutzer=welt.personen["netzwerk_konz"], tageserinnerung=True)
    assert schreibe_tageserinnerungen(MONTAG - timedelta(days=1)) == 0, "Sunday"
    assert schreibe_tageserinnerungen(FEIERTAG) == 0
    assert (schreibe_tageserinnerungen(MONTAG), schreibe_tageserinnerungen(MONTAG)) == (1, 0)
    mail = mail_an(welt, "netzwerk_konz", "tageserinnerung")
    assert mail.betreff == "1 Wiedervorlage bis 23.11.2026"
    assert schreibe_tageserinnerungen(MONTAG + timedelta(days=1)) == 1


def test_fallbezogenes_steht_in_keiner_mail(welt: Welt):
    kontakt = Kontakt.objects.create(
        art="telefonat", am=MONTAG, bezug="beides", erfasst_von=welt.personen["netzwerk_konz"]
    )
    neuer_schritt(welt, was="Familie Geheim anrufen", kontakt=kontakt)
    Mailwunsch.objects.create(benutzer=welt.personen["netzwerk_konz"], tageserinnerung=True)
    schreibe_wochenbriefe(MONTAG)
    schreibe_tageserinnerungen(MONTAG)
    assert Versandauftrag.objects.count() == 2
    assert not Versandauftrag.objects.filter(text__contains="Geheim").exists()
    assert not Versandauftrag.objects.filter(html__contains="Geheim").exists()


def test_mail_laedt_nichts_nach_und_nennt_nur_die_eigene_adresse(welt: Welt, settings):
    settings.BASIS_URL = "https://netz.example"
    neuer_schritt(welt)
    neuer_partner(welt, "Kita Beispielbach")
    schreibe_wochenbriefe(MONTAG)
    schreibe_leitungsbriefe(MONTAG)
    for mail in Versandauftrag.objects.all():
        assert not re.search(r"<(img|script|link|iframe|form|object)\b|url\(|@import|\son\w+=", mail.html)
        assert {ziel.split("/")[2] for ziel in re.findall(r"https?://[^\s\"'<>]+", mail.html + mail.text)} == {
            "netz.example"
        }
        assert not re.search(r"\{[{%]", mail.html + mail.text)


# --- Switching off ------------------------------------------------------------------------------------------------


def abmeldelink(welt: Welt) -> str:
    neuer_schritt(welt)
    schreibe_wochenbriefe(MONTAG)
    return re.search(r"/abmelden/\S+", mail_an(welt, "netzwerk_konz", "wochenbrief").text)[0]


def test_oeffnen_zeigt_und_erst_absenden_bestellt_ab(welt: Welt):
    link, client = abmeldelink(welt), Client()
    gezeigt = client.get(link)
    assert gezeigt.status_code == 200
    assert "den Wochenüberblick nicht mehr bekommen?" in gezeigt.content.decode()
    assert (gezeigt["Cache-Control"], gezeigt["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert Mailwunsch.objects.count() == 0
    for _ in range(2):
        assert "nicht mehr" in client.post(link).content.decode()
    wunsch = Mailwunsch.objects.get()
    assert (wunsch.benutzer, wunsch.wochenbrief, wunsch.leitungsbrief) == (welt.personen["netzwerk_konz"], False, True)
    assert schreibe_wochenbriefe(MONTAG + timedelta(days=7)) == 0


def test_gefaelschter_oder_veralteter_link_fuehrt_nirgendwohin(welt: Welt):
    link = abmeldelink(welt)
    assert Client().get(link[:-3] + "xx/").status_code == 404
    welt.personen["netzwerk_konz"].is_active = False
    welt.personen["netzwerk_konz"].save()
    assert Client().post(link).status_code == 404


def test_schalter_zeigen_nur_was_es_fuer_die_rolle_gibt(welt: Welt, als):
    felder = {
        name: set(als(name).get("/konto/benachrichtigungen/").context["form"].fields)
        for name in ("netzwerk_konz", "leitung_konz", "admin")
    }
    assert felder == {
        "netzwerk_konz": {"wochenbrief", "tageserinnerung", "faellige_im_kalender"},
        "leitung_konz": {"wochenbrief", "tageserinnerung", "leitungsbrief"},
        "admin": {"wochenbrief", "tageserinnerung"},
    }
    als("leitung_konz").post("/konto/benachrichtigungen/", {"tageserinnerung": "on"})
    wunsch = Mailwunsch.objects.get()
    assert (wunsch.wochenbrief, wunsch.tageserinnerung, wunsch.leitungsbrief) == (False, True, False)


def test_zwei_erste_male_zugleich_sind_ein_wunsch(welt: Welt):
    """Both forms were opened and read while there was no row yet."""
    leitung = welt.personen["leitung_konz"]
    for tageserinnerung in (False, True):
        speichere_mailwunsch(wunsch=Mailwunsch(benutzer=leitung, wochenbrief=False, tageserinnerung=tageserinnerung))
    wunsch = Mailwunsch.objects.get()
    assert (wunsch.wochenbrief, wunsch.tageserinnerung, wunsch.leitungsbrief) == (False, True, True)
