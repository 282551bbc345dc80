"""Columns, categories, cells and the verdict on rows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner.models import Herkunft, Netzwerkpartner
from partner.rules import Sitz
from partner.rules.angaben import lies_angaben
from partner.rules.einlesen import PERSON, Listenzeile, Zeilenergebnis, Zuordnung, verbinde
from partner.rules.einstufung import erkenne_art, erkenne_kategorie, erkenne_vorgabe, kategorieschluessel
from partner.rules.partnerliste import Bestand, Bestandspartner, erkenne_zuordnung, pruefe_zuordnung, urteile_ueber
from partner.rules.spalten import FELDER, eindeutige_spalten, erkenne_spalten, ist_personenspalte
from tests.partner.einlesehilfe import KATEGORIEN, grundlage

SPALTEN = ["id", "name", "kategorie", "art", "plz", "ort", "telefon", "web"]


def urteile(*zeilen, bestand=None, sozialraeume=None, zuordnung=None, spalten=None):
    spalten = spalten or SPALTEN
    liste = [Listenzeile(nummer, tuple(zellen)) for nummer, zellen in enumerate(zeilen, start=2)]
    zuordnung = zuordnung or erkenne_zuordnung(spalten, liste, KATEGORIEN, "liste.csv")
    basis = grundlage(bestand, sozialraeume)
    return list(urteile_ueber(spalten=spalten, zeilen=liste, zuordnung=zuordnung, grundlage=basis))


def ergebnisse(urteile_):
    return [(urteil.ergebnis.value, urteil.grund) for urteil in urteile_]


KITA = ["K1", "Kita Beispielbach", "kita", "", "54329", "Konz", "06501 1", ""]


def test_spalten_deutsch_und_englisch():
    assert erkenne_spalten(["Name der Einrichtung", "Straße", "PLZ", "Ort", "E-Mail", "Homepage", "geo"]) == {
        "Name der Einrichtung": "name",
        "Straße": "strasse",
        "PLZ": "plz",
        "Ort": "ort",
        "E-Mail": "email",
        "Homepage": "web",
    }
    assert erkenne_spalten(["facility", "institution", "director", "postal_code"]) == {
        "facility": "name",
        "director": PERSON,
        "institution": "traeger_name",
        "postal_code": "plz",
    }


@pytest.mark.parametrize(
    "name", ["director", "Leitung", "Ansprechpartner/in", "Schulleiterin", "Vorname", "contact_person"]
)
def test_spalten_mit_personen_werden_erkannt(name):
    assert ist_personenspalte(name)


@pytest.mark.parametrize("name", ["Begleitung", "Name", "Kontaktstelle", "Telefon", "Einrichtung"])
def test_andere_spalten_sind_keine_personen(name):
    assert not ist_personenspalte(name)


def test_gleiche_ueberschriften_bleiben_unterscheidbar():
    assert eindeutige_spalten(["Name", "Name", "", " Name "]) == ["Name", "Name (2)", "Spalte 3", "Name (3)"]


def test_sehr_oft_dieselbe_ueberschrift_kostet_nicht_das_quadrat():
    # Searched from the start each time this would take minutes.
    spalten = eindeutige_spalten(["a (3)", *["a"] * 40_000])
    assert spalten[:4] == ["a (3)", "a", "a (2)", "a (4)"]
    assert (spalten[-1], len(set(spalten))) == ("a (40001)", 40_001)


@given(st.lists(st.text(max_size=20), max_size=30))
def test_jede_spalte_hat_einen_eigenen_namen_und_kein_feld_kommt_zweimal(kopf):
    spalten = eindeutige_spalten(kopf)
    felder = [feld for feld in erkenne_spalten(spalten).values() if feld != PERSON]
    assert len(set(spalten)) == len(kopf)
    assert len(set(felder)) == len(felder)
    assert set(felder) <= FELDER.keys()


@pytest.mark.parametrize(
    ("kategorie", "art", "kuerzel", "erkannte_art"),
    [
        ("schule", "Grundschule", "schule", "Grundschule"),
        ("Schule", "Realschule Plus", "schule", "Realschule plus"),
        ("schule", "Integrierte Gesamtschule", "schule", "IGS"),
        ("kita", "", "kita", "Kita"),
        ("beratung", "wohlfahrtsverband", "jugendhilfe", "Träger"),
        ("beratung", "erziehungs-ehe-familien-lebensberatung", "jugendhilfe", "Erziehungsberatung"),
        ("beratung", "", "sonstige", "Beratung"),
        ("Vereine und Ehrenamt", "Sportverein", "verein", "Sportverein"),
    ],
)
def test_kategorie_und_art(kategorie, art, kuerzel, erkannte_art):
    assert erkenne_kategorie(kategorieschluessel(kategorie, art), KATEGORIEN) == kuerzel
    ziel = next(eintrag for eintrag in KATEGORIEN if eintrag.kuerzel == kuerzel)
    assert erkenne_art(kategorie, art, ziel) == erkannte_art


def test_kategorie_aus_dem_dateinamen():
    assert erkenne_vorgabe("04_flensburg_kitas.csv", KATEGORIEN) == "kita"
    assert erkenne_vorgabe("liste.csv", KATEGORIEN) == ""


def test_schlechte_angaben_fallen_weg_und_die_zeile_bleibt():
    angaben = lies_angaben(
        {
            "name": " Grundschule \u00a0Beuren\x07 ",
            "web": "http://ber verbandsgemeinde hermeskeil",
            "email": "nicht@",
            "plz": "D-54413",
            "breite": "49,725653",
            "laenge": "6.916485",
            "strasse": "Schulstr.",
            "hausnummer": "4",
        }
    )
    assert (angaben.name, angaben.plz, angaben.strasse) == ("Grundschule Beuren", "54413", "Schulstr. 4")
    assert (angaben.web, angaben.email) == ("", "")
    assert (angaben.breite, angaben.laenge) == (Decimal("49.725653"), Decimal("6.916485"))
    assert angaben.notizen == (
        "E-Mail „nicht@“ ausgelassen: keine gültige Adresse.",
        "Internetseite „http://ber verbandsgemeinde hermeskeil“ ausgelassen: keine gültige Adresse.",
    )


@pytest.mark.parametrize(
    ("text", "adresse"), [("www.konz.eu", "http://www.konz.eu"), ("https://a.de/x", "https://a.de/x")]
)
def test_internetseite_ohne_schema(text, adresse):
    assert lies_angaben({"web": text}).web == adresse


@pytest.mark.parametrize("text", ["javascript:alert(1)", "ftp://a.de", "http://", "x" * 300 + ".de"])
def test_gefaehrliche_oder_kaputte_internetseite(text):
    assert lies_angaben({"web": text}).web == ""


@given(st.dictionaries(st.sampled_from(sorted(FELDER)), st.text(max_size=700)))
def test_jede_zelle_ergibt_werte_die_das_modell_annimmt(zellen):
    angaben = lies_angaben(zellen)
    felder = ("strasse", "plz", "ort", "telefon", "email", "web", "traeger_name", "breite", "laenge")
    partner = Netzwerkpartner(
        name="x", name_norm="x", such_norm="x", **{feld: getattr(angaben, feld) for feld in felder}
    )
    partner.clean_fields(exclude=["gemeinde"])
    herkunft = Herkunft(zeile=1, **{feld: getattr(angaben, feld) for feld in ("kennung", "quelle", "stand", "guete")})
    herkunft.clean_fields(exclude=["partner", "lauf"])


def test_neue_zeile():
    (urteil,) = urteile(KITA)
    assert (urteil.ergebnis, urteil.grund, urteil.ort.gemeinde.name, urteil.kategorie.kuerzel, urteil.art) == (
        Zeilenergebnis.NEU,
        "",
        "Konz",
        "kita",
        "Kita",
    )


def test_ablehnungen_nennen_ihren_grund():
    zeilen = [
        ["1", "", "kita", "", "", "Konz", "", ""],
        ["2", "x" * 201, "kita", "", "", "Konz", "", ""],
        ["3", "SRZ Konz", "beratung", "sozialraumzentrum", "", "Konz", "", ""],
        ["4", "Zirkus", "manege", "", "", "Konz", "", ""],
        ["5", "Namenlos", "", "", "", "Konz", "", ""],
        ["6", "Zu breit", "kita", "", "", "Konz", "", "", "verrutscht"],
    ]
    assert ergebnisse(urteile(*zeilen)) == [
        ("abgelehnt", "Der Name fehlt."),
        ("abgelehnt", "Der Name ist länger als 200 Zeichen."),
        ("abgelehnt", "Sozialraumzentren sind keine Partner. Sie stehen beim Sozialraum selbst."),
        ("abgelehnt", "Die Kategorie „manege“ ist noch keiner Partnerkategorie zugeordnet."),
        ("abgelehnt", "Die Kategorie fehlt. Wählen Sie in der Zuordnung eine für Zeilen ohne Kategorie."),
        ("abgelehnt", "Die Zeile hat mehr Spalten als die Überschrift. Vermutlich fehlen Anführungszeichen."),
    ]


def test_doppelte_zeilen_nennen_die_erste():
    gleich = ["", "KITA  Beispielbach", "Kita", "", "", "Konz-Könen", "", ""]
    gleiche_kennung = ["K1", "Anderer Name", "kita", "", "", "Konz", "", ""]
    andere_kategorie = ["", "Kita Beispielbach", "schule", "", "", "Konz", "", ""]
    anderer_ort = ["", "Kita Beispielbach", "kita", "", "", "Saarburg", "", ""]
    assert ergebnisse(urteile(KITA, gleich, gleiche_kennung, andere_kategorie, anderer_ort)) == [
        ("neu", ""),
        ("abgelehnt", "Steht schon in Zeile 2 der Liste."),
        ("abgelehnt", "Steht schon in Zeile 2 der Liste."),
        ("neu", ""),
        ("neu", ""),
    ]


def vorhanden(pk=7, name="Kita Beispielbach", gemeinde=1, bearbeitbar=True, **werte):
    voll = {"plz": "54329", "ort": "Konz", "telefon": "06501 1", **werte}
    return Bestandspartner(pk, name, name.casefold(), gemeinde, voll, bearbeitbar)


def test_vorhandenes_wird_nur_in_leeren_feldern_ergaenzt():
    zeile = [*KITA[:6], "06501 999", "www.kita-beispielbach.example"]
    (urteil,) = urteile(zeile, bestand=Bestand([vorhanden()], [(7, 1)]))
    assert urteil.ergebnis == Zeilenergebnis.GEAENDERT
    assert urteil.ergaenzung == {"web": "http://www.kita-beispielbach.example"}
    assert urteil.grund == "Ergänzt wird: Internetseite."


def test_gleiches_bleibt_unveraendert():
    (urteil,) = urteile(KITA, bestand=Bestand([vorhanden()], [(7, 1)]))
    assert (urteil.ergebnis, urteil.partner, urteil.grund) == (Zeilenergebnis.UNVERAENDERT, 7, "")


def test_kennung_trifft_auch_nach_umbenennung_aber_nicht_fremde():
    umbenannt = Bestand([vorhanden(name="Kita Altname")], [(7, 1)], [("K1", 7)])
    assert urteile(KITA, bestand=umbenannt)[0].partner == 7
    fremd = Bestand([vorhanden(name="Kita Fern", gemeinde=2)], [(7, 1)], [("K1", 7)])
    (urteil,) = urteile(KITA, bestand=fremd)
    assert urteil.ergebnis == Zeilenergebnis.ABGELEHNT
    assert urteil.grund.startswith("Die Kennung „K1“ gehört schon zu „Kita Fern“.")


def test_eigene_sozialraeume_begrenzen_den_import():
    saarburg = ["", "Kita Saartal", "kita", "", "", "Saarburg", "", ""]
    trier = ["", "Verband", "verein", "", "", "Trier", "", ""]
    niemand = ["", "Kita Niemand", "kita", "", "", "Niemandsland", "", ""]
    eigene, fremde, draussen, ohne = urteile(KITA, saarburg, trier, niemand, sozialraeume=frozenset({1}))
    assert eigene.ergebnis == Zeilenergebnis.NEU
    assert [urteil.ergebnis for urteil in (fremde, draussen, ohne)] == [Zeilenergebnis.ABGELEHNT] * 3
    assert fremde.grund == (
        "Liegt nicht in Ihren Sozialräumen (Saarburg). Die Leitstelle Familie kann die Zeile übernehmen."
    )


def test_fremde_partner_werden_nicht_ergaenzt():
    bestand = Bestand([vorhanden(bearbeitbar=False, telefon="")], [(7, 1)])
    (urteil,) = urteile(KITA, bestand=bestand, sozialraeume=frozenset({1}))
    assert urteil.grund == "„Kita Beispielbach“ gehört nicht zu Ihren Sozialräumen und wird nicht geändert."


@pytest.mark.parametrize(
    ("entscheidung", "sitz", "gemeinde"),
    [("07235068", Sitz.LANDKREIS, "Konz"), ("ausserhalb", Sitz.AUSSERHALB, None), ("unbekannt", Sitz.UNBEKANNT, None)],
)
def test_zweifelhafter_sitz_wird_von_hand_entschieden(entscheidung, sitz, gemeinde):
    zellen = ("", "Kreisverband", "verein", "", "", "", "", "")
    zuordnung = erkenne_zuordnung(SPALTEN, [Listenzeile(2, zellen)], KATEGORIEN, "")
    offen, entschieden = (
        next(
            urteile_ueber(
                spalten=SPALTEN, zeilen=[Listenzeile(2, zellen, wahl)], zuordnung=zuordnung, grundlage=grundlage()
            )
        )
        for wahl in ("", entscheidung)
    )
    assert (offen.ergebnis, offen.grund) == (Zeilenergebnis.ZWEIFELHAFT, "Sitz nicht angegeben.")
    assert (entschieden.ergebnis, entschieden.ort.sitz) == (Zeilenergebnis.NEU, sitz)
    assert (entschieden.ort.gemeinde.name if entschieden.ort.gemeinde else None) == gemeinde


def test_ausgeschlossene_kategorie():
    zuordnung = Zuordnung(erkenne_spalten(SPALTEN), {"kita": "-"})
    assert ergebnisse(urteile(KITA, zuordnung=zuordnung)) == [
        ("abgelehnt", "Die Kategorie „kita“ soll nicht übernommen werden.")
    ]


@pytest.mark.parametrize(
    ("zuordnung", "fehler"),
    [
        (Zuordnung({"a": "ort"}), "Bitte wählen Sie, in welcher Spalte „Name“ steht."),
        (Zuordnung({"a": "name", "b": "name"}), "„Name“ ist zwei Spalten zugeordnet. Bitte wählen Sie eine davon."),
        (Zuordnung({"a": "name", "b": "alter"}), "Das Feld „alter“ gibt es nicht."),
        (Zuordnung({"a": "name"}, {"x": "zirkus"}), "Die Kategorie „zirkus“ gibt es nicht."),
        (Zuordnung({"a": "name"}, {"x": "-"}, "kita"), ""),
    ],
)
def test_zuordnung_wird_geprueft(zuordnung, fehler):
    assert pruefe_zuordnung(zuordnung, KATEGORIEN) == fehler


def test_wunsch_geht_vor_und_personen_bleiben_draussen():
    vorschlag = Zuordnung({"Name": "name", "Leitung": PERSON, "Ort": "ort"}, {"kita": "kita"})
    wunsch = Zuordnung({"Bezeichnung": "name", "Leitung": "hinweis"}, {"manege": "verein"}, "schule")
    ergebnis = verbinde(vorschlag, wunsch)
    assert ergebnis.spalten == {"Leitung": PERSON, "Ort": "ort", "Bezeichnung": "name"}
    assert (ergebnis.kategorien, ergebnis.vorgabe) == ({"kita": "kita", "manege": "verein"}, "schule")
