"""Statements compiled once: what a page costs is building them, not running them."""

from collections.abc import Callable, Collection, Hashable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Model,
    QuerySet,
    UUIDField,
    prefetch_related_objects,
)
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

#: compiled forms kept of one statement; the one not used for longest goes first
HOECHSTENS = 256
_FELDER = {date: DateField(), datetime: DateTimeField(), int: BigIntegerField(), UUID: UUIDField()}
_MENGEN = (list, tuple, set, frozenset)


class _Platz(tuple):
    """Kind of a bound argument: its type, and how many of them (None: one, no collection)."""

    __slots__ = ()


def vorbereitet(baue: Callable[..., QuerySet]) -> Callable[..., list]:
    """Makes a function that builds a QuerySet answer with its rows, and builds and compiles it only once.

    Dates, times, whole numbers, uuids and collections of one of them become bound values of the statement. Everything
    else (None, words, a Geltungsbereich) is part of what the statement is: another value, another statement. So nothing
    is ever answered from memory, and nobody's scope reaches anybody else's statement. The function must hand bound
    values on as they are; one that computes with them (`stichtag - 90 days`, `if nummer > 3`) raises ValueError.
    """

    @lru_cache(maxsize=HOECHSTENS)
    def fertige(muster: tuple[Hashable, ...]) -> _Fertig:
        return _Fertig(baue, muster)

    @wraps(baue)
    def hole(*werte: Any) -> list:
        gebunden: list[Any] = []
        muster = tuple([_muster(wert, gebunden) for wert in werte])
        return fertige(muster).zeilen(gebunden)

    hole.fertige = fertige
    return hole


def _muster(wert: Any, gebunden: list) -> Hashable:
    """What of the argument decides the statement; its value is appended to `gebunden`."""
    if type(wert) in _FELDER:
        gebunden.append(wert)
        return _Platz((type(wert), None))
    if isinstance(wert, _MENGEN):
        arten = {type(glied) for glied in wert} or {int}
        if len(arten) == 1 and arten <= _FELDER.keys():
            glieder = _aufgefuellt(wert)
            gebunden.extend(glieder)
            return _Platz((*arten, len(glieder)))
    return wert


def _aufgefuellt(werte: Collection[Any]) -> list[Any]:
    """Filled up with its last value to 1, 2, 4, 8 … values, so that few lengths are compiled."""
    glieder = list(werte)
    laenge = 1 << (len(glieder) - 1).bit_length() if glieder else 0
    return glieder + glieder[-1:] * (laenge - len(glieder))


def _marke(art: type, nummer: int) -> Any:
    """A value to be found again in the compiled statement; small enough for the smallest column."""
    return {
        date: lambda: date(1, 5, 17) + timedelta(days=97 * nummer),
        datetime: lambda: datetime(1, 5, 17, 3, tzinfo=UTC) + timedelta(days=97 * nummer),
        int: lambda: 101 + nummer,
        UUID: lambda: UUID(int=(1 << 127) + 7919 * nummer),
    }[art]()


class _Fertig:
    """One compiled statement: text, constant values, and where the bound ones belong.

    It is compiled twice with other marks: a value is a bound one where both compilations hold its marks, so no
    constant, whatever it is, can be taken for one.
    """

    def __init__(self, baue: Callable[..., QuerySet], muster: tuple[Hashable, ...]) -> None:
        erste, zweite = (_Uebersetzung(baue, muster, reihe) for reihe in (0, 1))
        paare = list(zip(erste.werte, zweite.werte, strict=False))
        stelle = {paar: nummer for nummer, paar in enumerate(zip(erste.marken, zweite.marken, strict=True))}
        self._werte = [(None, stelle[paar]) if _ist_marke(paar, stelle) else (paar[0], None) for paar in paare]
        fehlende = set(stelle.values()) - {nummer for _, nummer in self._werte} if erste.sql else set()
        if fehlende or erste.sql != zweite.sql:
            raise ValueError(f"{baue.__qualname__} reicht Werte nicht unverändert weiter: {sorted(fehlende)}")
        self._sql, self._felder = erste.sql, erste.felder
        self._leser = _Leser(erste.menge, erste.compiler) if erste.sql else None

    def zeilen(self, gebunden: list) -> list:
        """What the QuerySet yields with these values. One query, and those of its prefetches."""
        if not self._sql:
            return []
        verbindung = connections[DEFAULT_DB_ALIAS]
        werte = [feld.get_db_prep_value(wert, verbindung) for feld, wert in zip(self._felder, gebunden, strict=True)]
        with verbindung.cursor() as zeiger:
            zeiger.execute(self._sql, [wert if nummer is None else werte[nummer] for wert, nummer in self._werte])
            zeilen = zeiger.fetchall()
        return self._leser(zeilen, verbindung)


class _Leser:
    """Turns rows of the database into what the QuerySet yields; all that depends on the statement alone is prepared.

    What `ModelIterable` and its kin do at each call: converters, columns of the model, ways to related records.
    """

    def __init__(self, menge: QuerySet, compiler: SQLCompiler) -> None:
        self._nachlesen, self._art = menge._prefetch_related_lookups, menge._iterable_class
        #: without what is selected only to be ordered by
        self._breite = compiler.col_count
        ausdruecke = [spalte[0] for spalte in compiler.select[: self._breite]]
        self._wandler = list(compiler.get_converters(ausdruecke).items())
        if self._art is ModelIterable:
            auswahl = compiler.klass_info["select_fields"]
            self._von, self._bis = auswahl[0], auswahl[-1] + 1
            self._modell = compiler.klass_info["model"]
            self._spalten = [spalte[0].target.attname for spalte in compiler.select[self._von : self._bis]]
            self._verbundene = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
            self._zusaetze = list(compiler.annotation_col_map.items())
        elif self._art is ValuesIterable:
            frage = menge.query
            self._spalten = list(frage.selected or (*frage.values_select, *frage.annotation_select))
        elif self._art not in (ValuesListIterable, FlatValuesListIterable):
            raise TypeError(f"{self._art.__name__} wird nicht vorbereitet")

    def __call__(self, zeilen: list, verbindung: BaseDatabaseWrapper) -> list:
        if self._wandler:
            zeilen = [self._gewandelt(zeile, verbindung) for zeile in zeilen]
        if self._art is FlatValuesListIterable:
            return [zeile[0] for zeile in zeilen]
        if self._art is ValuesListIterable:
            return [zeile[: self._breite] for zeile in zeilen]
        if self._art is ValuesIterable:
            return [dict(zip(self._spalten, zeile, strict=False)) for zeile in zeilen]
        saetze = [self._satz(zeile) for zeile in zeilen]
        if self._nachlesen:
            prefetch_related_objects(saetze, *self._nachlesen)
        return saetze

    def _gewandelt(self, zeile: tuple, verbindung: BaseDatabaseWrapper) -> tuple:
        werte = list(zeile)
        for stelle, (wandler, ausdruck) in self._wandler:
            wert = werte[stelle]
            for wandle in wandler:
                wert = wandle(wert, ausdruck, verbindung)
            werte[stelle] = wert
        return tuple(werte)

    def _satz(self, zeile: tuple) -> Model:
        satz = self._modell.from_db(DEFAULT_DB_ALIAS, self._spalten, zeile[self._von : self._bis])
        for verbundene in self._verbundene:
            verbundene.populate(zeile, satz)
        for name, stelle in self._zusaetze:
            setattr(satz, name, zeile[stelle])
        return satz


class _Uebersetzung:
    """The statement with one row of marks in place of the bound values; no text when it cannot have rows."""

    def __init__(self, baue: Callable[..., QuerySet], muster: tuple[Hashable, ...], reihe: int) -> None:
        marken: list[tuple[type, Any]] = []
        self.menge = baue(*(_platzhalter(teil, marken, reihe) for teil in muster))
        verbindung = connections[DEFAULT_DB_ALIAS]
        self.felder = [_FELDER[art] for art, _ in marken]
        self.marken = [_FELDER[art].get_db_prep_value(marke, verbindung) for art, marke in marken]
        self.compiler: SQLCompiler = self.menge.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, self.werte = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.werte = "", ()


def _platzhalter(teil: Hashable, marken: list[tuple[type, Any]], reihe: int) -> Any:
    if not isinstance(teil, _Platz):
        return teil
    art, anzahl = teil
    beginn = len(marken)
    neue = [_marke(art, 2 * (beginn + nummer) + reihe) for nummer in range(anzahl if anzahl is not None else 1)]
    marken.extend((art, marke) for marke in neue)
    return neue[0] if anzahl is None else neue


def _ist_marke(paar: tuple, stelle: dict) -> bool:
    return all(isinstance(wert, Hashable) for wert in paar) and paar in stelle
