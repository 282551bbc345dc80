"""Filter of the list of needs; choices are narrowed by scope."""

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from netzwerk.models import Bedarfsmeldung, Thema
from netzwerk.rules.bedarf import Altersgruppe, Bedarfsstatus, Schwere
from sozialraum.models import Sozialraum

DATUM = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _sozialraeume(request: HttpRequest) -> QuerySet:
    """Only those whose reports the person may read: others would always be empty."""
    bereich = request.user.bereich
    return Sozialraum.objects.waehlbar_fuer(bereich).in_sozialraeumen(bereich, "bedarf.sehen", "pk")


def _themen(request: HttpRequest) -> QuerySet:
    return Thema.objects.waehlbar_fuer(request.user.bereich).filter(aufgegangen_in=None)


class BedarfFilter(df.FilterSet):
    """Needs by words, Sozialraum, theme, age band, weight, state and period."""

    q = df.CharFilter(label="Text", method="nach_text")
    sozialraum = df.ModelChoiceFilter(
        label="Sozialraum", queryset=_sozialraeume, to_field_name="kuerzel", empty_label="Alle"
    )
    thema = df.ModelChoiceFilter(label="Thema", queryset=_themen, empty_label="Alle")
    altersgruppe = df.ChoiceFilter(label="Altersgruppe", choices=Altersgruppe.choices, empty_label="Alle")
    schwere = df.ChoiceFilter(label="Gewicht", choices=Schwere.choices, empty_label="Alle")
    zustand = df.ChoiceFilter(label="Stand", choices=Bedarfsstatus.choices, empty_label="Alle")
    von = df.DateFilter(label="Von", field_name="am", lookup_expr="gte", widget=DATUM)
    bis = df.DateFilter(label="Bis", field_name="am", lookup_expr="lte", widget=DATUM)

    class Meta:
        model = Bedarfsmeldung
        fields: tuple[str, ...] = ()

    def nach_text(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.suche(wert)
