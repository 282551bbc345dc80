"""A partner entered inside the contact form: name, category, place and Sozialraum, with a warning of likely twins."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from konten.rules import Geltungsbereich
from netzwerk.forms.felder import CHIPS, NfcText
from netzwerk.rules import Ergebnis
from netzwerk.services.kontakt import NeuerPartner
from partner.models import Netzwerkpartner, Partnerkategorie
from partner.rules.ort import Ortsurteil, loese_ort
from partner.selectors.einlesen import ortsverzeichnis
from partner.selectors.partner import aehnliche_partner
from sozialraum.models import Gemeinde, Sozialraum

#: shorter names would find half the directory
ZEICHEN_MINDESTENS = 3


@dataclass(frozen=True, slots=True)
class Dublette:
    """An entry that may mean the same; `ist_waehlbar` when it can be taken into this contact."""

    partner: Netzwerkpartner
    ist_waehlbar: bool


def sitz_aus(ort: str, bereich: Geltungsbereich) -> Ortsurteil:
    """The Gemeinde that a place means, as the import reads it; none in doubt. Three queries, none without a place."""
    if not ort.strip():
        return Ortsurteil()
    urteil = loese_ort(ags="", ort=ort, plz="", verzeichnis=ortsverzeichnis(bereich.stichtag))
    return Ortsurteil() if urteil.zweifel else urteil


def dubletten(name: str, ort: str, bereich: Geltungsbereich) -> list[Dublette]:
    """Likely twins of a new partner by name and place, each with whether it may be taken. Two to five queries."""
    if len(name.strip()) < ZEICHEN_MINDESTENS:
        return []
    gemeinde = sitz_aus(ort, bereich).gemeinde
    treffer = aehnliche_partner(name, gemeinde and gemeinde.pk, ort.strip())
    waehlbar = Netzwerkpartner.objects.waehlbar_fuer(bereich)
    ids = set(waehlbar.filter(pk__in=[partner.pk for partner in treffer]).values_list("pk", flat=True))
    return [Dublette(partner, partner.pk in ids) for partner in treffer]


class NeuerPartnerForm(forms.Form):
    """Part of the contact form; saved with the contact in one transaction."""

    prefix = "neu"
    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    name = NfcText(
        label="Name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-dubletten": ""}),
        error_messages={"required": "Bitte geben Sie den Namen ein."},
    )
    kategorie = forms.ChoiceField(label="Kategorie", error_messages={"required": "Bitte wählen Sie die Kategorie."})
    ort = NfcText(
        label="Ort",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-dubletten": "", "list": "neu-orte"}),
        error_messages={"required": "Bitte geben Sie den Ort ein."},
    )
    raum = forms.ChoiceField(
        label="Sozialraum",
        widget=forms.RadioSelect(attrs=CHIPS),
        error_messages={
            "required": "Bitte wählen Sie den Sozialraum.",
            "invalid_choice": "Diesen Sozialraum können Sie nicht wählen.",
        },
    )
    ergebnis = forms.ChoiceField(
        label="Erreicht?", choices=Ergebnis.choices, initial=Ergebnis.ERREICHT, widget=forms.RadioSelect(attrs=CHIPS)
    )
    trotzdem = forms.BooleanField(label="Es ist ein anderer: trotzdem neu anlegen", required=False)

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.bereich = bereich
        self.fields["kategorie"].choices = [
            ("", "– bitte wählen –"),
            *((kategorie.kuerzel, kategorie.name) for kategorie in self.kategorien.values()),
        ]
        self.fields["raum"].choices = [(raum.kuerzel, raum.name) for raum in self.raeume.values()]
        eigene = [raum.kuerzel for raum in self.raeume.values() if raum.pk in bereich.eigene_sozialraeume]
        self.initial = {"uuid": uuid4(), "raum": eigene[0] if len(eigene) == 1 else "", **self.initial}

    @cached_property
    def raeume(self) -> dict[str, Sozialraum]:
        """Where the person may both enter partners and log contacts."""
        menge = Sozialraum.objects.waehlbar_fuer(self.bereich)
        for recht in ("partner.anlegen", "kontakt.anlegen"):
            menge = menge.in_sozialraeumen(self.bereich, recht, "pk")
        return {raum.kuerzel: raum for raum in menge}

    @cached_property
    def kategorien(self) -> dict[str, Partnerkategorie]:
        eigene = Q(sozialraum__isnull=True) | Q(sozialraum__in=[raum.pk for raum in self.raeume.values()])
        return {k.kuerzel: k for k in Partnerkategorie.objects.waehlbar_fuer(self.bereich).filter(eigene)}

    @property
    def orte(self) -> Iterable[str]:
        """Names of the Gemeinden as suggestions. One query."""
        return Gemeinde.objects.waehlbar_fuer(self.bereich).order_by("name_norm").values_list("name", flat=True)

    @cached_property
    def dubletten(self) -> list[Dublette]:
        """Likely twins of what is typed, the partner of this very form left out: the same form may come twice."""
        name, ort = str(self["name"].value() or ""), str(self["ort"].value() or "")
        schluessel = str(self["uuid"].value())
        return [eine for eine in dubletten(name, ort, self.bereich) if str(eine.partner.uuid) != schluessel]

    def clean(self) -> dict:
        daten = super().clean()
        kategorie, raum = self.kategorien.get(daten.get("kategorie")), self.raeume.get(daten.get("raum"))
        if kategorie and raum and kategorie.sozialraum_id not in (None, raum.pk):
            self.add_error("kategorie", f"Diese Kategorie gibt es in {raum} nicht.")
        if daten.get("name") and not daten.get("trotzdem") and self.dubletten:
            self.add_error("name", "Diesen Partner gibt es vielleicht schon. Bitte prüfen Sie die Vorschläge.")
        return daten

    def angaben(self) -> NeuerPartner:
        """The checked content for the service. Three queries."""
        daten = self.cleaned_data
        urteil = sitz_aus(daten["ort"], self.bereich)
        return NeuerPartner(
            uuid=daten["uuid"],
            name=daten["name"],
            kategorie=self.kategorien[daten["kategorie"]],
            sozialraum=self.raeume[daten["raum"]],
            ort=daten["ort"],
            gemeinde=Gemeinde.objects.get(pk=urteil.gemeinde.pk) if urteil.gemeinde else None,
            sitz=urteil.sitz,
            ergebnis=daten["ergebnis"],
        )
