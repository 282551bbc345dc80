"""Next steps and due contacts by keyboard alone: tick off and take back, put off with a reason, call and log."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from netzwerk.models import Aufschub, Wiedervorlage
from tests.browser.fenster import SCHMAL

SeiteAls = Callable[..., Page]


def springe_zu(seite: Page, ziel: Locator, hoechstens: int = 80) -> None:
    """Tab by tab, as somebody without a mouse."""
    for _ in range(hoechstens):
        seite.keyboard.press("Tab")
        if ziel.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("Mit der Tabulatortaste nicht zu erreichen.")


def test_abhaken_und_zuruecknehmen_mit_der_tastatur(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz")
    seite.goto("/wiedervorlagen/")
    erste = Wiedervorlage.objects.offen().filter(benutzer__username="netzwerk-konz").order_by("am", "pk")[0]
    springe_zu(seite, seite.get_by_role("button", name=re.compile(f"Erledigt.*{re.escape(erste.was)}")).first)
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("status")).to_contain_text(f"Erledigt: {erste.was}")
    erste.refresh_from_db()
    assert erste.erledigt_am == timezone.localdate()
    springe_zu(seite, seite.get_by_role("button", name="Rückgängig"))
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("status")).to_contain_text("Wieder offen")
    erste.refresh_from_db()
    assert erste.erledigt_am is None


def test_verschieben_mit_der_tastatur(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz", groesse=SCHMAL)
    seite.goto("/wiedervorlagen/?wann=heute")
    klappe = seite.locator("details.netz-klappe summary").first
    springe_zu(seite, klappe)
    seite.keyboard.press("Enter")
    seite.keyboard.press("Tab")
    seite.keyboard.type("Warte auf Antwort")
    springe_zu(seite, seite.get_by_role("button", name="+1 Woche").first, 3)
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("status")).to_contain_text("Verschoben auf den")
    aufschub = Aufschub.objects.latest("pk")
    assert (aufschub.auf_tag - timezone.localdate()).days == 7
    assert (aufschub.von_tag, aufschub.grund) == (timezone.localdate(), "Warte auf Antwort")


def test_von_der_liste_zum_vorbelegten_formular(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz")
    seite.goto("/kontakte/faellig/")
    zeile = seite.locator(".netz-faellig tbody tr").first
    name = zeile.locator("th a").inner_text()
    expect(zeile.locator('a[href^="tel:"]')).to_have_attribute("href", re.compile(r"^tel:\+?\d+$"))
    springe_zu(seite, zeile.get_by_role("link", name=re.compile("Kontakt erfassen")))
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("heading", level=1)).to_have_text("Kontakt erfassen")
    expect(seite.get_by_role("main")).to_contain_text(name)
