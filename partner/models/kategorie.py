"""Partner categories and what is expected of them: required or not, how often, exempt where and why."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from konten.models import Datensatz, Zeitraum, protokolliert
from partner.rules import Ferienregel, Kreis
from sozialraum.models import Sozialraum, Stammdatenmenge, Stammdatenzeitraum


@protokolliert()
class Partnerkategorie(models.Model):
    """A category of Netzwerkpartner (K23, K24). One with a Sozialraum is a particularity of it (K25)."""

    kuerzel = models.SlugField("Kürzel", max_length=40, unique=True)
    name = models.CharField("Name", max_length=100, unique=True)
    kurzname = models.CharField("Kurzname", max_length=30, help_text="Für schmale Tabellen.")
    kreis = models.CharField("Kreis", max_length=12, choices=Kreis.choices)
    arten = models.CharField(
        "Arten", max_length=400, blank=True, help_text="Durch Komma getrennt, zum Beispiel Kita, Krippe, Hort."
    )
    ferienregel = models.CharField(
        "Fälligkeit verschiebt sich bei", max_length=12, choices=Ferienregel.choices, default=Ferienregel.KEINE
    )
    sozialraum = models.ForeignKey(
        Sozialraum,
        verbose_name="nur in diesem Sozialraum",
        on_delete=models.PROTECT,
        related_name="eigene_kategorien",
        null=True,
        blank=True,
    )
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    objects = Stammdatenmenge.as_manager()

    class Meta:
        verbose_name = "Partnerkategorie"
        verbose_name_plural = "Partnerkategorien"
        ordering = ["reihenfolge", "name"]

    def __str__(self) -> str:
        return self.name


@protokolliert()
class Kategoriepflicht(Zeitraum, Datensatz):
    """A category is required in every Sozialraum for a time. No row: not required ("ggf.")."""

    kategorie = models.ForeignKey(
        Partnerkategorie, verbose_name="Kategorie", on_delete=models.CASCADE, related_name="pflichten"
    )

    objects = Stammdatenzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Pflicht einer Kategorie"
        verbose_name_plural = "Pflichten der Kategorien"
        ordering = ["kategorie", "-von"]

    def __str__(self) -> str:
        return f"{self.kategorie}: erforderlich ab {self.von:%d.%m.%Y}"


@protokolliert()
class Kategorieausnahme(Zeitraum, Datensatz):
    """In this Sozialraum the category is not foreseen for a time, with the reason (K25)."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.CASCADE, related_name="kategorieausnahmen"
    )
    kategorie = models.ForeignKey(
        Partnerkategorie, verbose_name="Kategorie", on_delete=models.CASCADE, related_name="ausnahmen"
    )
    begruendung = models.TextField("Begründung", help_text="Steht in der Abdeckung und im Bericht.")

    objects = Stammdatenzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Ausnahme"
        verbose_name_plural = "Ausnahmen"
        ordering = ["sozialraum", "kategorie", "-von"]

    def __str__(self) -> str:
        return f"{self.kategorie} in {self.sozialraum}: nicht vorgesehen"


@protokolliert()
class Intervall(Zeitraum, Datensatz):
    """How many days may lie between two contacts: for a category, a category in a Sozialraum, or one partner there.

    The concept asks for regular exchange without naming days; the figures are set by the Jugendamt (K06).
    """

    kategorie = models.ForeignKey(
        Partnerkategorie,
        verbose_name="Kategorie",
        on_delete=models.CASCADE,
        related_name="intervalle",
        null=True,
        blank=True,
    )
    partner = models.ForeignKey(
        "partner.Netzwerkpartner",
        verbose_name="Partner",
        on_delete=models.CASCADE,
        related_name="intervalle",
        null=True,
        blank=True,
    )
    sozialraum = models.ForeignKey(
        Sozialraum,
        verbose_name="Sozialraum",
        on_delete=models.CASCADE,
        related_name="intervalle",
        null=True,
        blank=True,
    )
    tage = models.PositiveSmallIntegerField(
        "Abstand in Tagen", validators=[MinValueValidator(7), MaxValueValidator(1100)]
    )
    begruendung = models.CharField(
        "Begründung", max_length=200, blank=True, help_text="Nötig, wenn der Abstand vom üblichen abweicht."
    )

    objects = Stammdatenzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Kontaktabstand"
        verbose_name_plural = "Kontaktabstände"
        ordering = ["kategorie__reihenfolge", "sozialraum", "-von"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kategorie__isnull=False, partner__isnull=True)
                | Q(kategorie__isnull=True, partner__isnull=False, sozialraum__isnull=False),
                name="abstand_gilt_fuer_kategorie_oder_partner",
                violation_error_message="Bitte entweder eine Kategorie oder einen Partner mit Sozialraum wählen.",
            ),
            models.CheckConstraint(
                condition=Q(tage__gte=1),
                name="abstand_ist_positiv",
                violation_error_message="Der Abstand muss mindestens einen Tag betragen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kategorie or self.partner}: {self.tage} Tage"

    def clean(self) -> None:
        super().clean()
        if self.partner_id and not self.sozialraum_id:
            raise ValidationError(
                {"sozialraum": "Bitte den Sozialraum wählen, in dem der Abstand für den Partner gilt."}
            )
