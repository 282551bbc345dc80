"""Somebody left one institution for another: entered with a successor, seen on both pages, taken back."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from konten.models import Benutzer
from partner.models import Funktion, Netzwerkpartner
from tests.browser.fenster import SCHMAL

SeiteAls = Callable[..., Page]


def eigene_stelle() -> Funktion:
    """A function of today at a partner that the account may change, its person nowhere else."""
    bereich = Benutzer.objects.get(username="netzwerk-konz").bereich
    eigene = Netzwerkpartner.objects.bearbeitbar_fuer(bereich).im_zustand(timezone.localdate(), "aktiv")
    offene = Funktion.objects.filter(bis=None, partner__in=eigene, von__lt=timezone.localdate()).order_by("pk")
    return next(funktion for funktion in offene if funktion.person.funktionen.count() == 1)


def test_stelle_gewechselt_mit_nachfolge_und_zurueck(seite_als: SeiteAls):
    stelle = eigene_stelle()
    bereich = Benutzer.objects.get(username="netzwerk-konz").bereich
    eigene = Netzwerkpartner.objects.bearbeitbar_fuer(bereich).exclude(pk=stelle.partner_id)
    ziel, person = eigene.order_by("pk").first(), stelle.person
    seite = seite_als("netzwerk-konz", groesse=SCHMAL)
    seite.goto(person.get_absolute_url())
    seite.get_by_role("link", name="Hat die Stelle gewechselt").click()
    seite.get_by_text("Sie arbeitet jetzt in einer anderen Einrichtung").click()
    seite.get_by_label("Name des Partners").fill(ziel.name)
    seite.get_by_role("button", name="Partner suchen").click()
    seite.locator(f'a[href="?partner={ziel.uuid}"]').click()
    seite.get_by_label("Neue Funktion").fill("Koordination")
    seite.get_by_label("Nachname").fill("Nachfolge-Muster")
    seite.get_by_role("button", name="Wechsel speichern").click()
    expect(seite.get_by_role("status").first).to_contain_text(f"neu: Koordination, {ziel.name}")
    expect(seite.get_by_role("heading", level=1)).to_have_text(str(person))
    seite.goto(ziel.get_absolute_url())
    expect(seite.get_by_role("region", name="Ansprechpersonen")).to_contain_text(str(person))
    seite.goto(stelle.partner.get_absolute_url())
    expect(seite.get_by_role("region", name="Ansprechpersonen")).to_contain_text("Nachfolge-Muster")
    seite.goto(person.get_absolute_url())
    seite.get_by_role("button", name="Rückgängig").click()
    expect(seite.get_by_role("status").first).to_contain_text("zurückgenommen")
    stelle.refresh_from_db()
    assert stelle.bis is None
    assert not ziel.funktionen.filter(person=person).exists()
    assert not stelle.partner.funktionen.filter(person__nachname="Nachfolge-Muster").exists()


def test_beim_tippen_wird_an_vorhandene_personen_erinnert(seite_als: SeiteAls):
    stelle = eigene_stelle()
    person = stelle.person
    seite = seite_als("netzwerk-konz")
    seite.goto(f"{stelle.partner.get_absolute_url()}ansprechpersonen/neu/")
    seite.get_by_label("Vorname").press_sequentially(person.vorname)
    seite.get_by_label("Nachname").press_sequentially(person.nachname)
    vorschlag = seite.locator(f'a[href="?person={person.uuid}"]')
    expect(vorschlag).to_contain_text(f"Diese Person nehmen: {person}")
    vorschlag.click()
    expect(seite.get_by_role("heading", level=1)).to_contain_text("hinzufügen")
