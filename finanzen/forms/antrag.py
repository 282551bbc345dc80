"""Forms of applications for single appointments: the application, the decision."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from finanzen.forms.auswahl import MitTraeger, jahresfeld, sozialraumfeld, traegerfeld
from finanzen.models import Ausnahmeantrag
from finanzen.rules.antrag import zeitraumfehler
from finanzen.services.antrag import Antragsangaben
from konten.forms import Bereichsform
from konten.forms.betrag import Betragsfeld
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich

FELDER = ("titel", "traeger", "sozialraum", "jahr", "begruendung", "termine", "von", "bis", "betrag")


class Antragsform(MitFassungen, MitTextschutz, MitTraeger, Bereichsform, forms.Form):
    """A draft, new or stored."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    titel = forms.CharField(label="Worum geht es?", max_length=150)
    traeger = traegerfeld()
    sozialraum = sozialraumfeld()
    jahr = jahresfeld()
    begruendung = forms.CharField(
        label="Warum geht es nicht anders?",
        max_length=4000,
        widget=forms.Textarea,
        help_text="Einzeltermine sind die Ausnahme. Keine Angaben über Kinder, Jugendliche und Familien.",
    )
    termine = forms.IntegerField(label="Zahl der Termine", min_value=1, max_value=500)
    von = forms.DateField(label="erster Termin")
    bis = forms.DateField(label="letzter Termin")
    betrag = Betragsfeld(
        label="Kosten in Euro", darf_null=False, help_text="Für alle Termine zusammen, zum Beispiel 1.234,56."
    )
    schutzfelder = ("titel", "begruendung")

    def __init__(self, *args, bereich: Geltungsbereich, antrag: Ausnahmeantrag | None = None, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        if antrag is not None:
            self.initial = _werte(antrag) | self.initial
        self.waehle_traeger(bereich, "antrag.stellen")
        self.initial = {"uuid": uuid4(), "jahr": timezone.localdate().year, **self.initial}

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        zeitraum = [daten.get(name) for name in ("jahr", "von", "bis")]
        if all(zeitraum) and (fehler := zeitraumfehler(*zeitraum)):
            self.add_error("bis", fehler)
        return daten

    def angaben(self) -> Antragsangaben:
        """The checked content for the service."""
        daten = self.cleaned_data
        gleich = {name: daten[name] for name in FELDER if name not in ("traeger", "sozialraum")}
        return Antragsangaben(traeger_id=daten["traeger"].pk, sozialraum_id=daten["sozialraum"].pk, **gleich)


def _werte(antrag: Ausnahmeantrag) -> dict[str, Any]:
    werte = {name: getattr(antrag, name) for name in FELDER}
    return werte | {
        "uuid": antrag.uuid,
        "version": antrag.version,
        "traeger": antrag.traeger.uuid,
        "sozialraum": antrag.sozialraum.kuerzel,
    }


class Schrittform(forms.Form):
    """The version that was looked at: nobody takes a step on what has changed since."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Genehmigungsform(MitTextschutz, Schrittform):
    """All or less of what was applied for."""

    genehmigt = Betragsfeld(label="Genehmigter Betrag in Euro")
    grund = forms.CharField(
        label="Hinweis an den Träger", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    schutzfelder = ("grund",)


class Ablehnungsform(MitTextschutz, Schrittform):
    """A refusal names its reason."""

    grund = forms.CharField(
        label="Grund der Ablehnung",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Der Träger liest ihn, auch in der Mail.",
        error_messages={"required": "Bitte nennen Sie den Grund der Ablehnung. Der Träger liest ihn."},
    )
    schutzfelder = ("grund",)
