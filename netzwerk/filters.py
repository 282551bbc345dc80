"""Filters of the lists; every choice is narrowed by scope."""

import django_filters as df
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from konten.rules import suchworte
from netzwerk.models import Kontakt, Kontaktbeteiligung
from netzwerk.rules import Bezug, Kontaktart
from partner.models import Partnerkategorie
from sozialraum.models import Sozialraum


def _sozialraeume(request: HttpRequest) -> QuerySet:
    return Sozialraum.objects.waehlbar_fuer(request.user.bereich)


def _kategorien(request: HttpRequest) -> QuerySet:
    return Partnerkategorie.objects.waehlbar_fuer(request.user.bereich)


DATUM = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Haken(df.BooleanFilter):
    """A tick that is either set or not there; "unknown" makes no sense in a filter."""

    field_class = forms.BooleanField


class KontaktFilter(df.FilterSet):
    """Contacts by partner, Sozialraum, category, kind, Bezug, period and author."""

    q = df.CharFilter(label="Partner", method="nach_partner")
    sozialraum = df.ModelChoiceFilter(
        label="Sozialraum",
        queryset=_sozialraeume,
        to_field_name="kuerzel",
        method="nach_sozialraum",
        empty_label="Alle",
    )
    kategorie = df.ModelChoiceFilter(
        label="Kategorie", queryset=_kategorien, to_field_name="kuerzel", method="nach_kategorie", empty_label="Alle"
    )
    art = df.ChoiceFilter(label="Art", choices=Kontaktart.choices, empty_label="Alle")
    bezug = df.ChoiceFilter(label="Bezug", choices=Bezug.choices, empty_label="Alle")
    von = df.DateFilter(label="Von", field_name="am", lookup_expr="gte", widget=DATUM)
    bis = df.DateFilter(label="Bis", field_name="am", lookup_expr="lte", widget=DATUM)
    meine = Haken(label="Nur von mir erfasste", method="nur_meine")

    class Meta:
        model = Kontakt
        fields: tuple[str, ...] = ()

    def nach_partner(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        for wort in suchworte(wert):
            treffer = _mit_beteiligung(partner__such_norm__contains=wort)
            menge = menge.filter(treffer)
        return menge

    def nach_sozialraum(self, menge: QuerySet, name: str, wert: Sozialraum) -> QuerySet:
        return menge.filter(_mit_beteiligung(sozialraum=wert))

    def nach_kategorie(self, menge: QuerySet, name: str, wert: Partnerkategorie) -> QuerySet:
        return menge.filter(_mit_beteiligung(partner__kategoriezuordnungen__kategorie=wert))

    def nur_meine(self, menge: QuerySet, name: str, wert: bool) -> QuerySet:
        return menge.filter(erfasst_von=self.request.user) if wert else menge


def _mit_beteiligung(**bedingung) -> Exists:
    return Exists(Kontaktbeteiligung.objects.filter(kontakt=OuterRef("pk"), **bedingung))
