"""Filter of applications for single appointments."""

import django_filters as df

from finanzen.filters.basis import Geldfilter
from finanzen.models import Ausnahmeantrag
from finanzen.rules import Antragsstatus


class AntragFilter(Geldfilter):
    """Applications by state besides."""

    zustand = df.ChoiceFilter(label="Stand", choices=Antragsstatus.choices, empty_label="Alle")
    textfelder = ("titel", "begruendung")

    class Meta:
        model = Ausnahmeantrag
        fields: tuple[str, ...] = ()
