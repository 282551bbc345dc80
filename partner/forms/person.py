"""Forms of contact persons: a function, leaving, another post, information, consent."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from partner.forms.felder import Endeformular, Formularkern, Schluesselfeld, Tagesfeld
from partner.models import Einwilligung, Funktion, Funktionsadresse, Netzwerkpartner, Person
from partner.rules.personen import Informationsweg
from partner.selectors.person import Namensvetter, aehnliche_personen
from partner.services.person import Wechsel


class Funktionsformular(Formularkern, forms.ModelForm):
    """A function, together with the name of the person when that may be typed here."""

    uuid = Schluesselfeld()
    titel = forms.CharField(label="Titel", max_length=30, required=False)
    vorname = forms.CharField(label="Vorname", max_length=100, required=False)
    nachname = forms.CharField(label="Nachname", max_length=100)
    trotzdem = forms.BooleanField(label="Es ist eine andere Person: neu eintragen", required=False)
    von = Tagesfeld(label="In dieser Funktion seit", initial=timezone.localdate)

    class Meta:
        model = Funktion
        fields = ["bezeichnung", "telefon", "email", "ist_schluesselperson", "adresse", "vertreten_durch", "von"]
        widgets = {"telefon": forms.TextInput(attrs={"type": "tel"})}
        help_texts = {
            "bezeichnung": "Zum Beispiel Leitung oder Schulsozialarbeit.",
            "ist_schluesselperson": "Sie öffnet Türen: Über diese Person läuft die Zusammenarbeit.",
            "adresse": "Eine Funktionsadresse des Partners, zum Beispiel das Sekretariat.",
            "vertreten_durch": "Wer antwortet, wenn diese Person nicht da ist.",
        }

    def __init__(self, *args, person: Person | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.mit_namen = person is None or self.instance.pk is not None
        self._waehle_aus()
        if not self.mit_namen:
            for name in ("titel", "vorname", "nachname"):
                del self.fields[name]
        elif person is not None:
            self.initial |= {"titel": person.titel, "vorname": person.vorname, "nachname": person.nachname}
        if self.instance.pk is not None:
            del self.fields["uuid"]
        if person is not None:
            del self.fields["trotzdem"]

    def _waehle_aus(self) -> None:
        """Function addresses and people of the same partner; a field without a choice would only be noise."""
        partner, heute = self.instance.partner, timezone.localdate()
        laufend = Q(bis__isnull=True) | Q(bis__gte=heute)
        andere = Funktion.objects.filter(laufend, partner=partner).exclude(pk=self.instance.pk)
        if self.person is not None:
            andere = andere.exclude(person=self.person)
        mengen = {
            "adresse": Funktionsadresse.objects.filter(laufend, partner=partner),
            "vertreten_durch": andere.select_related("person"),
        }
        for name, menge in mengen.items():
            self.fields[name].queryset = menge
            self.fields[name].to_field_name = "uuid"
            self.fields[name].empty_label = "– keine –"
            if vorhanden := getattr(self.instance, name):
                self.fields[name].queryset = menge.model.objects.filter(Q(pk=vorhanden.pk) | Q(pk__in=menge))
                self.initial[name] = vorhanden.uuid
            elif not menge.exists():
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        bis = self.instance.bis
        if bis and daten.get("von") and daten["von"] > bis:
            self.add_error("von", f"Der Beginn liegt nach dem Ende am {bis:%d.%m.%Y}.")
        if "trotzdem" in self.fields and daten.get("nachname") and not daten.get("trotzdem") and self.aehnliche:
            self.add_error("trotzdem", "Diese Person gibt es vielleicht schon. Bitte prüfen Sie die Vorschläge.")
        return daten

    @cached_property
    def aehnliche(self) -> list[Namensvetter]:
        """People who may be meant; the one whom this very form made before is left out."""
        if not self.is_bound or self.person is not None:
            return []
        vorname, nachname = str(self["vorname"].value() or ""), str(self["nachname"].value() or "")
        return aehnliche_personen(vorname, nachname, ohne_funktion=self.cleaned_data.get("uuid"))

    def benannte_person(self) -> Person:
        """The person with the typed name; only after the form was found valid."""
        person = self.person or Person()
        if self.mit_namen:
            for name in ("titel", "vorname", "nachname"):
                setattr(person, name, self.cleaned_data[name])
        return person

    def aufbau(self) -> list:
        name = (
            [Fieldset("Person" if self.person else "Neue Person", Row("vorname", "nachname"), "titel")]
            if self.mit_namen
            else []
        )
        trotzdem = ["trotzdem"] if "trotzdem" in self.fields and self.aehnliche else []
        funktion = Fieldset("Funktion", "bezeichnung", "ist_schluesselperson", "von")
        weitere = [feld for feld in ("adresse", "vertreten_durch") if feld in self.fields]
        erreichbar = Fieldset("Dienstlich erreichbar", Row("telefon", "email"), *weitere)
        return [*(["uuid"] if "uuid" in self.fields else []), *trotzdem, *name, funktion, erreichbar]


class Verlassenformular(Endeformular):
    """The person has left the institution; what was logged with her stays."""

    bis = Tagesfeld(label="Hat die Einrichtung verlassen am", initial=timezone.localdate)


class Wechselformular(Formularkern, forms.Form):
    """She left one post for another: the old one ends, the new one begins the day after unless said otherwise."""

    uuid = Schluesselfeld()
    bis = Tagesfeld(label="Letzter Tag in der bisherigen Funktion", initial=timezone.localdate)
    neue_bezeichnung = forms.CharField(
        label="Neue Funktion",
        max_length=100,
        required=False,
        help_text="Leer lassen, wenn Sie nicht wissen, wohin sie gewechselt ist.",
    )
    neue_von = Tagesfeld(label="Dort seit", required=False, help_text="Leer heißt: am Tag nach dem letzten Tag.")
    neue_telefon = forms.CharField(label="Telefon (dienstlich)", max_length=60, required=False)
    neue_email = forms.EmailField(label="E-Mail (dienstlich)", required=False)
    neue_schluessel = forms.BooleanField(label="Auch dort Schlüsselperson", required=False)
    nachfolge_vorname = forms.CharField(label="Vorname", max_length=100, required=False)
    nachfolge_nachname = forms.CharField(
        label="Nachname", max_length=100, required=False, help_text="Leer lassen, wenn die Stelle noch frei ist."
    )
    nachfolge_telefon = forms.CharField(label="Telefon der Nachfolge", max_length=60, required=False)
    nachfolge_email = forms.EmailField(label="E-Mail der Nachfolge", required=False)

    def __init__(self, *args, funktion: Funktion, partner: Netzwerkpartner, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.funktion, self.partner = funktion, partner

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        bis, von = daten.get("bis"), daten.get("neue_von")
        if bis and bis < self.funktion.von:
            self.add_error("bis", f"Das liegt vor dem Beginn am {self.funktion.von:%d.%m.%Y}.")
        if not daten.get("neue_bezeichnung"):
            for name in ("neue_von", "neue_telefon", "neue_email"):
                if daten.get(name):
                    self.add_error("neue_bezeichnung", "Bitte nennen Sie die neue Funktion.")
                    break
        elif von and bis and von <= bis and self.partner == self.funktion.partner:
            self.add_error("neue_von", "In derselben Einrichtung beginnt die neue Funktion nach der alten.")
        hat_angaben = any(daten.get(f"nachfolge_{name}") for name in ("vorname", "telefon", "email"))
        if hat_angaben and not daten.get("nachfolge_nachname"):
            self.add_error("nachfolge_nachname", "Bitte nennen Sie den Nachnamen der Nachfolge.")
        return daten

    def angaben(self) -> Wechsel:
        """What the service needs; only after the form was found valid."""
        daten = self.cleaned_data
        neue = nachfolgende = None
        if daten["neue_bezeichnung"]:
            neue = Funktion(
                partner=self.partner,
                bezeichnung=daten["neue_bezeichnung"],
                von=daten["neue_von"] or daten["bis"] + timedelta(days=1),
                telefon=daten["neue_telefon"],
                email=daten["neue_email"],
                ist_schluesselperson=daten["neue_schluessel"],
            )
        if daten["nachfolge_nachname"]:
            nachfolgende = Person(vorname=daten["nachfolge_vorname"], nachname=daten["nachfolge_nachname"])
        nachfolge = {
            "bezeichnung": self.funktion.bezeichnung,
            "telefon": daten["nachfolge_telefon"],
            "email": daten["nachfolge_email"],
            "adresse": self.funktion.adresse,
        }
        return Wechsel(daten["uuid"], daten["bis"], neue, nachfolgende, nachfolge)

    def aufbau(self) -> list:
        return [
            "uuid",
            Fieldset(f"Bisher: {self.funktion.bezeichnung}", "bis"),
            Fieldset(
                f"Neu: {self.partner}",
                Row("neue_bezeichnung", "neue_von"),
                Row("neue_telefon", "neue_email"),
                "neue_schluessel",
            ),
            Fieldset(
                f"Wer folgt als {self.funktion.bezeichnung}?",
                Row("nachfolge_vorname", "nachfolge_nachname"),
                Row("nachfolge_telefon", "nachfolge_email"),
            ),
        ]


class Informationsformular(Formularkern, forms.Form):
    """She was told otherwise than by this page's mail."""

    am = Tagesfeld(label="Informiert am", initial=timezone.localdate)
    wie = forms.ChoiceField(
        label="Wie?", choices=Informationsweg.choices, widget=forms.RadioSelect(attrs={"data-chips": ""})
    )

    def clean_am(self) -> Any:
        am = self.cleaned_data["am"]
        if am > timezone.localdate():
            raise ValidationError("Dieser Tag liegt in der Zukunft.")
        return am


class Einwilligungsformular(Formularkern, forms.ModelForm):
    """Private numbers, with the consent that allows to keep them."""

    erteilt_am = Tagesfeld(label="Einwilligung erteilt am", initial=timezone.localdate)

    class Meta:
        model = Einwilligung
        fields = ["erteilt_am", "zweck", "telefon", "email"]
        widgets = {"telefon": forms.TextInput(attrs={"type": "tel"})}

    def aufbau(self) -> list:
        return [
            Fieldset("Einwilligung", "erteilt_am", "zweck"),
            Fieldset("Private Angaben", Row("telefon", "email")),
        ]
