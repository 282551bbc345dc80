"""The whole truth table of the qualification rule, and how it reads."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerk.rules.fachkraft import Nachweisart, Nachweisstatus
from netzwerk.rules.qualifikation import (
    Abspracheangabe,
    Beleg,
    Erfuellung,
    Leitungslage,
    fachlich,
    leitung,
    ohne_einzelheiten,
    plus_monate,
    qualifikation,
)

HEUTE = date(2026, 11, 22)
A, B, C, D = Nachweisart.GRUND, Nachweisart.ERZIEHER, Nachweisart.SYSTEMISCH, Nachweisart.LUETTRINGHAUS
FEHLT, PRUEFUNG, LAEUFT_AB, ERFUELLT = Erfuellung
GEBEN = {
    FEHLT: None,
    PRUEFUNG: (Nachweisstatus.EINGEREICHT, None),
    LAEUFT_AB: (Nachweisstatus.BESTAETIGT, HEUTE + timedelta(days=90)),
    ERFUELLT: (Nachweisstatus.BESTAETIGT, None),
}


def beleg(art, zustand=Nachweisstatus.BESTAETIGT, bis=None, am=date(2020, 1, 1)):
    return Beleg(art, Nachweisart(art).label, am, bis, zustand)


def belege(**stufen):
    arten = {"a": A, "b": B, "c": C, "d": D}
    return [beleg(arten[k], *GEBEN[s]) for k, s in stufen.items() if GEBEN[s]]


@pytest.mark.parametrize(("a", "b", "c", "d"), list(product((True, False), repeat=4)))
def test_wahrheitstafel(a, b, c, d):
    stufen = {k: ERFUELLT if wert else FEHLT for k, wert in zip("abcd", (a, b, c, d), strict=True)}
    assert fachlich(belege(**stufen), HEUTE, 90).erfuellung.gilt is ((a or (b and c)) and d)


@pytest.mark.parametrize("stufen", list(product(Erfuellung, repeat=4)))
def test_wahrheitstafel_mit_allen_stufen(stufen):
    a, b, c, d = stufen
    assert fachlich(belege(a=a, b=b, c=c, d=d), HEUTE, 90).erfuellung == min(max(a, min(b, c)), d)


def test_nur_bestaetigtes_und_gueltiges_zaehlt():
    def stufe(**kw):
        return fachlich([beleg(A, **kw), beleg(D)], HEUTE, 90).erfuellung

    assert stufe() == ERFUELLT
    assert stufe(zustand=Nachweisstatus.EINGEREICHT) == PRUEFUNG
    assert stufe(zustand=Nachweisstatus.ZURUECKGEWIESEN) == FEHLT
    assert stufe(bis=HEUTE - timedelta(days=1)) == FEHLT
    assert stufe(bis=HEUTE) == LAEUFT_AB
    assert stufe(bis=HEUTE + timedelta(days=91)) == ERFUELLT
    assert stufe(am=HEUTE + timedelta(days=1)) == FEHLT


def test_zweiter_nachweis_derselben_art_haelt_die_gueltigkeit():
    alt, neu = beleg(D, bis=HEUTE + timedelta(days=3)), beleg(D, bis=HEUTE + timedelta(days=400))
    assert fachlich([beleg(A), alt], HEUTE, 90).ablauf_am == HEUTE + timedelta(days=3)
    assert fachlich([beleg(A), alt, neu], HEUTE, 90).erfuellung == ERFUELLT


def test_was_fehlt_in_worten():
    assert fachlich([], HEUTE, 90).fehlt == (
        "(Sozialarbeit oder Sozialpädagogik oder (Erzieherin oder Erzieher und längere systemische Zusatzausbildung))"
        " und Sozialräumliche Arbeit nach Lüttringhaus"
    )
    assert fachlich(belege(b=ERFUELLT, d=ERFUELLT), HEUTE, 90).fehlt == (
        "Sozialarbeit oder Sozialpädagogik oder längere systemische Zusatzausbildung"
    )
    assert fachlich(belege(a=ERFUELLT), HEUTE, 90).fehlt == "Sozialräumliche Arbeit nach Lüttringhaus"
    assert fachlich(belege(a=ERFUELLT, d=PRUEFUNG), HEUTE, 90).fehlt == ""


LAGE = Leitungslage(steuernder=7, steuernder_name="Träger Beispiel", leitungen=("Ada Muster",))


def absprache(am, traeger=7):
    return Abspracheangabe(am, traeger, "Ada Muster")


@pytest.mark.parametrize(
    ("tag", "erwartet"),
    [
        (date(2026, 5, 21), FEHLT),
        (date(2026, 5, 22), LAEUFT_AB),
        (date(2026, 6, 22), LAEUFT_AB),
        (date(2026, 6, 23), ERFUELLT),
        (HEUTE, ERFUELLT),
        (HEUTE + timedelta(days=1), FEHLT),
    ],
)
def test_absprache_haelt_sechs_monate(tag, erwartet):
    assert leitung([], _mit(LAGE, absprache(tag)), HEUTE, 90).erfuellung == erwartet


def _mit(lage, *absprachen):
    return Leitungslage(
        lage.ist_leitungskraft, lage.steuernder, lage.steuernder_name, lage.leitungen, tuple(absprachen), lage.monate
    )


def test_aeltere_absprache_zaehlt_nicht_mehr():
    def belege(*tage):
        lage = Leitungslage(steuernder=7, leitungen=("Ada",), absprachen=tuple(map(absprache, tage)))
        return leitung([], lage, date(2026, 11, 22), 90).teile[-1].teile[-1].belege

    assert belege(date(2026, 4, 16)) == ("16.04.2026 mit Ada Muster zählt nicht mehr",)
    assert belege(date(2026, 8, 3), date(2026, 4, 16)) == ("03.08.2026 mit Ada Muster",)


def test_absprache_mit_fremdem_traeger_zaehlt_nicht():
    baum = leitung([], _mit(LAGE, absprache(HEUTE, traeger=8)), HEUTE, 90)
    assert baum.erfuellung == FEHLT
    assert any("anderer Träger" in satz for knoten in baum.blaetter() for satz in knoten.belege)


def test_ohne_steuernden_traeger_sagt_der_baum_warum():
    baum = leitung([], Leitungslage(absprachen=(absprache(HEUTE),)), HEUTE, 90)
    assert baum.erfuellung == FEHLT
    assert any("kein Träger steuerungsverantwortlich" in s for k in baum.blaetter() for s in k.belege)


def test_leitungskraft_und_erfahrung_genuegen():
    assert leitung([], Leitungslage(ist_leitungskraft=True), HEUTE, 90).erfuellung == ERFUELLT
    assert leitung([beleg(Nachweisart.LEITUNG)], Leitungslage(), HEUTE, 90).erfuellung == ERFUELLT


def test_zusammen_sagt_ein_satz_alles():
    gut = belege(a=ERFUELLT, d=ERFUELLT)
    assert qualifikation(gut, Leitungslage(ist_leitungskraft=True), HEUTE).satz == "Erfüllt."
    ohne = qualifikation(gut, Leitungslage(), HEUTE)
    assert ohne.erfuellung == ERFUELLT
    assert ohne.satz.startswith("Erfüllt. Leitung abweichend, es fehlt: Leitungserfahrung oder Leitungskraft")
    bald = qualifikation(gut, _mit(LAGE, absprache(date(2026, 5, 30))), HEUTE)
    assert (bald.erfuellung, bald.satz) == (LAEUFT_AB, "Erfüllt. Leitung gilt bis 30.11.2026.")
    assert qualifikation(belege(a=PRUEFUNG, d=ERFUELLT), LAGE, HEUTE).erfuellung == PRUEFUNG


def test_ohne_einzelheiten_bleibt_das_urteil():
    baum = fachlich(belege(a=ERFUELLT, d=ERFUELLT), HEUTE, 90)
    kahl = ohne_einzelheiten(baum)
    assert kahl.erfuellung == ERFUELLT
    assert not any(knoten.belege for knoten in kahl.blaetter())


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_plus_monate_bleibt_im_monat(tag, monate):
    ende = plus_monate(tag, monate)
    assert (ende.year * 12 + ende.month) - (tag.year * 12 + tag.month) == monate
    assert ende.day <= tag.day
    assert plus_monate(date(2026, 8, 31), 6) == date(2027, 2, 28)
