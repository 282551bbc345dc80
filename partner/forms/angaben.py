"""Forms of what belongs to a partner beside its own fields: further places, function addresses, categories."""

from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils import timezone

from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich
from partner.forms.felder import Formularkern, Schluesselfeld, Tagesfeld
from partner.forms.oeffnung import MitOeffnungszeiten
from partner.forms.partner import Gemeindefeld
from partner.models import Aussenstelle, Funktionsadresse, Kategoriezuordnung, Partnerkategorie
from sozialraum.models import Gemeinde


class MitZeitraum:
    """The record has `von` and `bis`; a new one carries the key that the form minted."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["von"].initial = timezone.localdate
        if self.instance.pk is not None:
            del self.fields["uuid"]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if daten.get("von") and daten.get("bis") and daten["bis"] < daten["von"]:
            self.add_error("bis", "Das Ende liegt vor dem Beginn.")
        if "uuid" in daten:
            self.instance.uuid = daten["uuid"]
        return daten


class Aussenstellenformular(MitTextschutz, MitZeitraum, MitOeffnungszeiten, Formularkern, forms.ModelForm):
    """Another place of the partner."""

    schutzfelder = ("oeffnungshinweis",)
    uuid = Schluesselfeld()
    gemeinde = Gemeindefeld(
        label="Gemeinde",
        queryset=Gemeinde.objects.none(),
        required=False,
        empty_label="– bitte wählen –",
        help_text="Nur für einen Ort im Landkreis.",
    )
    von = Tagesfeld(label="Gibt es seit")
    bis = Tagesfeld(label="Gibt es bis", required=False, help_text="Leer lassen, wenn kein Ende feststeht.")

    class Meta:
        model = Aussenstelle
        fields = [
            *("bezeichnung", "strasse", "plz", "ort", "gemeinde", "telefon", "email", "oeffnungshinweis", "von", "bis")
        ]
        widgets = {
            "plz": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "telefon": forms.TextInput(attrs={"type": "tel"}),
        }

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeinde"].queryset = Gemeinde.objects.waehlbar_fuer(bereich).fuer_liste()
        self.baue_oeffnungsfelder()

    def aufbau(self) -> list:
        return [
            *(["uuid"] if "uuid" in self.fields else []),
            Fieldset("Wo ist sie?", "bezeichnung", "strasse", Row("plz", "ort"), "gemeinde"),
            Fieldset("Wie ist sie erreichbar?", Row("telefon", "email")),
            self.oeffnungsgruppe(),
            Fieldset("Seit wann?", Row("von", "bis")),
        ]


class Funktionsadressenformular(MitZeitraum, Formularkern, forms.ModelForm):
    """How a post is reached whoever holds it."""

    uuid = Schluesselfeld()
    von = Tagesfeld(label="Gilt seit")
    bis = Tagesfeld(label="Gilt bis", required=False, help_text="Leer lassen, wenn kein Ende feststeht.")

    class Meta:
        model = Funktionsadresse
        fields = ["bezeichnung", "telefon", "email", "von", "bis"]
        widgets = {"telefon": forms.TextInput(attrs={"type": "tel"})}

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if not self.errors and not daten.get("telefon") and not daten.get("email"):
            self.add_error("telefon", "Bitte geben Sie eine Telefonnummer oder eine E-Mail-Adresse ein.")
        return daten

    def aufbau(self) -> list:
        return [
            *(["uuid"] if "uuid" in self.fields else []),
            "bezeichnung",
            Row("telefon", "email"),
            Row("von", "bis"),
        ]


class Kategorieformular(Formularkern, forms.ModelForm):
    """One more category of the partner for a period; several at once where true."""

    kategorie = forms.ModelChoiceField(
        label="Kategorie",
        queryset=Partnerkategorie.objects.none(),
        empty_label="– bitte wählen –",
        to_field_name="kuerzel",
        error_messages={"invalid_choice": "Diese Kategorie können Sie nicht wählen."},
    )
    von = Tagesfeld(label="Gilt ab", initial=timezone.localdate)
    bis = Tagesfeld(label="Gilt bis", required=False, help_text="Leer lassen, wenn kein Ende feststeht.")

    class Meta:
        model = Kategoriezuordnung
        fields = ["kategorie", "art", "von", "bis"]

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kategorie"].queryset = Partnerkategorie.objects.waehlbar_fuer(bereich)

    def aufbau(self) -> list:
        return [Row("kategorie", "art"), Row("von", "bis")]
