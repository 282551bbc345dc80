"""Forms of a partner: enter, change, state, served Sozialräume."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from konten.forms import Mehrfachauswahl
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich
from partner.forms.felder import Formularkern, Schluesselfeld, Tagesfeld
from partner.forms.oeffnung import MitOeffnungszeiten
from partner.models import Netzwerkpartner, Partnerkategorie
from partner.rules import Partnerstatus, Sitz
from partner.rules.zielgruppen import Zielgruppe, als_text
from partner.selectors.partner import aehnliche_partner
from sozialraum.models import Gemeinde, Sozialraum

FREIE_KATEGORIEN = 2
NICHT_WAEHLBAR = "Diesen Sozialraum können Sie nicht wählen. Möglich sind nur Sozialräume, für die Sie zuständig sind."
FELDER = [
    "name",
    "kurzname",
    "traeger_name",
    "sitz",
    "strasse",
    "plz",
    "ort",
    "gemeinde",
    "telefon",
    "email",
    "web",
    "zustaendigkeiten",
    "aufgaben",
    "zielgruppen",
    "zielgruppen_frei",
    "oeffnungshinweis",
    "notiz",
]


class Gemeindewahl(ModelChoiceIterator):
    """A hundred choices as plain values: their records would take longer than the rest of the form's queries."""

    def __iter__(self) -> Iterator[tuple[int | str, str]]:
        yield "", self.field.empty_label
        for schluessel, name, verband in self.queryset.values_list("pk", "name", "verbandsgemeinde__name"):
            yield schluessel, name if verband == name else f"{name} ({verband})"


class Gemeindefeld(forms.ModelChoiceField):
    """Gemeinden of the Landkreis, with their Verbandsgemeinde because some names are alike."""

    iterator = Gemeindewahl


class Partnerformular(MitTextschutz, MitOeffnungszeiten, Formularkern, forms.ModelForm):
    """What both forms share. Categories are rows of two fields, so that they work without scripts."""

    schutzfelder = ("zustaendigkeiten", "aufgaben", "zielgruppen_frei", "oeffnungshinweis", "notiz")

    web = forms.URLField(label="Internetseite", required=False, assume_scheme="https", max_length=200)
    gemeinde = Gemeindefeld(
        label="Gemeinde",
        queryset=Gemeinde.objects.none(),
        required=False,
        empty_label="– bitte wählen –",
        help_text="Nur für Partner mit Sitz im Landkreis.",
    )
    zielgruppen = forms.MultipleChoiceField(
        label="Für wen ist der Partner da?",
        choices=Zielgruppe.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-chips": ""}),
        help_text="Ohne Auswahl heißt es „nicht bekannt“.",
    )
    ab = Tagesfeld(label="Gültig ab", initial=timezone.localdate)

    class Meta:
        model = Netzwerkpartner
        fields = FELDER
        widgets = {
            "sitz": forms.RadioSelect(attrs={"data-chips": ""}),
            "plz": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "telefon": forms.TextInput(attrs={"type": "tel"}),
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("zustaendigkeiten", "aufgaben", "notiz")},
        }

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.bereich = bereich
        self.fields["gemeinde"].bedingt = True
        self.fields["gemeinde"].queryset = Gemeinde.objects.waehlbar_fuer(bereich).fuer_liste()
        self.initial["zielgruppen"] = self.instance.zielgruppen.split()
        self.baue_oeffnungsfelder()
        self.kategorien = {k.kuerzel: k for k in Partnerkategorie.objects.waehlbar_fuer(bereich)}
        self._baue_kategoriefelder()

    @property
    def arten(self) -> list[str]:
        """Proposals for the kind, from all categories."""
        alle = (art.strip() for kategorie in self.kategorien.values() for art in kategorie.arten.split(","))
        return sorted({art for art in alle if art})

    def _baue_kategoriefelder(self) -> None:
        zeilen = self.bisherige_kategorien()
        self.nummern = range(1, len(zeilen) + FREIE_KATEGORIEN + 1)
        auswahl = [("", "– bitte wählen –"), *((k.kuerzel, k.name) for k in self.kategorien.values())]
        for nummer in self.nummern:
            kuerzel, art = zeilen[nummer - 1] if nummer <= len(zeilen) else ("", "")
            self.fields[f"kategorie_{nummer}"] = forms.ChoiceField(
                label="Kategorie" if nummer == 1 else f"{nummer}. Kategorie",
                choices=auswahl,
                required=nummer == 1,
                initial=kuerzel,
            )
            self.fields[f"art_{nummer}"] = forms.CharField(
                label="Art" if nummer == 1 else f"Art in der {nummer}. Kategorie",
                max_length=60,
                required=False,
                initial=art,
                widget=forms.TextInput(attrs={"list": "arten"}),
                help_text="Zum Beispiel Grundschule oder Krippe." if nummer == 1 else "",
            )

    def bisherige_kategorien(self) -> list[tuple[str, str]]:
        if self.instance.pk is None:
            return []
        zeilen = self.instance.kategoriezuordnungen.aktiv(timezone.localdate()).select_related("kategorie")
        return [(zeile.kategorie.kuerzel, zeile.art) for zeile in zeilen]

    def gewaehlte_kategorien(self) -> list[tuple[Partnerkategorie, str]]:
        """Categories with kinds; only after the form was found valid."""
        daten = self.cleaned_data
        paare = ((daten.get(f"kategorie_{n}"), daten.get(f"art_{n}", "")) for n in self.nummern)
        return [(self.kategorien[kuerzel], art) for kuerzel, art in paare if kuerzel]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        self._pruefe_kategorien(daten)
        self._pruefe_sitz(daten)
        return daten

    def clean_zielgruppen(self) -> str:
        return als_text(self.cleaned_data["zielgruppen"])

    def _pruefe_kategorien(self, daten: dict[str, Any]) -> None:
        gesehen: set[str] = set()
        for nummer in self.nummern:
            kuerzel = daten.get(f"kategorie_{nummer}", "")
            if kuerzel and kuerzel in gesehen:
                self.add_error(f"kategorie_{nummer}", "Diese Kategorie ist schon gewählt.")
            if not kuerzel and daten.get(f"art_{nummer}") and nummer > 1:
                self.add_error(f"kategorie_{nummer}", "Bitte wählen Sie zu dieser Art die Kategorie.")
            gesehen.add(kuerzel)

    def _pruefe_sitz(self, daten: dict[str, Any]) -> None:
        sitz, gemeinde = daten.get("sitz"), daten.get("gemeinde")
        if sitz == Sitz.LANDKREIS and not gemeinde and "gemeinde" not in self.errors:
            self.add_error(
                "gemeinde", "Bitte wählen Sie die Gemeinde, oder wählen Sie bei „Sitz“ einen anderen Eintrag."
            )
        if sitz and sitz != Sitz.LANDKREIS and gemeinde:
            self.add_error("gemeinde", "Eine Gemeinde gehört nur zu einem Partner mit Sitz im Landkreis.")

    def aufbau(self) -> list:
        kategorien = [Row(f"kategorie_{n}", f"art_{n}") for n in self.nummern]
        return [
            Fieldset("Wer ist es?", "name", Row("kurzname", "traeger_name"), *kategorien),
            Fieldset("Wo sitzt der Partner?", "sitz", "strasse", Row("plz", "ort"), "gemeinde"),
            Fieldset("Wie ist er erreichbar?", Row("telefon", "email"), "web"),
            Fieldset("Wofür steht er?", "zustaendigkeiten", "aufgaben", "zielgruppen", "zielgruppen_frei", "notiz"),
            self.oeffnungsgruppe(),
        ]


class PartnerNeuFormular(Partnerformular):
    """A new partner: warns of likely duplicates, starts with the own Sozialräume, mints the key."""

    uuid = Schluesselfeld()
    sozialraeume = Mehrfachauswahl(
        label="Zuständig für",
        queryset=Sozialraum.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-chips": ""}),
        error_messages={"invalid_choice": NICHT_WAEHLBAR, "invalid_pk_value": NICHT_WAEHLBAR},
    )
    trotzdem = forms.BooleanField(label="Trotzdem neu anlegen", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.dubletten: list[Netzwerkpartner] = []
        raeume = self.bereich.sozialraeume("partner.anlegen")
        waehlbar = Sozialraum.objects.waehlbar_fuer(self.bereich)
        feld = self.fields["sozialraeume"]
        feld.queryset = waehlbar if raeume is None else waehlbar.filter(pk__in=raeume)
        feld.required = raeume is not None
        feld.help_text = "" if feld.required else "Ohne Auswahl steht der Partner unter „Zuständigkeit offen“."
        if raeume is not None and len(raeume) == 1:
            feld.initial = list(raeume)
        self.fields["ab"].label = "Zuständig ab"

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if daten.get("name") and not daten.get("trotzdem"):
            gemeinde = daten.get("gemeinde")
            self.dubletten = aehnliche_partner(daten["name"], gemeinde and gemeinde.pk, daten.get("ort", ""))
            if self.dubletten:
                treffer = "einen ähnlichen Eintrag" if len(self.dubletten) == 1 else "ähnliche Einträge"
                self.add_error("trotzdem", f"Es gibt schon {treffer}. Bitte prüfen Sie das, bevor Sie neu anlegen.")
        return daten

    def aufbau(self) -> list:
        warnung = ["trotzdem"] if self.dubletten or self.data.get("trotzdem") else []
        wirkung = Fieldset("Für welche Sozialräume ist er zuständig?", "sozialraeume", "ab")
        return ["uuid", *warnung, *super().aufbau(), wirkung]


class PartnerBearbeitenFormular(MitFassungen, Partnerformular):
    """A change; the version says what the person had before her eyes."""

    ohne_vergleich = ("version", "ab")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["ab"].label = "Geänderte Kategorien gelten ab"

    def aufbau(self) -> list:
        wer, *rest = super().aufbau()
        wer.fields.append("ab")
        return ["version", wer, *rest]


class Zustandsformular(MitTextschutz, Formularkern, forms.Form):
    """Active, dormant or closed from a day on, and why."""

    schutzfelder = ("grund",)

    zustand = forms.ChoiceField(
        label="Zustand",
        choices=Partnerstatus.choices,
        widget=forms.RadioSelect(attrs={"data-chips": ""}),
        help_text="Nur aktive Partner werden als fällig gezeigt. Kontakte und Angaben bleiben in jedem Fall erhalten.",
    )
    ab = Tagesfeld(label="Gilt ab", initial=timezone.localdate)
    grund = forms.CharField(
        label="Grund", max_length=200, required=False, help_text="Zum Beispiel Umbau, Zusammenlegung oder Vereinsende."
    )
    uebernehmen = forms.BooleanField(
        label="Der Nachfolger übernimmt Ansprechpersonen und Sozialräume",
        required=False,
        help_text="Die Personen arbeiten ab diesem Tag dort. Für jede lässt sich das einzeln zurücknehmen.",
    )

    def __init__(self, *args, partner: Netzwerkpartner, nachfolger: Netzwerkpartner | None, **kwargs) -> None:
        """`partner` and `nachfolger` say what is sensible: nothing goes over without a Nachfolger."""
        super().__init__(*args, **kwargs)
        self.partner, self.nachfolger = partner, nachfolger
        if nachfolger is None:
            del self.fields["uebernehmen"]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        ist_aktiv = daten.get("zustand") == Partnerstatus.AKTIV
        if ist_aktiv and daten.get("uebernehmen"):
            self.add_error("uebernehmen", "Ein aktiver Partner gibt nichts ab. Wählen Sie „ruhend“ oder „geschlossen“.")
        if ist_aktiv:
            self.nachfolger = None
        return daten


class Uebernahmeformular(Formularkern, forms.Form):
    """The partner serves one more Sozialraum; only own ones are offered."""

    sozialraum = forms.ModelChoiceField(
        label="Sozialraum",
        queryset=Sozialraum.objects.none(),
        empty_label="– bitte wählen –",
        error_messages={"invalid_choice": NICHT_WAEHLBAR},
    )
    ab = Tagesfeld(label="Zuständig ab", initial=timezone.localdate)

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        raeume = bereich.sozialraeume("partner.bearbeiten")
        waehlbar = Sozialraum.objects.waehlbar_fuer(bereich)
        self.fields["sozialraum"].queryset = waehlbar if raeume is None else waehlbar.filter(pk__in=raeume)
