"""Reads of qualification: who works where on a day, and how the rule stands for each person and Sozialraum."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from konten.rules.parameter import Parametersatz
from konten.rules.zahl import tagesdatum
from konten.selectors import parameter_am
from netzwerk.models import (
    Absprache,
    Abweichungsbegruendung,
    Einsatz,
    Leitungsfachkraft,
    Netzwerkfachkraft,
    Qualifikationsnachweis,
)
from netzwerk.models.wirksam import mit_pause
from netzwerk.rules.qualifikation import (
    Abspracheangabe,
    Beleg,
    Erfuellung,
    Leitungslage,
    Qualifikation,
    qualifikation,
)
from netzwerk.rules.qualifikationsbaum import LEITUNG, Leitungsstand, Zweig, leitungsstand, zweig
from sozialraum.models import Sozialraum, Traegerschaft

RECHT = "nachweis.sehen"


@dataclass(frozen=True, slots=True)
class Raumlage:
    """The rule for one person in one Sozialraum; without a Sozialraum when she works in none that day."""

    fachkraft: Netzwerkfachkraft
    sozialraum: Sozialraum | None
    vzae: Decimal
    qualifikation: Qualifikation
    abweichung: Abweichungsbegruendung | None = None
    ruhend: tuple[date | None, ...] = ()

    @property
    def ort(self) -> str:
        """The Sozialraum; with the last day of an interruption, whose share is not counted meanwhile."""
        if not self.sozialraum or not self.ruhend:
            return self.sozialraum.name if self.sozialraum else ""
        ende = "" if None in self.ruhend else f" bis {tagesdatum(max(self.ruhend))}"
        return f"{self.sozialraum.name} (unterbrochen{ende})"

    @property
    def fachlich(self) -> Zweig:
        return zweig(self.qualifikation.fachlich, ist_muss=True)

    @property
    def leitung(self) -> Zweig:
        return zweig(self.qualifikation.leitung, ist_muss=False)

    @property
    def leitungsstand(self) -> Leitungsstand:
        return leitungsstand(self.qualifikation, self.abweichung.grund if self.abweichung else "")

    @property
    def weicht_ab(self) -> bool:
        return self.qualifikation.leitung.erfuellung == Erfuellung.FEHLT


@dataclass(frozen=True, slots=True)
class Personenlage:
    """All Sozialräume of one person on the day; at least one row, if need be without a Sozialraum."""

    fachkraft: Netzwerkfachkraft
    raeume: tuple[Raumlage, ...]

    @property
    def vzae(self) -> Decimal:
        return sum((zeile.vzae for zeile in self.raeume), Decimal(0))

    @property
    def sozialraeume(self) -> list[Sozialraum]:
        return [zeile.sozialraum for zeile in self.raeume if zeile.sozialraum]

    @property
    def orte(self) -> list[str]:
        return [zeile.ort for zeile in self.raeume if zeile.sozialraum]

    @property
    def erfuellung(self) -> Erfuellung:
        """The weakest of her Sozialräume: what the badge says."""
        return min(zeile.qualifikation.erfuellung for zeile in self.raeume)

    @property
    def satz(self) -> str:
        return min(self.raeume, key=lambda zeile: zeile.qualifikation.erfuellung).qualifikation.satz

    @property
    def leitungsstand(self) -> Leitungsstand:
        """The weakest of her Sozialräume; a missing reason before a stored one."""
        schwaechste = min(
            self.raeume, key=lambda zeile: (zeile.qualifikation.leitung.erfuellung, zeile.abweichung is not None)
        )
        return schwaechste.leitungsstand


def sichtbare_qualifikation(bereich: Geltungsbereich, fachkraefte: Iterable[Netzwerkfachkraft]) -> frozenset[int]:
    """Ids of those whose evidence the person may see: her own, her Träger's, or all. No query."""
    if not bereich.darf(RECHT):
        return frozenset()
    if bereich.traeger(RECHT) is None:
        return frozenset(fachkraft.pk for fachkraft in fachkraefte)
    geleitet = bereich.geleitete_traeger(RECHT)
    return frozenset(
        fachkraft.pk
        for fachkraft in fachkraefte
        if fachkraft.traeger_id in geleitet or (fachkraft.benutzer_id and fachkraft.benutzer_id == bereich.benutzer_id)
    )


def qualifikationslagen(stichtag: date, fachkraefte: Sequence[Netzwerkfachkraft]) -> dict[int, Personenlage]:
    """How the rule stands for these persons on the Stichtag, by id (K12, K13, K18). Seven queries, whatever the number.

    Knows no scope: ask `sichtbare_qualifikation` whom to show it.
    """
    stoff = _lies(stichtag, [fachkraft.pk for fachkraft in fachkraefte])
    return {fachkraft.pk: _personenlage(fachkraft, stoff) for fachkraft in fachkraefte}


def personal_im_raum(stichtag: date, sozialraum_ids: Collection[int]) -> dict[int, tuple[Raumlage, ...]]:
    """The people of each Sozialraum on the Stichtag with the rule, by id of the Sozialraum. Eight queries."""
    je_raum: dict[int, list[Raumlage]] = defaultdict(list)
    for lage in qualifikationslagen(stichtag, _dortige(stichtag, sozialraum_ids)).values():
        for zeile in lage.raeume:
            if zeile.sozialraum:
                je_raum[zeile.sozialraum.pk].append(zeile)
    return {pk: tuple(je_raum[pk]) for pk in sozialraum_ids}


@vorbereitet
def _dortige(stichtag: date, sozialraum_ids: Collection[int]) -> QuerySet[Netzwerkfachkraft]:
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(sozialraum__in=sozialraum_ids)
    return Netzwerkfachkraft.objects.filter(pk__in=einsaetze.values("fachkraft")).select_related("traeger")


def sichtbares_personal(bereich: Geltungsbereich, stichtag: date, sozialraum_id: int) -> tuple[Raumlage, ...]:
    """The people of one Sozialraum whose qualification the person may see. Eight queries, none without the right."""
    if not bereich.darf(RECHT):
        return ()
    zeilen = personal_im_raum(stichtag, [sozialraum_id])[sozialraum_id]
    sichtbare = sichtbare_qualifikation(bereich, [zeile.fachkraft for zeile in zeilen])
    return tuple(zeile for zeile in zeilen if zeile.fachkraft.pk in sichtbare)


# --- Reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stoff:
    stichtag: date
    parameter: Parametersatz
    einsaetze: dict[int, list[Einsatz]]
    belege: dict[int, list[Beleg]]
    absprachen: dict[tuple[int, int], list[Abspracheangabe]]
    leitungen: list[Leitungsfachkraft]
    steuernde: dict[int, Traegerschaft]
    abweichungen: dict[tuple[int, int], Abweichungsbegruendung]


def _lies(stichtag: date, fachkraft_ids: Collection[int]) -> _Stoff:
    nachweise = _je_fachkraft(_nachweise(fachkraft_ids))
    return _Stoff(
        stichtag=stichtag,
        parameter=parameter_am(stichtag),
        einsaetze=_je_fachkraft(_einsaetze(stichtag, fachkraft_ids)),
        belege={pk: [_beleg(zeile) for zeile in zeilen] for pk, zeilen in nachweise.items()},
        absprachen=_absprachen(stichtag, fachkraft_ids),
        leitungen=_leitungen(stichtag),
        steuernde={zeile.sozialraum_id: zeile for zeile in _steuernde(stichtag)},
        abweichungen={
            (zeile.fachkraft_id, zeile.sozialraum_id): zeile for zeile in _abweichungen(stichtag, fachkraft_ids)
        },
    )


@vorbereitet
def _einsaetze(stichtag: date, fachkraft_ids: Collection[int]) -> QuerySet[Einsatz]:
    menge = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(fachkraft__in=fachkraft_ids)
    return mit_pause(menge.select_related("sozialraum").order_by("sozialraum__reihenfolge", "von"), stichtag)


@vorbereitet
def _nachweise(fachkraft_ids: Collection[int]) -> QuerySet[Qualifikationsnachweis]:
    return Qualifikationsnachweis.objects.filter(fachkraft__in=fachkraft_ids).order_by("-am", "-pk")


@vorbereitet
def _leitungen(stichtag: date) -> QuerySet[Leitungsfachkraft]:
    return Leitungsfachkraft.objects.aktiv(stichtag).order_by("nachname", "vorname")


@vorbereitet
def _steuernde(stichtag: date) -> QuerySet[Traegerschaft]:
    return Traegerschaft.objects.aktiv(stichtag).filter(ist_steuerungsverantwortlich=True).select_related("traeger")


@vorbereitet
def _abweichungen(stichtag: date, fachkraft_ids: Collection[int]) -> QuerySet[Abweichungsbegruendung]:
    gueltige = Abweichungsbegruendung.objects.aktiv(stichtag)
    return gueltige.filter(anforderung=LEITUNG, fachkraft__in=fachkraft_ids)


def _je_fachkraft(zeilen: Iterable) -> dict[int, list]:
    ergebnis = defaultdict(list)
    for zeile in zeilen:
        ergebnis[zeile.fachkraft_id].append(zeile)
    return ergebnis


def _beleg(nachweis: Qualifikationsnachweis) -> Beleg:
    return Beleg(nachweis.art, nachweis.bezeichnung, nachweis.am, nachweis.gueltig_bis, nachweis.zustand)


def _absprachen(stichtag: date, fachkraft_ids: Collection[int]) -> dict[tuple[int, int], list[Abspracheangabe]]:
    ergebnis = defaultdict(list)
    for zeile in _abspracheangaben(stichtag, fachkraft_ids):
        angabe = Abspracheangabe(zeile.am, zeile.leitung.traeger_id, str(zeile.leitung))
        ergebnis[zeile.fachkraft_id, zeile.sozialraum_id].append(angabe)
    return ergebnis


@vorbereitet
def _abspracheangaben(stichtag: date, fachkraft_ids: Collection[int]) -> QuerySet[Absprache]:
    menge = Absprache.objects.filter(fachkraft__in=fachkraft_ids, am__lte=stichtag)
    return menge.select_related("leitung").order_by("-am", "-pk")


# --- Putting together -----------------------------------------------------------------------------------------------


def _personenlage(fachkraft: Netzwerkfachkraft, stoff: _Stoff) -> Personenlage:
    anteile: dict[int, list[Einsatz]] = defaultdict(list)
    for einsatz in stoff.einsaetze.get(fachkraft.pk, ()):
        anteile[einsatz.sozialraum_id].append(einsatz)
    zeilen = tuple(_raumlage(fachkraft, einsaetze, stoff) for einsaetze in anteile.values())
    return Personenlage(fachkraft, zeilen or (_raumlage(fachkraft, [], stoff),))


def _raumlage(fachkraft: Netzwerkfachkraft, einsaetze: Sequence[Einsatz], stoff: _Stoff) -> Raumlage:
    raum = einsaetze[0].sozialraum if einsaetze else None
    belege = stoff.belege.get(fachkraft.pk, [])
    lage = _leitungslage(fachkraft, raum, stoff)
    warnung = stoff.parameter["nachweis_warnung_tage"]
    return Raumlage(
        fachkraft=fachkraft,
        sozialraum=raum,
        vzae=sum((einsatz.vzae for einsatz in einsaetze if not einsatz.ruht), Decimal(0)),
        ruhend=tuple(einsatz.ruht_bis for einsatz in einsaetze if einsatz.ruht),
        qualifikation=qualifikation(belege, lage, stoff.stichtag, warnung_tage=warnung),
        abweichung=stoff.abweichungen.get((fachkraft.pk, raum.pk)) if raum else None,
    )


def _leitungslage(fachkraft: Netzwerkfachkraft, raum: Sozialraum | None, stoff: _Stoff) -> Leitungslage:
    steuernd = stoff.steuernde.get(raum.pk) if raum else None
    eigene = [zeile for zeile in stoff.leitungen if zeile.traeger_id == fachkraft.traeger_id]
    benannte = [zeile for zeile in stoff.leitungen if steuernd and zeile.traeger_id == steuernd.traeger_id]
    return Leitungslage(
        ist_leitungskraft=any(zeile.fachkraft_id == fachkraft.pk for zeile in eigene),
        steuernder=steuernd.traeger_id if steuernd else None,
        steuernder_name=steuernd.traeger.name if steuernd else "",
        leitungen=tuple(str(zeile) for zeile in benannte),
        absprachen=tuple(stoff.absprachen.get((fachkraft.pk, raum.pk), ())) if raum else (),
        monate=stoff.parameter["absprache_monate"],
    )
