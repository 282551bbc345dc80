"""Filters of Gremien and decisions."""

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils import timezone

from konten.models.basis import zeitraum_gilt
from konten.rules import normalisiere
from netzwerk.models import Beschluss, Gremium, Thema
from netzwerk.rules.gremium import Ebene
from sozialraum.models import Sozialraum

LANDKREIS = "landkreis"
AKTIV, BEENDET, ALLE = "aktiv", "beendet", "alle"


class Raumfilter(df.FilterSet):
    """Sozialraum, or the Gremien of the whole Landkreis."""

    raumpfad = "sozialraum"
    sozialraum = df.ChoiceFilter(label="Sozialraum", method="nach_raum", empty_label="Alle")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        raeume = Sozialraum.objects.waehlbar_fuer(self.request.user.bereich).values_list("kuerzel", "name")
        self.filters["sozialraum"].extra["choices"] = [*raeume, (LANDKREIS, "Ganzer Landkreis")]

    def nach_raum(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        if wert == LANDKREIS:
            return menge.filter(**{f"{self.raumpfad}__isnull": True})
        return menge.filter(**{f"{self.raumpfad}__kuerzel": wert})


class GremiumFilter(Raumfilter):
    """Gremien by name, level, place, theme; without a word those that exist today."""

    q = df.CharFilter(label="Name", method="nach_name")
    ebene = df.ChoiceFilter(label="Ebene", choices=Ebene.choices, empty_label="Alle")
    thema = df.ChoiceFilter(label="Thema", method="nach_thema", empty_label="Alle")
    stand = df.ChoiceFilter(
        label="Stand", choices=[(BEENDET, "Beendete"), (ALLE, "Alle")], method="ueberlasse", empty_label="Bestehende"
    )

    class Meta:
        model = Gremium
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        themen = Thema.objects.sichtbar_fuer(self.request.user.bereich).filter(gremien__isnull=False).distinct()
        self.filters["thema"].extra["choices"] = [(str(thema.pk), thema.name) for thema in themen]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        menge, heute = super().filter_queryset(queryset), timezone.localdate()
        stand = self.form.cleaned_data.get("stand") or AKTIV
        if stand == BEENDET:
            return menge.filter(bis__lt=heute)
        return menge if stand == ALLE else menge.filter(Q(bis__isnull=True) | Q(bis__gte=heute))

    def nach_name(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Few rows: the names are compared here, so that umlauts read the same on every database."""
        gesucht = normalisiere(wert).split()
        namen = Gremium.objects.values_list("pk", "name")
        return menge.filter(pk__in=[pk for pk, n in namen if all(wort in normalisiere(n) for wort in gesucht)])

    def nach_thema(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.filter(themen=int(wert))

    def ueberlasse(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge


class BeschlussFilter(Raumfilter):
    """Decisions by state, place and Gremium."""

    raumpfad = "sitzung__gremium__sozialraum"
    stand = df.ChoiceFilter(
        label="Stand",
        choices=[("offen", "Offene"), ("ueberfaellig", "Überfällige"), ("erledigt", "Erledigte")],
        method="nach_stand",
        empty_label="Alle",
    )
    gremium = df.ChoiceFilter(label="Gremium", method="nach_gremium", empty_label="Alle")

    class Meta:
        model = Beschluss
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        gremien = Gremium.objects.sichtbar_fuer(self.request.user.bereich).filter(zeitraum_gilt(timezone.localdate()))
        self.filters["gremium"].extra["choices"] = [(str(gremium.uuid), gremium.name) for gremium in gremien]

    def nach_stand(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        if wert == "erledigt":
            return menge.filter(wiedervorlage__erledigt_am__isnull=False)
        offene = menge.filter(wiedervorlage__isnull=False, wiedervorlage__erledigt_am__isnull=True)
        return offene.filter(wiedervorlage__am__lt=timezone.localdate()) if wert == "ueberfaellig" else offene

    def nach_gremium(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.filter(sitzung__gremium__uuid=wert)
