"""Opening hours in forms: one line of text per weekday, read by `partner.rules.oeffnung`."""

from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from partner.rules.oeffnung import TAGE, WOCHENTAGE, als_eingabe, lies_tag

HILFE = (
    "Zum Beispiel 8:00–12:00, 14:00–16:30. Auch möglich: geschlossen, nach Vereinbarung. "
    "Leer lassen, was Sie nicht wissen: Leer heißt „nicht bekannt“."
)


class Tageszeitenfeld(forms.CharField):
    """Times of one weekday; answers with spans, an empty list for closed, None for unknown."""

    def clean(self, value: Any) -> list[str] | None:
        return lies_tag(super().clean(value))


class MitOeffnungszeiten:
    """Mixin of a model form whose record has `oeffnungszeiten` and `oeffnungshinweis`."""

    def baue_oeffnungsfelder(self) -> None:
        """Seven fields, filled with what the record says."""
        for tag, name in WOCHENTAGE.items():
            self.fields[f"oeffnung_{tag}"] = Tageszeitenfeld(
                label=name, required=False, max_length=100, help_text=HILFE if tag == TAGE[0] else ""
            )
            self.initial[f"oeffnung_{tag}"] = als_eingabe(self.instance.oeffnungszeiten.get(tag))

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        tage = {tag: daten.get(f"oeffnung_{tag}") for tag in TAGE}
        self.instance.oeffnungszeiten = {tag: zeiten for tag, zeiten in tage.items() if zeiten is not None}
        return daten

    @staticmethod
    def oeffnungsgruppe(titel: str = "Wann ist geöffnet?") -> Fieldset:
        """The fields as a group of the page; the first alone, because its hint is long."""
        erster, *rest = (f"oeffnung_{tag}" for tag in TAGE)
        paare = [Row(*rest[nummer : nummer + 2]) for nummer in range(0, len(rest), 2)]
        return Fieldset(titel, erster, *paare, "oeffnungshinweis")
