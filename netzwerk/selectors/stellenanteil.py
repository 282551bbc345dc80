"""Reads of staffing: how each Sozialraum stands on a day and in a period."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from konten.models import Parameter
from konten.models.abfrage import vorbereitet
from konten.rules import Urteil, ueberschneidet
from konten.rules.parameter import parametersatz
from netzwerk.models import Einsatz, Stellenausnahme, Unterbrechung
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.stellenanteil import (
    Anteil,
    Ausnahme,
    Luecke,
    OhneNachfolge,
    Pause,
    erster_offener_tag,
    luecken,
    mindestumfang,
    ohne_nachfolge,
    stufen,
    tagessumme,
)
from netzwerk.rules.zeitleiste import Zeile, Zeitleiste, zeitleiste
from sozialraum.models import Sozialraum, Traegerschaft

_TAG = timedelta(days=1)
MINDESTUMFANG, WARNUNG = "mindestumfang_vzae", "einsatzende_warnung_tage"


@dataclass(frozen=True, slots=True)
class EndenderEinsatz:
    """A confirmed Einsatz that ends soon without successor, and what follows from it."""

    einsatz: Einsatz
    warnung: OhneNachfolge


@dataclass(frozen=True, slots=True)
class Stellenlage:
    """Staffing of one Sozialraum (K31): sum and verdict on the Stichtag, gaps of the period, who is there."""

    stichtag: date
    summe: Decimal
    minimum: Decimal
    urteil: Urteil
    luecken: tuple[Luecke, ...]
    einsaetze: tuple[Einsatz, ...]
    endet_bald: tuple[EndenderEinsatz, ...]
    ist_beurteilbar: bool = True
    verdeckt: int = 0
    anteile: tuple[Anteil, ...] = ()
    ausnahmen: tuple[Ausnahme, ...] = ()
    pausen: Mapping[int, tuple[Pause, ...]] = field(default_factory=dict)
    minima: tuple[tuple[date, date, Decimal], ...] = ()

    def fuer_traeger(self, traeger: Collection[int] | None) -> "Stellenlage":
        """The same with the people of these Träger only (None: all); `verdeckt` says how many valid ones are left out.

        Sums and verdicts stay: they name nobody.
        """
        if traeger is None:
            return self
        sichtbar = replace(
            self,
            einsaetze=tuple(e for e in self.einsaetze if e.traeger_id in traeger),
            endet_bald=tuple(ende for ende in self.endet_bald if ende.einsatz.traeger_id in traeger),
        )
        return replace(sichtbar, verdeckt=len(self.gueltig) - len(sichtbar.gueltig))

    @property
    def gueltig(self) -> list[Einsatz]:
        """Confirmed, valid and not suspended on the Stichtag: what the sum counts."""
        return [e for e in self._bestaetigt() if self._anteil(e).gilt_am(self.stichtag)]

    @property
    def ruhend(self) -> list[Einsatz]:
        return [e for e in self._bestaetigt() if e.gilt_am(self.stichtag) and self._anteil(e).ruht_am(self.stichtag)]

    def leiste(self) -> Zeitleiste | None:
        """The drawing of the period; None when there is nothing to draw. People of other Träger have no name."""
        offene = [e for e in self.einsaetze if self._im_zeitraum(e)]
        zeilen = [Zeile(str(e.fachkraft), self._anteil(e), e.zustand == Einsatzstatus.VORGESCHLAGEN) for e in offene]
        if not (zeilen or self.anteile):
            return None
        von, bis = self.minima[0][0], self.minima[-1][1]
        gestuft = list(stufen(self.anteile, von, bis))
        return zeitleiste(zeilen, gestuft, self.minima, self.luecken, self.ausnahmen, self.stichtag)

    def _im_zeitraum(self, einsatz: Einsatz) -> bool:
        return ueberschneidet(einsatz.von, einsatz.bis, self.minima[0][0], self.minima[-1][1])

    @property
    def kuenftig(self) -> list[Einsatz]:
        return [e for e in self._bestaetigt() if e.von > self.stichtag]

    @property
    def vorgeschlagen(self) -> list[Einsatz]:
        return [e for e in self.einsaetze if e.zustand == Einsatzstatus.VORGESCHLAGEN]

    @property
    def offene_luecken(self) -> list[Luecke]:
        """Gaps that hold a working day and no exception; the others are noted only."""
        return [luecke for luecke in self.luecken if luecke.ist_offen]

    def _anteil(self, einsatz: Einsatz) -> Anteil:
        return als_anteil(einsatz, pausen=self.pausen.get(einsatz.pk, ()))

    def _bestaetigt(self) -> list[Einsatz]:
        return [e for e in self.einsaetze if e.zustand == Einsatzstatus.BESTAETIGT]


def stellenanteile(
    stichtag: date, von: date, bis: date, sozialraum_ids: Collection[int] | None = None
) -> dict[int, Stellenlage]:
    """Staffing of all (or the given) Sozialräume on the Stichtag, with the gaps of [von, bis] (K31, K32).

    Keys are ids of Sozialräume; one without any confirmed Einsatz is there too (nothing to judge, no gaps). `einsaetze`
    are all but the refused ones, whenever, with Netzwerkfachkraft and Träger loaded; who may see which is the caller's
    business (`Einsatz.objects.sichtbar_fuer`), sums and verdicts name nobody. Five queries, four with given ids.
    """
    ids = _alle_raeume() if sozialraum_ids is None else list(sozialraum_ids)
    parameter = _parameterzeilen()
    je_raum: dict[int, list[Einsatz]] = defaultdict(list)
    for einsatz in _einsaetze(ids):
        je_raum[einsatz.sozialraum_id].append(einsatz)
    pausen = _gesammelt((einsatz, (von, bis)) for einsatz, von, bis in _unterbrechungen(ids))
    ausnahmen = _gesammelt((raum, Ausnahme(*rest)) for raum, *rest in _ausnahmen(ids))
    return {pk: _lage(je_raum[pk], pausen, tuple(ausnahmen.get(pk, ())), parameter, stichtag, (von, bis)) for pk in ids}


def _gesammelt(paare: Iterable[tuple[int, Any]]) -> dict[int, tuple]:
    ergebnis: dict[int, tuple] = defaultdict(tuple)
    for schluessel, wert in paare:
        ergebnis[schluessel] += (wert,)
    return ergebnis


@vorbereitet
def _unterbrechungen(sozialraum_ids: Collection[int]) -> QuerySet:
    zeilen = Unterbrechung.objects.filter(einsatz__sozialraum__in=sozialraum_ids).order_by("von")
    return zeilen.values_list("einsatz_id", "von", "bis")


@vorbereitet
def _ausnahmen(sozialraum_ids: Collection[int]) -> QuerySet:
    zeilen = Stellenausnahme.objects.filter(sozialraum__in=sozialraum_ids).order_by("von")
    return zeilen.values_list("sozialraum_id", "von", "bis", "begruendung")


@vorbereitet
def _alle_raeume() -> QuerySet:
    return Sozialraum.objects.values_list("pk", flat=True)


@vorbereitet
def _einsaetze(sozialraum_ids: Collection[int]) -> QuerySet[Einsatz]:
    return (
        Einsatz.objects.filter(sozialraum__in=sozialraum_ids)
        .filter(~Q(zustand=Einsatzstatus.ABGELEHNT))
        .select_related("fachkraft", "traeger", "sozialraum")
        .order_by("von", "fachkraft__name_norm")
    )


@vorbereitet
def _parameterzeilen() -> QuerySet[Parameter]:
    return Parameter.objects.filter(schluessel__in=[MINDESTUMFANG, WARNUNG]).order_by("von")


def _wert(zeilen: Sequence[Parameter], schluessel: str, stichtag: date) -> Decimal | int:
    return parametersatz({zeile.schluessel: zeile.wert for zeile in zeilen if zeile.gilt_am(stichtag)})[schluessel]


def _lage(
    einsaetze: list[Einsatz],
    pausen: Mapping[int, tuple[Pause, ...]],
    ausnahmen: tuple[Ausnahme, ...],
    parameter: list[Parameter],
    stichtag: date,
    zeitraum: tuple[date, date],
) -> Stellenlage:
    bestaetigt = [e for e in einsaetze if e.zustand == Einsatzstatus.BESTAETIGT]
    anteile = [als_anteil(e, pausen=pausen.get(e.pk, ())) for e in bestaetigt]
    minimum = _wert(parameter, MINDESTUMFANG, stichtag)
    tage = _wert(parameter, WARNUNG, stichtag)
    endet = [
        EndenderEinsatz(einsatz, warnung)
        for einsatz, anteil in zip(bestaetigt, anteile, strict=True)
        if (warnung := ohne_nachfolge(anteil, anteile, stichtag, tage, minimum))
    ]
    return Stellenlage(
        stichtag=stichtag,
        summe=tagessumme(anteile, stichtag),
        minimum=minimum,
        urteil=mindestumfang(anteile, stichtag, minimum, ausnahmen),
        luecken=tuple(luecken_im(anteile, parameter, zeitraum, ausnahmen)) if anteile else (),
        einsaetze=tuple(einsaetze),
        endet_bald=tuple(endet),
        ist_beurteilbar=bool(anteile),
        anteile=tuple(anteile),
        ausnahmen=ausnahmen,
        minima=tuple(minima(parameter, zeitraum)),
        pausen={einsatz.pk: pausen[einsatz.pk] for einsatz in einsaetze if einsatz.pk in pausen},
    )


def luecken_im(
    anteile: Sequence[Anteil],
    parameter: Sequence[Parameter],
    zeitraum: tuple[date, date],
    ausnahmen: Sequence[Ausnahme] = (),
) -> list[Luecke]:
    """Every day is measured by the minimum of that day: the period is cut where the parameter changes. No query."""
    return [
        luecke
        for anfang, ende, minimum in minima(parameter, zeitraum)
        for luecke in luecken(anteile, anfang, ende, minimum, ausnahmen)
    ]


def minima(parameter: Sequence[Parameter], zeitraum: tuple[date, date]) -> list[tuple[date, date, Decimal]]:
    """The minimum over the period, piece by piece. No query."""
    von, bis = zeitraum
    wechsel = {zeile.von for zeile in parameter} | {zeile.bis + _TAG for zeile in parameter if zeile.bis}
    anfaenge = [von, *sorted(tag for tag in wechsel if von < tag <= bis)]
    enden = [*(tag - _TAG for tag in anfaenge[1:]), bis]
    return [(a, e, _wert(parameter, MINDESTUMFANG, a)) for a, e in zip(anfaenge, enden, strict=True)]


def als_anteil(einsatz: Einsatz, bezeichnung: str = "", pausen: tuple[Pause, ...] = ()) -> Anteil:
    """The rule's view of an Einsatz."""
    return Anteil(einsatz.von, einsatz.bis, einsatz.vzae, bezeichnung, pausen)


def tag_ohne_traegerschaft(einsatz: Einsatz) -> date | None:
    """First day of the Einsatz on which its Träger does not work there; None when all is well. One query."""
    zeiten = Traegerschaft.objects.filter(traeger=einsatz.traeger_id, sozialraum=einsatz.sozialraum_id)
    return erster_offener_tag(zeiten.values_list("von", "bis"), einsatz.von, einsatz.bis)
