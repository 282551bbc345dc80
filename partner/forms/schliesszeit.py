"""Closed days of a partner."""

from datetime import date
from typing import Any

from django import forms

from partner.forms.felder import Formularkern, Tagesfeld


class Schliesszeitformular(Formularkern, forms.Form):
    """First and last day, both closed."""

    bezeichnung = forms.CharField(label="Bezeichnung", max_length=100, help_text="Zum Beispiel Sommerschließung.")
    von = Tagesfeld(label="Erster Schließtag")
    bis = Tagesfeld(label="Letzter Schließtag")
    quelle = forms.CharField(
        label="Woher wissen Sie es?", max_length=200, required=False, help_text="Zum Beispiel Aushang oder Telefonat."
    )

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        von, bis = daten.get("von"), daten.get("bis")
        if isinstance(von, date) and isinstance(bis, date) and bis < von:
            self.add_error("bis", "Der letzte Tag liegt vor dem ersten.")
        return daten
