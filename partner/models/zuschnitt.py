"""Re-cuts of territories: several Gemeinden move on one day, planned as a draft, taken over or discarded as one."""

from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from konten.models import Bereichsmenge, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from partner.models.netzwerkpartner import Netzwerkpartner
from partner.rules.zuschnitt import Zuschnittstatus
from sozialraum.models import Gemeinde, Sozialraum, Stammdatenmenge


class Zuschnittmenge(Bereichsmenge):
    """Plans are the Jugendamt's own; what was taken over is base data that everybody reads."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if bereich.darf("stammdaten.pflegen"):
            return self.all()
        return self.mit_recht(bereich, "stammdaten.sehen").filter(zustand=Zuschnittstatus.UEBERNOMMEN)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "stammdaten.pflegen")


@protokolliert(verdeckt=("begruendung",), ohne=("journal",), viele=("bleiben",))
class Neuzuschnitt(Datensatz):
    """A re-cut (K35): Gemeinden change their Sozialraum on `von`, and with them the partners seated there.

    `bleiben` are partners that keep serving the former Sozialraum. The journal holds every row that taking over
    changed, so that it can be taken back exactly.
    """

    name = models.CharField("Name", max_length=120, help_text="Zum Beispiel: Kell am See zu Hermeskeil.")
    von = models.DateField("gilt ab")
    quelle = models.CharField(
        "Quelle", max_length=199, help_text="Der Beschluss, aus dem der Neuzuschnitt folgt. Steht bei jeder Gemeinde."
    )
    begruendung = models.TextField("Begründung", max_length=2000, blank=True)
    neu_name = models.CharField("Name des neuen Sozialraums", max_length=100, blank=True)
    neu_kuerzel = models.CharField(
        "Kürzel des neuen Sozialraums",
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Bitte nur kleine Buchstaben, Ziffern und Striche.")],
        help_text="Steht in Adressen und bleibt für immer.",
    )
    zustand = models.CharField(
        "Stand", max_length=12, choices=Zuschnittstatus.choices, default=Zuschnittstatus.ENTWURF, editable=False
    )
    bleiben = models.ManyToManyField(
        Netzwerkpartner,
        verbose_name="bleiben im bisherigen Sozialraum",
        related_name="bleibt_bei",
        blank=True,
        editable=False,
    )
    gegruendet = models.ForeignKey(
        Sozialraum,
        verbose_name="gegründeter Sozialraum",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
    journal = models.JSONField("Was sich geändert hat", default=dict, editable=False)
    erstellt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    uebernommen_am = models.DateTimeField("übernommen am", null=True, editable=False)
    uebernommen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    zurueckgenommen_am = models.DateTimeField("zuletzt zurückgenommen am", null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Zuschnittmenge.as_manager()

    class Meta:
        verbose_name = "Neuzuschnitt"
        verbose_name_plural = "Neuzuschnitte"
        ordering = ["-von", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(neu_name="", neu_kuerzel="") | (~Q(neu_name="") & ~Q(neu_kuerzel="")),
                name="neuer_sozialraum_hat_name_und_kuerzel",
                violation_error_message="Ein neuer Sozialraum braucht einen Namen und ein Kürzel.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return datensatzadresse("sozialraum:neuzuschnitt_detail", self.uuid)

    @property
    def ist_entwurf(self) -> bool:
        return self.zustand == Zuschnittstatus.ENTWURF


@protokolliert()
class Gemeindewechsel(models.Model):
    """One move of a re-cut; without `ziel` the Gemeinde goes to the Sozialraum that the re-cut founds."""

    neuzuschnitt = models.ForeignKey(Neuzuschnitt, on_delete=models.CASCADE, related_name="wechsel")
    gemeinde = models.ForeignKey(Gemeinde, on_delete=models.PROTECT, related_name="wechsel")
    ziel = models.ForeignKey(Sozialraum, on_delete=models.PROTECT, related_name="zuzuege", null=True, blank=True)

    objects = Stammdatenmenge.as_manager()

    class Meta:
        verbose_name = "Wechsel einer Gemeinde"
        verbose_name_plural = "Wechsel von Gemeinden"
        ordering = ["gemeinde__name_norm"]
        constraints = [
            models.UniqueConstraint(fields=["neuzuschnitt", "gemeinde"], name="gemeinde_zieht_je_neuzuschnitt_einmal")
        ]

    def __str__(self) -> str:
        return f"{self.gemeinde} nach {self.ziel or self.neuzuschnitt.neu_name}"
