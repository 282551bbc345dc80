"""Files as people have them, and files that are no list."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pytest
from django.core.files.uploadedfile import UploadedFile

from partner.forms.einlesen import DateiForm
from partner.rules.einlesen import PERSON
from partner.rules.spalten import erkenne_spalten
from partner.services.einlesen.grenzen import Lesefehler
from partner.services.einlesen.lesen import lies_datei
from tests.partner.einlesehilfe import DATEN, als_csv, lies, mit_daten

KOPF = ["Name", "Ort", "Träger"]
ZEILE = ["Kita Bäumchen – „groß“", "Köwerich", "Förderverein"]


def als_mappe(*zeilen, blatt="Liste", davor=()):
    mappe = openpyxl.Workbook()
    mappe.active.title = blatt
    for zeile in (*davor, *zeilen):
        mappe.active.append(zeile)
    puffer = io.BytesIO()
    mappe.save(puffer)
    return puffer.getvalue()


@pytest.mark.parametrize("kodierung", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("trennzeichen", [",", ";", "\t", "|"])
def test_zeichensatz_und_trennzeichen_werden_erkannt(kodierung, trennzeichen):
    tabelle = lies(als_csv(KOPF, ZEILE, trennzeichen=trennzeichen, kodierung=kodierung))
    assert tabelle.spalten == KOPF
    assert list(tabelle.zeilen[0].zellen) == ZEILE
    assert tabelle.trennzeichen == trennzeichen


def test_leere_zeilen_titel_und_umbrueche_in_anfuehrungszeichen():
    davor = "\r\nPartner im Kreis;;\r\n;;\r\n"
    liste = 'Name;Ort;Hinweis\r\n\r\nKita A;Konz;"erste\nzweite; Zeile"\r\n;;\r\nKita B;Tawern;;;;;\r\n'
    tabelle = lies((davor + liste).encode("cp1252"))
    assert tabelle.spalten == ["Name", "Ort", "Hinweis"]
    assert [(zeile.nummer, zeile.zellen) for zeile in tabelle.zeilen] == [
        (6, ("Kita A", "Konz", "erste\nzweite; Zeile")),
        (8, ("Kita B", "Tawern")),
    ]


def test_doppelte_ueberschriften_und_kurze_zeilen():
    tabelle = lies(b"Name,Name,,Ort\nKita A,Zweitname,x\n")
    assert tabelle.spalten == ["Name", "Name (2)", "Spalte 3", "Ort"]
    assert tabelle.zeilen[0].zellen == ("Kita A", "Zweitname", "x")


def test_eine_spalte():
    assert [zeile.zellen for zeile in lies(b"Name\nKita A\nKita B\n").zeilen] == [("Kita A",), ("Kita B",)]


def test_namen_von_personen_werden_nicht_gelesen():
    tabelle = lies(als_csv(["Name", "Leitung", "Ort"], ["Kita A", "Frau Erfunden", "Konz"]))
    assert tabelle.zeilen[0].zellen == ("Kita A", "", "Konz")
    assert erkenne_spalten(tabelle.spalten)["Leitung"] == PERSON


def test_excel_mit_titelzeilen_zahlen_und_formeln():
    inhalt = als_mappe(["Name", "PLZ", "Ort"], ["Kita A", 54329, "Konz"], davor=(["Liste 2026"], []))
    tabelle = lies(inhalt)
    assert (tabelle.kodierung, tabelle.spalten) == ("Excel", ["Name", "PLZ", "Ort"])
    assert (tabelle.zeilen[0].nummer, tabelle.zeilen[0].zellen) == (4, ("Kita A", "54329", "Konz"))


def png():
    def teil(art, daten):
        return struct.pack(">I", len(daten)) + art + daten + struct.pack(">I", zlib.crc32(art + daten))

    bild = teil(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + teil(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + bild + teil(b"IEND", b"")


def archiv(**teile):
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as datei:
        for name, inhalt in teile.items():
            datei.writestr(name.replace("__", "/").replace("_xml", ".xml"), inhalt)
    return puffer.getvalue()


def bombe():
    return archiv(xl__workbook_xml="<workbook/>", xl__worksheets__sheet1_xml=b"0" * 50_000_000)


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (b"", "Die Datei ist leer."),
        (b" \r\n\t ", "Die Datei ist leer."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "Die Datei ist ein PDF, keine Liste."),
        (png(), "Die Datei ist ein Bild, keine Liste."),
        (archiv(liste="Name,Ort"), "Die Datei ist ein gepacktes Archiv, keine Liste."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Die Datei ist eine Datei aus einem alten Office-Programm"),
        (b"<!DOCTYPE html><html></html>", "Die Datei ist eine Internetseite, keine Liste."),
        (b"Name,Ort\nKita\x00A,Konz\n", "Die Datei ist keine Textdatei."),
        (b"\x01\x02\x03\x04\x05\x06\x07", "Die Datei ist keine Textdatei."),
        (b"Name,Ort\n", "Die Datei enthält nur Überschriften und keine Einträge."),
        (b"Nummer,Wert\n1,2\n", "In der Datei ist keine Spalte erkennbar, die den Namen der Einrichtung enthält."),
        (b"Name," + b"x," * 300 + b"\nKita A\n", "Die Liste hat mehr als 200 Spalten."),
        (b"Name,Ort\nKita A" + b"," * 300 + b"x\n", "Zeile 2 hat mehr als 200 Spalten."),
        (b"Name,Ort\nKita A," + b"x" * 5_001 + b"\n", "In Zeile 2 hat eine Zelle mehr als 5.000 Zeichen."),
        (b'Name,Ort\nKita A,"' + b"x\n" * 90_000, "Die Liste ist nicht lesbar: Eine Zelle ist viel zu lang."),
        (b"Name,Ort\n" + b"Kita,Konz\n" * 25_001, "Die Liste hat mehr als 25.000 Zeilen."),
        (b"Name,Ort\n" + b",\n" * 100_001, "Die Liste enthält viel zu viele leere Zeilen."),
        (b"Name,Ort\n" + b"x" * 10 * 1024 * 1024, "Die Datei ist größer als 10 MB."),
        (archiv(xl__workbook_xml="kaputt"), "Die Excel-Mappe ist beschädigt oder geschützt."),
        (bombe(), "Die Excel-Mappe ist entpackt viel zu groß."),
        (als_mappe(["Name"] * 16_000, ["x"]), "Die Liste hat mehr als 200 Spalten."),
        (als_mappe(["Jahr", "Wert"], [2020, 1]), "In der Datei ist keine Spalte erkennbar"),
    ],
)
def test_was_keine_liste_ist_wird_mit_einem_satz_abgelehnt(inhalt, satz):
    with pytest.raises(Lesefehler) as fehler:
        lies(inhalt)
    assert str(fehler.value).startswith(satz)


def test_entitaetenbombe_in_der_mappe_wird_nicht_aufgeloest():
    gut = als_mappe(["Name"], ["Kita A"])
    boese = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(gut)) as quelle, zipfile.ZipFile(boese, "w") as ziel:
        for teil in quelle.namelist():
            inhalt = quelle.read(teil)
            if teil == "xl/worksheets/sheet1.xml":
                inhalt = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + inhalt
            ziel.writestr(teil, inhalt)
    with pytest.raises(Lesefehler, match="beschädigt oder geschützt"):
        lies(boese.getvalue())


class Ungelesen(io.RawIOBase):
    """A file that must not be read."""

    def read(self, *args):
        raise AssertionError("Die Datei wurde gelesen.")


def test_sechzig_megabyte_werden_abgelehnt_ohne_zu_lesen():
    datei = UploadedFile(Ungelesen(), "riesig.csv", "text/csv", 60 * 1024 * 1024)
    form = DateiForm({}, {"datei": datei})
    assert form.errors["datei"] == [
        "Die Datei ist 60 MB groß. Möglich sind höchstens 10 MB. Bitte teilen Sie die Liste."
    ]


@mit_daten
@pytest.mark.parametrize(
    ("name", "zeilen", "trennzeichen"),
    [
        ("einrichtungen.csv", 129, ","),
        ("beispiele/04_flensburg_kitas.csv", 70, ","),
        ("beispiele/05_schulen_schleswig_holstein_tabgetrennt.csv", 1048, "\t"),
    ],
)
def test_echte_listen(name, zeilen, trennzeichen):
    with (DATEN / name).open("rb") as datei:
        tabelle = lies_datei(datei)
    assert (len(tabelle.zeilen), tabelle.trennzeichen) == (zeilen, trennzeichen)


@mit_daten
def test_echte_tabelle_ohne_namen_ist_keine_liste():
    with (
        (DATEN / "beispiele/10_destatis_kreise_verbundene_kopfzellen.xlsx").open("rb") as datei,
        pytest.raises(Lesefehler, match="keine Spalte erkennbar, die den Namen"),
    ):
        lies_datei(datei)
