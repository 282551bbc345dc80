"""Forms of the administration. What a thing consists of is said once in `sozialraum.views.sachen`."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Model
from django.forms import modelform_factory
from django.utils import timezone

from konten.forms import Bereichsform
from konten.forms.betrag import Betragsfeld
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from konten.models import Benutzer
from konten.rules.parameter import PARAMETER
from netzwerk.selectors.abstand import uebliche_tage
from partner.models import Netzwerkpartner, Neuzuschnitt
from partner.rules.ferien import Ferienzeile, lies_ferien
from partner.rules.zuschnitt import kuerzel_aus
from sozialraum.models import (
    ROLLENBEZUG,
    Besonderheit,
    Gebietszuordnung,
    Gemeinde,
    Sozialraum,
    Verbandsgemeinde,
    Zustaendigkeit,
)
from sozialraum.services.besonderheit import FRIST

STAENDE = [("", "heute gültig"), ("kuenftig", "künftig"), ("beendet", "beendet"), ("alle", "alle")]


class Stammdatenform(Bereichsform, forms.ModelForm):
    """Base of all of them."""


class Wertform(Stammdatenform):
    """A new value from a day on. The same day again corrects the value of that day."""

    gleich: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["von"].help_text = "Der bisherige Wert endet am Tag davor und bleibt nachlesbar."

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        selber_tag = {name: daten.get(name) for name in (*self.gleich, "von")}
        vorhanden = self._meta.model.objects.filter(**selber_tag).first() if not self.errors else None
        if vorhanden is not None:
            self.instance = vorhanden
        return daten


class Parameterform(Wertform):
    gleich = ("schluessel",)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        eintrag = PARAMETER.get(self["schluessel"].value() or "")
        if eintrag:
            einheit = f"In {eintrag.einheit}. " if eintrag.einheit else ""
            self.fields["wert"].help_text = f"{einheit}Vorgabe: {eintrag.vorgabe.replace('.', ',')}."

    def clean_wert(self) -> str:
        return self.cleaned_data["wert"].strip().replace(",", ".")


class Abstandsform(Wertform):
    """For a category, everywhere or in one Sozialraum; with `?partner=` for that partner in one Sozialraum."""

    gleich = ("kategorie", "partner", "sozialraum")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        partner = self.fields["partner"]
        gewaehlt = forms.UUIDField(required=False)
        try:
            schluessel = gewaehlt.clean(self["partner"].value())
        except forms.ValidationError:
            schluessel = None
        partner.queryset = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).filter(uuid=schluessel)
        if schluessel and partner.queryset:
            partner.required = self.fields["sozialraum"].required = True
            partner.empty_label = None
            del self.fields["kategorie"]
        else:
            del self.fields["partner"]
            self.fields["kategorie"].required = True
            self.fields["sozialraum"].help_text = "Leer lassen, wenn der Abstand überall gilt."

    def _post_clean(self) -> None:
        """An interval that deviates from the usual one says why; the reason stands on the partner's page."""
        super()._post_clean()
        if self.errors or self.cleaned_data.get("begruendung", "").strip():
            return
        ueblich = uebliche_tage(self.instance)
        if ueblich is not None and ueblich != self.instance.tage:
            self.add_error("begruendung", f"Üblich sind {ueblich} Tage. Bitte begründen Sie die Abweichung.")


class Ferienform(Stammdatenform):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["von"].label, self.fields["bis"].label = "Erster Ferientag", "Letzter Ferientag"
        self.fields["bis"].required = True
        self.fields["bis"].help_text = ""


class Kostensatzform(Stammdatenform):
    betrag = Betragsfeld(label="Jahreskosten einer vollen Stelle in Euro", help_text="Zum Beispiel 74.000,00.")


class Jahresform(Bereichsform, forms.Form):
    """School holidays of a year, a line each."""

    zeilen = forms.CharField(
        label="Ferien, eine Zeile je Ferien",
        widget=forms.Textarea,
        max_length=5000,
        help_text="Bezeichnung; erster Tag; letzter Tag. Zum Beispiel: Sommerferien; 05.07.2027; 13.08.2027",
    )
    quelle = forms.CharField(
        label="Quelle", max_length=200, help_text="Zum Beispiel die Bekanntgabe des Ministeriums mit Datum."
    )

    def clean_zeilen(self) -> list[Ferienzeile]:
        try:
            return lies_ferien(self.cleaned_data["zeilen"])
        except ValueError as fehler:
            raise forms.ValidationError(str(fehler).splitlines()) from fehler


def stammdatenform(modell: type[Model], felder: tuple[str, ...], basis: type[Stammdatenform]) -> type[Stammdatenform]:
    """The form of one thing with these fields."""
    return modelform_factory(modell, form=basis, fields=felder)


def endeform(modell: type[Model]) -> type[Stammdatenform]:
    """Only the last day; empty means that the row goes on."""
    return modelform_factory(
        modell,
        form=Stammdatenform,
        fields=["bis"],
        labels={"bis": "Letzter Tag"},
        help_texts={"bis": "Leer lassen, wenn der Eintrag weiter gelten soll."},
    )


class Listenfilter(forms.Form):
    """Filter of a list: state of validity, and the relations of the thing."""

    def __init__(self, *args, mit_stand: bool, beziehungen: dict[str, forms.ModelChoiceField], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if mit_stand:
            self.fields["stand"] = forms.ChoiceField(label="Stand", choices=STAENDE, required=False)
        self.fields |= beziehungen


class Gebietsfilter(Bereichsform, forms.Form):
    q = forms.CharField(label="Gemeinde", required=False, max_length=100)
    sozialraum = forms.ModelChoiceField(label="Sozialraum", queryset=Sozialraum.objects.all(), required=False)


class Umzugsform(Bereichsform, forms.ModelForm):
    """Which Sozialraum a Gemeinde belongs to from a day on."""

    class Meta:
        model = Gebietszuordnung
        fields = ["sozialraum", "von", "quelle"]
        labels = {"sozialraum": "Neuer Sozialraum", "von": "Gehört dazu ab"}
        help_texts = {"quelle": "Zum Beispiel der Beschluss, aus dem der Wechsel folgt."}


class Besonderheitsform(MitFassungen, MitTextschutz, Bereichsform, forms.ModelForm):
    """An entry, new or stored; the Sozialraum comes with the address."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    schutzfelder = ("titel", "text", "quelle")

    class Meta:
        model = Besonderheit
        fields = ["art", "titel", "text", "quelle", "von", "bis", "wieder_ansehen_am"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        heute = timezone.localdate()
        if self.instance.pk:
            vorgaben = {"uuid": self.instance.uuid, "version": self.instance.version}
        else:
            vorgaben = {"uuid": uuid4(), "version": 1, "von": heute, "wieder_ansehen_am": heute + FRIST}
        self.initial = {**vorgaben, **self.initial}

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        von, wieder = daten.get("von"), daten.get("wieder_ansehen_am")
        if von and wieder and wieder <= von:
            self.add_error("wieder_ansehen_am", "Bitte einen Tag nach dem Beginn wählen.")
        elif wieder and wieder > timezone.localdate() + 2 * FRIST + timedelta(days=1):
            self.add_error("wieder_ansehen_am", "Bitte spätestens nach zwei Jahren wieder ansehen.")
        return daten


class Neuzuschnittsform(MitFassungen, MitTextschutz, Bereichsform, forms.ModelForm):
    """Name, day and reason of a re-cut, and the Sozialraum that it founds, if any."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    schutzfelder = ("begruendung",)

    class Meta:
        model = Neuzuschnitt
        fields = ["name", "von", "quelle", "begruendung", "neu_name", "neu_kuerzel"]
        labels = {"neu_name": "Neuer Sozialraum", "neu_kuerzel": "Kürzel des neuen Sozialraums"}
        help_texts = {
            "von": "Ab diesem Tag gilt der neue Zuschnitt. Er darf auch in der Vergangenheit liegen.",
            "neu_name": "Nur ausfüllen, wenn mit diesem Neuzuschnitt ein Sozialraum entsteht.",
            "neu_kuerzel": "Steht in Adressen und bleibt für immer. Leer lassen: Es wird aus dem Namen gebildet.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        schluessel = self.instance.uuid if self.instance.pk else uuid4()
        self.initial = {"uuid": schluessel, "version": self.instance.version, **self.initial}

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        name = daten.get("neu_name", "")
        kuerzel = daten.get("neu_kuerzel", "")
        if name and not kuerzel and "neu_kuerzel" not in self.errors:
            daten["neu_kuerzel"] = kuerzel = kuerzel_aus(name)
        if kuerzel and not name and "neu_name" not in self.errors:
            self.add_error("neu_name", "Bitte nennen Sie den neuen Sozialraum oder leeren Sie das Kürzel.")
        schon = Sozialraum.objects.filter(kuerzel=kuerzel) if kuerzel else None
        if schon and self.instance.ist_entwurf and schon.exists():
            self.add_error("neu_kuerzel", "Dieses Kürzel hat schon ein anderer Sozialraum.")
        return daten


NEUER_RAUM = "+"


class Vormerkform(Bereichsform, forms.Form):
    """Which Gemeinden go where; "+" is the Sozialraum that the re-cut founds."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    gewaehlt = forms.ModelMultipleChoiceField(
        label="Gemeinden",
        queryset=Gemeinde.objects.all(),
        error_messages={"required": "Bitte wählen Sie mindestens eine Gemeinde."},
    )
    ziel = forms.ChoiceField(label="Ziehen in den Sozialraum", error_messages={"required": "Bitte wählen Sie, wohin."})

    def __init__(self, *args, neuzuschnitt: Neuzuschnitt, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        raeume = Sozialraum.objects.waehlbar_fuer(self.bereich)
        neuer = [(NEUER_RAUM, f"{neuzuschnitt.neu_name} (neu)")] if neuzuschnitt.neu_name else []
        self.fields["ziel"].choices = [("", "– bitte wählen –"), *raeume.values_list("kuerzel", "name"), *neuer]

    def sozialraum(self) -> Sozialraum | None:
        """The aim; None is the new one."""
        kuerzel = self.cleaned_data["ziel"]
        return None if kuerzel == NEUER_RAUM else Sozialraum.objects.get(kuerzel=kuerzel)


class Zuschnittsfilter(Bereichsform, forms.Form):
    """What of the list of Gemeinden is shown."""

    q = forms.CharField(label="Gemeinde", required=False, max_length=100)
    vg = forms.ModelChoiceField(
        label="Verbandsgemeinde", queryset=Verbandsgemeinde.objects.all(), required=False, empty_label="Alle"
    )
    sozialraum = forms.ModelChoiceField(
        label="Sozialraum", queryset=Sozialraum.objects.all(), required=False, empty_label="Alle"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vg"].to_field_name = "schluessel"
        for name in ("vg", "sozialraum"):
            self.fields[name].empty_label = "Alle"


class Belegform(Bereichsform, forms.Form):
    """Which inferred assignments a source confirms, and when."""

    zuordnung = forms.ModelMultipleChoiceField(
        label="Gemeinden",
        queryset=Gebietszuordnung.objects.filter(ist_belegt=False),
        error_messages={"required": "Bitte wählen Sie mindestens eine Gemeinde."},
    )
    quelle = forms.CharField(
        label="Quelle", max_length=300, help_text="Zum Beispiel: Übersicht der Sozialräume, Jugendamt, 03.11.2026."
    )
    am = forms.DateField(label="Bestätigt am")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("am", timezone.localdate())


class Kontoform(Bereichsform, forms.ModelForm):
    """Name and address of an account."""

    class Meta:
        model = Benutzer
        fields = ["vorname", "nachname", "username", "email"]
        help_texts = {"username": "Damit meldet sich die Person an."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("vorname", "nachname"):
            self.fields[name].required = True

    def clean_username(self) -> str:
        """Nobody should have to remember capitals, and two accounts must not differ by them alone."""
        name = self.cleaned_data["username"].lower()
        if Benutzer.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Diesen Benutzernamen gibt es schon.")
        return name


class Passwortform(Bereichsform, forms.ModelForm):
    """A password set by the administration; the person changes it after sign-in.

    The field has one of the names that are never kept for an interrupted session.
    """

    password1 = forms.CharField(
        label="Anfangspasswort",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Mindestens 12 Zeichen. Geben Sie es persönlich weiter und bitten Sie darum, es nach der ersten "
        "Anmeldung zu ändern.",
    )

    class Meta:
        model = Benutzer
        fields: list[str] = []

    def _post_clean(self) -> None:
        super()._post_clean()
        passwort = self.cleaned_data.get("password1")
        if not passwort:
            return
        try:
            validate_password(passwort, self.instance)
        except forms.ValidationError as fehler:
            self.add_error("password1", fehler)

    def save(self, commit: bool = True) -> Benutzer:
        self.instance.set_password(self.cleaned_data["password1"])
        return super().save(commit)


class Kontoanlage(Passwortform, Kontoform):
    """A new account with its first password."""

    class Meta(Kontoform.Meta):
        pass

    field_order = ["vorname", "nachname", "username", "email", "password1"]


class Aufgabenform(Bereichsform, forms.ModelForm):
    """A responsibility of one account. What the role does not need is dropped."""

    class Meta:
        model = Zustaendigkeit
        fields = ["rolle", "vertritt", "traeger", "sozialraum", "von", "bis"]
        widgets = {
            "traeger": forms.Select(attrs={"data-zeige-wenn": "rolle=leitung"}),
            "sozialraum": forms.Select(attrs={"data-zeige-wenn": "rolle=team"}),
        }
        help_texts = {
            "rolle": "Netzwerkfachkraft wird man durch einen bestätigten Einsatz; hier nur in Vertretung.",
            "vertritt": "Leer lassen, wenn es die eigene Aufgabe der Person ist.",
        }

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        gebraucht = None if daten.get("vertritt") else ROLLENBEZUG.get(daten.get("rolle"))
        for name in ("traeger", "sozialraum"):
            if name != gebraucht:
                daten[name] = None
        return daten


class Aufgabenende(Bereichsform, forms.ModelForm):
    bis = forms.DateField(label="Letzter Tag")

    class Meta:
        model = Zustaendigkeit
        fields = ["bis"]


class Kontofilter(Bereichsform, forms.Form):
    q = forms.CharField(label="Name oder Benutzername", required=False, max_length=100)
    stand = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "aktiv"), ("still", "stillgelegt"), ("alle", "alle")]
    )
