"""Forms of offers: the entry with its times, and the small ones of its acts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from konten.forms import Bereichsform, Mehrfachauswahl
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich
from netzwerk.models import Thema
from partner.models import Angebot, Funktion, Netzwerkpartner
from partner.rules.angebot import STUFE_ERKLAERT, Angebotsstufe, Pruefweg
from partner.rules.angebotszeit import Monatswoche, Rhythmus, Wochentag, Zeitangabe, zeitfehler
from sozialraum.models import Gemeinde, Sozialraum

RECHT = "angebot.bearbeiten"
CHIPS = {"data-chips": ""}
FREIE_ZEITEN = 2
LANGE = ("text", "geeignet_fuer", "gegenleistung")
#: heading -> fields, in the order of the page; `zeiten` stands for the lines of times
ABSCHNITTE = (
    ("Das Angebot", ("art", "titel", "kurztext", "text", "themen")),
    ("Für wen?", (("alter_von", "alter_bis"), "lebensphasen", "situationen", "geeignet_fuer", "gegenleistung")),
    ("Ort", ("sozialraeume", "ortsart", "ortsname", "strasse", ("plz", "ort"), "gemeinde", "gemeinden")),
    ("Zeiten", ("zeiten", "gilt_bis")),
    (
        "Zugang, Kosten und Plätze",
        (
            *("zugang", "zugang_hinweis", "unterlagen", "kostenart", ("kosten_betrag", "kosten_hinweis")),
            *(("plaetze", "plaetze_frei"), "warteliste"),
        ),
    ),
    ("Sprachen und Barrierefreiheit", ("sprachen", "barrierefrei", "zugaenglichkeit", "zugaenglichkeit_hinweis")),
    ("Kontakt", ("ansprechperson", "telefon", "email", "web")),
)
ZEITFELDER = ("rhythmus", "wochentag", "monatswoche", "von_uhr", "bis_uhr", "ab", "bis", "nicht_in_ferien")
_UHR = {"format": "%H:%M", "attrs": {"type": "time"}}


def _tag(**kwargs) -> forms.DateField:
    return forms.DateField(required=False, **kwargs)


class Zeitzeilen:
    """Form mixin: the lines of times as numbered fields, so that they work without scripts."""

    def baue_zeitfelder(self) -> None:
        vorhanden = [zeile.angabe for zeile in self.instance.zeiten.all()] if self.instance.pk else []
        gesendet = {n for n in range(1, 21) if self.is_bound and self.data.get(f"zeit{n}_rhythmus")}
        self.zeitnummern = range(1, min(max([len(vorhanden), *gesendet]) + FREIE_ZEITEN, 20) + 1)
        for nummer in self.zeitnummern:
            angabe = vorhanden[nummer - 1] if nummer <= len(vorhanden) else None
            for name, feld in self._zeitfelder(nummer).items():
                feld.initial = getattr(angabe, name) if angabe else None
                self.fields[f"zeit{nummer}_{name}"] = feld

    @staticmethod
    def _zeitfelder(nummer: int) -> dict[str, forms.Field]:
        zahl = {"coerce": int, "empty_value": None, "required": False}
        return {
            "rhythmus": forms.ChoiceField(
                label=f"{nummer}. Zeit: wie oft?", choices=[("", "– keine –"), *Rhythmus.choices], required=False
            ),
            "wochentag": forms.TypedChoiceField(label="Wochentag", choices=[("", "–"), *Wochentag.choices], **zahl),
            "monatswoche": forms.TypedChoiceField(
                label="Nur monatlich", choices=[("", "–"), *Monatswoche.choices], **zahl
            ),
            "von_uhr": forms.TimeField(label="von", required=False, widget=forms.TimeInput(**_UHR)),
            "bis_uhr": forms.TimeField(label="bis", required=False, widget=forms.TimeInput(**_UHR)),
            "ab": _tag(label="Erster Tag"),
            "bis": _tag(label="Letzter Tag"),
            "nicht_in_ferien": forms.BooleanField(label="nicht in den Schulferien", required=False),
        }

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        for nummer in self.zeitnummern:
            if (angabe := self._angabe(daten, nummer)) and not self._hat_fehler(nummer):
                for name, satz in zeitfehler(angabe).items():
                    self.add_error(f"zeit{nummer}_{name}", satz)
        return daten

    def _hat_fehler(self, nummer: int) -> bool:
        return any(f"zeit{nummer}_{name}" in self.errors for name in ZEITFELDER)

    @staticmethod
    def _angabe(daten: dict[str, Any], nummer: int) -> Zeitangabe | None:
        werte = {name: daten.get(f"zeit{nummer}_{name}") for name in ZEITFELDER}
        if not werte["rhythmus"]:
            return None
        return Zeitangabe(**werte | {"nicht_in_ferien": bool(werte["nicht_in_ferien"])})

    @property
    def zeitangaben(self) -> list[Zeitangabe]:
        """The lines that say something; only after the form was found valid."""
        return [angabe for n in self.zeitnummern if (angabe := self._angabe(self.cleaned_data, n))]

    @property
    def zeitzeilen(self) -> list[list[forms.BoundField]]:
        return [[self[f"zeit{nummer}_{name}"] for name in ZEITFELDER] for nummer in self.zeitnummern]


class Angebotsform(MitFassungen, Zeitzeilen, MitTextschutz, Bereichsform, forms.ModelForm):
    """An offer, new or stored; the provider stands fixed (`self.anbieter`)."""

    schutzfelder = ("titel", "kurztext", *LANGE, "zugang_hinweis", "kosten_hinweis", "zugaenglichkeit_hinweis")
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    themen = Mehrfachauswahl(
        label="Themen", queryset=Thema.objects.all(), required=False, widget=forms.CheckboxSelectMultiple(attrs=CHIPS)
    )
    web = forms.URLField(label="Internetseite", required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Angebot
        fields = [
            name
            for _, felder in ABSCHNITTE
            for eintrag in felder
            for name in (eintrag if isinstance(eintrag, tuple) else (eintrag,))
            if name not in ("zeiten", "themen")
        ]
        field_classes = {"sozialraeume": Mehrfachauswahl, "gemeinden": Mehrfachauswahl}
        widgets = {
            "art": forms.RadioSelect(attrs=CHIPS),
            "ortsart": forms.RadioSelect(attrs=CHIPS),
            "sozialraeume": forms.CheckboxSelectMultiple(attrs=CHIPS),
            "gemeinden": forms.SelectMultiple(attrs={"size": 6}),
            **{
                name: forms.CheckboxSelectMultiple(attrs=CHIPS)
                for name in ("lebensphasen", "situationen", "sprachen", "zugaenglichkeit")
            },
            "plz": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "telefon": forms.TextInput(attrs={"type": "tel"}),
        }
        help_texts = {
            "titel": "So, wie Familien danach suchen, zum Beispiel „Offener Elterntreff“.",
            "kurztext": "Steht in der Liste und im Verzeichnis unter dem Titel.",
            "geeignet_fuer": "Welche besondere Stärke hat es, und für welche Menschen passt sie? Ohne Namen und Fälle.",
            "gegenleistung": "Zum Beispiel Werbung, Material, jemand zum Mithelfen.",
            "gemeinden": "Leer lassen, wenn es im ganzen Sozialraum gilt. Mehrere mit gedrückter Strg-Taste.",
            "gilt_bis": "Leer lassen, wenn kein Ende feststeht. Danach steht das Angebot nicht mehr im Verzeichnis.",
            "zugaenglichkeit": "Nur ankreuzen, was sicher da ist. Was fehlt, gilt als unbekannt.",
            "barrierefrei": "Leer lassen, wenn Sie es nicht wissen.",
            "unterlagen": "Zum Beispiel Bildungskarte oder Überweisung.",
            "ansprechperson": "Wird nur innerhalb des Netzwerks gezeigt.",
            "telefon": "Leer lassen, wenn die Angaben des Anbieters gelten.",
        }

    def __init__(self, *args, bereich: Geltungsbereich, anbieter: Netzwerkpartner, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.anbieter = anbieter
        self.instance.anbieter = anbieter
        self._schraenke_raeume_ein()
        aktive = Q(ist_aktiv=True) | Q(angebote=self.instance.pk)
        self.fields["themen"].queryset = Thema.objects.sichtbar_fuer(bereich).filter(aktive).distinct()
        heute = bereich.stichtag
        gueltig = Q(bis__isnull=True) | Q(bis__gte=heute) | Q(pk=self.instance.ansprechperson_id)
        personen = Funktion.objects.sichtbar_fuer(bereich).filter(gueltig, partner=anbieter)
        self.fields["ansprechperson"].queryset = personen.select_related("person")
        for name in ("gemeinde", "gemeinden"):
            self.fields[name].queryset = Gemeinde.objects.sichtbar_fuer(bereich)
        for name in LANGE:
            self.fields[name].max_length = 4000
        self.baue_zeitfelder()
        self._setze_vorgaben()

    def _schraenke_raeume_ein(self) -> None:
        eigene = self.bereich.sozialraeume(RECHT)
        bisher = Q(angebote=self.instance.pk) if self.instance.pk else Q(pk__in=[])
        raeume = Sozialraum.objects.all() if eigene is None else Sozialraum.objects.filter(Q(pk__in=eigene) | bisher)
        self.fields["sozialraeume"].queryset = raeume.distinct()
        for name in ("sozialraeume", "gemeinden", "themen"):
            self.fields[name].to_field_name = None
        self.eigene_raeume = eigene

    def _setze_vorgaben(self) -> None:
        if self.instance.pk:
            self.initial |= {
                "uuid": self.instance.uuid,
                "version": self.instance.version,
                "themen": [thema.pk for thema in self.instance.themen.all()],
            }
            return
        self.initial["uuid"] = self.instance.uuid
        raeume = self.fields["sozialraeume"].queryset
        hier = raeume.filter(wirkungsbereiche__in=self.anbieter.wirkungsbereiche.aktiv(self.bereich.stichtag))
        self.initial.setdefault("sozialraeume", list(hier.distinct()) or list(raeume if raeume.count() == 1 else []))

    def clean_sozialraeume(self) -> QuerySet[Sozialraum]:
        """Own ones may be taken away, others stay; at least one own is named."""
        gewaehlt, eigene = self.cleaned_data["sozialraeume"], self.eigene_raeume
        if eigene is None:
            return gewaehlt
        if not gewaehlt.filter(pk__in=eigene).exists():
            raise forms.ValidationError("Bitte wählen Sie mindestens einen eigenen Sozialraum.")
        fremde = self.instance.sozialraeume.exclude(pk__in=eigene) if self.instance.pk else Sozialraum.objects.none()
        return Sozialraum.objects.filter(Q(pk__in=gewaehlt.values("pk")) | Q(pk__in=fremde.values("pk")))

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if daten.get("kosten_betrag") and daten.get("kostenart") == "kostenlos":
            self.add_error("kosten_betrag", "Bei „kostenlos“ bitte keinen Betrag eintragen.")
        if daten.get("ortsart") == "eigen" and not (daten.get("ort") or daten.get("gemeinde")):
            self.add_error("ort", "Bitte nennen Sie den Ort, oder wählen Sie bei „Wo?“ etwas anderes.")
        if not self.instance.pk and daten.get("uuid"):
            self.instance.uuid = daten["uuid"]
        return daten

    @property
    def abschnitte(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Heading and its pieces: one field, a row of two, or the lines of times."""
        for titel, felder in ABSCHNITTE:
            yield titel, [self._stueck(eintrag) for eintrag in felder]

    def _stueck(self, eintrag: str | tuple[str, ...]) -> dict[str, Any]:
        if eintrag == "zeiten":
            return {"zeiten": self.zeitzeilen}
        if isinstance(eintrag, tuple):
            return {"zeile": [self[name] for name in eintrag]}
        return {"gruppe" if self.ist_gruppe(eintrag) else "feld": self[eintrag]}

    def ist_gruppe(self, name: str) -> bool:
        return isinstance(self.fields[name].widget, forms.CheckboxSelectMultiple | forms.RadioSelect)


class Stufenform(forms.Form):
    """The next stage in the life of a resource."""

    stufe = forms.ChoiceField(label="Neue Stufe", widget=forms.RadioSelect)
    grund = forms.CharField(label="Anmerkung", max_length=199, required=False)

    def __init__(self, *args, jetzt: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stufe"].choices = [
            (stufe.value, f"{stufe.label}: {STUFE_ERKLAERT[stufe]}") for stufe in Angebotsstufe if stufe != jetzt
        ]


class Pruefform(forms.Form):
    """How somebody made sure that the entry is true."""

    weg = forms.ChoiceField(
        label="Wie haben Sie geprüft?",
        choices=[
            (weg.value, name)
            for weg, name in ((Pruefweg.FACHKRAFT, "selbst nachgesehen"), (Pruefweg.TELEFON, "am Telefon nachgefragt"))
        ],
        widget=forms.RadioSelect,
        initial=Pruefweg.FACHKRAFT,
    )
    wer = forms.CharField(
        label="Wer hat es am Telefon bestätigt?",
        max_length=120,
        required=False,
        help_text="Name oder Funktion, zum Beispiel „Leitung der Einrichtung“.",
    )

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if daten.get("weg") == Pruefweg.TELEFON and not daten.get("wer", "").strip():
            self.add_error("wer", "Bitte nennen Sie, wer es bestätigt hat.")
        return daten


def jahre() -> list[int]:
    """Years for which a use is counted: this one, and the last until the end of January."""
    heute = timezone.localdate()
    return [heute.year, heute.year - 1] if heute.month == 1 else [heute.year]
