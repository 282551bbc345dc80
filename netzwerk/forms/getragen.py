"""Filter of the partners that rest on few shoulders."""

from django import forms

from netzwerk.filters import Filterform
from netzwerk.rules.getragen import Tragart


class Getragenfilter(Filterform):
    """By the kind of finding."""

    art = forms.ChoiceField(label="Getragen von", required=False, choices=[("", "beides"), *Tragart.choices])
    stichtag = forms.DateField(
        label="Stichtag", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
