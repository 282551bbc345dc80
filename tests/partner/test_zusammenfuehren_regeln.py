"""What becomes of two entries: fields and periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner.rules.zusammenfuehren import FELDER, Wahl, ergebnis, freie_teile, kann_zurueck, vorgabe

TAG = date(2026, 1, 1)
NACH_NAME = {feld.name: feld for feld in FELDER}


def tag(nummer: int) -> date:
    return TAG + timedelta(days=nummer)


@pytest.mark.parametrize(
    ("feld", "bleibt", "weicht", "wahl"),
    [
        ("telefon", "1", "2", Wahl.BLEIBT),
        ("telefon", "", "2", Wahl.WEICHT),
        ("telefon", "1", "", Wahl.BLEIBT),
        ("notiz", "Rampe am Hof", "Parkplätze", Wahl.BEIDE),
        ("notiz", "Rampe am Hof", "Rampe", Wahl.BLEIBT),
    ],
)
def test_vorgabe(feld, bleibt, weicht, wahl):
    assert vorgabe(NACH_NAME[feld], bleibt, weicht) == wahl


def test_anschrift_wird_als_ganzes_uebernommen():
    konz = {"strasse": "A 1", "plz": "54329", "ort": "Konz", "gemeinde_id": 1, "sitz": "x", "breite": 1, "laenge": 2}
    trier = {
        "strasse": "B 2",
        "plz": "54290",
        "ort": "Trier",
        "gemeinde_id": None,
        "sitz": "y",
        "breite": 3,
        "laenge": 2,
    }
    neu = ergebnis(NACH_NAME["anschrift"], Wahl.WEICHT, konz, trier)
    assert neu == {"strasse": "B 2", "plz": "54290", "ort": "Trier", "gemeinde_id": None, "sitz": "y", "breite": 3}
    assert ergebnis(NACH_NAME["anschrift"], Wahl.BLEIBT, konz, trier) == {}


def test_beide_texte_stehen_untereinander():
    feld = NACH_NAME["aufgaben"]
    assert ergebnis(feld, Wahl.BEIDE, {"aufgaben": "Beratung"}, {"aufgaben": "Kurse"}) == {
        "aufgaben": "Beratung\n\nKurse"
    }
    assert ergebnis(feld, Wahl.BEIDE, {"aufgaben": "Beratung"}, {"aufgaben": "Beratung"}) == {}


def test_freie_teile_an_beispielen():
    assert freie_teile((tag(0), None), []) == [(tag(0), None)]
    assert freie_teile((tag(0), None), [(tag(10), None)]) == [(tag(0), tag(9))]
    assert freie_teile((tag(0), tag(20)), [(tag(5), tag(6)), (tag(10), tag(30))]) == [
        (tag(0), tag(4)),
        (tag(7), tag(9)),
    ]
    assert freie_teile((tag(5), tag(6)), [(tag(0), None)]) == []
    assert freie_teile((tag(5), None), [(tag(0), tag(4))]) == [(tag(5), None)]


SPANNE = st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 20))).map(
    lambda paar: (tag(paar[0]), None if paar[1] is None else tag(paar[0] + paar[1]))
)


@given(SPANNE, st.lists(SPANNE, max_size=5))
def test_freie_teile_tag_fuer_tag(spanne, belegte):
    def liegt_in(nummer, eine):
        return eine[0] <= tag(nummer) and (eine[1] is None or tag(nummer) <= eine[1])

    teile = freie_teile(spanne, belegte)
    for nummer in range(-1, 80):
        frei = liegt_in(nummer, spanne) and not any(liegt_in(nummer, eine) for eine in belegte)
        assert sum(liegt_in(nummer, teil) for teil in teile) == frei


def test_frist_der_ruecknahme():
    assert kann_zurueck(tag(0), tag(30))
    assert not kann_zurueck(tag(0), tag(31))
