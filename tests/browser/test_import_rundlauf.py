"""A list comes in, a second one differs, the export is corrected in a spreadsheet, and the first import is undone."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from partner.models import Netzwerkpartner
from tests.browser.test_hauptweg import LISTE, knopf

SeiteAls = Callable[..., Page]


def lade_hoch(seite: Page, datei: Path) -> None:
    seite.goto("/partner/import/")
    seite.get_by_label("Datei mit der Liste").set_input_files(datei)
    knopf(seite, "Hochladen und prüfen")
    expect(seite.get_by_role("heading", level=1)).to_have_text(datei.name)


def uebernimm(seite: Page) -> None:
    seite.locator(".netz-entschluss").get_by_role("button", name="übernehmen").click()
    expect(seite.get_by_text("übernommen am")).to_be_visible()


def test_zweite_liste_rundlauf_und_ruecknahme(seite_als: SeiteAls, tmp_path: Path):
    seite, vorher = seite_als("leitstelle"), Netzwerkpartner.objects.count()
    lade_hoch(seite, LISTE)
    uebernimm(seite)
    erster, neue = seite.url, Netzwerkpartner.objects.count() - vorher
    assert neue > 0

    bekannt = Netzwerkpartner.objects.filter(herkuenfte__isnull=False, gemeinde__isnull=False, email="").first()
    zweite = tmp_path / "schulen-2026.csv"
    zweite.write_text(
        f"Stand: 1.8.2026;;\nSchulname;PLZ/Ort;E-Mail-Adresse\n{bekannt.name};{bekannt.plz} {bekannt.ort};"
        "post@liste.example\nGanz Neue Schule;54329 Konz;neu@liste.example\nSumme 2;;\n",
        "cp1252",
    )
    lade_hoch(seite, zweite)
    expect(seite.get_by_text("Nicht gelesen, weil kein Eintrag")).to_be_visible()
    uebernimm(seite)
    assert Netzwerkpartner.objects.filter(name="Ganz Neue Schule").count() == 1

    seite.goto("/partner/?q=Ganz+Neue+Schule")
    with seite.expect_download() as geladen:
        seite.get_by_role("link", name="Excel").first.click()
    tabelle = tmp_path / "partner.xlsx"
    geladen.value.save_as(tabelle)
    mappe = openpyxl.load_workbook(tabelle)
    blatt = mappe.active
    spalten = [zelle.value for zelle in blatt[1]]
    for nummer in range(2, blatt.max_row + 1):
        if blatt.cell(nummer, spalten.index("Name") + 1).value == "Ganz Neue Schule":
            blatt.cell(nummer, spalten.index("Telefon") + 1).value = "06501 4711"
    mappe.save(tabelle)
    lade_hoch(seite, tabelle)
    expect(seite.locator(".netz-aenderungen")).to_contain_text("Telefon: bisher leer → neu 06501 4711")
    uebernimm(seite)
    assert Netzwerkpartner.objects.get(name="Ganz Neue Schule").telefon == "06501 4711"

    seite.goto(erster)
    seite.get_by_text("Import zurücknehmen").click()
    knopf(seite, "Jetzt zurücknehmen")
    expect(seite.get_by_text("zurückgenommen am")).to_be_visible()
    assert Netzwerkpartner.objects.count() < vorher + neue
    assert Netzwerkpartner.objects.filter(name="Ganz Neue Schule").exists()
