"""Rows that were built once and are put back into the database in milliseconds."""

import pickle
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import time
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from konten.models import Protokolleintrag

T = TypeVar("T")
Zeilen = list[tuple]
SEITE = 1000  # rows of one statement on PostgreSQL


@dataclass(frozen=True, slots=True)
class Abzug:
    """Table name -> its columns and rows."""

    tabellen: dict[str, tuple[list[str], Zeilen]]

    def spiele_ein(self) -> None:
        """Inserts all rows with the keys they had. Needs a transaction: references are checked at its end only."""
        with connection.cursor() as cursor:
            for tabelle, (spalten, zeilen) in self.tabellen.items():
                if zeilen:
                    _fuege_ein(cursor, f"INSERT INTO {_q(tabelle)} ({', '.join(map(_q, spalten))}) VALUES", zeilen)

    def leere(self) -> None:
        """Deletes everything in these tables. Needs constraint checks switched off where rows refer to each other."""
        with connection.cursor() as cursor:
            for tabelle in self.tabellen:
                cursor.execute(f"DELETE FROM {_q(tabelle)}")  # noqa: S608 - names come from the models

    def ohne(self, tabellen: Iterable[str]) -> "Abzug":
        return Abzug({name: inhalt for name, inhalt in self.tabellen.items() if name not in set(tabellen)})


def zieh_ab() -> Abzug:
    """Everything that is in the database now."""
    tabellen = {}
    with connection.cursor() as cursor:
        for tabelle in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {_q(tabelle)}")  # noqa: S608 - names come from the models
            spalten = [spalte[0] for spalte in cursor.description]
            tabellen[tabelle] = (spalten, [tuple(map(_schreibbar, zeile)) for zeile in cursor.fetchall()])
    return Abzug(tabellen)


def belegte_tabellen() -> set[str]:
    """Tables that hold at least one row: for a fresh database those that the migrations have filled."""
    with connection.cursor() as cursor:
        namen = connection.introspection.django_table_names(only_existing=True)
        cursor.execute(" UNION ALL ".join(f"SELECT '{n}' WHERE EXISTS (SELECT 1 FROM {_q(n)})" for n in namen))  # noqa: S608
        return {zeile[0] for zeile in cursor.fetchall()}


def stelle_zaehler() -> None:
    """Lets the next keys follow those that were inserted."""
    modelle: list[type[models.Model]] = connection.introspection.installed_models(
        connection.introspection.table_names()
    )
    with connection.cursor() as cursor:
        for befehl in connection.ops.sequence_reset_sql(no_style(), modelle):
            cursor.execute(befehl)


@dataclass(frozen=True, slots=True)
class Gemerkt:
    """What a builder returned and the rows it left, valid as long as `stand` is the same."""

    stand: Hashable
    ergebnis: bytes
    abzug: Abzug


_gemerkt: dict[Callable, Gemerkt] = {}


def stelle_auf(baue: Callable[[], T]) -> T:
    """What `baue()` returns, with its rows in the database: built once per process, afterwards only inserted.

    Every caller gets objects of its own. Where the test has already changed something, `baue` runs as usual.
    """
    if Protokolleintrag.objects.exists():
        return baue()
    # The audit refers to content types, which get new keys when a test has emptied the whole database.
    stand = (timezone.localdate(), *ContentType.objects.order_by("pk").values_list("pk", "app_label", "model"))
    if baue not in _gemerkt or _gemerkt[baue].stand != stand:
        _gemerkt[baue] = _baue_zum_merken(baue, stand)
    with transaction.atomic():
        _gemerkt[baue].abzug.spiele_ein()
    return pickle.loads(_gemerkt[baue].ergebnis)  # noqa: S301 - pickled by this process


def _baue_zum_merken(baue: Callable, stand: Hashable) -> Gemerkt:
    schon_da = belegte_tabellen()
    with transaction.atomic():
        ergebnis = pickle.dumps(baue())
        abzug = zieh_ab().ohne(schon_da)
        transaction.set_rollback(True)
    return Gemerkt(stand, ergebnis, abzug)


def _fuege_ein(cursor, befehl: str, zeilen: Zeilen) -> None:
    if connection.vendor == "postgresql":
        connection.Database.extras.execute_values(cursor.cursor, f"{befehl} %s", zeilen, page_size=SEITE)
    else:
        cursor.executemany(f"{befehl} ({', '.join(['%s'] * len(zeilen[0]))})", zeilen)


def _schreibbar(wert: object) -> object:
    """PostgreSQL hands JSON out as objects but takes it as text; SQLite does so with times of the day."""
    if isinstance(wert, time):
        return wert.isoformat()
    if isinstance(wert, dict | list):
        return connection.Database.extras.Json(wert)
    return wert


def _q(name: str) -> str:
    return connection.ops.quote_name(name)
