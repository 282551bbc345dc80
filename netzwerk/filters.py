"""Filters of the lists; every choice is narrowed by scope."""

import django_filters as df
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from konten.filters import Datensatzfilter
from konten.forms import Bereichsform
from konten.models.basis import zeitraum_gilt
from konten.rules import suchworte
from netzwerk.models import Kontakt, Kontaktbeteiligung, Thema, Wiedervorlage
from netzwerk.rules import Bezug, Kontaktart, Zusage
from netzwerk.selectors.thema import gefuehrte_themen
from netzwerk.selectors.wiedervorlage import personen_der_liste
from partner.models import Partnerkategorie
from partner.selectors.kategorie import waehlbare_kategorien
from sozialraum.models import Sozialraum
from sozialraum.selectors.raum import waehlbare_sozialraeume

DATUM = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Haken(df.BooleanFilter):
    """A tick that is either set or not there; "unknown" makes no sense in a filter."""

    field_class = forms.BooleanField


#: filters that ask something of the contact itself
VOM_KONTAKT = {"thema", "art", "bezug", "von", "bis", "meine"}


class KontaktFilter(df.FilterSet):
    """Contacts by partner, Sozialraum, category, theme, kind, Bezug, period and author."""

    q = df.CharFilter(label="Partner", method="nach_partner")
    sozialraum = Datensatzfilter(
        label="Sozialraum", saetze=waehlbare_sozialraeume, method="nach_sozialraum", empty_label="Alle"
    )
    kategorie = Datensatzfilter(
        label="Kategorie", saetze=waehlbare_kategorien, method="nach_kategorie", empty_label="Alle"
    )
    thema = Datensatzfilter(
        label="Thema", saetze=gefuehrte_themen, schluessel="pk", method="nach_thema", empty_label="Alle"
    )
    art = df.ChoiceFilter(label="Art", choices=Kontaktart.choices, empty_label="Alle")
    bezug = df.ChoiceFilter(label="Bezug", choices=Bezug.choices, empty_label="Alle")
    von = df.DateFilter(label="Von", field_name="am", lookup_expr="gte", widget=DATUM)
    bis = df.DateFilter(label="Bis", field_name="am", lookup_expr="lte", widget=DATUM)
    zaehlende = Haken(label="Nur Kontakte, die zählen", method="nur_zaehlende")
    meine = Haken(label="Nur von mir erfasste", method="nur_meine")

    _beteiligung = Q()

    class Meta:
        model = Kontakt
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """What is asked of a participation must hold for one and the same: partner, Sozialraum, category, counting."""
        self._beteiligung = Q()
        menge = super().filter_queryset(queryset)
        if not self._beteiligung:
            return menge
        return menge.filter(Exists(Kontaktbeteiligung.objects.filter(self._beteiligung, kontakt=OuterRef("pk"))))

    @property
    def beteiligung(self) -> Q | None:
        """What is asked of a participation, when nothing else is asked; after `qs`."""
        return None if VOM_KONTAKT & set(self.form.changed_data) else self._beteiligung

    def nach_partner(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        for wort in suchworte(wert):
            self._beteiligung &= Q(partner__such_norm__contains=wort)
        return menge

    def nach_sozialraum(self, menge: QuerySet, name: str, wert: Sozialraum) -> QuerySet:
        self._beteiligung &= Q(sozialraum=wert)
        return menge

    def nach_kategorie(self, menge: QuerySet, name: str, wert: Partnerkategorie) -> QuerySet:
        """The partner belonged to the category on the day of the contact."""
        gilt = zeitraum_gilt(F("am"), "partner__kategoriezuordnungen__")
        self._beteiligung &= Q(partner__kategoriezuordnungen__kategorie=wert) & gilt
        return menge

    def nach_thema(self, menge: QuerySet, name: str, wert: Thema) -> QuerySet:
        return menge.filter(themen=wert)

    def nur_zaehlende(self, menge: QuerySet, name: str, wert: bool) -> QuerySet:
        if wert:
            self._beteiligung &= Q(zaehlt=True)
        return menge

    def nur_meine(self, menge: QuerySet, name: str, wert: bool) -> QuerySet:
        return menge.filter(erfasst_von=self.request.user) if wert else menge


ALLE = "alle"
#: tabs and view are part of the address, but no filters that are counted or reset
KEINE_FILTER = {"wann", "lage", "ansicht"}


class Filterform(forms.Form):
    """A filter bar beside tabs."""

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in KEINE_FILTER]


class WiedervorlageFilter(df.FilterSet):
    """Next steps by person, Sozialraum and promise. Without a word in the address: one's own and deputised ones."""

    wer = df.ChoiceFilter(label="Zuständig", method="nach_person", empty_label="Meine")
    sozialraum = Datensatzfilter(label="Sozialraum", saetze=waehlbare_sozialraeume, empty_label="Alle")
    zusage = df.ChoiceFilter(label="Zugesagt hat es", choices=Zusage.choices, empty_label="Alle")
    wann = df.CharFilter(method="ueberlasse_dem_reiter", widget=forms.HiddenInput)

    class Meta:
        model = Wiedervorlage
        fields: tuple[str, ...] = ()
        form = Filterform

    def __init__(self, data: QueryDict | None = None, *args, **kwargs) -> None:
        super().__init__(QueryDict() if data is None else data, *args, **kwargs)
        bereich = self.request.user.bereich
        personen = [(str(person.uuid), str(person)) for person in personen_der_liste(bereich)]
        alle = [(ALLE, "Alle, die ich sehe")] if personen else []
        self.filters["wer"].extra["choices"] = [*personen, *alle]
        if bereich.vertretene:
            self.filters["wer"].extra["empty_label"] = "Meine und die ich vertrete"

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        menge = super().filter_queryset(queryset)
        return menge if self.form.cleaned_data.get("wer") else menge.eigene_fuer(self.request.user.bereich)

    def nach_person(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge if wert == ALLE else menge.filter(benutzer__uuid=wert)

    def ueberlasse_dem_reiter(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge


class Faelligfilter(Bereichsform, Filterform):
    """The due list by Sozialraum, category and Netzwerkfachkraft, on any day. Without a word: one's own Sozialräume."""

    sozialraum = forms.ModelChoiceField(label="Sozialraum", queryset=Sozialraum.objects.all(), required=False)
    kategorie = forms.ModelChoiceField(label="Kategorie", queryset=Partnerkategorie.objects.all(), required=False)
    person = forms.ChoiceField(label="Zuständig", required=False)
    stichtag = forms.CharField(label="Stichtag", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    lage = forms.CharField(required=False, widget=forms.HiddenInput)
    ansicht = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, personen: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sozialraum"].empty_label = "Meine" if self.bereich.eigene_sozialraeume else "Alle"
        self.fields["kategorie"].empty_label = "Alle"
        self.fields["person"].choices = [("", "Alle"), *personen]
        if not personen:
            del self.fields["person"]
