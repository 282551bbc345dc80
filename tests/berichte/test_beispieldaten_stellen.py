"""The example data show every state of staffing, handovers, deputies and agreements at least once."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from konten.rules import Stand
from netzwerk.models import Einsatz, Uebergabe, Uebergabepunkt
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.fachkraft import Punktentscheidung, Uebergabestatus
from netzwerk.rules.getragen import Tragart
from netzwerk.selectors.getragen import getragene
from netzwerk.selectors.stellenanteil import Stellenlage, stellenanteile
from netzwerk.selectors.vertretung import alle_vertretungen
from partner.models import Vereinbarung
from partner.rules.vereinbarung import Vereinbarungslage, lage
from sozialraum.models import Sozialraum

STICHTAG = date(2026, 11, 22)
HALBES_JAHR = timedelta(days=183)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("beispieldaten")]


@pytest.fixture(scope="module")
def beispieldaten(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Built once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("beispieldaten", groesse="klein", stichtag=STICHTAG, verbosity=0)
        yield
        transaction.set_rollback(True)


def lagen(stichtag: date = STICHTAG) -> dict[str, Stellenlage]:
    namen = dict(Sozialraum.objects.values_list("pk", "kuerzel"))
    return {namen[pk]: eine for pk, eine in stellenanteile(stichtag, stichtag - HALBES_JAHR * 2, stichtag).items()}


def test_einsaetze_in_jedem_stand() -> None:
    assert set(Einsatz.objects.values_list("zustand", flat=True)) == set(Einsatzstatus)
    konz, hermeskeil = lagen()["konz"], lagen()["hermeskeil"]
    assert [e.fachkraft.benutzer.username for e in konz.ruhend] == ["netzwerk-konz-2"]
    assert len(konz.vorgeschlagen) == 1
    (ende,) = hermeskeil.endet_bald
    assert ende.warnung.unterschreitet


def test_luecken_ganz_ohne_mit_ausnahme_und_unter_dem_mindestumfang() -> None:
    luecken = lagen()["rst"].luecken
    assert [(str(luecke.summe), luecke.ausnahme is None) for luecke in luecken] == [
        ("0", True),
        ("0", False),
        ("0.1000", True),
    ]
    in_der_ausnahme, danach = luecken[1].von, luecken[2].von
    assert lagen()["rst"].urteil.stand == Stand.ERFUELLT
    assert lagen(in_der_ausnahme)["rst"].urteil.stand == Stand.AUSNAHME
    assert lagen(danach)["rst"].urteil.stand == Stand.ABWEICHEND


def test_uebergaben_laufend_und_abgeschlossen_mit_jeder_entscheidung() -> None:
    zustaende = set(Uebergabe.objects.values_list("zustand", flat=True))
    assert zustaende >= {Uebergabestatus.OFFEN, Uebergabestatus.ABGESCHLOSSEN}
    assert set(Uebergabepunkt.objects.values_list("entscheidung", flat=True)) == set(Punktentscheidung)
    geparkt = Uebergabepunkt.objects.filter(entscheidung=Punktentscheidung.GEPARKT)
    assert set(geparkt.values_list("uebergabe__zustand", flat=True)) == zustaende
    assert not geparkt.filter(grund="").exists()


def test_getragen_von_einer_person_und_von_einem_traeger() -> None:
    assert {eine.art for eine in getragene(STICHTAG)} == set(Tragart)


def test_vertretung_laeuft_und_ist_beendet() -> None:
    laufende = alle_vertretungen().aktiv(STICHTAG)
    assert [zeile.vertritt.username for zeile in laufende] == ["netzwerk-hermeskeil"]
    (beendete,) = alle_vertretungen().filter(bis__lt=STICHTAG)
    assert beendete.vertritt.username == "netzwerk-konz"


def test_vereinbarungen_in_jeder_lage() -> None:
    staende = {lage(STICHTAG, v.von, v.bis, v.pruefen_am) for v in Vereinbarung.objects.all()}
    assert staende == set(Vereinbarungslage)
