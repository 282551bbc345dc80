"""Which contacts came from a list: they look like all others, and say so."""

from typing import Self

from django.db import models

from konten.models import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models.kontakt import Kontakt
from partner.models import Importlauf


class Kontaktherkunftmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(kontakt__in=Kontakt.objects.sichtbar_fuer(bereich))


@protokolliert()
class Kontaktherkunft(Datensatz):
    """The row of a list that a contact was made from. The list itself may be gone, the mark stays."""

    kontakt = models.OneToOneField(Kontakt, on_delete=models.CASCADE, related_name="herkunft")
    lauf = models.ForeignKey(Importlauf, on_delete=models.SET_NULL, related_name="kontaktherkuenfte", null=True)
    zeile = models.PositiveIntegerField("Zeile")

    objects = Kontaktherkunftmenge.as_manager()

    class Meta:
        verbose_name = "Herkunft eines Kontakts"
        verbose_name_plural = "Herkünfte von Kontakten"
        ordering = ["lauf", "zeile"]

    def __str__(self) -> str:
        return f"Zeile {self.zeile}"
