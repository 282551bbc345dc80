"""Contact statistics: what counts, how often, and what is counted apart."""

from datetime import date

import pytest

from netzwerk.rules import Bezug, Ergebnis, Kontaktart
from netzwerk.selectors.abdeckung import abdeckung
from netzwerk.selectors.statistik import Bezugszahlen, Kontaktstatistik, aktive_partner, kontaktstatistik
from partner.models import Kategoriezuordnung
from tests.berichte.kontakte import neuer_kontakt
from tests.welt import neuer_partner

VON, BIS = date(2026, 1, 1), date(2026, 6, 30)
VORJAHR = (date(2025, 1, 1), date(2025, 6, 30))


@pytest.fixture
def kita(welt):
    return neuer_partner(welt)


@pytest.fixture
def schule(welt):
    return neuer_partner(welt, "Grundschule Musterau", "schule")


@pytest.fixture
def fachkraft(welt):
    return welt.personen["netzwerk_konz"]


def statistik(welt) -> Kontaktstatistik:
    return kontaktstatistik(welt.konz, VON, BIS, VORJAHR)


def test_bezug_hat_drei_spalten(welt, kita, fachkraft):
    neuer_kontakt([kita], welt.konz, date(2026, 1, 1), fachkraft)
    neuer_kontakt([kita], welt.konz, date(2026, 1, 31), fachkraft, bezug=Bezug.FALLBEZOGEN)
    neuer_kontakt([kita], welt.konz, date(2026, 6, 30), fachkraft, bezug=Bezug.BEIDES, art=Kontaktart.BESUCH)
    zahlen = statistik(welt)
    assert zahlen.gesamt == Bezugszahlen(1, 1, 1)
    assert zahlen.je_monat == {date(2026, 1, 1): Bezugszahlen(1, 1, 0), date(2026, 6, 1): Bezugszahlen(0, 0, 1)}
    assert zahlen.je_art == {"telefonat": Bezugszahlen(1, 1, 0), "besuch": Bezugszahlen(0, 0, 1)}


def test_mehrere_partner_zaehlen_je_kategorie_und_in_der_summe_einmal(welt, kita, schule, fachkraft):
    zweite_kita = neuer_partner(welt, "Kita Musterbach")
    neuer_kontakt([kita, zweite_kita, schule], welt.konz, date(2026, 3, 3), fachkraft)
    zahlen = statistik(welt)
    assert zahlen.gesamt.summe == 1
    assert {pk: zahl.summe for pk, zahl in zahlen.je_kategorie.items()} == {
        welt.kategorien["kita"].pk: 1,
        welt.kategorien["schule"].pk: 1,
    }


def test_es_gilt_die_kategorie_am_tag_des_kontakts(welt, kita, fachkraft):
    neuer_kontakt([kita], welt.konz, date(2026, 3, 3), fachkraft)
    Kategoriezuordnung.objects.filter(partner=kita).update(bis=date(2026, 3, 3))
    Kategoriezuordnung.objects.create(partner=kita, kategorie=welt.kategorien["verein"], von=date(2026, 3, 4))
    assert list(statistik(welt).je_kategorie) == [welt.kategorien["kita"].pk]


def test_andere_sozialraeume_und_tage_ausserhalb_zaehlen_nicht(welt, kita, fachkraft):
    neuer_kontakt([kita], welt.saarburg, date(2026, 3, 3), fachkraft)
    neuer_kontakt([kita], welt.konz, date(2025, 12, 31), fachkraft)
    neuer_kontakt([kita], welt.konz, date(2026, 7, 1), fachkraft)
    assert statistik(welt).gesamt == Bezugszahlen()


def test_vergleich_zaehlt_dieselben_tage_im_vorjahr(welt, kita, fachkraft):
    neuer_kontakt([kita], welt.konz, date(2025, 1, 1), fachkraft)
    neuer_kontakt([kita], welt.konz, date(2025, 6, 30), fachkraft)
    neuer_kontakt([kita], welt.konz, date(2025, 7, 1), fachkraft)
    neuer_kontakt([kita], welt.konz, date(2025, 2, 1), fachkraft, zaehlt=False)
    assert statistik(welt).vergleich == 2


def test_nachtraeglich_erfasste_werden_genannt(welt, kita, schule, fachkraft):
    neuer_kontakt([kita, schule], welt.konz, date(2026, 6, 1), fachkraft, erfasst_am=date(2026, 7, 1))
    neuer_kontakt([kita], welt.konz, date(2026, 6, 1), fachkraft, erfasst_am=BIS)
    assert statistik(welt).nachtraeglich == 1


def test_was_andere_erfassen_steht_gesondert(welt, kita):
    for name, anzahl in [("leitstelle", 2), ("leitung_konz", 1), ("team_konz", 3)]:
        for _ in range(anzahl):
            neuer_kontakt([kita], welt.konz, date(2026, 3, 3), welt.personen[name], zaehlt=False)
    zahlen = statistik(welt)
    assert zahlen.gesamt.summe == 0
    assert dict(zahlen.von_anderen) == {
        "Leitungsfachkraft des Trägers": 1,
        "Leitstelle Familie": 2,
        "Sozialraumteam": 3,
    }
    assert zahlen.summe_anderer == 6


def test_versuche_und_veranstaltungen_stehen_gesondert(welt, kita, fachkraft):
    tag = date(2026, 3, 3)
    neuer_kontakt([kita], welt.konz, tag, fachkraft, ergebnis=Ergebnis.NICHT_ERREICHT, zaehlt=False)
    neuer_kontakt([kita], welt.konz, tag, fachkraft, art=Kontaktart.VERANSTALTUNG, zaehlt=False)
    neuer_kontakt([kita], welt.konz, tag, welt.personen["netzwerk_saarburg"], zaehlt=False)
    zahlen = statistik(welt)
    assert (zahlen.versuche, zahlen.kein_austausch, zahlen.ohne_zustaendigkeit) == (1, 1, 1)
    assert (zahlen.gesamt.summe, zahlen.summe_anderer) == (0, 0)


def test_ein_erreichter_partner_genuegt_damit_ein_kontakt_zaehlt(welt, kita, schule, fachkraft):
    kontakt = neuer_kontakt([kita, schule], welt.konz, date(2026, 3, 3), fachkraft)
    kontakt.beteiligungen.filter(partner=schule).update(ergebnis=Ergebnis.NICHT_ERREICHT, zaehlt=False)
    zahlen = statistik(welt)
    assert (zahlen.gesamt.summe, zahlen.versuche) == (1, 0)
    assert list(zahlen.je_kategorie) == [welt.kategorien["kita"].pk]


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_vier_abfragen_gleich_wie_viele_kontakte(welt, kita, fachkraft, django_assert_num_queries, anzahl):
    for nummer in range(1, anzahl + 1):
        neuer_kontakt([kita], welt.konz, date(2026, 3, nummer), fachkraft)
        neuer_kontakt([kita], welt.konz, date(2026, 3, nummer), welt.personen["leitstelle"], zaehlt=False)
    with django_assert_num_queries(4):
        assert statistik(welt).gesamt.summe == anzahl


def test_aktive_partner_sind_dieselben_wie_in_der_abdeckung(welt, kita, schule, django_assert_num_queries):
    neuer_partner(welt, "Ruhender Verein", "verein", zustand="ruhend")
    neuer_partner(welt, "Künftige Kita", von=date(2026, 7, 1))
    Kategoriezuordnung.objects.create(partner=kita, kategorie=welt.kategorien["verein"], von=VON)
    ids = [raum.pk for raum in welt.sozialraeume.values()]
    with django_assert_num_queries(1):
        anzahl = aktive_partner(BIS, ids)
    assert anzahl[welt.konz.pk] == 2
    assert anzahl == {zeile.sozialraum.pk: len(zeile.lagen) for zeile in abdeckung(BIS, ids).zeilen}
