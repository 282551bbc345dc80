"""What the guard against client data saw and what people decided; never the text itself."""

from typing import Self

from django.conf import settings
from django.db import models

from konten.models.basis import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich


class Textschutzmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """The list for those who may blank passages; which records they reach is asked of the record itself."""
        return self.mit_recht(bereich, "text.schwaerzen")


@protokolliert()
class Textbestaetigung(Datensatz):
    """Somebody saved a text although the guard warned; `muster` names the kinds of passage, never their words."""

    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    modell = models.CharField("Datensatzart", max_length=60)
    objekt = models.UUIDField("Datensatz", db_index=True)
    feld = models.CharField("Feld", max_length=40)
    muster = models.CharField("Art der Stelle", max_length=200)
    geprueft_am = models.DateTimeField("geprüft am", null=True, editable=False)
    geprueft_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Textschutzmenge.as_manager()

    class Meta:
        verbose_name = "bestätigter Hinweis"
        verbose_name_plural = "bestätigte Hinweise"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return f"{self.modell}, {self.feld}: {self.muster}"


@protokolliert()
class Schwaerzung(Datensatz):
    """A passage was blanked: in which record and field, how many characters, by whom. Not what stood there."""

    modell = models.CharField("Datensatzart", max_length=60)
    objekt = models.UUIDField("Datensatz", db_index=True)
    feld = models.CharField("Feld", max_length=40)
    zeichen = models.PositiveIntegerField("Zahl der Zeichen")
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Textschutzmenge.as_manager()

    class Meta:
        verbose_name = "Schwärzung"
        verbose_name_plural = "Schwärzungen"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return f"{self.modell}, {self.feld}"
