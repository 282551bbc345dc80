"""Logging a contact in seconds: few interactions, keys alone, a thumb alone, files, a partner that is missing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from netzwerk.models import Kontakt, Kontaktanhang
from partner.models import Netzwerkpartner
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN, UEBERLAUF, ZU_KLEIN
from tests.browser.test_hauptweg import konzer_partner, waehle
from tests.konten.dateien import PDF

pytestmark = pytest.mark.hauptweg

SeiteAls = Callable[..., Page]
TELEFON = (360, 740)
#: taps, clicks and keys that are no typing, counted over all pages of the window by what the browser itself reports
ZAEHLWERK = """(() => {
  const bisher = () => sessionStorage.getItem('handgriffe') || '';
  const zaehle = (was) => sessionStorage.setItem('handgriffe', bisher() + was + ' ');
  addEventListener('pointerdown', (e) => { if (e.isTrusted) zaehle('zeigen'); }, true);
  addEventListener('keydown', (e) => {
    const schreibt = e.target.matches('textarea, input[type=text], input[type=search]');
    const tippt = schreibt && e.key.length === 1 && !e.ctrlKey;
    if (e.isTrusted && !tippt && e.key !== 'Control') zaehle(e.key);
  }, true);
})();"""
DETAIL = re.compile(r"/kontakte/[0-9a-f-]{36}/$")


def handgriffe(seite: Page) -> list[str]:
    return (seite.evaluate("sessionStorage.getItem('handgriffe')") or "").split()


@pytest.mark.parametrize("auf_dem_telefon", [False, True])
def test_von_der_startseite_bis_gespeichert_in_vier_handgriffen(seite_als: SeiteAls, auf_dem_telefon: bool):
    if auf_dem_telefon:
        seite = seite_als("netzwerk-konz", groesse=TELEFON, beruehrung=True)
    else:
        seite = seite_als("netzwerk-konz")
    seite.add_init_script(ZAEHLWERK)
    druecke = (lambda ziel: ziel.tap()) if auf_dem_telefon else (lambda ziel: ziel.click())
    seite.goto("/")
    faellige = seite.get_by_role("region", name="Kontaktpflege fällig").locator(".netz-liste")
    druecke(faellige.get_by_role("link", name=re.compile("^Kontakt erfassen")).first)
    partner = seite.locator("fieldset.netz-beteiligter strong").inner_text()
    druecke(seite.get_by_role("checkbox", name="einzelfallübergreifend"))
    druecke(seite.get_by_label("Ergebnis"))
    seite.keyboard.type("Elterncafé am Donnerstag, Flyer kommt.")
    druecke(seite.get_by_role("button", name="Speichern", exact=True))
    expect(seite).to_have_url(DETAIL)
    assert len(handgriffe(seite)) <= 4, handgriffe(seite)
    kontakt = Kontakt.objects.get(inhalt="Elterncafé am Donnerstag, Flyer kommt.")
    assert (kontakt.art, kontakt.beteiligungen.get().partner.name) == ("telefonat", partner)


def test_mit_zuletzt_gewaehltem_partner_und_nur_mit_tasten(seite_als: SeiteAls):
    """Every control is reached and used by keys; Strg+Enter saves out of the text."""
    seite = seite_als("netzwerk-konz")
    seite.goto("/")
    seite.get_by_role("link", name=re.compile("^Kontakt erfassen mit ")).first.press("Enter")
    expect(seite.locator("fieldset.netz-beteiligter")).to_have_count(1)
    _springe(seite, "document.activeElement.name === 'bezug'")
    seite.keyboard.press("Space")
    _springe(seite, "document.activeElement.name === 'inhalt'")
    assert seite.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    seite.keyboard.type("Ganz ohne Maus")
    seite.keyboard.press("Control+Enter")
    expect(seite).to_have_url(DETAIL)
    assert Kontakt.objects.filter(inhalt="Ganz ohne Maus").count() == 1


def test_enter_im_einzeiligen_feld_speichert_und_entfernt_keinen_partner(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    seite.goto(f"/kontakte/neu/?partner={partner.uuid}&art=besuch")
    seite.get_by_role("checkbox", name="einzelfallübergreifend").check()
    seite.get_by_text("Zweck, Themen und Dauer").click()
    seite.get_by_role("button", name="15 min").click()
    expect(seite.get_by_label("Dauer in Minuten")).to_have_value("15")
    expect(seite.get_by_role("button", name="15 min")).to_have_attribute("aria-pressed", "true")
    seite.get_by_label("Dauer in Minuten").press("Enter")
    expect(seite).to_have_url(DETAIL)
    kontakt = Kontakt.objects.order_by("-pk").first()
    assert (kontakt.dauer_minuten, kontakt.beteiligungen.get().partner) == (15, partner)


def _springe(seite: Page, angekommen: str) -> None:
    for _ in range(60):
        if seite.evaluate(angekommen):
            return
        seite.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab: {angekommen}")


# --- A partner that is missing ----------------------------------------------------------------------------------------


def test_neuer_partner_auf_dem_telefon_ohne_textverlust(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz", groesse=TELEFON, beruehrung=True)
    seite.goto("/kontakte/neu/")
    seite.get_by_role("checkbox", name="einzelfallübergreifend").tap()
    seite.get_by_label("Ergebnis").fill("Sie öffnen im März.")
    seite.get_by_label("Mit wem?").press_sequentially("Hort Zauberwald")
    seite.get_by_role("button", name="„Hort Zauberwald“ als neuen Partner anlegen").tap()
    karte = seite.get_by_role("group", name="Neuer Partner", exact=True)
    expect(karte.get_by_label("Name")).to_have_value("Hort Zauberwald")
    expect(karte.get_by_role("radio", name="Konz")).to_be_checked()
    karte.get_by_label("Ort").fill("Konz")
    karte.get_by_label("Kategorie").select_option(label="Kindertagesstätte")
    karte.get_by_role("radio", name="nicht erreicht").tap()
    seite.get_by_role("group", name="Wieder versuchen").get_by_role("radio", name="in 7 Tagen").tap()
    expect(seite.get_by_label("Ergebnis")).to_have_value("Sie öffnen im März.")
    seite.get_by_role("radio", name="Telefonat").tap()
    seite.get_by_role("button", name="Speichern", exact=True).tap()
    expect(seite).to_have_url(DETAIL)
    partner = Netzwerkpartner.objects.get(name="Hort Zauberwald")
    kontakt = Kontakt.objects.get(inhalt="Sie öffnen im März.")
    assert kontakt.beteiligungen.get().partner == partner
    assert kontakt.wiedervorlagen.get().partner == partner


def test_beim_tippen_erscheint_der_doppelgaenger_und_wird_genommen(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    seite.goto("/kontakte/neu/")
    seite.get_by_role("button", name="Der Partner fehlt: neu anlegen").click()
    karte = seite.get_by_role("group", name="Neuer Partner", exact=True)
    karte.get_by_label("Name").press_sequentially(partner.name.upper())
    seite.get_by_label("Ergebnis").fill("bleibt stehen")
    karte.get_by_role("button", name="Diesen Partner nehmen").first.click()
    expect(seite.get_by_role("group", name=partner.name, exact=True)).to_be_visible()
    expect(karte).to_have_count(0)
    expect(seite.get_by_label("Ergebnis")).to_have_value("bleibt stehen")


def test_neuer_partner_ohne_javascript(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz", groesse=TELEFON, mit_skript=False)
    seite.goto("/kontakte/neu/")
    seite.get_by_label("Ergebnis").fill("Ohne Skript")
    seite.get_by_label("Mit wem?").fill("Hort Zauberwald")
    seite.get_by_role("button", name="Suchen", exact=True).click()
    seite.get_by_role("button", name="als neuen Partner anlegen").click()
    seite.get_by_label("Ort").fill("Konz")
    seite.get_by_label("Kategorie").select_option(label="Kindertagesstätte")
    seite.get_by_role("radio", name="Telefonat").check()
    seite.get_by_role("checkbox", name="einzelfallübergreifend").check()
    seite.locator("summary", has_text="Anhänge").click()
    seite.get_by_label("Dateien hinzufügen").set_input_files(
        {"name": "Flyer.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    seite.get_by_role("button", name="Speichern", exact=True).click()
    expect(seite).to_have_url(DETAIL)
    kontakt = Kontakt.objects.get(inhalt="Ohne Skript")
    assert kontakt.beteiligungen.get().partner.name == "Hort Zauberwald"
    assert kontakt.anhaenge.get().name == "Flyer.pdf"


# --- Files ----------------------------------------------------------------------------------------------------------


def test_dateien_laden_hoch_und_wieder_herunter(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    seite.goto("/kontakte/neu/?art=besuch")
    waehle(seite, partner)
    seite.locator("summary", has_text="Anhänge").click()
    seite.get_by_label("Dateien hinzufügen").set_input_files(
        [
            {"name": "Protokoll Übergang.pdf", "mimeType": "text/plain", "buffer": PDF},
            {"name": "spiel.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90"},
            {"name": "weg.pdf", "mimeType": "application/pdf", "buffer": PDF},
        ]
    )
    teil = seite.locator("#anhaenge")
    expect(teil).to_contain_text("spiel.pdf: Diese Art von Datei ist nicht möglich.")
    teil.get_by_role("button", name=re.compile("Entfernen.*weg.pdf")).click()
    expect(teil.get_by_role("listitem").filter(has_text="weg.pdf")).to_have_count(0)
    expect(seite.get_by_role("button", name="Speichern", exact=True)).to_be_enabled()
    seite.get_by_role("button", name="Speichern", exact=True).click()
    expect(seite.get_by_role("alert")).to_contain_text("Bitte wählen Sie mindestens einen Bezug.")
    expect(teil).to_contain_text("Protokoll Übergang.pdf")
    seite.get_by_role("checkbox", name="fallbezogen").check()
    seite.get_by_role("button", name="Speichern", exact=True).click()
    expect(seite).to_have_url(DETAIL)
    with seite.expect_download() as geladen:
        seite.get_by_role("link", name="Protokoll Übergang.pdf").click()
    assert geladen.value.suggested_filename == "Protokoll Übergang.pdf"
    assert geladen.value.path().read_bytes() == PDF
    seite.locator("summary", has_text="Löschen: Protokoll Übergang.pdf").click()
    seite.get_by_role("button", name="Endgültig löschen").click()
    expect(seite.get_by_text("Die Datei Protokoll Übergang.pdf ist gelöscht.")).to_be_visible()
    assert Kontaktanhang.objects.filter(kontakt__beteiligungen__partner=partner, name="weg.pdf").count() == 0


# --- For everybody ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dunkel", [False, True])
def test_das_ganz_offene_formular_ist_fuer_alle_da(seite_als: SeiteAls, dunkel: bool):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz", groesse=TELEFON, dunkel=dunkel)
    seite.goto(f"/kontakte/neu/?partner={partner.uuid}")
    seite.get_by_role("button", name="Der Partner fehlt: neu anlegen").click()
    karte = seite.get_by_role("group", name="Neuer Partner", exact=True)
    karte.get_by_label("Name").fill(partner.name)
    expect(karte.get_by_role("button", name="Diesen Partner nehmen").first).to_be_visible()
    karte.get_by_role("radio", name="nicht erreicht").check()
    seite.evaluate("document.querySelectorAll('details.netz-mehr').forEach((teil) => { teil.open = true; })")
    datei = {"name": "Ein sehr langer Name ohne Ende " * 4 + ".pdf", "mimeType": "application/pdf", "buffer": PDF}
    seite.get_by_label("Dateien hinzufügen").set_input_files(datei)
    expect(seite.locator("#anhaenge li")).to_have_count(1)
    seite.evaluate(AXE)
    assert seite.evaluate(PRUEFE, REGELN) == []
    assert seite.evaluate(ZU_KLEIN) == []
    assert seite.evaluate(UEBERLAUF) <= 0
    leiste = seite.locator(".netz-fuss").bounding_box()
    assert leiste is not None
    assert leiste["y"] + leiste["height"] <= TELEFON[1]
