"""Forms about volumes, their distribution and negative balances."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms

from finanzen.models import Finanzvolumen, Minusbegruendung
from konten.forms import Bereichsform
from konten.forms.betrag import Betragsfeld
from konten.forms.textschutz import MitTextschutz
from sozialraum.models import Traeger


class Volumenform(Bereichsform, forms.ModelForm):
    """A new volume."""

    gesamt = Betragsfeld(label="Finanzvolumen in Euro", darf_null=False, help_text="Zum Beispiel 912.345,67.")
    davon_asd = Betragsfeld(label="davon ASD in Euro", help_text="Anteil des Allgemeinen Sozialen Dienstes.")

    class Meta:
        model = Finanzvolumen
        fields = ["sozialraum", "jahr", "gesamt", "davon_asd"]

    @property
    def helper(self) -> Any:
        helfer = super().helper
        kopf = [name for name in ("version", "sozialraum", "jahr") if name in self.fields]
        fuss = [name for name in ("grund",) if name in self.fields]
        helfer.layout = Layout(*kopf, Row("gesamt", "davon_asd"), *fuss)
        return helfer


class Aenderungsform(Volumenform):
    """Other amounts; `mit_grund` when the volume is or was confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    grund = forms.CharField(
        label="Grund der Korrektur", max_length=300, help_text="Bleibt mit den alten Beträgen nachlesbar."
    )

    class Meta(Volumenform.Meta):
        fields = ["gesamt", "davon_asd"]

    def __init__(self, *args: Any, mit_grund: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        if not mit_grund:
            del self.fields["grund"]

    def _post_clean(self) -> None:
        """The service compares with what is stored: the instance stays as it was read."""


class Versionsform(forms.Form):
    """The version that was looked at: nobody confirms what has changed since."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Volumendatei(forms.Form):
    datei = forms.FileField(
        label="Liste mit Finanzvolumen",
        help_text="CSV oder Excel mit den Spalten Sozialraum, Jahr, Finanzvolumen und davon ASD.",
        error_messages={"required": "Bitte wählen Sie eine Datei.", "empty": "Die Datei ist leer."},
    )


class Verteilungsform(forms.Form):
    """One amount per Träger. The names of the fields carry the outside key of the Träger."""

    stand = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args: Any, traeger: Sequence[Traeger], betraege: Mapping[int, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.traeger = traeger
        for eintrag in traeger:
            self.fields[f"t-{eintrag.uuid}"] = Betragsfeld(
                label=eintrag.name, initial=betraege.get(eintrag.pk, Decimal("0.00"))
            )

    @property
    def betraege(self) -> dict[int, Decimal]:
        return {eintrag.pk: self.cleaned_data[f"t-{eintrag.uuid}"] for eintrag in self.traeger}

    @property
    def betragsfelder(self) -> list[forms.BoundField]:
        return [self[f"t-{eintrag.uuid}"] for eintrag in self.traeger]


class Minusform(MitTextschutz, Bereichsform, forms.ModelForm):
    """Why more is bound or spent than there is."""

    schutzfelder = ("grund",)

    class Meta:
        model = Minusbegruendung
        fields = ["grund"]
        help_texts = {"grund": "Warum reicht das Geld nicht, und wie geht es weiter? Keine Angaben über Personen."}
