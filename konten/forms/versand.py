"""Switches of one's own mails, and the filter of the outbox."""

from django import forms

from konten.forms import Bereichsform
from konten.models import Mailwunsch
from konten.rules import Rolle, Versandstatus


class Mailwunschform(Bereichsform, forms.ModelForm):
    """Switches of one's own mails; each only for whom that mail exists."""

    #: switch -> role that it is for
    ROLLEN = {"leitungsbrief": Rolle.LEITUNG, "faellige_im_kalender": Rolle.NETZWERK}

    class Meta:
        model = Mailwunsch
        fields = ["wochenbrief", "tageserinnerung", "leitungsbrief", "faellige_im_kalender"]
        help_texts = {
            "wochenbrief": "Ihre Wiedervorlagen, Sitzungen und fälligen Kontakte der Woche.",
            "tageserinnerung": "An Arbeitstagen, wenn bis zu diesem Tag etwas vorgemerkt ist.",
            "leitungsbrief": "Zahlen je Sozialraum, nicht je Person.",
            "faellige_im_kalender": "Zeigt im abonnierten Kalender auch, wann ein Partner wieder an der Reihe ist.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, rolle in self.ROLLEN.items():
            if rolle not in self.bereich.raeume:
                del self.fields[name]


class Mailfilter(forms.Form):
    """Filter of the outbox; without a choice it shows what waits and what cannot be delivered."""

    stand = forms.ChoiceField(
        label="Stand", choices=[("", "wartet oder nicht zustellbar"), *Versandstatus.choices], required=False
    )
