"""Forms of being known: Steckbrief, introduction, choice of partners to write to."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from konten.forms import Bereichsform
from konten.forms.textschutz import MitTextschutz
from konten.rules.datei import Dateifehler
from netzwerk.filters import Filterform
from netzwerk.models import Netzwerkfachkraft, Steckbrief
from netzwerk.services.steckbrief import reines_foto
from partner.models import Partnerkategorie


class Steckbriefform(MitTextschutz, Bereichsform, forms.ModelForm):
    """What the person says about herself, and her photo."""

    schutzfelder = ("vorstellung", "schwerpunkte")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    neues_foto = forms.FileField(
        label="Foto",
        required=False,
        help_text="JPEG, PNG oder WebP, höchstens 5 MB. Ort und Kamera werden aus dem Bild entfernt.",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
    )
    foto_weg = forms.BooleanField(label="Bisheriges Foto entfernen", required=False)

    class Meta:
        model = Steckbrief
        fields = ["funktion", "vorstellung", "schwerpunkte", "sprechzeiten", "ist_veroeffentlicht"]
        help_texts = {
            "funktion": "Zum Beispiel: Netzwerkfachkraft für Konz.",
            "sprechzeiten": "Zum Beispiel: montags bis donnerstags, 9 bis 15 Uhr.",
            "ist_veroeffentlicht": "Name, dienstliche Erreichbarkeit, Foto und Text stehen dann für alle im Internet.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.foto: bytes | None = None
        self.initial["version"] = self.instance.version
        if not self.instance.foto:
            del self.fields["foto_weg"]

    def clean_neues_foto(self) -> UploadedFile | None:
        datei = self.cleaned_data["neues_foto"]
        if datei:
            try:
                self.foto = reines_foto(datei)
            except Dateifehler as fehler:
                raise forms.ValidationError(str(fehler)) from fehler
        return datei


class Vorstellungsform(Bereichsform, forms.Form):
    """Who was introduced, and when; choices are the people one may speak for."""

    fachkraft = forms.ModelChoiceField(label="Wer?", queryset=Netzwerkfachkraft.objects.none(), to_field_name="uuid")
    am = forms.DateField(label="Vorgestellt am")

    def __init__(self, *args, fachkraefte: Any, heute: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        feld = self.fields["fachkraft"]
        feld.queryset = fachkraefte
        feld.empty_label = None
        self.initial["am"] = heute

    def _schraenke_ein(self, name: str, feld: forms.ModelChoiceField) -> None:
        """The caller narrows: by the right to speak for the person, not by that to plan her posts."""


class Versandfilter(Filterform):
    """Which partners are offered to be written to."""

    kategorie = forms.ModelChoiceField(
        label="Kategorie", queryset=Partnerkategorie.objects.all(), to_field_name="kuerzel", required=False,
        empty_label="alle",
    )  # fmt: skip
    wer = forms.ChoiceField(
        label="Wer?", required=False, choices=[("", "noch nicht informiert"), ("alle", "alle Partner")]
    )
