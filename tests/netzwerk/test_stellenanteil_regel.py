"""Staffing (K31, K32): sums, gaps, overload and succession with concrete values."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konten.rules import Stand
from netzwerk.rules.stellenanteil import (
    Anteil,
    aus_wochenstunden,
    erster_offener_tag,
    luecken,
    mindestumfang,
    ohne_nachfolge,
    tagessumme,
    ueber_minimum,
    ueberlast,
    zeige,
)

MINDEST = Decimal("0.25")


def anteil(vzae: str, von: date, bis: date | None = None, name: str = "") -> Anteil:
    return Anteil(von, bis, Decimal(vzae), name)


def test_genau_ein_viertel_erfuellt():
    urteil = mindestumfang([anteil("0.25", date(2026, 1, 1))], date(2026, 6, 1), MINDEST)
    assert urteil.stand == Stand.ERFUELLT
    assert urteil.satz == "0,25 VZÄ, mindestens 0,25 VZÄ sollen es sein."
    assert "Konzept, Abschnitt Finanzierung (K31)" in urteil.quelle


def test_knapp_darunter_ist_abweichend_obwohl_gerundet_gleich():
    urteil = mindestumfang([anteil("0.2499", date(2026, 1, 1))], date(2026, 6, 1), MINDEST)
    assert urteil.stand == Stand.ABWEICHEND
    assert urteil.satz == "0,2499 VZÄ statt mindestens 0,25 VZÄ; abweichend, Begründung fehlt."
    assert "Verglichen wird ungerundet: 0,2499 < 0,2500" in urteil.rechnung
    assert zeige(Decimal("0.2499")) == "0,25"


def test_ohne_jeden_einsatz_ist_nichts_zu_beurteilen():
    assert mindestumfang([], date(2026, 6, 1), MINDEST).stand == Stand.NICHT_BEURTEILBAR


def test_zwei_anteile_zaehlen_zusammen():
    zwei = [anteil("0.15", date(2026, 1, 1)), anteil("0.1", date(2026, 3, 1), date(2026, 3, 31))]
    assert tagessumme(zwei, date(2026, 2, 28)) == Decimal("0.15")
    assert tagessumme(zwei, date(2026, 3, 1)) == Decimal("0.25")
    assert tagessumme(zwei, date(2026, 3, 31)) == Decimal("0.25")
    assert tagessumme(zwei, date(2026, 4, 1)) == Decimal("0.15")
    assert mindestumfang(zwei, date(2026, 3, 15), MINDEST).rechnung[1] == "Summe: 0,15 + 0,10 = 0,25 VZÄ"


def test_uebergabe_mit_einem_tag_luecke():
    folge = [anteil("0.3", date(2026, 1, 1), date(2026, 6, 30)), anteil("0.3", date(2026, 7, 2))]
    (luecke,) = luecken(folge, date(2026, 1, 1), date(2026, 12, 31), MINDEST)
    assert (luecke.von, luecke.bis, luecke.summe) == (date(2026, 7, 1), date(2026, 7, 1), Decimal(0))
    assert luecke.dauer == "1 Tag"
    assert not luecke.ohne_arbeitstag


def test_luecke_ueber_weihnachten_ohne_arbeitstag():
    """25 December 2026 is a Friday: both holidays and the weekend pass without a working day."""
    folge = [anteil("0.25", date(2026, 1, 1), date(2026, 12, 24)), anteil("0.25", date(2026, 12, 28))]
    (luecke,) = luecken(folge, date(2026, 12, 1), date(2027, 1, 31), MINDEST)
    assert (luecke.von, luecke.bis, luecke.tage) == (date(2026, 12, 25), date(2026, 12, 27), 3)
    assert luecke.ohne_arbeitstag


def test_luecke_am_schalttag():
    folge = [anteil("0.25", date(2028, 1, 1), date(2028, 2, 28)), anteil("0.25", date(2028, 3, 1))]
    (luecke,) = luecken(folge, date(2028, 1, 1), date(2028, 12, 31), MINDEST)
    assert (luecke.von, luecke.bis) == (date(2028, 2, 29), date(2028, 2, 29))


def test_einsatz_von_nur_einem_tag():
    tag = date(2026, 5, 5)
    vorher, nachher = luecken([anteil("0.25", tag, tag)], date(2026, 5, 4), date(2026, 5, 6), MINDEST)
    assert (vorher.von, vorher.bis, nachher.von, nachher.bis) == (
        date(2026, 5, 4),
        date(2026, 5, 4),
        date(2026, 5, 6),
        date(2026, 5, 6),
    )


def test_gleiche_nachbarn_sind_eine_luecke():
    """The person changes, the sum stays: one gap, not two."""
    folge = [anteil("0.1", date(2026, 1, 1), date(2026, 1, 10)), anteil("0.1", date(2026, 1, 11), date(2026, 1, 20))]
    (luecke,) = luecken(folge, date(2026, 1, 1), date(2026, 1, 20), MINDEST)
    assert (luecke.von, luecke.bis, luecke.summe) == (date(2026, 1, 1), date(2026, 1, 20), Decimal("0.1"))


def test_leerer_zeitraum_hat_keine_luecke():
    assert luecken([], date(2026, 2, 1), date(2026, 1, 31), MINDEST) == []


ANFANG = date(2028, 2, 1)
tage = st.integers(0, 60).map(lambda zahl: ANFANG + timedelta(days=zahl))
anteile = st.lists(
    st.builds(
        lambda von, dauer, tausendstel: Anteil(
            von, None if dauer is None else von + timedelta(days=dauer), Decimal(tausendstel) / 1000
        ),
        tage,
        st.none() | st.integers(0, 40),
        st.integers(1, 1000),
    ),
    max_size=6,
)


@given(anteile, tage, st.integers(0, 60))
def test_luecken_sind_geordnet_getrennt_und_vollstaendig(menge, von, laenge):
    bis = von + timedelta(days=laenge)
    gefunden = luecken(menge, von, bis, MINDEST)
    for luecke in gefunden:
        assert von <= luecke.von <= luecke.bis <= bis
    for erste, zweite in pairwise(gefunden):
        assert erste.bis < zweite.von
        assert erste.bis + timedelta(days=1) < zweite.von or erste.summe != zweite.summe
    for nummer in range(laenge + 1):
        tag = von + timedelta(days=nummer)
        treffer = [luecke for luecke in gefunden if luecke.von <= tag <= luecke.bis]
        assert bool(treffer) == (tagessumme(menge, tag) < MINDEST)
        assert all(luecke.summe == tagessumme(menge, tag) for luecke in treffer)


@given(anteile, anteile.filter(bool))
def test_ueberlast_findet_den_ersten_zu_vollen_tag(andere, neue):
    neu = neue[0]
    ende = neu.bis or ANFANG + timedelta(days=120)
    voll = [
        tag
        for tag in (neu.von + timedelta(days=nummer) for nummer in range((ende - neu.von).days + 1))
        if neu.vzae + tagessumme(andere, tag) > 1
    ]
    gefunden = ueberlast(neu, andere)
    assert (gefunden.am if gefunden else None) == (voll[0] if voll else None)


def test_ueberlast_nennt_tag_und_andere():
    andere = [anteil("0.8", date(2026, 3, 1), None, "Saarburg"), anteil("0.1", date(2026, 1, 1), None, "Konz")]
    fehler = ueberlast(anteil("0.2", date(2026, 1, 1)), andere)
    assert fehler.am == date(2026, 3, 1)
    assert fehler.satz == (
        "Am 01.03.2026 wären es zusammen 1,10 VZÄ, mehr als eine volle Stelle. "
        "Schon eingetragen: Saarburg 0,80 VZÄ ab 01.03.2026; Konz 0,10 VZÄ ab 01.01.2026."
    )


def test_genau_eine_volle_stelle_ist_keine_ueberlast():
    assert ueberlast(anteil("0.2", date(2026, 1, 1)), [anteil("0.8", date(2026, 1, 1))]) is None


@pytest.mark.parametrize(("vzae", "erwartet"), [("0.25", None), ("0.2501", date(2026, 1, 1))])
def test_mehr_als_das_minimum_braucht_einen_grund(vzae, erwartet):
    assert ueber_minimum(anteil(vzae, date(2026, 1, 1)), [], MINDEST) == erwartet


def test_mehr_als_das_minimum_erst_wenn_ein_anderer_dazukommt():
    spaeter = anteil("0.1", date(2026, 9, 1))
    assert ueber_minimum(anteil("0.2", date(2026, 1, 1)), [spaeter], MINDEST) == date(2026, 9, 1)
    assert ueber_minimum(anteil("0.2", date(2026, 1, 1), date(2026, 8, 31)), [spaeter], MINDEST) is None


def test_ende_ohne_nachfolge_wird_neunzig_tage_vorher_gemeldet():
    endend = anteil("0.3", date(2026, 1, 1), date(2026, 9, 30))
    gemeldet = ohne_nachfolge(endend, [endend], date(2026, 7, 2), 90, MINDEST)
    assert gemeldet.unterschreitet
    assert gemeldet.satz == (
        "Endet am 30.09.2026 ohne Nachfolge: danach 0,00 VZÄ, weniger als der Mindestumfang von 0,25 VZÄ."
    )
    assert ohne_nachfolge(endend, [endend], date(2026, 7, 1), 90, MINDEST) is None
    assert ohne_nachfolge(endend, [endend], date(2026, 9, 30), 90, MINDEST) is not None
    assert ohne_nachfolge(endend, [endend], date(2026, 10, 1), 90, MINDEST) is None


def test_nachfolge_nach_dem_wochenende_zaehlt():
    """31 July 2026 is a Friday; the successor begins on Monday."""
    endend = anteil("0.3", date(2026, 1, 1), date(2026, 7, 31))
    folgt = anteil("0.3", date(2026, 8, 3))
    kleiner = anteil("0.26", date(2026, 8, 3))
    assert ohne_nachfolge(endend, [endend, folgt], date(2026, 7, 1), 90, MINDEST) is None
    gemeldet = ohne_nachfolge(endend, [endend, kleiner], date(2026, 7, 1), 90, MINDEST)
    assert gemeldet.satz == "Endet am 31.07.2026 ohne Nachfolge: danach 0,26 VZÄ."


def test_wochenstunden_werden_zum_anteil():
    assert aus_wochenstunden(Decimal("9.75"), Decimal(39)) == Decimal("0.2500")
    assert aus_wochenstunden(Decimal(10), Decimal("38.5")) == Decimal("0.2597")


@pytest.mark.parametrize(
    ("zeitraeume", "bis", "erwartet"),
    [
        ([], date(2026, 12, 31), date(2026, 1, 1)),
        ([(date(2020, 1, 1), None)], None, None),
        ([(date(2020, 1, 1), date(2026, 6, 30))], date(2026, 6, 30), None),
        ([(date(2020, 1, 1), date(2026, 6, 30))], None, date(2026, 7, 1)),
        ([(date(2026, 7, 1), None), (date(2020, 1, 1), date(2026, 6, 30))], None, None),
        ([(date(2020, 1, 1), date(2026, 6, 30)), (date(2026, 7, 2), None)], None, date(2026, 7, 1)),
        ([(date(2026, 2, 1), None)], None, date(2026, 1, 1)),
    ],
)
def test_erster_tag_den_niemand_abdeckt(zeitraeume, bis, erwartet):
    assert erster_offener_tag(zeitraeume, date(2026, 1, 1), bis) == erwartet
