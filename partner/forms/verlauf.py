"""What of the time line of a relationship is wanted; a word that means nothing leaves everything."""

from collections.abc import Iterable
from datetime import date

from django import forms

from netzwerk.rules.verlauf import Auswahl, Verlaufsart
from partner.models import Funktion


class Verlaufsfilter(forms.Form):
    """Kinds come from the chips, year and person from lists."""

    art = forms.MultipleChoiceField(choices=Verlaufsart.choices, required=False, widget=forms.MultipleHiddenInput)
    seit = forms.DateField(required=False, widget=forms.HiddenInput)
    jahr = forms.TypedChoiceField(label="Jahr", coerce=int, empty_value=None, required=False)
    person = forms.ChoiceField(label="Person", required=False)

    def __init__(self, *args, funktionen: Iterable[Funktion], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._personen = {str(funktion.person.uuid): funktion.person for funktion in funktionen}
        namen = sorted(self._personen.items(), key=lambda paar: paar[1].name_norm)
        self.fields["person"].choices = [("", "alle"), *((uuid, str(person)) for uuid, person in namen)]
        self.fields["jahr"].choices = [("", "alle"), *((str(jahr), str(jahr)) for jahr in range(2000, 2101))]

    def biete_jahre(self, jahre: Iterable[int]) -> None:
        """Offers the years in which something happened."""
        self.fields["jahr"].widget.choices = [("", "alle"), *((str(jahr), str(jahr)) for jahr in jahre)]

    @property
    def auswahl(self) -> Auswahl:
        """What was readable of it."""
        self.is_valid()
        arten = frozenset(map(Verlaufsart, self.cleaned_data.get("art", ())))
        return Auswahl(arten, self.cleaned_data.get("jahr"), self._seit)

    @property
    def _seit(self) -> date | None:
        return self.cleaned_data.get("seit")

    @property
    def person_id(self) -> int | None:
        """Key of the chosen person of this partner."""
        self.is_valid()
        person = self._personen.get(self.cleaned_data.get("person", ""))
        return person.pk if person else None
