"""Forms of agreements: the agreement itself, a file, the filters of the list."""

from typing import Any

import django_filters as df
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from konten.forms import Bereichsform, Mehrfachauswahl
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich, normalisiere
from partner.models import Netzwerkpartner, Vereinbarung
from partner.rules.vereinbarung import AUSLAUF, Vereinbarungsart, Vereinbarungslage
from sozialraum.models import Sozialraum, Traeger

RECHT = "vereinbarung.bearbeiten"
#: no Sozialraum has a name with this sign
EIGENE = "*"
KEIN_PARTNER = "Bitte nennen Sie mindestens einen Partner."
TEXTE = ("ziele", "leistungen", "zusammenarbeit", "datenschutz", "weiteres")


class Vereinbarungsform(MitTextschutz, Bereichsform, forms.ModelForm):
    """An agreement; partners are chosen by type-ahead beside the fields (`self.partner`)."""

    schutzfelder = ("titel", *TEXTE)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Vereinbarung
        fields = ["titel", "art", "sozialraeume", "traeger", "von", "bis", "pruefen_am", *TEXTE]
        field_classes = {"sozialraeume": Mehrfachauswahl, "traeger": Mehrfachauswahl}
        widgets = {"sozialraeume": forms.CheckboxSelectMultiple, "traeger": forms.CheckboxSelectMultiple}
        help_texts = {
            "titel": "Zum Beispiel: Kooperation Grundschule und Jugendpflege.",
            "pruefen_am": "An diesem Tag erinnert die Anwendung Sie daran, auf der Startseite und mit einer Mail.",
        }

    def __init__(self, *args, partner: list[Netzwerkpartner], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        eigene, bisher = self.bereich.sozialraeume(RECHT), Q(vereinbarungen=self.instance.pk)
        raeume = Sozialraum.objects.all() if eigene is None else Sozialraum.objects.filter(Q(pk__in=eigene) | bisher)
        self.fields["sozialraeume"].queryset = raeume.distinct()
        self.fields["traeger"].queryset = Traeger.objects.sichtbar_fuer(self.bereich)
        for name in ("sozialraeume", "traeger"):
            self.fields[name].to_field_name = None
        for name in TEXTE:
            self.fields[name].max_length = 4000
        self.initial["version"] = self.instance.version
        if self.instance.pk:
            del self.fields["uuid"]
        else:
            self.initial["uuid"] = self.instance.uuid
            self.initial.setdefault("von", timezone.localdate())
            if raeume.count() == 1:
                self.initial.setdefault("sozialraeume", list(raeume))

    def clean_sozialraeume(self) -> QuerySet[Sozialraum]:
        """Own ones may be taken away, others stay; at least one own is named."""
        gewaehlt, eigene = self.cleaned_data["sozialraeume"], self.bereich.sozialraeume(RECHT)
        if eigene is None:
            return gewaehlt
        if not gewaehlt.filter(pk__in=eigene).exists():
            raise forms.ValidationError("Bitte wählen Sie mindestens einen eigenen Sozialraum.")
        fremde = self.instance.sozialraeume.exclude(pk__in=eigene) if self.instance.pk else Sozialraum.objects.none()
        return Sozialraum.objects.filter(Q(pk__in=gewaehlt.values("pk")) | Q(pk__in=fremde.values("pk")))

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if not self.partner:
            raise forms.ValidationError(KEIN_PARTNER)
        self.instance.uuid = daten.get("uuid") or self.instance.uuid
        return daten

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        verdeckt = [name for name in ("version", "uuid") if name in self.fields]
        helfer.layout = Layout(
            *verdeckt, "titel", "art", "sozialraeume", "traeger", Row("von", "bis"), "pruefen_am", *TEXTE
        )
        return helfer


class Vereinbarungsfilter(df.FilterSet):
    """Agreements by words, place, kind and state; without a state those that hold or will."""

    q = df.CharFilter(label="Titel oder Partner", method="nach_worten")
    sozialraum = df.ChoiceFilter(label="Sozialraum", method="nach_raum", empty_label="Alle")
    art = df.ChoiceFilter(label="Art", choices=Vereinbarungsart.choices, empty_label="Alle")
    stand = df.ChoiceFilter(
        label="Stand",
        choices=[
            (Vereinbarungslage.PRUEFEN, "Wieder anzusehen"),
            (Vereinbarungslage.ABGELAUFEN, "Abgelaufene"),
            ("alle", "Alle"),
        ],
        method="ueberlasse",
        empty_label="Laufende",
    )
    partner = df.UUIDFilter(label="Partner", field_name="partner__uuid", widget=forms.HiddenInput)

    class Meta:
        model = Vereinbarung
        fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        raeume = Sozialraum.objects.sichtbar_fuer(self.bereich)
        eigene = [(EIGENE, "Meine Sozialräume")] if self.bereich.darf(RECHT) else []
        self.filters["sozialraum"].extra["choices"] = [*eigene, *raeume.values_list("kuerzel", "name")]

    @property
    def bereich(self) -> Geltungsbereich:
        return self.request.user.bereich

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        menge, heute = super().filter_queryset(queryset), timezone.localdate()
        stand = self.form.cleaned_data.get("stand")
        if stand == Vereinbarungslage.PRUEFEN:
            return menge.wieder_anzusehen(heute, heute + AUSLAUF)
        if stand == Vereinbarungslage.ABGELAUFEN:
            return menge.filter(bis__lt=heute)
        return menge if stand == "alle" else menge.filter(Q(bis__isnull=True) | Q(bis__gte=heute))

    def nach_worten(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        """Few rows: compared here, so that umlauts read the same on every database."""
        worte = normalisiere(wert).split()
        zeilen = Vereinbarung.objects.values_list("pk", "titel", "partner__name").order_by()
        return menge.filter(
            pk__in={pk for pk, titel, wer in zeilen if all(w in normalisiere(f"{titel} {wer or ''}") for w in worte)}
        )

    def nach_raum(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge.bearbeitbar_fuer(self.bereich) if wert == EIGENE else menge.filter(sozialraeume__kuerzel=wert)

    def ueberlasse(self, menge: QuerySet, name: str, wert: str) -> QuerySet:
        return menge
