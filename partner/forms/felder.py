"""What the partner's forms share: days with sensible borders, text in Unicode NFC, minted keys."""

import unicodedata
import uuid
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

FRUEHESTENS, SPAETESTENS = date(1990, 1, 1), date(2100, 12, 31)
_GRENZE = "Bitte einen Tag zwischen dem 01.01.1990 und dem 31.12.2100 eingeben."


class Tagesfeld(forms.DateField):
    """A day, chosen or typed as TT.MM.JJJJ."""

    widget = forms.DateInput

    def __init__(self, **kwargs) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": widget, **kwargs})
        self.validators += [MinValueValidator(FRUEHESTENS, _GRENZE), MaxValueValidator(SPAETESTENS, _GRENZE)]


class Formularkern:
    """Text comes in as NFC, so that the same name is the same text; the form tag is the template's business."""

    def clean(self) -> dict[str, Any]:
        daten = super().clean() or self.cleaned_data
        for name, wert in daten.items():
            if isinstance(wert, str):
                daten[name] = unicodedata.normalize("NFC", wert)
        return daten

    @property
    def helper(self) -> FormHelper:
        helfer = FormHelper()
        helfer.form_tag = False
        helfer.layout = Layout(*self.aufbau())
        return helfer

    def aufbau(self) -> list:
        """Fields and groups in the order of the page."""
        return list(self.fields)


class Schluesselfeld(forms.UUIDField):
    """Hidden key that the form mints: the same form sent twice is one record."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"required": False, "initial": uuid.uuid4, **kwargs})

    def clean(self, value: Any) -> uuid.UUID:
        return super().clean(value) or uuid.uuid4()


class Endeformular(Formularkern, forms.Form):
    """Last day of something that has begun."""

    bis = Tagesfeld(label="Letzter Tag", initial=timezone.localdate)

    def __init__(self, *args, beginn: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.beginn = beginn

    def clean_bis(self) -> date:
        bis = self.cleaned_data["bis"]
        if bis < self.beginn:
            raise forms.ValidationError(f"Das liegt vor dem Beginn am {self.beginn:%d.%m.%Y}.")
        return bis
