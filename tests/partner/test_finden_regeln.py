"""Rules of the resource finder (K05): what fits how well, what leaves, in which order, with which reason."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner.rules.angebotszeit import Zeitangabe
from partner.rules.finden import (
    Kandidat,
    Konstellation,
    Kriterium,
    engpaesse,
    luftlinie_km,
    punkte,
    reihe,
    scheidet_aus,
    werte,
)
from partner.rules.fundworte import Namen, altersspanne, begruende

HEUTE = date(2026, 11, 23)
KONZ, SAARBURG, HERMESKEIL = (49.7003, 6.5766), (49.6061, 6.5436), (49.6536, 6.9486)
K = Kriterium


def wert(kriterium: str, f: Konstellation, **felder) -> int:
    return werte(Kandidat(1, "aktuell", **felder), f)[kriterium]


@pytest.mark.parametrize(
    ("eins", "zwei", "km"),
    [
        (KONZ, KONZ, 0.0),
        (KONZ, SAARBURG, 10.7),
        (SAARBURG, KONZ, 10.7),
        (KONZ, HERMESKEIL, 27.3),
        ((0, 0), (0, 180), 20015.1),
    ],
)
def test_die_luftlinie_ist_ein_grosskreis(eins, zwei, km):
    assert round(luftlinie_km(eins, zwei), 1) == km


@pytest.mark.parametrize(
    ("von", "bis", "erwartet"),
    [
        (0, 12, 100),
        (3, 6, 100),
        (None, 6, 100),
        (3, None, 100),
        (5, 9, 75),
        (0, 3, 75),
        (7, 9, 0),
        (0, 2, 0),
        (None, None, 50),
    ],
)
def test_alter(von, bis, erwartet):
    assert wert(K.ALTER, Konstellation(alter_von=3, alter_bis=6), alter_von=von, alter_bis=bis) == erwartet


def test_je_mehr_themen_desto_besser_und_ohne_thema_ist_es_unbekannt():
    f = Konstellation(themen=frozenset({1, 2}))
    themen = [{1, 2, 3}, {1}, set(), {3}]
    assert [wert(K.THEMA, f, themen=frozenset(t)) for t in themen] == [100, 80, 50, 0]


def test_gebiet_und_engere_gemeinden():
    f = Konstellation(sozialraum=1, gemeinde=7)
    hier = {"raeume": frozenset({1, 2})}
    assert wert(K.GEBIET, f, **hier) == 100
    assert wert(K.GEBIET, f, **hier, gemeinden=frozenset({7})) == 100
    assert wert(K.GEBIET, f, **hier, gemeinden=frozenset({8})) == 0
    assert wert(K.GEBIET, f, raeume=frozenset({2})) == 0
    assert wert(K.GEBIET, Konstellation(sozialraum=1), **hier, gemeinden=frozenset({8})) == 100


@pytest.mark.parametrize(
    ("fahrt", "erwartet"),
    # Konz to Saarburg is 10.7 km: of 30 km a good third
    [("", 64), ("fuss", 0), ("bus", 64), ("auto", 64)],
)
def test_der_weg_hat_je_fahrt_einen_umkreis(fahrt, erwartet):
    f = Konstellation(gemeinde=7, punkt=KONZ, fahrt=fahrt)
    assert wert(K.WEG, f, punkt=SAARBURG) == erwartet
    assert wert(K.WEG, f, punkt=None) == 50
    assert wert(K.WEG, f, punkt=SAARBURG, gemeinde=7) == 64, "in the same Gemeinde nothing is too far"
    assert wert(K.WEG, f, ortsart="aufsuchend") == 100


def test_wer_nicht_fahren_kann_braucht_was_nach_hause_kommt():
    f = Konstellation(fahrt="zuhause")
    assert [wert(K.WEG, f, ortsart=o) for o in ("aufsuchend", "fern", "anbieter", "eigen")] == [100, 100, 0, 0]


def test_zeit_nach_tag_und_tageszeit():
    f = Konstellation(tage=frozenset({0, 1}), abschnitte=frozenset({"nachmittag"}))

    def zeit(tag: int | None, von: time | None = None, bis: time | None = None, **weitere) -> int:
        return wert(K.ZEIT, f, zeiten=(Zeitangabe("woechentlich", tag, von_uhr=von, bis_uhr=bis, **weitere),))

    assert zeit(0, time(14), time(16)) == 100
    assert zeit(0, time(9), time(12)) == 0, "noon is its end, not its afternoon"
    assert zeit(0, time(9), time(13)) == 100
    assert zeit(0, time(17)) == 0
    assert zeit(2, time(14)) == 0
    assert zeit(0) == 50, "the hour is not known"
    assert wert(K.ZEIT, f) == 50
    einmal = Zeitangabe("einmalig", None, von_uhr=time(15), ab=date(2026, 11, 24))
    assert wert(K.ZEIT, f, zeiten=(einmal,)) == 100, "a Tuesday"


def test_kleine_wuensche():
    assert [wert(K.SPRACHE, Konstellation(sprache="ar"), sprachen=s) for s in (("ar", "de"), (), ("de",))] == [
        100,
        50,
        0,
    ]
    rollstuhl = Konstellation(rollstuhl=True)
    assert [wert(K.BARRIERE, rollstuhl, barrierefrei=b) for b in ("ja", "teilweise", "", "nein")] == [100, 75, 50, 0]
    frei = Konstellation(kostenlos=True)
    assert [wert(K.KOSTEN, frei, kostenart=k) for k in ("kostenlos", "spende", "", "betrag")] == [100, 75, 50, 0]
    zugaenge = ("offen", "anmeldung", "", "zuweisung")
    assert [wert(K.ZUGANG, Konstellation(zugang="offen"), zugang=z) for z in zugaenge] == [100, 0, 50, 0]
    assert [wert(K.ZUGANG, Konstellation(zugang="frei"), zugang=z) for z in zugaenge] == [100, 100, 50, 0]
    alle = Konstellation()
    plaetze = [(3, ""), (None, ""), (0, "offen"), (None, "offen"), (0, ""), (None, "geschlossen")]
    assert [wert(K.PLATZ, alle, plaetze_frei=p, warteliste=w) for p, w in plaetze] == [100, 50, 25, 25, 0, 0]


def test_was_sich_regeln_laesst_schliesst_nicht_aus():
    f = Konstellation(kostenlos=True, zugang="offen", tage=frozenset({5}), sprache="tr")
    teuer = Kandidat(1, "abgelaufen", plaetze_frei=0, kostenart="betrag", zugang="zuweisung", sprachen=("tr",))
    assert scheidet_aus(werte(teuer, f)) == ()
    assert scheidet_aus(werte(teuer._replace(sprachen=("de",)), f)) == (K.SPRACHE,)


def test_der_engpass_ist_was_allein_am_meisten_ausschliesst():
    f = Konstellation(sprache="tr", rollstuhl=True)
    kandidaten = [
        Kandidat(1, "aktuell", sprachen=("de",), barrierefrei="ja"),
        Kandidat(2, "aktuell", sprachen=("de",)),
        Kandidat(3, "aktuell", sprachen=("tr",), barrierefrei="nein"),
        Kandidat(4, "aktuell", sprachen=("de",), barrierefrei="nein"),
    ]
    assert reihe(kandidaten, f) == []
    assert engpaesse(kandidaten, f) == [(K.SPRACHE, 2), (K.BARRIERE, 1)]
    assert [k.pk for k in reihe(kandidaten, f.ohne(K.SPRACHE))] == [1, 2]


def test_der_grund_steht_in_worten():
    f = Konstellation(
        alter_von=3,
        alter_bis=6,
        themen=frozenset({1}),
        sozialraum=5,
        gemeinde=7,
        punkt=KONZ,
        kostenlos=True,
        sprache="ar",
    )
    k = Kandidat(
        1,
        "aktuell",
        geprueft_am=date(2026, 9, 20),
        plaetze_frei=1,
        alter_von=3,
        alter_bis=6,
        kostenart="betrag",
        punkt=SAARBURG,
        raeume=frozenset({5}),
        themen=frozenset({1}),
    )
    gruende = begruende(k, f, Namen({1: "Freizeit"}, "Konz"), HEUTE)
    assert (
        gruende.satz == "für Konz · Thema Freizeit · passt zum Alter 3–6 · 11 km · Platz frei · vor 2 Monaten geprüft"
    )
    assert gruende.beachten == ("kostet etwas",)
    assert gruende.unbekannt == ("Sprache",)
    nie = begruende(Kandidat(1, "ungeprueft", plaetze_frei=0), Konstellation(), Namen(), HEUTE)
    assert (nie.passt, nie.beachten) == ((), ("zurzeit voll", "noch nie geprüft"))


def test_altersspannen():
    assert [altersspanne(*s) for s in ((3, 6), (12, None), (None, 3), (6, 6))] == ["3–6", "ab 12", "bis 3", "6"]


# --- Properties -------------------------------------------------------------------------------------------------------

JAHRE = st.none() | st.integers(0, 27)
kandidaten = st.builds(
    Kandidat,
    st.integers(1, 10**6),
    st.sampled_from(["aktuell", "ungeprueft", "abgelaufen"]),
    plaetze_frei=st.none() | st.integers(0, 5),
    warteliste=st.sampled_from(["", "keine", "offen", "geschlossen"]),
    alter_von=JAHRE,
    alter_bis=JAHRE,
    sprachen=st.sampled_from([(), ("de",), ("de", "ar")]),
    barrierefrei=st.sampled_from(["", "ja", "teilweise", "nein"]),
    zugang=st.sampled_from(["", "offen", "anmeldung", "zuweisung"]),
    kostenart=st.sampled_from(["", "kostenlos", "betrag", "spende"]),
    ortsart=st.sampled_from(["anbieter", "eigen", "aufsuchend", "fern"]),
    punkt=st.sampled_from([None, KONZ, SAARBURG, HERMESKEIL]),
    raeume=st.frozensets(st.integers(1, 3), min_size=1),
    themen=st.frozensets(st.integers(1, 4)),
)
konstellationen = st.builds(
    Konstellation,
    alter_von=JAHRE,
    alter_bis=JAHRE,
    themen=st.frozensets(st.integers(1, 4)),
    sozialraum=st.none() | st.integers(1, 3),
    punkt=st.sampled_from([None, KONZ]),
    sprache=st.sampled_from(["", "ar"]),
    fahrt=st.sampled_from(["", "fuss", "bus", "auto", "zuhause"]),
    tage=st.frozensets(st.integers(0, 6)),
    zugang=st.sampled_from(["", "offen", "frei"]),
    rollstuhl=st.booleans(),
    kostenlos=st.booleans(),
)


@given(st.lists(kandidaten, max_size=12), konstellationen)
def test_besser_in_einem_und_gleich_im_rest_steht_nie_weiter_unten(liste, f):
    gereiht = reihe(liste, f)
    for vorn, hinten in pairwise(gereiht):
        a, b = werte(vorn, f), werte(hinten, f)
        assert not (all(b[k] >= a[k] for k in a) and any(b[k] > a[k] for k in a))


@given(st.lists(kandidaten, max_size=12))
def test_ohne_konstellation_bleiben_alle(liste):
    assert sorted(k.pk for k in reihe(liste, Konstellation())) == sorted(k.pk for k in liste)


@given(st.lists(kandidaten, max_size=12, unique_by=lambda k: k.pk), konstellationen)
def test_gleiche_behalten_ihre_folge_und_jeder_bleibt_oder_hat_einen_grund(liste, f):
    gereiht = reihe(liste, f)
    stelle = {k.pk: nummer for nummer, k in enumerate(liste)}
    for vorn, hinten in pairwise(gereiht):
        gleich = punkte(werte(vorn, f)) == punkte(werte(hinten, f))
        assert not gleich or stelle[vorn.pk] < stelle[hinten.pk]
    geblieben = {k.pk for k in gereiht}
    assert all((k.pk in geblieben) != bool(scheidet_aus(werte(k, f))) for k in liste)


@given(kandidaten, konstellationen)
def test_unbekanntes_schliesst_nie_aus(k, f):
    nichts = Kandidat(k.pk, k.frische, ortsart="aufsuchend", raeume=frozenset({f.sozialraum or 1}))
    assert scheidet_aus(werte(nichts, f)) == ()
    gruende = begruende(k, f, Namen(), HEUTE)
    assert len(gruende.passt + gruende.beachten + gruende.unbekannt) == len(werte(k, f))
