"""The outbox against a real mail server: what arrives, what is tried again, what is given up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from konten.models import Versandauftrag
from konten.rules import Versandstatus
from konten.services.versand import stelle_ein, versende, versende_faellige
from tests.werkzeug.postfach import Postfach, freier_port, mailserver

pytestmark = pytest.mark.django_db
MAIL = {
    "anlass": "probe:1",
    "empfaenger": "ada@example.org",
    "betreff": "Einladung: Runder Tisch für Grundschulen",
    "text": "Schöne Grüße\nhttp://127.0.0.1:8000/\n",
    "html": '<p>Schöne Grüße</p><p><a href="http://127.0.0.1:8000/">Öffnen</a></p>',
}


@pytest.fixture
def port(settings) -> int:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", freier_port()
    settings.DEFAULT_FROM_EMAIL = "netzwerkarbeit@example.org"
    return settings.EMAIL_PORT


@pytest.fixture
def postfach(port: int) -> Iterator[Postfach]:
    postfach = Postfach()
    with mailserver(postfach, port):
        yield postfach


def neu_gelesen(auftrag: Versandauftrag) -> Versandauftrag:
    return Versandauftrag.objects.get(pk=auftrag.pk)


def test_text_html_und_kalender_kommen_an(postfach: Postfach):
    auftrag = stelle_ein(
        **MAIL,
        beilage_name="einladung.ics",
        beilage_typ="text/calendar; method=REQUEST",
        beilage="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Gespräch\r\nEND:VCALENDAR\r\n",
    )
    versende(auftrag.pk)
    mail = postfach.mails[0]
    assert (mail["From"], mail["To"], mail["Subject"]) == (
        "netzwerkarbeit@example.org",
        "ada@example.org",
        "Einladung: Runder Tisch für Grundschulen",
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith(f"<{auftrag.uuid}@")
    assert mail.get_body(("plain",)).get_content().startswith("Schöne Grüße")
    assert '<a href="http://127.0.0.1:8000/">Öffnen</a>' in mail.get_body(("html",)).get_content()
    beilage = next(mail.iter_attachments())
    assert (beilage.get_content_type(), beilage.get_filename()) == ("text/calendar", "einladung.ics")
    assert beilage.get_param("method") == "REQUEST"
    assert "SUMMARY:Gespräch" in beilage.get_content()


def test_steht_der_server_geht_die_mail_spaeter_hinaus(port: int):
    auftrag = stelle_ein(**MAIL)
    vorher = timezone.now()
    fehler = versende(auftrag.pk)
    wartend = neu_gelesen(auftrag)
    assert fehler.grund == wartend.fehler == "Der Mailserver ist nicht erreichbar."
    assert (wartend.zustand, wartend.versuche, wartend.in_arbeit_seit) == (Versandstatus.OFFEN, 1, None)
    assert timedelta(seconds=59) < wartend.naechster_am - vorher < timedelta(minutes=2)
    assert DBTaskResult.objects.filter(run_after=wartend.naechster_am).count() == 1
    postfach = Postfach()
    with mailserver(postfach, port):
        assert versende_faellige() == 0, "before its time"
        Versandauftrag.objects.update(naechster_am=timezone.now())
        assert versende_faellige() == 1
    assert len(postfach.mails) == 1
    assert (neu_gelesen(auftrag).zustand, neu_gelesen(auftrag).fehler) == (Versandstatus.GESENDET, "")


def test_die_pausen_wachsen_und_irgendwann_ist_schluss(port: int):
    auftrag = stelle_ein(**MAIL)
    pausen = []
    while neu_gelesen(auftrag).zustand == Versandstatus.OFFEN:
        Versandauftrag.objects.update(naechster_am=None)
        vorher = timezone.now()
        versende(auftrag.pk)
        if naechster := neu_gelesen(auftrag).naechster_am:
            pausen.append(round((naechster - vorher).total_seconds() / 60))
    assert pausen == [1, 5, 15, 60, 240, 720, 1440, 1440, 1440]
    assert neu_gelesen(auftrag).zustand == Versandstatus.UNZUSTELLBAR


@pytest.mark.parametrize(
    ("antwort", "zustand", "grund"),
    [
        (
            "550 no such user",
            Versandstatus.UNZUSTELLBAR,
            "Der Mailserver kennt diese Adresse nicht oder nimmt für sie nichts an (Code 550).",
        ),
        ("552 mailbox full", Versandstatus.UNZUSTELLBAR, "Das Postfach ist voll (Code 552)."),
        (
            "450 greylisted",
            Versandstatus.OFFEN,
            "Der Mailserver nimmt die Mail vorübergehend nicht an (Code 450).",
        ),
    ],
)
def test_abgelehnte_adresse(postfach: Postfach, antwort: str, zustand: str, grund: str):
    postfach.rcpt = antwort
    auftrag = stelle_ein(**MAIL)
    versende(auftrag.pk)
    assert (neu_gelesen(auftrag).zustand, neu_gelesen(auftrag).fehler) == (zustand, grund)


def test_abgelehnter_text_ist_endgueltig(postfach: Postfach):
    postfach.data = "554 policy"
    auftrag = stelle_ein(**MAIL)
    versende(auftrag.pk)
    assert neu_gelesen(auftrag).fehler == "Der Mailserver hat die Mail abgelehnt (Code 554)."
    assert neu_gelesen(auftrag).zustand == Versandstatus.UNZUSTELLBAR


def test_eine_falsche_adresse_haelt_die_anderen_nicht_auf(postfach: Postfach):
    postfach.rcpt = "550 no such user"
    stelle_ein(**MAIL)
    stelle_ein(**MAIL | {"anlass": "probe:2"})
    assert versende_faellige() == 0
    assert Versandauftrag.objects.filter(zustand=Versandstatus.UNZUSTELLBAR).count() == 2


def test_antwortet_der_server_nicht_bleiben_die_uebrigen_unberuehrt(port: int):
    for nummer in range(3):
        stelle_ein(**MAIL | {"anlass": f"probe:{nummer}"})
    assert versende_faellige() == 0
    assert sorted(Versandauftrag.objects.values_list("versuche", flat=True)) == [0, 0, 1]
