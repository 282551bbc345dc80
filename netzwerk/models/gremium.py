"""Gremien, their members, meetings, attendance and decisions (K02, K10)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from konten.models import Datensatz, Zeitraum, Zeitraummenge, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models.einsatz import Netzwerkfachkraft
from netzwerk.models.kontakt import Kontakt, Thema
from netzwerk.rules.gremium import Anwesenheit, Ebene, Sitzungsstatus
from partner.models import Funktion, Netzwerkpartner
from sozialraum.models import Sozialraum


class Gremienteil(Zeitraummenge):
    """Rows that follow the scope of their Gremium at `pfad`; county-wide ones need a right that reaches everywhere."""

    pfad = ""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "gremium.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if not bereich.darf("gremium.bearbeiten"):
            return self.none()
        return self.in_sozialraeumen(bereich, "gremium.bearbeiten", f"{self.pfad}sozialraum")


class Gremienmenge(Gremienteil):
    def fuer_liste(self) -> Self:
        return self.select_related("sozialraum").prefetch_related("themen")


class Mitgliedermenge(Gremienteil):
    pfad = "gremium__"


class Sitzungsmenge(Gremienteil):
    pfad = "gremium__"

    def fuer_liste(self) -> Self:
        return self.select_related("gremium__sozialraum")


class Sitzungsteil(Gremienteil):
    pfad = "sitzung__gremium__"


@protokolliert(verdeckt=("aufgabe",), viele=("themen",))
class Gremium(Zeitraum, Datensatz):
    """A standing circle of partners, county-wide or of one Sozialraum."""

    name = models.CharField("Name", max_length=150)
    ebene = models.CharField("Ebene", max_length=10, choices=Ebene.choices)
    sozialraum = models.ForeignKey(
        Sozialraum,
        verbose_name="Sozialraum",
        on_delete=models.PROTECT,
        related_name="gremien",
        null=True,
        blank=True,
        help_text="Leer lassen für ein Gremium des ganzen Landkreises.",
    )
    aufgabe = models.TextField("Auftrag", blank=True)
    turnus = models.CharField("Turnus", max_length=100, blank=True, help_text="Zum Beispiel: vierteljährlich.")
    themen = models.ManyToManyField(Thema, verbose_name="Themen", related_name="gremien", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Gremienmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:gremium_detail", self.uuid)


@protokolliert()
class Gremienmitglied(Zeitraum, Datensatz):
    """A seat: held by a partner (with the person who usually comes) or by a Netzwerkfachkraft."""

    gremium = models.ForeignKey(Gremium, on_delete=models.CASCADE, related_name="mitglieder")
    partner = models.ForeignKey(
        Netzwerkpartner,
        verbose_name="Partner",
        on_delete=models.PROTECT,
        related_name="gremiensitze",
        null=True,
        blank=True,
    )
    funktion = models.ForeignKey(
        Funktion,
        verbose_name="Ansprechperson",
        on_delete=models.SET_NULL,
        related_name="gremiensitze",
        null=True,
        blank=True,
    )
    fachkraft = models.ForeignKey(
        Netzwerkfachkraft,
        verbose_name="Netzwerkfachkraft",
        on_delete=models.PROTECT,
        related_name="gremiensitze",
        null=True,
        blank=True,
    )
    hat_vorsitz = models.BooleanField("Vorsitz", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Mitgliedermenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Mitglied"
        verbose_name_plural = "Mitglieder"
        ordering = ["-hat_vorsitz", "partner__name_norm", "id"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.CheckConstraint(
                condition=Q(partner__isnull=False, fachkraft__isnull=True)
                | Q(partner__isnull=True, fachkraft__isnull=False),
                name="sitz_hat_partner_oder_fachkraft",
                violation_error_message="Bitte entweder einen Partner oder eine Netzwerkfachkraft wählen.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner or self.fachkraft)


@protokolliert(verdeckt=("ort", "einladungstext", "protokoll"))
class Sitzung(Datensatz):
    """One meeting with invitation, agenda and minutes; once held it is a contact of everybody who came."""

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="sitzungen")
    am = models.DateField("Tag")
    beginn = models.TimeField("Beginn", null=True, blank=True)
    ende = models.TimeField("Ende", null=True, blank=True)
    ort = models.CharField("Ort", max_length=200, blank=True)
    einladungstext = models.TextField("Text der Einladung", blank=True)
    protokoll = models.TextField("Protokoll", blank=True, help_text="Keine Angaben über Kinder und Familien.")
    zustand = models.CharField(
        "Stand", max_length=12, choices=Sitzungsstatus.choices, default=Sitzungsstatus.GEPLANT, editable=False
    )
    einladung_folge = models.PositiveSmallIntegerField(default=0, editable=False)
    kontakt = models.OneToOneField(
        Kontakt, on_delete=models.SET_NULL, related_name="sitzung", null=True, blank=True, editable=False
    )
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Sitzungsmenge.as_manager()

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        ordering = ["-am", "-id"]

    def __str__(self) -> str:
        return f"{self.gremium} am {self.am:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:sitzung_detail", self.uuid)


@protokolliert(verdeckt=("titel", "text"))
class Tagesordnungspunkt(Datensatz):
    """An item of the agenda with what came out of it."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.CASCADE, related_name="punkte")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    titel = models.CharField("Punkt", max_length=200)
    text = models.TextField("Ergebnis", blank=True)

    objects = Sitzungsteil.as_manager()

    class Meta:
        verbose_name = "Tagesordnungspunkt"
        verbose_name_plural = "Tagesordnungspunkte"
        ordering = ["sitzung", "reihenfolge", "id"]

    def __str__(self) -> str:
        return self.titel


@protokolliert()
class Teilnahme(Datensatz):
    """Attendance of a member, kept even when the seat passes to somebody else, or of a partner who came as a guest."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.CASCADE, related_name="teilnahmen")
    mitglied = models.ForeignKey(
        Gremienmitglied, on_delete=models.PROTECT, related_name="teilnahmen", null=True, blank=True
    )
    gast = models.ForeignKey(
        Netzwerkpartner,
        verbose_name="Gast",
        on_delete=models.PROTECT,
        related_name="gastteilnahmen",
        null=True,
        blank=True,
    )
    anwesenheit = models.CharField("Anwesenheit", max_length=14, choices=Anwesenheit.choices)

    objects = Sitzungsteil.as_manager()

    class Meta:
        verbose_name = "Teilnahme"
        verbose_name_plural = "Teilnahmen"
        ordering = ["sitzung", "mitglied"]
        constraints = [
            models.UniqueConstraint(fields=["sitzung", "mitglied"], name="mitglied_je_sitzung_einmal"),
            models.UniqueConstraint(fields=["sitzung", "gast"], name="gast_je_sitzung_einmal"),
            models.CheckConstraint(
                condition=Q(mitglied__isnull=False, gast__isnull=True) | Q(mitglied__isnull=True, gast__isnull=False),
                name="teilnahme_ist_mitglied_oder_gast",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mitglied or self.gast}: {self.get_anwesenheit_display()}"


@protokolliert(verdeckt=("text", "zustaendig_text"))
class Beschluss(Datensatz):
    """A decision of a meeting; with a responsible account and a day it becomes a Wiedervorlage."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.CASCADE, related_name="beschluesse")
    text = models.CharField("Beschluss", max_length=300)
    zustaendig_text = models.CharField("Wer?", max_length=150, blank=True)

    objects = Sitzungsteil.as_manager()

    class Meta:
        verbose_name = "Beschluss"
        verbose_name_plural = "Beschlüsse"
        ordering = ["sitzung", "id"]

    def __str__(self) -> str:
        return self.text
