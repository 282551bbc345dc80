"""Forms: suspend an Einsatz, allow an exception from the minimum, end it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.utils import timezone

from konten.forms import Bereichsform
from konten.forms.textschutz import MitTextschutz
from netzwerk.models import Stellenausnahme, Unterbrechung


class Unterbrechungsform(Bereichsform, forms.ModelForm):
    """Two days and nothing else: why is nobody's business here."""

    class Meta:
        model = Unterbrechung
        fields = ["von", "bis"]
        labels = {"von": "Erster Tag", "bis": "Letzter Tag"}
        help_texts = {"bis": "Leer lassen, solange das Ende nicht feststeht."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("von", timezone.localdate())

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout(Row("von", "bis"))
        return helfer


class Ausnahmeform(MitTextschutz, Bereichsform, forms.ModelForm):
    schutzfelder = ("begruendung",)

    class Meta:
        model = Stellenausnahme
        fields = ["sozialraum", "von", "bis", "begruendung"]
        labels = {"von": "Erster Tag", "bis": "Letzter Tag"}
        help_texts = {"begruendung": "Warum der Mindestumfang in dieser Zeit unterschritten werden darf."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bis"].required = True
        self.fields["bis"].help_text = "Eine Ausnahme gilt nur auf Zeit."
        self.fields["bis"].error_messages["required"] = "Eine Ausnahme gilt nur auf Zeit. Bitte nennen Sie den Tag."
        self.initial.setdefault("von", timezone.localdate())

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout("sozialraum", Row("von", "bis"), "begruendung")
        return helfer


class Ausnahmeendeform(Bereichsform, forms.Form):
    bis = forms.DateField(label="Letzter Tag")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("bis", timezone.localdate())
