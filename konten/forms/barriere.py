"""Public form: somebody met a barrier and says where."""

from django import forms


class Barriereform(forms.Form):
    """What does not work, on which page, and where to answer; nothing else is asked. `webseite` is for machines."""

    text = forms.CharField(
        label="Was funktioniert nicht?",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Bitte beschreiben Sie, was nicht funktioniert."},
    )
    seite = forms.CharField(label="Auf welcher Seite?", max_length=200, required=False)
    adresse = forms.EmailField(
        label="Ihre E-Mail-Adresse",
        required=False,
        help_text="Nur wenn Sie eine Antwort möchten.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Das ist keine gültige E-Mail-Adresse. Bitte prüfen Sie sie oder lassen Sie sie weg."
        },
    )
    webseite = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
