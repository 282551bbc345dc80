"""Periods, their sections and the bars that are drawn from them."""

from datetime import date

import pytest

from berichte.rules import (
    Berichtszeitraum,
    abschnitte,
    jahr_zurueck,
    laufendes_jahr,
    saeulendiagramm,
    zeitraumfehler,
)

HEUTE = date(2026, 11, 22)


def test_ohne_angabe_gilt_das_laufende_jahr():
    assert laufendes_jahr(HEUTE) == Berichtszeitraum(date(2026, 1, 1), HEUTE)


def test_zeitraum_in_worten_und_vorjahr():
    zeitraum = Berichtszeitraum(date(2025, 11, 1), date(2026, 10, 31))
    assert zeitraum.text == "1. November 2025 bis 31. Oktober 2026"
    assert zeitraum.kurz == "01.11.2025 bis 31.10.2026"
    assert zeitraum.vorjahr == Berichtszeitraum(date(2024, 11, 1), date(2025, 10, 31))


def test_vorjahr_des_schalttags():
    assert jahr_zurueck(date(2024, 2, 29)) == date(2023, 2, 28)
    assert jahr_zurueck(date(2024, 2, 29), 4) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("von", "bis", "fehler"),
    [
        (date(2026, 1, 1), HEUTE, ""),
        (HEUTE, HEUTE, ""),
        (date(2016, 11, 23), HEUTE, ""),
        (date(2016, 11, 22), HEUTE, "länger als 10 Jahre"),
        (date(2026, 2, 1), date(2026, 1, 1), "liegt nach dem Ende"),
        (date(2026, 1, 1), date(2026, 11, 23), "in der Zukunft"),
        (date(1999, 12, 31), date(2005, 1, 1), "vor dem Jahr 2000"),
    ],
)
def test_zeitraumfehler_sagt_was_nicht_stimmt(von, bis, fehler):
    satz = zeitraumfehler(von, bis, HEUTE)
    assert fehler in satz
    assert bool(satz) is bool(fehler)


def test_kurze_zeitraeume_gliedern_sich_nach_monaten():
    teile = abschnitte(Berichtszeitraum(date(2025, 11, 15), date(2026, 1, 2)))
    assert [(teil.kurz, teil.name) for teil in teile] == [
        ("Nov", "November 2025"),
        ("Dez", "Dezember 2025"),
        ("Jan", "Januar 2026"),
    ]


def test_lange_zeitraeume_gliedern_sich_nach_quartalen():
    teile = abschnitte(Berichtszeitraum(date(2025, 2, 1), date(2026, 8, 31)))
    assert [teil.kurz for teil in teile] == ["1/25", "2/25", "3/25", "4/25", "1/26", "2/26", "3/26"]
    assert teile[0].monate == (date(2025, 2, 1), date(2025, 3, 1))
    assert sum(len(teil.monate) for teil in teile) == 19


def test_saeulen_stapeln_die_reihen_im_selben_massstab():
    bild = saeulendiagramm([("Jan", (10, 5, 5)), ("Feb", (0, 0, 0)), ("Mär", (0, 10, 0))])
    januar, februar, maerz = bild.saeulen
    assert [(teil.reihe, teil.hoehe) for teil in januar.stuecke] == [(1, 70.0), (2, 35.0), (3, 35.0)]
    assert januar.stuecke[0].y + januar.stuecke[0].hoehe == bild.grundlinie
    assert (februar.summe, februar.stuecke) == (0, ())
    assert [(teil.reihe, teil.hoehe) for teil in maerz.stuecke] == [(2, 70.0)]
    assert januar.x < februar.x < maerz.x <= bild.breite - maerz.breite


def test_diagramm_ohne_werte_teilt_nicht_durch_null():
    assert saeulendiagramm([]).saeulen == ()
    assert saeulendiagramm([("Jan", (0, 0, 0))]).saeulen[0].stuecke == ()
