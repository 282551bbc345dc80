"""A Lotsenanfrage as people walk it, with real mails: asked, sent to three providers, answered, told, counted."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from konten.services.versand import versende_faellige
from netzwerk.models import Lotsenanfrage
from partner.models import Angebotsnutzung
from tests.browser.fenster import SCHMAL
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN, UEBERLAUF
from tests.werkzeug.postfach import Postfach, freier_port, mailserver

SeiteAls = Callable[..., Page]
AUSWAHL = ".netz-lotsen-fragen > li"
#: of the small example data, whatever their theme and age; at most two of them share a theme
ANGEBOTE_IN_KONZ = 6


@pytest.fixture
def postfach(settings, live_server) -> Iterator[Postfach]:
    """A mail server on loopback; links in mails lead to the server of this test."""
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", freier_port()
    settings.BASIS_URL = live_server.url
    postfach = Postfach()
    with mailserver(postfach, settings.EMAIL_PORT):
        yield postfach


def neue_mails(postfach: Postfach) -> dict[str, str]:
    """Sends what waits; the text of the last mail to each address."""
    postfach.mails.clear()
    versende_faellige()
    return {mail["To"]: mail.get_content() for mail in postfach.mails}


def link(text: str, pfad: str) -> str:
    return re.search(rf"https?://[^/]+(/{pfad}/\S+)", text)[1]


def knopf(seite: Page, name: str) -> None:
    seite.get_by_role("button", name=name, exact=True).click()


def test_team_fragt_drei_anbieter_bekommen_links_einer_hat_platz(seite_als: SeiteAls, postfach: Postfach):
    Lotsenanfrage.objects.all().delete()
    neue_mails(postfach)
    genutzt = Angebotsnutzung.objects.count()
    zahlen = seite_als("leitstelle")
    zahlen.goto("/lotsenanfragen/zahlen/")
    expect(zahlen.get_by_text("In diesem Quartal gab es keine Lotsenanfrage")).to_be_visible()

    team = seite_als("team-konz")
    _stelle(team)
    anfrage = Lotsenanfrage.objects.get()
    assert anfrage.get_absolute_url() in neue_mails(postfach)["netzwerk-konz@example.org"]

    kraft = seite_als("netzwerk-konz")
    kraft.goto("/")
    kraft.get_by_role("link", name="Offene Lotsenanfragen beantworten").click()
    kraft.get_by_role("link", name="Gruppe für Kinder am Nachmittag").click()
    _oeffne_auswahl(kraft)
    expect(kraft.locator(AUSWAHL)).to_have_count(2)
    expect(kraft.locator(AUSWAHL).first).to_contain_text("Offener Jugendtreff")
    kraft.get_by_role("checkbox", name="Auch Angebote, bei denen Thema").check()
    kraft.get_by_role("main").get_by_role("button", name="Suchen", exact=True).click()
    adressen = _frage_drei(kraft)
    mails = neue_mails(postfach)
    links = [link(mails[adresse], "antwort") for adresse in adressen]
    assert len(set(links)) == 3

    _antworte(seite_als(groesse=SCHMAL), links[0], "Nein, das passt nicht", "Die Gruppe ist voll.")
    _antworte(seite_als(groesse=SCHMAL, dunkel=True), links[1], "Ja, ein Platz ist frei", "Frau Muster anrufen.")
    _antworte(seite_als(mit_skript=False), links[2], "Nur auf der Warteliste", "")
    neue_mails(postfach)
    assert [mail["Subject"].partition(": ")[2] for mail in postfach.mails] == [
        "passt nicht",
        "Platz frei",
        "Warteliste",
    ]

    _schliesse(kraft, anfrage)
    mail = neue_mails(postfach)["team-konz@example.org"]
    assert "Es hat geklappt." in mail
    assert "Ab Montag ist ein Platz frei." in mail
    _liest_ausgang(team, link(mail, "lotsenanfragen"))
    assert Angebotsnutzung.objects.count() == genutzt + 1
    zahlen.reload()
    zeile = zahlen.get_by_role("row").filter(has_text="Konz").first
    expect(zeile.get_by_role("cell")).to_have_text(["< 3", "< 3", "< 3", "0", "0", "< 3", "< 3"])
    gast = seite_als()
    gast.goto(links[2])
    expect(gast.get_by_role("heading", name="Diese Anfrage ist abgeschlossen")).to_be_visible()


def _liest_ausgang(seite: Page, url: str) -> None:
    seite.goto(url)
    expect(seite.get_by_role("heading", name="Vermittelt")).to_be_visible()
    expect(seite.get_by_text("Ab Montag ist ein Platz frei.")).to_be_visible()


def _stelle(seite: Page) -> None:
    seite.goto("/lotsenanfragen/neu/")
    expect(seite.get_by_text("Sorge um ein bestimmtes Kind")).to_be_visible()
    seite.get_by_label("Was wird gesucht?").fill("Gruppe für Kinder am Nachmittag")
    seite.get_by_label("Was soll der Anbieter wissen?").fill("Am liebsten offen und ohne Anmeldung.")
    seite.get_by_role("checkbox", name="Freizeit und Begegnung").check()
    seite.get_by_label("Für wen?").select_option(label="alle Altersgruppen")
    knopf(seite, "Anfrage stellen")
    expect(seite.get_by_text("ist gestellt. Eine Antwort kommt bis")).to_be_visible()


def _oeffne_auswahl(seite: Page) -> None:
    seite.get_by_role("link", name="Anbieter fragen").click()
    expect(seite.get_by_role("heading", name="Anbieter fragen", level=1)).to_be_visible()


def _frage_drei(seite: Page) -> list[str]:
    """Ticks the first three providers with different addresses among all offers, and answers with the addresses."""
    expect(seite.locator(AUSWAHL)).to_have_count(ANGEBOTE_IN_KONZ)
    adressen: list[str] = []
    for zeile in seite.locator(AUSWAHL).filter(has_text="Link an").all():
        adresse = re.search(r"Link an (\S+)", zeile.inner_text())[1]
        if adresse not in adressen and len(adressen) < 3:
            zeile.get_by_role("checkbox").check()
            adressen.append(adresse)
    knopf(seite, "Angekreuzte fragen")
    expect(seite.get_by_text("3 Anbieter sind gefragt.")).to_be_visible()
    return adressen


def _antworte(seite: Page, adresse: str, antwort: str, grund: str) -> None:
    assert seite.goto(adresse).status == 200
    expect(seite.get_by_text("Am liebsten offen und ohne Anmeldung.")).to_be_visible()
    seite.get_by_role("radio", name=antwort).check()
    if "passt nicht" in antwort:
        knopf(seite, "Antwort senden")
        expect(seite.get_by_text("Bitte nennen Sie kurz den Grund").first).to_be_visible()
    seite.get_by_label("Anmerkung").fill(grund)
    knopf(seite, "Antwort senden")
    expect(seite.get_by_role("heading", name="Danke, Ihre Antwort ist angekommen")).to_be_visible()
    assert seite.context.cookies() == []


def _schliesse(seite: Page, anfrage: Lotsenanfrage) -> None:
    seite.goto(anfrage.get_absolute_url())
    expect(seite.get_by_text("Frau Muster anrufen.").first).to_be_visible()
    seite.get_by_role("radio", name="vermittelt", exact=True).check()
    wahl = seite.get_by_label("Wer hat den Platz gegeben?")
    assert wahl.locator("option").count() == 3  # to be chosen, the free place, the waiting list
    wahl.select_option(label=wahl.locator("option", has_text="Platz frei").inner_text())
    seite.get_by_label("Rückmeldung an die anfragende Stelle").fill("Ab Montag ist ein Platz frei.")
    knopf(seite, "Abschließen")
    expect(seite.get_by_text("Die Anfrage ist abgeschlossen.")).to_be_visible()


def test_partner_fragt_ohne_konto_und_die_seiten_sind_fuer_alle_da(seite_als: SeiteAls, postfach: Postfach):
    neue_mails(postfach)
    gast = seite_als(groesse=SCHMAL, dunkel=True)
    gast.goto("/anfrage/konz/")
    _ist_fuer_alle_da(gast)
    gast.get_by_label("Was wird gesucht?").fill("Hilfe bei Anträgen gesucht")
    gast.get_by_role("checkbox", name="Armut und Teilhabe").check()
    gast.get_by_label("Für wen?").select_option(label="Eltern und Familien")
    gast.get_by_label("Ihr Name").fill("Kim Beispiel")
    gast.get_by_label("Ihre Einrichtung").fill("Kita Beispielbach")
    gast.get_by_label("Ihre E-Mail-Adresse").fill("kim@example.org")
    knopf(gast, "Anfrage senden")
    expect(gast.get_by_role("heading", level=1)).to_contain_text("Bitte sehen Sie in Ihr Postfach")
    gast.goto(link(neue_mails(postfach)["kim@example.org"], "anfrage/bestaetigen"))
    _ist_fuer_alle_da(gast)
    knopf(gast, "Ja, Anfrage stellen")
    expect(gast.get_by_role("heading", name=re.compile("ist angekommen"))).to_be_visible()
    assert gast.context.cookies() == []
    kraft = seite_als("netzwerk-konz", groesse=SCHMAL)
    kraft.goto("/lotsenanfragen/")
    kraft.get_by_role("link", name="Hilfe bei Anträgen gesucht").click()
    expect(kraft.get_by_text("über das öffentliche Formular")).to_be_visible()
    _oeffne_auswahl(kraft)
    expect(kraft.get_by_text("Kein Angebot passt")).to_be_visible()
    _ist_fuer_alle_da(kraft)
    kraft.get_by_role("link", name="Auch andere zeigen").click()
    adressen = _frage_drei(kraft)
    anbieter = seite_als(groesse=SCHMAL)
    anbieter.goto(link(neue_mails(postfach)[adressen[0]], "antwort"))
    _ist_fuer_alle_da(anbieter)


def _ist_fuer_alle_da(seite: Page) -> None:
    seite.evaluate(AXE)
    assert seite.evaluate(PRUEFE, REGELN) == []
    assert seite.evaluate(UEBERLAUF) <= 0
