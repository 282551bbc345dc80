"""What a report is about, from the address: its period, its choice of offers."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from berichte.rules import Berichtszeitraum, laufendes_jahr, zeitraumfehler
from konten.rules import Geltungsbereich
from netzwerk.models import Thema
from partner.models import Sammlung
from sozialraum.models import Sozialraum


class Tagesfeld(forms.DateField):
    """A day that names the wrong text in its message."""

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            text = f"„{str(value)[:40]}“ ist kein gültiger Tag. Bitte geben Sie ihn als TT.MM.JJJJ ein."
            raise forms.ValidationError(text, code="invalid") from None


class Zeitraumform(forms.Form):
    """From and until; without them the current year until today."""

    von = Tagesfeld(label="Von")
    bis = Tagesfeld(label="Bis")

    def __init__(self, daten: QueryDict, *, heute: date) -> None:
        self.heute = heute
        vorgabe = laufendes_jahr(heute)
        initial = {"von": vorgabe.von, "bis": vorgabe.bis}
        gesetzt = {name: daten[name] for name in initial if daten.get(name)}
        super().__init__({**initial, **gesetzt}, initial=initial)

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if not self.errors and (fehler := zeitraumfehler(daten["von"], daten["bis"], self.heute)):
            raise forms.ValidationError(fehler)
        return daten

    def zeitraum(self) -> tuple[Berichtszeitraum, list[str]]:
        """The period to report, and what was wrong with the one asked for: then it is the current year."""
        if self.is_valid():
            return Berichtszeitraum(self.cleaned_data["von"], self.cleaned_data["bis"]), []
        vorgabe = laufendes_jahr(self.heute)
        gruende = [fehler for liste in self.errors.values() for fehler in liste]
        return vorgabe, [*gruende, f"Gezeigt wird das laufende Jahr: {vorgabe.kurz}."]


class Auswertungsform(Zeitraumform):
    """Period and, on request, one Sozialraum of those within reach."""

    sozialraum = forms.ModelChoiceField(
        label="Sozialraum", queryset=Sozialraum.objects.none(), to_field_name="kuerzel", required=False
    )

    def __init__(self, daten: QueryDict, *, heute: date, raeume: QuerySet[Sozialraum]) -> None:
        super().__init__(daten, heute=heute)
        self.data["sozialraum"] = daten.get("sozialraum", "")
        self.fields["sozialraum"].queryset = raeume
        self.fields["sozialraum"].empty_label = "Alle"
        self.fields["sozialraum"].error_messages["invalid_choice"] = "Diesen Sozialraum können Sie nicht auswerten."

    def raum(self) -> Sozialraum | None:
        """The chosen one; None for all, also when the choice was refused."""
        return self.cleaned_data.get("sozialraum")


class Broschuerenform(forms.Form):
    """What a brochure is about; a field left open restricts nothing."""

    raum = forms.ModelChoiceField(
        label="Gebiet",
        queryset=Sozialraum.objects.none(),
        to_field_name="kuerzel",
        required=False,
        empty_label="ganzer Landkreis",
    )
    thema = forms.ModelChoiceField(
        label="Thema", queryset=Thema.objects.none(), required=False, empty_label="alle Themen"
    )
    sammlung = forms.ModelChoiceField(
        label="Sammlung",
        queryset=Sammlung.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="alle Angebote",
    )

    def __init__(self, daten: QueryDict, *, bereich: Geltungsbereich) -> None:
        super().__init__(daten)
        self.fields["raum"].queryset = Sozialraum.objects.all()
        self.fields["thema"].queryset = Thema.objects.filter(aufgegangen_in=None, ist_aktiv=True)
        self.fields["sammlung"].queryset = Sammlung.objects.sichtbar_fuer(bereich)
