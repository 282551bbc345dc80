"""What the map shows: coverage, split Verbandsgemeinden, partners where they are, and to whom."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from konten.rules import Geltungsbereich, Raum, Rolle
from netzwerk.rules.abdeckung import Lage, Quote
from netzwerk.rules.landkarte import Ansicht, aufzaehlung, deckung, schlimmste, zeichen
from netzwerk.selectors.geojson import gemeinden_geojson, partner_geojson
from netzwerk.selectors.landkarte import Kartenwunsch, landkarte
from partner.models import Wirkungsbereich
from sozialraum.models import Gebietszuordnung
from tests.berichte.kontakte import neuer_kontakt
from tests.welt import ANFANG, Welt, neuer_partner


@pytest.fixture
def heute():
    return timezone.localdate()


@pytest.fixture
def bereich(welt: Welt) -> Geltungsbereich:
    return welt.person("jugendamt").bereich


def karte(bereich, raum=None, **wunsch):
    return landkarte(bereich, Kartenwunsch(timezone.localdate(), **wunsch), raum)


@pytest.mark.parametrize(
    ("zaehler", "nenner", "klasse"),
    [(8, 8, "aktuell"), (7, 8, "faellig"), (4, 8, "faellig"), (3, 8, "fehlt"), (0, 8, "fehlt"), (0, 0, "neutral")],
)
def test_deckung_in_drei_stufen(zaehler, nenner, klasse):
    assert deckung(Quote(zaehler, nenner)).klasse == klasse


def test_jeder_zustand_hat_ein_anderes_zeichen_als_farbe():
    formen = {(zeichen(lage).klasse, zeichen(lage).form) for lage in Lage}
    assert len({form for _, form in formen}) == 3
    assert all(zeichen(lage).symbol and zeichen(lage).wort for lage in Lage)
    assert schlimmste([Lage.AKTUELL, Lage.NIE, None]) == Lage.NIE
    assert schlimmste([]) is None
    assert aufzaehlung([Lage.AKTUELL, Lage.NIE, Lage.AKTUELL]) == "1 nie erreicht, 2 aktuell"
    assert aufzaehlung([None, None]) == "2 Partner"


def test_partner_stehen_an_der_anschrift_sonst_in_der_gemeinde(welt, bereich):
    neuer_partner(welt, "Kita Genau", breite="49.700000", laenge="6.580000", gemeinde=welt.gemeinden["Konz"])
    neuer_partner(welt, "Kita Ungefähr", gemeinde=welt.gemeinden["Tawern"])
    neuer_partner(welt, "Kita Nirgends", gemeinde=None)
    neuer_partner(welt, "Amt in Mainz", breite="50.000000", laenge="8.270000", gemeinde=None)
    bild = karte(bereich, welt.konz)
    orte = {punkt.name: punkt for punkt in bild.punkte}
    assert orte["Kita Genau"].lagehinweis == ""
    assert "Punkt der Gemeinde" in orte["Kita Ungefähr"].lagehinweis
    assert orte["Amt in Mainz"].lagehinweis == "liegt außerhalb dieser Karte"
    assert bild.basis.enthaelt(orte["Amt in Mainz"].x, orte["Amt in Mainz"].y)
    assert [punkt.name for punkt in bild.ohne_ort] == ["Kita Nirgends"]


def test_gleicher_ort_wird_ein_buendel_mit_allen_namen(welt, bereich, heute):
    partner = [neuer_partner(welt, f"Kita {nummer}", gemeinde=welt.gemeinden["Konz"]) for nummer in range(5)]
    neuer_kontakt(partner[:2], welt.konz, heute - timedelta(days=3), welt.personen["netzwerk_konz"])
    (buendel,) = karte(bereich, welt.konz).buendel
    assert sorted(punkt.name for punkt in buendel.partner) == [f"Kita {nummer}" for nummer in range(5)]
    assert buendel.text == "5 Partner um Konz: 3 nie erreicht, 2 aktuell"
    assert buendel.lage == Lage.NIE
    assert not buendel.genau


def test_achthundert_partner_bleiben_lesbar(welt, bereich, django_assert_num_queries):
    """Constant queries, signs that do not touch, nobody lost."""
    for nummer in range(3):
        neuer_partner(welt, f"Kita {nummer}", breite="49.7", laenge="6.6")
    karte(bereich, welt.konz)
    with django_assert_num_queries(11):
        karte(bereich, welt.konz)
    for nummer in range(797):
        breite, laenge = 49.60 + nummer % 29 * 0.004, 6.40 + nummer % 31 * 0.008
        neuer_partner(welt, f"Verein {nummer}", "verein", breite=f"{breite:.6f}", laenge=f"{laenge:.6f}")
    with django_assert_num_queries(11):
        bild = karte(bereich, welt.konz)
    assert len(bild.punkte) == 800
    assert sum(len(buendel.partner) for buendel in bild.buendel) == 800
    assert len(bild.buendel) <= 250


def test_filter_nach_kategorie_und_zustand(welt, bereich, heute):
    kita = neuer_partner(welt, "Kita A", gemeinde=welt.gemeinden["Konz"])
    neuer_partner(welt, "Verein B", "verein", gemeinde=welt.gemeinden["Konz"])
    neuer_kontakt([kita], welt.konz, heute, welt.personen["netzwerk_konz"])
    assert [punkt.name for punkt in karte(bereich, kategorie="verein").punkte] == ["Verein B"]
    assert [punkt.name for punkt in karte(bereich, zustand="aktuell").punkte] == ["Kita A"]
    assert karte(bereich, kategorie="gibt-es-nicht").punkte == ()


def test_wer_in_zwei_sozialraeumen_wirkt_steht_einmal_da(welt, bereich, heute):
    partner = neuer_partner(welt, "Beratung", gemeinde=welt.gemeinden["Konz"])
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.saarburg, von=ANFANG)
    neuer_kontakt([partner], welt.konz, heute, welt.personen["netzwerk_konz"])
    (punkt,) = karte(bereich).punkte
    assert punkt.lage == Lage.NIE  # in Saarburg
    assert karte(bereich, welt.konz).punkte[0].lage == Lage.AKTUELL


def test_geteilte_verbandsgemeinde_steht_im_satz(welt, bereich):
    """Tawern goes to Saarburg: the Verbandsgemeinde Konz is split, on both maps and not on a third."""
    Gebietszuordnung.objects.filter(gemeinde=welt.gemeinden["Tawern"]).update(sozialraum=welt.saarburg)
    satz = "Verbandsgemeinde Konz: 1 Gemeinde zu Konz, 1 Gemeinde zu Saarburg"
    assert satz in [vg.text for vg in karte(bereich).geteilte]
    assert satz in [vg.text for vg in karte(bereich, welt.saarburg).geteilte]
    assert satz not in [vg.text for vg in karte(bereich, welt.sozialraeume["hermeskeil"]).geteilte]
    assert satz in karte(bereich).beschreibung


def test_zeilen_zaehlen_jeden_partner_einmal(welt, bereich):
    neuer_partner(welt, "Kita A", gemeinde=welt.gemeinden["Konz"])
    neuer_partner(welt, "Kita B", gemeinde=welt.gemeinden["Saarburg"])
    neuer_partner(welt, "Amt", gemeinde=None)
    zeilen = {zeile.name: zeile for zeile in karte(bereich).zeilen}
    assert (zeilen["Konz"].sozialraum, zeilen["Konz"].gesamt) == ("Konz", 1)
    assert zeilen["Tawern"].gesamt == 0
    assert zeilen["außerhalb des Landkreises oder ohne Gemeinde"].gesamt == 1
    eigene = {zeile.name: zeile.gesamt for zeile in karte(bereich, welt.konz).zeilen}
    assert eigene == {
        "Konz": 1,
        "Tawern": 0,
        "andere Gemeinden des Landkreises": 1,
        "außerhalb des Landkreises oder ohne Gemeinde": 1,
    }


def test_ohne_recht_keine_partner_und_keine_zustaende(welt):
    neuer_partner(welt, "Kita A", gemeinde=welt.gemeinden["Konz"])
    bereich = Geltungsbereich(None, timezone.localdate(), {Rolle.DATENSCHUTZ: Raum()})
    bild = karte(bereich)
    assert (bild.punkte, bild.ohne_ort, bild.kategorien) == ((), (), ())
    assert bild.ansicht == Ansicht.SOZIALRAEUME
    assert all(flaeche.quote is None for flaeche in bild.flaechen)
    assert all(zeile.gesamt == 0 for zeile in bild.zeilen)


def test_geojson_haelt_den_standard(welt, bereich):
    """RFC 7946: longitude first, closed rings, outer ones counterclockwise, null where no place is known."""
    neuer_partner(welt, "Kita A", breite="49.700000", laenge="6.580000", gemeinde=welt.gemeinden["Konz"])
    neuer_partner(welt, "Kita B", gemeinde=None)
    gemeinden = gemeinden_geojson(karte(bereich))
    assert gemeinden["type"] == "FeatureCollection"
    konz = next(merkmal for merkmal in gemeinden["features"] if merkmal["id"] == "07235068")
    assert konz["properties"]["sozialraum_kuerzel"] == "konz"
    for merkmal in gemeinden["features"]:
        geometrie = merkmal["geometry"]
        teile = geometrie["coordinates"] if geometrie["type"] == "MultiPolygon" else [geometrie["coordinates"]]
        for aussen, *_ in teile:
            assert aussen[0] == aussen[-1]
            assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(aussen)) > 0
            assert all(5.9 < laenge < 7.3 and 49.3 < breite < 50.1 for laenge, breite in aussen)
    partner = {m["properties"]["name"]: m for m in partner_geojson(karte(bereich))["features"]}
    assert partner["Kita A"]["geometry"] == {"type": "Point", "coordinates": [6.58, 49.7]}
    assert partner["Kita A"]["properties"]["lage"] == "Anschrift"
    assert partner["Kita A"]["properties"]["kontakt"] == {"Konz": "nie erreicht"}
    assert partner["Kita B"]["geometry"] is None
