"""From a list to offers and back: never verified, never published, entered once, undone exactly."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from konten.models import Protokolleintrag
from konten.tables import als_csv as tabelle_als_csv
from konten.tables import als_xlsx
from netzwerk.models import Thema
from partner.models import Angebot, Angebotsschritt, Importlauf, Netzwerkpartner
from partner.rules.angebotsspalten import erkenne_angebotsspalten
from partner.rules.angebotszelle import lies_angebotswerte
from partner.rules.einlesen import Ablehnung
from partner.rules.listenfragen import Zweifel
from partner.selectors.einlesen import ergebnisse
from partner.services.angebot import pruefe
from partner.services.einlesen.art import art
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from partner.services.einlesen.zuruecknehmen import nimm_zurueck
from partner.tables import exportiere_angebote
from tests.partner.einlesehilfe import als_csv
from tests.welt import Welt, neuer_partner

KOPF = ["Titel", "Anbieter", "Kurzbeschreibung", "Kosten", "Sprachen", "Alter von", "Alter bis", "Thema", "Geprüft am"]
CAFE = [
    "Elterncafé",
    "Kita Beispielbach",
    "Offener Treff",
    "kostenlos",
    "Deutsch, Arabisch",
    "0",
    "6",
    "Sprache",
    "heute",
]
RAUM = ["Turnraum", "Kita Beispielbach", "Für Gruppen", "Spende erbeten", "", "", "", "", ""]


def vorschau(bereich, *zeilen, kopf=KOPF, inhalt=None) -> Importlauf:
    daten = io.BytesIO(inhalt or als_csv(kopf, *zeilen, trennzeichen=";"))
    tabelle = lies_datei(daten, art("angebote").kopf)
    return lege_an(tabelle=tabelle, dateiname="angebote.csv", bereich=bereich, was="angebote")


def importiere(bereich, *zeilen, **wie) -> Importlauf:
    return uebernimm(lauf=vorschau(bereich, *zeilen, **wie), bereich=bereich)


def gezaehlt(lauf) -> dict[str, int]:
    return {name: zahl for name, zahl in ergebnisse(lauf).items() if zahl}


def bestand() -> list[dict]:
    """Everything that is stored about offers, without when it was touched last."""
    weg = {"geaendert_am", "version"}
    return [{k: w for k, w in zeile.items() if k not in weg} for zeile in Angebot.objects.order_by("pk").values()]


@pytest.fixture
def konz(welt: Welt):
    neuer_partner(welt, telefon="06501 1")
    Thema.objects.create(name="Sprache")
    return welt.person("netzwerk_konz").bereich


# --- cells -----------------------------------------------------------------------------------------------------------


def test_zellen_werden_werte():
    werte, notizen = lies_angebotswerte(
        {
            "titel": " Elterncafé ",
            "art": "Raum",
            "kostenart": "frei",
            "kosten_betrag": "1.250,50 €",
            "alter_von": "6 Jahre",
            "plaetze": "12.0",
            "lebensphasen": "Kita-Zeit; Grundschulzeit",
            "sprachen": "de, Persisch (Farsi, Dari) und Türkisch",
            "gilt_bis": "31.12.2027",
            "web": "www.beispiel.example",
        }
    )
    assert notizen == []
    assert werte == {
        "titel": "Elterncafé",
        "art": "raum",
        "kostenart": "kostenlos",
        "kosten_betrag": Decimal("1250.50"),
        "alter_von": 6,
        "plaetze": 12,
        "lebensphasen": ("kita", "grundschule"),
        "sprachen": ("de", "fa", "tr"),
        "gilt_bis": date(2027, 12, 31),
        "web": "http://www.beispiel.example",
    }


def test_unlesbares_wird_ausgelassen_und_gesagt():
    werte, notizen = lies_angebotswerte(
        {"titel": "A", "kostenart": "teuer", "alter_von": "130", "sprachen": "Deutsch, Klingonisch", "gilt_bis": "bald"}
    )
    assert werte == {"titel": "A", "sprachen": ("de",)}
    assert sorted(notizen) == [
        "Alter von „130“ ausgelassen.",
        "Gilt bis „bald“ ausgelassen.",
        "Kosten „teuer“ ausgelassen.",
        "Sprachen „klingonisch“ ausgelassen.",
    ]


def test_zu_langes_und_angaben_ueber_ein_kind_bleiben_draussen():
    with pytest.raises(Ablehnung, match="länger als 150 Zeichen"):
        lies_angebotswerte({"titel": "x" * 151})
    with pytest.raises(Zweifel, match="ein Kind oder eine Familie"):
        lies_angebotswerte({"titel": "A", "text": "Lena, geb. 3.4.2019, kommt gern"})


def test_geprueft_stufe_und_veroeffentlicht_sind_keine_felder():
    assert set(erkenne_angebotsspalten(["Geprüft am", "Stufe", "Veröffentlicht", "Zeiten", "Titel"]).values()) == {
        "titel"
    }


# --- from list to offers ---------------------------------------------------------------------------------------------


def test_angebote_kommen_ungeprueft_und_nicht_oeffentlich_herein(welt: Welt, konz):
    assert gezaehlt(importiere(konz, CAFE, RAUM)) == {"neu": 2}
    cafe = Angebot.objects.get(titel="Elterncafé")
    assert (cafe.geprueft_am, cafe.ist_oeffentlich, cafe.stufe, cafe.stufe_seit) == (
        None,
        False,
        "entdeckt",
        konz.stichtag,
    )
    assert (cafe.kurztext, cafe.kostenart, cafe.sprachen, cafe.alter_von, cafe.alter_bis) == (
        "Offener Treff", "kostenlos", ("de", "ar"), 0, 6,
    )  # fmt: skip
    assert list(cafe.sozialraeume.all()) == [welt.konz]
    assert [thema.name for thema in cafe.themen.all()] == ["Sprache"]
    assert cafe.erfasst_von == welt.personen["netzwerk_konz"]
    assert Angebotsschritt.objects.filter(angebot=cafe, stufe="entdeckt").count() == 1
    assert list(Angebot.objects.suche("elterncafe")) == [cafe]


def test_alles_wird_protokolliert(welt: Welt, konz):
    importiere(konz, CAFE)
    eintraege = Protokolleintrag.objects.filter(actor=welt.personen["netzwerk_konz"], content_type__model="angebot")
    anlage, raeume = eintraege.order_by("pk")
    assert anlage.changes["titel"] == ["", "geändert"]
    assert raeume.changes["sozialraeume"]["objects"] == [welt.konz.pk]


def test_dieselbe_liste_noch_einmal_aendert_nichts(konz):
    importiere(konz, CAFE, RAUM)
    assert gezaehlt(importiere(konz, CAFE, RAUM)) == {"unveraendert": 2}


def test_vorhandenes_wird_ergaenzt_nie_ueberschrieben(konz):
    importiere(konz, RAUM)
    lauf = importiere(konz, [*RAUM[:2], "Ganz anders", "kostenlos", "Deutsch", "3", "", "", ""])
    assert lauf.zeilen.get().aenderungen == [["Alter von", "", "3"], ["Sprachen", "", "Deutsch"]]
    raum = Angebot.objects.get()
    assert (raum.kurztext, raum.kostenart, raum.alter_von) == ("Für Gruppen", "spende", 3)


@pytest.mark.parametrize(
    ("zeile", "satz"),
    [
        (["", *CAFE[1:]], "Der Titel fehlt."),
        ([CAFE[0], "Feuerwehr Nirgendwo", *CAFE[2:]], "steht nicht im Verzeichnis"),
        ([*CAFE[:5], "9", "6", "", ""], "Das Alter „von“ liegt über dem Alter „bis“."),
    ],
)
def test_was_nicht_geht_wird_mit_grund_abgelehnt(konz, zeile, satz):
    lauf = importiere(konz, zeile)
    assert gezaehlt(lauf) == {"abgelehnt": 1}
    assert satz in lauf.zeilen.get().grund


def test_nur_fuer_eigene_sozialraeume(welt: Welt, konz):
    kopf = ["Titel", "Anbieter", "Sozialräume"]
    fremd = importiere(konz, ["Elterncafé", "Kita Beispielbach", "Saarburg"], kopf=kopf)
    assert fremd.zeilen.get().grund == "Für Saarburg dürfen Sie keine Angebote anlegen."
    neuer_partner(welt, "Hort Fernwiese", sozialraum="saarburg")
    gefragt = importiere(konz, ["Elterncafé", "Hort Fernwiese", ""], kopf=kopf)
    assert gezaehlt(gefragt) == {"zweifelhaft": 1}
    assert gefragt.zeilen.get().rohdaten["anzeige"]["optionen"] == [["raum:konz", "Konz"]]


def test_zahl_der_abfragen_haengt_nicht_an_der_zahl_der_zeilen(konz):
    def abfragen(anzahl: int, wort: str) -> int:
        with CaptureQueriesContext(connections["default"]) as gezaehlt:
            importiere(konz, *[[f"{wort} {nummer}", *CAFE[1:]] for nummer in range(anzahl)])
        return len(gezaehlt)

    importiere(konz, CAFE)
    assert abfragen(3, "Treff") == abfragen(12, "Gruppe")


# --- round trip and undo ---------------------------------------------------------------------------------------------


def export(bereich, ersetze: dict[str, str] | None = None, *, xlsx: bool = False) -> bytes:
    _, spalten, zeilen = exportiere_angebote(bereich)
    if xlsx:
        return als_xlsx(spalten, zeilen, "Angebote")
    text = tabelle_als_csv(spalten, zeilen).decode("utf-8-sig")
    for alt, neu in (ersetze or {}).items():
        assert alt in text
        text = text.replace(alt, neu)
    return text.encode()


@pytest.mark.parametrize("xlsx", [True, False])
def test_export_kommt_unveraendert_zurueck(konz, xlsx):
    importiere(konz, CAFE, RAUM)
    Angebot.objects.filter(titel="Turnraum").update(
        ortsart="eigen", ortsname="Halle", ort="Konz", plz="54329", kosten_betrag=Decimal("3.5"), text="=1+1\nzweite",
        situationen=("geld", "sucht"), zugaenglichkeit=("wc", "hoeren"), gilt_bis=date(2027, 1, 1), barrierefrei="nein",
    )  # fmt: skip
    assert gezaehlt(importiere(konz, inhalt=export(konz, xlsx=xlsx))) == {"unveraendert": 2}


def test_geaenderter_export_aendert_und_wird_zurueckgenommen(konz):
    importiere(konz, CAFE)
    pruefe(angebot=Angebot.objects.get(), weg="fachkraft", durch=None)
    vorher = bestand()
    lauf = importiere(konz, inhalt=export(konz, {"Offener Treff": "Treff am Morgen", "Deutsch, Arabisch": "Deutsch"}))
    assert lauf.zeilen.get().aenderungen == [
        ["In einem Satz", "Offener Treff", "Treff am Morgen"],
        ["Sprachen", "Deutsch, Arabisch", "Deutsch"],
    ]
    cafe = Angebot.objects.get()
    assert (cafe.kurztext, cafe.sprachen, cafe.geprueft_am) == ("Treff am Morgen", ("de",), konz.stichtag)
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert bestand() == vorher


def test_zwischenzeitlich_geaendert_wird_abgelehnt(konz):
    importiere(konz, CAFE)
    inhalt = export(konz, {"Offener Treff": "Treff am Morgen"})
    Angebot.objects.update(version=2)
    lauf = importiere(konz, inhalt=inhalt)
    assert "Inzwischen geändert" in lauf.zeilen.get().grund
    assert Angebot.objects.get().kurztext == "Offener Treff"


def test_ruecknahme_entfernt_unberuehrte_und_nennt_gepruefte(konz):
    lauf = importiere(konz, CAFE, RAUM)
    pruefe(angebot=Angebot.objects.get(titel="Turnraum"), weg="fachkraft", durch=None)
    nimm_zurueck(lauf=lauf, bereich=konz)
    assert list(Angebot.objects.values_list("titel", flat=True)) == ["Turnraum"]
    assert "Prüfungen: seitdem eingetragen" in lauf.zeilen.exclude(rueckstand="").get().rueckstand
    assert Netzwerkpartner.objects.count() == 1


def test_befehle_lesen_ein_und_schreiben_aus(konz, tmp_path, capsys):
    liste, ausgabe = tmp_path / "angebote.csv", tmp_path / "angebote.xlsx"
    liste.write_bytes(als_csv(KOPF, CAFE, RAUM, trennzeichen="\t"))
    call_command("importieren", "angebote", str(liste), "--als", "netzwerk-konz")
    call_command("exportieren", "angebote", str(ausgabe), "--als", "netzwerk-konz")
    assert "2 Zeilen geschrieben" in capsys.readouterr().out
    assert len(lies_datei(io.BytesIO(ausgabe.read_bytes()), art("angebote").kopf).zeilen) == 2


def test_export_der_seite_nimmt_nichts_vom_anbieter_in_das_angebot(konz, als):
    importiere(konz, CAFE, RAUM)
    Angebot.objects.filter(titel="Turnraum").update(ortsart="eigen", ort="Konz", strasse="Weg 1")
    inhalt = als("netzwerk_konz").get("/angebote/", {"format": "csv", "stufe": "alle"}).content
    assert b"06501 1" in inhalt
    assert gezaehlt(importiere(konz, inhalt=inhalt)) == {"unveraendert": 2}
    assert Angebot.objects.filter(telefon="").count() == 2
