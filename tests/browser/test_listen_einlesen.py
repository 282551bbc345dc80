"""A history from an Excel list: uploaded, a doubtful row decided, taken over, found among the contacts, taken back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from netzwerk.models import Kontakt
from tests.browser.fenster import SCHMAL
from tests.browser.test_hauptweg import konzer_partner

SeiteAls = Callable[..., Page]


def lade_hoch(seite: Page, *zeilen: str) -> None:
    datei = {"name": "Meine Kontakte.csv", "mimeType": "text/csv", "buffer": "\r\n".join(zeilen).encode("cp1252")}
    seite.get_by_label("Datei mit der Liste").set_input_files(datei)
    seite.get_by_role("button", name="Hochladen und prüfen").click()


def test_kontakte_aus_einer_liste_und_zurueck(seite_als: SeiteAls):
    vorher = Kontakt.objects.count()
    erster, zweiter = konzer_partner(2)
    seite = seite_als("netzwerk-konz")
    seite.goto("/kontakte/")
    seite.get_by_role("link", name="Liste einlesen").click()
    lade_hoch(
        seite,
        "Datum;Wie;Einrichtung;Bezug;Ergebnis",
        f"12.05.2025;Tel.;{erster};übergreifend;Sprechstunde verabredet",
        f"13.05.2025;vor Ort;{zweiter};übergreifend;Lena, 4 Jahre, braucht einen Platz",
        "14.05.2025;Tel.;Feuerwehr Nirgendwo;übergreifend;Besichtigung",
    )
    expect(seite.get_by_text("1 Kontakt wird angelegt.")).to_be_visible()
    expect(seite.get_by_text("steht nicht im Verzeichnis")).to_be_visible()
    seite.get_by_label("Ihre Entscheidung").select_option(label="ohne Text eintragen")
    seite.get_by_role("button", name="Entscheidungen speichern").click()
    seite.get_by_role("button", name="2 Kontakte übernehmen").click()
    expect(seite.get_by_role("status").first).to_contain_text("2 Kontakte angelegt")
    assert Kontakt.objects.count() == vorher + 2
    seite.get_by_role("link", name=zweiter.name).click()
    expect(seite.get_by_text(re.compile("eingelesen aus einer Liste, Zeile 3"))).to_be_visible()
    expect(seite.get_by_text("Es wurde kein Ergebnis notiert.")).to_be_visible()
    seite.go_back()
    seite.locator("summary", has_text="Import zurücknehmen").click()
    seite.get_by_role("button", name="Jetzt zurücknehmen").click()
    expect(seite.get_by_text("Alles ist wie vor dem Import.")).to_be_visible()
    assert Kontakt.objects.count() == vorher


def test_vorlage_ausfuellen_auf_dem_telefon(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz", groesse=SCHMAL)
    seite.goto("/personen/")
    seite.get_by_role("link", name="Liste einlesen").click()
    with seite.expect_download() as geladen:
        seite.get_by_role("link", name="Vorlage zum Ausfüllen").click()
    assert geladen.value.suggested_filename == "Vorlage Ansprechpersonen.xlsx"
    seite.get_by_label("Datei mit der Liste").set_input_files(geladen.value.path())
    seite.get_by_role("button", name="Hochladen und prüfen").click()
    zeile = seite.get_by_role("row").filter(has_text="Dr. Anna Muster")
    expect(zeile).to_contain_text("Leitung")
    expect(zeile).to_contain_text("Kita Beispielbach")
