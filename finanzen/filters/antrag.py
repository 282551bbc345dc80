"""Filter of applications for single appointments."""

import django_filters as df
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from finanzen.models import Ausnahmeantrag
from finanzen.rules import Antragsstatus
from konten.rules import suchworte
from sozialraum.models import Sozialraum, Traeger


def _sozialraeume(request: HttpRequest) -> QuerySet:
    eigene = Ausnahmeantrag.objects.sichtbar_fuer(request.user.bereich)
    return Sozialraum.objects.filter(pk__in=eigene.order_by().values("sozialraum"))


def _traeger(request: HttpRequest) -> QuerySet:
    eigene = Ausnahmeantrag.objects.sichtbar_fuer(request.user.bereich)
    return Traeger.objects.filter(pk__in=eigene.order_by().values("traeger"))


class AntragFilter(df.FilterSet):
    """Applications by year, place, Träger, state and words."""

    q = df.CharFilter(label="Text", method="nach_text")
    jahr = df.NumberFilter(
        label="Haushaltsjahr", min_value=2017, max_value=2100, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    sozialraum = df.ModelChoiceFilter(
        label="Sozialraum", queryset=_sozialraeume, to_field_name="kuerzel", empty_label="Alle"
    )
    traeger = df.ModelChoiceFilter(label="Träger", queryset=_traeger, to_field_name="uuid", empty_label="Alle")
    zustand = df.ChoiceFilter(label="Stand", choices=Antragsstatus.choices, empty_label="Alle")

    class Meta:
        model = Ausnahmeantrag
        fields: tuple[str, ...] = ()

    def nach_text(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Every word in title or reason, as typed."""
        for wort in wert.replace("\0", " ").split()[: len(suchworte(wert))]:
            menge = menge.filter(Q(titel__icontains=wort) | Q(begruendung__icontains=wort))
        return menge
