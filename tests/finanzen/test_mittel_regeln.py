"""The arithmetic of money, with the worked examples that were agreed on."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finanzen.rules.gruppen import gruppiere
from finanzen.rules.mittel import (
    Bewilligung,
    Haushalt,
    Netzwerkmittel,
    Regelsatz,
    Stellenzeile,
    anteil_einzeltermine,
    euro,
    haushalt,
    lies_betrag,
    minus_urteil,
    personalkosten,
    prozentsatz,
    runde,
    satz_im_jahr,
    verteile,
    verteilung_passt,
    verteilungsbild,
)
from konten.rules import Stand

D = Decimal
NULL_ = D(0)
betraege = st.decimals(min_value=0, max_value=10_000_000, places=2)


def test_zehn_prozent_nach_beispiel():
    mittel = Netzwerkmittel(D("912345.67"), D("250000.05"), D(10))
    assert (mittel.basis, mittel.mittel) == (D("662345.62"), D("66234.56"))
    assert mittel.rechnung == (
        "Finanzvolumen 912.345,67 € − davon ASD 250.000,05 € = Basis 662.345,62 €",
        "Basis 662.345,62 € × 10 % = Netzwerkmittel 66.234,56 €",
    )


@pytest.mark.parametrize(("gesamt", "asd"), [("100", "100.01"), ("100", "-0.01"), ("-1", "0")])
def test_asd_ist_teil_des_volumens(gesamt, asd):
    with pytest.raises(ValueError, match="ASD"):
        Netzwerkmittel(D(gesamt), D(asd), D(10))


def test_satz_gilt_ab_seinem_jahr():
    regeln = [Regelsatz(2017, D(10), "Konzept"), Regelsatz(2025, D("7.5"), "Beschluss")]
    assert satz_im_jahr(regeln, 2016) is None
    assert satz_im_jahr(regeln, 2024).satz == 10
    assert satz_im_jahr(regeln, 2025).satz == D("7.5")
    assert satz_im_jahr(regeln, 2040).satz == D("7.5")


def test_personalkosten_nach_beispiel():
    zeile = Stellenzeile("Beispiel", D("0.25"), D(74000), date(2026, 4, 1), None)
    assert zeile.tage(2026) == 275
    assert zeile.kosten(2026) == D("13938.36")
    assert zeile.kosten(2025) == 0
    assert zeile.kosten(2028) == D("18500.00")


def test_personalkosten_addieren_gerundete_zeilen():
    zeilen = [Stellenzeile("a", D("0.3333"), D("100.00"), date(2026, 1, 1), date(2026, 12, 31))] * 3
    assert personalkosten(zeilen, 2026) == D("99.99")
    assert personalkosten([], 2026) == 0


def test_ohne_kostensatz_keine_kosten():
    assert Stellenzeile("a", D(1), None, date(2026, 1, 1), None).kosten(2026) == 0


def test_gebunden_und_frei():
    stand = haushalt(
        verteilt=D("50000"),
        uebertrag=D("1000.50"),
        verausgabt=D("21000.25"),
        personal_geplant=D("18500"),
        personal_gebucht=D("9250.10"),
        bewilligungen=[Bewilligung("A", D(3000), D(1000)), Bewilligung("B", D(500), D(700))],
    )
    assert stand.mittel == D("51000.50")
    assert stand.gebunden == D("9249.90") + D(2000)
    assert stand.frei == D("18750.35")
    assert stand.rechnung[-1] == "Frei: 51.000,50 € − gebunden 11.249,90 € − verausgabt 21.000,25 € = 18.750,35 €"


def test_mehr_personal_gebucht_als_geplant_bindet_nichts():
    assert Haushalt(personal_geplant=D(10), personal_gebucht=D(11)).gebunden == 0


def test_summe_zweier_traeger_verrechnet_personal_nicht():
    zuviel = Haushalt(verteilt=D(100), personal_geplant=D(10), personal_gebucht=D(30), verausgabt=D(30))
    offen = Haushalt(verteilt=D(100), personal_geplant=D(50), personal_gebucht=D(20), verausgabt=D(20))
    summe = zuviel + offen
    assert summe.gebunden == zuviel.gebunden + offen.gebunden == 30
    assert summe.frei == zuviel.frei + offen.frei == 120


def test_minus_braucht_begruendung():
    minus = Haushalt(verteilt=D(10), verausgabt=D("12.50"))
    assert minus_urteil(minus, "").stand == Stand.ABWEICHEND
    assert minus_urteil(minus, " ").satz == "Im Minus mit -2,50 €, die Begründung fehlt."
    assert "Mehr Fälle" in minus_urteil(minus, "Mehr Fälle").satz
    assert minus_urteil(Haushalt(verteilt=D(10)), "").stand == Stand.ERFUELLT


def test_verteilung_darf_mittel_nicht_uebersteigen():
    assert verteilung_passt(D("100"), [D("60"), D("40")]).satz == "Die Mittel sind vollständig verteilt."
    assert verteilung_passt(D("100"), [D("60")]).satz == "40,00 € sind noch nicht verteilt."
    zuviel = verteilung_passt(D("100"), [D("60"), D("40.01")])
    assert zuviel.stand == Stand.NICHT_ERFUELLT
    assert "0,01 € mehr" in zuviel.satz


def test_was_noch_da_ist_heisst_nicht_erfuellt():
    bild = [verteilungsbild(D("100"), D(verteilt)) for verteilt in ("0", "99.99", "100", "100.01")]
    assert [(eines.symbol, eines.wort) for eines in bild] == [
        ("!", "noch nicht verteilt"),
        ("!", "noch nicht verteilt"),
        ("✓", "Verteilung erfüllt"),
        ("✕", "Verteilung nicht erfüllt"),
    ]


def test_anteile_der_gruppen_ergeben_hundert_prozent():
    je_art = {"personal": D("685.50"), "projekt": D("15.60"), "sachkosten": D("290.00"), "einzeltermin": D("8.90")}
    assert [gruppe.prozent for gruppe in gruppiere(je_art)] == [68, 2, 29, 1]
    assert [gruppe.prozent for gruppe in gruppiere({"personal": D("300"), "projekt": D("-100")})] == [150, -50, 0, 0]
    assert [gruppe.prozent for gruppe in gruppiere({})] == [None] * 4


@given(gesamt=betraege, gewichte=st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_teile_ergeben_das_ganze(gesamt, gewichte):
    teile = verteile(gesamt, gewichte)
    assert sum(teile) == gesamt
    for teil, gewicht in zip(teile, gewichte, strict=True):
        assert abs(teil - gesamt * gewicht / sum(gewichte)) < D("0.01")


@given(gesamt=betraege, gewichte=st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_negativer_betrag_wird_gespiegelt_verteilt(gesamt, gewichte):
    assert verteile(-gesamt, gewichte) == [-teil for teil in verteile(gesamt, gewichte)]


def test_verteilen_nach_groesstem_rest():
    assert verteile(D("100.00"), [1, 1, 1]) == [D("33.34"), D("33.33"), D("33.33")]
    assert verteile(D("0.01"), [1, 2, 3]) == [D(0), D(0), D("0.01")]


@pytest.mark.parametrize("gewichte", [[], [0, 0], [1, -1, 5]])
def test_verteilen_braucht_gewichte(gewichte):
    with pytest.raises(ValueError, match="Gewicht"):
        verteile(D(1), gewichte)


@given(felder=st.lists(st.tuples(betraege, betraege, betraege, betraege, betraege, betraege), min_size=1, max_size=5))
def test_summen_sind_summen_der_zeilen(felder):
    zeilen = [
        haushalt(
            verteilt=v,
            uebertrag=u,
            verausgabt=a,
            personal_geplant=g,
            personal_gebucht=b,
            bewilligungen=[Bewilligung("x", o, NULL_)],
        )
        for v, u, a, g, b, o in felder
    ]
    summe = sum(zeilen[1:], zeilen[0])
    for name in ("mittel", "gebunden", "frei", "verausgabt"):
        assert getattr(summe, name) == sum(getattr(zeile, name) for zeile in zeilen)


@pytest.mark.parametrize(
    ("text", "betrag"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56 €", "1234.56"),
        ("1234.56", "1234.56"),
        ("1.234", "1234"),
        ("12.345.678,9", "12345678.90"),
        ("-12,50", "-12.50"),
        ("12,50-", "-12.50"),
        ("(12,50)", "-12.50"),
        ("\u2212 3", "-3"),
        ("0,05", "0.05"),
        ("EUR 7", "7"),
    ],
)
def test_betraege_lesen(text, betrag):
    assert lies_betrag(text) == D(betrag)


@pytest.mark.parametrize("text", ["", "abc", "1,234,56", "12,345", "1.23.456", "1.2345", "--", "9" * 40, "²,5"])
def test_falsche_betraege_werden_abgelehnt(text):
    with pytest.raises(ValueError, match="Betrag"):
        lies_betrag(text)


@given(betraege)
def test_gezeigter_betrag_wird_wieder_gelesen(betrag):
    assert lies_betrag(euro(betrag)) == betrag


def test_runden_und_zeigen():
    assert runde(D("0.005")) == D("0.01")
    assert runde(D("-0.005")) == D("-0.01")
    assert euro(None) == "–"
    assert (prozentsatz(D("10.00")), prozentsatz(D("7.50"))) == ("10 %", "7,5 %")


def test_anteil_der_einzeltermine():
    assert anteil_einzeltermine(D("12.50"), D("100")) == 13
    assert anteil_einzeltermine(D(0), D(0)) is None
