"""The contact form: what must be said comes first, everything else is optional."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html

from konten.forms import Mehrfachauswahl
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich
from netzwerk.forms import beteiligte
from netzwerk.forms.fassung import MitKontaktfassungen
from netzwerk.forms.felder import CHIPS, NfcText
from netzwerk.forms.neuerpartner import NeuerPartnerForm
from netzwerk.models import Kontakt, Thema
from netzwerk.rules import Bezug, Ergebnis, Kontaktart, Zusage, Zweck, bezug_aus
from netzwerk.services.kontakt import FELDER, Kontaktangaben

WANN = [("heute", "Heute"), ("gestern", "Gestern"), ("anderer", "Anderer Tag")]
BEZUEGE = [(Bezug.UEBERGREIFEND, Bezug.UEBERGREIFEND.label), (Bezug.FALLBEZOGEN, Bezug.FALLBEZOGEN.label)]
#: optional parts of the form; each opens by itself when one of its fields is filled
EINORDNUNG = ("zweck", "themen", "dauer_minuten")
WEITER = ("vereinbarung", "schritt", "schritt_am")
DAUER_MINUTEN = (5, 15, 30, 60, 90)
NEUER_VERSUCH_TAGE = (2, 7, 14)
FRUEHESTENS = date(2000, 1, 1)


class KontaktForm(MitTextschutz, MitKontaktfassungen, forms.Form):
    """A contact, new or stored. Partners are cards beside the fields (`self.beteiligte`)."""

    schutzfelder = ("inhalt", "vereinbarung", "schritt")

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
        required=False,
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
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1"}),
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
    zusage = forms.ChoiceField(
        label="Wer hat es zugesagt?",
        required=False,
        choices=Zusage.choices,
        initial=Zusage.WIR,
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    wieder = forms.ChoiceField(
        label="Wieder versuchen",
        required=False,
        choices=[("", "gar nicht"), *((str(tage), f"in {tage} Tagen") for tage in NEUER_VERSUCH_TAGE)],
        initial="",
        widget=forms.RadioSelect(attrs=CHIPS),
        help_text="Daraus wird eine Wiedervorlage für jeden Partner, den Sie nicht erreicht haben.",
    )

    def __init__(
        self,
        *args,
        bereich: Geltungsbereich,
        kontakt: Kontakt | None = None,
        partner: Sequence[str] = (),
        dateifehler: Sequence[str] = (),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bereich, self.kontakt, self.dateifehler = bereich, kontakt, dateifehler
        waehlbar = Q(ist_aktiv=True)
        if kontakt:
            waehlbar |= Q(pk__in=kontakt.themen.values("pk"))
        self.fields["themen"].queryset = Thema.objects.sichtbar_fuer(bereich).filter(waehlbar)
        self.beteiligte = self._beteiligte(partner)
        self.neuer = self._neuer_partner()
        self.initial = {**self._vorgaben(), **self.initial}

    def _beteiligte(self, partner: Sequence[str]) -> beteiligte.Beteiligte:
        if self.is_bound:
            return beteiligte.aus_eingabe(self.data, self.bereich, self.kontakt)
        if self.kontakt:
            return beteiligte.aus_kontakt(self.kontakt, self.bereich)
        auswahl = QueryDict(mutable=True)
        auswahl.setlist("partner", partner)
        return beteiligte.aus_eingabe(auswahl, self.bereich)

    def _neuer_partner(self) -> NeuerPartnerForm | None:
        """The part for a partner that is not in the directory; None when it is closed or not allowed."""
        if not self.is_bound or not self.bereich.darf("partner.anlegen"):
            return None
        if "neu_zu" in self.data or "nimm" in self.data:
            return None
        if self.data.get("neu-offen"):
            return NeuerPartnerForm(self.data, bereich=self.bereich)
        if "neu" in self.data:
            return NeuerPartnerForm(bereich=self.bereich, initial={"name": self.data.get("partnersuche", "").strip()})
        return None

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
    def hat_einordnung(self) -> bool:
        """True when the part about purpose, themes and duration should be open."""
        return self._ist_gefuellt(EINORDNUNG)

    @property
    def hat_weiter(self) -> bool:
        """True when the part about the agreement and the next step should be open."""
        return self._ist_gefuellt(WEITER)

    def _ist_gefuellt(self, felder: Sequence[str]) -> bool:
        return any(self[feld].value() for feld in felder) or any(feld in self.errors for feld in felder)

    @property
    def dauern(self) -> Sequence[int]:
        """Durations to choose with one tap."""
        return DAUER_MINUTEN

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
        for satz in filter(None, [*self.dateifehler, self.beteiligte.pruefe(genuegt_ohne=self.neuer is not None)]):
            self.add_error(None, satz)
        self._pruefe_neuen_partner()
        self._pruefe_bezug(daten)
        self._pruefe_schritt(daten)
        return daten

    def _pruefe_neuen_partner(self) -> None:
        """What is wrong there stands at its fields; the summary above leads to them."""
        if self.neuer is None or self.neuer.is_valid():
            return
        for name, saetze in self.neuer.errors.items():
            feld = self.neuer[name]
            ziel = feld.id_for_label or f"{feld.auto_id}_0"
            for satz in saetze:
                self.add_error(None, format_html('<a href="#{}">Neuer Partner, {}: {}</a>', ziel, feld.label, satz))

    def _pruefe_bezug(self, daten: dict) -> None:
        """Says who may read the text, so it is asked for; an attempt without a word is about no case."""
        if daten.get("bezug") or "bezug" in self.errors:
            return
        ergebnisse = [zeile.ergebnis for zeile in self.beteiligte.zeilen]
        if self.neuer:
            ergebnisse.append(self.neuer["ergebnis"].value())
        if any(daten.get(feld) for feld in self.schutzfelder) or set(ergebnisse) != {Ergebnis.NICHT_ERREICHT}:
            self.add_error("bezug", "Bitte wählen Sie mindestens einen Bezug.")
        else:
            daten["bezug"] = [Bezug.UEBERGREIFEND]

    def _pruefe_schritt(self, daten: dict) -> None:
        schritt, schritt_am = daten.get("schritt"), daten.get("schritt_am")
        if schritt and not schritt_am and "schritt_am" not in self.errors:
            self.add_error("schritt_am", "Bitte geben Sie an, bis wann der Schritt getan sein soll.")
        if schritt_am and not schritt and "schritt" not in self.errors:
            self.add_error("schritt", "Bitte beschreiben Sie den nächsten Schritt.")
        if schritt_am and daten.get("am") and schritt_am < daten["am"]:
            self.add_error("schritt_am", "Der nächste Schritt liegt vor dem Kontakt.")

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
            zusage=daten["zusage"] or Zusage.WIR,
            neuer_versuch_am=self._neuer_versuch_am(),
            neuer_partner=self.neuer.angaben() if self.neuer else None,
        )

    def _neuer_versuch_am(self) -> date | None:
        tage = self.cleaned_data["wieder"]
        return timezone.localdate() + timedelta(days=int(tage)) if tage else None
