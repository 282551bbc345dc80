"""Filter of projects."""

from datetime import date

import django_filters as df
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from finanzen.filters.basis import Geldfilter
from finanzen.models import Projekt
from finanzen.rules import Projektstatus
from finanzen.selectors.projekt import projektjahre
from netzwerk.models import Thema


def _themen(request: HttpRequest) -> QuerySet:
    return Thema.objects.filter(projekte__in=Projekt.objects.sichtbar_fuer(request.user.bereich)).distinct()


class ProjektFilter(Geldfilter):
    """Projects by year in which they last, state and theme besides."""

    jahr = df.ChoiceFilter(label="Jahr", method="im_jahr", empty_label="Alle", choices=())
    zustand = df.ChoiceFilter(label="Stand", choices=Projektstatus.choices, empty_label="Alle")
    thema = df.ModelChoiceFilter(label="Thema", field_name="themen", queryset=_themen, empty_label="Alle")
    textfelder = ("titel", "ziel", "zielgruppe", "ergebnis")

    class Meta:
        model = Projekt
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        jahre = projektjahre(self.request.user.bereich, timezone.localdate().year)
        self.filters["jahr"].extra["choices"] = [(str(jahr), str(jahr)) for jahr in jahre]

    def im_jahr(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Projects that last on a day of the year."""
        jahr = int(wert)
        return menge.filter(Q(bis__isnull=True) | Q(bis__gte=date(jahr, 1, 1)), von__lte=date(jahr, 12, 31))
