"""Typed text that is not saved yet, kept for its writer alone."""

from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.utils import timezone

from konten.models.basis import Bereichsmenge, protokolliert
from konten.rules import Geltungsbereich
from konten.rules.entwurf import SCHLUESSELFELD


class Entwurfsmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(benutzer=bereich.benutzer_id) if bereich.benutzer_id else self.none()

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)


@protokolliert(verdeckt=("titel", "adresse", "inhalt"), ohne=("stand",))
class Entwurf(models.Model):
    """What somebody typed into a form, as of `stand` (time of the device, milliseconds); an older one never wins."""

    benutzer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="entwuerfe")
    formular = models.CharField("Formular", max_length=200)
    titel = models.CharField("Überschrift", max_length=200, blank=True)
    adresse = models.CharField("Adresse der Seite", max_length=300)
    inhalt = models.TextField("Inhalt")
    stand = models.BigIntegerField("Stand")
    geaendert_am = models.DateTimeField("gespeichert am", auto_now=True)

    objects = Entwurfsmenge.as_manager()

    class Meta:
        verbose_name = "Entwurf"
        verbose_name_plural = "Entwürfe"
        ordering = ["-geaendert_am"]
        constraints = [models.UniqueConstraint(fields=["benutzer", "formular"], name="ein_entwurf_je_formular")]

    def __str__(self) -> str:
        return self.titel or self.formular

    def get_absolute_url(self) -> str:
        """The form with this draft in it."""
        trenner = "&" if "?" in self.adresse else "?"
        return f"{self.adresse}{trenner}{urlencode({SCHLUESSELFELD: self.formular})}"

    @property
    def getippt_am(self) -> datetime:
        """When the device kept it, which may be long before the server heard of it."""
        return datetime.fromtimestamp(self.stand / 1000, tz=timezone.get_current_timezone())
