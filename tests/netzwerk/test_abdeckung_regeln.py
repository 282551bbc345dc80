"""K06, K23-K25: due days, states, cells and shares, by concrete days and as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerk.rules.abdeckung import (
    Abstaende,
    Ausnahme,
    Fristen,
    Kalender,
    Lage,
    Partnerlage,
    Quote,
    Schliesszeiten,
    Zellenart,
    faellig_am,
    kategorienquote,
    lage_am,
    partnerquote,
    zelle,
)
from partner.rules import Ferienregel

HEUTE = date(2026, 11, 22)
FRISTEN = Fristen()
SOMMER = Schliesszeiten([(date(2026, 6, 29), date(2026, 8, 7))])
TAGE = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


def lage(stichtag: date, letzter: date | None, tage: int = 180, seit: date = date(2020, 1, 1)) -> Lage:
    faellig = faellig_am(letzter, tage) if letzter else None
    return lage_am(stichtag, seit=seit, letzter=letzter, faellig=faellig, tage=tage, fristen=FRISTEN)


@pytest.mark.parametrize(
    ("tage_seit_kontakt", "erwartet"),
    [
        (0, Lage.AKTUELL),
        (179, Lage.AKTUELL),
        (180, Lage.FAELLIG),
        (270, Lage.FAELLIG),
        (271, Lage.UEBERFAELLIG),
        (2000, Lage.UEBERFAELLIG),
    ],
)
def test_lage_bei_abstand_180(tage_seit_kontakt: int, erwartet: Lage):
    assert lage(HEUTE, HEUTE - timedelta(days=tage_seit_kontakt)) == erwartet


def test_ungerader_abstand_wird_nicht_gerundet():
    faellig = HEUTE - timedelta(days=182)
    assert lage(HEUTE, faellig - timedelta(days=365), 365) == Lage.FAELLIG
    assert lage(HEUTE + timedelta(days=1), faellig - timedelta(days=365), 365) == Lage.UEBERFAELLIG


def test_ohne_kontakt_erst_neu_dann_nie():
    assert lage(HEUTE, None, seit=HEUTE - timedelta(days=89)) == Lage.NEU
    assert lage(HEUTE, None, seit=HEUTE - timedelta(days=90)) == Lage.NIE


def test_ohne_abstand_genuegt_ein_kontakt():
    assert (
        lage_am(HEUTE, seit=HEUTE, letzter=date(2001, 1, 1), faellig=None, tage=None, fristen=FRISTEN) == Lage.AKTUELL
    )


def test_faelligkeit_in_den_ferien_rueckt_auf_den_ersten_schultag():
    assert faellig_am(date(2026, 1, 2), 180, SOMMER) == date(2026, 8, 10)  # 1 July, Monday after the holidays
    assert faellig_am(date(2026, 1, 2), 175, SOMMER) == date(2026, 6, 26)  # before the holidays: untouched


def test_faelligkeit_meidet_nach_den_ferien_auch_feiertag_und_wochenende():
    herbst = Schliesszeiten([(date(2029, 10, 22), date(2029, 10, 31))])
    assert faellig_am(date(2029, 10, 20), 5, herbst) == date(2029, 11, 2)  # 1 November is a holiday


def test_die_uhr_laeuft_in_den_ferien_weiter():
    """The due day moves, the state after it does not wait for another holiday."""
    assert (
        lage_am(
            date(2026, 8, 10),
            seit=date(2020, 1, 1),
            letzter=date(2026, 1, 2),
            faellig=date(2026, 8, 10),
            tage=180,
            fristen=FRISTEN,
        )
        == Lage.FAELLIG
    )


def test_nur_schulen_folgen_den_schulferien_und_kitas_den_eigenen_schliesstagen():
    eigene = Schliesszeiten([(date(2026, 5, 4), date(2026, 5, 8))])
    kalender = Kalender(SOMMER, {7: eigene})
    assert kalender.fuer(7, [Ferienregel.SCHULFERIEN]) is SOMMER
    assert kalender.fuer(7, [Ferienregel.SCHLIESSTAGE]) is eigene
    assert kalender.fuer(8, [Ferienregel.SCHLIESSTAGE]) is None
    assert kalender.fuer(7, [Ferienregel.KEINE]) is None


def test_der_genaueste_abstand_gilt_und_von_mehreren_kategorien_der_kuerzeste():
    abstaende = Abstaende({1: 180, 2: 365}, {(2, 10): 100}, {(5, 10): 30})
    assert abstaende.fuer(5, 10, [1, 2]) == 30
    assert abstaende.fuer(6, 10, [1, 2]) == 100
    assert abstaende.fuer(6, 11, [1, 2]) == 180
    assert abstaende.fuer(6, 11, [2]) == 365
    assert abstaende.fuer(6, 11, [3]) is None


def test_zelle_zaehlt_aktuelle_und_nennt_das_schlimmste():
    z = zelle(1, [Lage.AKTUELL, Lage.AKTUELL, Lage.FAELLIG, Lage.UEBERFAELLIG], ist_pflicht=True, ausnahme=None)
    assert (z.aktuell, z.gesamt, z.schlimmste) == (2, 4, Lage.UEBERFAELLIG)
    assert z.zustand.symbol == "✕"
    assert z.wort == "1 überfällig"
    assert not z.ist_gepflegt


def test_zelle_ohne_partner_je_nach_pflicht_und_ausnahme():
    ausnahme = Ausnahme("Es gibt keinen Verein dieser Art.", date(2027, 6, 30))
    assert zelle(1, [], ist_pflicht=True, ausnahme=None).art == Zellenart.KEIN_PARTNER
    assert zelle(1, [], ist_pflicht=False, ausnahme=None).art == Zellenart.NEUTRAL
    ausgenommen = zelle(1, [], ist_pflicht=True, ausnahme=ausnahme)
    assert ausgenommen.art == Zellenart.NICHT_VORGESEHEN
    assert ausgenommen.begruendung == "Es gibt keinen Verein dieser Art."
    assert not ausgenommen.zaehlt_fuer_abdeckung


def test_abdeckung_zaehlt_nur_verlangte_kategorien_und_leere_als_offen():
    zellen = [
        zelle(1, [Lage.AKTUELL], ist_pflicht=True, ausnahme=None),
        zelle(2, [Lage.FAELLIG, Lage.NEU], ist_pflicht=True, ausnahme=None),
        zelle(3, [Lage.NIE, Lage.AKTUELL], ist_pflicht=True, ausnahme=None),
        zelle(4, [], ist_pflicht=True, ausnahme=None),
        zelle(5, [], ist_pflicht=True, ausnahme=Ausnahme("begründet", None)),
        zelle(6, [Lage.UEBERFAELLIG], ist_pflicht=False, ausnahme=None),
    ]
    assert kategorienquote(zellen) == Quote(2, 4)
    assert Quote(2, 3).text == "67 %"
    assert Quote(0, 0).text == "–"


def test_partnerquote_zaehlt_aktuell_neu_und_faellig():
    assert partnerquote([Lage.AKTUELL, Lage.NEU, Lage.FAELLIG, Lage.UEBERFAELLIG, Lage.NIE]) == Quote(3, 5)


@pytest.mark.parametrize(
    ("stichtag", "text"),
    [
        (date(2026, 6, 1), "aktuell"),
        (date(2026, 6, 17), "fällig in 14 Tagen"),
        (date(2026, 6, 30), "fällig in 1 Tag"),
        (date(2026, 7, 1), "fällig heute"),
        (date(2026, 7, 13), "fällig seit 12 Tagen"),
        (date(2026, 10, 10), "überfällig seit 101 Tagen"),
    ],
)
def test_die_plakette_sagt_es_in_worten(stichtag: date, text: str):
    letzter = date(2026, 1, 2)
    faellig = faellig_am(letzter, 180)
    wert = lage(stichtag, letzter)
    bald = wert == Lage.AKTUELL and (faellig - stichtag).days <= 14
    eine = Partnerlage(1, 1, (1,), wert, stichtag, date(2020, 1, 1), letzter, faellig, 180, bald)
    assert eine.zustand.wort == text
    assert eine.rechnung[1] == "Abstand: 180 Tage. Fällig am 01.07.2026."
    assert eine.rechnung[-1].endswith("ab 30.09.2026.")


@given(letzter=TAGE, tage=st.integers(7, 1100), versatz=st.integers(0, 2000))
def test_lage_wird_mit_der_zeit_nur_schlechter(letzter: date, tage: int, versatz: int):
    frueher, spaeter = letzter + timedelta(days=versatz), letzter + timedelta(days=versatz + 1)
    ordnung = list(Lage)
    assert ordnung.index(lage(frueher, letzter, tage)) <= ordnung.index(lage(spaeter, letzter, tage))


@given(letzter=TAGE, tage=st.integers(7, 1100), zeiten=st.lists(st.tuples(TAGE, st.integers(0, 45)), max_size=8))
def test_faelligkeit_liegt_nie_in_einer_schliesszeit_und_nie_frueher(letzter: date, tage: int, zeiten: list):
    geschlossen = Schliesszeiten([(von, von + timedelta(days=dauer)) for von, dauer in zeiten])
    tag = faellig_am(letzter, tage, geschlossen)
    assert not geschlossen.enthaelt(tag)
    assert tag >= letzter + timedelta(days=tage)
    assert all(geschlossen.enthaelt(von + timedelta(days=dauer)) for von, dauer in zeiten)


@given(st.lists(st.sampled_from(list(Lage)), min_size=1))
def test_zelle_verliert_keinen_partner(lagen: list[Lage]):
    z = zelle(1, lagen, ist_pflicht=True, ausnahme=None)
    assert z.gesamt == len(lagen)
    assert z.ist_gepflegt == (not {Lage.NIE, Lage.UEBERFAELLIG} & set(lagen))
