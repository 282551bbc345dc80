"""Filter of bookings; its names are the addresses that other pages lead to."""

import django_filters as df
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from finanzen.models import Ausgabe, Projekt
from finanzen.rules import Ausgabenart
from finanzen.selectors.ausgabe import BELEG_FEHLT, UNGEPRUEFT
from konten.rules import suchworte
from sozialraum.models import Sozialraum, Traeger

BELEG = (("ja", "vorhanden"), ("nein", "fehlt"))
GEPRUEFT = (("ja", "geprüft"), ("nein", "noch nicht geprüft"))


def _sozialraeume(request: HttpRequest) -> QuerySet:
    eigene = Ausgabe.objects.sichtbar_fuer(request.user.bereich)
    return Sozialraum.objects.filter(pk__in=eigene.order_by().values("sozialraum"))


def _traeger(request: HttpRequest) -> QuerySet:
    eigene = Ausgabe.objects.sichtbar_fuer(request.user.bereich)
    return Traeger.objects.filter(pk__in=eigene.order_by().values("traeger"))


def _projekte(request: HttpRequest) -> QuerySet:
    eigene = Ausgabe.objects.sichtbar_fuer(request.user.bereich)
    return Projekt.objects.filter(pk__in=eigene.exclude(projekt=None).order_by().values("projekt"))


class AusgabeFilter(df.FilterSet):
    """Bookings by year, place, Träger, kind, project, receipt, check, list and words."""

    q = df.CharFilter(label="Text oder Belegnummer", method="nach_text")
    jahr = df.NumberFilter(
        label="Haushaltsjahr", min_value=2017, max_value=2100, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    sozialraum = df.ModelChoiceFilter(
        label="Sozialraum", queryset=_sozialraeume, to_field_name="kuerzel", empty_label="Alle"
    )
    traeger = df.ModelChoiceFilter(label="Träger", queryset=_traeger, to_field_name="uuid", empty_label="Alle")
    art = df.ChoiceFilter(label="Art", choices=Ausgabenart.choices, empty_label="Alle")
    projekt = df.ModelChoiceFilter(label="Projekt", queryset=_projekte, to_field_name="uuid", empty_label="Alle")
    beleg = df.ChoiceFilter(label="Beleg", choices=BELEG, empty_label="Alle", method="nach_beleg")
    geprueft = df.ChoiceFilter(label="Prüfung", choices=GEPRUEFT, empty_label="Alle", method="nach_pruefung")
    lauf = df.UUIDFilter(field_name="lauf__uuid", widget=forms.HiddenInput)

    class Meta:
        model = Ausgabe
        fields: tuple[str, ...] = ()

    def nach_text(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Every word in text or receipt number, as typed."""
        for wort in wert.replace("\0", " ").split()[: len(suchworte(wert))]:
            menge = menge.filter(Q(text__icontains=wort) | Q(belegnummer__icontains=wort))
        return menge

    def nach_beleg(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """With a file, or without one where one is due."""
        return menge.exclude(beleg="") if wert == "ja" else menge.filter(BELEG_FEHLT)

    def nach_pruefung(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Checked, or valid and not checked."""
        return menge.filter(geprueft_am__isnull=False) if wert == "ja" else menge.filter(UNGEPRUEFT)
