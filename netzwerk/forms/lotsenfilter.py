"""Filter of the list of Lotsenanfragen and of the search for providers; choices are narrowed by scope."""

import django_filters as df
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from netzwerk.models import Lotsenanfrage, Thema
from netzwerk.rules.bedarf import Altersgruppe, Quartal
from netzwerk.rules.lotsen import Ergebnis
from netzwerk.selectors.lotsen import nach_stand
from sozialraum.models import Sozialraum

STAENDE = (
    ("offen", "alle offenen"),
    ("ueberfaellig", "überfällig"),
    ("heute", "heute fällig"),
    ("antwort", "mit Antwort eines Anbieters"),
    ("eskaliert", "an die Leitung gegeben"),
    ("abgeschlossen", "abgeschlossen"),
    *Ergebnis.choices,
)
WER = (("meine", "von mir übernommen"), ("gestellt", "von mir gestellt"), ("niemand", "von niemandem übernommen"))


def _sozialraeume(request: HttpRequest) -> QuerySet:
    bereich = request.user.bereich
    return Sozialraum.objects.waehlbar_fuer(bereich).in_sozialraeumen(bereich, "lotsen.sehen", "pk")


def _themen(request: HttpRequest) -> QuerySet:
    return Thema.objects.waehlbar_fuer(request.user.bereich).filter(aufgegangen_in=None)


class LotsenFilter(df.FilterSet):
    """Requests by words, state, who has taken them on, Sozialraum, theme, age band."""

    q = df.CharFilter(label="Text", method="nach_text")
    stand = df.ChoiceFilter(label="Stand", choices=STAENDE, method="nach_stand", empty_label="Alle")
    wer = df.ChoiceFilter(label="Zuständig", choices=WER, method="nach_person", empty_label="Alle")
    sozialraum = df.ModelChoiceFilter(
        label="Sozialraum", queryset=_sozialraeume, to_field_name="kuerzel", empty_label="Alle"
    )
    themen = df.ModelChoiceFilter(label="Thema", queryset=_themen, empty_label="Alle")
    altersgruppe = df.ChoiceFilter(label="Altersgruppe", choices=Altersgruppe.choices, empty_label="Alle")

    class Meta:
        model = Lotsenanfrage
        fields: tuple[str, ...] = ()

    def nach_text(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.suche(wert)

    def nach_stand(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.filter(nach_stand(wert, timezone.localdate()))

    def nach_person(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        ich = self.request.user.pk
        wahl = {"meine": {"zustaendig": ich}, "gestellt": {"gestellt_von": ich}, "niemand": {"zustaendig": None}}
        return menge.filter(**wahl[wert])


class Quartalsform(forms.Form):
    """The quarter of the figures."""

    quartal = forms.ChoiceField(label="Quartal", required=False)

    def __init__(self, *args, quartale: tuple[Quartal, ...], laufendes: Quartal | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._quartale = {quartal.schluessel: quartal for quartal in quartale}
        self.fields["quartal"].choices = [
            (q.schluessel, f"{q.name}, läuft noch" if q == laufendes else q.name) for q in reversed(quartale)
        ]

    def auswahl(self) -> Quartal | None:
        """What was asked for; what cannot be read is nothing."""
        daten = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return self._quartale.get(daten.get("quartal", ""))
