"""Who works where, and that at most one Träger steers a Sozialraum on any day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from sozialraum.models import Traegerschaft
from sozialraum.services.traeger import aendere_ende, trage_traegerschaft_ein
from tests.welt import ANFANG, Welt

AB = date(2026, 7, 1)


def trage_ein(welt: Welt, traeger: str, steuert: bool, von: date = AB, bis: date | None = None) -> Traegerschaft:
    return trage_traegerschaft_ein(
        neu=Traegerschaft(
            traeger=welt.traeger[traeger],
            sozialraum=welt.konz,
            ist_steuerungsverantwortlich=steuert,
            von=von,
            bis=bis,
        )
    )


def zeilen(welt: Welt, traeger: str) -> list[tuple]:
    menge = Traegerschaft.objects.filter(sozialraum=welt.konz, traeger=welt.traeger[traeger]).order_by("von")
    return list(menge.values_list("von", "bis", "ist_steuerungsverantwortlich"))


def test_neue_steuerung_loest_die_alte_ab_beide_bleiben_taetig(welt: Welt):
    trage_ein(welt, "musterhof", steuert=True)
    assert zeilen(welt, "musterhof") == [(ANFANG, date(2026, 6, 30), False), (AB, None, True)]
    assert zeilen(welt, "beispieltal") == [(ANFANG, date(2026, 6, 30), True), (AB, None, False)]


def test_befristete_steuerung_geht_danach_zurueck(welt: Welt):
    trage_ein(welt, "musterhof", steuert=True, bis=date(2026, 12, 31))
    assert zeilen(welt, "beispieltal") == [
        (ANFANG, date(2026, 6, 30), True),
        (AB, date(2026, 12, 31), False),
        (date(2027, 1, 1), None, True),
    ]
    assert zeilen(welt, "musterhof") == [
        (ANFANG, date(2026, 6, 30), False),
        (AB, date(2026, 12, 31), True),
        (date(2027, 1, 1), None, False),
    ]


def test_an_jedem_tag_steuert_hoechstens_einer(welt: Welt):
    trage_ein(welt, "musterhof", steuert=True, bis=date(2026, 12, 31))
    trage_ein(welt, "beispieltal", steuert=True, von=date(2026, 10, 1), bis=date(2026, 12, 31))
    for tag in (ANFANG, date(2026, 6, 30), AB, date(2026, 9, 30), date(2026, 10, 1), date(2027, 6, 1)):
        gueltige = Traegerschaft.objects.aktiv(tag).filter(sozialraum=welt.konz)
        assert gueltige.filter(ist_steuerungsverantwortlich=True).count() == 1, tag
        assert gueltige.count() == 2, tag


def test_dasselbe_noch_einmal_nennt_den_anderen_eintrag(welt: Welt):
    with pytest.raises(ValidationError, match=r"Beispieltal in Konz \(ab 01\.01\.2020\)"):
        trage_ein(welt, "beispieltal", steuert=True)


def test_rueckwirkend_vor_allem_ersetzt_ganz(welt: Welt):
    trage_ein(welt, "musterhof", steuert=True, von=date(2019, 1, 1))
    assert zeilen(welt, "beispieltal") == [(ANFANG, None, False)]
    assert zeilen(welt, "musterhof") == [(date(2019, 1, 1), None, True)]


def test_ein_laengeres_ende_gibt_keinem_sozialraum_zwei_steuernde(welt: Welt):
    trage_ein(welt, "musterhof", steuert=True)
    Traegerschaft.objects.filter(traeger=welt.traeger["beispieltal"], von=AB).delete()
    alt = Traegerschaft.objects.get(traeger=welt.traeger["beispieltal"])
    alt.bis = None
    with pytest.raises(ValidationError, match=r"überschneidet sich mit einem anderen Eintrag: Musterhof in Konz"):
        aendere_ende(zeile=alt)
    assert zeilen(welt, "beispieltal") == [(ANFANG, date(2026, 6, 30), True)]


def test_ein_frueheres_ende_wird_gespeichert(welt: Welt):
    zeile = Traegerschaft.objects.get(traeger=welt.traeger["beispieltal"])
    zeile.bis = date(2026, 3, 31)
    aendere_ende(zeile=zeile)
    assert zeilen(welt, "beispieltal") == [(ANFANG, date(2026, 3, 31), True)]


def test_das_ende_auf_der_seite_wird_ebenso_geprueft(als, welt: Welt):
    zeile = Traegerschaft.objects.get(traeger=welt.traeger["beispieltal"])
    trage_ein(welt, "musterhof", steuert=True)
    Traegerschaft.objects.filter(traeger=welt.traeger["beispieltal"], von=AB).delete()
    antwort = als("jugendamt").post(f"/verwaltung/traegerschaften/{zeile.uuid}/beenden/", {"bis": ""})
    assert "überschneidet sich mit einem anderen Eintrag" in antwort.content.decode()
    assert zeilen(welt, "beispieltal") == [(ANFANG, date(2026, 6, 30), True)]
