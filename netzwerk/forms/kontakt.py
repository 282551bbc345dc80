"""The contact form: what must be said comes first, everything else is optional."""

import unicodedata
from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from konten.forms import Mehrfachauswahl
from konten.rules import Geltungsbereich
from netzwerk.forms import beteiligte
from netzwerk.models import Kontakt, Thema
from netzwerk.rules import Bezug, Kontaktart, Zweck, bezug_aus
from netzwerk.services.kontakt import FELDER, Kontaktangaben

WANN = [("heute", "Heute"), ("gestern", "Gestern"), ("anderer", "Anderer Tag")]
BEZUEGE = [(Bezug.UEBERGREIFEND, Bezug.UEBERGREIFEND.label), (Bezug.FALLBEZOGEN, Bezug.FALLBEZOGEN.label)]
CHIPS = {"data-chips": ""}
#: optional part of the form; it opens by itself when one of these is filled
MEHR = ("zweck", "themen", "vereinbarung", "dauer_minuten", "schritt", "schritt_am")
FRUEHESTENS = date(2000, 1, 1)


class NfcText(forms.CharField):
    """Text in Unicode NFC with uniform line ends: a decomposed ü from a phone is an ü."""

    def to_python(self, value: str | None) -> str:
        return unicodedata.normalize("NFC", super().to_python(value)).replace("\r\n", "\n")


class KontaktForm(forms.Form):
    """A contact, new or stored. Partners are cards beside the fields (`self.beteiligte`)."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    art = forms.ChoiceField(
        label="Wie?",
        choices=Kontaktart.choices,
        widget=forms.RadioSelect(attrs=CHIPS),
        error_messages={"required": "Bitte wählen Sie, wie der Kontakt stattfand."},
    )
    wann = forms.ChoiceField(label="Wann?", choices=WANN, initial="heute", widget=forms.RadioSelect(attrs=CHIPS))
    am = forms.DateField(
        label="Tag",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "data-zeige-wenn": "wann=anderer"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Bitte geben Sie den Tag als TT.MM.JJJJ ein."},
    )
    bezug = forms.MultipleChoiceField(
        label="Bezug",
        choices=BEZUEGE,
        widget=forms.CheckboxSelectMultiple(attrs=CHIPS),
        help_text="Beides ist möglich.",
        error_messages={"required": "Bitte wählen Sie mindestens einen Bezug."},
    )
    inhalt = NfcText(
        label="Ergebnis",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "data-warnen": ""}),
        help_text="Keine Namen, Geburtsdaten oder Aktenzeichen von Kindern und Familien.",
    )
    zweck = forms.ChoiceField(
        label="Zweck", required=False, choices=Zweck.choices, widget=forms.RadioSelect(attrs=CHIPS)
    )
    themen = Mehrfachauswahl(
        label="Themen", required=False, queryset=Thema.objects.none(), widget=forms.CheckboxSelectMultiple(attrs=CHIPS)
    )
    vereinbarung = NfcText(
        label="Vereinbart wurde", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    dauer_minuten = forms.IntegerField(
        label="Dauer in Minuten",
        required=False,
        min_value=1,
        max_value=24 * 60,
        error_messages={
            "min_value": "Bitte eine Dauer ab 1 Minute eingeben.",
            "max_value": "Das ist mehr als ein Tag.",
        },
    )
    schritt = NfcText(label="Nächster Schritt", required=False, max_length=200)
    schritt_am = forms.DateField(
        label="Bis wann?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Bitte geben Sie den Tag als TT.MM.JJJJ ein."},
    )

    def __init__(
        self,
        *args,
        bereich: Geltungsbereich,
        kontakt: Kontakt | None = None,
        partner: str = "",
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bereich, self.kontakt = bereich, kontakt
        waehlbar = Q(ist_aktiv=True)
        if kontakt:
            waehlbar |= Q(pk__in=kontakt.themen.values("pk"))
        self.fields["themen"].queryset = Thema.objects.sichtbar_fuer(bereich).filter(waehlbar)
        self.beteiligte = self._beteiligte(partner)
        self.initial = {**self._vorgaben(), **self.initial}

    def _beteiligte(self, partner: str) -> beteiligte.Beteiligte:
        if self.is_bound:
            return beteiligte.aus_eingabe(self.data, self.bereich, self.kontakt)
        if self.kontakt:
            return beteiligte.aus_kontakt(self.kontakt, self.bereich)
        return beteiligte.aus_eingabe(QueryDict(f"partner={partner}" if partner else ""), self.bereich)

    def _vorgaben(self) -> dict:
        if not self.kontakt:
            return {"uuid": uuid4()}
        werte = {feld: getattr(self.kontakt, feld) for feld in FELDER}
        beide = [Bezug.UEBERGREIFEND, Bezug.FALLBEZOGEN]
        return werte | {
            "uuid": self.kontakt.uuid,
            "version": self.kontakt.version,
            "wann": "anderer",
            "bezug": beide if self.kontakt.bezug == Bezug.BEIDES else [self.kontakt.bezug],
            "themen": [thema.pk for thema in self.kontakt.themen.all()],
        }

    @property
    def hat_mehr(self) -> bool:
        """True when the optional part should be open."""
        return any(self[feld].value() for feld in MEHR) or any(feld in self.errors for feld in MEHR)

    def clean_am(self) -> date:
        heute = timezone.localdate()
        wann = self.cleaned_data.get("wann")
        tag = {"heute": heute, "gestern": heute - timedelta(days=1)}.get(wann, self.cleaned_data.get("am"))
        if tag is None:
            raise forms.ValidationError("Bitte geben Sie den Tag des Kontakts ein.")
        if tag > heute:
            raise forms.ValidationError("Der Tag liegt in der Zukunft. Bitte tragen Sie den Kontakt ein, wenn er war.")
        if tag < FRUEHESTENS:
            raise forms.ValidationError("Der Tag liegt zu weit zurück. Bitte prüfen Sie das Jahr.")
        return tag

    def clean(self) -> dict:
        daten = super().clean()
        if satz := self.beteiligte.pruefe():
            self.add_error(None, satz)
        schritt, schritt_am = daten.get("schritt"), daten.get("schritt_am")
        if schritt and not schritt_am and "schritt_am" not in self.errors:
            self.add_error("schritt_am", "Bitte geben Sie an, bis wann der Schritt getan sein soll.")
        if schritt_am and not schritt and "schritt" not in self.errors:
            self.add_error("schritt", "Bitte beschreiben Sie den nächsten Schritt.")
        if schritt_am and daten.get("am") and schritt_am < daten["am"]:
            self.add_error("schritt_am", "Der nächste Schritt liegt vor dem Kontakt.")
        return daten

    def angaben(self) -> Kontaktangaben:
        """The checked content for the service."""
        daten = self.cleaned_data
        return Kontaktangaben(
            art=daten["art"],
            am=daten["am"],
            bezug=bezug_aus(Bezug.UEBERGREIFEND in daten["bezug"], Bezug.FALLBEZOGEN in daten["bezug"]),
            beteiligte=self.beteiligte.als_tupel(),
            inhalt=daten["inhalt"],
            zweck=daten["zweck"],
            vereinbarung=daten["vereinbarung"],
            dauer_minuten=daten["dauer_minuten"],
            themen=frozenset(thema.pk for thema in daten["themen"]),
            personen=self.beteiligte.funktionen(),
            schritt=daten["schritt"],
            schritt_am=daten["schritt_am"],
        )
