"""Builds the Geltungsbereich of an account on a day."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from konten.models import Benutzer
from konten.rules import Geltungsbereich, Raum, Rolle
from netzwerk.models import Einsatz
from sozialraum.models import Traegerschaft, Zustaendigkeit


def geltungsbereich(benutzer: Benutzer, stichtag: date) -> Geltungsbereich:
    """Roles and scope of the account on that day (K27, K31).

    netzwerk comes from confirmed Einsätze; the other roles from Zustaendigkeit; a deputy row adds the scope that the
    colleague herself has in that role, never what she in turn has as a deputy. Two to four queries.
    """
    if not benutzer.is_active:
        return Geltungsbereich(None, stichtag)
    zeilen = list(
        Zustaendigkeit.objects.aktiv(stichtag)
        .filter(benutzer=benutzer)
        .values_list("rolle", "sozialraum_id", "traeger_id", "vertritt_id")
    )
    vertretungen = {(rolle, vertritt) for rolle, _, _, vertritt in zeilen if vertritt}
    eigene = [(rolle, raum, traeger) for rolle, raum, traeger, vertritt in zeilen if not vertritt]
    eigene += _zeilen_der_vertretenen(vertretungen, stichtag)
    sammlung = _sammle(eigene)
    netzwerk_fuer = {benutzer.pk} | {pk for rolle, pk in vertretungen if rolle == Rolle.NETZWERK}
    _ergaenze_einsaetze(sammlung, netzwerk_fuer, stichtag)
    _ergaenze_traegerschaften(sammlung, stichtag)
    raeume = {rolle: Raum(frozenset(raeume), frozenset(traeger)) for rolle, (raeume, traeger) in sammlung.items()}
    return Geltungsbereich(benutzer.pk, stichtag, raeume, frozenset(pk for _, pk in vertretungen))


Sammlung = dict[Rolle, tuple[set[int], set[int]]]


def _sammle(zeilen: list[tuple[str, int | None, int | None]]) -> Sammlung:
    sammlung: Sammlung = defaultdict(lambda: (set(), set()))
    for rolle, sozialraum, traeger in zeilen:
        raeume, traegermenge = sammlung[Rolle(rolle)]
        if sozialraum:
            raeume.add(sozialraum)
        if traeger:
            traegermenge.add(traeger)
    return sammlung


def _zeilen_der_vertretenen(vertretungen: set[tuple[str, int]], stichtag: date) -> list[tuple]:
    andere = [(rolle, pk) for rolle, pk in vertretungen if rolle != Rolle.NETZWERK]
    if not andere:
        return []
    treffer = Q()
    for rolle, pk in andere:
        treffer |= Q(rolle=rolle, benutzer=pk)
    zeilen = Zustaendigkeit.objects.aktiv(stichtag).filter(treffer, vertritt__isnull=True, benutzer__is_active=True)
    return list(zeilen.values_list("rolle", "sozialraum_id", "traeger_id"))


def _ergaenze_einsaetze(sammlung: Sammlung, benutzer_ids: set[int], stichtag: date) -> None:
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(fachkraft__benutzer__in=benutzer_ids)
    for sozialraum, traeger in einsaetze.values_list("sozialraum_id", "traeger_id"):
        raeume, traegermenge = sammlung[Rolle.NETZWERK]
        raeume.add(sozialraum)
        traegermenge.add(traeger)


def _ergaenze_traegerschaften(sammlung: Sammlung, stichtag: date) -> None:
    if Rolle.LEITUNG not in sammlung:
        return
    raeume, traegermenge = sammlung[Rolle.LEITUNG]
    raeume.update(
        Traegerschaft.objects.aktiv(stichtag).filter(traeger__in=traegermenge).values_list("sozialraum_id", flat=True)
    )
