"""Public forms of the directory: what is looked for, and what is wrong with an entry."""

from collections.abc import Mapping

from django import forms

from konten.forms.textschutz import MitTextschutz
from netzwerk.rules.finder import HOECHSTENS_ZEICHEN
from netzwerk.rules.verzeichnis import Auswahl
from partner.rules.angebot import Angebotsart
from partner.rules.angebotszeit import Wochentag
from partner.rules.sprachen import EIGENNAMEN, SPRACHEN

ALLE = [("", "egal")]


def _sprachwahl() -> list[tuple[str, str]]:
    """Own name first: whoever looks for it reads it."""
    return [(code, f"{EIGENNAMEN[code]} ({name})") for code, name in SPRACHEN.items() if code != "de"]


class Suchform(forms.Form):
    """What a family asks for; everything is optional, and what cannot be read is not asked for."""

    q = forms.CharField(
        label="Was suchen Sie?",
        help_text="Zum Beispiel „Krabbelgruppe“ oder „Hilfe bei Anträgen“.",
        required=False,
        max_length=HOECHSTENS_ZEICHEN,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    ort = forms.CharField(
        label="Wo wohnen Sie?",
        help_text="Ort, oder Postleitzahl und Ort.",
        required=False,
        max_length=HOECHSTENS_ZEICHEN,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    alter = forms.IntegerField(
        label="Wie alt ist die Person?",
        help_text="In Jahren. Für ein Baby 0.",
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    thema = forms.TypedChoiceField(label="Thema", required=False, coerce=int, empty_value=None)
    art = forms.ChoiceField(label="Was ist es?", required=False, choices=[*ALLE, *Angebotsart.choices])
    tag = forms.TypedChoiceField(
        label="An welchem Tag?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[*ALLE, *((str(nummer), name) for nummer, name in Wochentag.choices)],
    )
    sprache = forms.ChoiceField(
        label="In welcher Sprache?", required=False, choices=[("", "Deutsch reicht"), *_sprachwahl()]
    )
    raum = forms.ChoiceField(label="Gebiet", required=False)
    kostenlos = forms.BooleanField(label="nur was nichts kostet", required=False)
    rollstuhl = forms.BooleanField(label="nur mit Rollstuhl zugänglich", required=False)
    hier = forms.RegexField(r"^\d{8}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, themen: Mapping[int, str], raeume: Mapping[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thema"].choices = [*ALLE, *((str(pk), name) for pk, name in themen.items())]
        self.fields["raum"].choices = [("", "ganzer Landkreis"), *raeume.items()]

    def auswahl(self) -> Auswahl:
        self.full_clean()
        return Auswahl(**{name: wert for name, wert in self.cleaned_data.items() if wert not in (None, "")})


class Meldeform(MitTextschutz, forms.Form):
    """What is wrong with an entry; nobody has to say who he is. `webseite` is for machines."""

    schutzfelder = ("text",)
    text = forms.CharField(
        label="Was stimmt nicht?",
        help_text="Zum Beispiel „Die Telefonnummer ist falsch“. Bitte keine Namen von Kindern oder Familien.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Bitte beschreiben Sie, was nicht stimmt."},
    )
    webseite = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\x00", "").strip()

    @property
    def ist_von_maschine(self) -> bool:
        return bool(self.cleaned_data.get("webseite"))
