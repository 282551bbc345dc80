"""Filters of the archive of Mitteilungen and of a delivery log."""

import django_filters as df
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from konten.rules import Versandstatus
from netzwerk.models import Mitteilung, Mitteilungsempfaenger, Thema
from netzwerk.rules.mitteilung import Empfaengerstatus, Mitteilungsart, Mitteilungsstatus, Richtung
from sozialraum.models import Sozialraum

DATUM = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LESEN = [("neu", "ungelesen"), ("eigene", "von mir geschrieben"), ("erhalten", "an mich")]
_E = Empfaengerstatus
ZUSTELLUNGEN = {
    "wartet": Q(zustand=_E.WARTET),
    "eingestellt": Q(zustand=_E.EINGESTELLT, auftrag__zustand=Versandstatus.OFFEN),
    "versandt": Q(zustand=_E.EINGESTELLT) & (Q(auftrag=None) | Q(auftrag__zustand=Versandstatus.GESENDET)),
    "gescheitert": Q(
        zustand=_E.EINGESTELLT, auftrag__zustand__in=[Versandstatus.UNZUSTELLBAR, Versandstatus.VERWORFEN]
    ),
    "keine": Q(zustand=_E.AUSGELASSEN),
    "abgebrochen": Q(zustand=_E.ABGEBROCHEN),
}
WORTE = [
    ("wartet", "wartet"),
    ("eingestellt", "eingestellt"),
    ("versandt", "versandt"),
    ("gescheitert", "gescheitert"),
    ("keine", "ohne Mail"),
    ("abgebrochen", "abgebrochen"),
]


def _sozialraeume(request: HttpRequest) -> QuerySet:
    return Sozialraum.objects.waehlbar_fuer(request.user.bereich)


def _themen(request: HttpRequest) -> QuerySet:
    return Thema.objects.waehlbar_fuer(request.user.bereich).filter(aufgegangen_in=None)


class Mitteilungsfilter(df.FilterSet):
    """The archive by words, direction, Sozialraum, theme, state, period, and what of it is one's own."""

    q = df.CharFilter(label="Text", method="nach_text")
    wer = df.ChoiceFilter(label="Auswahl", choices=LESEN, empty_label="Alle", method="nach_wer")
    richtung = df.ChoiceFilter(label="Richtung", choices=Richtung.choices, empty_label="Alle")
    sozialraum = df.ModelChoiceFilter(
        label="Sozialraum", queryset=_sozialraeume, to_field_name="kuerzel", empty_label="Alle", method="nach_raum"
    )
    thema = df.ModelChoiceFilter(label="Thema", queryset=_themen, empty_label="Alle", method="nach_thema")
    zustand = df.ChoiceFilter(label="Stand", choices=Mitteilungsstatus.choices, empty_label="Alle")
    art = df.ChoiceFilter(label="Art", choices=Mitteilungsart.choices, empty_label="Alle")
    von = df.DateFilter(label="Gesendet von", field_name="gesendet_am", lookup_expr="date__gte", widget=DATUM)
    bis = df.DateFilter(label="Gesendet bis", field_name="gesendet_am", lookup_expr="date__lte", widget=DATUM)

    class Meta:
        model = Mitteilung
        fields: tuple[str, ...] = ()

    def nach_text(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.suche(wert)

    def nach_wer(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        benutzer = self.request.user.pk
        if wert == "eigene":
            return menge.filter(erfasst_von=benutzer)
        eingang = Mitteilungsempfaenger.objects.filter(mitteilung=OuterRef("pk"), benutzer=benutzer)
        return menge.filter(Exists(eingang.filter(gelesen_am__isnull=True) if wert == "neu" else eingang))

    def nach_raum(self, menge: QuerySet, name: str, wert: Sozialraum) -> QuerySet:
        """Of this Sozialraum, and those for the whole Landkreis."""
        orte = Mitteilung.sozialraeume.through.objects.filter(mitteilung=OuterRef("pk"))
        return menge.filter(Exists(orte.filter(sozialraum=wert)) | ~Exists(orte))

    def nach_thema(self, menge: QuerySet, name: str, wert: Thema) -> QuerySet:
        return menge.filter(Exists(Mitteilung.themen.through.objects.filter(mitteilung=OuterRef("pk"), thema=wert)))


class Zustellungsfilter(df.FilterSet):
    """A delivery log by outcome and name."""

    q = df.CharFilter(label="Name oder Adresse", method="nach_text")
    stand = df.ChoiceFilter(label="Stand", choices=WORTE, empty_label="Alle", method="nach_stand")

    class Meta:
        model = Mitteilungsempfaenger
        fields: tuple[str, ...] = ()

    def nach_text(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.filter(Q(name__icontains=wert) | Q(adresse__icontains=wert))

    def nach_stand(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.filter(ZUSTELLUNGEN[wert])
