"""Rate and cost of a post, kept in the administration; example data of the money."""

from datetime import date
from decimal import Decimal

from django.core.management import call_command

from berichte.services.beispieldaten.mittel import VOLUMEN
from finanzen.models import (
    Ausgabe,
    Ausnahmeantrag,
    Buchungslauf,
    Budgetregel,
    Finanzvolumen,
    Jahresabschluss,
    Kostensatz,
    Minusbegruendung,
    Projekt,
    Traegerabschluss,
    Verwendungsnachweis,
)
from finanzen.rules import Antragsstatus, Nachweisstatus, Projektstatus, Restentscheidung
from finanzen.selectors.haushalt import haushalte, netzwerkmittel
from finanzen.services.grunddaten import trage_budgetregel_ein
from tests.finanzen.geld import neuer_kostensatz
from tests.welt import Welt


def test_kostensatz_deutsch_eingegeben(als, welt: Welt):
    browser = als("jugendamt")
    felder = {"traeger": welt.traeger["beispieltal"].uuid, "jahr": "2026", "betrag": "74.000", "quelle": ""}
    falsch = browser.post("/verwaltung/kostensaetze/neu/", felder | {"betrag": "viel"})
    assert 'value="viel"' in falsch.content.decode()
    assert browser.post("/verwaltung/kostensaetze/neu/", felder).status_code == 302
    satz = Kostensatz.objects.get()
    assert satz.betrag == Decimal(74000)
    ziel = f"/verwaltung/kostensaetze/{satz.uuid}/bearbeiten/"
    assert 'value="74.000,00"' in browser.get(ziel).content.decode()
    browser.post(ziel, {"betrag": "75.000,50", "quelle": "Tarif"})
    satz.refresh_from_db()
    assert satz.betrag == Decimal("75000.50")


def test_leitung_liest_nur_den_kostensatz_des_eigenen_traegers(als, welt: Welt):
    neuer_kostensatz(welt.traeger["beispieltal"], "74000.00")
    neuer_kostensatz(welt.traeger["musterhof"], "71234.00")
    seite = als("leitung_fremd").get("/verwaltung/kostensaetze/").content.decode()
    assert "71.234,00" in seite
    assert "74.000,00" not in seite
    assert als("netzwerk_konz").get("/verwaltung/").status_code == 200


def test_neuer_satz_ist_eine_neue_zeile(als, welt: Welt):
    assert (trage_budgetregel_ein(), trage_budgetregel_ein()) == (1, 0)
    browser = als("jugendamt")
    browser.post("/verwaltung/budgetregeln/neu/", {"jahr_ab": "2027", "satz": "12", "quelle": "Kreistag"})
    assert list(Budgetregel.objects.values_list("jahr_ab", "satz")) == [(2027, Decimal(12)), (2017, Decimal(10))]
    doppelt = browser.post("/verwaltung/budgetregeln/neu/", {"jahr_ab": "2027", "satz": "13", "quelle": "Kreistag"})
    assert doppelt.status_code == 200


def test_beispieldaten_haben_geld_fuer_drei_jahre(db):
    call_command("grunddaten", verbosity=0)
    call_command("beispieldaten", "--groesse", "klein", "--stichtag", "2026-11-22", verbosity=0)
    for jahr in (2024, 2025, 2026):
        assert len(netzwerkmittel(jahr)) == len(VOLUMEN)
    mittel = netzwerkmittel(2026)
    staende = haushalte(2026)
    je_raum = {raum: sum(s.verteilt for (r, _), s in staende.items() if r == raum) for raum in mittel}
    assert all(je_raum[raum] <= geld.mittel for raum, geld in mittel.items())
    konz = Finanzvolumen.objects.get(sozialraum__kuerzel="konz", jahr=2026)
    assert netzwerkmittel(2026)[konz.sozialraum_id].mittel == Decimal("66234.56")
    assert sum(raum == konz.sozialraum_id for raum, _ in staende) == 2
    assert Finanzvolumen.objects.get(zustand="eingetragen").jahr == 2027
    assert not Finanzvolumen.objects.filter(bestaetigt_am__gt=date(2026, 11, 22)).exists()
    _pruefe_zustaende()
    _pruefe_minus(staende)


def _pruefe_zustaende() -> None:
    """Every state that a page can show is there to be looked at."""
    assert set(Ausnahmeantrag.objects.values_list("zustand", flat=True)) == set(Antragsstatus.values)
    assert set(Projekt.objects.values_list("zustand", flat=True)) == set(Projektstatus.values)
    assert set(Verwendungsnachweis.objects.values_list("zustand", flat=True)) == set(Nachweisstatus.values)
    abschluesse = Jahresabschluss.objects.filter(jahr=2024)
    assert abschluesse.filter(geoeffnet_am__isnull=True).count() == len(VOLUMEN)
    assert abschluesse.get(geoeffnet_am__isnull=False).oeffnungsgrund
    assert Ausgabe.objects.filter(storno_von__isnull=False).exists()
    assert Buchungslauf.objects.filter(gebucht_am__isnull=False).exists()
    assert set(Traegerabschluss.objects.values_list("entscheidung", flat=True)) == set(Restentscheidung.values)


def _pruefe_minus(staende: dict) -> None:
    """One Träger is below zero, and says why."""
    im_minus = {paar: stand.frei for paar, stand in staende.items() if stand.ist_im_minus}
    grund = Minusbegruendung.objects.get(jahr=2026)
    assert im_minus == {(grund.sozialraum_id, grund.traeger_id): Decimal("-210.62")}
    assert (grund.sozialraum.kuerzel, grund.traeger.kurzname) == ("konz", "Musterhof")
    assert grund.grund
