"""Handover folder (K10): page and PDF say the same, case texts stay out, tips of the leaving person are in."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from berichte.reports.uebergabemappe import uebergabemappe
from berichte.services import druck
from netzwerk.models import Kontakt
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung
from netzwerk.services.uebergabe import Entscheidung
from partner.models import Vereinbarung
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.netzwerk.test_uebergabe_dienst import Fall, fall, schritt, sitz
from tests.welt import ANFANG, neue_ansprechperson, neuer_partner
from tests.werkzeug.pdfua import pruefe

__all__ = ["fall"]
pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]


@pytest.fixture
def druckwerk() -> Iterator[None]:
    yield
    druck.RUHIG.beende()
    druck.DRINGEND.beende()


@pytest.fixture
def uebergabe(fall: Fall):
    kita = neuer_partner(fall.welt, "Kita Nah")
    neue_ansprechperson(kita, "Sonnenschein", telefon="06501 1234", ist_schluesselperson=True)
    neue_ansprechperson(
        kita, "Anmeldung", email="anmeldung@kindertagesstaette-beispielbach.example.org", ist_schluesselperson=True
    )
    neuer_kontakt(fall.geht, kita, fall.welt.konz, fall.heute - timedelta(days=5))
    Kontakt.objects.update(inhalt="Geheimer Inhalt", bezug="fallbezogen")
    schritt(fall, "Raum anfragen", partner=kita)
    schritt(fall, "Mit der Mutter sprechen", partner=kita, kontakt=Kontakt.objects.get())
    vereinbarung = Vereinbarung.objects.create(titel="Kurze Wege", art="kooperation", von=ANFANG)
    vereinbarung.sozialraeume.add(fall.welt.saarburg)
    vereinbarung.partner.add(kita)
    sitz(fall, fachkraft=None, partner=kita)
    uebergabe = fall.beginne()
    was = Entscheidung(Punktentscheidung.UEBERGEBEN, hinweis="Am besten vormittags anrufen")
    fall.entscheide(uebergabe, Punktart.GETRAGEN, was=was)
    uebergabe.refresh_from_db()
    uebergabe.notiz = "Der Schlüssel liegt im Büro"
    uebergabe.save()
    return uebergabe


def erwartetes(fall: Fall) -> list[str]:
    return [
        "Der Schlüssel liegt im Büro",
        "Kita Nah",
        "Sonnenschein (Leitung), 06501 1234",
        f"{fall.heute - timedelta(days=5):%d.%m.%Y}: Telefonat, erreicht",
        "Raum anfragen",
        "Nächster Schritt aus einem fallbezogenen Kontakt",
        "Kurze Wege (gilt)",
        "Runde Konz",
        "Am besten vormittags anrufen",
        "kannte bisher nur eine Person",
    ]


def test_seite_sagt_was_die_nachfolge_braucht_ohne_falltexte(fall: Fall, uebergabe, als: Als):
    text = als("netzwerk_konz").get(reverse("berichte:uebergabemappe", args=[uebergabe.uuid])).text
    assert [satz for satz in erwartetes(fall) if satz not in text] == []
    assert "Geheimer Inhalt" not in text
    assert "Mutter" not in text


def test_pdf_sagt_dasselbe_und_ist_barrierefrei(fall: Fall, uebergabe, als: Als, druckwerk, tmp_path: Path):
    antwort = als("jugendamt").get(reverse("berichte:uebergabemappe_pdf", args=[uebergabe.uuid]))
    assert antwort.headers["Content-Type"] == "application/pdf"
    leser = PdfReader(io.BytesIO(antwort.content))
    text = " ".join(" ".join(seite.extract_text() for seite in leser.pages).split())
    assert [satz for satz in erwartetes(fall) if satz not in text] == []
    assert "Mutter" not in text
    assert "anmeldung@kindertagesstaette-beispielbach.example.org" in text.replace(" ", "")
    assert leser.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert leser.metadata.title == "Übergabemappe Konz"
    datei = tmp_path / "mappe.pdf"
    datei.write_bytes(antwort.content)
    assert pruefe([datei]) == []


@pytest.mark.parametrize("wer", ["leitung_fremd", "netzwerk_saarburg"])
def test_fremde_bekommen_die_mappe_nicht(uebergabe, als: Als, wer: str):
    for name in ("uebergabemappe", "uebergabemappe_pdf"):
        assert als(wer).get(reverse(f"berichte:{name}", args=[uebergabe.uuid])).status_code == 404


def test_die_zahl_der_abfragen_haengt_nicht_an_der_zahl_der_partner(fall: Fall, uebergabe):
    with CaptureQueriesContext(
        connection,
    ) as vorher:
        uebergabemappe(uebergabe, fall.heute)
    for nummer in range(6):
        neue_ansprechperson(neuer_partner(fall.welt, f"Kita {nummer}"), f"Muster{nummer}")
    with CaptureQueriesContext(connection) as nachher:
        assert len(uebergabemappe(uebergabe, fall.heute).partner) == 7
    assert len(nachher) == len(vorher)
