"""Präventionsprojekte (K34)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from finanzen.models.basis import Traegergeld, betragsfeld
from finanzen.rules import Projektstatus
from konten.models import Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models import Bedarfsmeldung, Kontakt, Thema
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum, Traeger


class Projektmenge(Traegergeld):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """All; for the Leitung those of her Träger; for Netzwerkfachkraft and team those of the own Sozialräume."""
        if not bereich.darf("projekt.sehen"):
            return self.none()
        if bereich.sozialraeume("projekt.sehen") is None:
            return self.all()
        raeume = bereich.sozialraeume("projekt.sehen.raum") or frozenset()
        return self.filter(
            models.Q(sozialraum__in=raeume) | models.Q(traeger__in=bereich.geleitete_traeger("projekt.sehen"))
        )

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Those of the own Träger; a Netzwerkfachkraft changes the ideas of her Sozialräume."""
        if not bereich.darf("projekt.entwerfen"):
            return self.none()
        raeume = bereich.sozialraeume("projekt.entwerfen.raum") or frozenset()
        ideen = models.Q(sozialraum__in=raeume, zustand=Projektstatus.IDEE)
        return self.filter(ideen | models.Q(traeger__in=bereich.geleitete_traeger("projekt.entwerfen")))

    def fuer_liste(self) -> Self:
        return self.select_related("sozialraum", "traeger").prefetch_related("partner")


@protokolliert(
    verdeckt=("titel", "ziel", "zielgruppe", "ergebnis", "entscheidungsgrund"),
    viele=("partner", "themen", "kontakte", "bedarfsmeldungen"),
)
class Projekt(Datensatz):
    """A project of prevention, from the idea to its result."""

    titel = models.CharField("Titel", max_length=150)
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="projekte"
    )
    traeger = models.ForeignKey(Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="projekte")
    ziel = models.TextField("Ziel")
    zielgruppe = models.CharField("Zielgruppe", max_length=199)
    von = models.DateField("Beginn")
    bis = models.DateField("Ende", null=True, blank=True)
    budget = betragsfeld("Geplante Kosten in Euro", validators=[MinValueValidator(0)])
    bewilligt = betragsfeld("Bewilligt in Euro", null=True, blank=True, editable=False)
    zustand = models.CharField(
        "Stand", max_length=14, choices=Projektstatus.choices, default=Projektstatus.IDEE, editable=False
    )
    ergebnis = models.TextField("Ergebnis", blank=True)
    erreichte = models.PositiveIntegerField("Erreichte Personen", null=True, blank=True, help_text="Nur die Zahl.")
    termine = models.PositiveIntegerField("Zahl der Termine", null=True, blank=True)
    partner = models.ManyToManyField(Netzwerkpartner, verbose_name="Partner", related_name="projekte", blank=True)
    themen = models.ManyToManyField(Thema, verbose_name="Themen", related_name="projekte", blank=True)
    kontakte = models.ManyToManyField(Kontakt, verbose_name="Kontakte", related_name="projekte", blank=True)
    bedarfsmeldungen = models.ManyToManyField(
        Bedarfsmeldung, verbose_name="Bedarfslagen", related_name="projekte", blank=True
    )
    beantragt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_am = models.DateField("entschieden am", null=True, editable=False)
    entscheidungsgrund = models.CharField("Begründung", max_length=300, blank=True, editable=False)
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Projektmenge.as_manager()

    class Meta:
        verbose_name = "Projekt"
        verbose_name_plural = "Projekte"
        ordering = ["-von", "titel"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bis__isnull=True) | models.Q(bis__gte=models.F("von")),
                name="projekt_von_vor_bis",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            )
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return datensatzadresse("finanzen:projekt_detail", self.uuid)

    def clean(self) -> None:
        super().clean()
        if isinstance(self.von, date) and isinstance(self.bis, date) and self.bis < self.von:
            raise ValidationError({"bis": "Das Ende liegt vor dem Beginn."})
