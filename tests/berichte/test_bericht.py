"""The Netzwerkbericht as a page: right, scope, period, figures."""

from datetime import date

import pytest
from django.utils import timezone

from berichte.reports.sozialraum import sozialraumbericht
from berichte.rules import Berichtszeitraum
from netzwerk.models import Einsatz
from netzwerk.rules import Bezug
from partner.models import Kategorieausnahme
from tests.berichte.kontakte import neuer_kontakt
from tests.welt import ANFANG, neuer_partner

SEITE = "/sozialraeume/konz/bericht/"
HALBJAHR = "?von=2026-01-01&bis=2026-06-30"
ZEITRAUM = Berichtszeitraum(date(2026, 1, 1), date(2026, 6, 30))
HEUTE = date(2026, 11, 22)


def text(antwort) -> str:
    return " ".join(antwort.content.decode().split())


@pytest.fixture
def netz(welt):
    """Konz: one Kita with contact, one school never reached, one club overdue."""
    fachkraft = welt.personen["netzwerk_konz"]
    kita = neuer_partner(welt)
    neuer_partner(welt, "Grundschule Musterau", "schule")
    verein = neuer_partner(welt, "Sportverein Probeberg", "verein")
    neuer_kontakt([kita], welt.konz, date(2026, 5, 5), fachkraft)
    neuer_kontakt([kita, verein], welt.konz, date(2024, 5, 5), fachkraft, bezug=Bezug.BEIDES)
    neuer_kontakt([kita], welt.konz, date(2025, 2, 2), fachkraft)
    neuer_kontakt([kita], welt.konz, date(2026, 5, 6), welt.personen["leitstelle"], zaehlt=False)
    return welt


@pytest.mark.parametrize(
    ("name", "konz", "saarburg"),
    [
        ("netzwerk_konz", 200, 404),
        ("netzwerk_saarburg", 404, 200),
        ("leitung_konz", 200, 404),
        ("leitung_fremd", 200, 200),
        ("jugendamt", 200, 200),
        ("leitstelle", 200, 200),
        ("team_konz", 403, 403),
        ("datenschutz", 403, 403),
        ("admin", 403, 403),
        ("ohne_rolle", 403, 403),
    ],
)
def test_wer_den_bericht_sieht(als, name, konz, saarburg):
    client = als(name)
    assert client.get(SEITE).status_code == konz
    assert client.get("/sozialraeume/saarburg/bericht/").status_code == saarburg


@pytest.mark.parametrize(("name", "antwort"), [("netzwerk_saarburg", 404), ("team_konz", 403), ("admin", 403)])
def test_das_pdf_ist_ebenso_geschuetzt(als, name, antwort):
    assert als(name).get("/sozialraeume/konz/bericht.pdf").status_code == antwort


def test_kennzahlen_mit_vorjahr(netz):
    bericht = sozialraumbericht(netz.konz, ZEITRAUM, HEUTE)
    assert [(zahl.wert, zahl.vergleich) for zahl in bericht.kennzahlen] == [
        ("33 %", "Vorjahr 33 %"),  # Kita kept; school never reached; no police
        ("1", "Vorjahr 1"),
        ("1 / 3", "Vorjahr 2 / 3"),  # the club was fällig a year earlier
        ("0,30", "Vorjahr 0,30"),
    ]
    assert bericht.kennzahlen[3].text == "VZÄ, Mindestumfang 0,25 an allen Tagen erreicht"


def test_tabellen_nennen_kategorie_bezug_und_andere(netz):
    bericht = sozialraumbericht(netz.konz, ZEITRAUM, HEUTE)
    assert [(z.kategorie.kuerzel, z.zelle.gesamt, z.zelle.aktuell, z.kontakte.summe) for z in bericht.kategorien] == [
        ("kita", 1, 1, 1),
        ("schule", 1, 0, 0),
        ("verein", 1, 0, 0),
        ("polizei", 0, 0, 0),
    ]
    assert bericht.ungezaehlte == [("von anderen erfasst: Leitstelle Familie", 1)]
    assert [zeile.zahlen.summe for zeile in bericht.verlauf] == [0, 0, 0, 0, 1, 0]


def test_offene_partner_stehen_nach_dringlichkeit(netz):
    bericht = sozialraumbericht(netz.konz, ZEITRAUM, HEUTE)
    assert [(offen.partner.name, offen.kategorien, offen.lage.text) for offen in bericht.offene] == [
        ("Grundschule Musterau", "Schule und Schulsozialarbeit", "noch nie erreicht"),
        ("Sportverein Probeberg", "Vereine und Ehrenamt", "überfällig seit 421 Tagen"),
    ]


def test_luecken_des_zeitraums_werden_gezaehlt(netz):
    Einsatz.objects.filter(sozialraum=netz.konz).update(bis=date(2026, 6, 28))
    bericht = sozialraumbericht(netz.konz, ZEITRAUM, HEUTE)
    assert bericht.kennzahlen[3].text == "VZÄ, Mindestumfang 0,25 an 2 Tagen unterschritten"
    assert bericht.kennzahlen[3].wert == "0,00"


def test_ausnahmen_stehen_mit_begruendung_im_bericht(netz, als):
    Kategorieausnahme.objects.create(
        sozialraum=netz.konz,
        kategorie=netz.kategorien["polizei"],
        begruendung="Die Wache liegt in Saarburg.",
        von=ANFANG,
        bis=date(2026, 12, 31),
    )
    antwort = als("netzwerk_konz").get(SEITE + HALBJAHR)
    assert antwort.context["bericht"].kennzahlen[0].wert == "50 %"
    assert "Die Wache liegt in Saarburg." in text(antwort)
    assert "31.12.2026" in text(antwort)


def test_ohne_ausnahmen_gibt_es_keinen_leeren_abschnitt(netz, als):
    assert "<h2>Ausnahmen</h2>" not in text(als("netzwerk_konz").get(SEITE))


def test_leerer_sozialraum_hat_einen_bericht_ohne_platzhalter(als):
    seite = text(als("jugendamt").get("/sozialraeume/hermeskeil/bericht/"))
    assert "In diesem Zeitraum gibt es keinen Kontakt, der zählt." in seite
    assert "noch kein bestätigter Einsatz" in seite


def test_nachtraeglich_erfasste_kontakte_werden_genannt(netz, als):
    partner = neuer_partner(netz, "Kita Spätau")
    person = netz.personen["netzwerk_konz"]
    neuer_kontakt([partner], netz.konz, date(2026, 6, 1), person, erfasst_am=date(2026, 7, 2))
    assert "1 Kontakt wurde erst nach dem 30.06.2026 erfasst." in text(als("netzwerk_konz").get(SEITE + HALBJAHR))


def test_ohne_angabe_zeigt_die_seite_das_laufende_jahr(als):
    heute = timezone.localdate()
    zeitraum = als("jugendamt").get(SEITE).context["bericht"].zeitraum
    assert zeitraum == Berichtszeitraum(date(heute.year, 1, 1), heute)


@pytest.mark.parametrize(
    ("anhang", "satz"),
    [
        ("?von=2026-06-30&bis=2026-01-01", "Der Beginn (30.06.2026) liegt nach dem Ende (01.01.2026)."),
        ("?von=quatsch", "„quatsch“ ist kein gültiger Tag. Bitte geben Sie ihn als TT.MM.JJJJ ein."),
        ("?von=2010-01-01&bis=2026-01-01", "Der Zeitraum ist länger als 10 Jahre."),
        ("?bis=2999-01-01", "liegt in der Zukunft"),
        ("?von=%00&bis=%3Cscript%3E", "„&lt;script&gt;“ ist kein gültiger Tag."),
    ],
)
def test_unbrauchbarer_zeitraum_wird_erklaert(als, anhang, satz):
    antwort = als("jugendamt").get(SEITE + anhang)
    heute = timezone.localdate()
    assert antwort.status_code == 200
    assert satz in text(antwort)
    assert "Gezeigt wird das laufende Jahr" in text(antwort)
    assert antwort.context["bericht"].zeitraum.von == date(heute.year, 1, 1)


def test_deutsches_datum_in_der_adresse_gilt_auch(als):
    zeitraum = als("jugendamt").get(SEITE + "?von=01.02.2026&bis=03.02.2026").context["bericht"].zeitraum
    assert zeitraum == Berichtszeitraum(date(2026, 2, 1), date(2026, 2, 3))


def test_seite_fuehrt_zu_partnern_kontakten_und_pdf(netz, als):
    seite = text(als("netzwerk_konz").get(SEITE + HALBJAHR))
    assert "/sozialraeume/konz/bericht.pdf?von=2026-01-01&amp;bis=2026-06-30" in seite
    assert "/partner/?sozialraum=konz&amp;kategorie=kita&amp;stichtag=2026-06-30" in seite
    assert (
        "/kontakte/?zaehlende=on&amp;sozialraum=konz&amp;kategorie=kita&amp;von=2026-01-01&amp;bis=2026-06-30" in seite
    )


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_bericht_braucht_immer_gleich_viele_abfragen(welt, django_assert_num_queries, anzahl):
    for nummer in range(anzahl):
        partner = neuer_partner(welt, f"Kita {nummer}")
        neuer_partner(welt, f"Schule {nummer}", "schule")
        person = welt.personen["netzwerk_konz"]
        neuer_kontakt([partner], welt.konz, date(2026, 3, 1 + nummer), person)
        neuer_kontakt([partner], welt.konz, date(2026, 3, 1 + nummer), welt.personen["leitstelle"], zaehlt=False)
    with django_assert_num_queries(26):
        bericht = sozialraumbericht(welt.konz, ZEITRAUM, HEUTE)
    assert len(bericht.offene) == anzahl
