"""Fields that the forms of the network work share."""

import unicodedata

from django import forms

#: widget attributes: the choices are pills
CHIPS = {"data-chips": ""}


class NfcText(forms.CharField):
    """Text in Unicode NFC with uniform line ends: a decomposed ü from a phone is an ü."""

    def to_python(self, value: str | None) -> str:
        return unicodedata.normalize("NFC", super().to_python(value)).replace("\r\n", "\n")
