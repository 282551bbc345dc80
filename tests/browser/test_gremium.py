"""A Gremium from its first member to the closed meeting, as people walk it; once without JavaScript on a phone."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from konten.models import Versandauftrag
from netzwerk.models import Gremium, Kontaktbeteiligung, Sitzung, Wiedervorlage
from tests.browser.fenster import SCHMAL
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN

SeiteAls = Callable[..., Page]


def knopf(seite: Page, name: str) -> None:
    seite.get_by_role("button", name=name, exact=True).click()


def nimm_auf(seite: Page, gesucht: str) -> None:
    """Types a name, takes the first suggestion, saves the seat."""
    seite.get_by_role("link", name="Mitglied aufnehmen").click()
    seite.get_by_label("Wer wird Mitglied?").press_sequentially(gesucht)
    seite.locator("#treffer a").first.click()
    knopf(seite, "Speichern")
    expect(seite.get_by_text("ist eingetragen")).to_be_visible()


def test_vom_gremium_bis_zum_kontakt(seite_als: SeiteAls):
    seite = seite_als("netzwerk-konz")
    seite.goto("/gremien/")
    seite.get_by_role("link", name="Gremium anlegen").click()
    seite.locator("#id_name").fill("AK Ferien Konz")
    seite.get_by_role("radio", name="Handlung").check()
    knopf(seite, "Speichern")
    nimm_auf(seite, "Kita Beispielbach")
    nimm_auf(seite, "Ada Beispiel")

    seite.get_by_role("link", name="Sitzung planen").click()
    heute = timezone.localdate()
    seite.get_by_label("Tag", exact=True).fill(heute.isoformat())
    seite.locator("#id_beginn").fill("14:00")
    seite.locator("#id_ende").fill("15:30")
    seite.get_by_label("Punkt 1", exact=True).fill("Verschiedenes")
    seite.get_by_label("Punkt 2", exact=True).fill("Ferienplan")
    knopf(seite, "Punkt 2 nach oben")
    expect(seite.get_by_label("Punkt 1", exact=True)).to_have_value("Ferienplan")
    knopf(seite, "Punkt 3 entfernen")
    expect(seite.get_by_label("Punkt 3", exact=True)).to_have_count(0)
    knopf(seite, "Speichern")
    expect(seite.get_by_text("Die Sitzung ist geplant")).to_be_visible()
    sitzung = Sitzung.objects.get(gremium__name="AK Ferien Konz")
    assert list(sitzung.punkte.values_list("titel", flat=True)) == ["Ferienplan", "Verschiedenes"]

    seite.goto(f"{sitzung.get_absolute_url()}einladung/")
    expect(seite.get_by_text("Geht an bis zu 2 Adressen")).to_be_visible()
    knopf(seite, "Einladung verschicken")
    expect(seite.get_by_text("Die Einladungen sind auf dem Weg.")).to_be_visible()
    assert Versandauftrag.objects.filter(anlass__startswith=f"sitzung:{sitzung.uuid}").count() == 2

    _protokolliere(seite)
    sitzung.refresh_from_db()
    assert sitzung.zustand == "gehalten"
    zeilen = Kontaktbeteiligung.objects.filter(kontakt=sitzung.kontakt)
    assert set(zeilen.values_list("partner__name", "zaehlt")) >= {("Kita Beispielbach", True)}
    assert zeilen.count() == 2
    schritt = Wiedervorlage.objects.get(beschluss__sitzung=sitzung)
    assert (schritt.was, schritt.am) == ("Plan verschicken", heute + timedelta(days=14))
    pdf = seite.request.get(f"{sitzung.get_absolute_url()}protokoll.pdf")
    assert (pdf.status, pdf.headers["content-type"]) == (200, "application/pdf")


def _protokolliere(seite: Page) -> None:
    seite.get_by_role("link", name="Protokoll schreiben").click()
    for name in ("Kita Beispielbach", "Ada Beispiel"):
        seite.get_by_role("group", name=name).get_by_role("radio", name="anwesend", exact=True).check()
    seite.get_by_label("Partner, der als Gast da war").press_sequentially("Grundschule")
    expect(seite.locator("#gastvorschlaege button").first).to_be_visible()
    seite.keyboard.press("Enter")
    expect(seite.locator("#gaeste input[name=gast]")).to_have_count(1)
    seite.get_by_label("1. Ferienplan").fill("Alle melden ihre Wochen.")
    seite.get_by_label("Beschluss", exact=True).fill("Plan verschicken")
    seite.get_by_label("Wer kümmert sich?").select_option(label="Leonie Probe")
    seite.get_by_label("Bis wann?").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    seite.evaluate(AXE)
    assert seite.evaluate(PRUEFE, REGELN) == []
    knopf(seite, "Speichern und abschließen")
    expect(seite.get_by_text("Die Sitzung ist abgeschlossen")).to_be_visible()
    expect(seite.get_by_text("Alle melden ihre Wochen.")).to_be_visible()


def test_ohne_skript_auf_dem_telefon(seite_als: SeiteAls):
    gremium = Gremium.objects.get(name="Arbeitskreis Kita Konz")
    seite = seite_als("netzwerk-konz", groesse=SCHMAL, mit_skript=False)
    seite.goto(f"{gremium.get_absolute_url()}sitzungen/neu/")
    seite.get_by_label("Tag", exact=True).fill((timezone.localdate() + timedelta(days=30)).isoformat())
    seite.get_by_label("Punkt 1", exact=True).fill("Eins")
    knopf(seite, "Punkt hinzufügen")
    seite.get_by_label("Punkt 4", exact=True).fill("Vier")
    seite.locator("#id_ort").press("Enter")
    expect(seite.get_by_text("Die Sitzung ist geplant")).to_be_visible()
    neue = Sitzung.objects.filter(gremium=gremium).order_by("-pk").first()
    assert list(neue.punkte.values_list("titel", flat=True)) == ["Eins", "Vier"]
