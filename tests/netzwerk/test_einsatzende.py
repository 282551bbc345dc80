"""The end of an Einsatz (K31): computed before it is saved, warned of once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from konten.models import Benutzer, Versandauftrag
from netzwerk.models import Einsatz
from netzwerk.selectors.simulation import was_waere_wenn
from netzwerk.services.einsatzende import warne_vor_einsatzende
from tests.welt import Welt

Als = Callable[[str], Client]
HEUTE = timezone.localdate()


@pytest.fixture
def einsatz(welt: Welt) -> Einsatz:
    return Einsatz.objects.get(sozialraum=welt.konz)


def test_ende_ohne_andere_ist_eine_luecke_bis_zum_schluss(einsatz: Einsatz):
    vorschau = was_waere_wenn(einsatz, date(2026, 6, 30), date(2026, 1, 1))
    assert (vorschau.danach, vorschau.summe_nachher) == (date(2026, 7, 1), Decimal(0))
    assert vorschau.satz == (
        "Am 01.07.2026 wären es 0,00 VZÄ statt 0,30 VZÄ, weniger als der Mindestumfang von 0,25 VZÄ."
    )
    (luecke,) = vorschau.luecken
    assert (luecke.von, luecke.bis) == (date(2026, 7, 1), date(2027, 6, 30))
    einsatz.refresh_from_db()
    assert einsatz.bis is None


def test_nachfolge_schliesst_die_luecke_und_steht_da(welt: Welt, einsatz: Einsatz):
    nachfolge = Einsatz.objects.create(
        fachkraft=Einsatz.objects.get(sozialraum=welt.saarburg).fachkraft,
        sozialraum=welt.konz,
        traeger=welt.traeger["musterhof"],
        vzae=Decimal("0.25"),
        von=date(2026, 7, 8),
        zustand="bestaetigt",
    )
    vorschau = was_waere_wenn(einsatz, date(2026, 6, 30), date(2026, 1, 1))
    assert [(luecke.von, luecke.bis) for luecke in vorschau.luecken] == [(date(2026, 7, 1), date(2026, 7, 7))]
    assert vorschau.uebernehmen == (nachfolge,)
    eigene = was_waere_wenn(einsatz, date(2026, 6, 30), date(2026, 1, 1), frozenset([einsatz.traeger_id]))
    assert (eigene.uebernehmen, eigene.verdeckt) == ((), 1)


def test_seite_rechnet_und_speichert_nichts(einsatz: Einsatz, als: Als):
    seite = als("leitung_konz").get(f"{einsatz.get_absolute_url()}was-waere-wenn/?bis=2026-06-30").content.decode()
    assert "unter dem Mindestumfang" in seite
    assert "01.07.2026 bis 30.06.2027: 0,00 statt 0,25 VZÄ" in seite
    assert Einsatz.objects.get(pk=einsatz.pk).bis is None


def test_warnung_einmal_je_konto_und_ende(welt: Welt, einsatz: Einsatz):
    for name in ("leitung_konz", "leitung_fremd", "jugendamt", "jugendamt_2"):
        Benutzer.objects.filter(pk=welt.personen[name].pk).update(email=f"{name}@example.org")
    Einsatz.objects.filter(pk=einsatz.pk).update(bis=HEUTE + timedelta(days=90))
    assert warne_vor_einsatzende(HEUTE) == 3
    assert warne_vor_einsatzende(HEUTE) == 0
    empfaenger = set(Versandauftrag.objects.values_list("empfaenger", flat=True))
    assert empfaenger == {"leitung_konz@example.org", "jugendamt@example.org", "jugendamt_2@example.org"}
    assert "danach 0,00 VZÄ" in Versandauftrag.objects.first().text
    Einsatz.objects.filter(pk=einsatz.pk).update(bis=HEUTE + timedelta(days=80))
    assert warne_vor_einsatzende(HEUTE) == 3


def test_keine_warnung_vor_der_frist(einsatz: Einsatz):
    Einsatz.objects.filter(pk=einsatz.pk).update(bis=HEUTE + timedelta(days=91))
    assert warne_vor_einsatzende(HEUTE) == 0


def test_startseite_warnt_leitung_und_jugendamt(einsatz: Einsatz, als: Als):
    Einsatz.objects.filter(pk=einsatz.pk).update(bis=HEUTE + timedelta(days=30))
    for name in ("leitung_konz", "jugendamt"):
        assert "ohne Nachfolge: danach 0,00 VZÄ" in als(name).get("/uebersicht/lage/").content.decode()
