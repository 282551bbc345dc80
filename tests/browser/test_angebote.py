"""An offer long unchecked: asked about by mail, corrected by its provider, reviewed, shown with its new date."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from konten.services.versand import versende_faellige
from partner.models import Aenderungsvorschlag, Angebot, Kampagne
from partner.services.kampagne import sende_stapel
from tests.browser.fenster import SCHMAL
from tests.browser.test_barrierefrei import UEBERLAUF
from tests.werkzeug.postfach import Postfach, freier_port, mailserver

SeiteAls = Callable[..., Page]


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


def knopf(seite: Page, name: str) -> None:
    seite.get_by_role("button", name=name, exact=True).click()


def test_veraltet_gefragt_verbessert_geprueft_mit_neuem_datum(seite_als: SeiteAls, postfach: Postfach):
    Aenderungsvorschlag.objects.all().delete()
    Kampagne.objects.all().delete()
    versende_faellige()
    postfach.mails.clear()
    angebot = Angebot.objects.exclude(anbieter__email="").filter(titel="Elternkurs: Grenzen setzen ohne Schimpfen")[0]

    kraft = seite_als("leitstelle")
    _frage(kraft, angebot)
    link = _mail(postfach)
    _verbessere(seite_als(groesse=SCHMAL, mit_skript=False), link)
    angebot.refresh_from_db()
    assert "acht Abende" not in angebot.kurztext

    _entscheide(kraft)
    expect(kraft.locator("h1")).to_have_text(angebot.titel)
    expect(kraft.get_by_text("Jetzt acht Abende.")).to_be_visible()
    heute = timezone.localdate()
    expect(kraft.get_by_text(f"geprüft am {heute:%d.%m.%Y}, vom Anbieter bestätigt")).to_be_visible()

    spaeter = seite_als(groesse=SCHMAL, dunkel=True)
    spaeter.goto(link)
    expect(spaeter.get_by_role("heading", name="Vielen Dank!")).to_be_visible()
    assert spaeter.evaluate(UEBERLAUF) <= 0


def _frage(seite: Page, angebot: Angebot) -> None:
    seite.goto("/")
    seite.get_by_role("link", name="Angebote prüfen").click()
    seite.get_by_label("Suchwort, Anbieter oder Ort").fill("Grenzen setzen")
    knopf(seite, "Filter anwenden")
    expect(seite.get_by_role("link", name=angebot.titel)).to_be_visible()
    seite.get_by_role("link", name="Anbieter zu diesen Angeboten fragen").click()
    knopf(seite, "Weiter zur Vorschau")
    expect(seite.get_by_text(f"- {angebot.titel}")).to_be_visible()
    knopf(seite, "Jetzt senden")
    expect(seite.get_by_text("Die Abfrage läuft: 1 Mail geht hinaus.")).to_be_visible()


def _mail(postfach: Postfach) -> str:
    """Does the worker's part and reads the link as the provider does."""
    sende_stapel(Kampagne.objects.get().pk)
    versende_faellige()
    texte = [mail.get_body(("plain",)).get_content() for mail in postfach.mails]
    return next(treffer[1] for text in texte if (treffer := re.search(r"https?://[^/]+(/bestaetigen/\S+)", text)))


def _verbessere(seite: Page, link: str) -> None:
    """On a phone, without scripts and without account."""
    seite.goto(link)
    assert seite.evaluate(UEBERLAUF) <= 0
    seite.get_by_role("link", name="Änderung vorschlagen").click()
    seite.get_by_label("In einem Satz").fill("Jetzt acht Abende.")
    knopf(seite, "Vorschlag senden")
    expect(seite.get_by_text("Ihre Antwort: Änderung vorgeschlagen.")).to_be_visible()


def _entscheide(seite: Page) -> None:
    seite.goto("/")
    seite.get_by_role("link", name="Vorschläge von Anbietern entscheiden").click()
    seite.get_by_role("link", name="Elternkurs: Grenzen setzen ohne Schimpfen").click()
    seite.locator("label", has_text="ja, übernehmen").click()
    knopf(seite, "Entscheidung speichern")
