"""Reads of the ground floor."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField, QuerySet
from django.utils import timezone

from konten.models import Benutzer, Entwurf, Parameter, Versandauftrag
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, Versandstatus
from konten.rules.parameter import Parametersatz, parametersatz


def parameter_am(stichtag: date) -> Parametersatz:
    """All parameters as valid on the Stichtag (K35). One query."""
    return parametersatz(dict(_parameterzeilen(stichtag)))


@vorbereitet
def _parameterzeilen(stichtag: date) -> QuerySet:
    return Parameter.objects.aktiv(stichtag).order_by("von").values_list("schluessel", "wert")


@vorbereitet
def offene_entwuerfe(benutzer_id: int) -> QuerySet[Entwurf]:
    """The account's unfinished forms, newest first. One query."""
    return Entwurf.objects.filter(benutzer=benutzer_id).exclude(inhalt="").order_by("-stand")


def unzustellbare(bereich: Geltungsbereich) -> int:
    """How many mails wait for somebody's decision. One query, none for who may not see them."""
    if not bereich.darf("versand.sehen"):
        return 0
    return Versandauftrag.objects.filter(zustand=Versandstatus.UNZUSTELLBAR).count()


def zustellproblem(benutzer: Benutzer) -> Versandauftrag | None:
    """The latest mail to this account that could not be delivered to its present address. One query."""
    eigene = Versandauftrag.objects.filter(benutzer=benutzer, empfaenger=benutzer.email)
    return eigene.filter(zustand=Versandstatus.UNZUSTELLBAR).order_by("-erstellt_am").first()


#: a file may be on disk for so long before the transaction that names it has held
FRIST_VERWAIST = timedelta(hours=1)


def dateibefunde() -> Iterator[str]:
    """Records whose file is missing on disk, and files that no record names. One query for every column of files."""
    genannt: set[str] = set()
    for modell in apps.get_models():
        for feld in modell._meta.concrete_fields:
            if not isinstance(feld, FileField) or feld.storage is not default_storage:
                continue
            for schluessel, name in modell._default_manager.exclude(**{feld.name: ""}).values_list("pk", feld.name):
                genannt.add(name)
                if not default_storage.exists(name):
                    yield f"{modell._meta.verbose_name} {schluessel}: die Datei {name} fehlt"
    grenze = timezone.now() - FRIST_VERWAIST
    for name in sorted(set(_abgelegte("")) - genannt):
        if default_storage.get_modified_time(name) < grenze:
            yield f"zu {name} gibt es keinen Eintrag"


def _abgelegte(ordner: str) -> Iterator[str]:
    """Names of all stored files, folder by folder."""
    try:
        unterordner, dateien = default_storage.listdir(ordner)
    except FileNotFoundError:
        return
    yield from (f"{ordner}{name}" for name in dateien if not name.startswith("."))
    for name in unterordner:
        yield from _abgelegte(f"{ordner}{name}/")
