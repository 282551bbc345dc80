"""K29, K30, K34: one year by services from the volume to the closing; page, PDF and workbook show the same cents."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from berichte.services import druck
from finanzen.models import Ausgabe, Finanzvolumen, Jahresabschluss, Verwendungsnachweis
from finanzen.rules import Ausgabenart, Nachweisstatus, Projektstatus
from finanzen.rules.jahresstand import aus_daten
from finanzen.selectors.haushalt import haushalt_von
from finanzen.services.abschluss import entscheide_rest, oeffne, schliesse
from finanzen.services.antrag import Antragsangaben, entwirf, genehmige, stelle
from finanzen.services.ausgabe import storniere
from finanzen.services.verteilung import verteile_mittel
from finanzen.services.verwendung import aendere, beginne, setze_stand
from finanzen.services.volumen import bestaetige, trage_ein
from tests.finanzen.ausgaben import gebucht
from tests.finanzen.betraege import betraege, mappenbetraege
from tests.finanzen.geld import neue_regel, neuer_kostensatz
from tests.finanzen.projekte import bewilligt, schritt
from tests.welt import Welt
from tests.werkzeug.pdfua import pruefe

JAHR = 2025
TEXTE = {
    "ausgangslage": "Zwei Kitas wünschten Unterstützung.",
    "massnahmen": "Gespräche, ein Projekt, ein Fachtag.",
    "wirkung": "Die Kitas kennen die Wege.",
    "ausblick": "Der Fachtag findet wieder statt.",
}


@pytest.fixture(scope="module", autouse=True)
def druckprozess() -> Iterator[None]:
    yield
    druck.RUHIG.beende()


@pytest.fixture
def jahr(welt: Welt) -> Welt:
    """From the volume to the decision about the rest; the closing is left to the test."""
    _geld(welt)
    _ausgaben(welt)
    return welt


def _geld(welt: Welt) -> None:
    neue_regel()
    neuer_kostensatz(welt.traeger["beispieltal"], "74000.00", JAHR)
    amt, zweites = welt.person("jugendamt"), welt.person("jugendamt_2")
    volumen = Finanzvolumen(
        sozialraum=welt.konz, jahr=JAHR, gesamt=Decimal("912345.67"), davon_asd=Decimal("250000.05")
    )
    volumen = trage_ein(volumen=volumen, durch=amt)
    bestaetige(volumen=volumen, version=volumen.version, durch=zweites)
    betraege = {
        welt.traeger["beispieltal"].pk: Decimal("40000.00"),
        welt.traeger["musterhof"].pk: Decimal("26234.56"),
    }
    verteile_mittel(jahr=JAHR, sozialraum_id=welt.konz.pk, betraege=betraege, stand="")


def _ausgaben(welt: Welt) -> None:
    fest = {"jahr": JAHR, "am": date(JAHR, 4, 1)}
    gebucht(welt, "22200.00", art=Ausgabenart.PERSONAL, text="Gehälter", belegnummer="", **fest)
    gebucht(welt, "1234.56", text="Faltblätter", belegnummer="R-1", **fest)
    falsch = gebucht(welt, "99.99", text="Irrtum", belegnummer="R-2", **fest)
    storniere(ausgabe_id=falsch.pk, grund="Falscher Träger", benutzer=welt.person("leitung_konz"))
    projekt = bewilligt(welt, "800.00", von=date(JAHR, 3, 1), bis=date(JAHR, 6, 30))
    schritt(welt, projekt, "leitung_konz", Projektstatus.LAEUFT)
    gebucht(welt, "750.10", art=Ausgabenart.PROJEKT, projekt_id=projekt.pk, belegnummer="R-3", **fest)
    schritt(welt, projekt, "leitung_konz", "abgeschlossen", ergebnis="Gut.", erreichte=41, termine=6)
    antrag = _antrag(welt)
    gebucht(welt, "300.00", art=Ausgabenart.EINZELTERMIN, antrag_id=antrag, belegnummer="R-4", **fest)


def _antrag(welt: Welt) -> int:
    angaben = Antragsangaben(
        titel="Elternabend",
        sozialraum_id=welt.konz.pk,
        traeger_id=welt.traeger["beispieltal"].pk,
        jahr=JAHR,
        begruendung="Das Thema kann niemand im Team vertreten.",
        termine=2,
        von=date(JAHR, 3, 1),
        bis=date(JAHR, 6, 30),
        betrag=Decimal("500.00"),
    )
    leitung = welt.person("leitung_konz")
    antrag, _ = entwirf(benutzer=leitung, uuid=uuid4(), angaben=angaben)
    antrag = stelle(antrag_id=antrag.pk, version=antrag.version, benutzer=leitung)
    genehmige(
        antrag_id=antrag.pk,
        version=antrag.version,
        betrag=Decimal("300.00"),
        grund="Ein Termin genügt.",
        benutzer=welt.person("jugendamt"),
    )
    return antrag.pk


def _nachweis(welt: Welt) -> Verwendungsnachweis:
    leitung = welt.person("leitung_konz")
    nachweis = beginne(
        jahr=JAHR, sozialraum_id=welt.konz.pk, traeger_id=welt.traeger["beispieltal"].pk, benutzer=leitung
    )
    nachweis = aendere(nachweis_id=nachweis.pk, version=nachweis.version, texte=TEXTE, benutzer=leitung)
    nachweis = setze_stand(nachweis_id=nachweis.pk, version=nachweis.version, zustand="eingereicht", durch=leitung)
    return setze_stand(
        nachweis_id=nachweis.pk, version=nachweis.version, zustand="bestaetigt", durch=welt.person("jugendamt")
    )


def _schliesse(welt: Welt) -> Jahresabschluss:
    for name in ("beispieltal", "musterhof"):
        entscheide_rest(
            jahr=JAHR,
            sozialraum_id=welt.konz.pk,
            traeger_id=welt.traeger[name].pk,
            entscheidung="uebertrag",
            durch=welt.person("jugendamt"),
        )
    return schliesse(jahr=JAHR, sozialraum_id=welt.konz.pk, durch=welt.person("jugendamt_2"), gesehen=True)


# --- Reading what people read ---------------------------------------------------------------------------------------


class Bericht(HTMLParser):
    """The text within the report of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tiefe, self.teile = 0, []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "div":
            self.tiefe += bool(self.tiefe or ("class", "bericht") in attrs)

    def handle_endtag(self, tag: str) -> None:
        self.tiefe -= tag == "div" and bool(self.tiefe)

    def handle_data(self, data: str) -> None:
        if self.tiefe:
            self.teile.append(data)


def seitentext(antwort) -> str:
    leser = Bericht()
    leser.feed(antwort.content.decode())
    return " ".join(leser.teile)


def pdftext(antwort) -> str:
    assert antwort["Content-Type"] == "application/pdf"
    return "\n".join(blatt.extract_text() for blatt in PdfReader(io.BytesIO(antwort.content)).pages)


# --- The year -------------------------------------------------------------------------------------------------------


def test_das_jahr_geht_auf(jahr):
    stand = haushalt_von(JAHR, jahr.konz.pk, jahr.traeger["beispieltal"].pk)
    assert stand.verteilt == Decimal("40000.00")
    assert stand.verausgabt == Decimal("24484.66")
    assert stand.gebunden == Decimal("0.00")
    assert stand.frei == Decimal("15515.34")


@pytest.mark.parametrize("wann", ["offen", "geschlossen"])
def test_seite_pdf_und_mappe_zeigen_dieselben_cents(jahr, als, wann):
    nachweis = _nachweis(jahr)
    if wann == "geschlossen":
        _schliesse(jahr)
    client = als("leitung_konz")
    adresse = nachweis.get_absolute_url()
    seite = seitentext(client.get(adresse))
    auf_der_seite = betraege(seite)
    assert auf_der_seite[Decimal("15515.34")] == 1
    assert auf_der_seite[Decimal("24484.66")] == 3
    assert auf_der_seite[Decimal("-99.99")] == 1
    assert sum(auf_der_seite.values()) > 20
    pdf = pdftext(client.get(reverse("berichte:verwendung_pdf", args=[nachweis.uuid])))
    assert betraege(pdf) == auf_der_seite
    assert mappenbetraege(client.get(f"{adresse}?format=xlsx").content) == auf_der_seite
    for text in TEXTE.values():
        assert text in seite
        assert text in " ".join(pdf.split())


def test_nachweis_eines_geschlossenen_jahres_liest_den_abschluss(jahr, als):
    nachweis = _nachweis(jahr)
    abschluss = _schliesse(jahr)
    Ausgabe.objects.filter(art=Ausgabenart.SACHKOSTEN).update(betrag=Decimal("0.01"))
    seite = seitentext(als("jugendamt").get(nachweis.get_absolute_url()))
    assert betraege(seite)[Decimal("24484.66")] == 3
    assert abschluss.pruefsumme[:16] in seite
    oeffne(abschluss_id=abschluss.pk, grund="Prüfung", durch=jahr.person("jugendamt"))
    danach = seitentext(als("jugendamt").get(nachweis.get_absolute_url()))
    assert betraege(danach)[Decimal("24484.66")] == 0
    assert "noch nicht abgeschlossen" in danach


def test_abschluss_als_seite_und_pdf(jahr, als):
    _nachweis(jahr)
    abschluss = _schliesse(jahr)
    client = als("jugendamt")
    seite = seitentext(client.get(reverse("finanzen:schnappschuss", args=[abschluss.uuid])))
    pdf = pdftext(client.get(reverse("berichte:abschluss_pdf", args=[abschluss.uuid])))
    assert betraege(seite) == betraege(pdf)
    assert betraege(seite)[Decimal("66234.56")] == 2
    assert aus_daten(abschluss.daten).rest == Decimal("41749.90")
    assert betraege(seite)[Decimal("41749.90")] == 1
    assert abschluss.pruefsumme in seite
    assert abschluss.pruefsumme in "".join(pdf.split())


def test_uebertrag_steht_im_folgejahr(jahr):
    _schliesse(jahr)
    assert haushalt_von(JAHR + 1, jahr.konz.pk, jahr.traeger["beispieltal"].pk).uebertrag == Decimal("15515.34")


def test_pdfs_sind_barrierefrei(jahr, als, tmp_path: Path):
    nachweis = _nachweis(jahr)
    abschluss = _schliesse(jahr)
    dateien = []
    for name, uuid in (("berichte:verwendung_pdf", nachweis.uuid), ("berichte:abschluss_pdf", abschluss.uuid)):
        datei = tmp_path / f"{name.split(':')[1]}.pdf"
        datei.write_bytes(als("jugendamt").get(reverse(name, args=[uuid])).content)
        dateien.append(datei)
    assert pruefe(dateien) == []


def test_mappe_fuehrt_keine_formel_aus(jahr, als):
    gebucht(jahr, "1.00", text="=1+1", belegnummer="R-9", jahr=JAHR, am=date(JAHR, 5, 1))
    nachweis = _nachweis(jahr)
    mappe = load_workbook(io.BytesIO(als("jugendamt").get(f"{nachweis.get_absolute_url()}?format=xlsx").content))
    texte = [zelle.value for zelle in mappe["Buchungen"]["C"]]
    assert "'=1+1" in texte
    assert nachweis.zustand == Nachweisstatus.BESTAETIGT
