"""Builds the Geltungsbereich of an account on a day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from konten.models import Benutzer
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, Raum, Rolle
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.rules import Einsatzstatus
from sozialraum.models import Traegerschaft, Zustaendigkeit

Sammlung = dict[Rolle, tuple[set[int], set[int]]]


class _Zeile(NamedTuple):
    rolle: str
    sozialraum: int | None
    traeger: int | None
    vertritt: int | None


def geltungsbereich(benutzer: Benutzer, stichtag: date) -> Geltungsbereich:
    """Roles and scope of the account on that day (K27, K31).

    netzwerk comes from confirmed Einsätze; the other roles from Zustaendigkeit; a deputy row adds the scope that the
    colleague herself has in that role, never what she in turn has as a deputy. One query; with deputies or the role
    leitung up to three.
    """
    if not benutzer.is_active:
        return Geltungsbereich(None, stichtag)
    zeilen = _eigene_zeilen(benutzer.pk, stichtag)
    vertretungen = {(zeile.rolle, zeile.vertritt) for zeile in zeilen if zeile.vertritt}
    sammlung = _sammle([zeile for zeile in zeilen if not zeile.vertritt] + _vertretene_zeilen(vertretungen, stichtag))
    _ergaenze_traegerschaften(sammlung, stichtag)
    raeume = {rolle: Raum(frozenset(raeume), frozenset(traeger)) for rolle, (raeume, traeger) in sammlung.items()}
    netzwerk = frozenset(pk for rolle, pk in vertretungen if rolle == Rolle.NETZWERK)
    return Geltungsbereich(benutzer.pk, stichtag, raeume, netzwerk)


# Every request asks this. Two ORM queries take longer to build than the rest of an empty page; the test
# `test_rohe_abfrage_gleicht_den_modellen` compares the statement with the models.
_GILT = "{0}.von <= %s AND ({0}.bis IS NULL OR {0}.bis >= %s)"
_SQL = f"""
    SELECT z.rolle, z.sozialraum_id, z.traeger_id, z.vertritt_id
    FROM {Zustaendigkeit._meta.db_table} z
    WHERE z.benutzer_id = %s AND {_GILT.format("z")}
    UNION ALL
    SELECT '{Rolle.NETZWERK.value}', e.sozialraum_id, e.traeger_id, NULL
    FROM {Einsatz._meta.db_table} e
    JOIN {Netzwerkfachkraft._meta.db_table} f ON f.id = e.fachkraft_id
    WHERE f.benutzer_id = %s AND e.zustand = '{Einsatzstatus.BESTAETIGT.value}' AND {_GILT.format("e")}
"""  # noqa: S608 - names of our own tables and constants, no input


def _eigene_zeilen(benutzer_id: int, stichtag: date) -> list[_Zeile]:
    tag = stichtag.isoformat()
    with connection.cursor() as zeiger:
        zeiger.execute(_SQL, [benutzer_id, tag, tag] * 2)
        return [_Zeile(*zeile) for zeile in zeiger.fetchall()]


def _vertretene_zeilen(vertretungen: set[tuple[str, int]], stichtag: date) -> list[_Zeile]:
    if not vertretungen:
        return []
    treffer = Q(pk__in=[])
    for rolle, pk in vertretungen:
        treffer |= Q(rolle=rolle, benutzer=pk)
    eigene = Zustaendigkeit.objects.aktiv(stichtag).filter(treffer, vertritt__isnull=True, benutzer__is_active=True)
    zeilen = [_Zeile(*zeile, None) for zeile in eigene.values_list("rolle", "sozialraum_id", "traeger_id")]
    netzwerk = [pk for rolle, pk in vertretungen if rolle == Rolle.NETZWERK]
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(fachkraft__benutzer__in=netzwerk)
    einsaetze = einsaetze.filter(fachkraft__benutzer__is_active=True)
    return zeilen + [
        _Zeile(Rolle.NETZWERK, raum, traeger, None)
        for raum, traeger in einsaetze.values_list("sozialraum_id", "traeger_id")
    ]


def _sammle(zeilen: list[_Zeile]) -> Sammlung:
    sammlung: Sammlung = defaultdict(lambda: (set(), set()))
    for zeile in zeilen:
        raeume, traeger = sammlung[Rolle(zeile.rolle)]
        if zeile.sozialraum:
            raeume.add(zeile.sozialraum)
        if zeile.traeger:
            traeger.add(zeile.traeger)
    return sammlung


def _ergaenze_traegerschaften(sammlung: Sammlung, stichtag: date) -> None:
    if Rolle.LEITUNG not in sammlung:
        return
    raeume, traeger = sammlung[Rolle.LEITUNG]
    raeume.update(_raeume_der_traeger(traeger, stichtag))


@vorbereitet
def _raeume_der_traeger(traeger: Collection[int], stichtag: date) -> QuerySet[int]:
    zeilen = Traegerschaft.objects.aktiv(stichtag).filter(traeger__in=traeger).order_by()
    return zeilen.values_list("sozialraum_id", flat=True)
