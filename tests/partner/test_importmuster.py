"""The workbook to fill in is itself a list that the import understands."""

import io

import openpyxl
import pytest

from netzwerk.models import Kontakt
from partner.models import Angebot, Funktion, Netzwerkpartner
from partner.selectors.einlesen import ergebnisse
from partner.services.einlesen.art import art, arten
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from partner.views.importmuster import mustermappe
from tests.welt import Welt, neuer_partner

MODELLE = {"personen": Funktion, "kontakte": Kontakt, "angebote": Angebot}


@pytest.mark.parametrize("schluessel", ["partner", "personen", "kontakte", "angebote"])
def test_jede_ueberschrift_der_vorlage_wird_erkannt(schluessel):
    kind = art(schluessel)
    erkannt = kind.kopf.felder([spalte.titel for spalte in kind.muster])
    assert [spalte.titel for spalte in kind.muster if not erkannt.get(spalte.titel)] == []


@pytest.mark.parametrize("schluessel", ["personen", "kontakte", "angebote"])
def test_die_beispielzeile_laesst_sich_uebernehmen(welt: Welt, schluessel):
    neuer_partner(welt)
    bereich = welt.person("netzwerk_konz").bereich
    tabelle = lies_datei(io.BytesIO(mustermappe(art(schluessel))), art(schluessel).kopf)
    assert tabelle.blatt == "Liste"
    lauf = lege_an(tabelle=tabelle, dateiname="vorlage.xlsx", bereich=bereich, was=schluessel)
    lauf = uebernimm(lauf=lauf, bereich=bereich)
    assert ergebnisse(lauf)["neu"] == 1
    assert MODELLE[schluessel].objects.count() == 1


def test_ohne_die_einrichtung_sagt_das_beispiel_warum_es_nicht_geht(welt: Welt):
    bereich = welt.person("netzwerk_konz").bereich
    tabelle = lies_datei(io.BytesIO(mustermappe(art("personen"))), art("personen").kopf)
    lauf = lege_an(tabelle=tabelle, dateiname="vorlage.xlsx", bereich=bereich, was="personen")
    assert "steht nicht im Verzeichnis" in lauf.zeilen.get().grund
    assert not Netzwerkpartner.objects.exists()


def test_herunterladen_darf_wer_einlesen_darf(als):
    for kind in arten():
        antwort = als("netzwerk_konz").get("/partner/import/muster/", {"art": kind.schluessel})
        blaetter = openpyxl.load_workbook(io.BytesIO(antwort.content))
        assert blaetter.sheetnames == ["Liste", "Erklärung"]
        assert [zelle.value for zelle in blaetter["Liste"][1]] == [spalte.titel for spalte in kind.muster]
    assert als("netzwerk_konz").get("/partner/import/muster/", {"art": "gibtesnicht"}).status_code == 404
    assert als("team_konz").get("/partner/import/muster/").status_code == 403
