"""K29: burn-down of a year and its forecast."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finanzen.rules.jahr import erstes_offenes_jahr
from finanzen.rules.mittel import Haushalt
from finanzen.rules.personal import ohne_pausen
from finanzen.rules.verlauf import balken, je_monat, verlauf, verlaufsbild

D = Decimal
cents = st.integers(-10_000_000, 10_000_000).map(lambda n: D(n) / 100)


def test_vergangene_monate_wie_gebucht_dann_gleichmaessig_bis_frei():
    """12 000 in all, 3 000 spent by the end of March, 6 000 bound: nine months are left, 666.67 a month."""
    stand = Haushalt(verteilt=D("12000.00"), verausgabt=D("3000.00"), bewilligungen_offen=D("6000.00"))
    summen = je_monat([(date(2026, m, 3), D("1000.00")) for m in (1, 2, 3)], 2026, date(2026, 4, 10))
    staende = verlauf(stand, summen, 2026, date(2026, 4, 10))
    assert [s.rest for s in staende[:4]] == [D("11000.00"), D("10000.00"), D("9000.00"), D("8333.33")]
    assert [s.ist_prognose for s in staende] == [False] * 3 + [True] * 9
    assert (staende[-1].name, staende[-1].rest) == ("Dez", D("3000.00"))
    assert [s.verausgabt for s in staende[2:5]] == [D("1000.00"), D("0.00"), None]


def test_abgelaufenes_jahr_hat_keine_prognose():
    stand = Haushalt(verteilt=D("100.00"), verausgabt=D("40.00"), bewilligungen_offen=D("20.00"))
    staende = verlauf(
        stand, je_monat([(date(2025, 12, 31), D("40.00"))], 2025, date(2026, 3, 1)), 2025, date(2026, 3, 1)
    )
    assert [s.rest for s in staende] == [D("100.00")] * 11 + [D("60.00")]
    assert not any(s.ist_prognose for s in staende)


def test_kuenftiges_jahr_ist_ganz_prognose():
    staende = verlauf(
        Haushalt(verteilt=D("120.00"), bewilligungen_offen=D("60.00")), [D(0)] * 12, 2027, date(2026, 3, 1)
    )
    assert [s.rest for s in staende][:2] == [D("115.00"), D("110.00")]
    assert staende[-1].rest == D("60.00")


def test_buchungen_ausserhalb_zaehlen_im_naechsten_monat_des_jahres():
    buchungen = [(date(2025, 12, 30), D("1.00")), (date(2027, 1, 4), D("2.00")), (date(2026, 9, 1), D("4.00"))]
    assert je_monat(buchungen, 2026, date(2027, 2, 1))[::8] == [D("1.00"), D("4.00")]
    assert je_monat(buchungen, 2026, date(2027, 2, 1))[11] == D("2.00")
    assert je_monat(buchungen, 2026, date(2026, 6, 15))[5] == D("6.00")


@given(mittel=cents, ausgaben=st.lists(st.tuples(st.dates(), cents), max_size=20), gebunden=cents, tag=st.dates())
def test_am_ende_steht_immer_was_frei_ist(mittel, ausgaben, gebunden, tag):
    gebucht = sum((betrag for _, betrag in ausgaben), D(0))
    stand = Haushalt(verteilt=mittel, verausgabt=gebucht, bewilligungen_offen=abs(gebunden))
    staende = verlauf(stand, je_monat(ausgaben, 2026, tag), 2026, tag)
    assert len(staende) == 12
    assert staende[-1].rest == (stand.frei if tag.year <= 2026 else mittel - gebucht)
    bild = verlaufsbild(mittel, staende)
    assert all(14 <= y <= 270 for _, y, _ in bild.punkte)
    assert len(bild.gitter) <= 8


def test_bild_beginnt_mit_allem_und_zeigt_die_nulllinie():
    stand = Haushalt(verteilt=D("8000.00"), verausgabt=D("9000.00"))
    bild = verlaufsbild(stand.mittel, verlauf(stand, [D("9000.00"), *[D(0)] * 11], 2025, date(2026, 1, 1)))
    assert [linie.betrag for linie in bild.gitter] == [D(10000), D(5000), D(0), D(-5000)]
    assert bild.null_y == bild.gitter[2].y
    assert bild.prognose == ""
    assert bild.gebucht.startswith("92.0,")


def test_balken_fuellt_hundert_auch_wenn_zu_viel_ausgegeben_ist():
    teile = balken(D(100), [("Personal", "a", D(150)), ("Sach", "b", D(50)), ("Storno", "c", D(-5))])
    assert [(t.x, t.breite) for t in teile] == [(0.0, 75.0), (75.0, 25.0), (100.0, 0.0)]
    assert [t.breite for t in balken(D(200), [("Personal", "a", D(50))])] == [25.0]
    assert [t.breite for t in balken(D(0), [("Personal", "a", D(0))])] == [0.0]


def test_pausen_werden_ausgeschnitten():
    ganz = (date(2026, 1, 1), None)
    assert ohne_pausen(*ganz, []) == [ganz]
    pausen = [(date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 5, 10), None)]
    assert ohne_pausen(*ganz, pausen) == [
        (date(2026, 1, 1), date(2026, 2, 28)),
        (date(2026, 4, 1), date(2026, 4, 30)),
    ]
    assert ohne_pausen(date(2026, 1, 1), date(2026, 6, 30), [(date(2026, 7, 1), None)]) == [
        (date(2026, 1, 1), date(2026, 6, 30))
    ]
    assert ohne_pausen(date(2026, 1, 1), date(2026, 6, 30), [(date(2025, 1, 1), date(2026, 6, 30))]) == []


def test_erstes_offenes_jahr():
    assert erstes_offenes_jahr(2024, {2024, 2025, 2027}) == 2026
    assert erstes_offenes_jahr(2026, {2024, 2025}) == 2026
