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


@pytest.mark.parametrize(
    ("name", "anzahl"), [("netzwerk_konz", 1), ("leitung_konz", 2), ("jugendamt", 1), ("ohne_rolle", 1)]
)
def test_eine_abfrage_und_eine_fuer_die_leitung(welt: Welt, name: str, anzahl: int, django_assert_num_queries):
    person = welt.person(name)
    with django_assert_num_queries(anzahl):
        geltungsbereich(person, HEUTE)


@pytest.mark.parametrize("tag", [date(2019, 12, 31), date(2020, 1, 1), HEUTE])
def test_rohe_abfrage_gleicht_den_modellen(welt: Welt, tag: date):
    Zustaendigkeit.objects.filter(benutzer=welt.personen["team_konz"]).update(bis=date(2026, 11, 21))
    for person in welt.personen.values():
        eigene = Zustaendigkeit.objects.aktiv(tag).filter(benutzer=person)
        einsaetze = Einsatz.objects.bestaetigt().aktiv(tag).filter(fachkraft__benutzer=person)
        erwartet = {*eigene.values_list("rolle", flat=True), *(["netzwerk"] if einsaetze.exists() else [])}
        bereich = geltungsbereich(person, tag)
        assert set(bereich.raeume) == erwartet
        if einsaetze.exists():
            raum = bereich.raeume[Rolle.NETZWERK]
            assert raum.sozialraeume == set(einsaetze.values_list("sozialraum_id", flat=True))
            assert raum.traeger == set(einsaetze.values_list("traeger_id", flat=True))


def test_vertretung_einer_stillgelegten_person_gibt_nichts(welt: Welt):
    konz, saarburg = welt.personen["netzwerk_konz"], welt.person("netzwerk_saarburg")
    Zustaendigkeit.objects.create(benutzer=saarburg, rolle=Rolle.NETZWERK, vertritt=konz, von=HEUTE)
    konz.is_active = False
    konz.save()
    assert geltungsbereich(saarburg, HEUTE).sozialraeume("partner.bearbeiten") == {welt.saarburg.pk}


def test_stillgelegtes_konto_darf_nichts(welt: Welt):
    person = welt.person("jugendamt")
    person.is_active = False
    assert geltungsbereich(person, HEUTE).raeume == {}
