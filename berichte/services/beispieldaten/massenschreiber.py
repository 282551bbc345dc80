"""Writes millions of rows past the model layer, which needs several times as long for the same statement."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import cache, partial
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

HOECHSTENS_WERTE = 20_000


class Massenschreiber:
    """INSERT of many rows of one table; columns that are not named get the default of their field."""

    def __init__(self, modell: type[models.Model], spalten: Sequence[str]) -> None:
        felder = [modell._meta.get_field(spalte) for spalte in spalten]
        uebrige = [feld for feld in modell._meta.concrete_fields if feld not in felder and not feld.primary_key]
        self._vorgaben = tuple(feld.get_db_prep_save(feld.get_default(), connection) for feld in uebrige)
        self._wandler = [_wandler(feld) for feld in felder]
        namen = [connection.ops.quote_name(feld.column) for feld in [*felder, *uebrige]]
        self._anfang = f"INSERT INTO {connection.ops.quote_name(modell._meta.db_table)} ({', '.join(namen)}) VALUES "  # noqa: S608 - own table
        self._platz = f"({', '.join(['%s'] * len(namen))})"
        grenze = min(connection.features.max_query_params or HOECHSTENS_WERTE, HOECHSTENS_WERTE)
        self._portion = grenze // len(namen)

    def schreibe(self, zeilen: Iterable[tuple]) -> None:
        """Values in the order of the named columns.

        The bare cursor, because in development `connection.cursor()` would keep the text of every statement.
        """
        vorrat = iter(zeilen)
        connection.ensure_connection()
        with closing(connection.create_cursor()) as cursor:
            while portion := list(islice(vorrat, self._portion)):
                werte = [wert for zeile in portion for wert in (*self._bereit(zeile), *self._vorgaben)]
                cursor.execute(self._anfang + ", ".join([self._platz] * len(portion)), werte)

    def _bereit(self, zeile: tuple) -> list[Any]:
        return [wandler(wert) if wandler else wert for wandler, wert in zip(self._wandler, zeile, strict=True)]


def _wandler(feld: models.Field) -> Callable[[Any], Any] | None:
    """How this database wants the value; days are few and are remembered."""
    if feld.get_internal_type() == "UUIDField":
        return partial(feld.get_db_prep_save, connection=connection)
    if feld.get_internal_type() in {"DateField", "DateTimeField"}:
        return cache(partial(feld.get_db_prep_save, connection=connection))
    return None


def naechster_schluessel(modell: type[models.Model]) -> int:
    """First key that no row of the table has. One query."""
    return (modell.objects.aggregate(letzter=Max("pk"))["letzter"] or 0) + 1


def stelle_zaehler(modell: type[models.Model]) -> None:
    """After keys were given by hand the database must go on behind them (PostgreSQL)."""
    with connection.cursor() as cursor:
        for befehl in connection.ops.sequence_reset_sql(no_style(), [modell]):
            cursor.execute(befehl)
