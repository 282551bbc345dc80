"""What a database already holds, and making room for new example data."""

from enum import Enum

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from berichte.services.beispieldaten.anhaenge import entferne_dateien
from berichte.services.beispieldaten.listen import DATEINAMEN, VERTANE_DATEI
from konten.models import Benutzer, Protokolleintrag
from netzwerk.models import Kontakt
from partner.models import Importlauf, Netzwerkpartner
from partner.services.grunddaten import LANDKREISPARTNER
from sozialraum.models import Traeger


class Bestand(Enum):
    """From nothing to what must not be touched."""

    LEER = "leer"
    BEISPIEL = "unveränderte Beispieldaten"
    BEARBEITET = "Beispieldaten, in denen gearbeitet wurde"
    ECHT = "echte Daten"


def bestand() -> Bestand:
    """What the database holds; base data alone counts as empty. Up to five queries."""
    if Benutzer.objects.filter(ist_beispiel=False).exists():
        return Bestand.ECHT
    if not Benutzer.objects.exists():
        return Bestand.ECHT if _hat_fachdaten() else Bestand.LEER
    weitere = Importlauf.objects.exclude(dateiname__in=[*DATEINAMEN.values(), VERTANE_DATEI])
    bearbeitet = Protokolleintrag.objects.filter(actor__isnull=False).exists() or weitere.exists()
    return Bestand.BEARBEITET if bearbeitet else Bestand.BEISPIEL


def _hat_fachdaten() -> bool:
    mitgebracht = [zeile[0] for zeile in LANDKREISPARTNER]
    return (
        Netzwerkpartner.objects.exclude(uuid__in=mitgebracht).exists()
        or Kontakt.objects.exists()
        or Traeger.objects.exists()
    )


def leere() -> None:
    """Empties every table but Django's own register of models, so that example data start from key 1 again."""
    modelle = apps.get_models(include_auto_created=True)
    tabellen = [
        modell._meta.db_table
        for modell in modelle
        if modell._meta.managed and not modell._meta.proxy and modell._meta.app_label not in {"contenttypes", "auth"}
    ]
    entferne_dateien()
    connection.check_constraints()
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), tabellen, reset_sequences=True, allow_cascade=False)
    )
