"""The journal of an import: what was created, changed and deleted for a row, in a form that outlives the process."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from auditlog.registry import auditlog
from django.core import serializers
from django.db import models

from partner.services.einlesen.art import Spur

#: columns that say nothing about whether somebody changed the record
_NEBENSACHEN = frozenset({"id", "uuid", "erstellt_am", "geaendert_am", "version", "name_norm", "such_norm"})


def als_journal(spur: Spur) -> dict[str, Any]:
    """The trace of one row as JSON."""
    return {
        "angelegt": [[objekt._meta.label, objekt.pk, fingerabdruck(objekt)] for objekt in spur.angelegt],
        "geaendert": [
            [
                objekt._meta.label,
                objekt.pk,
                {spalte: [woertlich(alt), woertlich(getattr(objekt, spalte))] for spalte, alt in bisher.items()},
            ]
            for objekt, bisher in spur.geaendert
        ],
        "entfernt": [
            eintrag | {"fields": {name: woertlich(wert) for name, wert in eintrag["fields"].items()}}
            for eintrag in serializers.serialize("python", spur.entfernt)
        ],
    }


def woertlich(wert: Any) -> Any:
    """A value as JSON that its field reads back exactly: days, times and amounts as text."""
    if isinstance(wert, datetime):
        return wert.astimezone(UTC).isoformat()
    if isinstance(wert, tuple):
        return list(wert)
    return wert if wert is None or isinstance(wert, bool | int | list | dict) else str(wert)


def fingerabdruck(objekt: models.Model) -> str:
    """Short digest of what the record says, whether it comes from memory or from the database."""
    werte = [_vergleichbar(getattr(objekt, spalte)) for spalte in _aussagen(type(objekt))]
    return hashlib.sha256("\x1f".join(werte).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def _aussagen(modell: type[models.Model]) -> tuple[str, ...]:
    """The columns that say something."""
    ohne = set(_NEBENSACHEN)
    if auditlog.contains(modell):
        ohne |= set(auditlog.get_model_fields(modell)["exclude_fields"])
    return tuple(feld.attname for feld in modell._meta.concrete_fields if feld.name not in ohne)


def gleich(eines: Any, anderes: Any) -> bool:
    """Do two values say the same, though one is a Decimal with fewer places?"""
    return _vergleichbar(eines) == _vergleichbar(anderes)


def _vergleichbar(wert: Any) -> str:
    if wert is None:
        return "\x00"
    if isinstance(wert, Decimal):
        return format(wert.normalize(), "f")
    if isinstance(wert, datetime):
        return wert.astimezone(UTC).isoformat()
    if isinstance(wert, list | dict):
        return json.dumps(wert, sort_keys=True, default=str)
    return str(wert)
