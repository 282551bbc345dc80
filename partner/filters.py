"""Filters of the partner list; every choice is narrowed by scope and known by its short name in the address."""

from datetime import date

import django_filters
from django import forms
from django.http import QueryDict

from konten.filters import Datensatzfilter
from netzwerk.rules.abdeckung import Lage
from netzwerk.rules.getragen import Tragart
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.getragen import getragene
from partner.models import Netzwerkpartner, Partnerkategorie
from partner.models.netzwerkpartner import Partnermenge
from partner.rules import Partnerstatus
from partner.selectors.kategorie import waehlbare_kategorien
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

    def laesst_alle(self, menge: Partnermenge, name: str, wert: str) -> Partnermenge:
        return menge
