"""Form of a collection of offers."""

from typing import Any

from django import forms
from django.db.models import Q

from konten.forms import Bereichsform, Mehrfachauswahl
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from netzwerk.models import Thema
from partner.models import Sammlung


class Sammlungsform(MitFassungen, MitTextschutz, Bereichsform, forms.ModelForm):
    """What a collection is for; its offers are put in on their pages."""

    schutzfelder = ("titel", "zweck")
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    themen = Mehrfachauswahl(
        label="Themen",
        queryset=Thema.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-chips": ""}),
    )

    class Meta:
        model = Sammlung
        fields = ["titel", "zweck", "sozialraum", "themen"]
        help_texts = {
            "titel": "Zum Beispiel „Rund um die Geburt in Konz“.",
            "sozialraum": "Leer lassen, wenn sie für den ganzen Landkreis ist.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        aktive = Q(ist_aktiv=True) | Q(sammlungen=self.instance.pk)
        self.fields["themen"].queryset = Thema.objects.sichtbar_fuer(self.bereich).filter(aktive).distinct()
        self.fields["themen"].to_field_name = None
        self.fields["zweck"].max_length = 2000
        self.initial |= {"uuid": self.instance.uuid, "version": self.instance.version}
        if self.instance.pk:
            self.initial["themen"] = [thema.pk for thema in self.instance.themen.all()]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if not self.instance.pk and daten.get("uuid"):
            self.instance.uuid = daten["uuid"]
        return daten
