"""An amount in euro, typed and shown in German format."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finanzen.rules.mittel import lies_betrag
from konten.rules.zahl import dezimal

NULLBETRAG = "Der Betrag muss größer als null sein."
ZU_KLEIN = "Der Betrag kann nicht kleiner sein als {} €."


class Betragsfeld(forms.CharField):
    """ "1.234,56" becomes Decimal("1234.56"); what was typed stays as it is when it is refused."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(
        self,
        *,
        mindestens: Decimal | None = Decimal(0),
        darf_null: bool = True,
        nullsatz: str = NULLBETRAG,
        **kwargs: Any,
    ) -> None:
        super().__init__(max_length=30, **kwargs)
        self.mindestens, self.darf_null, self.nullsatz = mindestens, darf_null, nullsatz

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return lies_betrag(text)
        except ValueError as fehler:
            raise ValidationError(str(fehler), code="invalid") from fehler

    def run_validators(self, value: Decimal | None) -> None:
        """The limits of a text (its length) are looked at before it is a number, see `clean`."""
        if value is not None and self.mindestens is not None and value < self.mindestens:
            raise ValidationError(ZU_KLEIN.format(dezimal(self.mindestens)), code="min_value")
        if value == 0 and not self.darf_null:
            raise ValidationError(self.nullsatz, code="null")

    def clean(self, value: Any) -> Decimal | None:
        if isinstance(value, str) and len(value) > self.max_length:
            raise ValidationError("Der Betrag ist zu groß.", code="max_length")
        return super().clean(value)

    def prepare_value(self, value: Any) -> Any:
        return dezimal(value) if isinstance(value, Decimal) else value
