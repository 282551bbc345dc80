"""Filter by one of few records, which are read once for the choices and for the chosen one."""

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from konten.rules import Geltungsbereich


class Datensatzfeld(forms.ChoiceField):
    """A choice among these records by their `kuerzel`, or what `schluessel` names; its value is the record or None."""

    def __init__(self, *, saetze: Iterable[Model], empty_label: str, schluessel: str = "kuerzel", **kwargs) -> None:
        self._saetze = {str(getattr(satz, schluessel)): satz for satz in saetze}
        wahl = [("", empty_label), *((kuerzel, str(satz)) for kuerzel, satz in self._saetze.items())]
        super().__init__(choices=wahl, **kwargs)

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        if value not in self._saetze:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return self._saetze[value]

    def validate(self, value: Model | None) -> None:
        forms.Field.validate(self, value)


class Datensatzfilter(django_filters.Filter):
    """`saetze` answers with the records within the person's reach."""

    field_class = Datensatzfeld

    def __init__(self, *, saetze: Callable[[Geltungsbereich], Iterable[Model]], **kwargs) -> None:
        super().__init__(**kwargs)
        self._saetze = saetze

    @property
    def field(self) -> forms.Field:
        self.extra["saetze"] = self._saetze(self.parent.request.user.bereich)
        return super().field
