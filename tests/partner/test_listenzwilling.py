"""Names that are nearly the same: a person says whether it is the same institution, the import never guesses."""

import pytest

from konten.models import Protokolleintrag
from partner.models import Netzwerkpartner
from partner.rules.dubletten import Steckdaten
from partner.rules.listenzwilling import andere_strasse, sicherheit
from partner.services.einlesen.lauf import entscheide, lege_an
from partner.services.einlesen.uebernehmen import uebernimm
from tests.partner.einlesehilfe import als_csv, lies
from tests.partner.test_einlesen_dienst import gezaehlt, leitstelle
from tests.welt import Welt, neuer_partner

KOPF = ["Name", "Kategorie", "Straße", "PLZ", "Ort", "Telefon"]


def angabe(nummer, name, **weitere) -> Steckdaten:
    return Steckdaten(nummer, name, "g1", arten=frozenset({1}), **weitere)


@pytest.mark.parametrize(
    ("eine", "andere"),
    [
        ("Kita St. Martin", "Kath. Kindertagesstätte St. Martin"),
        ("Kita Regenbogn", "Kita Regenbogen"),
        ("Grundschule Wiesenthal", "Grundschule Wiesental"),
        ("Kindergarten Löwenzahn", "Kita Löwenzahn"),
    ],
)
def test_dieselbe_einrichtung_anders_geschrieben(eine, andere):
    assert sicherheit(angabe(1, eine), angabe(2, andere)) >= 55


@pytest.mark.parametrize(
    ("eine", "andere"),
    [
        ("Kita Regenbogen 1", "Kita Regenbogen 2"),
        ("Kath. Kita Konz", "Ev. Kita Konz"),
        ("Kita St. Martin", "Grundschule St. Martin"),
        ("Förderverein Grundschule Konz", "Grundschule Konz"),
        ("Förderverein Grundschule Konz", "Förderverein Kita Konz"),
        ("Sportverein Konz", "Musikverein Konz"),
        ("Kita Regenbogen", "Kita Sonnenschein"),
    ],
)
def test_verschiedene_einrichtungen(eine, andere):
    assert sicherheit(angabe(1, eine), angabe(2, andere)) == 0


@pytest.mark.parametrize(
    ("eine", "andere", "erwartet"),
    [
        ("Schulstr. 4", "Schulstraße 6a", False),
        ("Bachweg 1", "", False),
        ("Bachweg 1", "Bachwg 1", False),
        ("Bachweg 1", "Kirchstraße 1", True),
    ],
)
def test_andere_strasse(eine, andere, erwartet):
    assert andere_strasse(eine, andere) is erwartet


def lauf_aus(*zeilen):
    return lege_an(tabelle=lies(als_csv(KOPF, *zeilen)), dateiname="x.csv", bereich=leitstelle())


def test_aehnlicher_name_am_selben_ort_wartet_auf_eine_entscheidung(welt: Welt):
    partner = neuer_partner(welt, name="Kath. Kindertagesstätte St. Martin", strasse="", telefon="")
    zeile = ["Kita St. Martin", "kita", "Bachweg 1", "54329", "Konz", "06501 12345"]
    lauf = lauf_aus(zeile)
    offen = lauf.zeilen.get()
    assert (
        offen.grund == "Am selben Ort steht schon „Kath. Kindertagesstätte St. Martin“. Ist das dieselbe Einrichtung?"
    )
    assert [wort for _, wort in offen.rohdaten["anzeige"]["optionen"]] == [
        "ist „Kath. Kindertagesstätte St. Martin“",
        "ist neu",
    ]
    assert gezaehlt(uebernimm(lauf=lauf, bereich=leitstelle())) == {"zweifelhaft": 1}
    lauf = lauf_aus(zeile)
    entscheide(lauf=lauf, entscheidungen={2: f"ist:{partner.pk}"}, bereich=leitstelle())
    assert gezaehlt(uebernimm(lauf=lauf, bereich=leitstelle())) == {"geaendert": 1}
    partner.refresh_from_db()
    assert (partner.name, partner.strasse, partner.telefon) == (
        "Kath. Kindertagesstätte St. Martin", "Bachweg 1", "06501 12345",
    )  # fmt: skip


def test_ist_neu_legt_an_und_gilt_nur_fuer_diese_zeile(welt: Welt):
    neuer_partner(welt, name="Kindertagesstätte Regenbogen")
    lauf = lauf_aus(["Kita Regenbogen", "kita", "", "54329", "Konz", ""])
    entscheide(lauf=lauf, entscheidungen={2: "neu"}, bereich=leitstelle())
    assert gezaehlt(uebernimm(lauf=lauf, bereich=leitstelle())) == {"neu": 1}
    with pytest.raises(ValueError, match="Unbekannte Entscheidung"):
        entscheide(
            lauf=lauf_aus(["Kita Mosel", "kita", "", "", "Konz", ""]), entscheidungen={2: "neu"}, bereich=leitstelle()
        )


def test_gleicher_name_mit_anderer_strasse_wird_gefragt(welt: Welt):
    neuer_partner(welt, name="Kita St. Martin", strasse="Kirchstraße 3")
    lauf = lauf_aus(["Kita St. Martin", "kita", "Am Bahnhof 7", "54329", "Konz", ""])
    satz = "„Kita St. Martin“ steht hier schon im Verzeichnis, aber mit einer anderen Straße: Kirchstraße 3."
    assert lauf.zeilen.get().grund == satz
    entscheide(lauf=lauf, entscheidungen={2: "neu"}, bereich=leitstelle())
    uebernimm(lauf=lauf, bereich=leitstelle())
    assert sorted(Netzwerkpartner.objects.values_list("strasse", flat=True)) == ["Am Bahnhof 7", "Kirchstraße 3"]
    # Both are there now, and each row finds its own.
    wieder = lauf_aus(["Kita St. Martin", "kita", "Am Bahnhof 7", "54329", "Konz", ""])
    assert gezaehlt(wieder) == {"unveraendert": 1}


def test_zwei_zeilen_einer_liste_die_dieselbe_einrichtung_meinen(welt: Welt):
    lauf = lauf_aus(
        ["Kath. Kindertagesstätte St. Martin", "kita", "Bachweg 1", "54329", "Konz", ""],
        ["Kita St. Martin", "kita", "", "54329", "Konz", ""],
        ["Kath. Kindertagesstätte St. Martin", "kita", "Kirchstraße 4", "54329", "Konz", ""],
    )
    gruende = list(lauf.zeilen.order_by("nummer").values_list("ergebnis", "grund"))
    frage, name = "Ist das dieselbe Einrichtung?", "Kath. Kindertagesstätte St. Martin"
    assert gruende[1:] == [
        (
            "zweifelhaft",
            f"Steht vermutlich schon in Zeile 2 der Liste, als „{name}“ am selben Ort. {frage}",
        ),
        ("zweifelhaft", f"Steht vermutlich schon in Zeile 2 der Liste, mit einer anderen Straße: Bachweg 1. {frage}"),
    ]
    entscheide(lauf=lauf, entscheidungen={3: "zeile:2", 4: "neu"}, bereich=leitstelle())
    assert gezaehlt(uebernimm(lauf=lauf, bereich=leitstelle())) == {"neu": 2, "abgelehnt": 1}
    assert Protokolleintrag.objects.filter(content_type__model="netzwerkpartner").count() == 2


def test_zweifel_am_ort_und_am_namen_nacheinander(welt: Welt):
    neuer_partner(welt, name="Kindertagesstätte Regenbogen")
    lauf = lauf_aus(["Kita Regenbogen", "kita", "", "", "", ""])
    assert lauf.zeilen.get().grund == "Sitz nicht angegeben."
    ags = welt.gemeinden["Konz"].ags
    entscheide(lauf=lauf, entscheidungen={2: ags}, bereich=leitstelle())
    zeile = lauf.zeilen.get()
    assert [wert for wert, _ in zeile.rohdaten["anzeige"]["optionen"]][1] == f"{ags} neu"
    entscheide(lauf=lauf, entscheidungen={2: f"{ags} neu"}, bereich=leitstelle())
    assert gezaehlt(uebernimm(lauf=lauf, bereich=leitstelle())) == {"neu": 1}
