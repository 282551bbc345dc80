"""Statements compiled once: what a page costs is building them, not running them."""

from collections.abc import Callable, Collection, Hashable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, DateField, DateTimeField, QuerySet, UUIDField
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
        self._menge, self._compiler, self._sql, self._felder = erste.menge, erste.compiler, erste.sql, erste.felder
        # A connection belongs to its thread; what is kept here serves all of them.
        self._compiler.connection = None

    def zeilen(self, gebunden: list) -> list:
        """What the QuerySet yields with these values. One query, and those of its prefetches."""
        verbindung = connections[DEFAULT_DB_ALIAS]
        werte = [feld.get_db_prep_value(wert, verbindung) for feld, wert in zip(self._felder, gebunden, strict=True)]
        compiler = copy(self._compiler)
        compiler.connection = verbindung
        antwort = self._sql, tuple(wert if nummer is None else werte[nummer] for wert, nummer in self._werte)
        compiler.as_sql = lambda *args, **kwargs: antwort
        menge = self._menge.all()
        menge.query.get_compiler = lambda *args, **kwargs: compiler
        return list(menge)


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
