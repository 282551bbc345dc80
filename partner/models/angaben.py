"""What belongs to a partner's entry beside its own fields: further places, and when it was last confirmed (K16)."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from konten.models import Bereichsmenge, Datensatz, Zeitraum, protokolliert
from konten.rules import Geltungsbereich
from partner.models.netzwerkpartner import Netzwerkpartner, Partnerzeitraum
from sozialraum.models import Gemeinde


@protokolliert(verdeckt=("strasse", "telefon", "email", "oeffnungszeiten", "oeffnungshinweis"))
class Aussenstelle(Zeitraum, Datensatz):
    """Another place where the partner is at work: its own address, Gemeinde and opening hours."""

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="aussenstellen")
    bezeichnung = models.CharField("Bezeichnung", max_length=100, help_text="Zum Beispiel Außenstelle Tawern.")
    strasse = models.CharField("Straße und Hausnummer", max_length=150, blank=True)
    plz = models.CharField(
        "Postleitzahl",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", "Bitte fünf Ziffern eingeben.")],
    )
    ort = models.CharField("Ort", max_length=100)
    gemeinde = models.ForeignKey(
        Gemeinde,
        verbose_name="Gemeinde",
        on_delete=models.PROTECT,
        related_name="aussenstellen",
        null=True,
        blank=True,
        help_text="Nur für einen Ort im Landkreis.",
    )
    telefon = models.CharField("Telefon", max_length=60, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    oeffnungszeiten = models.JSONField("Öffnungszeiten", default=dict, blank=True)
    oeffnungshinweis = models.CharField("Hinweis zu den Öffnungszeiten", max_length=190, blank=True)

    objects = Partnerzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Außenstelle"
        verbose_name_plural = "Außenstellen"
        ordering = ["bezeichnung", "pk"]

    def __str__(self) -> str:
        return self.bezeichnung

    @property
    def anschrift(self) -> str:
        ort = f"{self.plz} {self.ort}".strip()
        return ", ".join(teil for teil in (self.strasse, ort) if teil)


class Pruefungsmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> "Pruefungsmenge":
        return self.mit_recht(bereich, "partner.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> "Pruefungsmenge":
        """One's own, on the day itself: afterwards others rely on it."""
        return self.sichtbar_fuer(bereich).filter(durch=bereich.benutzer_id, am=bereich.stichtag)


@protokolliert()
class Angabenpruefung(Datensatz):
    """Somebody looked at the whole entry and said that it is true. Saving a change never writes one."""

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="pruefungen")
    am = models.DateField("geprüft am")
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = Pruefungsmenge.as_manager()

    class Meta:
        verbose_name = "Prüfung der Angaben"
        verbose_name_plural = "Prüfungen der Angaben"
        ordering = ["-am", "-pk"]
        indexes = [models.Index(fields=["partner", "-am"], name="letzte_pruefung_je_partner")]

    def __str__(self) -> str:
        return f"{self.partner}, geprüft am {self.am:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return self.partner.get_absolute_url()
