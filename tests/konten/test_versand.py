"""The outbox without a mail server: one mail per occasion, headers that nobody can forge, what people may decide."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from konten.models import Versandauftrag
from konten.rules import Versandstatus
from konten.services.versand import faellige, kuerze_alte, stelle_ein, versende, versuche_erneut, verwirf

pytestmark = pytest.mark.django_db
MAIL = {"anlass": "probe:1", "empfaenger": "ada@example.org", "betreff": "Grüße aus Konz", "text": "Schönen Tag!"}


def test_ein_anlass_ist_eine_mail():
    erste = stelle_ein(**MAIL)
    assert stelle_ein(**MAIL | {"betreff": "Noch einmal"}) is None
    assert list(Versandauftrag.objects.values_list("pk", "betreff")) == [(erste.pk, "Grüße aus Konz")]
    assert DBTaskResult.objects.get().args_kwargs == {"args": [erste.pk], "kwargs": {}}


def test_ohne_adresse_gibt_es_keine_mail():
    assert stelle_ein(**MAIL | {"empfaenger": " "}) is None
    assert Versandauftrag.objects.count() == 0


def test_scheitert_der_vorgang_gibt_es_weder_mail_noch_aufgabe():
    with transaction.atomic():
        stelle_ein(**MAIL)
        transaction.set_rollback(True)
    assert (Versandauftrag.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "adresse", ["keine-adresse", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"]
)
def test_falsche_adresse_ist_gleich_unzustellbar(adresse: str):
    auftrag = stelle_ein(**MAIL | {"empfaenger": adresse})
    assert (auftrag.zustand, auftrag.fehler) == (
        Versandstatus.UNZUSTELLBAR,
        "Das ist keine gültige E-Mail-Adresse.",
    )
    assert DBTaskResult.objects.count() == 0


def test_kopfzeilen_lassen_sich_nicht_einschleusen():
    auftrag = stelle_ein(**MAIL | {"betreff": "Einladung\r\nBcc: fremd@example.org\u2028X: y"})
    versende(auftrag.pk)
    nachricht = mail.outbox[0].message()
    assert mail.outbox[0].subject == "Einladung Bcc: fremd@example.org X: y"
    assert (nachricht["Bcc"], nachricht["X"]) == (None, None)


def test_mail_traegt_kennung_und_ist_als_automatisch_erkennbar(settings):
    settings.BASIS_URL, settings.NETZWERK_ANTWORT_AN = "https://netz.example", "leitstelle@example.org"
    auftrag = stelle_ein(
        **MAIL,
        html="<p>Schönen Tag!</p>",
        beilage_name="einladung.ics",
        beilage_typ="text/calendar; method=REQUEST; charset=utf-8",
        beilage="BEGIN:VCALENDAR\r\nSUMMARY:Gespräch\r\nEND:VCALENDAR\r\n",
    )
    assert versende(auftrag.pk) is None
    nachricht = mail.outbox[0].message()
    assert nachricht["Message-ID"] == f"<{auftrag.uuid}@netz.example>"
    assert (nachricht["Auto-Submitted"], nachricht["Reply-To"]) == ("auto-generated", "leitstelle@example.org")
    teile = {teil.get_content_type(): teil for teil in nachricht.walk()}
    assert teile["text/html"].get_payload(decode=True).decode() == "<p>Schönen Tag!</p>"
    kalender = teile["text/calendar"]
    assert (kalender.get_param("method"), kalender.get_filename()) == ("REQUEST", "einladung.ics")
    assert "SUMMARY:Gespräch" in kalender.get_payload(decode=True).decode("utf-8")


def test_gesendete_geht_nicht_noch_einmal_hinaus():
    auftrag = stelle_ein(**MAIL)
    versende(auftrag.pk)
    versende(auftrag.pk)
    auftrag.refresh_from_db()
    assert (len(mail.outbox), auftrag.zustand, auftrag.versuche) == (1, Versandstatus.GESENDET, 1)
    assert auftrag.gesendet_am is not None


def test_was_ein_anderer_gerade_sendet_bleibt_liegen_bis_die_frist_um_ist():
    auftrag = stelle_ein(**MAIL)
    Versandauftrag.objects.update(in_arbeit_seit=timezone.now() - timedelta(minutes=9))
    versende(auftrag.pk)
    assert (len(mail.outbox), faellige().count(), verwirf(auftrag=auftrag)) == (0, 0, False)
    Versandauftrag.objects.update(in_arbeit_seit=timezone.now() - timedelta(minutes=11))
    versende(auftrag.pk)
    assert len(mail.outbox) == 1


def test_verworfene_geht_nicht_hinaus_und_erneut_beginnt_von_vorn():
    auftrag = stelle_ein(**MAIL)
    Versandauftrag.objects.update(zustand=Versandstatus.UNZUSTELLBAR, versuche=9, fehler="Das Postfach ist voll.")
    assert versuche_erneut(auftrag=auftrag)
    auftrag.refresh_from_db()
    assert (auftrag.zustand, auftrag.versuche, auftrag.fehler) == (Versandstatus.OFFEN, 0, "")
    assert verwirf(auftrag=auftrag)
    versende(auftrag.pk)
    assert (len(mail.outbox), versuche_erneut(auftrag=auftrag)) == (0, False)


def test_alte_gesendete_verlieren_adresse_und_text_aber_nicht_den_anlass():
    auftrag = stelle_ein(**MAIL, html="<p>x</p>")
    versende(auftrag.pk)
    assert kuerze_alte(tage=30) == 0
    Versandauftrag.objects.update(geaendert_am=timezone.now() - timedelta(days=31))
    assert (kuerze_alte(tage=30), kuerze_alte(tage=30)) == (1, 0)
    auftrag.refresh_from_db()
    assert (auftrag.empfaenger, auftrag.text, auftrag.html, auftrag.betreff) == ("", "", "", "Grüße aus Konz")
    assert stelle_ein(**MAIL) is None


def test_unzustellbare_ueber_die_niemand_entscheidet_werden_verworfen_und_leer():
    auftrag = stelle_ein(**MAIL)
    seit = timezone.now() - timedelta(days=31)
    Versandauftrag.objects.update(zustand=Versandstatus.UNZUSTELLBAR, fehler="Postfach a@example.org ist voll.")
    wartende = stelle_ein(**MAIL | {"anlass": "wartet"})
    assert kuerze_alte(tage=30) == 0
    Versandauftrag.objects.update(geaendert_am=seit)
    assert kuerze_alte(tage=30) == 1
    for zeile in (auftrag, wartende):
        zeile.refresh_from_db()
    assert (auftrag.empfaenger, auftrag.text, auftrag.fehler, auftrag.zustand) == ("", "", "", Versandstatus.VERWORFEN)
    assert (wartende.text, wartende.zustand) == (MAIL["text"], Versandstatus.OFFEN)
    assert not versuche_erneut(auftrag=auftrag)


@pytest.mark.parametrize(("anlass", "ist_abbestellbar"), [("wochenbrief:1:2026-W47", True), ("sitzung:1:1:x", False)])
def test_nur_ueberblicke_nennen_wo_man_sie_abbestellt(settings, anlass: str, ist_abbestellbar: bool):
    settings.BASIS_URL = "https://netz.example.org"
    versende(stelle_ein(**MAIL | {"anlass": anlass}).pk)
    kopf = mail.outbox[0].extra_headers.get("List-Unsubscribe")
    assert kopf == ("<https://netz.example.org/konto/benachrichtigungen/>" if ist_abbestellbar else None)
