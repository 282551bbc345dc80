"""Scope decided on values already read agrees with the QuerySets, for every role, author and Sozialraum."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from konten.rules import Rolle
from netzwerk.models import Kontakt, Kontaktbeteiligung, Kontaktblick
from netzwerk.rules import Bezug
from partner.models import Netzwerkpartner, Wirkungsbereich
from partner.rules import Partnerstatus
from sozialraum.models import Zustaendigkeit
from tests.welt import Welt, neuer_partner

PERSONEN = (
    *("netzwerk_konz", "netzwerk_saarburg", "leitung_konz", "leitung_fremd"),
    *("jugendamt", "leitstelle", "team_konz", "datenschutz", "admin", "ohne_rolle"),
)


@pytest.fixture
def kontakte(welt: Welt) -> dict[int, set[int]]:
    """Every author with every Bezug in Konz, in Saarburg and in both, by id with the Sozialräume."""
    Zustaendigkeit.objects.create(
        benutzer=welt.person("netzwerk_saarburg"),
        rolle=Rolle.NETZWERK,
        vertritt=welt.person("netzwerk_konz"),
        von=timezone.localdate() - timedelta(days=1),
    )
    partner = neuer_partner(welt)
    ergebnis = {}
    orte = [(welt.konz,), (welt.saarburg,), (welt.konz, welt.saarburg)]
    autoren = [None, *(welt.person(name) for name in ("netzwerk_konz", "leitung_fremd", "team_konz"))]
    for bezug, raeume, autor in itertools.product(Bezug.values, orte, autoren):
        am = timezone.localdate()
        neu = Kontakt.objects.create(art="telefonat", bezug=bezug, am=am, erfasst_von=autor)
        for raum in raeume:
            Kontaktbeteiligung.objects.create(kontakt=neu, partner=partner, sozialraum=raum, am=am)
        ergebnis[neu.pk] = {raum.pk for raum in raeume}
    return ergebnis


@pytest.mark.parametrize("name", PERSONEN)
def test_blick_auf_kontakte_gleicht_den_abfragen(welt, kontakte, name):
    bereich = welt.person(name).bereich
    blick = Kontaktblick.fuer(bereich)
    alle = Kontakt.objects.values_list("pk", "erfasst_von_id", "bezug")
    assert {pk for pk, autor, _ in alle if blick.ist_sichtbar(autor, kontakte[pk])} == set(
        Kontakt.objects.sichtbar_fuer(bereich).values_list("pk", flat=True)
    )
    assert {pk for pk, autor, bezug in alle if blick.ist_mit_text(autor, bezug, kontakte[pk])} == set(
        Kontakt.objects.mit_text_fuer(bereich).values_list("pk", flat=True)
    )


def test_die_faelle_unterscheiden_sich(welt, kontakte):
    """Otherwise the comparison above would hold for a rule that lets everything through."""
    menge = Kontakt.objects.mit_text_fuer(welt.person("leitung_konz").bereich)
    assert 0 < menge.count() < Kontakt.objects.sichtbar_fuer(welt.person("leitung_konz").bereich).count()
    assert Kontakt.objects.sichtbar_fuer(welt.person("team_konz").bereich).count() < len(kontakte)


@pytest.mark.parametrize("name", PERSONEN)
def test_blick_auf_partner_gleicht_den_abfragen(welt, name):
    bereich = welt.person(name).bereich
    raeume = {}
    for zustand, orte in itertools.product(Partnerstatus.values, [(), ("konz",), ("saarburg",), ("konz", "saarburg")]):
        partner = neuer_partner(welt, f"{zustand} {orte}", sozialraum=None, zustand=zustand)
        for ort in orte:
            Wirkungsbereich.objects.create(
                partner=partner, sozialraum=welt.sozialraeume[ort], von=timezone.localdate() - timedelta(days=9)
            )
        raeume[partner.pk] = {welt.sozialraeume[ort].pk for ort in orte}, zustand
    assert {pk for pk, (orte, _) in raeume.items() if Netzwerkpartner.ist_bearbeitbar(bereich, orte)} == set(
        Netzwerkpartner.objects.bearbeitbar_fuer(bereich).values_list("pk", flat=True)
    )
    assert {pk for pk, (orte, was) in raeume.items() if Netzwerkpartner.ist_waehlbar(bereich, orte, was)} == set(
        Netzwerkpartner.objects.waehlbar_fuer(bereich).values_list("pk", flat=True)
    )
