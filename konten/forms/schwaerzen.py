"""Choose the passages to blank: hits of the guard by a tick, others by their first and last words."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from django import forms
from django.db.models import Model
from django.utils.crypto import salted_hmac

from konten.rules.textschutz import Fund, pruefe_text
from konten.services.textschutz import Stelle

VERALTET = "Der Text wurde inzwischen geändert. Bitte wählen Sie die Stellen noch einmal."


class Stueck(Protocol):
    """A field of a record with its text."""

    objekt: Model
    feld: str

    @property
    def text(self) -> str: ...
    @property
    def label(self) -> str: ...


class Schwaerzform(forms.Form):
    """`abschnitte` are the texts with their hits; `stellen()` says what to blank once the form is valid."""

    marke = forms.CharField(widget=forms.HiddenInput)
    fund = forms.MultipleChoiceField(
        label="Gefundene Stellen", required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    text = forms.ChoiceField(label="In welchem Text?", required=False, choices=[])
    von = forms.CharField(
        label="Von diesen Worten", required=False, max_length=300, help_text="Genau wie im Text, zum Beispiel „Tim“."
    )
    bis = forms.CharField(
        label="Bis zu diesen Worten",
        required=False,
        max_length=300,
        help_text="Leer lassen, wenn nur die Worte oben gemeint sind: Dann wird jede Stelle mit ihnen geschwärzt.",
    )
    sicher = forms.BooleanField(
        label="Ich habe die Stellen geprüft. Schwärzen lässt sich nicht rückgängig machen.",
        error_messages={"required": "Bitte bestätigen Sie, dass die Stellen stimmen."},
    )

    def __init__(self, *args, stuecke: Sequence[Stueck], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.stuecke = stuecke
        self.funde = [(nummer, fund) for nummer, stueck in enumerate(stuecke) for fund in pruefe_text(stueck.text)]
        self.initial["marke"] = self.richtige_marke
        self.fields["fund"].choices = [(_kennung(*paar), self._beschriftung(*paar)) for paar in self.funde]
        self.fields["text"].choices = [(str(nummer), stueck.label) for nummer, stueck in enumerate(stuecke)]
        if not self.funde:
            del self.fields["fund"]

    @property
    def richtige_marke(self) -> str:
        """Stands for exactly the texts in which the positions were counted."""
        return salted_hmac("netzwerk.schwaerzen", "\0".join(stueck.text for stueck in self.stuecke)).hexdigest()

    def _beschriftung(self, nummer: int, fund: Fund) -> str:
        text = self.stuecke[nummer].text
        davor, danach = text[max(0, fund.von - 25) : fund.von], text[fund.bis : fund.bis + 25]
        return f"{self.stuecke[nummer].label}: …{davor}»{fund.stelle}«{danach}… ({fund.wort})"

    def abschnitte(self) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
        """Label and text of each field in pieces: (words, whether they are a hit)."""
        for nummer, stueck in enumerate(self.stuecke):
            teile, ende = [], 0
            for fund in (fund for welcher, fund in self.funde if welcher == nummer):
                teile += [(stueck.text[ende : fund.von], False), (fund.stelle, True)]
                ende = fund.bis
            yield stueck.label, [*teile, (stueck.text[ende:], False)]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if daten.get("marke") != self.richtige_marke:
            self.data = self.data.copy()
            self.data["marke"] = self.richtige_marke
            raise forms.ValidationError(VERALTET)
        gewaehlt = set(daten.get("fund", []))
        self._stellen = [self._stelle(nr, f.von, f.bis) for nr, f in self.funde if _kennung(nr, f) in gewaehlt]
        self._suche(daten)
        if not self._stellen and not self.errors:
            raise forms.ValidationError("Bitte kreuzen Sie eine Stelle an oder geben Sie die Worte ein.")
        return daten

    def _suche(self, daten: dict[str, Any]) -> None:
        """The passage that was typed: from the first words up to the last ones, or every place with the words."""
        von, bis, wahl = daten.get("von", ""), daten.get("bis", ""), daten.get("text", "")
        if not von:
            if bis:
                self.add_error("von", "Bitte geben Sie auch die ersten Worte der Stelle ein.")
            return
        nummer = int(wahl or 0)
        text = self.stuecke[nummer].text
        anfang = text.find(von)
        if anfang < 0:
            self.add_error("von", "Diese Worte stehen so nicht in diesem Text.")
            return
        if bis:
            ende = text.find(bis, anfang)
            if ende < 0:
                self.add_error("bis", "Diese Worte stehen nicht hinter den ersten.")
                return
            self._stellen.append(self._stelle(nummer, anfang, ende + len(bis)))
            return
        while anfang >= 0:
            self._stellen.append(self._stelle(nummer, anfang, anfang + len(von)))
            anfang = text.find(von, anfang + len(von))

    def _stelle(self, nummer: int, von: int, bis: int) -> Stelle:
        stueck = self.stuecke[nummer]
        return Stelle(stueck.objekt, stueck.feld, stueck.text, von, bis)

    def stellen(self) -> list[Stelle]:
        return self._stellen


def _kennung(nummer: int, fund: Fund) -> str:
    return f"{nummer}-{fund.von}-{fund.bis}"
