"""Guide function: deadline with holidays, acts by state, what is missing, figures that hide small numbers."""

from datetime import date

import pytest

from netzwerk.rules.bedarf import Quartal
from netzwerk.rules.lotsen import (
    OFFENE,
    Akt,
    Anfragestatus,
    abschlussfehler,
    antwortfehler,
    benenne,
    frist,
    fristlage,
    ist_ueberfaellig,
    moegliche_akte,
    nach_uebernahme,
    nach_weiterleitung,
    texte_loeschen_vor,
    werktage_bis,
)
from netzwerk.rules.lotsenzahlen import Einzelanfrage, luecken, zahlen

HEUTE = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("eingang", "ende"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),
        (date(2026, 11, 20), date(2026, 11, 25)),  # Friday
        (date(2026, 11, 21), date(2026, 11, 25)),  # Saturday: counting begins on Monday
        (date(2026, 12, 23), date(2026, 12, 29)),  # Christmas Eve is a working day, Christmas Day is not
        (date(2026, 10, 30), date(2026, 11, 4)),  # All Saints on a Sunday changes nothing
        (date(2026, 6, 3), date(2026, 6, 9)),  # Corpus Christi is a holiday in Rheinland-Pfalz
        (date(2026, 4, 30), date(2026, 5, 6)),  # 1 May is a Friday
    ],
)
def test_frist_zaehlt_werktage_in_rheinland_pfalz(eingang: date, ende: date):
    assert frist(eingang, 3) == ende
    assert werktage_bis(eingang, ende) == 3


def test_frist_ohne_tage_ist_der_eingang():
    assert frist(HEUTE, 0) == HEUTE
    assert werktage_bis(HEUTE, HEUTE) == 0


def test_am_tag_der_frist_ist_noch_zeit():
    assert not ist_ueberfaellig(Anfragestatus.NEU, HEUTE, HEUTE)
    assert ist_ueberfaellig(Anfragestatus.NEU, date(2026, 11, 20), HEUTE)
    assert not ist_ueberfaellig(Anfragestatus.ABGESCHLOSSEN, date(2026, 11, 20), HEUTE)


@pytest.mark.parametrize(
    ("zustand", "tag", "wort", "klasse"),
    [
        ("neu", date(2026, 11, 25), "bis 25.11.2026", "aktuell"),
        ("in_arbeit", HEUTE, "heute fällig", "faellig"),
        ("angefragt", date(2026, 11, 20), "seit 1 Werktag überfällig", "ueberfaellig"),
        ("angefragt", date(2026, 11, 18), "seit 3 Werktagen überfällig", "ueberfaellig"),
        ("abgeschlossen", date(2026, 11, 18), "abgeschlossen", "neutral"),
    ],
)
def test_fristlage_sagt_worte(zustand: str, tag: date, wort: str, klasse: str):
    anzeige = fristlage(zustand, tag, HEUTE)
    assert (anzeige.wort, anzeige.klasse) == (wort, klasse)


def test_wer_bearbeitet_darf_offene_alles_ausser_oeffnen():
    for zustand in OFFENE:
        akte = moegliche_akte(zustand, "", bearbeitet=True, oeffnet=True, hat_text=True)
        assert akte == set(Akt) - {Akt.OEFFNEN, Akt.BEDARF}


def test_team_oeffnet_nur_wieder():
    assert moegliche_akte("angefragt", "", bearbeitet=False, oeffnet=True, hat_text=True) == set()
    assert moegliche_akte("abgeschlossen", "vermittelt", bearbeitet=False, oeffnet=True, hat_text=True) == {Akt.OEFFNEN}


def test_kein_angebot_kann_ein_bedarf_werden_und_ohne_text_oeffnet_niemand():
    akte = moegliche_akte("abgeschlossen", "kein_angebot", bearbeitet=True, oeffnet=True, hat_text=True)
    assert akte == {Akt.OEFFNEN, Akt.BEDARF}
    akte = moegliche_akte("abgeschlossen", "kein_angebot", bearbeitet=True, oeffnet=True, hat_text=False)
    assert akte == {Akt.BEDARF}
    assert moegliche_akte("abgeschlossen", "vermittelt", bearbeitet=True, oeffnet=True, hat_text=False) == set()


def test_unbestaetigte_ruehrt_niemand_an():
    assert moegliche_akte("unbestaetigt", "", bearbeitet=True, oeffnet=True, hat_text=True) == set()


def test_uebergaenge():
    assert nach_weiterleitung("neu") == "angefragt"
    assert nach_weiterleitung("abgeschlossen") == "abgeschlossen"
    assert nach_uebernahme("neu", False) == "in_arbeit"
    assert nach_uebernahme("abgeschlossen", True) == "angefragt"
    assert nach_uebernahme("abgeschlossen", False) == "in_arbeit"


@pytest.mark.parametrize(
    ("ergebnis", "hindernis", "text", "platz", "felder"),
    [
        ("vermittelt", "", "Ab Montag.", True, set()),
        ("vermittelt", "", "Ab Montag.", False, {"durch"}),
        ("vermittelt", "", " ", True, {"rueckmeldung"}),
        ("kein_angebot", "keines", "Leider nichts.", False, set()),
        ("kein_angebot", "zurueckgezogen", "Leider nichts.", False, {"hindernis"}),
        ("nicht_zustande", "zurueckgezogen", "Schade.", False, set()),
        ("nicht_zustande", "", "", False, {"hindernis", "rueckmeldung"}),
        ("nicht_zustande", "keines", "Schade.", False, {"hindernis"}),
    ],
)
def test_abschluss_verlangt_was_die_anfragende_stelle_wissen_muss(ergebnis, hindernis, text, platz, felder):
    assert set(abschlussfehler(ergebnis, hindernis, text, platz)) == felder


def test_antwort_braucht_einen_grund_oder_einen_tag_der_noch_kommt():
    assert antwortfehler("frei", None, "", HEUTE) == {}
    assert antwortfehler("warteliste", None, "", HEUTE) == {}
    assert set(antwortfehler("warteliste", date(2026, 11, 22), "", HEUTE)) == {"warteliste_bis"}
    assert antwortfehler("warteliste", HEUTE, "", HEUTE) == {}
    assert set(antwortfehler("passt_nicht", None, "  ", HEUTE)) == {"grund"}


@pytest.mark.parametrize(
    ("heute", "vor"),
    [
        (date(2026, 11, 23), date(2026, 5, 23)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2026, 3, 15), date(2025, 9, 15)),
        (date(2026, 12, 31), date(2026, 6, 30)),
    ],
)
def test_texte_werden_ein_halbes_jahr_nach_abschluss_geloescht(heute: date, vor: date):
    assert texte_loeschen_vor(heute, 6) == vor


def test_name_ohne_text():
    assert benenne("Töpfern", ["Freizeit"], "10_14", "L-1") == "Töpfern"
    assert benenne("", ["Freizeit"], "10_14", "L-1") == "Freizeit, 10 bis unter 14 Jahre (L-1)"
    assert benenne("", [], "alle", "L-1") == "Anfrage, alle Altersgruppen (L-1)"


# --- Figures ----------------------------------------------------------------------------------------------------------

Q3 = Quartal(2026, 3)


def anfrage(
    eingang: date, beantwortet: date | None, ergebnis: str = "vermittelt", raum=1, themen=(7,)
) -> Einzelanfrage:
    return Einzelanfrage(raum, frozenset(themen), eingang, beantwortet, ergebnis)


def test_median_und_anteil_erst_ab_drei_antworten():
    drei = [
        anfrage(date(2026, 7, 6), date(2026, 7, 7)),  # 1
        anfrage(date(2026, 7, 6), date(2026, 7, 8)),  # 2
        anfrage(date(2026, 7, 6), date(2026, 7, 20), "kein_angebot"),  # 10
    ]
    stand = zahlen(drei, Q3, 3, 3)
    assert (stand.werktage, stand.werktage_text, stand.in_frist_text) == (2.0, "2", "70 %")
    assert (stand.beantwortet.text, stand.vermittelt.text, stand.kein_angebot.text) == ("3–4", "< 3", "< 3")
    zwei = zahlen(drei[:2], Q3, 3, 3)
    assert (zwei.werktage, zwei.werktage_text, zwei.in_frist_text) == (None, "< 3", "< 3")
    leer = zahlen([], Q3, 3, 3)
    assert (leer.eingegangen.text, leer.werktage_text, leer.in_frist_text) == ("0", "–", "–")


def test_halber_median_mit_komma():
    vier = [anfrage(date(2026, 7, 6), date(2026, 7, tag)) for tag in (7, 8, 9, 10)]
    assert zahlen(vier, Q3, 3, 3).werktage_text == "2,5"


def test_anfrage_zaehlt_im_quartal_ihres_eingangs_antwort_in_ihrem():
    spaete = [anfrage(date(2026, 6, 30), date(2026, 7, 1))]
    assert zahlen(spaete, Quartal(2026, 2), 3, 3).eingegangen.text == "< 3"
    assert zahlen(spaete, Quartal(2026, 2), 3, 3).beantwortet.text == "0"
    assert zahlen(spaete, Q3, 3, 3).beantwortet.text == "< 3"


def test_luecken_je_thema_und_sozialraum_ohne_vermittelte():
    tag = date(2026, 8, 3)
    funde = [
        anfrage(tag, tag, "kein_angebot"),
        anfrage(tag, tag, "nicht_zustande", themen=(7, 8)),
        anfrage(tag, tag, "kein_angebot"),
        anfrage(tag, tag, "vermittelt"),
        anfrage(tag, date(2026, 10, 1), "kein_angebot"),
        anfrage(tag, None, ""),
        anfrage(tag, tag, "kein_angebot", raum=2),
    ]
    assert {ort: wert.text for ort, wert in luecken(funde, Q3, 3).items()} == {
        (7, 1): "3–4",
        (8, 1): "< 3",
        (7, 2): "< 3",
    }
