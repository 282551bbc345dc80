"""Statements compiled once answer like the QuerySets they come from, always from the database, each scope its own."""

import threading
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from konten.models import Parameter
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, Raum, Rolle
from partner.models import Netzwerkpartner, Partnerkategorie, Wirkungsbereich
from tests.welt import ANFANG, Welt, neuer_partner

pytestmark = pytest.mark.django_db


def _lege_an(von: date, wert: str, bis: date | None = None) -> Parameter:
    return Parameter.objects.create(schluessel="neu_tage", von=von, bis=bis, wert=wert)


@vorbereitet
def werte_am(stichtag: date) -> QuerySet:
    return Parameter.objects.aktiv(stichtag).order_by("von").values_list("wert", flat=True)


@vorbereitet
def mit_nummern(ids: Collection[int] | None) -> QuerySet[Parameter]:
    return Parameter.objects.all() if ids is None else Parameter.objects.filter(pk__in=ids)


@vorbereitet
def im_raum(raeume: Collection[int], stichtag: date) -> QuerySet[Netzwerkpartner]:
    wirkung = Wirkungsbereich.objects.aktiv(stichtag).filter(partner=OuterRef("pk"), sozialraum__in=raeume)
    return Netzwerkpartner.objects.filter(Exists(wirkung)).select_related("gemeinde").order_by("name_norm")


@vorbereitet
def bearbeitbar(bereich: Geltungsbereich, schluessel: UUID) -> QuerySet[Netzwerkpartner]:
    return Netzwerkpartner.objects.bearbeitbar_fuer(bereich).filter(uuid=schluessel)


def test_jeder_wert_bekommt_seine_antwort():
    _lege_an(date(2025, 1, 1), "60", date(2025, 12, 31))
    _lege_an(date(2026, 1, 1), "90")
    tage = (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2024, 12, 31), date(2025, 6, 1))
    assert [werte_am(tag) for tag in tage] == [["60"], ["60"], ["90"], [], ["60"]]


def test_antwortet_immer_aus_der_datenbank():
    tag = date(2026, 1, 1)
    assert werte_am(tag) == []
    with transaction.atomic():
        _lege_an(tag, "45")
        assert werte_am(tag) == ["45"]
        transaction.set_rollback(True)
    assert werte_am(tag) == []


@pytest.mark.parametrize("anzahl", [0, 1, 2, 3, 4, 5, 9])
def test_mengen_jeder_laenge(anzahl: int):
    alle = [_lege_an(date(2020 + nummer, 1, 1), "1", date(2020 + nummer, 1, 1)) for nummer in range(10)]
    gesucht = frozenset(zeile.pk for zeile in alle[:anzahl])
    assert {zeile.pk for zeile in mit_nummern(gesucht)} == gesucht
    assert len(mit_nummern(None)) == 10


def test_mengen_teilen_sich_die_uebersetzung():
    mit_nummern.fertige.cache_clear()
    for anzahl in range(1, 17):
        mit_nummern(list(range(anzahl)))
    assert mit_nummern.fertige.cache_info().currsize == 5  # 1, 2, 4, 8, 16


def test_gleicht_dem_queryset_mit_unterabfrage_und_beziehung(welt: Welt):
    neuer_partner(welt, "Kita Nord")
    neuer_partner(welt, "Kita Ost", sozialraum="hermeskeil")
    raeume = [welt.sozialraeume["konz"].pk, welt.sozialraeume["hermeskeil"].pk, welt.sozialraeume["konz"].pk]
    erwartet = Netzwerkpartner.objects.im_sozialraum(frozenset(raeume), ANFANG).order_by("name_norm")
    treffer = im_raum(raeume, ANFANG)
    assert [p.name for p in treffer] == [p.name for p in erwartet]
    assert {"Kita Nord", "Kita Ost"} <= {p.name for p in treffer}
    assert [p.name for p in im_raum(raeume[:1], ANFANG - timedelta(days=1))] == []
    with CaptureQueriesContext(connection) as abfragen:
        [str(p.gemeinde) for p in im_raum(raeume, ANFANG)]
    assert len(abfragen) == 1


def test_reichweite_gehoert_zur_abfrage(welt: Welt):
    partner = neuer_partner(welt, "Kita Nord")
    konz = Geltungsbereich(1, ANFANG, {Rolle.NETZWERK: Raum(frozenset({welt.konz.pk}))})
    anderswo = Geltungsbereich(1, ANFANG, {Rolle.NETZWERK: Raum(frozenset({welt.sozialraeume["hermeskeil"].pk}))})
    niemand = Geltungsbereich(1, ANFANG)
    for _ in range(2):
        assert [p.pk for p in bearbeitbar(konz, partner.uuid)] == [partner.pk]
        assert bearbeitbar(anderswo, partner.uuid) == []
        assert bearbeitbar(niemand, partner.uuid) == []


def test_gerechnete_werte_fallen_auf():
    @vorbereitet
    def vor_einem_monat(stichtag: date) -> QuerySet:
        return Parameter.objects.filter(von__gte=stichtag - timedelta(days=30))

    with pytest.raises(ValueError, match="unverändert"):
        vor_einem_monat(date(2026, 1, 1))


def test_gibt_zeilen_in_jeder_form(welt: Welt):
    partner = neuer_partner(welt, "Kita Nord")

    @vorbereitet
    def als_woerterbuch(name: str) -> QuerySet:
        return (
            Netzwerkpartner.objects.filter(name=name)
            .annotate(raeume=Count("wirkungsbereiche"))
            .values("uuid", "raeume")
        )

    @vorbereitet
    def nach_anderem_geordnet(name: str) -> QuerySet:
        menge = Netzwerkpartner.objects.filter(name=name).order_by("name_norm").distinct()
        return menge.values_list("uuid", "telefon")

    @vorbereitet
    def mit_nachgelesenem(name: str) -> QuerySet[Netzwerkpartner]:
        menge = Netzwerkpartner.objects.filter(name=name).annotate(raeume=Count("wirkungsbereiche"))
        return menge.prefetch_related("wirkungsbereiche__sozialraum")

    assert als_woerterbuch("Kita Nord") == [{"uuid": partner.uuid, "raeume": 1}]
    assert nach_anderem_geordnet("Kita Nord") == [(partner.uuid, partner.telefon)]
    (satz,) = mit_nachgelesenem("Kita Nord")
    assert (satz, satz.raeume, satz.erstellt_am) == (partner, 1, partner.erstellt_am)
    with CaptureQueriesContext(connection) as abfragen:
        assert [str(zeile.sozialraum) for zeile in satz.wirkungsbereiche.all()] == [str(welt.konz)]
    assert len(abfragen) == 0


def test_auch_kleine_zahlenfelder_und_gleiche_feste_werte():
    """A year fits only into a small column, and a constant may happen to equal a mark."""

    @vorbereitet
    def kategorien(reihenfolge: int) -> QuerySet:
        feste = Partnerkategorie.objects.filter(reihenfolge__in=range(100, 112))
        return (Partnerkategorie.objects.filter(reihenfolge=reihenfolge) | feste).values_list("kuerzel", flat=True)

    Partnerkategorie.objects.create(kuerzel="a", name="A", reihenfolge=101)
    Partnerkategorie.objects.create(kuerzel="b", name="B", reihenfolge=102)
    Partnerkategorie.objects.create(kuerzel="c", name="C", reihenfolge=2026)
    assert [sorted(kategorien(zahl)) for zahl in (2026, 101, 3000)] == [["a", "b", "c"], ["a", "b"], ["a", "b"]]


def test_was_an_einem_wert_haengt_faellt_auf():
    @vorbereitet
    def gerade(nummer: int) -> QuerySet:
        menge = Parameter.objects.filter(pk=nummer)
        return menge if nummer % 2 else menge.exclude(wert="")

    with pytest.raises(ValueError, match="unverändert"):
        gerade(4)


@pytest.mark.django_db(transaction=True)
def test_jeder_faden_fragt_ueber_seine_eigene_verbindung():
    tag, antworten = date(2026, 1, 1), []
    _lege_an(tag, "45")

    def frage() -> None:
        try:
            antworten.append((werte_am(tag), connection.connection is not None))
        finally:
            connection.close()

    faden = threading.Thread(target=frage)
    faden.start()
    faden.join()
    assert (antworten, werte_am(tag)) == ([(["45"], True)], ["45"])
