"""K29: the one selector of money, against figures worked out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finanzen.models import Ausnahmeantrag, Jahresabschluss, Projekt, Traegerabschluss
from finanzen.selectors.haushalt import haushalt_von, haushalte, netzwerkmittel, stellenzeilen, summe
from netzwerk.models import Einsatz, Unterbrechung
from tests.finanzen.geld import neue_ausgabe, neue_regel, neuer_anteil, neuer_kostensatz, neues_volumen
from tests.welt import Welt, neue_fachkraft


@pytest.fixture
def paar(welt: Welt) -> tuple[int, int]:
    """Konz and its steering Träger, without personnel."""
    Einsatz.objects.all().delete()
    return welt.konz.pk, welt.traeger["beispieltal"].pk


def neuer_antrag(welt: Welt, genehmigt: str = "600.00", **felder) -> Ausnahmeantrag:
    vorgabe = {
        "titel": "Entspannung", "sozialraum": welt.konz, "traeger": welt.traeger["beispieltal"], "jahr": 2026,
        "begruendung": "Niemand im Haus kann das.", "termine": 4, "von": date(2026, 5, 1), "bis": date(2026, 6, 1),
        "betrag": Decimal("800.00"), "genehmigt": Decimal(genehmigt), "zustand": "genehmigt",
    }  # fmt: skip
    return Ausnahmeantrag.objects.create(**{**vorgabe, **felder})


def neues_projekt(welt: Welt, bewilligt: str = "3000.00", **felder) -> Projekt:
    vorgabe = {
        "titel": "Mut tut gut", "sozialraum": welt.konz, "traeger": welt.traeger["beispieltal"], "ziel": "Mut",
        "zielgruppe": "Familien", "von": date(2026, 2, 1), "budget": Decimal("3500.00"),
        "bewilligt": Decimal(bewilligt), "zustand": "laeuft",
    }  # fmt: skip
    return Projekt.objects.create(**{**vorgabe, **felder})


def schliesse(welt: Welt, jahr: int) -> Jahresabschluss:
    return Jahresabschluss.objects.create(
        sozialraum=welt.konz, jahr=jahr, daten={}, geschlossen_am=datetime(jahr + 1, 2, 1, tzinfo=UTC)
    )


def test_erstes_rechenbeispiel_von_volumen_bis_mittel(welt: Welt):
    neue_regel()
    neues_volumen(welt)
    mittel = netzwerkmittel(2026)[welt.konz.pk]
    assert (mittel.basis, mittel.mittel) == (Decimal("662345.62"), Decimal("66234.56"))


def test_zweites_rechenbeispiel_vom_einsatz_bis_gebunden(welt: Welt, paar):
    neue_fachkraft(welt, "robin", "konz", "beispieltal", "0.25", date(2026, 4, 1))
    neuer_kostensatz(welt.traeger["beispieltal"])
    stand = haushalt_von(2026, *paar)
    assert (stand.personal_geplant, stand.gebunden) == (Decimal("13938.36"), Decimal("13938.36"))


def test_unbestaetigtes_volumen_gibt_kein_geld(welt: Welt, paar):
    neue_regel()
    volumen = neues_volumen(welt, zustand="eingetragen")
    neuer_anteil(welt.konz, welt.traeger["beispieltal"], "40000.00")
    assert netzwerkmittel(2026) == {}
    assert haushalt_von(2026, *paar).mittel == 0
    volumen.zustand = "bestaetigt"
    volumen.save()
    assert haushalt_von(2026, *paar).mittel == Decimal("40000.00")


def test_vor_der_ersten_regel_gibt_es_kein_geld(welt: Welt):
    neue_regel(jahr_ab=2027)
    neues_volumen(welt)
    assert netzwerkmittel(2026) == {}


def test_frei_ist_mittel_weniger_gebunden_weniger_verausgabt(welt: Welt, paar):
    """40 000 − (13 938.36 − 5 000 + 400 + 2 500) − (5 000 + 300 + 200 + 500) = 22 161.64"""
    neue_regel()
    neues_volumen(welt)
    traeger = welt.traeger["beispieltal"]
    neuer_anteil(welt.konz, traeger, "40000.00")
    neue_fachkraft(welt, "robin", "konz", "beispieltal", "0.25", date(2026, 4, 1))
    neuer_kostensatz(traeger)
    neue_ausgabe(welt.konz, traeger, "5000.00", art="personal")
    neue_ausgabe(welt.konz, traeger, "300.00")
    neue_ausgabe(welt.konz, traeger, "200.00", art="einzeltermin", antrag=neuer_antrag(welt))
    neue_ausgabe(welt.konz, traeger, "500.00", art="projekt", projekt=neues_projekt(welt))
    stand = haushalt_von(2026, *paar)
    assert stand.verausgabt == Decimal("6000.00")
    assert stand.gebunden == Decimal("11838.36")
    assert stand.frei == Decimal("22161.64")


def test_storno_nimmt_die_buchung_zurueck(welt: Welt, paar):
    traeger = welt.traeger["beispieltal"]
    vorher = haushalt_von(2026, *paar)
    antrag = neuer_antrag(welt)
    mit_antrag = haushalt_von(2026, *paar)
    buchung = neue_ausgabe(welt.konz, traeger, "199.99", art="einzeltermin", antrag=antrag)
    assert haushalt_von(2026, *paar).bewilligungen_offen == Decimal("400.01")
    neue_ausgabe(welt.konz, traeger, "-199.99", art="einzeltermin", antrag=antrag, storno_von=buchung)
    assert haushalt_von(2026, *paar) == mit_antrag
    assert (vorher.frei, mit_antrag.frei) == (Decimal(0), Decimal("-600.00"))


@pytest.mark.parametrize("zustand", ["entwurf", "beantragt", "abgelehnt", "zurueckgezogen", "abgerechnet", "verfallen"])
def test_nur_genehmigtes_ist_gebunden(welt: Welt, paar, zustand: str):
    neuer_antrag(welt, zustand=zustand)
    assert haushalt_von(2026, *paar).bewilligungen_offen == 0


def test_was_ein_einsatz_ruht_kostet_nichts(welt: Welt, paar):
    """0.5 × 73 000 × (365 − 31) / 365 = 33 400.00, as January (0 days) and February to December."""
    neue_fachkraft(welt, "robin", "konz", "beispieltal", "0.5")
    neuer_kostensatz(welt.traeger["beispieltal"], "73000.00")
    Unterbrechung.objects.create(einsatz=Einsatz.objects.get(), von=date(2025, 12, 1), bis=date(2026, 1, 31))
    assert haushalt_von(2026, *paar).personal_geplant == Decimal("33400.00")
    (zeile,) = stellenzeilen(2026)[paar]
    assert (zeile.von, zeile.tage(2026)) == (date(2026, 2, 1), 334)


def test_vorgeschlagener_einsatz_ist_nicht_geplant(welt: Welt, paar):
    neue_fachkraft(welt, "robin", "konz", "beispieltal", "0.5")
    neuer_kostensatz(welt.traeger["beispieltal"])
    Einsatz.objects.update(zustand="vorgeschlagen")
    assert haushalt_von(2026, *paar).personal_geplant == 0


def test_uebertrag_gilt_nur_nach_geschlossenem_vorjahr(welt: Welt, paar):
    Traegerabschluss.objects.create(
        sozialraum=welt.konz, traeger=welt.traeger["beispieltal"], jahr=2025, rest=Decimal("812.40"),
        entscheidung="uebertrag",
    )  # fmt: skip
    assert haushalt_von(2026, *paar).uebertrag == 0
    abschluss = schliesse(welt, 2025)
    assert haushalt_von(2026, *paar).uebertrag == Decimal("812.40")
    abschluss.geoeffnet_am = datetime(2026, 3, 1, tzinfo=UTC)
    abschluss.save()
    assert haushalt_von(2026, *paar).uebertrag == 0


def test_rueckzahlung_wird_nicht_uebertragen(welt: Welt, paar):
    Traegerabschluss.objects.create(
        sozialraum=welt.konz, traeger=welt.traeger["beispieltal"], jahr=2025, rest=Decimal("812.40"),
        entscheidung="rueckzahlung",
    )  # fmt: skip
    schliesse(welt, 2025)
    assert haushalt_von(2026, *paar).uebertrag == 0


def test_rest_eines_projekts_ist_nur_in_einem_jahr_gebunden(welt: Welt, paar):
    neues_projekt(welt, von=date(2025, 10, 1))
    assert [haushalt_von(jahr, *paar).gebunden for jahr in (2025, 2026)] == [Decimal("3000.00"), 0]
    schliesse(welt, 2025)
    assert [haushalt_von(jahr, *paar).gebunden for jahr in (2025, 2026)] == [0, Decimal("3000.00")]


def test_anderer_traeger_und_anderes_jahr_bleiben_draussen(welt: Welt, paar):
    neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "10.00")
    neue_ausgabe(welt.konz, welt.traeger["musterhof"], "20.00")
    neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "40.00", jahr=2025)
    neue_ausgabe(welt.saarburg, welt.traeger["beispieltal"], "80.00")
    assert haushalt_von(2026, *paar).verausgabt == Decimal("10.00")
    assert summe(haushalte(2026), welt.konz.pk).verausgabt == Decimal("30.00")


def test_viele_kleine_betraege_ergeben_genaue_cents(welt: Welt, paar):
    for _ in range(30):
        neue_ausgabe(welt.konz, welt.traeger["beispieltal"], "0.10")
    assert haushalt_von(2026, *paar).verausgabt == Decimal("3.00")


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_gleich_viele_abfragen(welt: Welt, anzahl: int):
    raeume = list(welt.sozialraeume.values())
    for nummer in range(anzahl):
        raum, traeger = raeume[nummer % 4], welt.traeger["musterhof"]
        neue_fachkraft(welt, f"nr{nummer}", raum.kuerzel, "musterhof", "0.1")
        neue_ausgabe(raum, traeger, "1.00")
        neuer_antrag(welt, sozialraum=raum)
        neues_projekt(welt, sozialraum=raum)
    with CaptureQueriesContext(connection) as abfragen:
        haushalte(2026)
    assert len(abfragen) == 9
