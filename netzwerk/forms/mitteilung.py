"""Forms of Mitteilungen: the draft with its target, sending, and what the public fills in to subscribe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from konten.forms import Bereichsform, Mehrfachauswahl
from konten.forms.textschutz import MitTextschutz
from konten.models.schluessel import gewaehlte_partner, lies_uuids
from konten.rules import Geltungsbereich
from netzwerk.forms.fassung import PARTNER, Beistueck, MitBeistuecken
from netzwerk.models import Mitteilung, Thema
from netzwerk.models.mitteilung import KREISE, SCHREIBEN
from netzwerk.rules.mitteilung import Richtung
from netzwerk.selectors.mitteilung import adressen_von, waehlbare_partner
from netzwerk.services.mitteilung import Mitteilungsangaben
from partner.models import Funktion, Netzwerkpartner
from partner.selectors.dubletten import nach_schluesseln
from sozialraum.models import Sozialraum

HOECHSTENS_PARTNER = 200
TEXT_HOECHSTENS = 10_000
CHIPS = {"data-chips": ""}
NACH_INNEN = (*KREISE.values(), "per_mail")
NACH_AUSSEN = ("an_schluesselpersonen", "an_abonnenten")


@dataclass(frozen=True, slots=True)
class Einzelner:
    """A partner chosen by name, the addresses it can be reached at, and the chosen one ("" is its own)."""

    partner: Netzwerkpartner
    adressen: Sequence[Funktion]
    gewaehlt: str

    @property
    def feld(self) -> str:
        return f"adresse-{self.partner.uuid}"

    @property
    def funktion(self) -> Funktion | None:
        return next((eine for eine in self.adressen if str(eine.uuid) == self.gewaehlt), None)

    def __str__(self) -> str:
        return f"{self.partner} ({self.funktion.person})" if self.funktion else str(self.partner)


class Mitteilungsform(MitBeistuecken, MitTextschutz, Bereichsform, forms.ModelForm):
    """A draft, new or stored; partners by name stand beside the fields (`self.einzelne`), chosen by type-ahead."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    schutzfelder = ("titel", "text")

    class Meta:
        model = Mitteilung
        fields = [
            "titel",
            "text",
            "richtung",
            "sozialraeume",
            "themen",
            *KREISE.values(),
            "per_mail",
            "kategorien",
            "an_schluesselpersonen",
            "an_abonnenten",
        ]
        field_classes = dict.fromkeys(("sozialraeume", "themen", "kategorien"), Mehrfachauswahl)
        help_texts = {
            "titel": "Steht auch im Betreff der Mail.",
            "themen": "Abonnements können auf Themen beschränkt sein, und das Archiv lässt sich danach filtern.",
            "kategorien": "Alle aktiven Partner dieser Kategorien, die in den gewählten Sozialräumen tätig sind.",
        }
        widgets = {
            "richtung": forms.RadioSelect(attrs=CHIPS),
            "sozialraeume": forms.CheckboxSelectMultiple(attrs=CHIPS),
            "themen": forms.CheckboxSelectMultiple(attrs=CHIPS),
            "kategorien": forms.CheckboxSelectMultiple(attrs=CHIPS),
        }
        error_messages = {
            "titel": {"required": "Bitte geben Sie der Mitteilung einen Betreff."},
            "text": {"required": "Bitte schreiben Sie einen Text."},
            "richtung": {"required": "Bitte wählen Sie, ob die Mitteilung nach innen oder nach außen geht."},
        }

    def __init__(
        self, *args, bereich: Geltungsbereich, dateifehler: Sequence[str] = (), gewuenscht: str = "", **kwargs
    ) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.dateifehler = dateifehler
        self._waehle_raeume(bereich.sozialraeume(SCHREIBEN))
        thema = self.fields["themen"]
        thema.queryset = thema.queryset.filter(Q(ist_aktiv=True) | Q(mitteilungen=self.instance.pk)).distinct()
        self.fields["text"].max_length = TEXT_HOECHSTENS
        self.fields["text"].widget.attrs["rows"] = 12
        self.fields["richtung"].choices = Richtung.choices
        anfang = (
            {"uuid": self.instance.uuid, "version": self.instance.version} if self.instance.pk else {"uuid": uuid4()}
        )
        self.initial = {**anfang, **self.initial}
        self.einzelne = self._einzelne(gewuenscht)

    def _waehle_raeume(self, raeume: frozenset[int] | None) -> None:
        feld = self.fields["sozialraeume"]
        if raeume is None:
            feld.help_text = "Ohne Auswahl gilt die Mitteilung für den ganzen Landkreis."
            return
        feld.queryset = feld.queryset.filter(pk__in=raeume)
        feld.required = True
        feld.error_messages["required"] = "Bitte wählen Sie mindestens einen Ihrer Sozialräume."
        if not self.instance.pk and len(auswahl := list(feld.queryset[:2])) == 1:
            self.initial.setdefault("sozialraeume", [auswahl[0].kuerzel])

    def _einzelne(self, gewuenscht: str) -> list[Einzelner]:
        gespeichert: Mapping[str, str] = {}
        if self.is_bound:
            schluessel = gewaehlte_partner(self.data, HOECHSTENS_PARTNER)
        elif self.instance.pk:
            zeilen = self.instance.einzelne.select_related("partner", "funktion")
            gespeichert = {str(z.partner.uuid): str(z.funktion.uuid) if z.funktion else "" for z in zeilen}
            schluessel = list(gespeichert)
        else:
            schluessel = [gewuenscht]
        partner = nach_schluesseln(waehlbare_partner(self.bereich), lies_uuids(schluessel))
        adressen = adressen_von([einer.pk for einer in partner], self.bereich.stichtag) if partner else {}
        return [self._einzelner(einer, adressen.get(einer.pk, ()), gespeichert) for einer in partner]

    def _einzelner(self, partner: Netzwerkpartner, adressen: Sequence[Funktion], dort: Mapping[str, str]) -> Einzelner:
        schluessel = str(partner.uuid)
        wahl = self.data.get(f"adresse-{schluessel}", "") if self.is_bound else dort.get(schluessel, "")
        return Einzelner(partner, adressen, wahl)

    def beistuecke(self) -> Mapping[str, Beistueck]:
        text = "\n".join(sorted(str(einer) for einer in self.einzelne))
        return {PARTNER: Beistueck("Einzelne Partner", text, self._schreibe_einzelne)}

    def _schreibe_einzelne(self, daten: QueryDict) -> None:
        daten.setlist(PARTNER, [str(einer.partner.uuid) for einer in self.einzelne])
        for einer in self.einzelne:
            daten[einer.feld] = einer.gewaehlt

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        for satz in self.dateifehler:
            self.add_error(None, satz)
        if daten.get("richtung") == Richtung.INNEN and not any(daten.get(name) for name in KREISE.values()):
            self.add_error("richtung", "Bitte wählen Sie, für wen die Mitteilung ist.")
        ziele = (daten.get("kategorien"), self.einzelne, daten.get("an_abonnenten"))
        if daten.get("richtung") == Richtung.AUSSEN and not any(ziele):
            self.add_error("richtung", "Bitte wählen Sie Kategorien, einzelne Partner oder die Abonnements.")
        return daten

    def angaben(self) -> Mitteilungsangaben:
        """The checked content for the service; what belongs to the other direction is left out."""
        daten, innen = self.cleaned_data, self.cleaned_data["richtung"] == Richtung.INNEN
        weg = NACH_AUSSEN if innen else NACH_INNEN
        felder = {name: daten[name] for name in ("titel", "text", "richtung")}
        felder |= {name: daten[name] and name not in weg for name in (*NACH_INNEN, *NACH_AUSSEN)}
        einzelne = {} if innen else {e.partner.pk: e.funktion.pk if e.funktion else None for e in self.einzelne}
        return Mitteilungsangaben(
            felder=felder,
            sozialraeume=[raum.pk for raum in daten["sozialraeume"]],
            themen=[thema.pk for thema in daten["themen"]],
            kategorien=[] if innen else [kategorie.pk for kategorie in daten["kategorien"]],
            einzelne=einzelne,
            anhaenge_weg=lies_uuids(self.data.getlist("anhang_loeschen")),
        )

    @property
    def felder_innen(self) -> list[forms.BoundField]:
        return [self[name] for name in KREISE.values()]


class Sendeform(forms.Form):
    """What the preview hands to sending: exactly this text and this list, now or at a time."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    bestaetigt = forms.CharField(widget=forms.HiddenInput, max_length=64)
    wann = forms.DateTimeField(
        label="Erst später senden",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Ohne Angabe geht die Mitteilung jetzt hinaus.",
        error_messages={"invalid": "Bitte geben Sie Tag und Uhrzeit an, zum Beispiel 24.11.2026 08:00."},
    )

    @property
    def zeitpunkt(self) -> datetime | None:
        wann = self.cleaned_data["wann"]
        return wann if wann is None or timezone.is_aware(wann) else timezone.make_aware(wann)


class Abonnementform(forms.Form):
    """Public: an address and what she wants to hear of. The hidden field is for programs that fill in everything."""

    adresse = forms.EmailField(
        label="Ihre E-Mail-Adresse",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Bitte geben Sie Ihre E-Mail-Adresse ein.",
            "invalid": "Das ist keine gültige E-Mail-Adresse. Bitte prüfen Sie sie, zum Beispiel name@verein.example.",
        },
    )
    sozialraeume = forms.ModelMultipleChoiceField(
        label="Für welche Sozialräume?",
        queryset=Sozialraum.objects.none(),
        required=False,
        to_field_name="kuerzel",
        widget=forms.CheckboxSelectMultiple,
        help_text="Ohne Auswahl bekommen Sie Mitteilungen aus allen.",
    )
    themen = forms.ModelMultipleChoiceField(
        label="Zu welchen Themen?",
        queryset=Thema.objects.none(),
        required=False,
        to_field_name="name",
        widget=forms.CheckboxSelectMultiple,
        help_text="Ohne Auswahl bekommen Sie Mitteilungen zu allen.",
    )
    einverstanden = forms.BooleanField(
        label="Meine Adresse darf gespeichert werden, um mir Mitteilungen zu senden.",
        error_messages={"required": "Ohne Ihr Einverständnis dürfen wir Ihre Adresse nicht speichern."},
    )
    webseite = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sozialraeume"].queryset = Sozialraum.objects.all()
        self.fields["themen"].queryset = Thema.objects.filter(ist_aktiv=True)

    @property
    def ist_von_maschine(self) -> bool:
        return bool(self.cleaned_data.get("webseite"))
