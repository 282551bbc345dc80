"""Audit entries for records written in bulk: `bulk_create` and `bulk_update` send no signals."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import models

from konten.models import Protokolleintrag
from konten.rules import maskiere
from konten.services.masse import lege_viele_an

Aenderungen = dict[str, list[str]]


def protokolliere_angelegte(objekte: Sequence[models.Model], *, benutzer_id: int | None) -> None:
    """One CREATE entry per record, with its filled fields. One query per 500 records."""
    eintraege = []
    for objekt in objekte:
        felder = {feld.attname: "" for feld in _protokollfelder(type(objekt)) if _text(objekt, feld.attname)}
        eintraege.append((objekt, aenderungen(objekt, felder)))
    _schreibe(eintraege, Protokolleintrag.Action.CREATE, benutzer_id)


def protokolliere_geaenderte(
    geaenderte: Iterable[tuple[models.Model, Mapping[str, Any]]], *, benutzer_id: int | None
) -> None:
    """One UPDATE entry per (record with its new values, old value of each changed field). One query per 500 records.

    Records of models that are not audited, such as the rows of an uploaded list, leave none.
    """
    eintraege = [
        (objekt, aenderungen(objekt, bisher)) for objekt, bisher in geaenderte if auditlog.contains(type(objekt))
    ]
    _schreibe(eintraege, Protokolleintrag.Action.UPDATE, benutzer_id)


def protokolliere_entfernte(objekte: Sequence[models.Model], *, benutzer_id: int | None) -> None:
    """One DELETE entry per record that is about to go, with its filled fields. One query per 500 records."""
    eintraege = []
    for objekt in objekte:
        verdeckt = _verdeckte(type(objekt))
        felder = {
            feld.name: [maskiere(wert) if feld.name in verdeckt else wert, "None"]
            for feld in _protokollfelder(type(objekt))
            if (wert := _text(objekt, feld.attname))
        }
        eintraege.append((objekt, felder))
    _schreibe(eintraege, Protokolleintrag.Action.DELETE, benutzer_id)


def protokolliere_verknuepfungen(
    modell: type[models.Model], feld: str, zeilen: Iterable[tuple[int, str, Sequence[int]]], *, benutzer_id: int | None
) -> None:
    """One UPDATE entry per (key of the record, "add" or "delete", keys at the other end), as for a single change of a
    many-to-many field. One query per 500 records.
    """
    eintraege = (
        (modell(pk=pk), {feld: {"type": "m2m", "operation": handlung, "objects": list(andere)}})
        for pk, handlung, andere in zeilen
    )
    _schreibe(list(eintraege), Protokolleintrag.Action.UPDATE, benutzer_id)


def protokolliere_lesen(objekt: models.Model, *, benutzer_id: int | None) -> None:
    """One ACCESS entry: that somebody read the record, not what it says. One query."""
    _schreibe([(objekt, {})], Protokolleintrag.Action.ACCESS, benutzer_id)


def aenderungen(objekt: models.Model, bisher: Mapping[str, Any]) -> Aenderungen:
    """Field -> [old, new] as the signals would write it; free text and personal data only as "geändert"."""
    verdeckt = _verdeckte(type(objekt))
    ergebnis = {}
    for feld in _protokollfelder(type(objekt)):
        if feld.attname not in bisher:
            continue
        alt, neu = str(bisher[feld.attname]), _text(objekt, feld.attname)
        ergebnis[feld.name] = [maskiere(alt), maskiere(neu)] if feld.name in verdeckt else [alt or "None", neu]
    return ergebnis


@cache
def _protokollfelder(modell: type[models.Model]) -> list[models.Field]:
    """Asked once per record of a list of thousands, and always the same."""
    ausgenommen = set(auditlog.get_model_fields(modell)["exclude_fields"])
    return [feld for feld in modell._meta.concrete_fields if feld.name not in ausgenommen]


@cache
def _verdeckte(modell: type[models.Model]) -> frozenset[str]:
    return frozenset(auditlog.get_model_fields(modell)["mask_fields"])


def _text(objekt: models.Model, name: str) -> str:
    wert = getattr(objekt, name)
    return "" if wert is None else str(wert)


def _schreibe(eintraege: Sequence[tuple[models.Model, Aenderungen]], handlung: int, benutzer_id: int | None) -> None:
    lege_viele_an(
        [
            Protokolleintrag(
                content_type_id=ContentType.objects.get_for_model(objekt).pk,
                object_pk=str(objekt.pk),
                object_id=objekt.pk,
                object_repr="",
                action=handlung,
                changes=felder,
                actor_id=benutzer_id,
            )
            for objekt, felder in eintraege
        ]
    )
