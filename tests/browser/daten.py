"""The example data in the test database, copied back in milliseconds before every test that changes it."""

from datetime import time
from functools import cache
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.rules import Einsatzstatus
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm

LISTE = Path(__file__).parent / "liste.csv"
Abzug = dict[str, tuple[list[str], list[tuple]]]


def lade_beispieldaten() -> None:
    """Replaces everything in the database by the small example data and what they lack for some pages."""
    abzug = _abzug()
    ContentType.objects.clear_cache()
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for tabelle in abzug:
            cursor.execute(f"DELETE FROM {_q(tabelle)}")  # noqa: S608 - names come from the models
        for tabelle, (spalten, zeilen) in abzug.items():
            if zeilen:
                namen, werte = ", ".join(map(_q, spalten)), ", ".join(["%s"] * len(spalten))
                cursor.executemany(f"INSERT INTO {_q(tabelle)} ({namen}) VALUES ({werte})", zeilen)  # noqa: S608
        for befehl in connection.ops.sequence_reset_sql(no_style(), _modelle()):
            cursor.execute(befehl)


@cache
def _abzug() -> Abzug:
    """Built once per process by the very command that people use."""
    call_command("beispieldaten", groesse="klein", verbosity=0)
    _ergaenze()
    ergebnis = {}
    with connection.cursor() as cursor:
        for tabelle in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {_q(tabelle)}")  # noqa: S608
            spalten = [spalte[0] for spalte in cursor.description]
            ergebnis[tabelle] = (spalten, [tuple(map(_schreibbar, zeile)) for zeile in cursor.fetchall()])
    return ergebnis


def _schreibbar(wert: object) -> object:
    """PostgreSQL hands JSON out as objects but takes it as text; SQLite does so with times of the day."""
    if isinstance(wert, time):
        return wert.isoformat()
    if isinstance(wert, dict | list):
        return connection.Database.extras.Json(wert)
    return wert


def _q(name: str) -> str:
    return connection.ops.quote_name(name)


def _modelle() -> list[type[models.Model]]:
    return connection.introspection.installed_models(connection.introspection.table_names())


def _ergaenze() -> None:
    """Two imports (one open, one taken over) and a proposed Einsatz: pages that the example data leave empty."""
    leitstelle = Benutzer.objects.get(username="leitstelle")
    for name in ("uebernommen.csv", "vorschau.csv"):
        tabelle = lies_datei(SimpleUploadedFile(name, LISTE.read_bytes()))
        lauf = lege_an(tabelle=tabelle, dateiname=name, bereich=leitstelle.bereich)
        if name == "uebernommen.csv":
            uebernimm(lauf=lauf, bereich=leitstelle.bereich)
    fachkraft = Netzwerkfachkraft.objects.get(benutzer__username="netzwerk-konz")
    raum = fachkraft.einsaetze.bestaetigt().first().sozialraum
    Einsatz.objects.create(
        fachkraft=fachkraft,
        sozialraum=raum,
        traeger=fachkraft.traeger,
        vzae="0.05",
        von=timezone.localdate().replace(year=timezone.localdate().year + 1, month=1, day=1),
        zustand=Einsatzstatus.VORGESCHLAGEN,
    )
