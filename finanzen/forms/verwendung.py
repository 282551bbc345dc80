"""Forms of the proof of use: its text, the next step."""

from collections.abc import Sequence

from django import forms

from finanzen.models import Verwendungsnachweis
from finanzen.rules.verwendung import ABSCHNITTE, SCHRITTNAMEN, TEXT_HOECHSTENS
from konten.forms import Bereichsform
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz


class Nachweisform(MitFassungen, MitTextschutz, Bereichsform, forms.ModelForm):
    """The four sections; all of them may be empty until they are handed in."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    schutzfelder = tuple(ABSCHNITTE)

    class Meta:
        model = Verwendungsnachweis
        fields = list(ABSCHNITTE)
        help_texts = {
            "ausgangslage": "Womit begann das Jahr? Welche Bedarfslagen gab es?",
            "massnahmen": "Kontakte, Gremien, Projekte, Öffentlichkeitsarbeit. Die Zahlen stehen schon im Nachweis.",
            "wirkung": "Was ist im Sozialraum heute anders? Keine Angaben über einzelne Kinder und Familien.",
            "ausblick": "Was steht im nächsten Jahr an?",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        for name in ABSCHNITTE:
            self.fields[name].max_length = TEXT_HOECHSTENS
            self.fields[name].widget.attrs["rows"] = 7

    def clean(self) -> dict:
        daten = super().clean()
        for name in ABSCHNITTE:
            if len(daten.get(name) or "") > TEXT_HOECHSTENS:
                self.add_error(name, f"Bitte kürzen Sie den Text auf {TEXT_HOECHSTENS} Zeichen.")
        return daten


class Nachweisschritt(MitTextschutz, forms.Form):
    """The next state, with a reason where it is returned."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    zustand = forms.ChoiceField(
        label="Wie geht es weiter?",
        widget=forms.RadioSelect(attrs={"data-chips": ""}),
        error_messages={"required": "Bitte wählen Sie den nächsten Schritt."},
    )
    grund = forms.CharField(
        label="Grund der Rückgabe",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nur beim Zurückgeben. Der Träger liest ihn.",
    )
    schutzfelder = ("grund",)

    def __init__(self, *args, nachweis: Verwendungsnachweis, folgen: Sequence[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zustand"].choices = [(folge, SCHRITTNAMEN[folge]) for folge in folgen]
        if len(folgen) == 1:
            self.initial["zustand"] = folgen[0]
            del self.fields["grund"]
        self.initial["version"] = nachweis.version

    @property
    def einziger(self) -> tuple[str, str] | None:
        """State and word of the only step there is: a button says it, nothing to choose."""
        wahlen = self.fields["zustand"].choices
        return wahlen[0] if len(wahlen) == 1 else None


class Beginnform(forms.Form):
    """Which proof of use is to be begun."""

    jahr = forms.IntegerField(min_value=2017, max_value=2100)
    sozialraum = forms.SlugField(max_length=60)
    traeger = forms.UUIDField()
