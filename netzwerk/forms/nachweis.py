"""Forms of evidence: file, decide, extend; and the dates of the Führungszeugnis."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone

from konten.forms import Bereichsform
from konten.rules.datei import Dateifehler
from konten.services.datei import GepruefteDatei, pruefe
from netzwerk.models import Fuehrungszeugnis, Qualifikationsnachweis
from netzwerk.rules.nachweis import DATEIARTEN, ENDUNGEN, pruefe_datei, umfangsfehler


class Nachweisform(Bereichsform, forms.ModelForm):
    """A piece of evidence with its file; the file is looked into before anything is stored."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    neue_datei = forms.FileField(
        label="Datei",
        help_text="PDF, JPEG oder PNG, höchstens 10 MB.",
        widget=forms.FileInput(attrs={"accept": ENDUNGEN}),
        error_messages={"required": "Bitte wählen Sie die Datei mit dem Nachweis."},
    )

    class Meta:
        model = Qualifikationsnachweis
        fields = ["art", "bezeichnung", "anbieter", "umfang", "einheit", "am", "gueltig_bis"]
        help_texts = {
            "bezeichnung": "Zum Beispiel: Bachelor Soziale Arbeit.",
            "umfang": "Nötig bei der Zusatzausbildung und beim Kurs nach Lüttringhaus.",
            "gueltig_bis": "Leer lassen, wenn der Nachweis nicht abläuft.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.geprueft: GepruefteDatei | None = None
        self.fields["anbieter"].required = True
        umfang = self.fields["umfang"]
        umfang.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        umfang.localize = umfang.widget.is_localized = True
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        if self.instance.datei:
            self.fields["neue_datei"].required = False
            self.fields[
                "neue_datei"
            ].help_text = f"Hinterlegt ist {self.instance.datei_name}. Nur wählen, wenn Sie die Datei ersetzen möchten."

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout(
            "version",
            "art",
            "bezeichnung",
            "anbieter",
            Row("umfang", "einheit"),
            Row("am", "gueltig_bis"),
            "neue_datei",
        )
        return helfer

    def clean_neue_datei(self) -> UploadedFile | None:
        datei = self.cleaned_data["neue_datei"]
        if not datei:
            return None
        try:
            self.geprueft = pruefe(datei, DATEIARTEN)
            pruefe_datei(datei.name, self.geprueft.art)
        except Dateifehler as fehler:
            raise forms.ValidationError(str(fehler)) from fehler
        return datei

    def clean_am(self) -> Any:
        if (tag := self.cleaned_data["am"]) > timezone.localdate():
            raise forms.ValidationError("Das Datum des Nachweises liegt heute oder früher.")
        return tag

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if "umfang" in daten and "art" in daten:
            fehler = umfangsfehler(daten["art"], daten["umfang"], daten.get("einheit", ""))
            for feld, text in fehler.items():
                self.add_error(feld, text)
        return daten


class Nachweisentscheidung(forms.Form):
    """The version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Zurueckweisung(Nachweisentscheidung):
    ablehnungsgrund = forms.CharField(
        label="Grund",
        max_length=300,
        help_text="Die Person und ihre Leitung lesen ihn.",
        error_messages={"required": "Bitte nennen Sie den Grund."},
    )


class Verlaengerungsform(Bereichsform, forms.Form):
    """Several pieces of evidence at once, one day, one reason."""

    nachweise = forms.ModelMultipleChoiceField(
        label="Nachweise",
        queryset=Qualifikationsnachweis.objects.all(),
        error_messages={"required": "Bitte wählen Sie mindestens einen Nachweis."},
    )
    bis = forms.DateField(label="Gültig bis")
    grund = forms.CharField(
        label="Grund der Verlängerung",
        max_length=300,
        error_messages={"required": "Bitte nennen Sie den Grund der Verlängerung."},
    )

    def _schraenke_ein(self, name: str, feld: forms.ModelChoiceField) -> None:
        """Whoever confirms extends what she sees; filing, which `waehlbar_fuer` asks about, is not her business."""
        menge: QuerySet = feld.queryset.sichtbar_fuer(self.bereich)
        feld.queryset, feld.to_field_name = menge, "uuid"


class Zeugnisform(Bereichsform, forms.ModelForm):
    """Two days are typed; the third follows."""

    class Meta:
        model = Fuehrungszeugnis
        fields = ["datum", "eingesehen_am"]
        help_texts = {"datum": "Es steht auf dem Zeugnis. Das Zeugnis selbst bleibt bei der Person."}
