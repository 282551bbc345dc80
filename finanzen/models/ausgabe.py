"""Bookings, their import and their reversal."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from finanzen.models.antrag import Ausnahmeantrag
from finanzen.models.basis import Traegergeld, betragsfeld, jahresfeld
from finanzen.models.projekt import Projekt
from finanzen.rules import Ausgabenart
from konten.models import Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum, Traeger


@protokolliert()
class Buchungsschluessel(Datensatz):
    """A key of the Träger's accounting and the kind of expense it stands for."""

    traeger = models.ForeignKey(
        Traeger, verbose_name="Träger", on_delete=models.CASCADE, related_name="buchungsschluessel"
    )
    schluessel = models.CharField("Schlüssel der Buchhaltung", max_length=40)
    art = models.CharField("Art", max_length=16, choices=Ausgabenart.choices)

    objects = Traegergeld.as_manager()

    class Meta:
        verbose_name = "Buchungsschlüssel"
        verbose_name_plural = "Buchungsschlüssel"
        ordering = ["traeger", "schluessel"]
        constraints = [models.UniqueConstraint(fields=["traeger", "schluessel"], name="schluessel_je_traeger_einmal")]

    def __str__(self) -> str:
        return f"{self.schluessel}: {self.get_art_display()}"


@protokolliert(ohne=("zuordnung", "zeilen"))
class Buchungslauf(Datensatz):
    """One file from the Träger's accounting."""

    traeger = models.ForeignKey(Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="buchungslaeufe")
    sozialraum = models.ForeignKey(Sozialraum, on_delete=models.PROTECT, related_name="buchungslaeufe")
    jahr = jahresfeld()
    dateiname = models.CharField("Datei", max_length=150)
    zuordnung = models.JSONField("Spalten", default=dict)
    zeilen = models.JSONField("Zeilen", default=list)
    hochgeladen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    gebucht_am = models.DateTimeField("gebucht am", null=True, editable=False)

    objects = Traegergeld.as_manager()

    class Meta:
        verbose_name = "Buchungsliste"
        verbose_name_plural = "Buchungslisten"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return self.dateiname

    def get_absolute_url(self) -> str:
        return datensatzadresse("finanzen:buchungslauf_detail", self.uuid)


class Ausgabenmenge(Traegergeld):
    def fuer_liste(self) -> Self:
        return self.select_related("sozialraum", "traeger", "projekt", "antrag", "storno", "storno_von").order_by(
            "-am", "-id"
        )

    def pruefbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Those whose receipts the person may accept."""
        return self.mit_recht(bereich, "ausgabe.pruefen")


@protokolliert(verdeckt=("text", "storno_grund", "beleg_name"), ohne=("beleg",))
class Ausgabe(Datensatz):
    """A booking. It is never changed: a mistake is reversed by a second one with the negative amount."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="ausgaben"
    )
    traeger = models.ForeignKey(Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="ausgaben")
    jahr = jahresfeld()
    am = models.DateField("Datum")
    betrag = betragsfeld("Betrag in Euro")
    art = models.CharField("Art", max_length=16, choices=Ausgabenart.choices)
    text = models.CharField("Wofür?", max_length=200)
    belegnummer = models.CharField("Belegnummer", max_length=60, blank=True)
    beleg = models.FileField(upload_to="beleg/", max_length=200, blank=True)
    beleg_name = models.CharField(max_length=200, blank=True, editable=False)
    beleg_typ = models.CharField(max_length=100, blank=True, editable=False)
    projekt = models.ForeignKey(
        Projekt, verbose_name="Projekt", on_delete=models.PROTECT, related_name="ausgaben", null=True, blank=True
    )
    antrag = models.ForeignKey(
        Ausnahmeantrag,
        verbose_name="Ausnahmeantrag",
        on_delete=models.PROTECT,
        related_name="ausgaben",
        null=True,
        blank=True,
    )
    storno_von = models.OneToOneField(
        "self",
        verbose_name="storniert",
        on_delete=models.PROTECT,
        related_name="storno",
        null=True,
        blank=True,
        editable=False,
    )
    storno_grund = models.CharField("Grund der Stornierung", max_length=200, blank=True, editable=False)
    lauf = models.ForeignKey(Buchungslauf, on_delete=models.PROTECT, related_name="ausgaben", null=True, editable=False)
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    geprueft_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    geprueft_am = models.DateField("geprüft am", null=True, editable=False)

    objects = Ausgabenmenge.as_manager()

    class Meta:
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        ordering = ["-am", "-id"]
        indexes = [models.Index(fields=["jahr", "sozialraum", "traeger"], name="ausgaben_eines_jahres")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(betrag=0), name="ausgabe_hat_betrag", violation_error_message="Der Betrag ist null."
            ),
            models.CheckConstraint(
                condition=~Q(art=Ausgabenart.EINZELTERMIN) | Q(antrag__isnull=False),
                name="einzeltermin_braucht_antrag",
                violation_error_message="Ein Einzeltermin braucht einen genehmigten Ausnahmeantrag.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return datensatzadresse("finanzen:ausgabe_detail", self.uuid)
