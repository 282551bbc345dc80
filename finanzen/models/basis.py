"""What the tables of money share: amounts, budget years, scope by Träger and Sozialraum."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from konten.models import Bereichsmenge
from konten.rules import Geltungsbereich


def betragsfeld(titel: str, **weiteres: Any) -> models.DecimalField:
    """An amount in euro with cents."""
    return models.DecimalField(titel, max_digits=12, decimal_places=2, **weiteres)


def jahresfeld(titel: str = "Haushaltsjahr", **weiteres: Any) -> models.PositiveSmallIntegerField:
    """A budget year; the concept begins in 2017."""
    return models.PositiveSmallIntegerField(
        titel,
        validators=[
            MinValueValidator(2017, "Das Konzept beginnt mit dem Jahr 2017."),
            MaxValueValidator(2100, "Bitte prüfen Sie das Jahr."),
        ],
        **weiteres,
    )


class Traegergeld(Bereichsmenge):
    """Rows with a Träger: the Leitung reads and writes those of her own only, also where several share a Sozialraum."""

    lesen = "finanzen.sehen"
    schreiben = "ausgabe.erfassen"
    pfad = ""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, self.lesen)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, self.schreiben)

    def _mit(self, bereich: Geltungsbereich, recht: str) -> Self:
        if not bereich.darf(recht):
            return self.none()
        if bereich.traeger(recht) is None:
            return self.all()
        return self.filter(Q(**{f"{self.pfad}traeger__in": bereich.geleitete_traeger(recht)}))


class Raumgeld(Bereichsmenge):
    """Sums of a Sozialraum: for those who work or lead there, and for the Jugendamt."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if not bereich.darf("finanzen.summen"):
            return self.none()
        return self.in_sozialraeumen(bereich, "finanzen.summen", "sozialraum")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "volumen.pflegen")
