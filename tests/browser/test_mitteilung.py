"""K21 in the browser: subscribe, write, look at who gets it, send, read, unsubscribe; with a real mail server."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from netzwerk.models import Abonnement, Mitteilung, Mitteilungsabmeldung
from partner.models import Netzwerkpartner
from tests.browser.fenster import SCHMAL
from tests.browser.test_barrierefrei import AXE, PRUEFE, REGELN, UEBERLAUF
from tests.netzwerk.mitteilungen import stelle_alles_ein, trage_aus
from tests.werkzeug.postfach import Postfach, freier_port, mailserver

SeiteAls = Callable[..., Page]


@pytest.fixture
def postfach(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", freier_port()
    postfach = Postfach()
    with mailserver(postfach, settings.EMAIL_PORT):
        yield postfach


def verweis(postfach: Postfach, an: str, teil: str) -> str:
    """The path of the link with that piece in the latest mail to the address."""
    mail = [mail for mail in postfach.mails if mail["To"] == an][-1]
    return re.search(rf"http://[^/]+(/{teil}/\S+)", mail.get_content())[1]


def test_abonnieren_schreiben_senden_lesen_abbestellen(seite_als: SeiteAls, postfach: Postfach):
    draussen = seite_als(None, groesse=SCHMAL)
    draussen.goto("/mitteilungen/abonnieren/")
    draussen.get_by_label("Ihre E-Mail-Adresse").fill("verein@example.org")
    draussen.get_by_role("checkbox", name="Konz").check()
    draussen.get_by_role("checkbox", name="Meine Adresse darf").check()
    draussen.get_by_role("button", name="Abonnieren").click()
    expect(draussen.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()
    trage_aus()
    draussen.goto(verweis(postfach, "verein@example.org", "mitteilungen"))
    draussen.get_by_role("button", name="Ja, abonnieren").click()
    expect(draussen.get_by_text("das Abonnement ist eingerichtet")).to_be_visible()

    fachkraft = seite_als("netzwerk-konz")
    _schreibe(fachkraft)
    expect(fachkraft.get_by_role("heading", level=1)).to_have_text("Vorschau: Basar im Beispielsaal")
    expect(fachkraft.get_by_text("verein@example.org")).to_be_visible()
    fachkraft.get_by_role("button", name="Senden").click()
    expect(fachkraft.get_by_text("Die Mitteilung geht hinaus.")).to_be_visible()
    mitteilung = Mitteilung.objects.get(titel="Basar im Beispielsaal")
    stelle_alles_ein(mitteilung)
    trage_aus()
    # The page renews itself while mails are on their way.
    anzahl = mitteilung.empfaenger.count()
    expect(fachkraft.get_by_text(f"{anzahl} von {anzahl} Mails versandt.")).to_be_visible(timeout=15_000)

    draussen.goto(verweis(postfach, "verein@example.org", "mitteilungen"))
    expect(draussen.get_by_role("heading", level=1)).to_have_text("Basar im Beispielsaal")
    draussen.goto(verweis(postfach, "verein@example.org", "abmelden"))
    assert Abonnement.objects.filter(adresse="verein@example.org").exists()
    draussen.get_by_role("button", name="Ja, abbestellen").click()
    expect(draussen.get_by_text("Sie bekommen Mitteilungen der Netzwerkarbeit nicht mehr.")).to_be_visible()
    assert not Abonnement.objects.filter(adresse="verein@example.org").exists()
    assert Mitteilungsabmeldung.objects.count() == 1


def _schreibe(seite: Page) -> None:
    seite.goto("/mitteilungen/")
    seite.get_by_role("link", name="Mitteilung schreiben").click()
    seite.get_by_label("Betreff").fill("Basar im Beispielsaal")
    seite.get_by_label("Text", exact=True).fill("Guten Tag,\n\nam Samstag ist Basar.")
    seite.get_by_role("radio", name="nach außen").check()
    expect(seite.get_by_role("group", name="Nach innen: an wen?")).to_be_hidden()
    partner = (
        Netzwerkpartner.objects.filter(
            wirkungsbereiche__sozialraum__kuerzel="konz", kategoriezuordnungen__kategorie__kuerzel="kita"
        )
        .exclude(email="")
        .order_by("pk")[0]
    )
    seite.get_by_role("searchbox", name=re.compile("Einzelne Partner")).press_sequentially(partner.name)
    seite.locator("#vorschlaege button", has_text=partner.name).first.click()
    expect(seite.get_by_role("combobox", name=f"Adresse für {partner.name}")).to_be_visible()
    seite.get_by_role("checkbox", name="Menschen, die Mitteilungen abonniert haben").check()
    seite.get_by_role("button", name="Speichern und Vorschau").click()


@pytest.mark.parametrize(
    ("konto", "url"),
    [
        ("netzwerk-konz", "/mitteilungen/neu/"),
        ("netzwerk-konz", "/mitteilungen/"),
        ("leitstelle", "/mitteilungen/abonnements/"),
        (None, "/mitteilungen/abonnieren/"),
    ],
)
def test_die_seiten_sind_fuer_alle(seite_als: SeiteAls, konto: str | None, url: str):
    for farben in ("light", "dark"):
        seite = seite_als(konto, groesse=SCHMAL)
        seite.emulate_media(color_scheme=farben)
        seite.goto(url)
        seite.evaluate(AXE)
        assert seite.evaluate(PRUEFE, REGELN) == []
        assert seite.evaluate(UEBERLAUF) <= 0
