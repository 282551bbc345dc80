"""Import of partner lists: the run, its rows on the staging page, and where a partner came from."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from konten.models import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich
from partner.models.netzwerkpartner import Netzwerkpartner
from partner.rules.einlesen import Zeilenergebnis


class Importmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if not bereich.darf("import.sehen"):
            return self.none()
        if bereich.sozialraeume("import.sehen") is None:
            return self.all()
        return self.filter(benutzer=bereich.benutzer_id)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if not bereich.darf("import.ausfuehren"):
            return self.none()
        if bereich.sozialraeume("import.ausfuehren") is None:
            return self.all()
        return self.filter(benutzer=bereich.benutzer_id)


@protokolliert(ohne=("zuordnung",))
class Importlauf(Datensatz):
    """One uploaded list: previewed first, written only when somebody says so."""

    class Zustand(TextChoices):
        VORSCHAU = "vorschau", "Vorschau"
        UEBERNOMMEN = "uebernommen", "übernommen"
        VERWORFEN = "verworfen", "verworfen"

    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="importlaeufe", null=True
    )
    dateiname = models.CharField("Datei", max_length=200)
    pruefsumme = models.CharField("Prüfsumme", max_length=64)
    kodierung = models.CharField("Zeichensatz", max_length=40)
    trennzeichen = models.CharField("Trennzeichen", max_length=10)
    spalten = models.JSONField("Spalten der Datei", default=list)
    zuordnung = models.JSONField("Zuordnung", default=dict)
    zustand = models.CharField("Zustand", max_length=12, choices=Zustand.choices, default=Zustand.VORSCHAU)
    uebernommen_am = models.DateTimeField("übernommen am", null=True, blank=True)

    objects = Importmenge.as_manager()

    class Meta:
        verbose_name = "Import"
        verbose_name_plural = "Importe"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return self.dateiname

    def get_absolute_url(self) -> str:
        return reverse("partner:import_detail", args=[self.uuid])


class Importzeile(models.Model):
    """One row of the list as read, what would become of it and why."""

    Ergebnis = Zeilenergebnis

    lauf = models.ForeignKey(Importlauf, on_delete=models.CASCADE, related_name="zeilen")
    nummer = models.PositiveIntegerField("Zeile")
    rohdaten = models.JSONField("Inhalt", default=dict)
    ergebnis = models.CharField("Ergebnis", max_length=12, choices=Ergebnis.choices)
    grund = models.CharField("Grund", max_length=400, blank=True)
    partner = models.ForeignKey(
        Netzwerkpartner, on_delete=models.SET_NULL, related_name="importzeilen", null=True, blank=True
    )

    class Meta:
        verbose_name = "Importzeile"
        verbose_name_plural = "Importzeilen"
        ordering = ["lauf", "nummer"]
        constraints = [models.UniqueConstraint(fields=["lauf", "nummer"], name="zeile_kommt_je_import_einmal_vor")]

    def __str__(self) -> str:
        return f"Zeile {self.nummer}"


@protokolliert(verdeckt=("hinweis",))
class Herkunft(Datensatz):
    """Where a partner's entry came from: list, row, key there, source and its date."""

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="herkuenfte")
    lauf = models.ForeignKey(Importlauf, on_delete=models.SET_NULL, related_name="herkuenfte", null=True)
    zeile = models.PositiveIntegerField("Zeile")
    kennung = models.CharField("Kennung in der Liste", max_length=100, blank=True)
    quelle = models.CharField("Quelle", max_length=500, blank=True)
    stand = models.CharField("Stand der Quelle", max_length=100, blank=True)
    guete = models.CharField("Güte der Angabe", max_length=60, blank=True)
    hinweis = models.TextField("Hinweis der Liste", blank=True)

    class Meta:
        verbose_name = "Herkunft"
        verbose_name_plural = "Herkünfte"
        ordering = ["erstellt_am"]
        constraints = [
            models.UniqueConstraint(fields=["kennung"], condition=~Q(kennung=""), name="kennung_gehoert_einem_partner")
        ]

    def __str__(self) -> str:
        return self.kennung or f"Zeile {self.zeile}"
