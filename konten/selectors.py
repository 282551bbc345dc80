"""Reads of the ground floor."""

from datetime import date

from django.db.models import QuerySet

from konten.models import Parameter
from konten.models.abfrage import vorbereitet
from konten.rules.parameter import Parametersatz, parametersatz


def parameter_am(stichtag: date) -> Parametersatz:
    """All parameters as valid on the Stichtag (K35). One query."""
    return parametersatz(dict(_parameterzeilen(stichtag)))


@vorbereitet
def _parameterzeilen(stichtag: date) -> QuerySet:
    return Parameter.objects.aktiv(stichtag).order_by("von").values_list("schluessel", "wert")
