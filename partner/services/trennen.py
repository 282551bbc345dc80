"""Takes a merge back: both entries stand as they were, what came since stays with the one that was there."""

from collections import Counter
from datetime import date
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from konten.models import Benutzer
from konten.rules.zahl import mehrzahl
from partner.models import Netzwerkpartner, Zusammenfuehrung
from partner.rules.zusammenfuehren import RUECKNAHME_TAGE, kann_zurueck
from partner.services.zusammenfuehren import setze_um


@transaction.atomic
def nimm_zurueck(*, zusammenfuehrung: Zusammenfuehrung, durch: Benutzer) -> list[str]:
    """Restores both entries from the journal; returns in words what could not be restored because it changed since.

    Raises ValidationError after thirty days, when it was taken back already, or when the entry that stayed went into
    another one meanwhile. Contacts are to be counted anew afterwards.
    """
    akte = Zusammenfuehrung.objects.select_for_update().get(pk=zusammenfuehrung.pk)
    bleibt, weicht = _sperre(akte)
    journal, hinweise = akte.journal, []
    _loesche_angelegte(journal["angelegt"])
    for label, spalte, ids in journal["verschoben"]:
        modell = apps.get_model(label)
        zeilen = list(modell._base_manager.filter(pk__in=ids, **{spalte: bleibt.pk}))
        if fehlende := len(ids) - len(zeilen):
            hinweise.append(
                f"{modell._meta.verbose_name_plural}: {mehrzahl(fehlende, 'Eintrag', 'Einträge')} seitdem entfernt."
            )
        if zeilen:
            setze_um(modell, spalte, zeilen, weicht.pk, durch)
    hinweise += _stelle_wieder_her(journal)
    hinweise += _setze_felder_zurueck(bleibt, journal["felder"])
    weicht.aufgegangen_in = None
    weicht.version += 1
    weicht.save()
    akte.zurueckgenommen_am, akte.zurueckgenommen_von = timezone.now(), durch
    akte.save()
    return hinweise


@transaction.atomic
def kuerze_journale(stichtag: date) -> int:
    """Nightly: once a merge cannot be taken back, its journal keeps what moved but no words. Returns how many changed.

    Former names, numbers and notes were kept for taking back only; a partner may be a natural person.
    """
    gekuerzt = 0
    for akte in Zusammenfuehrung.objects.select_for_update().order_by("pk"):
        if akte.journal.get("gekuerzt") or kann_zurueck(timezone.localdate(akte.erstellt_am), stichtag):
            continue
        journal = akte.journal
        entfernt = [{"model": eintrag["model"], "pk": eintrag["pk"]} for eintrag in journal["entfernt"]]
        akte.journal = journal | {"entfernt": entfernt, "felder": dict.fromkeys(journal["felder"]), "gekuerzt": True}
        akte.save(update_fields=["journal", "geaendert_am"])
        gekuerzt += 1
    return gekuerzt


def _sperre(akte: Zusammenfuehrung) -> tuple[Netzwerkpartner, Netzwerkpartner]:
    if akte.zurueckgenommen_am:
        raise ValidationError("Diese Zusammenführung ist schon zurückgenommen.")
    if not kann_zurueck(timezone.localdate(akte.erstellt_am), timezone.localdate()):
        raise ValidationError(f"Nach {RUECKNAHME_TAGE} Tagen lässt sich eine Zusammenführung nicht mehr zurücknehmen.")
    ids = [akte.bleibt_id, akte.aufgegangen_id]
    partner = {p.pk: p for p in Netzwerkpartner.objects.select_for_update().filter(pk__in=ids)}
    bleibt, weicht = partner[akte.bleibt_id], partner[akte.aufgegangen_id]
    if bleibt.aufgegangen_in_id:
        raise ValidationError(
            f"„{bleibt}“ ist inzwischen selbst in einem anderen Eintrag aufgegangen. "
            "Nehmen Sie zuerst diese Zusammenführung zurück."
        )
    return bleibt, weicht


def _loesche_angelegte(angelegte: list[list[Any]]) -> None:
    for label, pk in angelegte:
        for zeile in apps.get_model(label)._base_manager.filter(pk=pk):
            zeile.delete()


def _stelle_wieder_her(journal: dict[str, Any]) -> list[str]:
    """Rows come back with their own keys; columns that pointed at them point there again unless used otherwise.

    What they belong to may have been deleted since, a contact for example: then they stay away, and that is named.
    """
    fehlende: Counter[str] = Counter()
    for eintrag in serializers.deserialize("python", journal["entfernt"]):
        if _hat_alle_ziele(eintrag.object):
            eintrag.save()
        else:
            fehlende[str(eintrag.object._meta.verbose_name_plural)] += 1
    for label, spalte, pk, ziel in journal["verweise"]:
        modell = apps.get_model(label)
        if modell._meta.get_field(spalte.removesuffix("_id")).related_model._base_manager.filter(pk=ziel).exists():
            modell._base_manager.filter(pk=pk, **{f"{spalte}__isnull": True}).update(**{spalte: ziel})
    return [f"{name}: {mehrzahl(zahl, 'Eintrag', 'Einträge')} seitdem entfernt." for name, zahl in fehlende.items()]


def _hat_alle_ziele(zeile: models.Model) -> bool:
    """False when a record that the row belongs to is gone; a reference that may be empty is emptied."""
    for feld in zeile._meta.concrete_fields:
        schluessel = getattr(zeile, feld.attname)
        if not feld.is_relation or schluessel is None:
            continue
        if feld.related_model._base_manager.filter(pk=schluessel).exists():
            continue
        if not feld.null:
            return False
        setattr(zeile, feld.attname, None)
    return True


def _setze_felder_zurueck(bleibt: Netzwerkpartner, felder: dict[str, list[Any]]) -> list[str]:
    """Only what nobody changed since; the rest stays and is named."""
    behalten = []
    for spalte, (alt, neu) in felder.items():
        feld: models.Field = bleibt._meta.get_field(spalte.removesuffix("_id"))
        if getattr(bleibt, spalte) == feld.to_python(neu):
            setattr(bleibt, spalte, feld.to_python(alt))
        else:
            behalten.append(f"{feld.verbose_name}: seitdem geändert, bleibt wie sie ist.")
    bleibt.version += 1
    bleibt.save()
    return behalten
