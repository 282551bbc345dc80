"""Forms of projects: content, links, next step (K34)."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet

from finanzen.models import Projekt
from finanzen.rules import Projektstatus
from finanzen.rules.projekt import SCHRITTNAMEN
from finanzen.selectors.projekt import (
    WAHL_HOECHSTENS,
    entwurfsraeume,
    entwurfstraeger,
    verknuepfbare_bedarfe,
    verknuepfbare_kontakte,
)
from finanzen.services.projekt import Projektangaben, Schritt
from konten.forms import Bereichsform, Mehrfachauswahl
from konten.forms.betrag import Betragsfeld
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich
from netzwerk.models import Bedarfsmeldung, Kontakt, Thema
from netzwerk.selectors.bedarf import quellen_aus

CHIPS = {"data-chips": ""}


class Projektform(MitFassungen, MitTextschutz, Bereichsform, forms.ModelForm):
    """Content of an idea, new or stored."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    budget = Betragsfeld(label="Geplante Kosten in Euro", help_text="Zum Beispiel 1.250,00.", darf_null=False)
    themen = Mehrfachauswahl(
        label="Themen",
        queryset=Thema.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=CHIPS),
    )
    schutzfelder = ("titel", "ziel", "zielgruppe")

    class Meta:
        model = Projekt
        fields = ["titel", "sozialraum", "traeger", "ziel", "zielgruppe", "von", "bis", "budget", "themen"]
        help_texts = {
            "ziel": "Was soll sich ändern? Keine Angaben über einzelne Kinder und Familien.",
            "zielgruppe": "Zum Beispiel: Eltern von Kindern unter drei Jahren.",
            "bis": "Leer lassen, wenn das Ende noch offen ist.",
        }

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self._waehle("sozialraum", entwurfsraeume(bereich))
        self._waehle("traeger", entwurfstraeger(bereich))
        gewaehlt = self.instance.themen.values("pk") if self.instance.pk else []
        angeboten = Q(ist_aktiv=True) | Q(pk__in=gewaehlt)
        self.fields["themen"].queryset = Thema.objects.waehlbar_fuer(bereich).filter(angeboten)
        self.fields["ziel"].max_length = 4000
        if self.instance.pk:
            self.initial |= {"uuid": self.instance.uuid, "version": self.instance.version}
        else:
            self.initial.setdefault("uuid", uuid4())

    def _waehle(self, name: str, menge: QuerySet) -> None:
        """What was stored stays choosable; a single choice is preset."""
        bisher = getattr(self.instance, f"{name}_id", None)
        self.fields[name].queryset = (menge | menge.model.objects.filter(pk=bisher)) if bisher else menge
        if not bisher and len(auswahl := list(menge[:2])) == 1:
            self.initial.setdefault(name, auswahl[0])

    def angaben(self) -> Projektangaben:
        """The checked content for the service."""
        daten = self.cleaned_data
        return Projektangaben(
            titel=daten["titel"],
            sozialraum_id=daten["sozialraum"].pk,
            traeger_id=daten["traeger"].pk,
            ziel=daten["ziel"],
            zielgruppe=daten["zielgruppe"],
            von=daten["von"],
            bis=daten["bis"],
            budget=daten["budget"],
            themen=[thema.pk for thema in daten["themen"]],
        )


class Kontaktwahl(Mehrfachauswahl):
    """Day, kind and partners; never the text."""

    def label_from_instance(self, kontakt: Kontakt) -> str:
        partner = ", ".join(dict.fromkeys(str(zeile.partner) for zeile in kontakt.beteiligungen.all()))
        return f"{kontakt.am:%d.%m.%Y} {kontakt.get_art_display()}: {partner}"


class Bedarfswahl(Mehrfachauswahl):
    def label_from_instance(self, meldung: Bedarfsmeldung) -> str:
        return f"{meldung.titel} ({meldung.thema}, {meldung.am:%d.%m.%Y})"


class Verknuepfungsform(forms.Form):
    """Partners by type-ahead beside the fields (`self.partner`), contacts and needs by choice."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kontakte = Kontaktwahl(
        label="Kontakte",
        queryset=Kontakt.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Die letzten Kontakte in diesem Sozialraum, die mit Partnern des Projekts zuerst.",
    )
    bedarfe = Bedarfswahl(
        label="Bedarfslagen",
        queryset=Bedarfsmeldung.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Worauf antwortet das Projekt? Meldungen zu seinen Themen stehen zuerst.",
    )

    def __init__(self, *args, projekt: Projekt, bereich: Geltungsbereich, schluessel: list[str], **kwargs) -> None:
        verbunden = {
            "version": projekt.version,
            "kontakte": list(projekt.kontakte.values_list("pk", flat=True)),
            "bedarfe": list(projekt.bedarfsmeldungen.values_list("pk", flat=True)),
        }
        super().__init__(*args, initial=verbunden, **kwargs)
        self.partner = quellen_aus(bereich, schluessel) if self.is_bound else list(projekt.partner.all())
        kontakte = verknuepfbare_kontakte(bereich, projekt).prefetch_related("beteiligungen__partner")
        self.fields["kontakte"].queryset = _erste(kontakte, verbunden["kontakte"])
        self.fields["bedarfe"].queryset = _erste(verknuepfbare_bedarfe(bereich, projekt), verbunden["bedarfe"])


def _erste(menge: QuerySet, verbunden: list[int]) -> QuerySet:
    """The first of them and all that are linked: a list that people can look through."""
    erste = list(menge.values_list("pk", flat=True)[:WAHL_HOECHSTENS])
    return menge.filter(pk__in=[*erste, *verbunden])


class Schrittform(MitTextschutz, forms.Form):
    """The next state of a project with what that state asks for; fields of other states are not there."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    zustand = forms.ChoiceField(
        label="Wie geht es weiter?",
        widget=forms.RadioSelect(attrs=CHIPS),
        error_messages={"required": "Bitte wählen Sie den nächsten Schritt."},
    )
    bewilligt = Betragsfeld(label="Bewilligter Betrag in Euro", required=False, help_text="Nur beim Bewilligen.")
    grund = forms.CharField(
        label="Begründung",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nötig bei Ablehnung und bei Kürzung. Der Träger liest sie.",
    )
    ergebnis = forms.CharField(
        label="Ergebnis",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Was hat sich geändert? Keine Angaben über einzelne Kinder und Familien.",
    )
    erreichte = forms.IntegerField(
        label="Erreichte Personen", required=False, min_value=0, max_value=1_000_000, help_text="Nur die Zahl."
    )
    termine = forms.IntegerField(label="Zahl der Termine", required=False, min_value=0, max_value=10_000)
    schutzfelder = ("grund", "ergebnis")

    def __init__(self, *args, projekt: Projekt, folgen: Sequence[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zustand"].choices = [(folge, SCHRITTNAMEN[projekt.zustand, folge]) for folge in folgen]
        if Projektstatus.BEWILLIGT not in folgen:
            self._ohne("bewilligt", "grund")
        if Projektstatus.ABGESCHLOSSEN not in folgen:
            self._ohne("ergebnis", "erreichte", "termine")
        self.initial |= {"version": projekt.version, "bewilligt": projekt.budget}
        if len(folgen) == 1:
            self.initial["zustand"] = folgen[0]

    @property
    def einziger(self) -> tuple[str, str] | None:
        """State and word of the only step there is: a button says it, nothing to choose."""
        wahlen = self.fields["zustand"].choices
        return wahlen[0] if len(wahlen) == 1 else None

    def _ohne(self, *namen: str) -> None:
        for name in namen:
            del self.fields[name]

    def schritt(self) -> Schritt:
        """The checked step for the service."""
        daten = self.cleaned_data
        return Schritt(
            zustand=daten["zustand"],
            grund=daten.get("grund", ""),
            bewilligt=daten.get("bewilligt"),
            ergebnis=daten.get("ergebnis", ""),
            erreichte=daten.get("erreichte"),
            termine=daten.get("termine"),
        )

    def uebernimm(self, fehler: Any) -> None:
        """Shows what the service refused at its field, otherwise above."""
        if not hasattr(fehler, "error_dict"):
            self.add_error(None, fehler)
            return
        for name, meldungen in fehler.error_dict.items():
            self.add_error(name if name in self.fields else None, meldungen)
