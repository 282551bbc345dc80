"""Base of the administration's forms: choices within scope, outside keys, days as the browser's own field."""

import unicodedata
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from konten.rules import Geltungsbereich

FRUEHESTENS, SPAETESTENS = date(1990, 1, 1), date(2100, 12, 31)
_GRENZE = "Bitte einen Tag zwischen dem 01.01.1990 und dem 31.12.2100 eingeben."
#: outside key of a record, the first of these that its model has
SCHLUESSEL = ("kuerzel", "ags", "uuid")


#: digits that every id has at most; SQLite stumbles over a number beyond 64 bit
STELLEN = 18


class Mehrfachauswahl(forms.ModelMultipleChoiceField):
    """Several records by id; a forged id that no database can hold is refused like any unknown one."""

    def clean(self, value: Any) -> Any:
        for wert in value or ():
            if len(str(wert)) > STELLEN:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": wert[:40]})
        return super().clean(value)


class Bereichsform:
    """Mixin of a form whose choices are narrowed by `waehlbar_fuer`; option values are outside keys, never ids."""

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.bereich = bereich
        for name, feld in self.fields.items():
            if isinstance(feld, forms.DateField):
                _als_tag(feld)
            if isinstance(feld, forms.ModelChoiceField):
                self._schraenke_ein(name, feld)
            elif isinstance(feld, forms.ChoiceField):
                _benenne_leere_wahl(feld)
            if isinstance(feld.widget, forms.Textarea):
                feld.widget.attrs["rows"] = 4

    def clean(self) -> dict[str, Any]:
        daten = super().clean() or self.cleaned_data
        texte = {name: unicodedata.normalize("NFC", wert) for name, wert in daten.items() if isinstance(wert, str)}
        return daten | texte

    def uebernimm(self, fehler: ValidationError) -> None:
        """Shows what a service refused: at the field where the form has it, otherwise above the form."""
        je_feld = fehler.error_dict if hasattr(fehler, "error_dict") else {NON_FIELD_ERRORS: fehler.error_list}
        for name, meldungen in je_feld.items():
            self.add_error(name if name in self.fields else None, meldungen)

    def _schraenke_ein(self, name: str, feld: forms.ModelChoiceField) -> None:
        feld.queryset = feld.queryset.waehlbar_fuer(self.bereich)
        namen = {spalte.name for spalte in feld.queryset.model._meta.get_fields()}
        feld.to_field_name = next((schluessel for schluessel in SCHLUESSEL if schluessel in namen), None)
        if feld.empty_label is not None:
            feld.empty_label = _leere_wahl(feld)
        instanz = getattr(self, "instance", None)
        if instanz is not None and getattr(instanz, f"{name}_id", None):
            self.initial[name] = getattr(instanz, name)

    @property
    def helper(self) -> FormHelper:
        helfer = FormHelper()
        helfer.form_tag = False
        return helfer

    @property
    def helper_ohne_fehler(self) -> FormHelper:
        """For a page that names the errors above something that stands before the fields."""
        helfer = self.helper
        helfer.form_show_errors = False
        return helfer


def _leere_wahl(feld: forms.Field) -> str:
    return "– bitte wählen –" if feld.required else "– keine Angabe –"


def _benenne_leere_wahl(feld: forms.ChoiceField) -> None:
    """Django's row of dashes says nothing."""
    if ("", "---------") in list(feld.choices):
        feld.choices = [(wert, text if wert else _leere_wahl(feld)) for wert, text in feld.choices]


def _als_tag(feld: forms.DateField) -> None:
    feld.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    feld.widget.is_required = feld.required
    feld.input_formats = ["%Y-%m-%d", "%d.%m.%Y"]
    feld.error_messages["invalid"] = "Bitte geben Sie den Tag als TT.MM.JJJJ ein."
    feld.validators = [MinValueValidator(FRUEHESTENS, _GRENZE), MaxValueValidator(SPAETESTENS, _GRENZE)]
