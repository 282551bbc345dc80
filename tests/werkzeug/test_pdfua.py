"""The accessibility check of PDFs must itself be able to fail."""

from pathlib import Path

import pytest
import weasyprint

from tests.werkzeug.pdfua import pruefe

SEITE = "<html lang='de'><title>Prüfblatt</title><h1>Überschrift</h1><p>Text</p></html>"


def test_getaggtes_dokument_besteht(tmp_path: Path) -> None:
    datei = tmp_path / "Prüfblatt mit Umlaut.pdf"
    weasyprint.HTML(string=SEITE).write_pdf(datei, pdf_variant="pdf/ua-1")
    assert pruefe([datei]) == []


def test_ungetaggtes_dokument_faellt_mit_regel_und_datei_auf(tmp_path: Path) -> None:
    gut, schlecht = tmp_path / "gut.pdf", tmp_path / "schlecht.pdf"
    weasyprint.HTML(string=SEITE).write_pdf(gut, pdf_variant="pdf/ua-1")
    weasyprint.HTML(string=SEITE).write_pdf(schlecht)
    fehler = pruefe([gut, schlecht])
    assert any("7.1-11" in zeile for zeile in fehler)  # no structure tree
    assert {zeile.partition(": ")[0] for zeile in fehler} == {str(schlecht)}


def test_unlesbare_datei_gilt_nicht_als_barrierefrei(tmp_path: Path) -> None:
    datei = tmp_path / "kein.pdf"
    datei.write_text("kein PDF", encoding="utf-8")
    with pytest.raises(RuntimeError, match="Nicht prüfbar"):
        pruefe([datei])
