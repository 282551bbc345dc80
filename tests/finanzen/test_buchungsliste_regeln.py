"""How a booking list is read: columns, days, amounts, and the verdict on every row."""

from datetime import date
from decimal import Decimal

import pytest

from finanzen.rules.ausgabe import doppelschluessel
from finanzen.rules.buchungsliste import (
    PERSON,
    Grundlage,
    Listenurteil,
    Listenzuordnung,
    erkenne_spalten,
    lies_summe,
    lies_tag,
    urteile_ueber,
    zuordnungsfehler,
)
from finanzen.rules.mittel import Bewilligung

KOPF = ("Datum", "Betrag", "Text", "Beleg", "Konto")
SPALTEN = {"Datum": "datum", "Betrag": "betrag", "Text": "text", "Beleg": "belegnummer", "Konto": "schluessel"}
ZUORDNUNG = Listenzuordnung(KOPF, SPALTEN, {"4930": "sachkosten", "4780": "einzeltermin"})
GRUND = Grundlage(2026, date(2026, 11, 22))


def urteile(*zeilen: tuple[str, ...], grundlage: Grundlage = GRUND, zuordnung: Listenzuordnung = ZUORDNUNG):
    return urteile_ueber(list(enumerate(zeilen, start=2)), zuordnung, grundlage)


def ergebnisse(*zeilen: tuple[str, ...], **weiteres) -> list[str]:
    return [urteil.ergebnis for urteil in urteile(*zeilen, **weiteres)]


def test_spalten_verschiedener_programme_werden_erkannt():
    assert erkenne_spalten(["Buchungsdatum", "Soll", "Haben", "Buchungstext", "Beleg-Nr.", "Sachkonto"]) == {
        "Buchungsdatum": "datum", "Soll": "soll", "Haben": "haben", "Buchungstext": "text", "Beleg-Nr.": "belegnummer",
        "Sachkonto": "schluessel",
    }  # fmt: skip
    datev = erkenne_spalten(
        ["Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "Konto", "Belegdatum", "Belegfeld 1", "Buchungstext"]
    )
    assert sorted(datev.values()) == ["belegnummer", "betrag", "datum", "kennzeichen", "schluessel", "text"]


def test_spalten_mit_namen_und_bankverbindung_werden_nicht_gelesen():
    assert erkenne_spalten(["Datum", "Empfänger", "IBAN", "Betrag"]) == {
        "Datum": "datum", "Empfänger": PERSON, "IBAN": PERSON, "Betrag": "betrag",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        (["betrag"], "Datum"),
        (["datum"], "Betrag oder die Spalten"),
        (["datum", "betrag", "soll"], "nicht beides"),
        (["datum", "datum", "betrag"], "Zwei Spalten"),
        (["datum", "betrag"], ""),
        (["datum", "haben", "soll"], ""),
    ],
)
def test_was_einer_zuordnung_fehlt(felder, satz):
    assert satz in zuordnungsfehler(felder)
    assert bool(satz) == bool(zuordnungsfehler(felder))


@pytest.mark.parametrize(
    "text", ["31.12.2026", "31.12.26", "2026-12-31", "2026-12-31 00:00:00", "3112", " 31.12.2026 "]
)
def test_schreibweisen_eines_tages(text):
    assert lies_tag(text, 2026) == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["", "31.02.2026", "12/31/2026", "morgen", "2026", "31.12.", "31.12.226"])
def test_was_kein_tag_ist(text):
    assert lies_tag(text, 2026) is None


@pytest.mark.parametrize(
    ("zellen", "betrag"),
    [
        ({"betrag": "1.234,56"}, "1234.56"),
        ({"betrag": "1.234,56-"}, "-1234.56"),
        ({"betrag": "-1.234,56 €"}, "-1234.56"),
        ({"betrag": "12,5", "kennzeichen": "S"}, "12.50"),
        ({"betrag": "12,50", "kennzeichen": "h"}, "-12.50"),
        ({"soll": "80,00", "haben": ""}, "80.00"),
        ({"soll": "", "haben": "80,00"}, "-80.00"),
        ({"soll": "100,00", "haben": "0,00"}, "100.00"),
    ],
)
def test_betraege(zellen, betrag):
    assert lies_summe(zellen) == Decimal(betrag)


def test_in_einer_mappe_ist_der_punkt_ein_komma():
    assert lies_summe({"betrag": "1234.5"}, ist_mappe=True) == Decimal("1234.50")
    assert lies_summe({"betrag": "-0.1"}, ist_mappe=True) == Decimal("-0.10")
    assert lies_summe({"betrag": "1234.5600000000001"}, ist_mappe=True) == Decimal("1234.56")
    with pytest.raises(ValueError, match="zwei Stellen"):
        lies_summe({"betrag": "123.456"}, ist_mappe=True)
    assert lies_summe({"betrag": "123.456"}) == Decimal(123456)


@pytest.mark.parametrize("zellen", [{"betrag": ""}, {"betrag": "viel"}, {"soll": "", "haben": ""}, {"soll": "x"}])
def test_kein_betrag(zellen):
    with pytest.raises(ValueError, match=r"kein Betrag|Bitte einen Betrag"):
        lies_summe(zellen)


def test_jede_zeile_bekommt_ein_urteil():
    zeilen = (
        ("05.03.2026", "120,50", "Papier", "R-1", "4930"),
        ("05.03.2026", "120,50", "Papier noch einmal", "R-1", "4930"),
        ("06.03.2026", "9,99", "Bahn", "R-2", "9999"),
        ("Summe", "130,49", "", "", ""),
        ("06.03.2026", "0,00", "Nichts", "R-3", "4930"),
        ("23.11.2026", "1,00", "Morgen", "R-4", "4930"),
        ("06.03.2024", "1,00", "Alt", "R-5", "4930"),
        ("06.03.2026", "1,00", "Referat", "R-6", "4780"),
    )
    gefunden = urteile(*zeilen)
    assert [urteil.ergebnis for urteil in gefunden] == [
        "neu", "doppelt", "offen", "fehlerhaft", "fehlerhaft", "fehlerhaft", "fehlerhaft", "fehlerhaft",
    ]  # fmt: skip
    assert gefunden[2].grund == "Schlüssel 9999: Bitte wählen Sie die Art"
    assert "kein Datum" in gefunden[3].grund
    assert "Ausnahmeantrag" in gefunden[7].grund


def test_schon_gebuchtes_ist_doppelt_auch_bei_anderer_schreibweise():
    schon = frozenset({doppelschluessel("r-1 ", "", Decimal("120.50"), date(2026, 3, 5))})
    grundlage = Grundlage(2026, date(2026, 11, 22), schon)
    assert ergebnisse(("5.3.26", "120,5", "x", "R-1", "4930"), grundlage=grundlage) == ["doppelt"]
    assert ergebnisse(("5.3.26", "120,51", "x", "R-1", "4930"), grundlage=grundlage) == ["neu"]


def test_ohne_belegnummer_entscheidet_der_text():
    zeile = ("05.03.2026", "4,50", "Busfahrkarte", "", "4930")
    andere = ("05.03.2026", "4,50", "Parkgebühr", "", "4930")
    assert ergebnisse(zeile, zeile, andere) == ["neu", "doppelt", "neu"]


def test_einzeltermine_zehren_der_reihe_nach_vom_antrag():
    grundlage = Grundlage(2026, date(2026, 11, 22), antrag=Bewilligung("Referat", Decimal(100), Decimal(40)))
    zeilen = [("05.03.2026", betrag, "Referat", f"R-{betrag}", "4780") for betrag in ("50,00", "10,01", "10,00", "-1")]
    gefunden = urteile(*zeilen, grundlage=grundlage)
    assert [urteil.ergebnis for urteil in gefunden] == ["neu", "fehlerhaft", "neu", "fehlerhaft"]
    assert gefunden[1].grund == "Vom Ausnahmeantrag sind nur noch 10,00 € übrig"


def test_die_vorgabe_gilt_fuer_zeilen_ohne_schluessel():
    zuordnung = Listenzuordnung(KOPF, SPALTEN, {}, "honorar")
    gefunden = urteile(
        ("05.03.2026", "4,50", "", "R-1", ""), ("05.03.2026", "4,50", "", "R-2", "1"), zuordnung=zuordnung
    )
    assert [(u.ergebnis, u.art, u.text) for u in gefunden] == [("neu", "honorar", "Honorar"), ("offen", "", "")]


def test_ein_anderes_jahr_wird_nicht_mit_der_liste_gebucht():
    zeile = ("30.12.2025", "4,50", "x", "R-1", "4930")
    (urteil,) = urteile(zeile)
    assert (urteil.ergebnis, urteil.grund) == (
        "fehlerhaft",
        "Das Datum liegt nicht im Haushaltsjahr 2026. Bitte einzeln buchen.",
    )
    einzeln = frozenset({doppelschluessel("R-1", "", Decimal("4.50"), date(2025, 12, 30))})
    assert ergebnisse(zeile, grundlage=Grundlage(2026, date(2026, 11, 22), einzeln)) == ["doppelt"]


def test_die_art_projekt_braucht_das_projekt_der_liste():
    zuordnung = Listenzuordnung(KOPF, SPALTEN, {"4930": "projekt"})
    zeile = ("05.03.2026", "4,50", "x", "R-1", "4930")
    (ohne,) = urteile(zeile, zuordnung=zuordnung)
    assert (ohne.ergebnis, ohne.grund) == ("fehlerhaft", "Eine Ausgabe der Art Projekt braucht ein Projekt.")
    mit = Grundlage(2026, date(2026, 11, 22), hat_projekt=True)
    assert ergebnisse(zeile, zuordnung=zuordnung, grundlage=mit) == ["neu"]


def test_was_sich_nicht_lesen_laesst_bleibt_sichtbar():
    tag, betrag = urteile(("31.02.2026", "4,50", "x", "R-1", "4930"), ("05.03.2026", "zwölf", "x", "R-2", "4930"))
    assert (tag.roh_datum, tag.roh_betrag) == ("31.02.2026", "")
    assert (betrag.roh_datum, betrag.roh_betrag) == ("", "zwölf")


def test_ein_urteil_kommt_heil_aus_der_ablage():
    for urteil in urteile(("05.03.2026", "4,50", "x", "R-1", "4930"), ("", "", "", "", "")):
        assert Listenurteil.aus_json(urteil.als_json()) == urteil
