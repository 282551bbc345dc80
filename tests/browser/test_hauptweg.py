"""The main path as people walk it: import, log a contact, find partners, read the coverage, print, keep base data."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from netzwerk.models import Kontakt
from partner.models import Netzwerkpartner, Wirkungsbereich
from sozialraum.models import Sozialraumzentrum
from tests.browser.fenster import SCHMAL, melde_an

pytestmark = pytest.mark.hauptweg

SeiteAls = Callable[..., Page]
#: The real list lies beside the project on the developers' machines; elsewhere a short invented one does.
ECHTE_LISTE = Path(__file__).resolve().parents[3] / "shared" / "daten" / "einrichtungen.csv"
LISTE = ECHTE_LISTE if ECHTE_LISTE.is_file() else Path(__file__).parent / "liste_konz.csv"


def heute_vor(tage: int) -> str:
    return (timezone.localdate() - timedelta(days=tage)).isoformat()


def knopf(seite: Page, name: str) -> None:
    seite.get_by_role("button", name=name, exact=True).click()


def zahl(text: str) -> int:
    return int(re.sub(r"\D", "", text))


# --- Sign in --------------------------------------------------------------------------------------------------------


def test_anmelden_fuehrt_zur_eigenen_startseite(seite_als: SeiteAls):
    seite = seite_als()
    seite.goto("/")
    expect(seite).to_have_url(re.compile("/anmelden/"))
    melde_an(seite, "netzwerk-konz")
    expect(seite).to_have_url(re.compile("/$"))
    expect(seite.get_by_role("banner")).to_contain_text("Ada Beispiel")
    expect(seite.get_by_role("navigation").first).to_contain_text("Kontakte")


# --- Import ---------------------------------------------------------------------------------------------------------


def test_liste_importieren_und_offene_zustaendigkeit_abarbeiten(seite_als: SeiteAls):
    zeilen = len(list(csv.DictReader(io.StringIO(LISTE.read_text(encoding="utf-8-sig")))))
    vorher = Netzwerkpartner.objects.count()
    seite = seite_als("leitstelle")
    seite.goto("/partner/import/")
    seite.get_by_label("Datei mit der Liste").set_input_files(LISTE)
    knopf(seite, "Hochladen und prüfen")
    expect(seite.get_by_role("heading", level=1)).to_have_text(LISTE.name)
    anzahlen = {
        karte.locator("h2").inner_text(): zahl(karte.locator(".netz-kennzahl").inner_text())
        for karte in seite.locator(".netz-importzahlen section").all()
    }
    assert sum(anzahlen.values()) == zeilen
    assert Netzwerkpartner.objects.count() == vorher
    seite.get_by_role("button", name=re.compile(r"^\d+ Partner übernehmen$")).click()
    expect(seite.get_by_text("übernommen am")).to_be_visible()
    neue = Netzwerkpartner.objects.count() - vorher
    assert 0 < neue < zeilen

    _arbeite_offene_ab(seite)

    seite.goto("/partner/import/")
    seite.get_by_label("Datei mit der Liste").set_input_files(LISTE)
    knopf(seite, "Hochladen und prüfen")
    expect(seite.get_by_text("Es gibt nichts zu übernehmen.")).to_be_visible()
    assert Netzwerkpartner.objects.count() == vorher + neue


def _arbeite_offene_ab(seite: Page) -> None:
    seite.get_by_role("link", name="Partner mit offener Zuständigkeit zuordnen").click()
    anzahl = zahl(seite.get_by_role("status").filter(has_text="Partner").first.inner_text())
    assert anzahl >= 2
    for haken in seite.locator("input[type=checkbox][name=partner]").all()[:2]:
        haken.check()
    seite.get_by_role("checkbox", name="Konz", exact=True).check()
    knopf(seite, "Zuordnen")
    expect(seite.locator(".netz-meldung").first).to_contain_text("2 Partner")
    heute = Wirkungsbereich.objects.filter(sozialraum__kuerzel="konz", erstellt_am__date=timezone.localdate())
    assert heute.filter(partner__sitz="ausserhalb").count() >= 2
    expect(seite.get_by_role("status").filter(has_text=f"{anzahl - 2} Partner").first).to_be_visible()


# --- Log a contact --------------------------------------------------------------------------------------------------


def konzer_partner(anzahl: int) -> list[Netzwerkpartner]:
    """Active partners of Konz whose first word finds them alone or first."""
    heute = timezone.localdate()
    menge = Netzwerkpartner.objects.im_zustand(heute, "aktiv").filter(
        pk__in=Wirkungsbereich.objects.aktiv(heute).filter(sozialraum__kuerzel="konz").values("partner")
    )
    return list(menge.order_by("name_norm")[:anzahl])


def waehle(seite: Page, partner: Netzwerkpartner, *, tippen: bool = False) -> None:
    """Types the name and takes the suggestion."""
    seite.get_by_label(re.compile("Mit wem|Weiterer Partner")).press_sequentially(partner.name[:14])
    vorschlag = seite.locator("#vorschlaege button", has_text=partner.name).first
    expect(vorschlag).to_be_visible()
    vorschlag.tap() if tippen else vorschlag.click()
    expect(seite.get_by_role("group", name=partner.name, exact=True)).to_be_visible()


def test_kontakt_mit_zwei_partnern_auf_dem_telefon(seite_als: SeiteAls):
    erster, zweiter = konzer_partner(2)
    seite = seite_als("netzwerk-konz", groesse=SCHMAL, beruehrung=True)
    seite.goto("/kontakte/neu/")
    assert seite.get_by_role("checkbox", name="einzelfallübergreifend").is_checked() is False
    waehle(seite, erster, tippen=True)
    waehle(seite, zweiter, tippen=True)
    karte = seite.get_by_role("group", name=zweiter.name, exact=True)
    karte.get_by_role("radio", name="nicht erreicht").tap()
    seite.get_by_role("radio", name="Besuch").tap()
    seite.get_by_role("radio", name="Gestern").tap()
    seite.get_by_role("checkbox", name="einzelfallübergreifend").tap()
    seite.get_by_label("Ergebnis").fill("Elterncafé ab Januar vereinbart")
    seite.get_by_role("button", name="Speichern und nächster").tap()

    expect(seite.get_by_text("Gespeichert:")).to_be_visible()
    kontakt = Kontakt.objects.get(inhalt="Elterncafé ab Januar vereinbart")
    assert kontakt.am.isoformat() == heute_vor(1)
    assert {(b.partner, b.sozialraum.kuerzel, b.ergebnis) for b in kontakt.beteiligungen.all()} == {
        (erster, "konz", "erreicht"),
        (zweiter, "konz", "nicht_erreicht"),
    }
    # Date and kind stay for the next one, the rest is empty again.
    expect(seite.get_by_role("radio", name="Besuch")).to_be_checked()
    expect(seite.locator("input[name=am]")).to_have_value(heute_vor(1))
    expect(seite.get_by_label("Ergebnis")).to_have_value("")
    expect(seite.get_by_role("group", name=erster.name, exact=True)).to_have_count(0)


def test_kontakt_nur_mit_der_tastatur(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    seite.goto("/kontakte/neu/")
    seite.get_by_label("Mit wem?").focus()
    seite.keyboard.type(partner.name)
    expect(seite.locator("#vorschlaege button", has_text=partner.name).first).to_be_visible()
    seite.keyboard.press("ArrowDown")
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("group", name=partner.name, exact=True)).to_be_visible()
    _springe_zu(seite, "art")
    seite.keyboard.press("Space")
    _springe_zu(seite, "bezug")
    seite.keyboard.press("Space")
    _springe_zu(seite, "inhalt")
    seite.keyboard.type("Nur mit Tasten erfasst")
    seite.keyboard.press("Tab")
    for _ in range(10):
        if seite.evaluate("document.activeElement.textContent.trim() === 'Speichern'"):
            break
        seite.keyboard.press("Tab")
    seite.keyboard.press("Enter")
    expect(seite).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"))
    assert Kontakt.objects.filter(inhalt="Nur mit Tasten erfasst", beteiligungen__partner=partner).count() == 1


def test_eingabetaste_wartet_auf_die_passenden_vorschlaege(seite_als: SeiteAls):
    """Whoever types fast must not get a partner that the list still showed for an earlier text."""
    erster, zweiter = konzer_partner(2)
    seite = seite_als("netzwerk-konz")
    seite.goto("/kontakte/neu/")
    seite.get_by_label("Mit wem?").fill(erster.name)
    expect(seite.locator("#vorschlaege button", has_text=erster.name).first).to_be_visible()
    seite.get_by_label("Mit wem?").fill(zweiter.name)
    seite.keyboard.press("Enter")
    expect(seite.get_by_role("group", name=zweiter.name, exact=True)).to_be_visible()
    expect(seite.get_by_role("group", name=erster.name, exact=True)).to_have_count(0)
    expect(seite.get_by_label("Weiterer Partner")).to_have_value("")


def _springe_zu(seite: Page, name: str) -> None:
    """Tab by Tab until a field of that name has the focus."""
    for _ in range(40):
        if seite.evaluate("document.activeElement.name") == name:
            return
        seite.keyboard.press("Tab")
    raise AssertionError(f"Das Feld {name} ist mit der Tastatur nicht zu erreichen.")


def test_doppelklick_speichert_einmal(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    seite.goto(f"/kontakte/neu/?partner={partner.uuid}")
    _fuelle(seite, "Zweimal geklickt")
    seite.get_by_role("button", name="Speichern", exact=True).dblclick()
    expect(seite).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"))
    assert Kontakt.objects.filter(inhalt="Zweimal geklickt").count() == 1


def _fuelle(seite: Page, inhalt: str) -> None:
    seite.get_by_role("radio", name="Telefonat").check()
    seite.get_by_role("checkbox", name="fallbezogen", exact=True).check()
    seite.get_by_label("Ergebnis").fill(inhalt)


def test_text_ueberlebt_das_ende_der_sitzung(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz")
    seite.goto(f"/kontakte/neu/?partner={partner.uuid}")
    _fuelle(seite, "Lange getippt, dann war die Sitzung zu Ende")
    Session.objects.all().delete()
    knopf(seite, "Speichern")
    expect(seite).to_have_url(re.compile("/anmelden/"))
    melde_an(seite, "netzwerk-konz")
    expect(seite.get_by_text("Ihre Eingaben sind noch da")).to_be_visible()
    expect(seite.get_by_label("Ergebnis")).to_have_value("Lange getippt, dann war die Sitzung zu Ende")
    knopf(seite, "Speichern")
    expect(seite).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"))
    assert Kontakt.objects.filter(inhalt="Lange getippt, dann war die Sitzung zu Ende").count() == 1


def test_kontakt_ohne_javascript(seite_als: SeiteAls):
    (partner,) = konzer_partner(1)
    seite = seite_als("netzwerk-konz", groesse=SCHMAL, mit_skript=False)
    seite.goto("/kontakte/neu/")
    seite.get_by_label("Mit wem?").fill(partner.name)
    knopf(seite, "Suchen")
    seite.locator("#vorschlaege button", has_text=partner.name).first.click()
    expect(seite.get_by_role("group", name=partner.name, exact=True)).to_be_visible()
    _fuelle(seite, "Ganz ohne Skript")
    knopf(seite, "Speichern")
    expect(seite).to_have_url(re.compile(r"/kontakte/[0-9a-f-]{36}/$"))
    assert Kontakt.objects.get(inhalt="Ganz ohne Skript").beteiligungen.get().partner == partner


# --- Partners -------------------------------------------------------------------------------------------------------


def test_partner_filtern_sortieren_und_herunterladen(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz")
    seite.goto("/partner/")
    alle = zahl(seite.get_by_role("status").first.locator("strong").inner_text())
    filterfelder = seite.locator("form.netz-filter__form")
    filterfelder.get_by_label("Kategorie").select_option(index=1)
    knopf(seite, "Filter anwenden")
    treffer = zahl(seite.get_by_role("status").first.locator("strong").inner_text())
    assert 0 < treffer < alle
    seite.get_by_role("columnheader", name="Name").get_by_role("link").click()
    namen = seite.locator("table tbody th a").all_inner_texts()
    expect(seite).to_have_url(re.compile(r"kategorie=\w+"))
    with seite.expect_download() as geladen:
        seite.get_by_role("link", name="CSV").click()
    tabelle = geladen.value.path().read_text(encoding="utf-8-sig")
    eintraege = list(csv.DictReader(io.StringIO(tabelle), delimiter=";"))
    assert len(eintraege) == treffer
    assert [eintrag["Name"] for eintrag in eintraege][: len(namen)] == namen


def test_partnerseite_zeigt_die_beziehung(seite_als: SeiteAls):
    partner = Netzwerkpartner.objects.filter(funktionen__telefon__gt="", beteiligungen__isnull=False).first()
    seite = seite_als("netzwerk-konz")
    seite.goto(partner.get_absolute_url())
    expect(seite.get_by_role("heading", level=1)).to_have_text(partner.name)
    nummer = seite.locator("main a[href^='tel:']").first
    assert re.fullmatch(r"tel:\+?[\d]+", nummer.get_attribute("href"))
    assert seite.locator("main a[href^='/kontakte/']").count() > 0


# --- Coverage and report --------------------------------------------------------------------------------------------


def test_abdeckung_an_einem_tag_fuehrt_zu_den_partnern(seite_als: SeiteAls):
    stichtag = heute_vor(30)
    seite = seite_als("jugendamt")
    seite.goto("/abdeckung/")
    seite.get_by_label("Stichtag").fill(stichtag)
    knopf(seite, "Zeigen")
    expect(seite).to_have_url(re.compile(f"stichtag={stichtag}"))
    assert seite.locator(".netz-matrix tbody tr").count() == 4
    zelle = seite.locator(".netz-matrix tbody td a").first
    gesamt = int(zelle.locator(".zahl").inner_text().split("/")[1])
    seite.get_by_text("So wird gerechnet").click()
    expect(seite.get_by_text("Gepflegt ist eine verlangte Kategorie")).to_be_visible()
    zelle.click()
    expect(seite).to_have_url(re.compile(rf"/partner/\?.*stichtag={stichtag}"))
    assert zahl(seite.get_by_role("status").first.locator("strong").inner_text()) == gesamt


def test_unbekannter_stichtag_sagt_was_zu_tun_ist(seite_als: SeiteAls):
    seite = seite_als("jugendamt")
    seite.goto("/abdeckung/?stichtag=vorgestern")
    expect(seite.get_by_text("„vorgestern“ ist kein gültiger Tag")).to_be_visible()
    assert seite.locator(".netz-matrix tbody tr").count() == 4


def test_bericht_als_pdf_mit_den_zahlen_der_seite(seite_als: SeiteAls):
    seite = seite_als("leitung-konz")
    seite.goto("/sozialraeume/konz/bericht/")
    zahlen = seite.locator(".bericht-zahl b").all_inner_texts()
    assert len(zahlen) >= 3
    ziel = seite.get_by_role("link", name="Als PDF öffnen").get_attribute("href")
    antwort = seite.request.get(ziel, timeout=60_000)
    assert antwort.headers["content-type"] == "application/pdf"
    assert antwort.body().startswith(b"%PDF-")
    pdf = PdfReader(io.BytesIO(antwort.body()))
    text = " ".join(blatt.extract_text() for blatt in pdf.pages)
    assert [wert for wert in zahlen if wert not in text] == []
    assert "Konz" in pdf.metadata.title
    assert f"Seite 2 von {len(pdf.pages)}" in re.sub(r"\s+", " ", text)


# --- Base data ------------------------------------------------------------------------------------------------------


def test_jugendamt_pflegt_stammdaten(seite_als: SeiteAls):
    zentrum = Sozialraumzentrum.objects.filter(sozialraum__kuerzel="konz").first()
    seite = seite_als("jugendamt")
    seite.goto("/verwaltung/")
    seite.get_by_role("link", name="Sozialraumzentren").click()
    seite.locator("tr", has_text=zentrum.name).get_by_role("link", name=re.compile("Bearbeiten")).first.click()
    seite.get_by_label("Öffnungszeiten").fill("Montag bis Freitag 9 bis 12 Uhr")
    knopf(seite, "Speichern")
    expect(seite.get_by_text("Gespeichert:")).to_be_visible()
    zentrum.refresh_from_db()
    assert zentrum.oeffnungszeiten == "Montag bis Freitag 9 bis 12 Uhr"
    seite.goto("/sozialraeume/konz/")
    expect(seite.get_by_text("Montag bis Freitag 9 bis 12 Uhr")).to_be_visible()
