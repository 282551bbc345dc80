"""Each row of a list of people gets a verdict and a reason; nothing is guessed, nothing private is read."""

from dataclasses import replace
from datetime import date

import pytest

from partner.rules.einlesen import PERSON, Aenderung, Listenzeile, Urteil, Zeilenergebnis, Zuordnung
from partner.rules.partnertreffer import Partnerangabe, Partnerverzeichnis
from partner.rules.personenbestand import (
    Funktionsangabe,
    Personenangabe,
    Personenbestand,
    Personengrundlage,
    stand_von,
)
from partner.rules.personenliste import urteile_ueber_personen
from partner.rules.personenspalten import erkenne_personenspalten, personenspaltenfehler

KITA = Partnerangabe(1, "00000000-0000-4000-8000-000000000001", "Kita Beispielbach e. V.", "Beispielbach", "Konz")
SCHULE = Partnerangabe(2, "00000000-0000-4000-8000-000000000002", "Grundschule Musterberg", "", "Konz")
ZWILLING = Partnerangabe(3, "00000000-0000-4000-8000-000000000003", "Grundschule Musterberg", "", "Saarburg")
FREMD = Partnerangabe(4, "00000000-0000-4000-8000-000000000004", "Hort Fernwiese", "", "Trier", ist_eigener=False)
VERZEICHNIS = Partnerverzeichnis([KITA, SCHULE, ZWILLING, FREMD])
ANNA = Personenangabe(11, "", "Anna", "Muster")
LEITUNG = Funktionsangabe(21, "10000000-0000-4000-8000-000000000021", 11, 1, "Leitung", date(2020, 1, 1))
HEUTE = date(2026, 11, 23)
KOPF = ["Einrichtung", "Ort", "Ansprechpartner", "Funktion", "Telefon", "E-Mail"]


def grundlage(*funktionen, personen=(ANNA,)) -> Personengrundlage:
    return Personengrundlage(VERZEICHNIS, Personenbestand(personen, funktionen), HEUTE)


def urteile(*zeilen, kopf=KOPF, basis=None, entscheidung="", **wie) -> list[Urteil]:
    liste = [Listenzeile(nummer, tuple(zellen), entscheidung) for nummer, zellen in enumerate(zeilen, start=2)]
    return list(
        urteile_ueber_personen(
            spalten=kopf,
            zeilen=liste,
            zuordnung=Zuordnung(erkenne_personenspalten(kopf), **wie),
            grundlage=basis or grundlage(personen=()),
        )
    )


def eines(*zellen, **wie) -> Urteil:
    return urteile(zellen, **wie)[0]


@pytest.mark.parametrize(
    ("kopf", "erwartet"),
    [
        (
            ["Einrichtung", "Ansprechpartner/in", "Funktion", "Tel.", "Handy privat", "Geburtstag"],
            ["partner", "name", "funktion", "telefon", PERSON, PERSON],
        ),
        (["Schulname", "Schulleitung", "Ort", "Durchwahl"], ["partner", "name", "ort", "telefon"]),
        (["Name", "Vorname", "Dienststelle", "Mail"], ["nachname", "vorname", "partner", "email"]),
        (["Name", "Ansprechpartnerin", "Position"], ["partner", "name", "funktion"]),
        (["Name, Vorname", "Institution", "WhatsApp"], ["name", "partner", PERSON]),
        (["First name", "Last name", "Organization", "Home address"], ["vorname", "nachname", "partner", PERSON]),
    ],
)
def test_ueberschriften_werden_erkannt_und_privates_nicht_gelesen(kopf, erwartet):
    zuordnung = erkenne_personenspalten(kopf)
    assert [zuordnung.get(spalte) for spalte in kopf] == erwartet


def test_ohne_person_oder_einrichtung_ist_eine_zuordnung_nicht_brauchbar():
    assert "Name der Person" in personenspaltenfehler(["partner"])
    assert "Einrichtung" in personenspaltenfehler(["name"])
    assert personenspaltenfehler(["kennung"]) == ""


def test_neue_person_an_einem_bekannten_partner():
    urteil = eines("KITA „Beispielbach“ e.V.", "Konz", "Frau Dr. Anna Muster", "Leitung", "06501 1", "a@kita.example")
    assert urteil.ergebnis == Zeilenergebnis.NEU
    assert urteil.sache.partner == 1
    assert urteil.sache.personenwerte == {"titel": "Dr.", "vorname": "Anna", "nachname": "Muster"}
    assert urteil.sache.funktionswerte == {
        "bezeichnung": "Leitung",
        "telefon": "06501 1",
        "email": "a@kita.example",
        "von": HEUTE,
    }


def test_gleichnamige_einrichtungen_unterscheidet_der_ort():
    assert eines("Grundschule Musterberg", "Saarburg", "Anna Muster").sache.partner == 3
    offen = eines("Grundschule Musterberg", "", "Anna Muster")
    assert offen.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    assert "gibt es mehrmals" in offen.grund
    gewaehlt = eines("Grundschule Musterberg", "", "Anna Muster", entscheidung=f"partner:{ZWILLING.uuid}")
    assert gewaehlt.sache.partner == 3


def test_aehnlicher_name_wird_gefragt_unbekannter_abgelehnt():
    frage = eines("Kita Beispielbachtal", "", "Anna Muster")
    assert frage.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    assert "Meinten Sie „Kita Beispielbach e. V.“ (Konz)?" in frage.grund
    assert frage.anzeige["optionen"] == [[f"partner:{KITA.uuid}", "„Kita Beispielbach e. V.“ (Konz)"]]
    assert eines("Feuerwehr Nirgendwo", "", "Anna Muster").ergebnis == Zeilenergebnis.ABGELEHNT


def test_eine_entscheidung_die_nicht_angeboten_war_gilt_nicht():
    assert eines("Kita Beispielbachtal", "", "A. Muster", entscheidung=f"partner:{FREMD.uuid}").sache is None


def test_fremde_einrichtung_wird_nicht_geaendert():
    urteil = eines("Hort Fernwiese", "", "Anna Muster")
    assert (urteil.ergebnis, "gehört nicht zu Ihren Sozialräumen" in urteil.grund) == (Zeilenergebnis.ABGELEHNT, True)


def test_mehrere_personen_in_einer_zelle_sind_keine_zeile():
    urteil = eines("Kita Beispielbach e. V.", "", "Anna Muster / Tom Beispiel")
    assert (urteil.ergebnis, "mehrere Personen" in urteil.grund) == (Zeilenergebnis.ABGELEHNT, True)


def test_bekannte_ansprechperson_wird_ergaenzt_nie_ueberschrieben():
    leer = eines("Kita Beispielbach e. V.", "", "Muster, Anna", "leitung", "06501 1", basis=grundlage(LEITUNG))
    assert leer.ergebnis == Zeilenergebnis.GEAENDERT
    assert leer.aenderungen == (Aenderung("Telefon", "", "06501 1"),)
    voll = grundlage(replace(LEITUNG, telefon="06501 99"))
    bleibt = eines("Kita Beispielbach e. V.", "", "Muster, Anna", "Leitung", "06501 1", basis=voll)
    assert bleibt.ergebnis == Zeilenergebnis.UNVERAENDERT
    assert "Telefon weicht ab und bleibt." in bleibt.grund


def test_weitere_funktion_und_namensgleiche_person_werden_gefragt():
    basis = grundlage(LEITUNG)
    weitere = ("Kita Beispielbach e. V.", "", "Anna Muster", "Sprachförderung")
    assert "schon als „Leitung“" in eines(*weitere, basis=basis).grund
    assert eines(*weitere, basis=basis, entscheidung="person:11").sache.person == 11
    woanders = ("Grundschule Musterberg", "Konz", "Anna Muster", "Sekretariat")
    assert eines(*woanders, basis=basis).ergebnis == Zeilenergebnis.ZWEIFELHAFT
    neu = eines(*woanders, basis=basis, entscheidung="person:neu")
    assert (neu.ergebnis, neu.sache.person) == (Zeilenergebnis.NEU, None)


def test_wer_nicht_mehr_da_ist_kommt_nicht_stillschweigend_zurueck():
    frueher = grundlage(replace(LEITUNG, bis=date(2024, 7, 31)))
    urteil = eines("Kita Beispielbach e. V.", "", "Anna Muster", "Leitung", basis=frueher)
    assert urteil.ergebnis == Zeilenergebnis.ABGELEHNT
    assert "War dort bis 31.07.2024" in urteil.grund


def test_dieselbe_zeile_zweimal_und_dieselbe_person_zweimal():
    zeile = ("Kita Beispielbach e. V.", "", "Anna Muster", "Leitung")
    erste, gleiche, weitere, woanders = urteile(
        zeile, zeile, (*zeile[:3], "Sprachförderung"), ("Grundschule Musterberg", "Konz", "Anna Muster", "Sekretariat")
    )
    assert erste.ergebnis == Zeilenergebnis.NEU
    assert gleiche.grund == "Steht schon in Zeile 2 der Liste."
    assert weitere.sache.wie_zeile == 2
    assert woanders.ergebnis == Zeilenergebnis.ZWEIFELHAFT


def test_zwei_doppeldeutigkeiten_werden_nacheinander_beantwortet_und_bleiben_aenderbar():
    basis = grundlage(LEITUNG)
    zeile = ("Grundschule Musterberg", "", "Anna Muster", "Sekretariat")
    erste = eines(*zeile, basis=basis, entscheidung=f"partner:{SCHULE.uuid}")
    assert erste.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    beides = f"partner:{SCHULE.uuid} person:neu"
    assert [wert for wert, _ in erste.anzeige["optionen"]] == [
        f"partner:{SCHULE.uuid}",
        f"partner:{SCHULE.uuid} person:11",
        beides,
    ]
    zweite = eines(*zeile, basis=basis, entscheidung=beides)
    assert zweite.ergebnis == Zeilenergebnis.NEU
    assert [wert for wert, _ in zweite.anzeige["optionen"]] == [beides]


def test_was_aus_derselben_liste_schon_da_ist_macht_keine_zweifel():
    zeilen = [("Kita Beispielbach e. V.", "", "Anna Muster", wort) for wort in ("Leitung", "Sprachförderung")]
    schon, weitere = urteile(*zeilen, basis=grundlage(LEITUNG))
    assert (schon.ergebnis, weitere.ergebnis) == (Zeilenergebnis.UNVERAENDERT, Zeilenergebnis.NEU)
    assert weitere.sache.person == 11


def test_ueberschrift_nennt_die_funktion():
    kopf = ["Schule", "Ort", "Schulleitung"]
    assert eines("Grundschule Musterberg", "Konz", "Anna Muster", kopf=kopf).sache.funktionswerte["bezeichnung"] == (
        "Schulleitung"
    )
    kopf = ["Schule", "Ort", "Kontaktperson"]
    assert eines("Grundschule Musterberg", "Konz", "Anna Muster", kopf=kopf).sache.funktionswerte["bezeichnung"] == (
        "Ansprechperson"
    )


# --- round trip ------------------------------------------------------------------------------------------------------

RUNDKOPF = ["ID der Ansprechperson", "Fassung", "Titel", "Vorname", "Nachname", "Funktion", "Telefon"]


def rund(*, stand: str | None = None, basis=None, leeren=False, **neu) -> Urteil:
    werte = {"titel": "", "vorname": "Anna", "nachname": "Muster", "funktion": "Leitung", "telefon": ""} | neu
    zellen = (LEITUNG.uuid, stand_von(ANNA, LEITUNG) if stand is None else stand, *werte.values())
    return eines(*zellen, kopf=RUNDKOPF, basis=basis or grundlage(LEITUNG), leeren=leeren)


def test_unveraenderte_zeile_des_exports_aendert_nichts():
    assert rund().ergebnis == Zeilenergebnis.UNVERAENDERT


def test_geaenderte_felder_stehen_alt_und_neu():
    urteil = rund(nachname="Muster-Beispiel", telefon="06501 7")
    assert urteil.ergebnis == Zeilenergebnis.GEAENDERT
    assert urteil.aenderungen == (
        Aenderung("Nachname", "Muster", "Muster-Beispiel"),
        Aenderung("Telefon", "", "06501 7"),
    )
    assert (urteil.sache.person, urteil.sache.funktion) == (11, 21)


def test_seit_dem_export_geaendert_wird_abgelehnt_und_zeigt_beides():
    urteil = rund(basis=grundlage(replace(LEITUNG, telefon="06501 99")), telefon="06501 7")
    assert urteil.ergebnis == Zeilenergebnis.ABGELEHNT
    assert "Inzwischen geändert" in urteil.grund
    assert "jetzt „06501 99“, Liste „06501 7“" in urteil.grund


def test_leere_zelle_laesst_stehen_oder_leert():
    voll = replace(LEITUNG, telefon="06501 99")
    basis, stand = grundlage(voll), stand_von(ANNA, voll)
    assert rund(basis=basis, stand=stand).ergebnis == Zeilenergebnis.UNVERAENDERT
    assert rund(basis=basis, stand=stand, leeren=True).aenderungen == (Aenderung("Telefon", "06501 99", ""),)


def test_unbekannte_id_und_fremder_partner_werden_abgelehnt():
    fremd = eines("20000000-0000-4000-8000-000000000099", "", "", "Anna", "Muster", kopf=RUNDKOPF)
    assert "gibt es nicht" in fremd.grund
    kopf = ["ID", "Partner", "Vorname", "Nachname"]
    zog_um = eines(LEITUNG.uuid, "Grundschule Musterberg", "Anna", "Muster", kopf=kopf, basis=grundlage(LEITUNG))
    assert "Stelle gewechselt" in zog_um.grund


def test_stand_aendert_sich_mit_jedem_feld_und_ist_keine_zahl():
    stand = stand_von(ANNA, LEITUNG)
    assert len(stand) == 10
    assert stand.startswith("p")
    andere = {
        stand_von(replace(ANNA, titel="Dr."), LEITUNG),
        stand_von(ANNA, replace(LEITUNG, telefon="1")),
        stand_von(ANNA, replace(LEITUNG, ist_schluesselperson=True)),
        stand_von(ANNA, replace(LEITUNG, bis=HEUTE)),
    }
    assert len(andere) == 4
    assert stand not in andere
