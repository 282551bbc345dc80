"""Forms of what is kept about a Netzwerkfachkraft, and the filter of their list."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from konten.forms import Bereichsform
from konten.forms.textschutz import MitTextschutz
from netzwerk.filters import Filterform
from netzwerk.forms.einsatz import traeger_fuer
from netzwerk.forms.felder import NfcText
from netzwerk.models import (
    Absprache,
    Abweichungsbegruendung,
    Entscheidungsbefugnis,
    Kompetenzeinschaetzung,
    Leitungsfachkraft,
    Netzwerkfachkraft,
)
from netzwerk.rules.qualifikation import Erfuellung
from sozialraum.models import Sozialraum, Traeger

STAENDE = [(stufe.name.lower(), stufe.wort) for stufe in sorted(Erfuellung, reverse=True)]


class Fachkraftfilter(Bereichsform, Filterform):
    """The list by name, Sozialraum of today, Träger and state of the qualification."""

    q = NfcText(label="Name", required=False, max_length=200)
    sozialraum = forms.ModelChoiceField(label="Sozialraum", queryset=Sozialraum.objects.all(), required=False)
    traeger = forms.ModelChoiceField(label="Träger", queryset=Traeger.objects.all(), required=False)
    stand = forms.ChoiceField(label="Qualifikation", required=False)

    def __init__(self, *args, mit_stand: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sozialraum", "traeger"):
            self.fields[name].empty_label = "Alle"
        self.fields["stand"].choices = [("", "Alle"), *STAENDE, ("abweichend", "Leitung abweichend")]
        if not mit_stand:
            del self.fields["stand"]


class Einschaetzungsform(MitTextschutz, Bereichsform, forms.ModelForm):
    """Three topics, in words; nothing is scored."""

    schutzfelder = ("kommunikation", "arbeitsweise", "konzept")

    class Meta:
        model = Kompetenzeinschaetzung
        fields = ["am", "kommunikation", "arbeitsweise", "konzept"]
        help_texts = {
            "kommunikation": "Wie die Person mit Partnern, Team und Leitung spricht und vermittelt.",
            "arbeitsweise": "Wie sie plant, ordnet und Absprachen hält.",
            "konzept": "Wie sie Bedarfe erkennt und daraus Vorhaben entwickelt.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _schlage_vor(self, "am")


class Befugnisform(MitTextschutz, Bereichsform, forms.ModelForm):
    schutzfelder = ("umfang",)

    class Meta:
        model = Entscheidungsbefugnis
        fields = ["umfang", "erteilt_von", "von", "bis"]
        help_texts = {
            "umfang": "Zum Beispiel: Ausgaben bis 300 € im Rahmen eines bewilligten Projekts.",
            "erteilt_von": "Name und Funktion.",
        }

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout("umfang", "erteilt_von", Row("von", "bis"))
        return helfer


class Abspracheform(MitTextschutz, Bereichsform, forms.ModelForm):
    """All Leitungsfachkräfte may be chosen: who steers the Sozialraum may be another Träger than one's own."""

    schutzfelder = ("themen",)

    class Meta:
        model = Absprache
        fields = ["sozialraum", "leitung", "am", "naechste_am", "teilnehmende", "themen"]
        help_texts = {
            "leitung": "Es zählt die Leitungsfachkraft des steuerungsverantwortlichen Trägers.",
            "themen": "Stichworte genügen. Keine Angaben über Kinder und Familien.",
        }

    def __init__(self, *args, raeume: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sozialraum"].queryset = raeume
        self.fields["leitung"].queryset = Leitungsfachkraft.objects.select_related("traeger")
        self.fields["leitung"].label_from_instance = lambda leitung: f"{leitung}, {leitung.traeger}"
        _schlage_vor(self, "am")
        if not self.initial.get("sozialraum") and raeume.count() == 1:
            self.initial["sozialraum"] = raeume.get()

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout("sozialraum", "leitung", Row("am", "naechste_am"), "teilnehmende", "themen")
        return helfer


class Abweichungsform(MitTextschutz, Bereichsform, forms.ModelForm):
    schutzfelder = ("grund",)

    class Meta:
        model = Abweichungsbegruendung
        fields = ["sozialraum", "grund", "von", "bis"]
        help_texts = {"grund": "Warum die Vorgabe zurzeit nicht erfüllt ist und was vorgesehen ist."}

    def __init__(self, *args, raeume: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sozialraum"].queryset = raeume
        if not self.initial.get("sozialraum") and raeume.count() == 1:
            self.initial["sozialraum"] = raeume.get()
        _schlage_vor(self, "von")

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout("sozialraum", "grund", Row("von", "bis"))
        return helfer


class Leitungsform(Bereichsform, forms.ModelForm):
    """A named Leitungsfachkraft of the own Träger."""

    class Meta:
        model = Leitungsfachkraft
        fields = ["traeger", "vorname", "nachname", "fachkraft", "von", "bis"]
        help_texts = {"fachkraft": "Nur wählen, wenn die Leitungsfachkraft selbst Netzwerkarbeit macht."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["traeger"].queryset = traeger = traeger_fuer(self.bereich)
        self.fields["fachkraft"].queryset = Netzwerkfachkraft.objects.bearbeitbar_fuer(self.bereich)
        _schlage_vor(self, "von")
        if traeger.count() == 1:
            self.initial["traeger"] = traeger.get()

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout("traeger", Row("vorname", "nachname"), "fachkraft", Row("von", "bis"))
        return helfer


class Endeform(Bereichsform, forms.Form):
    bis = forms.DateField(label="Letzter Tag")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("bis", timezone.localdate())


def _schlage_vor(form: forms.BaseForm, feld: str) -> None:
    """Today, where the record says nothing yet: a new one brings its empty days along as initial values."""
    form.initial[feld] = form.initial.get(feld) or timezone.localdate()


def raeume_von(fachkraft: Netzwerkfachkraft) -> QuerySet[Sozialraum]:
    """Sozialräume in which the person works or has worked by a confirmed Einsatz."""
    einsaetze: Any = fachkraft.einsaetze.bestaetigt()
    return Sozialraum.objects.filter(pk__in=einsaetze.values("sozialraum"))
