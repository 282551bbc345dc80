"""The family guide: what stands in it, in which chapter, under which page number; accessible; nothing unpublished."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from berichte.reports import broschuere as heft
from berichte.reports.broschuere import Auswahl, broschuere
from berichte.services import druck
from netzwerk.models import Thema
from partner.models import Angebot, Netzwerkpartner, Sammlung, Sammlungsplatz
from tests.partner.angebote import neues_angebot
from tests.welt import Welt
from tests.werkzeug.pdfua import pruefe

SEITE, PDF = "/berichte/broschuere/", "/berichte/broschuere.pdf"


@pytest.fixture(scope="module", autouse=True)
def druckwerk() -> Iterator[None]:
    yield
    druck.RUHIG.beende()
    druck.DRINGEND.beende()


def veroeffentlicht(welt: Welt, titel: str, **felder) -> Angebot:
    angaben = {"ist_oeffentlich": True, "geprueft_am": timezone.localdate(), "stufe": "gepflegt"} | felder
    return neues_angebot(welt, titel, **angaben)


def kapitel(auswahl: Auswahl) -> list[tuple[str, list[str], list[str]]]:
    inhalt = broschuere(auswahl, timezone.localdate()).kapitel
    return [(k.name, [str(e.angebot) for e in k.eintraege], [str(e.angebot) for e in k.verweise]) for k in inhalt]


def test_kapitel_nach_lebensphase(welt):
    veroeffentlicht(welt, "Öffnung", lebensphasen=("kita", "baby"))
    veroeffentlicht(welt, "Offener Treff")
    veroeffentlicht(welt, "Jungschar", lebensphasen=("jung",))
    veroeffentlicht(welt, "Andere Gegend", raum="saarburg", lebensphasen=("baby",))
    neues_angebot(welt, "Nicht veröffentlicht")
    assert kapitel(Auswahl(raum=welt.sozialraeume["konz"])) == [
        ("Schwangerschaft und Babyzeit", ["Öffnung"], []),
        ("Kita-Zeit", [], ["Öffnung"]),
        ("Junge Erwachsene", ["Jungschar"], []),
        ("Für alle", ["Offener Treff"], []),
    ]
    assert next(name for name, _, _ in kapitel(Auswahl())) == "Schwangerschaft und Babyzeit"


def test_thema_und_sammlung(welt):
    erstes, zweites = veroeffentlicht(welt, "Erstes"), veroeffentlicht(welt, "Zweites")
    thema = Thema.objects.create(name="Wohnen im Ort")
    erstes.themen.add(thema)
    sammlung = Sammlung.objects.create(titel="Rund um die Geburt")
    Sammlungsplatz.objects.create(sammlung=sammlung, angebot=zweites)
    assert kapitel(Auswahl(thema=thema)) == [("Für alle", ["Erstes"], [])]
    assert kapitel(Auswahl(sammlung=sammlung)) == [("Für alle", ["Zweites"], [])]
    assert Auswahl(sammlung=sammlung).titel == "Rund um die Geburt"
    auswahl = Auswahl(raum=welt.sozialraeume["konz"], thema=thema, sammlung=sammlung)
    assert auswahl.verzeichnis.endswith(f"/verzeichnis/?raum=konz&thema={thema.pk}")


def test_register(welt):
    haus = veroeffentlicht(welt, "Zuletzt").anbieter
    Netzwerkpartner.objects.filter(pk=haus.pk).update(name="Ärztehaus", ort="Konz")
    veroeffentlicht(welt, "Anfang", anbieter=haus, ortsart="fern")
    inhalt = broschuere(Auswahl(), timezone.localdate())
    assert [(z.wort, [str(e.angebot) for e in z.eintraege]) for z in inhalt.anbieter] == [
        ("Ärztehaus", ["Anfang", "Zuletzt"])
    ]
    assert [z.wort for z in inhalt.orte] == ["Konz", "per Telefon oder online"]


def test_heft_als_pdf(welt, als, tmp_path: Path):
    for nummer in range(4):
        veroeffentlicht(welt, f"Krabbelgruppe {nummer}", lebensphasen=("baby", "kita"), telefon=f"06501 {nummer}")
    veroeffentlicht(welt, "Beratung", geprueft_am=None)
    antwort = als("netzwerk_konz").get(PDF, {"raum": "konz"})
    assert (antwort.status_code, antwort["Content-Type"]) == (200, "application/pdf")
    leser = PdfReader(io.BytesIO(antwort.content))
    texte = [" ".join(seite.extract_text().split()) for seite in leser.pages]
    assert "Sozialraum Konz" in texte[0]
    stelle = next(nr for nr, text in enumerate(texte, start=1) if "06501 3" in text)
    eintrag = texte[1].split("Krabbelgruppe 3")[1].replace(".", " ").split()
    assert eintrag[0] == str(stelle)
    assert any("nicht geprüft" in text for text in texte)
    titel = [eintrag.title for eintrag in _flach(leser.outline)]
    assert {"Inhalt", "Schwangerschaft und Babyzeit", "Krabbelgruppe 0", "Zum Nachschlagen"} <= set(titel)
    datei = tmp_path / "heft.pdf"
    datei.write_bytes(antwort.content)
    assert pruefe([datei]) == []


def _flach(baum) -> Iterator:
    for eintrag in baum:
        if isinstance(eintrag, list):
            yield from _flach(eintrag)
        else:
            yield eintrag


def test_seite_zaehlt_und_warnt(welt, als):
    veroeffentlicht(welt, "Beratung", geprueft_am=None)
    text = als("netzwerk_konz").get(SEITE).content.decode()
    assert "1 Angebot in 1 Kapitel" in text
    assert "1 davon ist ungeprüft" in text


@pytest.mark.parametrize(
    ("frage", "satz"),
    [
        ({"raum": "mars"}, "keine gültige Auswahl"),
        ({"thema": "x'--"}, "keine gültige Auswahl"),
        ({"sammlung": "\x00"}, "Nullzeichen sind nicht erlaubt"),
        ({"sammlung": "7"}, "keine gültige"),
    ],
)
def test_unsinn_in_der_auswahl(welt, als, frage, satz):
    veroeffentlicht(welt, "Beratung")
    antwort = als("netzwerk_konz").get(SEITE, frage)
    assert antwort.status_code == 200
    assert satz in antwort.content.decode()


def test_zu_viel_und_nichts(welt, als, monkeypatch):
    leer = als("netzwerk_konz").get(PDF)
    assert (leer.status_code, "nichts veröffentlicht" in leer.content.decode()) == (400, True)
    veroeffentlicht(welt, "Eins")
    veroeffentlicht(welt, "Zwei")
    monkeypatch.setattr(heft, "HOECHSTENS", 1)
    assert als("netzwerk_konz").get(PDF).status_code == 400
    assert "2 Angebote sind zu viele" in als("netzwerk_konz").get(SEITE).content.decode()


def test_gleich_viele_abfragen(welt, django_assert_max_num_queries):
    for nummer in range(5):
        veroeffentlicht(welt, f"Treff {nummer}")
    with django_assert_max_num_queries(6):
        assert broschuere(Auswahl(), timezone.localdate()).anzahl == 5
