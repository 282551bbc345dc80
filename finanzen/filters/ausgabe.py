"""Filter of bookings; its names are the addresses that other pages lead to."""

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from finanzen.filters.basis import Geldfilter
from finanzen.models import Ausgabe, Projekt
from finanzen.rules import Ausgabenart
from finanzen.selectors.ausgabe import BELEG_FEHLT, UNGEPRUEFT

BELEG = (("ja", "vorhanden"), ("nein", "fehlt"))
GEPRUEFT = (("ja", "geprüft"), ("nein", "noch nicht geprüft"))


def _projekte(request: HttpRequest) -> QuerySet:
    eigene = Ausgabe.objects.sichtbar_fuer(request.user.bereich)
    return Projekt.objects.filter(pk__in=eigene.exclude(projekt=None).order_by().values("projekt"))


class AusgabeFilter(Geldfilter):
    """Bookings by kind, project, receipt, check and list besides."""

    q = df.CharFilter(label="Text oder Belegnummer", method="nach_text")
    art = df.ChoiceFilter(label="Art", choices=Ausgabenart.choices, empty_label="Alle")
    projekt = df.ModelChoiceFilter(label="Projekt", queryset=_projekte, to_field_name="uuid", empty_label="Alle")
    beleg = df.ChoiceFilter(label="Beleg", choices=BELEG, empty_label="Alle", method="nach_beleg")
    geprueft = df.ChoiceFilter(label="Prüfung", choices=GEPRUEFT, empty_label="Alle", method="nach_pruefung")
    lauf = df.UUIDFilter(field_name="lauf__uuid", widget=forms.HiddenInput)
    textfelder = ("text", "belegnummer")

    class Meta:
        model = Ausgabe
        fields: tuple[str, ...] = ()

    def nach_beleg(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """With a file, or without one where one is due."""
        return menge.exclude(beleg="") if wert == "ja" else menge.filter(BELEG_FEHLT)

    def nach_pruefung(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Checked, or valid and not checked."""
        return menge.filter(geprueft_am__isnull=False) if wert == "ja" else menge.filter(UNGEPRUEFT)
