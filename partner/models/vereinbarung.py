"""Agreements between institutions, not persons (K09, K10)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from konten.models import Datensatz, Zeitraum, Zeitraummenge, datensatzadresse, protokolliert
from konten.models.basis import zeitraum_gilt
from konten.rules import Geltungsbereich
from partner.models.netzwerkpartner import Netzwerkpartner
from partner.rules.vereinbarung import Vereinbarungsart
from sozialraum.models import Sozialraum, Traeger


class Vereinbarungsmenge(Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "vereinbarung.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Those that touch an own Sozialraum."""
        if not bereich.darf("vereinbarung.bearbeiten"):
            return self.none()
        raeume = bereich.sozialraeume("vereinbarung.bearbeiten")
        if raeume is None:
            return self.all()
        orte = Vereinbarung.sozialraeume.through.objects.filter(vereinbarung=OuterRef("pk"), sozialraum__in=raeume)
        return self.filter(Exists(orte))

    def wieder_anzusehen(self, stichtag: date, auslauf_bis: date) -> Self:
        """In force, and their day to look again has come, or they end by `auslauf_bis` (see `AUSLAUF`)."""
        return self.filter(zeitraum_gilt(stichtag)).filter(Q(pruefen_am__lte=stichtag) | Q(bis__lte=auslauf_bis))

    def fuer_liste(self) -> Self:
        return self.prefetch_related("partner", "sozialraeume", "traeger")


class Vereinbarungsteil(Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "vereinbarung.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(vereinbarung__in=Vereinbarung.objects.bearbeitbar_fuer(bereich))


@protokolliert(
    verdeckt=("titel", "ziele", "leistungen", "zusammenarbeit", "datenschutz", "weiteres"),
    viele=("partner", "sozialraeume", "traeger"),
)
class Vereinbarung(Zeitraum, Datensatz):
    """What institutions agreed on, for which Sozialräume, until when, and when it is looked at again."""

    titel = models.CharField("Titel", max_length=150)
    art = models.CharField("Art", max_length=12, choices=Vereinbarungsart.choices)
    partner = models.ManyToManyField(Netzwerkpartner, verbose_name="Partner", related_name="vereinbarungen")
    traeger = models.ManyToManyField(
        Traeger, verbose_name="Träger der Jugendhilfe", related_name="vereinbarungen", blank=True
    )
    sozialraeume = models.ManyToManyField(Sozialraum, verbose_name="Sozialräume", related_name="vereinbarungen")
    ziele = models.TextField("Ziele", blank=True)
    leistungen = models.TextField("Was jede Seite tut", blank=True)
    zusammenarbeit = models.TextField("Wege der Zusammenarbeit", blank=True)
    datenschutz = models.TextField("Schweigepflicht und Datenschutz", blank=True)
    weiteres = models.TextField("Weiteres", blank=True)
    pruefen_am = models.DateField("Wieder ansehen am", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Vereinbarungsmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Vereinbarung"
        verbose_name_plural = "Vereinbarungen"
        ordering = ["titel"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:vereinbarung_detail", self.uuid)


@protokolliert(verdeckt=("name",), ohne=("datei",))
class Vereinbarungsdatei(Datensatz):
    """The signed paper and its annexes."""

    vereinbarung = models.ForeignKey(Vereinbarung, on_delete=models.CASCADE, related_name="dateien")
    datei = models.FileField(upload_to="vereinbarung/", max_length=200)
    name = models.CharField("Dateiname", max_length=200)
    typ = models.CharField("Art der Datei", max_length=100)
    groesse = models.PositiveIntegerField("Größe in Byte")
    hochgeladen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Vereinbarungsteil.as_manager()

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
