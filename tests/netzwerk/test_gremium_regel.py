"""Parallel structures with concrete numbers, series, and for whom a meeting is a contact."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerk.rules.gremium import (
    Gremiumsprofil,
    dauer_minuten,
    kontaktpaare,
    parallele,
    parallelen,
    serie,
    warum_nicht_abschliessbar,
    warum_nicht_loeschbar,
)

KONZ, SAARBURG = 1, 2


def profil(nummer: int, raum: int | None, partner: set[int], themen: set[int]) -> Gremiumsprofil:
    return Gremiumsprofil(nummer, raum, frozenset(partner), frozenset(themen))


def test_zwei_von_drei_partnern_und_ein_thema_sind_parallel():
    paar = parallele(profil(1, KONZ, {10, 11, 12, 13, 14}, {7, 8}), profil(2, KONZ, {11, 12, 20}, {8, 9}))
    assert (paar.partner, paar.themen) == ({11, 12}, {8})
    assert (paar.kleineres, paar.zusammen, paar.anteil, paar.jaccard) == (3, 6, 67, 33)
    assert paar.rechnung == (
        "2 Partner sitzen in beiden Gremien.",
        "Das sind 67 % der 3 Partner des kleineren Gremiums und 33 % aller 6 Partner beider Gremien.",
    )
    assert (paar.anderes(1), paar.anderes(2)) == (2, 1)


@pytest.mark.parametrize(
    ("zweites", "warum"),
    [
        (profil(2, KONZ, {11, 12}, {9}), "no theme in common"),
        (profil(2, SAARBURG, {11, 12}, {8}), "another Sozialraum"),
        (profil(2, KONZ, {11}, {8}), "one partner only"),
        (profil(2, KONZ, {11, 12, 20, 21, 22}, {8}), "two of five are less than half"),
        (profil(2, KONZ, set(), {8}), "nobody in it"),
    ],
)
def test_nicht_parallel(zweites: Gremiumsprofil, warum: str):
    assert parallele(profil(1, KONZ, {10, 11, 12, 13, 14}, {7, 8}), zweites) is None, warum


def test_genau_die_haelfte_reicht_auch_landkreisweit():
    paar = parallele(profil(1, None, {10, 11, 12, 13, 14}, {8}), profil(2, KONZ, {11, 12, 20, 21}, {8}))
    assert paar.anteil == 50


def test_engste_ueberschneidung_zuerst():
    paare = parallelen(
        [
            profil(3, KONZ, {1, 2, 3, 4}, {8}),
            profil(1, KONZ, {1, 2}, {8}),
            profil(2, KONZ, {1, 2, 5}, {8}),
            profil(4, SAARBURG, {1, 2}, {8}),
        ]
    )
    assert [(p.erstes, p.zweites, p.anteil, p.jaccard) for p in paare] == [
        (1, 2, 100, 67),
        (1, 3, 100, 50),
        (2, 3, 67, 40),
    ]


_profile = st.builds(
    Gremiumsprofil,
    st.integers(1, 10_000),
    st.sampled_from([None, KONZ, SAARBURG]),
    st.frozensets(st.integers(1, 12), max_size=8),
    st.frozensets(st.integers(1, 4), max_size=3),
)


@given(_profile, _profile)
def test_parallel_ist_gegenseitig_und_haelt_die_grenzen(erstes: Gremiumsprofil, zweites: Gremiumsprofil):
    hin, zurueck = parallele(erstes, zweites), parallele(zweites, erstes)
    assert (hin is None) == (zurueck is None)
    if hin:
        assert (hin.partner, hin.anteil, hin.jaccard) == (zurueck.partner, zurueck.anteil, zurueck.jaccard)
        assert len(hin.partner) >= 2
        assert 50 <= hin.anteil <= 100
        assert 0 < hin.jaccard <= hin.anteil
        assert hin.partner <= erstes.partner & zweites.partner
        assert hin.themen


def test_serie_alle_vier_wochen():
    assert serie(date(2026, 1, 29), 4, 3) == [date(2026, 1, 29), date(2026, 2, 26), date(2026, 3, 26)]


def test_dauer():
    assert dauer_minuten(time(9, 30), time(11)) == 90
    assert dauer_minuten(time(9, 30), None) is None


def test_sitzung_des_sozialraums_ist_kontakt_in_diesem():
    assert kontaktpaare(KONZ, {10: (), 11: {SAARBURG}}, ()) == {(10, KONZ), (11, KONZ)}


def test_landkreisweit_zaehlt_wo_partner_und_fachkraft_sich_treffen():
    wirkt = {10: {KONZ, SAARBURG}, 11: {SAARBURG}, 12: set()}
    assert kontaktpaare(None, wirkt, {KONZ}) == {(10, KONZ), (11, SAARBURG)}
    assert kontaktpaare(None, wirkt, ()) == {(10, KONZ), (10, SAARBURG), (11, SAARBURG)}


def test_abschliessen_ab_dem_tag():
    tag = date(2026, 11, 22)
    assert warum_nicht_abschliessbar("geplant", tag, tag) == ""
    assert "23.11.2026" in warum_nicht_abschliessbar("geplant", date(2026, 11, 23), tag)
    assert warum_nicht_abschliessbar("abgesagt", tag, tag) == "Die Sitzung ist abgesagt."


def test_loeschen_nur_ohne_einladung_oder_nach_absage():
    assert warum_nicht_loeschbar("geplant", 0) == ""
    assert warum_nicht_loeschbar("abgesagt", 2) == ""
    assert "sagen Sie sie zuerst ab" in warum_nicht_loeschbar("eingeladen", 1)
    assert "nachlesbar" in warum_nicht_loeschbar("gehalten", 0)
