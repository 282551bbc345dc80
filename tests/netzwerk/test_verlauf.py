"""The time line of a relationship: every kind of entry, who reads which, equally many queries (K01, K09)."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from finanzen.selectors.beziehung import ALLE_QUELLEN
from netzwerk.rules.verlauf import DOPPELT, Auswahl, Fund, Verlaufsart, geordnet, jahre
from netzwerk.selectors.verlauf import ereignisse, finde
from partner.models import Funktion, Stellenwechsel
from tests.netzwerk.verlaeufe import bereich_von, partner_mit_allem, tag
from tests.partner.test_partner_liste import kontakt
from tests.welt import Welt, neue_ansprechperson, neuer_partner

HEUTE = date(2026, 11, 23)


def funde_von(welt: Welt, partner, name: str, person_id: int | None = None) -> list[Fund]:
    return finde(ALLE_QUELLEN, bereich_von(welt, name), partner.pk, timezone.localdate(), person_id)


def gelesen(welt: Welt, partner, name: str, art: str = "", person_id: int | None = None):
    funde = funde_von(welt, partner, name, person_id)
    auswahl = Auswahl(frozenset({Verlaufsart(art)} if art else ()))
    gewaehlt = [fund for fund in funde if auswahl.nimmt(fund)]
    return ereignisse(ALLE_QUELLEN, gewaehlt, bereich_von(welt, name), partner.pk)


# --- Rules ------------------------------------------------------------------------------------------------------------


def test_auswahl_nach_art_jahr_und_tag():
    funde = [Fund(date(2026, 3, 1), "kontakt.war", 1), Fund(date(2025, 3, 1), "person.da", 1)]
    assert [Auswahl(frozenset({Verlaufsart.PERSON})).nimmt(fund) for fund in funde] == [False, True]
    assert [Auswahl(jahr=2026).nimmt(fund) for fund in funde] == [True, False]
    assert [Auswahl(seit=date(2025, 3, 2)).nimmt(fund) for fund in funde] == [True, False]
    assert Auswahl(jahr=2025).je_art(funde) == Counter({Verlaufsart.PERSON: 1})
    assert jahre(funde) == [2026, 2025]


def test_sitzung_steht_nicht_neben_ihrem_kontakt():
    sitzung = Fund(HEUTE, DOPPELT, 1)
    assert not Auswahl().nimmt(sitzung)
    assert Auswahl(frozenset({Verlaufsart.GREMIUM})).nimmt(sitzung)


def test_neueste_zuerst_am_selben_tag_in_der_ordnung_der_arten():
    alt, raum = Fund(date(2020, 1, 1), "kontakt.war", 9), Fund(HEUTE, "stand.raum", 1)
    gespraech = Fund(HEUTE, "kontakt.war", 2)
    assert geordnet([alt, raum, gespraech]) == [gespraech, raum, alt]


def test_ein_druck_schaltet_eine_art_um():
    auswahl = Auswahl(frozenset({Verlaufsart.LOTSEN}))
    assert auswahl.umgeschaltet(Verlaufsart.KONTAKT) == ["kontakt", "lotsen"]
    assert auswahl.umgeschaltet(Verlaufsart.LOTSEN) == []


# --- Every kind, with right, without, foreign -------------------------------------------------------------------------

VOLL = {
    "kontakt": ["Telefonat, erreicht", "Telefonat, erreicht", "Sitzung Runde 0, erreicht"],
    "person": ["Alex Person0 hatte hier den letzten Tag", "Alex Person0 ist jetzt Ansprechperson"],
    "vereinbarung": [
        "Letzter Tag der Vereinbarung: Kurze Wege 0",
        "Vereinbarung wieder anzusehen: Kurze Wege 0",
        "Vereinbarung in Kraft: Kurze Wege 0",
    ],
    "angebot": ["Ruht jetzt: Treff 0", "Geprüft: Treff 0", "Neu eingetragen: Treff 0"],
    "gremium": [
        "Letzter Tag im Gremium: Runde 0",
        "War in der Sitzung: Runde 0",
        "Mitglied im Gremium: Runde 0",
    ],
    "projekt": ["Ende des Projekts: Bewegte Pause 0", "Beginn des Projekts: Bewegte Pause 0"],
    "bedarf": ["Bedarf gemeldet: Zu wenig Raum 0"],
    "vorstellung": ["Netzwerk Muster hat sich vorgestellt"],
    "lotsen": [
        "Hat auf eine Lotsenanfrage geantwortet: Platz frei",
        "Wurde nach einem Platz gefragt",
        "Hat eine Lotsenanfrage gestellt",
    ],
    "mitteilung": ["Mitteilung erhalten: Rundbrief 0"],
    "stand": [
        "Der Partner ist aktiv",
        "Mit einem zweiten Eintrag zusammengeführt: Doppelt 0",
        "Der Partner ist ruhend",
        "Zuständig für Konz",
    ],
}


@pytest.mark.parametrize("art", VOLL)
def test_leitstelle_liest_alle_arten(welt: Welt, art: str):
    partner = partner_mit_allem(welt)
    assert [ereignis.titel for ereignis in gelesen(welt, partner, "leitstelle", art)] == VOLL[art]


#: kind → how many entries of a partner of Konz: own Netzwerkfachkraft, that of Saarburg, team of Konz, Jugendamt
SICHT = {
    "kontakt": (3, 3, 3, 3),
    "person": (2, 2, 2, 2),
    "vereinbarung": (3, 3, 3, 3),
    "angebot": (3, 3, 3, 3),
    "gremium": (3, 3, 3, 3),
    "projekt": (2, 0, 2, 2),
    "bedarf": (1, 0, 1, 1),
    "vorstellung": (1, 1, 1, 1),
    "lotsen": (3, 0, 3, 0),
    "mitteilung": (1, 1, 1, 1),
    "stand": (3, 3, 3, 4),
}


@pytest.mark.parametrize("art", SICHT)
def test_jede_art_nur_soweit_das_recht_reicht(welt: Welt, art: str):
    partner = partner_mit_allem(welt)
    namen = ("netzwerk_konz", "netzwerk_saarburg", "team_konz", "jugendamt")
    assert tuple(len(gelesen(welt, partner, name, art)) for name in namen) == SICHT[art]


@pytest.mark.parametrize("name", ["datenschutz", "admin", "ohne_rolle"])
def test_ohne_recht_kein_einziger_eintrag(welt: Welt, name: str):
    assert funde_von(welt, partner_mit_allem(welt), name) == []


@pytest.mark.parametrize(
    ("name", "uebergreifend", "fallbezogen"),
    [
        ("netzwerk_konz", "Elterncafé geplant", "Hilfeplan besprochen"),
        ("leitung_konz", "Elterncafé geplant", ""),
        ("jugendamt", "Elterncafé geplant", ""),
        ("netzwerk_saarburg", "", ""),
        ("team_konz", "", ""),
    ],
)
def test_texte_der_kontakte_nur_soweit_das_recht_reicht(welt: Welt, name: str, uebergreifend: str, fallbezogen: str):
    partner = partner_mit_allem(welt)
    texte = [ereignis.text for ereignis in gelesen(welt, partner, name, "kontakt")]
    assert texte == [uebergreifend, fallbezogen, ""]


def test_auf_papier_steht_nichts_aus_faellen(welt: Welt):
    partner = partner_mit_allem(welt)
    alle = [ereignis.ohne_falltext() for ereignis in gelesen(welt, partner, "netzwerk_konz")]
    worte = " ".join(f"{e.titel} {e.text} {e.vereinbart} {e.zusatz} {' '.join(e.merkmale)}" for e in alle)
    assert "Elterncafé geplant" in worte
    assert "Hilfeplan" not in worte
    assert "Gruppe am Nachmittag" not in worte
    assert [e.ist_verborgen for e in alle if e.art is Verlaufsart.LOTSEN] == [True] * 3


# --- One person -------------------------------------------------------------------------------------------------------


def test_nach_person_nur_was_sie_angeht_und_nichts_verraet(welt: Welt):
    partner = neuer_partner(welt)
    funktion: Funktion = neue_ansprechperson(partner, "Öffner", von=tag(400))
    neue_ansprechperson(partner, "Andere", von=tag(400))
    kontakt(welt, partner, 3, bezug="fallbezogen").personen.add(funktion)
    kontakt(welt, partner, 4).personen.add(funktion)
    kontakt(welt, partner, 5)
    tage = {
        name: [fund.am for fund in funde_von(welt, partner, name, funktion.person_id)]
        for name in ("netzwerk_konz", "jugendamt", "team_konz")
    }
    assert tage == {
        "netzwerk_konz": [tag(3), tag(4), tag(400)],
        "jugendamt": [tag(4), tag(400)],
        "team_konz": [tag(400)],
    }


def test_wechsel_der_stelle_nennt_woher_und_wohin(welt: Welt):
    alter, neuer = neuer_partner(welt, "Kita Alt"), neuer_partner(welt, "Kita Neu")
    alte = neue_ansprechperson(alter, "Öffner", von=tag(400), bis=tag(10))
    neue = Funktion.objects.create(person=alte.person, partner=neuer, bezeichnung="Leitung", von=tag(9))
    Stellenwechsel.objects.create(alte=alte, neue=neue)
    assert gelesen(welt, alter, "jugendamt", "person")[0].zusatz == "wechselte zu: Kita Neu"
    assert gelesen(welt, neuer, "jugendamt", "person")[0].zusatz == "kam von: Kita Alt"


# --- Queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_gleich_viele_abfragen(welt: Welt, anzahl: int, django_assert_num_queries):
    partner = partner_mit_allem(welt, anzahl)
    bereich = bereich_von(welt, "netzwerk_konz")
    with django_assert_num_queries(1):
        funde = finde(ALLE_QUELLEN, bereich, partner.pk, timezone.localdate())
    assert len([fund for fund in funde if fund.art is Verlaufsart.ANGEBOT]) == 3 * anzahl
    with django_assert_num_queries(23):
        zeilen = ereignisse(ALLE_QUELLEN, funde, bereich, partner.pk)
    assert len(zeilen) == len(funde)
