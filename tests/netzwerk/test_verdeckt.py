"""People of another Träger: the Leitung sees that they are in the sum, never who they are."""

import pytest

from berichte.reports.sozialraum import sozialraumbericht
from berichte.rules import laufendes_jahr
from netzwerk.models import Einsatz
from sozialraum.models import Traegerschaft
from tests.welt import ANFANG, Welt, neue_fachkraft

SEITEN = ["/stellenanteile/", "/sozialraeume/konz/", "/sozialraeume/konz/bericht/", "/fachkraefte/"]


@pytest.fixture
def fremde(welt: Welt) -> Welt:
    """Konz has a second Netzwerkfachkraft, of the other Träger."""
    neue_fachkraft(welt, "xaveria", "konz", "musterhof", "0.10")
    return welt


def seite(als, name: str, adresse: str) -> str:
    antwort = als(name).get(adresse)
    assert antwort.status_code == 200
    return antwort.content.decode()


@pytest.mark.parametrize("adresse", SEITEN)
def test_die_leitung_liest_keine_namen_anderer_traeger(als, fremde: Welt, adresse: str) -> None:
    assert "Xaveria" not in seite(als, "leitung_konz", adresse)
    assert "Xaveria" in seite(als, "leitung_fremd", adresse)
    assert "Xaveria" in seite(als, "jugendamt", adresse)


@pytest.mark.parametrize("adresse", SEITEN[:3])
def test_die_summe_zaehlt_sie_mit(als, fremde: Welt, adresse: str) -> None:
    text = seite(als, "leitung_konz", adresse)
    assert "0,40" in text
    assert "In der Summe ist 1 Einsatz anderer Träger enthalten." in text


def test_stellen_eines_fremden_sozialraums_sieht_die_leitung_nicht(als, welt: Welt) -> None:
    assert 'id="fachkraefte"' not in seite(als, "leitung_konz", "/sozialraeume/saarburg/")
    assert 'id="fachkraefte"' in seite(als, "leitung_fremd", "/sozialraeume/saarburg/")


def test_ohne_einsatz_ist_der_mindestumfang_nicht_erreicht(als, welt: Welt) -> None:
    Einsatz.objects.filter(sozialraum=welt.konz).delete()
    zeitraum = laufendes_jahr(welt.person("jugendamt").bereich.stichtag)
    bericht = sozialraumbericht(welt.konz, zeitraum, zeitraum.bis)
    assert "nicht beurteilbar" in bericht.kennzahlen[-1].text
    assert "an allen Tagen erreicht" not in seite(als, "jugendamt", "/sozialraeume/konz/bericht/")


def test_der_bericht_ohne_eigene_fachkraft_sagt_es(als, fremde: Welt) -> None:
    Traegerschaft.objects.create(traeger=fremde.traeger["beispieltal"], sozialraum=fremde.saarburg, von=ANFANG)
    text = seite(als, "leitung_konz", "/sozialraeume/saarburg/bericht/")
    assert "In der Summe ist 1 Einsatz anderer Träger enthalten." in text
