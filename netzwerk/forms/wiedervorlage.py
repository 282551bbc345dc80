"""Forms of next steps: note one, change it and hand it over, put it off."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from konten.forms import Bereichsform
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from konten.models import Benutzer
from konten.rules import Geltungsbereich, normalisiere
from netzwerk.models import Wiedervorlage
from netzwerk.rules import Zusage
from netzwerk.rules.wiedervorlage import AUFSCHUB_TAGE, neuer_tag
from netzwerk.selectors.wiedervorlage import kolleginnen
from partner.models import Netzwerkpartner, Wirkungsbereich
from sozialraum.models import Sozialraum

WAS = Wiedervorlage._meta.get_field("was").max_length
VORSCHLAEGE = 5
ZUSAGE = {
    "label": "Wer hat es zugesagt?",
    "choices": Zusage.choices,
    "widget": forms.RadioSelect,
    "initial": Zusage.WIR,
}


class WiedervorlageForm(MitTextschutz, Bereichsform, forms.Form):
    """A next step of its own: about a partner, a Sozialraum, or both.

    The partner is a card beside the fields (`self.gewaehlt`), chosen by type-ahead; a name that was typed and fits one
    partner alone counts as chosen.
    """

    schutzfelder = ("was",)
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    was = forms.CharField(
        label="Nächster Schritt", max_length=WAS, help_text="Was ist zu tun? Keine Angaben über Kinder und Familien."
    )
    am = forms.DateField(label="Bis wann?")
    zusage = forms.ChoiceField(**ZUSAGE)
    partner = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    partnersuche = forms.CharField(label="Partner", max_length=200, required=False)
    sozialraum = forms.ModelChoiceField(label="Sozialraum", queryset=Sozialraum.objects.all(), required=False)

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        raeume = bereich.sozialraeume("kontakt.anlegen")
        feld = self.fields["sozialraum"]
        if raeume is not None:
            feld.queryset = feld.queryset.filter(pk__in=raeume)
        feld.empty_label = "– ergibt sich aus dem Partner –"
        self.gewaehlt = self._gewaehlter()

    def _gewaehlter(self) -> Netzwerkpartner | None:
        """The partner of the card; "hinzu" sets one and "weg" takes it away without JavaScript. One query."""
        if "weg" in self.data:
            return None
        schluessel = self.data.get("hinzu") or self.data.get("partner") or self.initial.get("partner") or None
        try:
            return Netzwerkpartner.objects.waehlbar_fuer(self.bereich).filter(uuid=schluessel).first()
        except forms.ValidationError:
            return None

    def clean_partner(self) -> Netzwerkpartner | None:
        if self.cleaned_data["partner"] and self.gewaehlt is None:
            raise forms.ValidationError("Diesen Partner können Sie nicht wählen.")
        return self.gewaehlt

    def clean_partnersuche(self) -> Netzwerkpartner | None:
        """The one partner within reach that fits the text; several are named, so that one can be written out."""
        text = self.cleaned_data["partnersuche"].strip()
        if not text or self.gewaehlt:
            return None
        treffer = list(Netzwerkpartner.objects.waehlbar_fuer(self.bereich).suche(text).order_by("name_norm")[:40])
        genau = [einer for einer in treffer if normalisiere(einer.name) == normalisiere(text)]
        if len(genau or treffer) == 1:
            return (genau or treffer)[0]
        if not treffer:
            raise forms.ValidationError(
                "In Ihren Sozialräumen gibt es keinen aktiven Partner mit diesem Namen. "
                "Sie können den Namen auch oben in den Text schreiben und unten den Sozialraum wählen."
            )
        namen = ", ".join(f"„{einer.name}“" for einer in treffer[:VORSCHLAEGE])
        raise forms.ValidationError(f"Mehrere Partner passen: {namen}. Bitte wählen Sie einen aus.")

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        partner = daten.get("partner") or daten.get("partnersuche")
        if self.errors:
            return daten
        daten = {name: wert for name, wert in daten.items() if name != "partnersuche"} | {"partner": partner}
        if partner is None and daten.get("sozialraum") is None:
            raise forms.ValidationError("Bitte nennen Sie einen Partner oder einen Sozialraum.")
        if partner is not None:
            daten["sozialraum"] = self._raum_des_partners(partner, daten.get("sozialraum"))
        return daten

    def _raum_des_partners(self, partner: Netzwerkpartner, gewaehlt: Sozialraum | None) -> Sozialraum | None:
        wirkt = Wirkungsbereich.objects.aktiv(self.bereich.stichtag).filter(partner=partner)
        raeume = self.fields["sozialraum"].queryset.filter(pk__in=wirkt.values("sozialraum"))
        if gewaehlt is not None and gewaehlt not in raeume:
            self.add_error("sozialraum", f"{partner} ist in {gewaehlt} nicht eingetragen.")
        return gewaehlt or raeume.first()


class WiedervorlageAendern(MitFassungen, MitTextschutz, Bereichsform, forms.Form):
    """Another text or promise; or somebody else of the same Sozialraum takes over."""

    schutzfelder = ("was",)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    was = forms.CharField(label="Nächster Schritt", max_length=WAS)
    zusage = forms.ChoiceField(**ZUSAGE)
    an = forms.ModelChoiceField(
        label="Zuständig",
        queryset=Benutzer.objects.none(),
        empty_label=None,
        help_text="Übergeben können Sie an Netzwerkfachkräfte desselben Sozialraums.",
    )

    def __init__(self, *args, bereich: Geltungsbereich, schritt: Wiedervorlage, **kwargs) -> None:
        anfang = {
            "version": schritt.version,
            "was": schritt.text,
            "zusage": schritt.zusage,
            "an": schritt.benutzer.uuid,
        }
        super().__init__(*args, bereich=bereich, **kwargs | {"initial": anfang})
        self.fields["an"].queryset = _moegliche(schritt, bereich.stichtag)
        self.fields["was"].disabled = not schritt.ist_lesbar


def _moegliche(schritt: Wiedervorlage, tag: date) -> QuerySet[Benutzer]:
    raeume = [schritt.sozialraum_id] if schritt.sozialraum_id else []
    return kolleginnen(raeume, tag) | Benutzer.objects.filter(pk=schritt.benutzer_id)


class AufschubForm(MitTextschutz, Bereichsform, forms.Form):
    """Another day with the reason. The buttons "+1 Tag" and "+1 Woche" send `um`, the third the typed day.

    `bisher` is the day that the page showed: both count from it, and what was put off meanwhile is not put off again.
    """

    schutzfelder = ("grund",)
    grund = forms.CharField(
        label="Grund", max_length=200, error_messages={"required": "Bitte nennen Sie kurz den Grund."}
    )
    auf_tag = forms.DateField(label="Neuer Tag", required=False)
    um = forms.TypedChoiceField(choices=[(tage, tage) for tage in AUFSCHUB_TAGE], coerce=int, required=False)
    bisher = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, schritt: Wiedervorlage, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.schritt = schritt
        morgen = self.bereich.stichtag + timedelta(days=1)
        self.fields["auf_tag"].widget.attrs["min"] = self.bereich.stichtag.isoformat()
        self.fields["auf_tag"].initial = max(schritt.am, morgen)
        self.fields["grund"].widget.attrs["list"] = "aufschubgruende"

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if um := daten.get("um"):
            daten["auf_tag"] = neuer_tag(daten.get("bisher") or self.schritt.am, self.bereich.stichtag, um)
        elif not daten.get("auf_tag") and "auf_tag" not in self.errors:
            self.add_error("auf_tag", "Bitte wählen Sie einen Tag.")
        return daten
