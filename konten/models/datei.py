"""Files on their way: uploaded while a form is still open, kept until it is saved."""

from typing import Self

from django.conf import settings
from django.db import models

from konten.models.basis import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich


class Zwischendateimenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(benutzer=bereich.benutzer_id) if bereich.benutzer_id else self.none()

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)


@protokolliert(verdeckt=("name",), ohne=("datei",))
class Zwischendatei(Datensatz):
    """A checked file of one account for one open form; saving the form takes it over, otherwise it is removed."""

    benutzer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="zwischendateien")
    formular = models.UUIDField("Schlüssel des Formulars")
    datei = models.FileField(upload_to="dateien/", max_length=200)
    name = models.CharField("Dateiname", max_length=200)
    typ = models.CharField("Art der Datei", max_length=100)
    groesse = models.PositiveIntegerField("Größe in Byte")

    objects = Zwischendateimenge.as_manager()

    class Meta:
        verbose_name = "hochgeladene Datei"
        verbose_name_plural = "hochgeladene Dateien"
        ordering = ["id"]
        indexes = [models.Index(fields=["benutzer", "formular"], name="zwischendateien_je_formular")]

    def __str__(self) -> str:
        return self.name
