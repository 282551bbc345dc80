"""Prints about a person: the Steckbrief to hang up with its QR code, and the tree of the qualification."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from django.utils import timezone
from pypdf import PdfReader
from pypdf.generic import NumberObject

from berichte.services import druck
from berichte.services.qrcode import RAND, qr_bild
from konten.rules import Rolle
from netzwerk.models import Qualifikationsnachweis, Steckbrief
from netzwerk.rules.fachkraft import Nachweisart, Nachweisstatus
from sozialraum.models import Zustaendigkeit
from tests.welt import ANFANG, Welt
from tests.werkzeug.pdfua import pruefe

STUECK = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")


@pytest.fixture(scope="module", autouse=True)
def druckwerk() -> Iterator[None]:
    yield
    druck.RUHIG.beende()
    druck.DRINGEND.beende()


@pytest.fixture
def ada(welt: Welt):
    return welt.personen["netzwerk_konz"].netzwerkfachkraft


def test_qr_zeichnet_genau_die_dunklen_felder():
    adresse = "https://netzwerk.example.org/zustaendig/6510883b-6aed-42eb-b1b9-89349a9dd336/"
    bild = qr_bild(adresse)
    gezeichnet = {
        (int(x) + nummer, int(y)) for x, y, breite in STUECK.findall(bild.pfad) for nummer in range(int(breite))
    }
    matrix = segno.make_qr(adresse, error="q").matrix
    dunkel = {(x + RAND, y + RAND) for y, zeile in enumerate(matrix) for x, feld in enumerate(zeile) if feld}
    assert gezeichnet == dunkel
    assert bild.kante == len(matrix) + 2 * RAND
    assert STUECK.sub("", bild.pfad) == ""


def test_aushang_mit_qr_und_vertretung_auf_einer_seite(welt: Welt, als, ada, settings, tmp_path: Path):
    settings.BASIS_URL = "https://netzwerk.example.org"
    steckbrief = Steckbrief.objects.create(fachkraft=ada, vorstellung="Guten Tag.", ist_veroeffentlicht=True)
    vertretung = welt.personen["netzwerk_saarburg"]
    Steckbrief.objects.create(fachkraft=vertretung.netzwerkfachkraft, ist_veroeffentlicht=True)
    Zustaendigkeit.objects.create(benutzer=vertretung, rolle=Rolle.NETZWERK, vertritt=ada.benutzer, von=ANFANG)
    inhalt = als("team_konz").get(f"/fachkraefte/{ada.uuid}/steckbrief.pdf").content
    (seite,) = PdfReader(io.BytesIO(inhalt)).pages
    text = _ohne_umbruch(seite.extract_text())
    assert _ohne_umbruch(f"https://netzwerk.example.org/zustaendig/{steckbrief.uuid}/") in text
    assert _ohne_umbruch(str(vertretung.netzwerkfachkraft)) in text
    assert "QR-Code mit der Internetadresse" in _beschreibungen(inhalt)
    datei = tmp_path / "aushang.pdf"
    datei.write_bytes(inhalt)
    assert pruefe([datei]) == []


def test_unveroeffentlichter_aushang_hat_keinen_qr(als, ada):
    Steckbrief.objects.create(fachkraft=ada)
    inhalt = als("team_konz").get(f"/fachkraefte/{ada.uuid}/steckbrief.pdf").content
    assert "QR-Code" not in _beschreibungen(inhalt)


def test_baum_im_pdf_ist_barrierefrei(als, ada, tmp_path: Path):
    for art in (Nachweisart.ERZIEHER, Nachweisart.LUETTRINGHAUS):
        Qualifikationsnachweis.objects.create(
            fachkraft=ada,
            art=art,
            bezeichnung=f"Beleg {art}",
            am=timezone.localdate() - timedelta(days=900),
            zustand=Nachweisstatus.BESTAETIGT,
        )
    inhalt = als("jugendamt").get(f"/fachkraefte/{ada.uuid}/qualifikation.pdf").content
    text = _ohne_umbruch("".join(seite.extract_text() for seite in PdfReader(io.BytesIO(inhalt)).pages))
    satz = "es fehlt: Sozialarbeit oder Sozialpädagogik oder längere systemische Zusatzausbildung"
    assert _ohne_umbruch(satz) in text
    assert _ohne_umbruch("Beleg erzieher") in text
    datei = tmp_path / "qualifikation.pdf"
    datei.write_bytes(inhalt)
    assert pruefe([datei]) == []


def _ohne_umbruch(text: str) -> str:
    """Without blanks and hyphens: where a line of the print ends is not what is asked here."""
    return re.sub(r"[\s\-\u2010\xad]", "", text)


def _beschreibungen(inhalt: bytes) -> str:
    """Alternative texts of all pictures, as a screen reader gets them."""
    offen, texte = [PdfReader(io.BytesIO(inhalt)).trailer["/Root"]["/StructTreeRoot"]], []
    while offen:
        teil = offen.pop().get_object()
        if isinstance(teil, list):
            offen.extend(teil)
        elif isinstance(teil, dict):
            texte.append(str(teil.get("/Alt", "")))
            offen.append(teil.get("/K", NumberObject(0)))
    return " ".join(texte)
