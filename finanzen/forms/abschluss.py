"""Forms of the year end."""

from django import forms

from konten.forms.textschutz import MitTextschutz


class Restform(forms.Form):
    """What becomes of a Träger's rest; empty takes the decision back."""

    traeger = forms.UUIDField()
    entscheidung = forms.CharField(required=False, max_length=12)


class Schlussform(forms.Form):
    """Closing; open points must be confirmed as seen."""

    gesehen = forms.BooleanField(label="Ich habe die offenen Punkte gesehen.", required=False)


class Oeffnungsform(MitTextschutz, forms.Form):
    """Opening a closed year."""

    grund = forms.CharField(
        label="Grund der Öffnung",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte nennen Sie den Grund, warum das Jahr wieder geöffnet wird."},
    )
    schutzfelder = ("grund",)
