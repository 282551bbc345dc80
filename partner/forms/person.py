"""Forms of contact persons."""

from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils import timezone

from partner.forms.felder import Endeformular, Formularkern, Schluesselfeld, Tagesfeld
from partner.models import Funktion, Person


class Funktionsformular(Formularkern, forms.ModelForm):
    """A function, together with the name of the person when that may be typed here."""

    uuid = Schluesselfeld()
    titel = forms.CharField(label="Titel", max_length=30, required=False)
    vorname = forms.CharField(label="Vorname", max_length=100, required=False)
    nachname = forms.CharField(label="Nachname", max_length=100)
    von = Tagesfeld(label="In dieser Funktion seit", initial=timezone.localdate)

    class Meta:
        model = Funktion
        fields = ["bezeichnung", "telefon", "email", "ist_schluesselperson", "von"]
        widgets = {"telefon": forms.TextInput(attrs={"type": "tel"})}
        help_texts = {
            "bezeichnung": "Zum Beispiel Leitung oder Schulsozialarbeit.",
            "ist_schluesselperson": "Sie öffnet Türen: Über diese Person läuft die Zusammenarbeit.",
        }

    def __init__(self, *args, person: Person | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.mit_namen = person is None or self.instance.pk is not None
        if not self.mit_namen:
            for name in ("titel", "vorname", "nachname"):
                del self.fields[name]
        elif person is not None:
            self.initial |= {"titel": person.titel, "vorname": person.vorname, "nachname": person.nachname}
        if self.instance.pk is not None:
            del self.fields["uuid"]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        bis = self.instance.bis
        if bis and daten.get("von") and daten["von"] > bis:
            self.add_error("von", f"Der Beginn liegt nach dem Ende am {bis:%d.%m.%Y}.")
        return daten

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
        funktion = Fieldset("Funktion", "bezeichnung", "ist_schluesselperson", "von")
        erreichbar = Fieldset("Dienstlich erreichbar", Row("telefon", "email"))
        return [*(["uuid"] if "uuid" in self.fields else []), *name, funktion, erreichbar]


class Verlassenformular(Endeformular):
    """The person has left the institution; what was logged with her stays."""

    bis = Tagesfeld(label="Hat die Einrichtung verlassen am", initial=timezone.localdate)
