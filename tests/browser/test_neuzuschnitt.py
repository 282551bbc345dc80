"""Change a territory with preview and take it back: by the map with the keyboard, in the list, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from partner.models import Neuzuschnitt
from sozialraum.models import Gebietszuordnung, Gemeinde
from tests.browser.fenster import SCHMAL
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN, UEBERLAUF

SeiteAls = Callable[..., Page]


def zuordnungen(name: str) -> list[tuple]:
    zeilen = Gebietszuordnung.objects.filter(gemeinde__name=name).order_by("von")
    return list(zeilen.values_list("sozialraum__kuerzel", "von", "bis"))


def test_zuschnitt_aendern_mit_vorschau_zuruecknehmen(seite_als: SeiteAls):
    davor, ags = zuordnungen("Tawern"), Gemeinde.objects.get(name="Tawern").ags
    seite = seite_als("jugendamt")
    seite.goto("/verwaltung/")
    seite.get_by_role("link", name="Neuzuschnitte").click()
    seite.get_by_role("link", name="Neuzuschnitt planen").click()
    seite.get_by_label("Name", exact=True).fill("Tawern zu Saarburg")
    seite.get_by_label("gilt ab").fill("2027-01-01")
    seite.get_by_label("Quelle").fill("Beschluss vom 1. März")
    seite.get_by_role("button", name="Speichern und Gemeinden wählen").click()
    # The map with the keyboard; the list shows the same choice.
    seite.locator(f'a[data-ags="{ags}"]').focus()
    seite.keyboard.press("Enter")
    expect(seite.locator(f"#g-{ags}")).to_be_checked()
    expect(seite.locator(f'a[data-ags="{ags}"]')).to_have_attribute("aria-label", "Tawern, Konz, ausgewählt")
    seite.get_by_label("Ziehen in den Sozialraum").select_option("saarburg")
    seite.get_by_role("button", name="Vormerken").click()
    expect(seite.get_by_text("Vorgemerkt: 1 Gemeinde.")).to_be_visible()
    seite.get_by_role("link", name="Folgen ansehen").click()
    expect(seite.get_by_role("heading", level=1)).to_have_text("Das ändert sich am 01.01.2027")
    assert zuordnungen("Tawern") == davor
    seite.get_by_role("button", name="Neuzuschnitt übernehmen").click()
    expect(seite.get_by_text("Der neue Zuschnitt gilt ab 01.01.2027.")).to_be_visible()
    assert [zeile[0] for zeile in zuordnungen("Tawern")] == ["konz", "saarburg"]
    seite.get_by_role("button", name="Neuzuschnitt zurücknehmen").click()
    expect(seite.get_by_text("Alles steht wie zuvor")).to_be_visible()
    assert zuordnungen("Tawern") == davor


@pytest.mark.parametrize("teil", ["", "vorschau/"])
def test_seiten_sind_fuer_alle_und_passen_auf_das_telefon(seite_als: SeiteAls, teil: str):
    akte = Neuzuschnitt.objects.get(name="Saargau zu Saarburg")
    seite = seite_als("jugendamt", groesse=SCHMAL)
    seite.goto(f"{akte.get_absolute_url()}{teil}")
    assert seite.evaluate(UEBERLAUF) <= 0
    seite.evaluate(AXE)
    assert seite.evaluate(PRUEFE, REGELN) == []
