"""Forms of staffing: propose an Einsatz, decide, end; enter a Netzwerkfachkraft."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from konten.forms import Bereichsform
from konten.models import Benutzer
from konten.rules import Geltungsbereich
from konten.rules.zahl import dezimal
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.rules.stellenanteil import aus_wochenstunden
from sozialraum.models import Sozialraum, Traeger

VORSCHAU = "netzwerk/_einsatzvorschau.html"
ENTWEDER_ODER = "Bitte geben Sie entweder den Stellenanteil oder die Wochenstunden an."


def traeger_fuer(bereich: Geltungsbereich) -> QuerySet[Traeger]:
    """The Träger for which the person may propose."""
    ids = bereich.traeger("einsatz.vorschlagen")
    return Traeger.objects.all() if ids is None else Traeger.objects.filter(pk__in=ids)


def sozialraeume_fuer(bereich: Geltungsbereich) -> QuerySet[Sozialraum]:
    ids = bereich.sozialraeume("einsatz.vorschlagen")
    return Sozialraum.objects.all() if ids is None else Sozialraum.objects.filter(pk__in=ids)


class EineVonZweien(forms.DecimalField):
    """One of two ways to say a number: neither is optional by itself, the form asks for exactly one."""

    def validate(self, value: Decimal | None) -> None:
        if value is not None:
            super().validate(value)


class Kommazahl(forms.TextInput):
    def use_required_attribute(self, initial: Any) -> bool:
        return False


def _zahlfeld(label: str, hinweis: str) -> EineVonZweien:
    """A number with comma, as people write it."""
    return EineVonZweien(
        label=label,
        localize=True,
        min_value=Decimal(0),
        max_digits=6,
        decimal_places=4,
        widget=Kommazahl(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=hinweis,
        error_messages={"invalid": "Bitte geben Sie eine Zahl ein, zum Beispiel 0,25."},
    )


class Einsatzform(Bereichsform, forms.ModelForm):
    """A proposal. The Träger follows from the Netzwerkfachkraft."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    anteil = _zahlfeld("Stellenanteil (VZÄ)", "Anteil an einer Vollzeitstelle, zum Beispiel 0,25.")
    wochenstunden = _zahlfeld("oder Wochenstunden", "Werden durch die Vollzeitstunden des Trägers geteilt.")

    class Meta:
        model = Einsatz
        fields = ["fachkraft", "sozialraum", "von", "bis", "mehranteil_grund", "mehranteil_text"]
        labels = {"von": "Erster Tag", "bis": "Letzter Tag"}
        help_texts = {
            "bis": "Leer lassen, wenn der Einsatz nicht befristet ist.",
            "mehranteil_grund": "Nötig, wenn der Sozialraum damit mehr hätte als den Mindestumfang.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        raum = self.fields["sozialraum"]
        raum.queryset = raum.queryset & sozialraeume_fuer(self.bereich)
        raum.help_text = "Zur Wahl stehen die Sozialräume, in denen Ihr Träger heute tätig ist."
        if self.instance.pk:
            del self.fields["fachkraft"]
            self.initial |= {"anteil": self.instance.vzae, "version": self.instance.version}

    @property
    def helper(self) -> FormHelper:
        helfer = super().helper
        kopf = [name for name in ("version", "fachkraft", "sozialraum") if name in self.fields]
        mehr = Fieldset("Mehr als der Mindestumfang", "mehranteil_grund", "mehranteil_text")
        rechnung = HTML(f"{{% include '{VORSCHAU}' %}}")
        helfer.layout = Layout(*kopf, Row("anteil", "wochenstunden"), Row("von", "bis"), rechnung, mehr)
        return helfer

    @property
    def entwurf(self) -> Einsatz:
        """What was filled in well so far, for the preview; nothing of it is saved."""
        self.is_valid()
        werte = {name: wert for name, wert in self.cleaned_data.items() if name in self.Meta.fields}
        for name, wert in werte.items():
            setattr(self.instance, name, wert)
        if self.has_error("anteil") or self.has_error("wochenstunden"):
            self.instance.vzae = None
        return self.instance

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        anteil, stunden = daten.get("anteil"), daten.get("wochenstunden")
        if self.has_error("anteil") or self.has_error("wochenstunden"):
            return daten
        if (anteil is None) == (stunden is None):
            self.add_error("anteil", ENTWEDER_ODER)
            return daten
        self.instance.vzae = anteil if stunden is None else self._umgerechnet(stunden, daten)
        return daten

    def _umgerechnet(self, stunden: Decimal, daten: dict[str, Any]) -> Decimal | None:
        fachkraft = daten.get("fachkraft") or (self.instance.fachkraft if self.instance.pk else None)
        if fachkraft is None:
            return None
        vollzeit = fachkraft.traeger.vollzeit_stunden
        if stunden > vollzeit:
            text = f"Eine Vollzeitstelle hat bei {fachkraft.traeger} {dezimal(vollzeit)} Stunden."
            self.add_error("wochenstunden", text)
        return aus_wochenstunden(stunden, vollzeit)

    def uebernimm(self, fehler: forms.ValidationError) -> None:
        """The share is typed in one of two fields; what is wrong with it stands at the one that was used."""
        meldungen = getattr(fehler, "error_dict", {})
        if "vzae" in meldungen:
            feld = "wochenstunden" if self.cleaned_data.get("wochenstunden") is not None else "anteil"
            meldungen[feld] = meldungen.pop("vzae")
        super().uebernimm(fehler)


class Entscheidungsform(forms.Form):
    """The version that was looked at: nobody confirms what has changed since."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Ablehnungsform(Entscheidungsform):
    ablehnungsgrund = forms.CharField(
        label="Grund der Ablehnung",
        max_length=300,
        error_messages={"required": "Bitte nennen Sie den Grund der Ablehnung."},
    )


class Einsatzendeform(Bereichsform, forms.Form):
    bis = forms.DateField(label="Letzter Tag", help_text="Nicht später als bestätigt.")
    trotz_offener = forms.BooleanField(label="Der Einsatz endet, auch wenn noch etwas zu übergeben ist", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("bis", timezone.localdate())


class Fachkraftform(Bereichsform, forms.ModelForm):
    """A Netzwerkfachkraft of the own Träger. The account is typed by its user name: no list of accounts leaks."""

    benutzername = forms.CharField(
        label="Benutzername des Kontos",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text="Die Systemverwaltung legt das Konto an und nennt Ihnen den Benutzernamen.",
    )

    class Meta:
        model = Netzwerkfachkraft
        fields = ["vorname", "nachname", "traeger", "telefon", "email"]
        widgets = {"telefon": forms.TextInput(attrs={"type": "tel"})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["traeger"].queryset = traeger = traeger_fuer(self.bereich)
        if self.instance.pk:
            self._sperre_feste()
        elif traeger.count() == 1:
            self.initial["traeger"] = traeger.get()

    def _sperre_feste(self) -> None:
        """With an Einsatz the Träger stays: an Einsatz keeps its Träger. A linked account stays as well."""
        self.initial["benutzername"] = self.instance.benutzer.username if self.instance.benutzer else ""
        self.fields["traeger"].disabled = self.instance.einsaetze.exists()
        if self.instance.benutzer_id:
            self.fields["benutzername"].disabled = True
            self.fields["benutzername"].help_text = "Das Konto ist verknüpft und bleibt es."

    def clean_benutzername(self) -> str:
        name = self.cleaned_data["benutzername"].strip()
        if not name or self.fields["benutzername"].disabled:
            return name
        konto = Benutzer.objects.filter(username__iexact=name, is_active=True, netzwerkfachkraft__isnull=True).first()
        if konto is None:
            raise forms.ValidationError("Es gibt kein aktives Konto mit diesem Benutzernamen, das noch frei ist.")
        if konto.pk == self.bereich.benutzer_id and self.instance.pk and self.instance.einsaetze.bestaetigt().exists():
            raise forms.ValidationError(
                "Ihr eigenes Konto können Sie nur verknüpfen, solange kein Einsatz bestätigt ist."
            )
        self.instance.benutzer = konto
        return name
