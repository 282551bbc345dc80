"""Form: who stands in for whom, from when to when."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.utils import timezone

from konten.forms import Bereichsform
from konten.models import Benutzer
from netzwerk.models import Netzwerkfachkraft
from netzwerk.selectors.vertretung import moegliche_vertretungen, regelbare

LEER = [("", "– bitte wählen –")]


class Vertretungsform(Bereichsform, forms.Form):
    """Both lists hold only whom the person may arrange for, and who may deputise."""

    fachkraft = forms.ChoiceField(label="Wer wird vertreten?")
    vertretung = forms.ChoiceField(label="Wer vertritt?", help_text="Eine Netzwerkfachkraft oder die Leitung.")
    von = forms.DateField(label="Erster Tag")
    bis = forms.DateField(label="Letzter Tag", help_text="Danach endet die Vertretung von selbst.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._fachkraefte = {str(eine.uuid): eine for eine in regelbare(self.bereich)}
        self._konten = {str(konto.uuid): konto for konto in moegliche_vertretungen(self.bereich)}
        if len(self._fachkraefte) == 1:
            for eine in self._fachkraefte.values():
                self._konten.pop(str(eine.benutzer.uuid), None)
        self.fields["fachkraft"].choices = LEER + [(key, str(eine)) for key, eine in self._fachkraefte.items()]
        self.fields["vertretung"].choices = LEER + [(key, str(konto)) for key, konto in self._konten.items()]
        if len(self._fachkraefte) == 1:
            self.initial.setdefault("fachkraft", next(iter(self._fachkraefte)))
        self.initial.setdefault("von", timezone.localdate())

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout("fachkraft", "vertretung", Row("von", "bis"))
        return helfer

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        for name, zeilen in (("fachkraft", self._fachkraefte), ("vertretung", self._konten)):
            if isinstance(daten.get(name), str):
                daten[name] = zeilen[daten[name]]
        return daten

    @property
    def wahl(self) -> tuple[Netzwerkfachkraft, Benutzer]:
        return self.cleaned_data["fachkraft"], self.cleaned_data["vertretung"]
