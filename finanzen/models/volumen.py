"""Where the money comes from: rule of the rate, volume, its distribution to Träger, cost of a post (K29)."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from finanzen.models.basis import Raumgeld, Traegergeld, betragsfeld, jahresfeld
from finanzen.rules import Volumenstatus
from konten.models import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum, Stammdatenmenge, Traeger


@protokolliert()
class Budgetregel(Datensatz):
    """From a year on this share of the volume is for network work; a change is a new row with its source."""

    jahr_ab = jahresfeld("gilt ab Haushaltsjahr", unique=True)
    satz = models.DecimalField(
        "Satz in Prozent",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    quelle = models.CharField("Quelle", max_length=199)

    objects = Stammdatenmenge.as_manager()

    class Meta:
        verbose_name = "Budgetregel"
        verbose_name_plural = "Budgetregeln"
        ordering = ["-jahr_ab"]

    def __str__(self) -> str:
        return f"{self.satz} % ab {self.jahr_ab}"


@protokolliert()
class Finanzvolumen(Datensatz):
    """Volume of a Sozialraum in a year and the part of the ASD in it; counts once a second person confirmed it."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="finanzvolumen"
    )
    jahr = jahresfeld()
    gesamt = betragsfeld("Finanzvolumen in Euro", validators=[MinValueValidator(Decimal(0))])
    davon_asd = betragsfeld("davon ASD in Euro", validators=[MinValueValidator(Decimal(0))])
    zustand = models.CharField(
        "Stand", max_length=12, choices=Volumenstatus.choices, default=Volumenstatus.EINGETRAGEN, editable=False
    )
    eingetragen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    bestaetigt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    bestaetigt_am = models.DateField("bestätigt am", null=True, editable=False)
    herkunft = models.CharField("Herkunft", max_length=150, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Raumgeld.as_manager()

    class Meta:
        verbose_name = "Finanzvolumen"
        verbose_name_plural = "Finanzvolumen"
        ordering = ["-jahr", "sozialraum__reihenfolge"]
        constraints = [
            models.UniqueConstraint(
                fields=["sozialraum", "jahr"],
                name="ein_volumen_je_sozialraum_und_jahr",
                violation_error_message="Für diesen Sozialraum ist das Jahr schon eingetragen.",
            ),
            models.CheckConstraint(
                condition=Q(davon_asd__gte=0, davon_asd__lte=F("gesamt")),
                name="asd_ist_teil_des_volumens",
                violation_error_message="Der Anteil des ASD kann nicht größer sein als das Finanzvolumen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sozialraum} {self.jahr}"

    def clean(self) -> None:
        super().clean()
        if self.gesamt is not None and self.davon_asd is not None and self.davon_asd > self.gesamt:
            raise ValidationError({"davon_asd": "Der Anteil des ASD kann nicht größer sein als das Finanzvolumen."})


@protokolliert(verdeckt=("grund",))
class Volumenkorrektur(Datensatz):
    """A confirmed volume was corrected: from, to, why, by whom."""

    volumen = models.ForeignKey(Finanzvolumen, on_delete=models.CASCADE, related_name="korrekturen")
    gesamt_vorher = betragsfeld("Finanzvolumen vorher")
    asd_vorher = betragsfeld("davon ASD vorher")
    gesamt_nachher = betragsfeld("Finanzvolumen nachher")
    asd_nachher = betragsfeld("davon ASD nachher")
    grund = models.CharField("Grund", max_length=300)
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    class Menge(Bereichsmenge):
        def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
            return self.filter(volumen__in=Finanzvolumen.objects.sichtbar_fuer(bereich))

    objects = Menge.as_manager()

    class Meta:
        verbose_name = "Korrektur"
        verbose_name_plural = "Korrekturen"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return f"Korrektur {self.volumen}"


class Verteilungsmenge(Raumgeld):
    """The steering Träger sees the sums of the others, too; they are sums, not bookings."""


@protokolliert()
class Mittelverteilung(Datensatz):
    """What a Träger gets of a Sozialraum's money in a year; together not more than the Netzwerkmittel."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="mittelverteilungen"
    )
    jahr = jahresfeld()
    traeger = models.ForeignKey(
        Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="mittelverteilungen"
    )
    betrag = betragsfeld("Betrag in Euro", validators=[MinValueValidator(Decimal(0))])
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Verteilungsmenge.as_manager()

    class Meta:
        verbose_name = "Mittelverteilung"
        verbose_name_plural = "Mittelverteilungen"
        ordering = ["-jahr", "sozialraum__reihenfolge", "traeger__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["sozialraum", "jahr", "traeger"],
                name="ein_anteil_je_traeger_und_jahr",
                violation_error_message="Für diesen Träger ist das Jahr schon eingetragen.",
            ),
            models.CheckConstraint(
                condition=Q(betrag__gte=0),
                name="anteil_ist_nicht_negativ",
                violation_error_message="Der Betrag kann nicht negativ sein.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.traeger}, {self.sozialraum} {self.jahr}"


class Kostensatzmenge(Traegergeld):
    """The Leitung reads those of her Träger, the Jugendamt keeps all."""

    schreiben = "volumen.pflegen"


@protokolliert()
class Kostensatz(Datensatz):
    """What a full post costs a Träger in a year."""

    traeger = models.ForeignKey(Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="kostensaetze")
    jahr = jahresfeld()
    betrag = betragsfeld("Jahreskosten einer vollen Stelle in Euro", validators=[MinValueValidator(Decimal(0))])
    quelle = models.CharField("Quelle", max_length=150, blank=True)

    objects = Kostensatzmenge.as_manager()

    class Meta:
        verbose_name = "Kostensatz"
        verbose_name_plural = "Kostensätze"
        ordering = ["-jahr", "traeger__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["traeger", "jahr"],
                name="ein_kostensatz_je_traeger_und_jahr",
                violation_error_message="Für diesen Träger ist das Jahr schon eingetragen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.traeger} {self.jahr}"
