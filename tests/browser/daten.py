"""The example data in the test database, copied back in milliseconds before every test that changes it."""

from functools import cache
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.rules import Einsatzstatus
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from tests.abzug import Abzug, stelle_zaehler, zieh_ab

LISTE = Path(__file__).parent / "liste.csv"


def lade_beispieldaten() -> None:
    """Replaces everything in the database by the small example data and what they lack for some pages."""
    abzug = _abzug()
    ContentType.objects.clear_cache()
    with connection.constraint_checks_disabled(), transaction.atomic():
        abzug.leere()
        abzug.spiele_ein()
        stelle_zaehler()


@cache
def _abzug() -> Abzug:
    """Built once per process by the very command that people use."""
    call_command("beispieldaten", groesse="klein", verbosity=0)
    _ergaenze()
    return zieh_ab()


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
