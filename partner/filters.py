"""Filters of the partner list; every choice is narrowed by scope and known by its short name in the address."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from konten.filters import Datensatzfilter
from konten.rules import normalisiere, suchworte
from konten.selectors import parameter_am
from netzwerk.rules.abdeckung import Lage
from netzwerk.rules.getragen import Tragart
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.getragen import getragene
from partner.models import Netzwerkpartner, Partnerkategorie, Person
from partner.models.netzwerkpartner import Partnermenge
from partner.models.person import Personenmenge
from partner.rules import Partnerstatus
from partner.rules.vollstaendigkeit import FAKTEN, HOECHSTENS, pruefgrenze
from partner.selectors.kategorie import waehlbare_kategorien
from partner.selectors.person import ehemalige, mit_stelle, zu_informieren
from partner.selectors.vollstaendigkeit import ohne_fakt, punkte, ungeprueft_seit
from sozialraum.models import Sozialraum
from sozialraum.selectors.raum import waehlbare_sozialraeume

ALLE = "alle"
ZUSTAENDE = [*Partnerstatus.choices, (ALLE, "alle")]
KONTAKTSTAND = [
    ("faellig", "fällig oder neu"),
    ("ueberfaellig", "überfällig oder nie erreicht"),
    ("nie", "nie erreicht"),
    ("bald", "bald fällig"),
    ("aktuell", "aktuell"),
]
PRUEFMONATE = "partner_pruefung_monate"
UNGEPRUEFT = "ungeprueft"
ANGABEN = [
    (UNGEPRUEFT, "länger nicht geprüft"),
    ("unvollstaendig", "unvollständig"),
    ("halb", "weniger als die Hälfte"),
    ("vollstaendig", "vollständig"),
]
_LAGEN = {
    "faellig": {Lage.FAELLIG, Lage.NEU},
    "ueberfaellig": {Lage.UEBERFAELLIG, Lage.NIE},
    "nie": {Lage.NIE},
    "aktuell": {Lage.AKTUELL},
}


def _unbekannt(was: str) -> dict[str, dict[str, str]]:
    return {"error_messages": {"invalid_choice": f"{was} gibt es nicht. Dieser Filter gilt deshalb nicht."}}


class PartnerFilter(django_filters.FilterSet):
    """Without a word in the address: active partners of all Sozialräume, as valid on the Stichtag."""

    q = django_filters.CharFilter(label="Name, Ort oder Träger", method="filtere_text", widget=forms.TextInput())
    sozialraum = Datensatzfilter(
        label="Sozialraum",
        saetze=waehlbare_sozialraeume,
        empty_label="alle",
        method="filtere_sozialraum",
        **_unbekannt("Diesen Sozialraum"),
    )
    kategorie = Datensatzfilter(
        label="Kategorie",
        saetze=waehlbare_kategorien,
        empty_label="alle",
        method="filtere_kategorie",
        **_unbekannt("Diese Kategorie"),
    )
    zustand = django_filters.ChoiceFilter(
        label="Zustand",
        choices=ZUSTAENDE,
        empty_label=None,
        initial=Partnerstatus.AKTIV,
        method="filtere_zustand",
        **_unbekannt("Diesen Zustand"),
    )
    zustand_kontakt = django_filters.ChoiceFilter(
        label="Kontakt",
        choices=KONTAKTSTAND,
        empty_label="alle",
        method="filtere_kontaktstand",
        **_unbekannt("Diesen Kontaktstand"),
    )
    getragen = django_filters.ChoiceFilter(
        label="Getragen von",
        choices=[("beides", "nur einer Person oder einem Träger"), *Tragart.choices],
        empty_label="alle",
        method="filtere_getragen",
        **_unbekannt("Diese Auswahl"),
    )
    angaben = django_filters.ChoiceFilter(
        label="Angaben",
        choices=ANGABEN,
        empty_label="alle",
        method="filtere_angaben",
        **_unbekannt("Diese Auswahl"),
    )
    fehlt = django_filters.ChoiceFilter(
        label="Es fehlt",
        choices=[(fakt.schluessel, fakt.titel) for fakt in FAKTEN],
        empty_label="egal",
        method="filtere_fehlendes",
        **_unbekannt("Diese Angabe"),
    )
    stichtag = django_filters.CharFilter(
        label="Stichtag", method="laesst_alle", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = Netzwerkpartner
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, stichtag: date, **kwargs) -> None:
        daten = data.copy()
        if not daten.get("zustand"):
            daten["zustand"] = Partnerstatus.AKTIV
        self.stichtag = stichtag
        super().__init__(daten, **kwargs)

    @property
    def gewaehlter_raum(self) -> Sozialraum | None:
        self.form.is_valid()
        return self.form.cleaned_data.get("sozialraum")

    @property
    def raum_ids(self) -> frozenset[int] | None:
        return frozenset({self.gewaehlter_raum.pk}) if self.gewaehlter_raum else None

    @property
    def ist_gesetzt(self) -> bool:
        return bool(self.form.changed_data)

    def filtere_text(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        return menge.suche(wert)

    def filtere_sozialraum(self, menge: Partnermenge, name: str, wert: Sozialraum) -> Partnermenge:
        return menge.im_sozialraum(frozenset({wert.pk}), self.stichtag)

    def filtere_kategorie(self, menge: Partnermenge, name: str, wert: Partnerkategorie) -> Partnermenge:
        return menge.in_kategorie(wert, self.stichtag)

    def filtere_zustand(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        return menge if wert == ALLE else menge.im_zustand(self.stichtag, wert)

    def filtere_kontaktstand(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        """The one definition of "überfällig" decides, not a condition of its own."""
        lagen = partnerzustaende(self.stichtag, self.raum_ids).values()
        treffer = {
            lage.partner_id for lage in lagen if (lage.ist_bald if wert == "bald" else lage.lage in _LAGEN[wert])
        }
        return menge.filter(pk__in=treffer)

    def filtere_getragen(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        treffer = {
            eines.partner_id for eines in getragene(self.stichtag, self.raum_ids) if wert in ("beides", eines.art)
        }
        return menge.filter(pk__in=treffer)

    def filtere_angaben(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        if wert == UNGEPRUEFT:
            return ungeprueft_seit(menge, pruefgrenze(self.stichtag, parameter_am(self.stichtag)[PRUEFMONATE]))
        gezaehlt = menge.annotate(angabenpunkte=punkte(self.stichtag))
        if wert == "vollstaendig":
            return gezaehlt.filter(angabenpunkte=HOECHSTENS)
        return gezaehlt.filter(angabenpunkte__lt=HOECHSTENS if wert == "unvollstaendig" else (HOECHSTENS + 1) // 2)

    def filtere_fehlendes(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        return ohne_fakt(menge, wert, self.stichtag)

    def laesst_alle(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        return menge


class Personenfilter(django_filters.FilterSet):
    """Without a word in the address: everybody who has a function today or will."""

    q = django_filters.CharFilter(label="Name", method="filtere_name", widget=forms.TextInput())
    einrichtung = django_filters.CharFilter(
        label="Einrichtung oder Ort", method="filtere_einrichtung", widget=forms.TextInput()
    )
    kategorie = Datensatzfilter(
        label="Kategorie der Einrichtung",
        saetze=waehlbare_kategorien,
        empty_label="alle",
        method="filtere_kategorie",
        **_unbekannt("Diese Kategorie"),
    )
    sozialraum = Datensatzfilter(
        label="Sozialraum",
        saetze=waehlbare_sozialraeume,
        empty_label="alle",
        method="filtere_sozialraum",
        **_unbekannt("Diesen Sozialraum"),
    )
    stand = django_filters.ChoiceFilter(
        label="Stand",
        choices=[("heute", "heute tätig"), ("ehemalig", "ehemalig"), (ALLE, "alle")],
        empty_label=None,
        initial="heute",
        method="filtere_stand",
        **_unbekannt("Diesen Stand"),
    )
    schluessel = django_filters.ChoiceFilter(
        label="Schlüsselperson", choices=[("ja", "ja")], empty_label="egal", method="filtere_schluessel"
    )
    information = django_filters.ChoiceFilter(
        label="Über Speicherung informiert",
        choices=[("ueberfaellig", "nein, Frist vorbei"), ("offen", "nein"), ("ja", "ja")],
        empty_label="egal",
        method="filtere_information",
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def __init__(self, data: QueryDict, **kwargs) -> None:
        daten = data.copy()
        if not daten.get("stand"):
            daten["stand"] = "heute"
        self.heute = timezone.localdate()
        super().__init__(daten, **kwargs)

    def filtere_name(self, menge: Personenmenge, name: str, wert: str) -> Personenmenge:
        for wort in suchworte(wert):
            menge = menge.filter(name_norm__contains=wort)
        return menge

    def filtere_einrichtung(self, menge: Personenmenge, name: str, wert: str) -> Personenmenge:
        bedingung = Q()
        for wort in normalisiere(wert).split():
            bedingung &= Q(partner__such_norm__contains=wort)
        return mit_stelle(menge, bedingung & self._in_der_zeit)

    def filtere_kategorie(self, menge: Personenmenge, name: str, wert: Partnerkategorie) -> Personenmenge:
        partner = Netzwerkpartner.objects.in_kategorie(wert, self.heute)
        return mit_stelle(menge, Q(partner__in=partner) & self._in_der_zeit)

    def filtere_sozialraum(self, menge: Personenmenge, name: str, wert: Sozialraum) -> Personenmenge:
        partner = Netzwerkpartner.objects.im_sozialraum(frozenset({wert.pk}), self.heute)
        return mit_stelle(menge, Q(partner__in=partner) & self._in_der_zeit)

    def filtere_stand(self, menge: Personenmenge, name: str, wert: str) -> Personenmenge:
        if wert == "ehemalig":
            return ehemalige(menge, self.heute)
        return menge if wert == ALLE else mit_stelle(menge, self._laufend)

    def filtere_schluessel(self, menge: Personenmenge, name: str, wert: str) -> Personenmenge:
        return mit_stelle(menge, Q(ist_schluesselperson=True) & self._in_der_zeit)

    def filtere_information(self, menge: Personenmenge, name: str, wert: str) -> Personenmenge:
        if wert == "ja":
            return menge.filter(informiert_am__isnull=False)
        frist = parameter_am(self.heute)["informationspflicht_tage"] if wert == "ueberfaellig" else None
        return zu_informieren(menge, self.heute, frist)

    @property
    def _laufend(self) -> Q:
        return Q(bis__isnull=True) | Q(bis__gte=self.heute)

    @property
    def _in_der_zeit(self) -> Q:
        """Of people of today the functions of today count, otherwise former ones as well."""
        return self._laufend if self.data["stand"] == "heute" else Q()
