"""Exports: safe against formulas, readable by a German spreadsheet, wide enough."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from konten.rules import suchworte
from konten.tables import Spalte, als_csv, als_xlsx, exportantwort, ungefaehrlich


@pytest.mark.parametrize("text", ["=1+1", "+49 651 1", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_formeln_werden_text(text: str):
    assert ungefaehrlich(text) == f"'{text}"


@pytest.mark.parametrize("wert", ["Müller", "1=1", "", 5, Decimal("0.25"), date(2026, 11, 22)])
def test_alles_andere_bleibt(wert: object):
    assert ungefaehrlich(wert) == wert


def test_steuerzeichen_verschwinden_und_zeiten_werden_oertlich():
    assert ungefaehrlich("a\x00b\x0bc") == "abc"
    assert ungefaehrlich(datetime(2026, 7, 1, 10, 0, tzinfo=UTC)) == datetime.fromisoformat("2026-07-01T12:00")


SPALTEN = (
    Spalte("Name", lambda z: z[0]),
    Spalte("Zahl", lambda z: z[1]),
    Spalte("Tag", lambda z: z[2]),
    Spalte("Ja", lambda z: z[3]),
)
ZEILEN = [('Käthe; "Groß"\nzwei', Decimal("0.25"), date(2026, 11, 22), True), ("=HYPERLINK()", None, None, False)]


def test_csv_mit_semikolon_bom_und_deutschen_zahlen():
    text = als_csv(SPALTEN, ZEILEN)
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig") == (
        'Name;Zahl;Tag;Ja\r\n"Käthe; ""Groß""\nzwei";0,25;22.11.2026;ja\r\n\'=HYPERLINK();;;nein\r\n'
    )


def test_xlsx_behaelt_typen_auch_jenseits_von_z():
    breit = SPALTEN + tuple(Spalte(f"S{i}", lambda z: z[0]) for i in range(30))
    blatt = load_workbook(io.BytesIO(als_xlsx(breit, ZEILEN, "Ein sehr langer Titel der Liste, zu lang"))).active
    assert blatt["B2"].value == 0.25
    assert blatt["C2"].value == datetime.fromisoformat("2026-11-22")
    assert blatt["A3"].value == "'=HYPERLINK()"
    assert blatt.cell(3, 34).value == "'=HYPERLINK()"
    assert len(blatt.title) == 31


def test_dateiname_mit_umlaut_kommt_heil_an():
    kopf = exportantwort("Zuständigkeit offen", "csv", [], [])["Content-Disposition"]
    assert kopf == "attachment; filename*=utf-8''Zust%C3%A4ndigkeit%20offen.csv"


def test_suche_kennt_hoechstens_zehn_worte_und_kein_steuerzeichen():
    assert suchworte("Grund\x00schule  MÜLLER müller") == ["grund", "schule", "mueller"]
    assert len(suchworte(" ".join(map(str, range(2000))))) == 10
