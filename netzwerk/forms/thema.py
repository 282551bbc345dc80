"""Forms of themes: the Sozialraum of a page, the other theme of a merge."""

from django import forms

from konten.forms import Bereichsform
from netzwerk.models import Thema
from sozialraum.models import Sozialraum


class Themenfilter(Bereichsform, forms.Form):
    sozialraum = forms.ModelChoiceField(label="Sozialraum", required=False, queryset=Sozialraum.objects.all())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sozialraum"].empty_label = "Alle"


class Zusammenfuehrungsform(Bereichsform, forms.Form):
    """The theme that stays; merged ones are out of question."""

    ziel = forms.ModelChoiceField(
        label="Geht auf in",
        queryset=Thema.objects.all(),
        help_text="Dieses Thema bleibt. Alles zieht zu ihm um.",
        error_messages={"required": "Bitte wählen Sie das Thema, das bleibt."},
    )

    def __init__(self, *args, thema: Thema, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        feld = self.fields["ziel"]
        feld.queryset = feld.queryset.filter(aufgegangen_in=None, ist_aktiv=True).exclude(pk=thema.pk)
