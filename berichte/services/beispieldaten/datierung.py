"""Sets "erfasst am" of validity rows back to their first day; else all history was entered this very minute."""

from datetime import date, timedelta

from django.apps import apps
from django.db.models import DateTimeField, ExpressionWrapper, F, Min, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from finanzen.models import Ausgabe, Ausnahmeantrag
from konten.models import Datensatz, Zeitraum
from partner.models import Netzwerkpartner, Partnerzustand

TAGESZEIT = timedelta(hours=8)


def datiere_zurueck(stichtag: date) -> None:
    """One statement per table."""
    for modell in apps.get_models():
        if issubclass(modell, Zeitraum) and issubclass(modell, Datensatz):
            _setze(modell.objects.filter(von__lte=stichtag), F("von"))
    _setze(Ausgabe.objects.filter(am__lte=stichtag), F("am"))
    _setze(Ausnahmeantrag.objects.filter(beantragt_am__lte=stichtag), F("beantragt_am"))
    beginn = Partnerzustand.objects.filter(partner=OuterRef("pk")).order_by().values("partner").annotate(am=Min("von"))
    _setze(Netzwerkpartner.objects.eigenstaendig(), Subquery(beginn.values("am")))


def _setze(menge, tag) -> None:
    mittags = ExpressionWrapper(Cast(tag, DateTimeField()) + Value(TAGESZEIT), output_field=DateTimeField())
    menge.update(erstellt_am=mittags, geaendert_am=mittags)
