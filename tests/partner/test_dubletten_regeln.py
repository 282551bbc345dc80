"""Which entries are probably the same institution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner.rules.dubletten import (
    Steckdaten,
    aehnlichkeit,
    finde_paare,
    seitenkern,
    silben,
    strassenkern,
    telefonkern,
    vergleiche,
)

SCHULE = Steckdaten(1, "Grundschule St. Nikolaus Konz", "Konz", "Schulstr. 6", "(06501) 12345", web="http://www.gs.de/")


@pytest.mark.parametrize(
    ("andere", "prozent"),
    [
        (Steckdaten(2, "Grundschule St. Nikolaus Konz", "Konz", "Schulstraße 6", "06501/12345"), 100),
        (Steckdaten(2, "GS Sankt Nikolaus, Konz", "Konz", "Schul-Straße 6", "+49 6501 12345"), 99),
        (Steckdaten(2, "Grundschule St. Nikolaus Konz"), 60),
        (Steckdaten(2, "Grundschule St. Martin Saarburg", "Saarburg"), None),
        (Steckdaten(2, "Kita Regenbogen", "Konz", "Schulstr. 6", "(06501) 12345"), None),
    ],
)
def test_paare_aus_dem_verzeichnis(andere, prozent):
    paar = vergleiche(andere, SCHULE)
    assert (paar and paar.prozent) == prozent
    assert paar is None or (paar.a, paar.b) == (1, 2)


def test_gruende_stehen_dabei():
    andere = Steckdaten(2, "Grundschule St. Nikolaus Konz", "Konz", "Schulstraße 6", "06501/12345", web="gs.de")
    assert vergleiche(SCHULE, andere).gruende == (
        "gleicher Name", "gleiches Telefon", "gleiche Internetseite", "gleiche Anschrift", "gleicher Ort"
    )  # fmt: skip


def test_kita_und_schule_im_selben_haus_sind_zwei():
    schule = Steckdaten(1, "Grundschule Tawern", "Tawern", "Am Bach 1", "06501 1111", arten=frozenset({1}))
    kita = Steckdaten(2, "Kita Tawern", "Tawern", "Am Bach 1", "06501 2222", arten=frozenset({2}))
    assert vergleiche(schule, kita) is None
    gleich = Steckdaten(2, "Grundschule Tawern", "Tawern", "Am Bach 1", arten=frozenset({2}))
    paar = vergleiche(schule, gleich)
    assert (paar.prozent, paar.gruende[-1]) == (70, "aber andere Kategorie")


def test_gleicher_name_an_einem_anderen_ort_ist_etwas_anderes():
    konz, schweich = Steckdaten(1, "Jugendtreff Konz", "Konz"), Steckdaten(2, "Jugendtreff Schweich", "Schweich")
    assert vergleiche(konz, schweich) is None
    assert vergleiche(konz, Steckdaten(2, "Jugendtreff Konz", "Konz-Könen")).prozent == 70


def test_ausgeschlossenes_paar_bleibt_weg():
    andere = Steckdaten(7, SCHULE.name, SCHULE.ort)
    assert [(p.a, p.b) for p in finde_paare([andere, SCHULE])] == [(1, 7)]
    assert finde_paare([andere, SCHULE], {(1, 7)}) == []


def test_gemeinsame_nummer_einer_zentrale_macht_keine_paare():
    namen = ["Erziehungsberatung", "Suchthilfe", "Schuldnerhilfe", "Pflegedienst", "Kleiderkammer", "Bahnhofsmission"]
    stellen = [Steckdaten(i, name, "Trier", "Am Markt 1", "0651 99999") for i, name in enumerate(namen)]
    assert finde_paare(stellen) == []


def test_umlaut_und_schreibweise():
    eine, andere = (
        Steckdaten(1, "Jugendtreff Möhnstraße", "Föhren"),
        Steckdaten(2, "jugendtreff moehnstrasse", "FÖHREN"),
    )
    assert [p.prozent for p in finde_paare([eine, andere])] == [70]


@pytest.mark.parametrize(
    ("text", "kern"),
    [("+49 (0) 6501 / 12-34", "65011234"), ("0049 6501 1234", "65011234"), ("06501-1234", "65011234"), ("110", "")],
)
def test_telefonkern(text, kern):
    assert telefonkern(text) == kern


def test_seite_und_strasse():
    assert seitenkern("https://www.Kita.de/Start/") == seitenkern("kita.de/start") == "kita.de/start"
    assert strassenkern("Schul-Str. 6 a") == strassenkern("Schulstraße 6a")


NAMEN = st.text(st.sampled_from("abcäöüß -.123"), max_size=20)
EINTRAG = st.builds(
    Steckdaten,
    id=st.integers(1, 50),
    name=NAMEN,
    ort=st.sampled_from(["", "Konz", "Föhren"]),
    strasse=NAMEN,
    telefon=st.sampled_from(["", "06501 12345", "+49 6501 12345", "110"]),
    web=NAMEN,
)


@given(EINTRAG, EINTRAG)
def test_vergleich_ist_gegenseitig(eine, andere):
    hin, zurueck = vergleiche(eine, andere), vergleiche(andere, eine)
    assert (hin and (hin.prozent, hin.gruende)) == (zurueck and (zurueck.prozent, zurueck.gruende))
    assert hin is None or 55 <= hin.prozent <= 100


@given(st.lists(EINTRAG, max_size=12, unique_by=lambda eine: eine.id))
def test_die_suche_zeigt_nur_was_der_vergleich_zeigt(eintraege):
    nach_id = {eine.id: eine for eine in eintraege}
    for paar in finde_paare(eintraege):
        assert paar.a < paar.b
        assert vergleiche(nach_id[paar.a], nach_id[paar.b]) == paar


@given(NAMEN, NAMEN)
def test_aehnlichkeit_ist_ein_mass(eins, zwei):
    wert = aehnlichkeit(silben(eins), silben(zwei))
    assert 0 <= wert <= 1
    assert wert == aehnlichkeit(silben(zwei), silben(eins))
    assert not silben(eins) or aehnlichkeit(silben(eins), silben(eins)) == 1
