"""Hours read from Einsätze and contacts: per person for herself and her Leitung, per Sozialraum and quarter beyond."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from konten.rules import Geltungsbereich
from konten.selectors import parameter_am
from netzwerk.models import Einsatz, Kontaktbeteiligung, Netzwerkfachkraft
from netzwerk.rules.stellenanteil import Anteil, Pause
from netzwerk.rules.stunden import Quartal, Stunden, Vollzeit, erwartete_stunden, rechenweg
from netzwerk.selectors.stellenanteil import als_anteil


@dataclass(frozen=True, slots=True)
class Personenstunden:
    """One Netzwerkfachkraft."""

    fachkraft: Netzwerkfachkraft
    stunden: Stunden


@dataclass(frozen=True, slots=True)
class Raumstunden:
    """One Sozialraum in one quarter, all persons together."""

    sozialraum: str
    quartal: Quartal
    stunden: Stunden


@dataclass(frozen=True, slots=True)
class _Kontakt:
    person: int
    am: date
    minuten: int | None
    raeume: tuple[int, ...]


def stunden_der_personen(
    bereich: Geltungsbereich, von: date, bis: date, raeume: Collection[int] | None = None
) -> list[Personenstunden]:
    """Hours of the persons whose hours the viewer may see, by name, never by figure (K31). Five queries."""
    personen = Netzwerkfachkraft.objects.mit_stunden_fuer(bereich)
    einsaetze = _einsaetze(von, bis, raeume).filter(fachkraft__in=personen).select_related("fachkraft", "sozialraum")
    je_person: dict[Netzwerkfachkraft, list[Einsatz]] = defaultdict(list)
    for einsatz in einsaetze.order_by("fachkraft__name_norm", "fachkraft_id", "von"):
        je_person[einsatz.fachkraft].append(einsatz)
    konten = {fachkraft.benutzer_id for fachkraft in je_person if fachkraft.benutzer_id}
    kontakte = _kontakte(von, bis, raeume, konten)
    vollzeit = _vollzeit(bis)
    return [
        Personenstunden(
            fachkraft,
            _stunden(
                [als_anteil(einsatz, str(einsatz.sozialraum), _pausen(einsatz)) for einsatz in eigene],
                [(k, Fraction(1)) for k in kontakte if k.person == fachkraft.benutzer_id],
                (von, bis),
                vollzeit,
            ),
        )
        for fachkraft, eigene in je_person.items()
    ]


def stunden_der_raeume(raeume: dict[int, str], quartale: Sequence[Quartal]) -> list[Raumstunden]:
    """Hours per Sozialraum and closed quarter (K31). Three queries and one per quarter.

    Counted are contacts of accounts that had a confirmed Einsatz that day, deputies too; what touches several
    Sozialräume is split evenly.
    """
    if not quartale:
        return []
    von, bis = quartale[0].von, quartale[-1].bis
    einsaetze = list(_einsaetze(von, bis, None).select_related("fachkraft"))
    kontakte = [k for k in _kontakte(von, bis, None, None) if _im_einsatz(k, einsaetze)]
    return [
        Raumstunden(name, quartal, _raumstunden(pk, quartal, einsaetze, kontakte))
        for quartal in quartale
        for pk, name in raeume.items()
    ]


def _raumstunden(raum: int, quartal: Quartal, einsaetze: Iterable[Einsatz], kontakte: Iterable[_Kontakt]) -> Stunden:
    zeitraum = quartal.von, quartal.bis
    anteile = [
        als_anteil(einsatz, pausen=_pausen(einsatz))
        for einsatz in einsaetze
        if einsatz.sozialraum_id == raum and einsatz.von <= quartal.bis and (einsatz.bis or quartal.bis) >= quartal.von
    ]
    eigene = [
        (k, Fraction(1, len(k.raeume))) for k in kontakte if raum in k.raeume and quartal.von <= k.am <= quartal.bis
    ]
    return _stunden(anteile, eigene, zeitraum, _vollzeit(quartal.bis))


def _stunden(
    anteile: Sequence[Anteil],
    kontakte: Sequence[tuple[_Kontakt, Fraction]],
    zeitraum: tuple[date, date],
    vollzeit: Vollzeit,
) -> Stunden:
    erwartet = erwartete_stunden(anteile, *zeitraum, vollzeit.nettostunden)
    mit_dauer = [k.minuten * teil for k, teil in kontakte if k.minuten]
    return Stunden(
        erwartet=erwartet,
        minuten=sum(mit_dauer, Fraction(0)),
        mit_dauer=len(mit_dauer),
        ohne_dauer=len(kontakte) - len(mit_dauer),
        rechnung=rechenweg(anteile, *zeitraum, vollzeit, erwartet),
    )


def _vollzeit(tag: date) -> Vollzeit:
    parameter = parameter_am(tag)
    return Vollzeit(parameter["wochenstunden_vollzeit"], parameter["nettostunden_jahr"])


def _einsaetze(von: date, bis: date, raeume: Collection[int] | None) -> QuerySet[Einsatz]:
    menge = Einsatz.objects.bestaetigt().ueberschneidend(von, bis).prefetch_related("unterbrechungen")
    return menge if raeume is None else menge.filter(sozialraum__in=raeume)


def _pausen(einsatz: Einsatz) -> tuple[Pause, ...]:
    return tuple((unterbrechung.von, unterbrechung.bis) for unterbrechung in einsatz.unterbrechungen.all())


def _im_einsatz(kontakt: _Kontakt, einsaetze: Iterable[Einsatz]) -> bool:
    return any(einsatz.fachkraft.benutzer_id == kontakt.person and einsatz.gilt_am(kontakt.am) for einsatz in einsaetze)


def _kontakte(von: date, bis: date, raeume: Collection[int] | None, personen: Collection[int] | None) -> list[_Kontakt]:
    """Each contact once, with all Sozialräume that it touches (of the given ones). One query."""
    zeilen = Kontaktbeteiligung.objects.filter(am__range=(von, bis), kontakt__erfasst_von__isnull=False)
    if raeume is not None:
        zeilen = zeilen.filter(sozialraum__in=raeume)
    if personen is not None:
        zeilen = zeilen.filter(kontakt__erfasst_von__in=personen)
    je_kontakt: dict[int, list[tuple]] = defaultdict(list)
    for pk, *rest in zeilen.order_by().values_list(
        "kontakt_id", "kontakt__erfasst_von_id", "am", "kontakt__dauer_minuten", "sozialraum_id"
    ):
        je_kontakt[pk].append(tuple(rest))
    return [
        _Kontakt(*teile[0][:3], raeume=tuple(dict.fromkeys(teil[3] for teil in teile))) for teile in je_kontakt.values()
    ]
