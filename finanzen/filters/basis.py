"""What lists of money are filtered by: words, year, Sozialraum and Träger, each among what the person sees."""

import django_filters as df
from django import forms
from django.db.models import Q, QuerySet

from konten.rules import suchworte
from sozialraum.models import Sozialraum, Traeger


class Geldfilter(df.FilterSet):
    """`textfelder` are searched for words; the choices are those of rows within sight."""

    q = df.CharFilter(label="Text", method="nach_text")
    jahr = df.NumberFilter(
        label="Haushaltsjahr", min_value=2017, max_value=2100, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    sozialraum = df.ModelChoiceFilter(
        label="Sozialraum", queryset=Sozialraum.objects.none(), to_field_name="kuerzel", empty_label="Alle"
    )
    traeger = df.ModelChoiceFilter(
        label="Träger", queryset=Traeger.objects.none(), to_field_name="uuid", empty_label="Alle"
    )
    textfelder: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        gesehen = self._meta.model._default_manager.sichtbar_fuer(self.request.user.bereich).order_by()
        for name in ("sozialraum", "traeger"):
            modell = self.filters[name].queryset.model
            self.filters[name].queryset = modell.objects.filter(pk__in=gesehen.values(name))

    def nach_text(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Every word in one of the fields, as typed."""
        for wort in wert.replace("\0", " ").split()[: len(suchworte(wert))]:
            treffer = Q()
            for feld in self.textfelder:
                treffer |= Q(**{f"{feld}__icontains": wort})
            menge = menge.filter(treffer)
        return menge
