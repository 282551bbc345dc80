"""Forms of Gremien and meetings: the Gremium, its seats, planning a meeting with its agenda."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.db.models import Q
from django.utils import timezone

from konten.forms import Bereichsform, Mehrfachauswahl
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from netzwerk.forms.fassung import MitZeilenfassungen
from netzwerk.forms.felder import CHIPS, NfcText
from netzwerk.forms.zeilen import Zeilenform, Zeilensatz
from netzwerk.models import Gremienmitglied, Gremium, Sitzung, Thema
from netzwerk.rules.gremium import SERIE_HOECHSTENS, Sitzungsstatus
from netzwerk.services.sitzung import Punkt, Sitzungsangaben
from partner.models import Funktion
from sozialraum.models import Sozialraum

LANDKREISWEIT = "Ganzer Landkreis"
UHRZEIT = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Gremiumsform(MitFassungen, MitTextschutz, Bereichsform, forms.ModelForm):
    """A Gremium. County-wide ones are offered only where the right reaches everywhere."""

    schutzfelder = ("aufgabe",)
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    themen = Mehrfachauswahl(
        label="Themen",
        queryset=Thema.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=CHIPS),
        help_text="Danach werden parallele Strukturen gefunden.",
    )

    class Meta:
        model = Gremium
        fields = ["name", "ebene", "sozialraum", "aufgabe", "themen", "turnus", "von", "bis"]
        widgets = {"ebene": forms.RadioSelect(attrs=CHIPS)}
        labels = {"von": "Besteht seit", "bis": "Besteht bis"}
        help_texts = {"sozialraum": "", "bis": "Leer lassen, solange es weitergeht."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ebene"].choices = [wahl for wahl in self.fields["ebene"].choices if wahl[0]]
        aktive = Q(ist_aktiv=True) | Q(gremien=self.instance.pk)
        self.fields["themen"].queryset = Thema.objects.sichtbar_fuer(self.bereich).filter(aktive).distinct()
        self._schraenke_raum_ein()
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        else:
            self.initial.setdefault("von", timezone.localdate())

    def _schraenke_raum_ein(self) -> None:
        feld, eigene = self.fields["sozialraum"], self.bereich.sozialraeume("gremium.bearbeiten")
        if eigene is None:
            feld.empty_label = LANDKREISWEIT
        else:
            feld.queryset = Sozialraum.objects.filter(pk__in=eigene)
            feld.required, feld.empty_label = True, "– bitte wählen –"
            if len(eigene) == 1:
                self.initial.setdefault("sozialraum", feld.queryset.first())
        if self.instance.pk and self.instance.sitzungen.filter(zustand=Sitzungsstatus.GEHALTEN).exists():
            feld.disabled, feld.required = True, False
            feld.help_text = "Bleibt, weil es schon gehaltene Sitzungen gibt: Ihre Kontakte gehören zu diesem Raum."

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        helfer.layout = Layout(
            "uuid", "version", "name", "ebene", "sozialraum", "aufgabe", "themen", "turnus", Row("von", "bis")
        )
        return helfer


class Mitgliedform(MitFassungen, Bereichsform, forms.ModelForm):
    """A seat: who holds it was chosen before."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Gremienmitglied
        fields = ["funktion", "hat_vorsitz", "von", "bis"]
        labels = {"von": "Mitglied seit", "bis": "Mitglied bis"}
        help_texts = {"bis": "Der letzte Tag. Leer lassen, solange die Mitgliedschaft dauert."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        if self.instance.pk is None and not self.initial.get("von"):
            self.initial["von"] = max(timezone.localdate(), self.instance.gremium.von)
        if self.instance.partner_id is None:
            del self.fields["funktion"]
            return
        heute = self.bereich.stichtag
        gueltig = Q(bis__isnull=True) | Q(bis__gte=heute) | Q(pk=self.instance.funktion_id)
        personen = Funktion.objects.sichtbar_fuer(self.bereich).filter(gueltig, partner=self.instance.partner_id)
        self.fields["funktion"].queryset = personen.select_related("person")
        self.fields["funktion"].empty_label = "– wechselt oder noch offen –"

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        felder = [name for name in ("funktion", "hat_vorsitz") if name in self.fields]
        helfer.layout = Layout("version", *felder, Row("von", "bis"))
        return helfer


TAGESORDNUNG = Zeilensatz(
    "punkt",
    {
        "uuid": lambda: forms.UUIDField(required=False, widget=forms.HiddenInput),
        "titel": lambda: NfcText(label="Tagesordnungspunkt", max_length=200, required=False),
    },
    leere=3,
)


class _Sitzungsfelder(Zeilenform):
    """Day, time, place and agenda; a new meeting may be the first of a series."""

    zeilensaetze = (TAGESORDNUNG,)
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    am = forms.DateField(label="Tag")
    beginn = forms.TimeField(label="Beginn", required=False, widget=UHRZEIT)
    ende = forms.TimeField(label="Ende", required=False, widget=UHRZEIT)
    ort = NfcText(label="Ort", max_length=200, required=False)
    einladungstext = NfcText(
        label="Text der Einladung",
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text="Tag, Zeit, Ort und Tagesordnung stehen von selbst in der Einladung.",
    )
    anzahl = forms.IntegerField(
        label="Wie viele Sitzungen?",
        required=False,
        initial=1,
        min_value=1,
        max_value=SERIE_HOECHSTENS,
        help_text=f"Für eine Reihe mit gleicher Tagesordnung: 2 bis {SERIE_HOECHSTENS}.",
    )
    wochen = forms.IntegerField(label="Abstand in Wochen", required=False, initial=12, min_value=1, max_value=60)

    def __init__(self, *args, sitzung: Sitzung | None = None, **kwargs) -> None:
        if sitzung is not None:
            punkte = sitzung.punkte.order_by("reihenfolge", "id").values("uuid", "titel")
            kwargs["bestand"] = {"punkt": list(punkte)}
            felder = ("version", "am", "beginn", "ende", "ort", "einladungstext")
            kwargs["initial"] = {feld: getattr(sitzung, feld) for feld in felder}
        super().__init__(*args, **kwargs)
        self.sitzung = sitzung
        if sitzung is not None:
            del self.fields["anzahl"], self.fields["wochen"]
        titel = tuple(name for name in self.fields if name.endswith("_titel"))
        self.schutzfelder = ("ort", "einladungstext", *titel)

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        beginn, ende = daten.get("beginn"), daten.get("ende")
        if ende and not beginn and "beginn" not in self.errors:
            self.add_error("beginn", "Bitte geben Sie auch den Beginn an.")
        if beginn and ende and ende <= beginn:
            self.add_error("ende", "Das Ende liegt nicht nach dem Beginn.")
        return daten

    def angaben(self) -> Sitzungsangaben:
        """The checked content for the service; empty items of the agenda fall away."""
        daten = self.cleaned_data
        zeilen = [zeile for zeile in self.werte("punkt") if zeile["titel"]]
        return Sitzungsangaben(
            am=daten["am"],
            beginn=daten["beginn"],
            ende=daten["ende"],
            ort=daten["ort"],
            einladungstext=daten["einladungstext"],
            punkte=tuple(Punkt(zeile["titel"], zeile["uuid"]) for zeile in zeilen),
        )

    @property
    def tagesordnung(self) -> list[dict[str, Any]]:
        return self.zeilen("punkt")


class Sitzungsform(MitZeilenfassungen, MitTextschutz, _Sitzungsfelder):
    """The same with the guard against client data, also over every item of the agenda; comparable by version."""

    zeilentitel = {"punkt": "Tagesordnung"}
