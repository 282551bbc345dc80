"""Reads of the ground floor."""

from datetime import date

from konten.models import Parameter
from konten.rules.parameter import Parametersatz, parametersatz


def parameter_am(stichtag: date) -> Parametersatz:
    """All parameters as valid on the Stichtag (K35). One query."""
    zeilen = Parameter.objects.aktiv(stichtag).order_by("von").values_list("schluessel", "wert")
    return parametersatz(dict(zeilen))
