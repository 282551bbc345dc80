"""Forms of verification: what a provider proposes, and what somebody of the network decides about it."""

from collections.abc import Iterator
from typing import Any

from django import forms

from konten.forms import Bereichsform
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich
from partner.models import Aenderungsvorschlag, Angebot, Kampagne, Vorschlagsfeld
from partner.rules.bestaetigung import VORSCHLAGSFELDER, ZEITEN, Entscheidung
from partner.services.vorschlag import als_text

CHIPS = {"data-chips": ""}
#: columns of codes, shown as ticks
CODES = ("sprachen", "zugaenglichkeit")
ZEITEN_TITEL = "Zeiten"


def zeitentext(angebot: Angebot) -> str:
    """The times as lines that a provider reads and rewrites."""
    return "\n".join(str(zeit) for zeit in angebot.zeiten.all())


class Vorschlagsform(MitTextschutz, forms.ModelForm):
    """The entry as it is, to be corrected by the provider; nothing of it is stored in the offer."""

    schutzfelder = (
        *("titel", "kurztext", "text", "geeignet_fuer", "gegenleistung", "zugang_hinweis", "kosten_hinweis"),
        *("unterlagen", "zugaenglichkeit_hinweis", "zeiten", "bemerkung"),
    )
    zeiten = forms.CharField(label=ZEITEN_TITEL, required=False, max_length=1000, widget=forms.Textarea)
    bemerkung = forms.CharField(
        label="Möchten Sie uns noch etwas sagen?", required=False, max_length=1000, widget=forms.Textarea
    )
    von_name = forms.CharField(label="Wer schreibt?", required=False, max_length=120, help_text="Name oder Funktion.")
    web = forms.URLField(label="Internetseite", required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Angebot
        fields = VORSCHLAGSFELDER
        widgets = {
            **{name: forms.CheckboxSelectMultiple(attrs=CHIPS) for name in CODES},
            "gilt_bis": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "plz": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }
        help_texts = {"zugaenglichkeit": "Nur ankreuzen, was sicher da ist."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.vorher = {name: als_text(self.instance, name) for name in VORSCHLAGSFELDER}
        self.vorher[ZEITEN] = zeitentext(self.instance)
        self.initial[ZEITEN] = self.vorher[ZEITEN]
        if not self.instance.hat_eigenen_ort:
            for name in ("ortsname", "strasse", "plz", "ort"):
                del self.fields[name]
        for name, feld in self.fields.items():
            if isinstance(feld.widget, forms.Textarea):
                feld.widget.attrs["rows"] = 4
                feld.max_length = feld.max_length or 4000
                feld.widget.attrs["maxlength"] = feld.max_length
            if isinstance(feld, forms.ChoiceField) and ("", "---------") in list(feld.choices):
                feld.choices = [(wert, text if wert else "– keine Angabe –") for wert, text in feld.choices]
            if name in ("text", "geeignet_fuer", "gegenleistung"):
                feld.validators.append(_hoechstens(4000))

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        for name in ("titel", "kurztext"):
            if "\n" in daten.get(name, ""):
                self.add_error(name, "Bitte in einer Zeile schreiben.")
        return daten

    def aenderungen(self) -> dict[str, tuple[str, str]]:
        """Field → (as it is stored, as proposed), only what differs; after the form was found valid."""
        neu = {name: als_text(self.instance, name) for name in VORSCHLAGSFELDER if name in self.fields}
        neu[ZEITEN] = self.cleaned_data[ZEITEN]
        return {
            name: (self.vorher[name], text) for name, text in neu.items() if _glatt(text) != _glatt(self.vorher[name])
        }


def _hoechstens(zahl: int) -> Any:
    def pruefe(text: str) -> None:
        if len(text) > zahl:
            raise forms.ValidationError(f"Bitte höchstens {zahl} Zeichen.")

    return pruefe


def _glatt(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def feldtitel(name: str) -> str:
    """How a proposed field is called."""
    return ZEITEN_TITEL if name == ZEITEN else str(Angebot._meta.get_field(name).verbose_name)


def anzeigewert(name: str, text: str) -> str:
    """A proposed value as people read it: words of codes, German days, euros."""
    if not text or name == ZEITEN:
        return text
    feld = Angebot._meta.get_field(name)
    if feld.flatchoices:
        worte = {str(code): str(wort) for code, wort in feld.flatchoices}
        return ", ".join(worte.get(code, code) for code in (text.split(",") if name in CODES else [text]))
    if name == "gilt_bis":
        return ".".join(reversed(text.split("-")))
    return f"{text.replace('.', ',')} Euro" if name == "kosten_betrag" else text


class Entscheidungsform(forms.Form):
    """Take over or not, field by field."""

    stimmt_jetzt = forms.BooleanField(
        label="Mit diesen Entscheidungen stimmt der Eintrag; er gilt als vom Anbieter bestätigt",
        required=False,
        initial=True,
    )

    def __init__(self, *args, vorschlag: Aenderungsvorschlag, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zeilen = list(vorschlag.felder.all())
        self.angebot = vorschlag.angebot
        if vorschlag.ist_meldung:
            self.fields["stimmt_jetzt"].label = "Ich habe den Eintrag geprüft; er stimmt jetzt"
            self.fields["stimmt_jetzt"].initial = False
        for zeile in self.zeilen:
            self.fields[f"feld_{zeile.feld}"] = forms.ChoiceField(
                label=feldtitel(zeile.feld),
                choices=[(Entscheidung.UEBERNOMMEN, "ja, übernehmen"), (Entscheidung.ABGELEHNT, "nein, so lassen")],
                widget=forms.RadioSelect(attrs=CHIPS),
                error_messages={"required": "Bitte entscheiden Sie."},
            )

    def wahl(self) -> dict[str, str]:
        return {zeile.feld: self.cleaned_data[f"feld_{zeile.feld}"] for zeile in self.zeilen}

    @property
    def gegenueber(self) -> Iterator[dict[str, Any]]:
        """Each proposed field: as it was, as it is today when it changed since, as it should be."""
        for zeile in self.zeilen:
            heute = self._heute(zeile)
            yield {
                "titel": feldtitel(zeile.feld),
                "frage": f"„{feldtitel(zeile.feld)}“ übernehmen?",
                "alt": anzeigewert(zeile.feld, zeile.alt),
                "heute": anzeigewert(zeile.feld, heute) if _glatt(heute) != _glatt(zeile.alt) else None,
                "neu": anzeigewert(zeile.feld, zeile.neu),
                "ist_zeit": zeile.feld == ZEITEN,
                "feld": self[f"feld_{zeile.feld}"],
                "entscheidung": zeile.get_entscheidung_display(),
            }

    def _heute(self, zeile: Vorschlagsfeld) -> str:
        return zeitentext(self.angebot) if zeile.feld == ZEITEN else als_text(self.angebot, zeile.feld)


class Kampagnenform(MitTextschutz, Bereichsform, forms.ModelForm):
    """Name, words and times of a round of asking; its offers are chosen by filter."""

    schutzfelder = ("anschreiben",)
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Kampagne
        fields = ["titel", "anschreiben", "frist_tage", "erinnern_nach_tagen"]
        help_texts = {
            "anschreiben": "Anrede, die Titel der Angebote, Link und Frist stehen von selbst in der Mail.",
            "erinnern_nach_tagen": "Leer lassen, wenn nicht erinnert werden soll.",
        }

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.initial |= {"version": self.instance.version, "uuid": self.instance.uuid}
        self.fields["anschreiben"].max_length = 2000

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if not self.instance.pk and daten.get("uuid"):
            self.instance.uuid = daten["uuid"]
        erinnern, frist = daten.get("erinnern_nach_tagen"), daten.get("frist_tage")
        if erinnern and frist and erinnern >= frist:
            self.add_error("erinnern_nach_tagen", "Die Erinnerung käme erst, wenn der Link nicht mehr gilt.")
        return daten
