"""The worker as a process: it sends, and what a killed one was at is taken up again."""

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from konten.models import Versandauftrag
from konten.rules import Versandstatus
from konten.services.aufgaben import loesche_erledigte_aufgaben, nimm_vergessene_mails_auf
from konten.services.versand import stelle_ein
from tests.werkzeug.postfach import GEDULD, Postfach, beende, freier_port, mailserver, starte

MAIL = {"anlass": "probe:1", "empfaenger": "ada@example.org", "betreff": "Probe", "text": "Guten Tag"}
ARBEITER = ("db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.1")


@pytest.fixture
def port() -> int:
    return freier_port()


@pytest.fixture
def postfach(port: int) -> Iterator[Postfach]:
    postfach = Postfach()
    with mailserver(postfach, port):
        yield postfach


def arbeite_ab(port: int) -> str:
    lauf = starte(*ARBEITER, "--batch", port=port)
    ausgabe = beende(lauf)
    assert lauf.returncode == 0, ausgabe
    return ausgabe


@pytest.mark.django_db(transaction=True)
def test_arbeiter_sendet_was_eingestellt_ist(postfach: Postfach, port: int):
    stelle_ein(**MAIL)
    arbeite_ab(port)
    assert [mail["To"] for mail in postfach.mails] == ["ada@example.org"]
    assert Versandauftrag.objects.get().zustand == Versandstatus.GESENDET


@pytest.mark.django_db(transaction=True)
def test_getoeteter_arbeiter_verliert_keine_mail_und_sendet_keine_doppelt(postfach: Postfach, port: int):
    postfach.angehalten = True
    stelle_ein(**MAIL)
    arbeiter = starte(*ARBEITER, port=port)
    erreicht = postfach.begonnen.wait(GEDULD)
    arbeiter.send_signal(signal.SIGKILL)
    ausgabe = beende(arbeiter)
    assert erreicht, f"the worker never reached the mail server: {ausgabe}"
    begonnen = Versandauftrag.objects.get()
    assert (begonnen.zustand, begonnen.in_arbeit_seit is not None) == (Versandstatus.OFFEN, True)
    assert DBTaskResult.objects.filter(status="RUNNING").count() == 1
    # The mail server noticed that the line broke before it accepted anything.
    postfach.mails.clear()
    postfach.angehalten = False
    arbeite_ab(port)
    assert Versandauftrag.objects.get().zustand == Versandstatus.OFFEN, "the claim of the dead one still holds"
    vorhin = timezone.now() - timedelta(minutes=11)
    Versandauftrag.objects.update(in_arbeit_seit=vorhin)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=vorhin)
    postfach.mails.clear()
    arbeite_ab(port)
    assert len(postfach.mails) == 1
    gesendet = Versandauftrag.objects.get()
    assert (gesendet.zustand, gesendet.versuche) == (Versandstatus.GESENDET, 2)
    assert DBTaskResult.objects.filter(status="RUNNING").count() == 0


@pytest.mark.django_db(transaction=True)
def test_start_des_arbeiters_sieht_nach_der_frist_noch_einmal_nach(postfach: Postfach, port: int):
    arbeite_ab(port)
    spaeter = DBTaskResult.objects.get(task_path="konten.tasks.nimm_liegengebliebenes_auf")
    assert timedelta(minutes=9) < spaeter.run_after - timezone.now() < timedelta(minutes=12)


@pytest.mark.django_db
def test_vergessene_mail_bekommt_eine_neue_aufgabe():
    auftrag = stelle_ein(**MAIL)
    DBTaskResult.objects.all().delete()
    assert nimm_vergessene_mails_auf() == 0, "it has only just been written"
    Versandauftrag.objects.update(geaendert_am=timezone.now() - timedelta(minutes=16))
    assert nimm_vergessene_mails_auf() == 1
    assert DBTaskResult.objects.get().args_kwargs["args"] == [auftrag.pk]


@pytest.mark.django_db
def test_erledigte_aufgaben_gehen_nach_zwei_wochen():
    stelle_ein(**MAIL)
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now() - timedelta(days=13))
    assert loesche_erledigte_aufgaben() == 0
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert loesche_erledigte_aufgaben() == 1
