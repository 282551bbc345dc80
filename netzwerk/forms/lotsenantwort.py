"""Form of a provider's answer, on its own page or entered by staff after a call."""

from typing import Any

from django import forms

from konten.forms.textschutz import MitTextschutz
from netzwerk.models import Lotsenweiterleitung
from netzwerk.rules.lotsen import Antwort
from netzwerk.services.lotsenantwort import Angabe

CHIPS = {"data-chips": ""}


class Antwortform(MitTextschutz, forms.Form):
    """frei, Warteliste or passt nicht; the reason is guarded like any free text."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    antwort = forms.ChoiceField(
        label="Haben Sie einen Platz?",
        choices=[
            (Antwort.FREI, "Ja, ein Platz ist frei"),
            (Antwort.WARTELISTE, "Nur auf der Warteliste"),
            (Antwort.PASST_NICHT, "Nein, das passt nicht"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie eine Antwort."},
    )
    warteliste_bis = forms.DateField(
        label="Voraussichtlich frei ab",
        required=False,
        help_text="Nur bei Warteliste, wenn Sie es wissen.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Bitte geben Sie den Tag als TT.MM.JJJJ ein."},
    )
    grund = forms.CharField(
        label="Anmerkung",
        required=False,
        max_length=300,
        help_text="Bei „passt nicht“ bitte kurz der Grund, sonst zum Beispiel, wen man ansprechen soll.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    schutzfelder = ("grund",)

    def __init__(self, *args, frage: Lotsenweiterleitung, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "version": frage.version,
            "antwort": frage.antwort,
            "warteliste_bis": frage.warteliste_bis,
            "grund": frage.grund,
        } | self.initial

    def clean_grund(self) -> str:
        return " ".join(self.cleaned_data["grund"].split())

    def uebernimm(self, fehler: forms.ValidationError) -> None:
        """Shows what the service refused, at its field."""
        for name, meldungen in fehler.error_dict.items() if hasattr(fehler, "error_dict") else [(None, fehler)]:
            self.add_error(name, meldungen)

    def angabe(self) -> Angabe:
        daten: dict[str, Any] = self.cleaned_data
        return Angabe(daten["antwort"], daten["warteliste_bis"], daten["grund"])
