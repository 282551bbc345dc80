"""Forms of needs: the report with its sources, the next step, the slice of the radar."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from konten.forms import Bereichsform
from konten.forms.textschutz import MitTextschutz
from konten.models.schluessel import gewaehlte_partner
from konten.rules import Geltungsbereich
from netzwerk.forms.fassung import PARTNER, Beistueck, MitBeistuecken, namen_von
from netzwerk.models import Bedarfsmeldung, Kontakt, Lotsenanfrage
from netzwerk.rules.bedarf import Altersgruppe, Ausschnitt, Bedarfsstatus, Quartal, Schwere
from netzwerk.selectors.bedarf import quellen_aus
from netzwerk.services.bedarf import Bedarfsangaben
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum

HOECHSTENS_QUELLEN = 30
CHIPS = {"data-chips": ""}


class Bedarfsform(MitBeistuecken, MitTextschutz, Bereichsform, forms.ModelForm):
    """A report, new or stored. The sources are partners beside the fields (`self.quellen`), chosen by type-ahead."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    schutzfelder = ("titel", "text")

    class Meta:
        model = Bedarfsmeldung
        fields = ["sozialraum", "thema", "titel", "text", "schwere", "altersgruppe", "am"]
        labels = {"am": "Wann ist es aufgefallen?", "altersgruppe": "Um welche Altersgruppe geht es?"}
        help_texts = {
            "titel": "Ein Satz, den auch der Ausschuss lesen kann.",
            "schwere": "Hinweis: einmal gehört. Beobachtung: mehrfach aufgefallen. Dringend: bald etwas tun.",
        }
        widgets = {"schwere": forms.RadioSelect(attrs=CHIPS)}
        error_messages = {"titel": {"required": "Bitte sagen Sie in einem Satz, was fehlt oder auffällt."}}

    def __init__(
        self,
        *args,
        bereich: Geltungsbereich,
        kontakt: Kontakt | None = None,
        lotsenanfrage: Lotsenanfrage | None = None,
        **kwargs,
    ) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.kontakt, self.lotsenanfrage = kontakt, lotsenanfrage
        recht = "bedarf.bearbeiten" if self.instance.pk else "bedarf.melden"
        self._waehle_raeume(bereich.sozialraeume(recht))
        self.fields["thema"].queryset = self.fields["thema"].queryset.filter(
            Q(ist_aktiv=True) | Q(pk=self.instance.thema_id)
        )
        self.fields["text"].max_length = 4000
        self.initial = {**self._vorgaben(), **self.initial}
        self.quellen = self._quellen()

    def _waehle_raeume(self, raeume: frozenset[int] | None) -> None:
        feld = self.fields["sozialraum"]
        if raeume is not None:
            feld.queryset = feld.queryset.filter(pk__in=raeume)
        if len(auswahl := list(feld.queryset[:2])) == 1:
            self.initial.setdefault("sozialraum", auswahl[0])

    def _vorgaben(self) -> dict[str, Any]:
        if self.instance.pk:
            return {"uuid": self.instance.uuid, "version": self.instance.version}
        return {"uuid": uuid4(), "am": timezone.localdate(), **self._aus_kontakt(), **self._aus_anfrage()}

    def _aus_kontakt(self) -> dict[str, Any]:
        if self.kontakt is None:
            return {}
        erlaubt = set(self.fields["sozialraum"].queryset)
        raeume = [zeile.sozialraum for zeile in self.kontakt.beteiligungen.all() if zeile.sozialraum in erlaubt]
        themen = [thema for thema in self.kontakt.themen.all() if thema.ist_aktiv]
        return {
            "am": self.kontakt.am,
            **({"sozialraum": raeume[0]} if raeume else {}),
            **({"thema": themen[0].pk} if themen else {}),
        }

    def _aus_anfrage(self) -> dict[str, Any]:
        """What was asked for and not found; the words are written anew where they are deleted already."""
        if (anfrage := self.lotsenanfrage) is None:
            return {}
        themen = [thema for thema in anfrage.themen.all() if thema.ist_aktiv]
        return {
            "sozialraum": anfrage.sozialraum,
            "titel": anfrage.titel,
            "text": anfrage.text,
            "altersgruppe": anfrage.altersgruppe,
            "am": anfrage.eingegangen_am,
            **({"thema": themen[0].pk} if themen else {}),
        }

    def _quellen(self) -> list[Netzwerkpartner]:
        if self.is_bound:
            return quellen_aus(self.bereich, gewaehlte_partner(self.data, HOECHSTENS_QUELLEN))
        if self.instance.pk:
            return list(self.instance.quellen.all())
        if self.lotsenanfrage and self.lotsenanfrage.partner:
            return [self.lotsenanfrage.partner]
        if self.kontakt:
            return list(dict.fromkeys(zeile.partner for zeile in self.kontakt.beteiligungen.all()))
        return []

    def beistuecke(self) -> Mapping[str, Beistueck]:
        return {PARTNER: Beistueck("Von wem kommt der Hinweis?", namen_von(self.quellen), self._schreibe_quellen)}

    def _schreibe_quellen(self, daten: QueryDict) -> None:
        daten.setlist(PARTNER, [str(partner.uuid) for partner in self.quellen])

    def clean_am(self) -> Any:
        am = self.cleaned_data["am"]
        if am > timezone.localdate():
            raise forms.ValidationError("Der Tag liegt in der Zukunft.")
        return am

    def angaben(self) -> Bedarfsangaben:
        """The checked content for the service."""
        daten = self.cleaned_data
        return Bedarfsangaben(
            sozialraum_id=daten["sozialraum"].pk,
            thema_id=daten["thema"].pk,
            altersgruppe=daten["altersgruppe"],
            schwere=daten["schwere"],
            titel=daten["titel"],
            text=daten["text"],
            am=daten["am"],
            quellen=[partner.pk for partner in self.quellen],
        )


class Standform(MitTextschutz, forms.Form):
    """The next state of a report, with the reason where the rule asks for one."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    zustand = forms.ChoiceField(
        label="Neuer Stand",
        widget=forms.RadioSelect(attrs=CHIPS),
        error_messages={"required": "Bitte wählen Sie den neuen Stand."},
    )
    grund = forms.CharField(
        label="Begründung",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nötig, wenn die Beratung endet oder wieder beginnt. Wer gemeldet hat, liest sie.",
    )
    schutzfelder = ("grund",)

    def __init__(self, *args, folgen: Sequence[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zustand"].choices = [(folge, Bedarfsstatus(folge).label) for folge in folgen]
        if len(folgen) == 1:
            self.initial.setdefault("zustand", folgen[0])


class Radarform(forms.Form):
    """Quarter and slice of the radar. One select for age band or weight: both at once are not shown."""

    quartal = forms.ChoiceField(label="Quartal", required=False)
    ausschnitt = forms.ChoiceField(label="Altersgruppe oder Gewicht", required=False)
    sozialraum = forms.ModelChoiceField(
        label="Entwicklung für",
        required=False,
        queryset=Sozialraum.objects.none(),
        to_field_name="kuerzel",
        empty_label="Landkreis",
    )

    def __init__(self, *args, bereich: Geltungsbereich, quartale: Sequence[Quartal], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._quartale = {quartal.schluessel: quartal for quartal in quartale}
        self.fields["quartal"].choices = [(q.schluessel, q.name) for q in reversed(quartale)]
        self.fields["ausschnitt"].choices = [
            ("", "alle Meldungen"),
            ("Altersgruppe", [(f"alter-{wert}", text) for wert, text in Altersgruppe.choices]),
            ("Gewicht", [(f"gewicht-{wert}", text) for wert, text in Schwere.choices]),
        ]
        self.fields["sozialraum"].queryset = Sozialraum.objects.waehlbar_fuer(bereich)

    def auswahl(self) -> tuple[Quartal | None, Ausschnitt, Sozialraum | None]:
        """What was asked for; what cannot be read falls back to the last quarter and all reports."""
        daten = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        art, _, wert = (daten.get("ausschnitt") or "").partition("-")
        ausschnitt = Ausschnitt(altersgruppe=wert if art == "alter" else "", schwere=wert if art == "gewicht" else "")
        return self._quartale.get(daten.get("quartal", "")), ausschnitt, daten.get("sozialraum")
