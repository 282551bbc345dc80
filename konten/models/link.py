"""Secret links that mails carry: only the digest is stored."""

from datetime import datetime
from typing import Self

from django.db import models

from konten.models.basis import Bereichsmenge, Datensatz, protokolliert
from konten.rules.link import Linkstand, linkstand


class Linkmenge(Bereichsmenge):
    def offen(self, jetzt: datetime) -> Self:
        """Links that still act."""
        return self.filter(verbraucht_am__isnull=True, widerrufen_am__isnull=True, gueltig_bis__gte=jetzt)


@protokolliert(ohne=("abdruck",))
class Linkschluessel(Datensatz):
    """Opens one record for one purpose until a day; nobody reads it inside the product, the link's holder uses it."""

    zweck = models.CharField("Zweck", max_length=20)
    gegenstand = models.UUIDField("Datensatz")
    abdruck = models.CharField(max_length=64, unique=True)
    gueltig_bis = models.DateTimeField("gültig bis")
    verbraucht_am = models.DateTimeField("benutzt am", null=True, blank=True)
    widerrufen_am = models.DateTimeField("zurückgezogen am", null=True, blank=True)

    objects = Linkmenge.as_manager()

    class Meta:
        verbose_name = "Link aus einer Mail"
        verbose_name_plural = "Links aus Mails"
        ordering = ["-erstellt_am"]
        indexes = [models.Index(fields=["zweck", "gegenstand"], name="link_je_gegenstand")]

    def __str__(self) -> str:
        return f"Link {self.zweck} bis {self.gueltig_bis:%d.%m.%Y}"

    def stand(self, jetzt: datetime) -> Linkstand:
        return linkstand(self.gueltig_bis, self.verbraucht_am, self.widerrufen_am, jetzt)
