"""A column that holds several codes of a fixed list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models


class Codefeld(models.CharField):
    """Several codes of `choices` in one column, as a tuple; stored as ",de,fr," so that `__contains=marke("de")` finds
    them on every database. Nothing chosen is the empty tuple.
    """

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def from_db_value(self, wert: str | None, ausdruck: Any, verbindung: Any) -> tuple[str, ...]:
        return zerlege(wert)

    def to_python(self, value: Any) -> tuple[str, ...]:
        return zerlege(value)

    def get_prep_value(self, value: Any) -> str:
        return "".join([",", *(f"{code}," for code in codes)]) if (codes := zerlege(value)) else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def clean(self, value: Any, model_instance: models.Model | None) -> tuple[str, ...]:
        codes, bekannte = zerlege(value), dict(self.flatchoices)
        if fremde := [code for code in codes if code not in bekannte]:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": fremde[0][:40]})
        if not codes and not self.blank:
            raise ValidationError(self.error_messages["blank"], "blank")
        self.run_validators(self.get_prep_value(codes))
        return tuple(code for code in bekannte if code in codes)

    def formfield(self, **kwargs) -> forms.Field:
        angaben = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
            "choices": self.flatchoices,
            "coerce": str,
            "empty_value": (),
            "widget": forms.CheckboxSelectMultiple,
        }
        kwargs.pop("choices_form_class", None)
        return forms.TypedMultipleChoiceField(**angaben | kwargs)

    def namen(self, codes: Iterable[str]) -> list[str]:
        """What people read for these codes, in the order of the list."""
        codes = set(codes)
        return [str(name) for code, name in self.flatchoices if code in codes]


def zerlege(wert: Any) -> tuple[str, ...]:
    """Codes from the column, a form or a list; each once."""
    if not wert:
        return ()
    teile = wert.split(",") if isinstance(wert, str) else wert
    return tuple(dict.fromkeys(str(teil).strip() for teil in teile if str(teil).strip()))


def marke(code: str) -> str:
    """How a code stands in the column."""
    return f",{code},"
