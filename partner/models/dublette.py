"""Probable duplicates, what was decided about them, and merges that can be taken back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from konten.models import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich
from partner.models.netzwerkpartner import Netzwerkpartner

RECHT = "partner.zusammenfuehren"


class Paarmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, RECHT)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, RECHT)

    def offen(self) -> Self:
        """Undecided, and both entries still stand for themselves."""
        return self.filter(entschieden_am__isnull=True, a__aufgegangen_in__isnull=True, b__aufgegangen_in__isnull=True)


@protokolliert()
class Dublettenpaar(Datensatz):
    """Two entries that look like one institution; ruled out by a person it stays so."""

    a = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="+")
    prozent = models.PositiveSmallIntegerField("Ähnlichkeit in Prozent")
    gruende = models.JSONField("Gründe", default=list)
    entschieden_am = models.DateTimeField("kein Duplikat seit", null=True, blank=True)
    entschieden_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = Paarmenge.as_manager()

    class Meta:
        verbose_name = "mögliches Duplikat"
        verbose_name_plural = "mögliche Duplikate"
        ordering = ["-prozent", "a__name_norm", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="paar_steht_einmal"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="paar_beginnt_mit_dem_aelteren"),
        ]

    def __str__(self) -> str:
        return f"{self.a} und {self.b}"

    def get_absolute_url(self) -> str:
        return reverse("partner:dublette_vergleich", args=[self.uuid])


@protokolliert(ohne=("journal",))
class Zusammenfuehrung(Datensatz):
    """One entry went into another; the journal holds what moved, so that both can be restored exactly."""

    bleibt = models.ForeignKey(Netzwerkpartner, on_delete=models.PROTECT, related_name="+")
    aufgegangen = models.ForeignKey(Netzwerkpartner, on_delete=models.PROTECT, related_name="+")
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    journal = models.JSONField("Was umgezogen ist", default=dict)
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, blank=True)
    zurueckgenommen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = Paarmenge.as_manager()

    class Meta:
        verbose_name = "Zusammenführung"
        verbose_name_plural = "Zusammenführungen"
        ordering = ["-erstellt_am", "-pk"]

    def __str__(self) -> str:
        return f"{self.aufgegangen} in {self.bleibt}"

    def get_absolute_url(self) -> str:
        return reverse("partner:zusammenfuehrung_detail", args=[self.uuid])
