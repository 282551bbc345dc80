"""Scope: who holds which right where, on which day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from konten.rules import RECHTE, Geltungsbereich, Raum, Rolle
from netzwerk.models import Einsatz
from netzwerk.selectors import geltungsbereich
from sozialraum.models import Zustaendigkeit
from tests.welt import Welt

HEUTE = date(2026, 11, 22)


def test_ohne_rolle_ist_alles_verboten():
    leer = Geltungsbereich(1, HEUTE)
    assert not any(leer.darf(recht) for recht in RECHTE)
    assert leer.sozialraeume("partner.bearbeiten") == frozenset()


def test_ein_unbekanntes_recht_ist_ein_fehler():
    with pytest.raises(KeyError):
        Geltungsbereich(1, HEUTE).darf("alles.duerfen")


def test_mehrere_rollen_addieren_sich():
    bereich = Geltungsbereich(1, HEUTE, {Rolle.NETZWERK: Raum(frozenset({1})), Rolle.TEAM: Raum(frozenset({2}))})
    assert bereich.sozialraeume("kontakt.anlegen") == {1, 2}
    assert bereich.sozialraeume("kontakt.bearbeiten") == {1}
    assert bereich.sozialraeume("partner.sehen") is None


def test_netzwerk_folgt_aus_bestaetigtem_einsatz(welt: Welt):
    person = welt.person("netzwerk_konz")
    assert person.bereich.sozialraeume("partner.bearbeiten") == {welt.konz.pk}
    Einsatz.objects.filter(fachkraft__benutzer=person).update(zustand="vorgeschlagen")
    assert geltungsbereich(person, timezone.localdate()).raeume == {}


def test_einsatz_endet_am_letzten_tag_einschliesslich(welt: Welt):
    person = welt.person("netzwerk_konz")
    Einsatz.objects.filter(fachkraft__benutzer=person).update(bis=HEUTE)
    assert geltungsbereich(person, HEUTE).darf("kontakt.anlegen")
    assert not geltungsbereich(person, HEUTE + timedelta(days=1)).darf("kontakt.anlegen")


def test_leitung_reicht_so_weit_wie_ihr_traeger(welt: Welt):
    bereich = welt.person("leitung_fremd").bereich
    assert bereich.sozialraeume("kontakt.sehen") == {welt.konz.pk, welt.saarburg.pk}
    assert bereich.traeger("einsatz.vorschlagen") == {welt.traeger["musterhof"].pk}


def test_vertretung_gilt_nur_im_zeitraum_und_nicht_weiter(welt: Welt):
    konz, saarburg = welt.person("netzwerk_konz"), welt.person("netzwerk_saarburg")
    team = welt.person("team_konz")
    Zustaendigkeit.objects.create(
        benutzer=saarburg, rolle=Rolle.NETZWERK, vertritt=konz, von=HEUTE, bis=HEUTE + timedelta(days=7)
    )
    Zustaendigkeit.objects.create(benutzer=team, rolle=Rolle.NETZWERK, vertritt=saarburg, von=HEUTE)
    in_vertretung = geltungsbereich(saarburg, HEUTE)
    assert in_vertretung.sozialraeume("partner.bearbeiten") == {welt.konz.pk, welt.saarburg.pk}
    assert in_vertretung.vertretene == {konz.pk}
    assert geltungsbereich(saarburg, HEUTE + timedelta(days=8)).sozialraeume("partner.bearbeiten") == {welt.saarburg.pk}
    assert geltungsbereich(team, HEUTE).sozialraeume("partner.bearbeiten") == {welt.saarburg.pk}


@pytest.mark.parametrize("name", ["netzwerk_konz", "leitung_konz", "jugendamt", "ohne_rolle"])
def test_hoechstens_vier_abfragen(welt: Welt, name: str, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        geltungsbereich(welt.person(name), HEUTE)


def test_stillgelegtes_konto_darf_nichts(welt: Welt):
    person = welt.person("jugendamt")
    person.is_active = False
    assert geltungsbereich(person, HEUTE).raeume == {}
