"""A need from a contact to its conclusion and into the radar, with the keyboard; the pages are for everybody."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from netzwerk.models import Bedarfsmeldung, Kontakt
from netzwerk.rules.bedarf import abgeschlossene_quartale
from tests.browser.fenster import SCHMAL
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN, UEBERLAUF

SeiteAls = Callable[..., Page]


def test_vom_kontakt_ueber_die_beratung_in_den_radar(seite_als: SeiteAls):
    heute = timezone.localdate()
    quartal = abgeschlossene_quartale(heute, 1)[0]
    kontakt = Kontakt.objects.filter(beteiligungen__sozialraum__kuerzel="konz", am__lt=heute).latest("am")
    fachkraft = seite_als("netzwerk-konz")
    fachkraft.goto(kontakt.get_absolute_url())
    fachkraft.get_by_role("link", name="Bedarf melden").click()
    expect(fachkraft.get_by_text("Sorge um ein bestimmtes Kind")).to_be_visible()
    expect(fachkraft.locator("#id_sozialraum")).to_have_value("konz")
    _fuelle(fachkraft, quartal.bis - timedelta(days=3))
    expect(fachkraft.get_by_role("heading", level=1)).to_have_text("Im Ort fehlt ein Fahrdienst")
    meldung = Bedarfsmeldung.objects.get(titel="Im Ort fehlt ein Fahrdienst")
    assert meldung.kontakt == kontakt
    assert meldung.quellen.count() == kontakt.beteiligungen.values("partner").distinct().count() + 1
    fachkraft.get_by_role("button", name="Stand eintragen").press("Enter")
    expect(fachkraft.locator(".netz-titel .netz-zustand").first).to_contain_text("in Beratung")

    jugendamt = seite_als("jugendamt")
    jugendamt.goto(meldung.get_absolute_url())
    jugendamt.get_by_role("radio", name="aufgegriffen").check()
    jugendamt.get_by_role("button", name="Stand eintragen").click()
    expect(jugendamt.get_by_text("Bitte nennen Sie den Grund").first).to_be_visible()
    jugendamt.get_by_label("Begründung", exact=True).fill("Die Verbandsgemeinde prüft einen Bürgerbus.")
    jugendamt.get_by_role("button", name="Stand eintragen").click()
    expect(jugendamt.get_by_text("Die Verbandsgemeinde prüft einen Bürgerbus.")).to_be_visible()

    jugendamt.goto("/bedarfslagen/radar/")
    zeile = jugendamt.locator(".netz-radar tbody tr", has_text="Ehrenamt")
    assert [zelle.inner_text().split("\n")[0] for zelle in zeile.locator("td").all()][1] in {"< 3", "3–4"}
    zeile.locator("td a").first.click()
    expect(jugendamt.get_by_role("link", name="Im Ort fehlt ein Fahrdienst")).to_be_visible()


def _fuelle(seite: Page, am) -> None:
    seite.get_by_label("Thema", exact=True).select_option(label="Ehrenamt")
    seite.get_by_label("Kurz gesagt").fill("Im Ort fehlt ein Fahrdienst")
    seite.get_by_label("Beschreibung", exact=True).fill("Zu Angeboten im Nachbarort kommt nur, wer ein Auto hat.")
    seite.get_by_role("radio", name="Beobachtung").check()
    seite.get_by_label("Um welche Altersgruppe geht es?").select_option("eltern")
    seite.get_by_label("Wann ist es aufgefallen?").fill(am.isoformat())
    gewaehlt = seite.locator("input[type=hidden][name=partner]").count()
    seite.get_by_role("searchbox", name=re.compile("Weitere Quelle|Von wem")).press_sequentially("polizei")
    expect(seite.locator("#vorschlaege button").first).to_be_visible()
    seite.keyboard.press("ArrowDown")
    seite.keyboard.press("Enter")
    expect(seite.locator("input[type=hidden][name=partner]")).to_have_count(gewaehlt + 1)
    seite.get_by_role("button", name="Speichern", exact=True).click()


@pytest.mark.parametrize(
    ("konto", "adresse"),
    [
        ("netzwerk-konz", "/bedarfslagen/neu/"),
        ("jugendamt", "/bedarfslagen/"),
        ("team-konz", "/bedarfslagen/radar/?sozialraum=konz&ausschnitt=alter-3_6"),
        ("jugendamt", "/bedarfslagen/vorlage/"),
        ("leitung-konz", "/themen/"),
        ("jugendamt", "/themen/5/"),
        ("jugendamt", "/verwaltung/themen/6/zusammenfuehren/?ziel=11"),
    ],
)
def test_seiten_sind_fuer_alle_da(seite_als: SeiteAls, konto: str, adresse: str):
    for farben in ("light", "dark"):
        seite = seite_als(konto, groesse=SCHMAL)
        seite.emulate_media(color_scheme=farben)
        assert seite.goto(adresse).status == 200
        seite.evaluate(AXE)
        assert seite.evaluate(PRUEFE, REGELN) == []
        assert seite.evaluate(UEBERLAUF) <= 0
