"""Choices that several forms about money offer: led Träger, their Sozialräume, approvals with what is left."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from finanzen.models import Ausnahmeantrag, Projekt
from finanzen.rules.mittel import NULL, euro, runde
from finanzen.selectors.ausgabe import buchbare_antraege, buchbare_projekte, eigene_sozialraeume, eigene_traeger
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum, Traeger


class Antragsauswahl(forms.ModelChoiceField):
    """Approved applications, each with its place, its year and what is left."""

    def label_from_instance(self, obj: Ausnahmeantrag) -> str:
        return f"{obj.titel} ({obj.sozialraum}, {obj.jahr}): noch {euro(obj.genehmigt - obj.gebucht)}"


class Projektauswahl(forms.ModelChoiceField):
    """Projects with their place and what is left."""

    def label_from_instance(self, obj: Projekt) -> str:
        rest = runde((obj.bewilligt or NULL) - obj.gebucht)
        return f"{obj.titel} ({obj.sozialraum}): {'noch ' if rest >= 0 else ''}{euro(rest)}"


class MitTraeger:
    """Form mixin: narrows `traeger` and `sozialraum` to those of the led Träger, `antrag` and `projekt` to theirs.

    Comes before `Bereichsform`, whose narrowing is meant for base data.
    """

    def waehle_traeger(self, bereich: Geltungsbereich, recht: str) -> None:
        """Sets the choices; an only one is chosen already."""
        mengen: dict[str, QuerySet] = {
            "traeger": eigene_traeger(bereich, recht),
            "sozialraum": eigene_sozialraeume(bereich, recht),
            "antrag": buchbare_antraege(bereich),
            "projekt": buchbare_projekte(bereich),
        }
        for name, menge in mengen.items():
            if name in self.fields:
                self.fields[name].queryset = menge
        for name in ("traeger", "sozialraum"):
            if name in self.fields and len(einzige := list(mengen[name][:2])) == 1:
                self.initial.setdefault(name, self._schluessel(name, einzige[0]))

    def _schluessel(self, name: str, objekt: Model) -> Any:
        return getattr(objekt, self.fields[name].to_field_name)


def traegerfeld() -> forms.ModelChoiceField:
    """The Träger that books or files; narrowed by `MitTraeger`."""
    return forms.ModelChoiceField(Traeger.objects.none(), label="Träger")


def sozialraumfeld() -> forms.ModelChoiceField:
    """The Sozialraum whose money it is; narrowed by `MitTraeger`."""
    return forms.ModelChoiceField(Sozialraum.objects.none(), label="Sozialraum")


def jahresfeld(**weiteres: Any) -> forms.IntegerField:
    """A budget year."""
    return forms.IntegerField(
        label="Haushaltsjahr",
        min_value=2017,
        max_value=2100,
        error_messages={
            "min_value": "Das Konzept beginnt mit dem Jahr 2017.",
            "max_value": "Bitte prüfen Sie das Jahr.",
        },
        **weiteres,
    )
