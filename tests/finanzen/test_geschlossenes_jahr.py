"""K29: pages of a closed year show what the closing kept, whatever changes afterwards; its rates stay as they are."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from finanzen.models import Ausgabe, Buchungslauf, Budgetregel, Jahresabschluss, Kostensatz
from finanzen.reports.uebersicht import finanzuebersicht
from finanzen.rules import Projektstatus
from finanzen.rules.jahresstand import aus_daten, kanonisch
from finanzen.selectors.antrag import umfeld
from finanzen.selectors.pruefung import abschlussbefunde
from finanzen.selectors.sicht import finanzsicht
from finanzen.selectors.vergleich import bezugsgroessen
from finanzen.services.abschluss import oeffne
from finanzen.services.ausgabe import storniere
from finanzen.services.saetze import lege_kostensatz_fest, lege_regel_fest
from finanzen.services.schwaerzung import schwaerze_kopien
from finanzen.services.verteilung import begruende_minus
from netzwerk.models import Einsatz
from tests.finanzen.abschluss import JAHR, entschieden, geschlossen, jahr_mit_geld
from tests.finanzen.ausgaben import antrag
from tests.finanzen.geld import neuer_kostensatz
from tests.finanzen.projekte import bewilligt, schritt
from tests.welt import Welt

#: one post of 0.25 at 160,000.00 and a project: 2,000.00 of personnel and 500.00 of approval are bound at the closing
GEBUNDEN, FREI = "2.500,00 €", "-1.500,45 €"


@pytest.fixture
def zu(welt: Welt) -> Welt:
    """Konz 2025 closed while money was bound; afterwards everything changes that may."""
    einsatz = Einsatz.objects.filter(sozialraum=welt.konz, traeger=welt.traeger["beispieltal"])
    einsatz.update(vzae=Decimal("0.25"), von=date(2020, 1, 1))
    jahr_mit_geld(welt)
    neuer_kostensatz(welt.traeger["beispieltal"], "160000.00", JAHR)
    projekt = bewilligt(welt, "500.00", von=date(JAHR, 3, 1), bis=date(JAHR, 6, 30))
    schritt(welt, projekt, "leitung_konz", Projektstatus.LAEUFT)
    _begruende(welt)
    entschieden(welt)
    geschlossen(welt)
    einsatz.update(vzae=Decimal("0.75"))
    Kostensatz.objects.update(betrag=Decimal("999999.00"))
    return welt


def _begruende(welt: Welt) -> None:
    begruende_minus(
        jahr=JAHR,
        sozialraum_id=welt.konz.pk,
        traeger_id=welt.traeger["beispieltal"].pk,
        grund="Der Rest des Personals kommt aus Eigenmitteln.",
        durch=welt.person("leitung_konz"),
    )


def text(antwort) -> str:
    assert antwort.status_code == 200
    return antwort.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("adresse", [f"/finanzen/?jahr={JAHR}", f"/finanzen/{JAHR}/konz/"])
def test_seiten_zeigen_die_zahlen_des_abschlusses(als, zu: Welt, adresse: str):
    for person in ("jugendamt", "leitung_konz"):
        seite = text(als(person).get(adresse))
        assert "abgeschlossen am" in seite
        assert GEBUNDEN in seite
        assert FREI in seite
        assert "749.999,25 €" not in seite


def test_seite_des_sozialraums_zeigt_plan_und_bewilligungen_des_abschlusses(als, zu: Welt):
    seite = text(als("leitung_konz").get(f"/finanzen/{JAHR}/konz/"))
    assert "160.000,00 €" in seite
    assert "40.000,00 €" in seite
    assert "Die Zahlen unten sind die des Abschlusses." in seite
    assert str(Jahresabschluss.objects.get().uuid) in seite
    assert "Mittel verteilen" not in text(als("jugendamt").get(f"/finanzen/{JAHR}/konz/"))
    assert str(Jahresabschluss.objects.get().uuid) not in text(als("netzwerk_konz").get(f"/finanzen/{JAHR}/konz/"))


def test_datei_und_vorjahr_zeigen_dieselben_zahlen(als, zu: Welt):
    datei = als("jugendamt").get(f"/finanzen/?jahr={JAHR}&format=xlsx").content
    kopf, *zeilen = load_workbook(io.BytesIO(datei)).active.iter_rows(values_only=True)
    alle = next(dict(zip(kopf, zeile, strict=True)) for zeile in zeilen if zeile[:2] == ("Konz", "alle"))
    assert (alle["gebunden"], alle["frei"]) == (2500, -1500.45)
    assert alle["Jahresabschluss"].date() == timezone.localdate(Jahresabschluss.objects.get().geschlossen_am)
    naechstes = finanzuebersicht(finanzsicht(zu.person("jugendamt").bereich), JAHR + 1, [zu.konz.pk])
    assert naechstes.zeilen[0].summe.vorjahr.gebunden == Decimal("2500.00")


def test_die_datei_nennt_den_hiesigen_tag_des_abschlusses(als, zu: Welt):
    """Closed at half past midnight of 16 January in Trier, which is the evening of the 15th in UTC."""
    Jahresabschluss.objects.update(geschlossen_am=datetime(2026, 1, 15, 23, 30, tzinfo=UTC))
    datei = als("jugendamt").get(f"/finanzen/?jahr={JAHR}&format=csv").content.decode("utf-8-sig")
    assert "16.01.2026" in datei
    assert "15.01.2026" not in datei


def test_umfeld_eines_antrags_nennt_die_zahlen_des_abschlusses(als, zu: Welt):
    alter = antrag(zu, jahr=JAHR, von=date(JAHR, 3, 1), bis=date(JAHR, 6, 30), zustand="abgerechnet")
    lage = umfeld(alter)
    assert (lage.haushalt.gebunden, lage.haushalt.frei) == (Decimal("2500.00"), Decimal("-1500.45"))
    assert lage.abschluss == Jahresabschluss.objects.get()
    seite = text(als("jugendamt").get(alter.get_absolute_url()))
    assert "Das Jahr ist abgeschlossen: Das sind die Zahlen vom" in seite
    assert FREI in seite
    oeffne(abschluss_id=lage.abschluss.pk, grund="Prüfung", durch=zu.person("jugendamt"))
    assert umfeld(alter).abschluss is None
    assert umfeld(alter).haushalt.gebunden != Decimal("2500.00")


def test_geschwaerzte_worte_bleiben_nirgends_stehen(als, welt: Welt):
    """The booking, its reversal, and what the closing kept of both; figures and proof stay."""
    jahr_mit_geld(welt)
    ausgabe = Ausgabe.objects.get(belegnummer="R-17")
    Ausgabe.objects.filter(pk=ausgabe.pk).update(text="Fahrt für die Mutter von Tim")
    storniere(ausgabe_id=ausgabe.pk, grund="Doppelt", benutzer=welt.person("leitung_konz"))
    entschieden(welt)
    vorher = geschlossen(welt)
    seite = f"/verwaltung/textschutz/ausgabe/{ausgabe.uuid}/"
    form = als("leitung_konz").get(seite).context["form"]
    gewaehlt = [kennung for kennung, wort in form.fields["fund"].choices if "Mutter von Tim" in wort]
    assert len(gewaehlt) == 2
    als("leitung_konz").post(seite, {"marke": form.richtige_marke, "sicher": "on", "fund": gewaehlt})
    nachher = Jahresabschluss.objects.get()
    assert "Tim" not in kanonisch(nachher.daten)
    texte = {zeile.text for eines in aus_daten(nachher.daten).traeger for zeile in eines.buchungen}
    assert {f"Fahrt für die {'█' * 14}", f"Storno: Fahrt für die {'█' * 14}"} <= texte
    assert [eines.rest for eines in aus_daten(nachher.daten).traeger] == [
        eines.rest for eines in aus_daten(vorher.daten).traeger
    ]
    assert nachher.daten["geschwaerzt"] == [{"am": timezone.localdate().isoformat(), "pruefsumme": vorher.pruefsumme}]
    assert list(abschlussbefunde()) == []
    gezeigt = text(als("jugendamt").get(reverse("finanzen:schnappschuss", args=[nachher.uuid])))
    assert f"Worte geschwärzt</dt><dd>am {timezone.localdate():%d.%m.%Y}" in gezeigt
    assert vorher.pruefsumme in gezeigt


def test_auch_die_gebuchte_liste_behaelt_die_worte_nicht(welt: Welt):
    wo = {"traeger": welt.traeger["beispieltal"], "sozialraum": welt.konz, "jahr": JAHR}
    zeile = {"nummer": 2, "text": "Für Tim", "betrag": "12.00"}
    lauf = Buchungslauf.objects.create(zeilen=[zeile], gebucht_am=timezone.now(), **wo)
    ausgabe = Ausgabe.objects.create(am=date(JAHR, 3, 1), betrag=12, art="sachkosten", text="Für ███", lauf=lauf, **wo)
    assert schwaerze_kopien(objekt=ausgabe, texte={"Für Tim": "Für ███"}) == 0
    lauf.refresh_from_db()
    assert lauf.zeilen == [{"nummer": 2, "text": "Für ███", "betrag": "12.00"}]


def test_wieder_geoeffnet_gelten_die_zahlen_von_heute(als, zu: Welt):
    oeffne(abschluss_id=Jahresabschluss.objects.get().pk, grund="Prüfung", durch=zu.person("jugendamt"))
    seite = text(als("jugendamt").get(f"/finanzen/?jahr={JAHR}"))
    assert GEBUNDEN not in seite
    assert "abgeschlossen am" not in seite


def test_vergleich_rechnet_mit_den_stellen_des_abschlusses(zu: Welt):
    assert bezugsgroessen(JAHR, date(2026, 3, 1))[zu.konz].vzae == Decimal("0.25")


def test_kostensatz_eines_geschlossenen_jahres_bleibt(als, zu: Welt):
    satz = Kostensatz.objects.get()
    ziel = f"/verwaltung/kostensaetze/{satz.uuid}/bearbeiten/"
    seite = text(als("jugendamt").post(ziel, {"betrag": "1,00", "quelle": ""}))
    assert "Das Jahr 2025 ist für Konz abgeschlossen (am " in seite
    assert Kostensatz.objects.get().betrag == Decimal("999999.00")
    assert als("jugendamt").post(ziel, {"betrag": "999.999,00", "quelle": "Tarif"}).status_code == 302
    with pytest.raises(ValidationError, match="2025 ist für Konz abgeschlossen"):
        lege_kostensatz_fest(neu=Kostensatz(traeger=zu.traeger["musterhof"], jahr=JAHR, betrag=Decimal(1)))
    offen = lege_kostensatz_fest(neu=Kostensatz(traeger=zu.traeger["beispieltal"], jahr=JAHR + 1, betrag=Decimal(1)))
    assert offen.pk


def test_budgetregel_eines_geschlossenen_jahres_bleibt(als, zu: Welt):
    felder = {"jahr_ab": str(JAHR), "satz": "12", "quelle": "Kreistag"}
    seite = text(als("jugendamt").post("/verwaltung/budgetregeln/neu/", felder))
    assert "Das Jahr 2025 ist für Konz abgeschlossen (am " in seite
    assert Budgetregel.objects.count() == 1
    lege_regel_fest(neu=Budgetregel(jahr_ab=JAHR + 1, satz=Decimal(12), quelle="Kreistag"))


def test_verteilung_eines_geschlossenen_jahres_bleibt(als, zu: Welt):
    ziel = f"/finanzen/{JAHR}/konz/verteilung/"
    formular = als("jugendamt").get(ziel).context["form"]
    felder = {"stand": formular.initial["stand"]} | {feld.html_name: "1,00" for feld in formular.betragsfelder}
    assert "Das Jahr 2025 ist für Konz abgeschlossen (am " in text(als("jugendamt").post(ziel, felder))
