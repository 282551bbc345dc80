"""Forms of a handover: begin it, keep successor and notes, decide points singly and in bulk."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from konten.forms import Bereichsform
from konten.forms.textschutz import MitTextschutz
from konten.rules.zahl import tagesdatum
from netzwerk.models import Einsatz, Netzwerkfachkraft, Uebergabe
from netzwerk.rules.fachkraft import Punktentscheidung, Uebergabeanlass
from netzwerk.selectors.uebergabe import nachfolgende
from netzwerk.services.uebergabe import Entscheidung

#: the wheel of choices, in the order in which people use them
WAHL = [
    (Punktentscheidung.UEBERGEBEN, "Übergeben"),
    (Punktentscheidung.ERLEDIGT, "Erledigt"),
    (Punktentscheidung.GEPARKT, "Zurückstellen"),
]
NACHFOLGE = {
    "label": "Nachfolge",
    "queryset": Netzwerkfachkraft.objects.none(),
    "required": False,
    "help_text": "Zur Wahl steht, wer danach einen bestätigten Einsatz in diesem Sozialraum hat.",
}


class Fachkraftwahl(forms.ModelChoiceField):
    """Name with Träger: the successor may come from another one."""

    def label_from_instance(self, obj: Netzwerkfachkraft) -> str:
        return f"{obj}, {obj.traeger}"


class Nachfolgeform(Bereichsform, forms.Form):
    """Narrows the successors by place and day, not by the Träger of the viewer."""

    def waehlbar(self, einsatz: Einsatz, am: date) -> QuerySet[Netzwerkfachkraft]:
        return nachfolgende(einsatz, am)

    def setze_wahl(self, name: str, einsatz: Einsatz, am: date, leer: str) -> None:
        self.fields[name].queryset = self.waehlbar(einsatz, am)
        self.fields[name].empty_label = leer
        #: an empty list says why
        self.hat_wahl = self.fields[name].queryset.exists()
        if not self.hat_wahl:
            self.fields[name].help_text = (
                f"Zur Wahl steht noch niemand: Nach dem {tagesdatum(am)} hat sonst niemand einen bestätigten Einsatz "
                "in diesem Sozialraum. Die Leitung schlägt ihn vor."
            )


class Beginnform(Nachfolgeform):
    """Why, until when, and who follows."""

    anlass = forms.ChoiceField(label="Anlass", choices=Uebergabeanlass.choices, widget=forms.RadioSelect)
    am = forms.DateField(label="Letzter Tag", help_text="Bis dahin ist die Person im Sozialraum tätig.")
    nachfolge = Fachkraftwahl(**NACHFOLGE)

    def __init__(self, *args, einsatz: Einsatz, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        heute = timezone.localdate()
        am = einsatz.bis or heute
        self.initial |= {"anlass": Uebergabeanlass.WEGGANG, "am": am}
        self.setze_wahl("nachfolge", einsatz, min(am, heute), "– steht noch nicht fest –")


class Angabenform(MitTextschutz, Nachfolgeform):
    """Successor, last day and what she should know; `version` is the one that was looked at."""

    schutzfelder = ("notiz",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    nachfolge = Fachkraftwahl(**NACHFOLGE)
    am = forms.DateField(label="Letzter Tag")
    notiz = forms.CharField(
        label="Das sollte die Nachfolge wissen",
        widget=forms.Textarea,
        required=False,
        max_length=4000,
        help_text="Steht vorn in der Übergabemappe. Keine Angaben über Kinder und Familien.",
    )

    def __init__(self, *args, uebergabe: Uebergabe, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"version": uebergabe.version, "am": uebergabe.am, "notiz": uebergabe.notiz}
        if uebergabe.nachfolge:
            self.initial["nachfolge"] = uebergabe.nachfolge.uuid
        self.setze_wahl("nachfolge", uebergabe.einsatz, uebergabe.am, "– steht noch nicht fest –")


class Entscheidungsform(MitTextschutz, Nachfolgeform):
    """What happens to the ticked points; `punkt` names them by kind and record."""

    schutzfelder = ("hinweis", "grund")
    version = forms.IntegerField(widget=forms.HiddenInput)
    entscheidung = forms.ChoiceField(
        label="Was geschieht mit den gewählten Punkten?",
        choices=WAHL,
        widget=forms.RadioSelect(attrs={"data-chips": ""}),
        error_messages={"required": "Bitte wählen Sie, was mit den Punkten geschieht."},
    )
    an = Fachkraftwahl(label="Übergeben an", queryset=Netzwerkfachkraft.objects.none(), required=False)
    grund = forms.CharField(
        label="Grund", max_length=300, required=False, help_text="Nötig, wenn Sie etwas zurückstellen."
    )
    hinweis = forms.CharField(
        label="Hinweis für die Nachfolge", max_length=300, required=False, help_text="Steht in der Übergabemappe."
    )

    def __init__(self, *args, uebergabe: Uebergabe, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"version": uebergabe.version}
        leer = f"– Nachfolge: {uebergabe.nachfolge} –" if uebergabe.nachfolge else "– bitte wählen –"
        self.setze_wahl("an", uebergabe.einsatz, uebergabe.am, leer)

    @property
    def kennungen(self) -> list[str]:
        return self.data.getlist("punkt") if self.is_bound else []

    @property
    def arten(self) -> list[str]:
        """Kinds of which all open points are meant."""
        return self.data.getlist("alle") if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if not self.kennungen and not self.arten:
            raise forms.ValidationError("Bitte wählen Sie mindestens einen Punkt aus.")
        if daten.get("entscheidung") == Punktentscheidung.GEPARKT and not daten.get("grund", "").strip():
            self.add_error("grund", "Bitte nennen Sie den Grund.")
        return daten

    @property
    def auftrag(self) -> Entscheidung:
        daten = self.cleaned_data
        return Entscheidung(daten["entscheidung"], daten["an"], daten["grund"], daten["hinweis"])
