"""Hours against the Stellenanteil: arithmetic, what is counted, and who sees whose."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from konten.models import Parameter
from konten.rules import Rolle
from netzwerk.models import Kontakt, Unterbrechung
from netzwerk.rules.stellenanteil import Anteil
from netzwerk.rules.stunden import Quartal, Stunden, Vollzeit, erwartete_stunden, geschlossene_quartale, rechenweg
from netzwerk.selectors.stunden import stunden_der_personen, stunden_der_raeume
from sozialraum.models import Zustaendigkeit
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import ANFANG, neue_fachkraft, neuer_partner

VON, BIS = date(2026, 1, 1), date(2026, 12, 31)


def anteil(vzae: str, von: date = ANFANG, bis: date | None = None) -> Anteil:
    return Anteil(von, bis, Decimal(vzae), "")


@pytest.mark.parametrize(
    ("anteile", "von", "bis", "stunden"),
    [
        ([anteil("0.30")], VON, BIS, "474.0"),
        ([anteil("0.25")], date(2026, 4, 1), BIS, "297.6"),  # 275 of 365 days
        ([anteil("0.25", date(2026, 4, 1))], VON, BIS, "297.6"),
        ([anteil("0.25", ANFANG, date(2026, 3, 31)), anteil("0.50", date(2026, 4, 1))], VON, BIS, "692.6"),
        ([anteil("1.00")], date(2024, 2, 29), date(2024, 2, 29), "4.3"),  # 1580 / 366
        ([anteil("1.00")], date(2025, 12, 31), date(2026, 1, 1), "8.7"),
        ([], VON, BIS, "0.0"),
        ([anteil("0.5", date(2027, 1, 1))], VON, BIS, "0.0"),
    ],
)
def test_erwartete_stunden(anteile, von, bis, stunden):
    assert erwartete_stunden(anteile, von, bis, 1580) == Decimal(stunden)


def test_unterbrochene_tage_erwarten_keine_stunden():
    pausen = ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 12, 1), None))
    geteilt = Anteil(ANFANG, None, Decimal("0.30"), "Konz", pausen)
    # 365 − 91 − 31 = 243 days
    assert erwartete_stunden([geteilt], VON, BIS, 1580) == Decimal("315.6")
    satz = rechenweg([geteilt], VON, BIS, Vollzeit(Decimal(39), 1580), Decimal("315.6"))[0]
    assert satz.startswith("Konz, 01.01.2026 bis 31.12.2026 (243 Tage ohne Unterbrechungen): 0,30 VZÄ")


def test_erfasste_stunden_und_anteil_runden_einmal():
    stunden = Stunden(Decimal("474.0"), Fraction(20, 3) * 60, 3, 2)
    assert stunden.erfasst == Decimal("6.7")


def test_nur_geschlossene_quartale():
    heute = date(2026, 11, 22)
    assert [q.name for q in geschlossene_quartale(date(2026, 2, 15), heute, heute)] == [
        "1. Quartal 2026",
        "2. Quartal 2026",
        "3. Quartal 2026",
    ]
    assert geschlossene_quartale(date(2026, 10, 1), heute, heute) == []
    assert (Quartal(2026, 4).von, Quartal(2026, 4).bis) == (date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def konz(welt):
    return welt.personen["netzwerk_konz"]


@pytest.fixture
def partner(welt):
    return neuer_partner(welt)


def mit_dauer(person, partner, raum, am, minuten, **felder):
    kontakt = neuer_kontakt(person, partner, raum, am, **felder)
    Kontakt.objects.filter(pk=kontakt.pk).update(dauer_minuten=minuten)


def personen(welt, name, raeume=None):
    bereich = welt.person(name).bereich
    return {str(p.fachkraft.benutzer): p.stunden for p in stunden_der_personen(bereich, VON, BIS, raeume)}


def test_eigene_stunden_mit_versuchen_und_ohne_dauer(welt, konz, partner):
    mit_dauer(konz, partner, welt.konz, date(2026, 2, 1), 45)
    mit_dauer(konz, partner, welt.konz, date(2026, 3, 1), 30, ergebnis="nicht_erreicht")
    mit_dauer(konz, partner, welt.konz, date(2026, 3, 2), None)
    mit_dauer(konz, partner, welt.konz, date(2025, 12, 31), 600)
    mit_dauer(welt.personen["leitstelle"], partner, welt.konz, date(2026, 3, 3), 600)
    (stunden,) = personen(welt, "netzwerk_konz").values()
    assert (stunden.erwartet, stunden.erfasst) == (Decimal("474.0"), Decimal("1.3"))
    assert (stunden.mit_dauer, stunden.ohne_dauer) == (2, 1)
    assert any("0,30 VZÄ, das sind 11,7 von 39 Stunden je Woche" in zeile for zeile in stunden.rechnung)


def test_parameter_gelten(welt, konz):
    Parameter.objects.create(schluessel="nettostunden_jahr", wert="1600", von=ANFANG)
    (stunden,) = personen(welt, "netzwerk_konz").values()
    assert stunden.erwartet == Decimal("480.0")


def test_wer_wessen_stunden_sieht(welt, konz):
    kollegin = neue_fachkraft(welt, "zweite", "konz", "beispieltal")
    fremde = welt.personen["netzwerk_saarburg"]
    gesehen = {
        name: {p.fachkraft.benutzer for p in stunden_der_personen(welt.person(name).bereich, VON, BIS)}
        for name in ("netzwerk_konz", "leitung_konz", "leitung_fremd", "jugendamt", "leitstelle", "team_konz")
    }
    assert gesehen == {
        "netzwerk_konz": {konz},
        "leitung_konz": {konz, kollegin},
        "leitung_fremd": {fremde},
        "jugendamt": set(),
        "leitstelle": set(),
        "team_konz": set(),
    }


def test_vertretung_sieht_nicht_die_stunden_der_vertretenen(welt, konz):
    saarburg = welt.personen["netzwerk_saarburg"]
    Zustaendigkeit.objects.create(benutzer=saarburg, rolle=Rolle.NETZWERK, vertritt=konz, von=ANFANG)
    bereich = welt.person("netzwerk_saarburg").bereich
    assert {p.fachkraft.benutzer for p in stunden_der_personen(bereich, VON, BIS)} == {saarburg}


def test_unterbrechung_zaehlt_bei_person_und_raum(welt, konz):
    einsatz = konz.netzwerkfachkraft.einsaetze.get()
    Unterbrechung.objects.create(einsatz=einsatz, von=date(2026, 4, 1), bis=date(2026, 6, 30))
    assert personen(welt, "netzwerk_konz")[str(konz)].erwartet == Decimal("355.8")  # 474.0 × 274 ÷ 365
    zeilen = stunden_der_raeume({welt.konz.pk: "Konz"}, [Quartal(2026, 1), Quartal(2026, 2)])
    assert [zeile.stunden.erwartet for zeile in zeilen] == [Decimal("116.9"), Decimal("0.0")]


def test_mehrere_sozialraeume_werden_geteilt(welt, konz, partner):
    anderer = neuer_partner(welt, "Kita Saarbach", sozialraum="saarburg")
    mit_dauer(konz, partner, welt.konz, date(2026, 2, 1), 60)
    gemeinsam = Kontakt.objects.create(
        art="treffen", am=date(2026, 2, 2), bezug="beides", erfasst_von=konz, dauer_minuten=60
    )
    for einer, raum in ((partner, welt.konz), (anderer, welt.saarburg)):
        gemeinsam.beteiligungen.create(partner=einer, sozialraum=raum, am=gemeinsam.am)
    mit_dauer(welt.personen["leitstelle"], partner, welt.konz, date(2026, 2, 3), 600)
    namen = {welt.konz.pk: "Konz", welt.saarburg.pk: "Saarburg"}
    zeilen = stunden_der_raeume(namen, [Quartal(2026, 1), Quartal(2026, 2)])
    assert [(z.sozialraum, z.quartal.nummer, z.stunden.erfasst) for z in zeilen] == [
        ("Konz", 1, Decimal("1.5")),
        ("Saarburg", 1, Decimal("0.5")),
        ("Konz", 2, Decimal("0.0")),
        ("Saarburg", 2, Decimal("0.0")),
    ]
    assert zeilen[0].stunden.erwartet == Decimal("116.9")  # 0.30 × 1580 × 90 ÷ 365
