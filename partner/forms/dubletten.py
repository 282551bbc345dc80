"""Which entry stays, and whose value in every field."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partner.models import Netzwerkpartner
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.selectors.dubletten import Gegenueber, gegenueber

LEER = "(leer)"


class Vergleichsform(forms.Form):
    """One choice per field that differs; the versions tell whether somebody changed an entry since."""

    version_bleibt = forms.IntegerField(widget=forms.HiddenInput)
    version_weicht = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, bleibt: Netzwerkpartner, weicht: Netzwerkpartner, **kwargs) -> None:
        kwargs["initial"] = {"version_bleibt": bleibt.version, "version_weicht": weicht.version}
        super().__init__(*args, **kwargs)
        self.zeilen = gegenueber(bleibt, weicht)
        for zeile in self.zeilen:
            if not zeile.ist_gleich:
                self.fields[zeile.feld.name] = _wahlfeld(zeile)

    def clean(self) -> dict[str, Any]:
        """Equal fields have no choice: they stay."""
        daten = super().clean()
        return {feld.name: Wahl.BLEIBT for feld in FELDER} | daten

    @property
    def gleiche(self) -> list[Gegenueber]:
        """Filled fields in which both say the same."""
        return [zeile for zeile in self.zeilen if zeile.ist_gleich and zeile.bleibt]

    @property
    def wahlfelder(self) -> list[forms.BoundField]:
        return [self[zeile.feld.name] for zeile in self.zeilen if zeile.feld.name in self.fields]


def _text(wert: str, wahl: Wahl) -> SafeString:
    return format_html('<span>{}<br><span class="netz-leise">{}</span></span>', wert or LEER, wahl.label)


def _wahlfeld(zeile: Gegenueber) -> forms.ChoiceField:
    auswahl = [(wahl, _text(wert, wahl)) for wahl, wert in ((Wahl.BLEIBT, zeile.bleibt), (Wahl.WEICHT, zeile.weicht))]
    if zeile.bleibt and zeile.weicht and (zeile.feld.laenger or zeile.feld.ist_menge):
        auswahl.append((Wahl.BEIDE, "Beide Texte untereinander" if zeile.feld.laenger else "Beide zusammen"))
    return forms.ChoiceField(
        label=zeile.feld.titel,
        choices=auswahl,
        initial=zeile.vorgabe,
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie, was bleiben soll."},
    )
