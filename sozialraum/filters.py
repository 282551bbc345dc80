"""Filter of the map: what is shown of the partners, and as of which day."""

from django import forms

from netzwerk.rules.abdeckung import Lage
from netzwerk.selectors.landkarte import Landkarte


class Kartenfilter(forms.Form):
    """What a map shows; how it is cut and coloured stays as it is."""

    kategorie = forms.ChoiceField(label="Kategorie", required=False)
    zustand = forms.ChoiceField(label="Kontakt", required=False)
    stichtag = forms.CharField(label="Stichtag", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ansicht = forms.CharField(required=False, widget=forms.HiddenInput)
    mitte = forms.CharField(required=False, widget=forms.HiddenInput)
    zoom = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, karte: Landkarte, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kategorie"].choices = [("", "Alle"), *((k.kuerzel, k.name) for k in karte.kategorien)]
        self.fields["zustand"].choices = [("", "Alle"), *Lage.choices]
        if not (karte.sieht_partner and karte.sieht_lage):
            del self.fields["kategorie"], self.fields["zustand"]
