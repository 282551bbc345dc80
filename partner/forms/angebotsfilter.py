"""Filters of the list of offers; everything stands in the address."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from konten.filters import Datensatzfilter
from konten.models.felder import marke
from konten.rules import suchworte
from netzwerk.models import Thema
from netzwerk.selectors.thema import gefuehrte_themen
from partner.models import Angebot
from partner.models.angebot import Angebotsmenge
from partner.rules.angebot import Angebotsart, Angebotsstufe, Frische, Frischegrenzen, Lebensphase, Situation, Zugang
from partner.rules.sprachen import SPRACHEN
from sozialraum.models import Sozialraum
from sozialraum.selectors.raum import waehlbare_sozialraeume

MEINE = "*"
ALLE = "alle"
STUFEN = [*Angebotsstufe.choices, (ALLE, "alle, auch ruhende")]


def _unbekannt(was: str) -> dict[str, dict[str, str]]:
    return {"error_messages": {"invalid_choice": f"{was} gibt es nicht. Dieser Filter gilt deshalb nicht."}}


class Haken(df.BooleanFilter):
    """A tick that is either set or not there."""

    field_class = forms.BooleanField


class Angebotsfilter(df.FilterSet):
    """Without a word in the address: all offers that do not rest."""

    q = df.CharFilter(label="Suchwort, Anbieter oder Ort", method="nach_text")
    art = df.ChoiceFilter(label="Art", choices=Angebotsart.choices, empty_label="alle", **_unbekannt("Diese Art"))
    sozialraum = Datensatzfilter(
        label="Sozialraum",
        saetze=waehlbare_sozialraeume,
        empty_label="alle",
        method="nach_sozialraum",
        **_unbekannt("Diesen Sozialraum"),
    )
    ort = df.CharFilter(label="Ort oder Postleitzahl", method="nach_ort")
    thema = Datensatzfilter(
        label="Thema", saetze=gefuehrte_themen, schluessel="pk", method="nach_thema", empty_label="alle"
    )
    alter = df.NumberFilter(
        label="Für welches Alter?", method="nach_alter", min_value=0, max_value=120, widget=forms.NumberInput
    )
    lebensphase = df.ChoiceFilter(
        label="Lebensphase", choices=Lebensphase.choices, empty_label="alle", method="nach_code"
    )
    situation = df.ChoiceFilter(
        label="Besondere Lage", choices=Situation.choices, empty_label="alle", method="nach_code"
    )
    sprache = df.ChoiceFilter(label="Sprache", choices=list(SPRACHEN.items()), empty_label="alle", method="nach_code")
    zugang = df.ChoiceFilter(label="Zugang", choices=Zugang.choices, empty_label="alle")
    stufe = df.ChoiceFilter(label="Stufe", choices=STUFEN, empty_label="alle außer ruhend", method="nach_stufe")
    frische = df.ChoiceFilter(
        label="Prüfung",
        choices=[*Frische.choices, ("faellig", "zu prüfen (ungeprüft oder abgelaufen)")],
        empty_label="alle",
        method="nach_frische",
    )
    sichtbar = df.ChoiceFilter(
        label="Verzeichnis",
        choices=[("ja", "veröffentlicht"), ("nein", "nicht veröffentlicht")],
        empty_label="alle",
        method="nach_sichtbarkeit",
    )
    frei = Haken(label="Nur mit freien Plätzen", method="nur_freie")
    meine = Haken(label="Nur meine Sozialräume", method="nur_meine")

    class Meta:
        model = Angebot
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, grenzen: Frischegrenzen, **kwargs) -> None:
        self.grenzen = grenzen
        super().__init__(data, **kwargs)
        if not self.request.user.bereich.eigene_sozialraeume:
            del self.filters["meine"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        menge = super().filter_queryset(queryset)
        gewaehlt = self.form.cleaned_data.get("stufe")
        return menge if gewaehlt else menge.exclude(stufe=Angebotsstufe.RUHEND)

    def nach_text(self, menge: Angebotsmenge, name: str, wert: str) -> Angebotsmenge:
        return menge.suche(wert)

    def nach_ort(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """The offer's own place, its Gemeinden, or the provider's place; typed as people write it."""
        for wort in suchworte(wert):
            hier = Q(gemeinde__name_norm__contains=wort) | Q(gemeinden__name_norm__contains=wort)
            menge = menge.filter(hier | Q(such_norm__contains=wort) | Q(anbieter__such_norm__contains=wort))
        return menge.distinct()

    def nach_sozialraum(self, menge: Angebotsmenge, name: str, wert: Sozialraum) -> Angebotsmenge:
        return menge.im_sozialraum(frozenset({wert.pk}))

    def nach_thema(self, menge: QuerySet, name: str, wert: Thema) -> QuerySet:
        return menge.filter(themen=wert)

    def nach_alter(self, menge: QuerySet, name: str, wert: Any) -> QuerySet:
        """An offer without an age is for everybody."""
        von = Q(alter_von__isnull=True) | Q(alter_von__lte=int(wert))
        return menge.filter(von & (Q(alter_bis__isnull=True) | Q(alter_bis__gte=int(wert))))

    def nach_code(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        spalte = {"lebensphase": "lebensphasen", "situation": "situationen", "sprache": "sprachen"}[name]
        return menge.filter(**{f"{spalte}__contains": marke(wert)})

    def nach_stufe(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge if wert == ALLE else menge.filter(stufe=wert)

    def nach_frische(self, menge: Angebotsmenge, name: str, wert: str) -> QuerySet:
        if wert == "faellig":
            return menge.exclude(frische_wort=Frische.AKTUELL)
        return menge.filter(frische_wort=wert)

    def nach_sichtbarkeit(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.filter(ist_oeffentlich=wert == "ja")

    def nur_freie(self, menge: QuerySet, name: str, wert: bool) -> QuerySet:
        return menge.filter(plaetze_frei__gt=0) if wert else menge

    def nur_meine(self, menge: Angebotsmenge, name: str, wert: bool) -> Angebotsmenge:
        return menge.im_sozialraum(self.request.user.bereich.eigene_sozialraeume) if wert else menge
