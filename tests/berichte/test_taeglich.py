"""The nightly job: twice, at once, with a step that fails; and the log without secrets."""

import logging
from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from berichte import tasks
from config.protokoll import OhneGeheimnis
from konten.models import Parameter, Versandauftrag, Zwischendatei
from konten.rules import Versandstatus
from konten.services.sperre import alleinlauf
from netzwerk.models import Wiedervorlage
from tests.welt import Welt, baue_welt
from tests.werkzeug.postfach import Postfach, beende, freier_port, mailserver, starte

MONTAG = "2026-11-23"


def neue_schritte(welt: Welt) -> None:
    for name in ("netzwerk_konz", "netzwerk_saarburg", "leitstelle"):
        Wiedervorlage.objects.create(benutzer=welt.personen[name], was="Anrufen", am=date(2026, 11, 20))


def laufe(**angaben) -> str:
    ausgabe = StringIO()
    call_command("taeglich", stichtag=date.fromisoformat(MONTAG), stdout=ausgabe, **angaben)
    return ausgabe.getvalue()


@pytest.mark.django_db(transaction=True)
def test_zwei_laeufe_zugleich_sind_eine_mail_je_anlass():
    neue_schritte(baue_welt())
    port, postfach = freier_port(), Postfach()
    with mailserver(postfach, port):
        laeufe = [starte("taeglich", "--stichtag", MONTAG, port=port) for _ in range(2)]
        ausgaben = [beende(lauf) for lauf in laeufe]
    assert [lauf.returncode for lauf in laeufe] == [0, 0], ausgaben
    # Three with something ahead, and both leads.
    assert sorted(postfach.empfaenger) == [
        "leitstelle@example.org",
        "leitung_fremd@example.org",
        "leitung_konz@example.org",
        "netzwerk_konz@example.org",
        "netzwerk_saarburg@example.org",
    ]
    assert len({mail["Message-ID"] for mail in postfach.mails}) == 5
    assert set(Versandauftrag.objects.values_list("zustand", "versuche")) == {(Versandstatus.GESENDET, 1)}


@pytest.mark.django_db(transaction=True)
def test_solange_ein_lauf_arbeitet_tut_ein_anderer_prozess_nichts():
    neue_schritte(baue_welt())
    with alleinlauf("taeglich") as allein:
        assert allein
        ausgabe = beende(starte("taeglich", "--stichtag", MONTAG, port=1))
    assert "läuft schon" in ausgabe
    assert Versandauftrag.objects.count() == 0
    with alleinlauf("taeglich") as wieder_frei:
        assert wieder_frei


@pytest.mark.django_db
def test_der_zweite_lauf_findet_nichts_mehr_zu_tun(welt: Welt):
    neue_schritte(welt)
    assert "Wochenüberblicke geschrieben: 3 Mails" in laufe()
    zweiter = laufe()
    assert "Wochenüberblicke geschrieben: 0 Mails" in zweiter
    assert "Fällige Mails gesendet: 0 Mails" in zweiter


@pytest.mark.django_db
def test_ein_schritt_der_scheitert_haelt_die_anderen_nicht_auf(welt: Welt, monkeypatch):
    neue_schritte(welt)

    def scheitere(tag: date) -> int:
        raise RuntimeError("Platte voll")

    kaputt = tasks.Schritt("Etwas", "Sache", "Sachen", scheitere)
    monkeypatch.setattr(tasks, "SCHRITTE", (kaputt, *tasks.SCHRITTE))
    ausgabe = StringIO()
    with pytest.raises(CommandError, match="1 Schritt gescheitert"):
        call_command("taeglich", stichtag=date.fromisoformat(MONTAG), stdout=ausgabe)
    assert "Etwas: gescheitert (Platte voll)" in ausgabe.getvalue()
    assert "Fällige Mails gesendet: 5 Mails" in ausgabe.getvalue()


@pytest.mark.django_db
def test_kuerzungsfrist_ist_ein_parameter(welt: Welt):
    neue_schritte(welt)
    Parameter.objects.create(schluessel="mails_kuerzen_tage", wert="10", von=date(2026, 1, 1))
    laufe()
    Versandauftrag.objects.update(geaendert_am=timezone.now() - timedelta(days=11))
    assert "Alte Mails gekürzt: 5 Mails" in laufe()
    assert set(Versandauftrag.objects.values_list("empfaenger", "text")) == {("", "")}


@pytest.mark.django_db
def test_nicht_gespeicherte_dateien_verschwinden_auch_wenn_niemand_mehr_hochlaedt(welt: Welt):
    Zwischendatei.objects.create(
        benutzer=welt.person("netzwerk_konz"), formular=uuid4(), datei="dateien/alt.pdf", name="alt.pdf", groesse=1
    )
    assert "Nicht gespeicherte Dateien gelöscht: 0 Dateien" in laufe()
    Zwischendatei.objects.update(erstellt_am=timezone.now() - timedelta(days=8))
    assert "Nicht gespeicherte Dateien gelöscht: 1 Datei" in laufe()
    assert not Zwischendatei.objects.exists()


@pytest.mark.parametrize(
    ("zeile", "ohne"),
    [
        ('"GET /kalender/abcdefghijklmnopqrstuvwxyz.ics HTTP/1.1" 200', '"GET /kalender/… HTTP/1.1" 200'),
        ("Not Found: /abmelden/WyI0MTRlMzdj:1xVCN7:bsebJFTP/", "Not Found: /abmelden/…/"),
        ('"GET /konto/kalender/ HTTP/1.1" 200', '"GET /konto/kalender/ HTTP/1.1" 200'),
    ],
)
def test_geheime_adressen_stehen_nicht_im_protokoll(zeile: str, ohne: str):
    satz = logging.LogRecord("django.server", logging.INFO, "", 0, "%s", (zeile,), None)
    assert OhneGeheimnis().filter(satz)
    assert satz.getMessage() == ohne
