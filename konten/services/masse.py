"""Inserting records by the thousand: `bulk_create` prepares every value and every placeholder one by one.

For long lists that costs more than building the records and running the statements. Here a column is prepared at
once, and values that are already what their column holds go as they are.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

#: rows of one statement where the database sets no limit of its own
ZEILEN_JE_ANWEISUNG = 500
#: columns whose values need no preparation when they are of exactly that class; None is NULL in all of them
_SCHLICHT: dict[type[models.Field], type] = {
    **dict.fromkeys((models.CharField, models.TextField, models.EmailField, models.URLField), str),
    **dict.fromkeys((models.BigIntegerField, models.IntegerField, models.PositiveIntegerField), int),
    **dict.fromkeys((models.PositiveSmallIntegerField, models.ForeignKey), int),
    models.BooleanField: bool,
}


def lege_viele_an(objekte: Sequence[models.Model]) -> None:
    """Inserts new records of one model with ordinary columns and gives them their keys, without signals.

    What they refer to is saved already. One query per 500 records, on SQLite per 999 values.
    """
    if not objekte:
        return
    modell = type(objekte[0])
    felder = [feld for feld in modell._meta.concrete_fields if not feld.primary_key]
    # The thread's own connection itself: the usual proxy looks it up anew for every value.
    verbindung = connections[DEFAULT_DB_ALIAS]
    grenze = verbindung.features.max_query_params
    je = grenze // len(felder) if grenze else ZEILEN_JE_ANWEISUNG
    with transaction.atomic(savepoint=False), verbindung.cursor() as cursor:
        for anfang in range(0, len(objekte), je):
            teil = objekte[anfang : anfang + je]
            cursor.execute(_anweisung(verbindung, modell, felder, len(teil)), list(_werte(verbindung, felder, teil)))
            for objekt, (schluessel,) in zip(teil, cursor.fetchall(), strict=True):
                objekt.pk, objekt._state.adding, objekt._state.db = schluessel, False, verbindung.alias


def _anweisung(
    verbindung: BaseDatabaseWrapper, modell: type[models.Model], felder: Sequence[models.Field], anzahl: int
) -> str:
    name = verbindung.ops.quote_name
    spalten = ", ".join(name(feld.column) for feld in felder)
    zeile = f"({', '.join(['%s'] * len(felder))})"
    zeilen = ", ".join([zeile] * anzahl)
    tabelle, schluessel = name(modell._meta.db_table), name(modell._meta.pk.column)
    return f"INSERT INTO {tabelle} ({spalten}) VALUES {zeilen} RETURNING {schluessel}"  # noqa: S608 - names of models


def _werte(
    verbindung: BaseDatabaseWrapper, felder: Sequence[models.Field], objekte: Sequence[models.Model]
) -> Iterator[Any]:
    """All values, row after row."""
    for zeile in zip(*(_spalte(verbindung, feld, objekte) for feld in felder), strict=True):
        yield from zeile


def _spalte(verbindung: BaseDatabaseWrapper, feld: models.Field, objekte: Sequence[models.Model]) -> list[Any]:
    if type(feld).pre_save is models.Field.pre_save:
        roh = [getattr(objekt, feld.attname) for objekt in objekte]
    else:
        roh = [feld.pre_save(objekt, add=True) for objekt in objekte]
    schlicht = _SCHLICHT.get(type(feld))
    return [
        wert if wert is None or wert.__class__ is schlicht else feld.get_db_prep_save(wert, connection=verbindung)
        for wert in roh
    ]
