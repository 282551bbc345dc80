"""Netzwerkfachkräfte and their confirmed shares of a post in a Sozialraum."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from konten.models import Bereichsmenge, Datensatz, Zeitraum, Zeitraummenge, datensatzadresse, protokolliert
from konten.rules import RECHTE, Geltungsbereich, Rolle, normalisiere
from netzwerk.rules import Einsatzstatus, Mehranteilgrund
from sozialraum.models import Sozialraum, Traeger


class Traegermenge(Bereichsmenge):
    """Rows with a Träger, within the reach of a right."""

    def _des_traegers(self, bereich: Geltungsbereich, recht: str) -> Self:
        if not bereich.darf(recht):
            return self.none()
        traeger = bereich.traeger(recht)
        return self.all() if traeger is None else self.filter(traeger__in=traeger)


class Fachkraftmenge(Traegermenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """All; for the Leitung those of her Träger only, also where several share a Sozialraum."""
        return self._des_traegers(bereich, "einsatz.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Those of the own Träger."""
        return self._des_traegers(bereich, "einsatz.vorschlagen")

    def mit_stunden_fuer(self, bereich: Geltungsbereich) -> Self:
        """Whose hours may be seen: one's own, never of a person deputised for; and as Leitung those of her Träger."""
        if not bereich.darf("stunden.person"):
            return self.none()
        leitung = bereich.raeume.get(Rolle.LEITUNG)
        return self.filter(Q(benutzer=bereich.benutzer_id) | Q(traeger__in=leitung.traeger if leitung else ()))

    def mit_recht_an(self, bereich: Geltungsbereich, recht: str) -> Self:
        """Those about whom a right holds: all, or the people of the Träger that one leads, and oneself."""
        if not bereich.darf(recht):
            return self.none()
        if bereich.traeger(recht) is None:
            return self.all()
        eigene = Q(traeger__in=bereich.geleitete_traeger(recht))
        return self.filter(eigene | Q(benutzer=bereich.benutzer_id) if Rolle.NETZWERK in RECHTE[recht] else eigene)


@protokolliert(verdeckt=("vorname", "nachname", "telefon", "email"), ohne=("name_norm",))
class Netzwerkfachkraft(Datensatz):
    """A professional who does network work for a Träger; the account follows once she signs in."""

    benutzer = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        on_delete=models.SET_NULL,
        related_name="netzwerkfachkraft",
        null=True,
        blank=True,
    )
    traeger = models.ForeignKey(
        Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="netzwerkfachkraefte"
    )
    vorname = models.CharField("Vorname", max_length=100)
    nachname = models.CharField("Nachname", max_length=100)
    telefon = models.CharField("Telefon (dienstlich)", max_length=60, blank=True)
    email = models.EmailField("E-Mail (dienstlich)", blank=True)
    name_norm = models.CharField(max_length=250, editable=False, db_index=True)

    objects = Fachkraftmenge.as_manager()

    class Meta:
        verbose_name = "Netzwerkfachkraft"
        verbose_name_plural = "Netzwerkfachkräfte"
        ordering = ["name_norm"]

    def __str__(self) -> str:
        return f"{self.vorname} {self.nachname}"

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:netzwerkfachkraft_detail", self.uuid)

    def save(self, *args, **kwargs) -> None:
        self.name_norm = normalisiere(f"{self.nachname} {self.vorname}")[:250]
        super().save(*args, **kwargs)


class Einsatzmenge(Traegermenge, Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """All; for the Leitung those of her Träger only, also where several share a Sozialraum."""
        return self._des_traegers(bereich, "einsatz.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._des_traegers(bereich, "einsatz.vorschlagen")

    def bestaetigt(self) -> Self:
        return self.filter(zustand=Einsatzstatus.BESTAETIGT)

    def fuer_liste(self) -> Self:
        return self.select_related("fachkraft", "sozialraum", "traeger").order_by(
            "sozialraum__reihenfolge", "-von", "fachkraft__name_norm"
        )


@protokolliert(verdeckt=("mehranteil_text", "ablehnungsgrund"))
class Einsatz(Zeitraum, Datensatz):
    """Share of a full post that a Netzwerkfachkraft works in a Sozialraum for a Träger (K31, K32)."""

    fachkraft = models.ForeignKey(
        Netzwerkfachkraft, verbose_name="Netzwerkfachkraft", on_delete=models.PROTECT, related_name="einsaetze"
    )
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="einsaetze"
    )
    traeger = models.ForeignKey(Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="einsaetze")
    vzae = models.DecimalField(
        "Stellenanteil in VZÄ",
        max_digits=5,
        decimal_places=4,
        validators=[
            MinValueValidator(Decimal("0.0001"), "Der Stellenanteil muss größer als null sein."),
            MaxValueValidator(Decimal("1"), "Mehr als eine volle Stelle geht nicht."),
        ],
        help_text="Anteil an einer Vollzeitstelle, zum Beispiel 0,25.",
    )
    mehranteil_grund = models.CharField(
        "Grund für mehr als den Mindestumfang", max_length=20, choices=Mehranteilgrund.choices, blank=True
    )
    mehranteil_text = models.CharField("Erläuterung", max_length=300, blank=True)
    zustand = models.CharField(
        "Stand", max_length=14, choices=Einsatzstatus.choices, default=Einsatzstatus.VORGESCHLAGEN, editable=False
    )
    vorgeschlagen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_am = models.DateField("entschieden am", null=True, editable=False)
    ablehnungsgrund = models.CharField("Grund der Ablehnung", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Einsatzmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Einsatz"
        verbose_name_plural = "Einsätze"
        ordering = ["sozialraum__reihenfolge", "-von"]
        indexes = [models.Index(fields=["sozialraum", "zustand", "von"], name="einsatz_je_sozialraum")]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.CheckConstraint(
                condition=Q(vzae__gt=0, vzae__lte=1),
                name="einsatz_ist_teil_einer_stelle",
                violation_error_message="Der Stellenanteil liegt zwischen 0 und 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fachkraft}, {self.sozialraum}"

    def get_absolute_url(self) -> str:
        return reverse("netzwerk:einsatz_detail", args=[self.uuid])

    def clean(self) -> None:
        super().clean()
        if self.mehranteil_grund == Mehranteilgrund.SONSTIGES and not self.mehranteil_text.strip():
            raise ValidationError({"mehranteil_text": "Bitte erläutern Sie den sonstigen Grund."})
