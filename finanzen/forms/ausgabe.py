"""Forms of bookings: a new one, its reversal."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.crypto import salted_hmac

from finanzen.forms.auswahl import Antragsauswahl, MitTraeger, Projektauswahl, jahresfeld, sozialraumfeld, traegerfeld
from finanzen.models import Ausnahmeantrag, Projekt
from finanzen.rules import Ausgabenart
from finanzen.rules.ausgabe import (
    BELEGNUMMER_HOECHSTENS,
    NULLBETRAG,
    OHNE_PROJEKT,
    TEXT_HOECHSTENS,
    braucht_antrag,
    braucht_projekt,
    doppelhinweis,
    jahreshinweis,
    projekthinweis,
)
from finanzen.rules.mittel import NULL, Bewilligung, runde
from finanzen.selectors.ausgabe import gleiche_belege
from finanzen.services.ausgabe import Buchung
from konten.forms import Bereichsform
from konten.forms.betrag import Betragsfeld
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich

BESTAETIGUNG = "trotzdem"


class Ausgabeform(MitTextschutz, MitTraeger, Bereichsform, forms.Form):
    """A new booking. What makes one look twice (`hinweise`) has to be confirmed: a booking cannot be changed later."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    traeger = traegerfeld()
    sozialraum = sozialraumfeld()
    am = forms.DateField(label="Datum der Rechnung oder Zahlung")
    jahr = jahresfeld(required=False, help_text="Leer lassen, wenn es das Jahr des Datums ist.")
    betrag = Betragsfeld(
        label="Betrag in Euro",
        mindestens=None,
        darf_null=False,
        nullsatz=NULLBETRAG,
        help_text="Zum Beispiel 1.234,56. Eine Erstattung bekommt ein Minus.",
    )
    art = forms.ChoiceField(label="Art", choices=[("", "– bitte wählen –"), *Ausgabenart.choices])
    text = forms.CharField(
        label="Wofür?", max_length=TEXT_HOECHSTENS, help_text="Keine Namen von Kindern, Jugendlichen oder Familien."
    )
    belegnummer = forms.CharField(label="Belegnummer", max_length=BELEGNUMMER_HOECHSTENS, required=False)
    projekt = Projektauswahl(
        Projekt.objects.none(), label="Projekt", required=False, help_text="Nötig bei der Art Projekt."
    )
    antrag = Antragsauswahl(
        Ausnahmeantrag.objects.none(),
        label="Ausnahmeantrag",
        required=False,
        help_text="Nur für Einzeltermine: der genehmigte Antrag, auf den gebucht wird.",
    )
    schutzfelder = ("text",)

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.waehle_traeger(bereich, "ausgabe.erfassen")
        self.initial = {"uuid": uuid4(), "am": timezone.localdate(), **self.initial}
        self.hinweise: list[str] = []

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if not daten.get("jahr") and daten.get("am"):
            daten["jahr"] = daten["am"].year
        if braucht_antrag(daten.get("art", "")) and not daten.get("antrag") and "antrag" not in self.errors:
            self.add_error("antrag", "Ein Einzeltermin braucht einen genehmigten Ausnahmeantrag.")
        if braucht_projekt(daten.get("art", "")) and not daten.get("projekt") and "projekt" not in self.errors:
            self.add_error("projekt", OHNE_PROJEKT)
        if not self.errors:
            self._suche_hinweise(daten)
        return daten

    def _suche_hinweise(self, daten: dict[str, Any]) -> None:
        gleiche = []
        if daten["belegnummer"]:
            gleiche = gleiche_belege(daten["traeger"].pk, daten["belegnummer"], daten["betrag"], daten["am"])
        orte = [str(zeile.sozialraum) for zeile in gleiche]
        saetze = (
            jahreshinweis(daten["jahr"], daten["am"]),
            doppelhinweis(daten["belegnummer"], daten["betrag"], daten["am"], orte),
            _projekthinweis(daten["projekt"], daten["betrag"]),
        )
        self.hinweise = [satz for satz in saetze if satz]
        if self.hinweise and not self.ist_bestaetigt:
            self.add_error(None, "Bitte prüfen Sie die Hinweise und bestätigen Sie sie.")

    @property
    def marke(self) -> str:
        """Stands for exactly these hints: other figures, and the tick no longer holds."""
        return salted_hmac("netzwerk.ausgabe", "\0".join(self.hinweise)).hexdigest()

    @property
    def ist_bestaetigt(self) -> bool:
        return self.data.get(BESTAETIGUNG) == self.marke

    def angaben(self) -> Buchung:
        """The checked content for the service."""
        daten = self.cleaned_data
        return Buchung(
            sozialraum_id=daten["sozialraum"].pk,
            traeger_id=daten["traeger"].pk,
            jahr=daten["jahr"],
            am=daten["am"],
            betrag=daten["betrag"],
            art=daten["art"],
            text=daten["text"],
            belegnummer=daten["belegnummer"],
            projekt_id=daten["projekt"].pk if daten["projekt"] else None,
            antrag_id=daten["antrag"].pk if daten["antrag"] else None,
        )


def _projekthinweis(projekt: Projekt | None, betrag: Decimal) -> str:
    if projekt is None:
        return ""
    return projekthinweis(Bewilligung(projekt.titel, projekt.bewilligt or NULL, runde(projekt.gebucht)), betrag)


class Stornoform(MitTextschutz, forms.Form):
    """Why a booking, or a whole list, is taken back."""

    grund = forms.CharField(
        label="Grund der Stornierung",
        max_length=200,
        help_text="Bleibt bei der Buchung lesbar.",
        error_messages={"required": "Bitte nennen Sie den Grund der Stornierung."},
    )
    schutzfelder = ("grund",)
