"""What people in a Sozialraum need: reports, their sources and what became of them (K08)."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models

from konten.models import Bereichsmenge, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich, normalisiere, suchworte
from netzwerk.models.kontakt import Kontakt, Thema
from netzwerk.rules.bedarf import Altersgruppe, Bedarfsstatus, Schwere
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum


class Bedarfsmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if not bereich.darf("bedarf.sehen"):
            return self.none()
        return self.in_sozialraeumen(bereich, "bedarf.sehen", "sozialraum")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if not bereich.darf("bedarf.bearbeiten"):
            return self.none()
        return self.in_sozialraeumen(bereich, "bedarf.bearbeiten", "sozialraum")

    def fuer_liste(self) -> Self:
        return self.select_related("sozialraum", "thema").prefetch_related("quellen")

    def suche(self, text: str) -> Self:
        """Every word in title or text, umlauts and case folded."""
        menge = self
        for wort in suchworte(text):
            menge = menge.filter(such_norm__contains=wort)
        return menge

    def bulk_create(self, objs: Iterable["Bedarfsmeldung"], *args, **kwargs) -> list["Bedarfsmeldung"]:
        objs = list(objs)
        for meldung in objs:
            meldung.setze_suchtext()
        return super().bulk_create(objs, *args, **kwargs)


@protokolliert(verdeckt=("titel", "text"), ohne=("such_norm",), viele=("quellen",))
class Bedarfsmeldung(Datensatz):
    """A need that shows up in a Sozialraum; text without persons."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="bedarfsmeldungen"
    )
    thema = models.ForeignKey(Thema, verbose_name="Thema", on_delete=models.PROTECT, related_name="bedarfsmeldungen")
    altersgruppe = models.CharField("Altersgruppe", max_length=8, choices=Altersgruppe.choices)
    schwere = models.CharField("Gewicht", max_length=12, choices=Schwere.choices, default=Schwere.HINWEIS)
    titel = models.CharField("Kurz gesagt", max_length=150)
    text = models.TextField("Beschreibung", help_text="Keine Angaben über einzelne Kinder, Jugendliche und Familien.")
    am = models.DateField("gemeldet am")
    quellen = models.ManyToManyField(
        Netzwerkpartner,
        verbose_name="Von wem kommt der Hinweis?",
        related_name="bedarfsmeldungen",
        blank=True,
    )
    kontakt = models.ForeignKey(
        Kontakt,
        verbose_name="aus dem Kontakt",
        on_delete=models.SET_NULL,
        related_name="bedarfsmeldungen",
        null=True,
        blank=True,
    )
    gemeldet_von = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gemeldet von",
        on_delete=models.SET_NULL,
        related_name="bedarfsmeldungen",
        null=True,
        editable=False,
    )
    zustand = models.CharField(
        "Stand", max_length=16, choices=Bedarfsstatus.choices, default=Bedarfsstatus.NEU, editable=False
    )
    such_norm = models.TextField(default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Bedarfsmenge.as_manager()

    class Meta:
        verbose_name = "Bedarfsmeldung"
        verbose_name_plural = "Bedarfsmeldungen"
        ordering = ["-am", "-id"]
        indexes = [models.Index(fields=["sozialraum", "am"], name="bedarf_je_sozialraum")]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:bedarfsmeldung_detail", self.uuid)

    def setze_suchtext(self) -> None:
        self.such_norm = normalisiere(f"{self.titel} {self.text}")

    def save(self, *args, **kwargs) -> None:
        self.setze_suchtext()
        super().save(*args, **kwargs)


class Bedarfsschrittmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(meldung__in=Bedarfsmeldung.objects.sichtbar_fuer(bereich))


@protokolliert(verdeckt=("grund",))
class Bedarfsschritt(Datensatz):
    """A change of state of a Bedarfsmeldung with its reason."""

    meldung = models.ForeignKey(Bedarfsmeldung, on_delete=models.CASCADE, related_name="schritte")
    zustand = models.CharField("Stand", max_length=16, choices=Bedarfsstatus.choices)
    am = models.DateField("am")
    grund = models.CharField("Begründung", max_length=500, blank=True)
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Bedarfsschrittmenge.as_manager()

    class Meta:
        verbose_name = "Schritt"
        verbose_name_plural = "Schritte"
        ordering = ["am", "id"]

    def __str__(self) -> str:
        return f"{self.get_zustand_display()} am {self.am:%d.%m.%Y}"
