"""Parameters of the rules, with validity: yesterday's figure is computed with yesterday's parameter."""

from django.core.exceptions import ValidationError
from django.db import models

from konten.models.basis import Datensatz, Zeitraum, Zeitraummenge, protokolliert
from konten.rules import Geltungsbereich
from konten.rules.parameter import PARAMETER, lies_parameter


def parameterwahl() -> list[tuple[str, str]]:
    """Names and titles; a callable, so that a new parameter of the rules needs no migration."""
    return [(name, eintrag.titel) for name, eintrag in PARAMETER.items()]


class Parametermenge(Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> "Parametermenge":
        return self.mit_recht(bereich, "stammdaten.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> "Parametermenge":
        return self.mit_recht(bereich, "stammdaten.pflegen")


@protokolliert()
class Parameter(Zeitraum, Datensatz):
    """One value of one parameter in one period, with its source."""

    schluessel = models.CharField("Parameter", max_length=60, choices=parameterwahl)
    wert = models.CharField("Wert", max_length=200)
    quelle = models.CharField("Quelle", max_length=200, blank=True)

    objects = Parametermenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Parameter"
        verbose_name_plural = "Parameter"
        ordering = ["schluessel", "-von"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.UniqueConstraint(
                fields=["schluessel", "von"],
                name="parameter_beginnt_je_tag_einmal",
                violation_error_message="Für diesen Tag gibt es schon einen Wert.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_schluessel_display()}: {self.wert} ab {self.von:%d.%m.%Y}"

    def clean(self) -> None:
        super().clean()
        try:
            lies_parameter(self.schluessel, self.wert)
        except ValueError as fehler:
            raise ValidationError({"wert": str(fehler)}) from fehler
