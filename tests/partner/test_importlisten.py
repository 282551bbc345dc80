"""Lists as they come: titles, two-line headings, sums, sections, odd cells. Each of them is invented."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konten.rules.formelschutz import entschaerfe, schuetze
from konten.tables import Spalte, als_csv, als_xlsx
from partner.models import Importlauf
from partner.rules.angaben import lies_angaben
from partner.services.einlesen.grenzen import Blattfehler, Lesefehler
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import PARTNERLISTE, Tabelle, lies_datei
from tests.partner.einlesehilfe import DATEN, lies, mit_daten
from tests.partner.test_einlesen_dienst import leitstelle
from tests.welt import Welt


def mappe(*blaetter: tuple[str, list[list]], verborgen: str = "", verbunden: str = "") -> bytes:
    buch = openpyxl.Workbook()
    buch.remove(buch.active)
    for name, zeilen in blaetter:
        blatt = buch.create_sheet(name)
        for zeile in zeilen:
            blatt.append(zeile)
        if name == verborgen:
            blatt.sheet_state = "hidden"
        if verbunden:
            blatt.merge_cells(verbunden)
    puffer = io.BytesIO()
    buch.save(puffer)
    return puffer.getvalue()


def zeilen(lauf: Importlauf) -> list[tuple[str, str, str]]:
    return [
        (zeile.ergebnis, zeile.rohdaten["anzeige"]["name"], zeile.rohdaten["anzeige"]["ort"])
        for zeile in lauf.zeilen.order_by("nummer")
    ]


def lade(inhalt: bytes, dateiname: str = "liste.csv", **angaben) -> Importlauf:
    tabelle = lies_datei(io.BytesIO(inhalt), PARTNERLISTE, **angaben)
    return lege_an(tabelle=tabelle, dateiname=dateiname, bereich=leitstelle())


SCHULLISTE = """Verzeichnis der Schulen im Kreis;;;;;;;;;
Stand: 01.08.2026;;;;;;;;;
;;;;;;;;;
Schulname;Schulform;Träger;Strasse;Hsnr;PLZ/Ort;Tel.;Fax;E-Mail-Adresse;Schulleitung
Grundschule am Bach;Grundschule;VG Konz;Bachweg;1;54329 Konz;06501 / 1;06501 / 2;gs@bach.example;Frau Erfunden
IGS am Berg;Integrierte Gesamtschule;Landkreis;Bergstr.;12 a;54439 Saarburg;06581 3;;igs@berg.example;N.N.
Summe: 2 Schulen;;;;;;;;;
Quelle: eigene Erhebung;;;;;;;;;
"""


def test_titel_fusszeilen_und_leitungsspalte(welt: Welt):
    lauf = lade(SCHULLISTE.encode("cp1252"))
    assert zeilen(lauf) == [
        ("neu", "Grundschule am Bach", "54329 Konz"),
        ("neu", "IGS am Berg", "54439 Saarburg"),
    ]
    assert lauf.hinweise == [
        "Nicht gelesen, weil kein Eintrag: Zeile 7 („Summe: 2 Schulen“), Zeile 8 („Quelle: eigene Erhebung“)."
    ]
    assert lauf.zuordnung["spalten"]["Schulleitung"] == "person"
    assert "Erfunden" not in str(list(lauf.zeilen.values_list("rohdaten", flat=True)))
    assert lauf.zeilen.first().rohdaten["anzeige"]["art"] == "Grundschule"


@pytest.mark.parametrize("kodierung", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("trenner", [";", ",", "\t", "|"])
def test_zeichensatz_und_trennzeichen(kodierung, trenner):
    text = f'Name{trenner}Straße{trenner}Ort\r\n"Kita\r\nGrüne Wiese"{trenner}"Am ""Tor"" 1"{trenner}Kell am See\r\n'
    tabelle = lies(text.encode(kodierung))
    assert tabelle.spalten == ["Name", "Straße", "Ort"]
    assert tabelle.zeilen[0].zellen == ("Kita\r\nGrüne Wiese", 'Am "Tor" 1', "Kell am See")
    assert lies_angaben({"name": tabelle.zeilen[0].zellen[0]}).name == "Kita Grüne Wiese"


def test_excels_eigene_trennzeichenzeile():
    assert lies(b"sep=;\r\nName;Ort\r\nKita A;Konz\r\n").zeilen[0].zellen == ("Kita A", "Konz")


def test_ueberschrift_in_zwei_zeilen_mit_verbundenen_zellen(welt: Welt):
    inhalt = mappe(
        (
            "Kitas",
            [
                ["Kindertagesstätten", None, None, None, None, None, None],
                ["Einrichtung", None, "Anschrift", None, None, "Telefon", None],
                ["Bezeichnung", "Träger", "Straße", "PLZ", "Ort", "Vorwahl", "Nummer"],
                ["Kita Nord", "Kirche", "Weg 1", 54329, "Konz", 6501, 7606],
            ],
        )
    )
    tabelle = lies(inhalt)
    assert tabelle.spalten == ["Bezeichnung", "Träger", "Straße", "PLZ", "Ort", "Vorwahl", "Telefon Nummer"]
    lauf = lade(inhalt, "kitas.xlsx")
    assert zeilen(lauf) == [("neu", "Kita Nord", "54329 Konz")]
    felder = {feld: name for name, feld in lauf.zuordnung["spalten"].items()}
    assert (felder["vorwahl"], felder["telefon"]) == ("Vorwahl", "Telefon Nummer")


def test_zwischenzeilen_geben_den_ort(welt: Welt):
    inhalt = "Name;Straße;Telefon\nStadt Konz;;\nKita A;Weg 1;1\nKita B;Weg 2;2\nStadt Saarburg;;\nKita C;Weg 3;3\n"
    lauf = lade(inhalt.encode(), "kitas.csv")
    assert zeilen(lauf) == [("neu", "Kita A", "Konz"), ("neu", "Kita B", "Konz"), ("neu", "Kita C", "Saarburg")]
    assert lauf.hinweise == ["2 Zwischenzeilen wie „Stadt …“ stehen als Spalte „Abschnitt“ zur Wahl."]


def test_zwischenzeilen_geben_die_kategorie(welt: Welt):
    inhalt = "Name;Ort;Telefon\nSchulen;;\nAm Bach;Konz;1\nSportvereine;;\nTurnverein;Konz;2\nTurnerbund;Konz;4\n"
    lauf = lade(inhalt.encode())
    worte = lauf.zuordnung["kategorien"]
    assert (worte["schulen"], lauf.zuordnung["spalten"]["Abschnitt"]) == ("schule", "kategorie")


def test_wiederholte_ueberschriften_werden_uebergangen():
    tabelle = lies(b"Name;Ort;PLZ\nKita A;Konz;54329\nName;Ort;PLZ\nKita B;Konz;54329\n")
    assert [zeile.zellen[0] for zeile in tabelle.zeilen] == ["Kita A", "Kita B"]
    assert tabelle.hinweise == ("Die Überschrift wiederholt sich in der Liste (1-mal) und ist dort übergangen.",)


def test_mehrere_blaetter_eines_verborgen_und_eines_gewaehlt():
    kitas, schulen = [["Name", "Ort"], ["Kita A", "Konz"]], [["Schule", "Ort"], ["GS B", "Konz"]]
    inhalt = mappe(
        ("Info", [["Hinweise zur Benutzung"]]), ("Kitas", kitas), ("Schulen", schulen), ("Alt", kitas), verborgen="Alt"
    )
    erste = lies(inhalt)
    assert (erste.blatt, erste.zeilen[0].zellen[0]) == ("Kitas", "Kita A")
    assert erste.hinweise == ("Gelesen ist das Blatt „Kitas“. Listen stehen auch auf: „Schulen“.",)
    for wunsch in ("Schulen", "schulen", "3"):
        assert lies_datei(io.BytesIO(inhalt), blatt=wunsch).zeilen[0].zellen[0] == "GS B"
    with pytest.raises(Blattfehler, match="Die Mappe hat: „Info“, „Kitas“, „Schulen“"):
        lies_datei(io.BytesIO(inhalt), blatt="Alt")


def test_zahlen_tage_und_formeln_aus_excel(welt: Welt):
    inhalt = mappe(
        (
            "Kitas",
            [
                ["Name", "Straße", "Hausnummer", "PLZ", "Ort", "AGS", "Telefon", "lat", "lon"],
                ["Kita A", "Weg", date(2026, 3, 1), 54329, "Konz", 7235068, 65011, 49.7, 6.58],
                ["Kita B", "Weg", 7.0, 1067, "Dresden", None, "+49 351 1", 6.58, 49.7],
                ["Kita C", "Weg", "7a", "54329", "Konz", "07235068", "Tel.: 06501/1, Fax 06501/2", 2540000, 5510000],
                ["Kita D", None, None, None, "Konz", None, None, 12.0, 77.0],
            ],
        )
    )
    lauf = lade(inhalt, "kitas.xlsx")
    gruende = [zeile.grund for zeile in lauf.zeilen.order_by("nummer")]
    assert [ergebnis for ergebnis, _, _ in zeilen(lauf)] == ["neu"] * 4
    assert gruende[0] == "Hausnummer als 1-3 gelesen: In der Tabelle steht ein Datum."
    assert "Breite und Länge waren vertauscht und sind gedreht." in gruende[1]
    assert gruende[2] == "Koordinaten ausgelassen: nicht lesbar."
    assert gruende[3] == "Koordinaten ausgelassen: Sie liegen nicht in Deutschland."
    assert zeilen(lauf)[1][2] == "01067 Dresden"


@pytest.mark.parametrize(
    ("zellen", "erwartet"),
    [
        ({"strasse": "Schulstr. 1, 54421 Reinsfeld"}, {"strasse": "Schulstr. 1", "plz": "54421", "ort": "Reinsfeld"}),
        ({"ort": "D-54421 Reinsfeld"}, {"plz": "54421", "ort": "Reinsfeld"}),
        ({"plz": "54421 Reinsfeld"}, {"plz": "54421", "ort": "Reinsfeld"}),
        ({"ort": "Stadt Konz"}, {"ort": "Konz"}),
        ({"vorwahl": "6501", "telefon": "7606"}, {"telefon": "06501/7606"}),
        ({"vorwahl": "(06501)", "telefon": "7606"}, {"telefon": "06501/7606"}),
        ({"vorwahl": "06501", "telefon": "06501 7606"}, {"telefon": "06501 7606"}),
        ({"telefon": "Telefon: 06501-1 / Fax: 06501-2"}, {"telefon": "06501-1"}),
        ({"email": "a@b.example; c@d.example"}, {"email": "a@b.example"}),
        ({"email": "kita(at)b.example"}, {"email": "kita@b.example"}),
        ({"web": "www.a.example, www.b.example"}, {"web": "http://www.a.example"}),
        ({"breite": "49,7°", "laenge": "6,58°"}, {"breite": lies_angaben({"breite": "49.7", "laenge": "6.58"}).breite}),
        ({"name": "Kita\u00a0\u00adSonne\u200b"}, {"name": "Kita Sonne"}),
    ],
)
def test_zellen_wie_sie_vorkommen(zellen, erwartet):
    angaben = lies_angaben(zellen)
    assert {feld: getattr(angaben, feld) for feld in erwartet} == erwartet


@pytest.mark.parametrize(
    ("spalten", "felder"),
    [
        (
            ["Nr.", "Einrichtung", "Anschrift", "PLZ / Ort", "Tel.-Nr.", "Telefax", "Homepage", "Ansprechpartner/in"],
            {"Einrichtung": "name", "Anschrift": "strasse", "PLZ / Ort": "ort", "Tel.-Nr.": "telefon"},
        ),
        (
            ["Schul-Nr.", "Name der Schule", "Schulart", "Straße/Nr.", "Schulort", "Telefon Sekretariat", "Rektor/in"],
            {"Name der Schule": "name", "Schulart": "art", "Schulort": "ort", "Telefon Sekretariat": "telefon"},
        ),
        (
            [
                "Name des Kindergartens",
                "Name des Trägers",
                "Adresse der Kita",
                "E-Mail der Kita",
                "Öffnungszeiten (Mo-Fr)",
            ],
            {"Name des Kindergartens": "name", "Name des Trägers": "traeger_name", "E-Mail der Kita": "email"},
        ),
        (
            ["School name", "School type", "Street address", "House number", "Zip code", "City", "Phone", "Principal"],
            {"School name": "name", "School type": "art", "Zip code": "plz", "City": "ort", "Phone": "telefon"},
        ),
    ],
)
def test_ueberschriften_anderer_listen(spalten, felder):
    erkannt = PARTNERLISTE.felder(spalten)
    assert felder.items() <= erkannt.items()
    for name in ("Telefax", "Nr."):
        assert name not in erkannt or erkannt[name] == "hausnummer"
    personen = {"Ansprechpartner/in", "Rektor/in", "Principal"} & set(spalten)
    assert {erkannt[name] for name in personen} <= {"person"}


@mit_daten
def test_beispiellisten_werden_gelesen_oder_mit_grund_abgelehnt(welt: Welt):
    ordner = DATEN / "beispiele"
    kitas = lade((ordner / "04_flensburg_kitas.csv").read_bytes(), "04_flensburg_kitas.csv")
    assert (kitas.zeilen.count(), kitas.zuordnung["spalten"]["director"]) == (70, "person")
    abgelehnt = kitas.zeilen.filter(ergebnis="abgelehnt").values_list("grund", flat=True)
    assert kitas.zeilen.filter(ergebnis="neu").count() == 67
    assert all(grund.startswith("Steht schon in Zeile ") for grund in abgelehnt)
    with pytest.raises(Lesefehler, match="keine Spalte erkennbar"):
        lade((ordner / "10_destatis_kreise_verbundene_kopfzellen.xlsx").read_bytes())
    schulen = lies((ordner / "05_schulen_schleswig_holstein_tabgetrennt.csv").read_bytes())
    assert (len(schulen.zeilen), schulen.trennzeichen, schulen.hinweise) == (1048, "\t", ())


texte = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(
    st.one_of(
        texte,
        texte.map(lambda t: "'" + t),
        st.sampled_from(["=", "+", "'=", "''-"]).flatmap(lambda a: texte.map(lambda t: a + t)),
    )
)
def test_geschuetzte_zellen_kommen_genau_zurueck(text):
    assert entschaerfe(schuetze(text)) == text
    assert not schuetze(text).startswith(("=", "+", "-", "@"))


@settings(deadline=None)
@given(st.lists(st.tuples(texte, texte), min_size=1, max_size=5))
def test_ausgabe_und_einlesen_sind_umkehrbar(paare):
    spalten = [Spalte("Name", lambda p: p[0]), Spalte("Ort", lambda p: p[1]), Spalte("Quelle", lambda p: "x")]
    zeilen_ = [("Kita " + a.strip(), b.strip()) for a, b in paare]
    for inhalt in (als_csv(spalten, zeilen_), als_xlsx(spalten, zeilen_, "Liste")):
        tabelle: Tabelle = lies(inhalt)
        assert [(*zeile.zellen, "", "")[:2] for zeile in tabelle.zeilen] == zeilen_
