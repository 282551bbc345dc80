"""Closing a year: reasons for a negative balance, decision about the rest, snapshot, Verwendungsnachweis."""

from django.conf import settings
from django.db import models

from finanzen.models.basis import Raumgeld, Traegergeld, betragsfeld, jahresfeld
from finanzen.rules import Nachweisstatus, Restentscheidung
from konten.models import Datensatz, datensatzadresse, protokolliert
from sozialraum.models import Sozialraum, Traeger


@protokolliert(verdeckt=("grund",))
class Minusbegruendung(Datensatz):
    """Why a Träger spent or bound more than it has."""

    sozialraum = models.ForeignKey(Sozialraum, on_delete=models.PROTECT, related_name="minusbegruendungen")
    jahr = jahresfeld()
    traeger = models.ForeignKey(Traeger, on_delete=models.PROTECT, related_name="minusbegruendungen")
    grund = models.TextField("Begründung")
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Traegergeld.as_manager()

    class Meta:
        verbose_name = "Begründung eines Minus"
        verbose_name_plural = "Begründungen eines Minus"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return f"{self.traeger}, {self.sozialraum} {self.jahr}"


@protokolliert(verdeckt=("oeffnungsgrund", "daten"))
class Jahresabschluss(Datensatz):
    """A closed year of a Sozialraum with its figures as they were; reopened it stays as history."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="jahresabschluesse"
    )
    jahr = jahresfeld()
    daten = models.JSONField("Zahlen", editable=False)
    pruefsumme = models.CharField("Prüfsumme", max_length=64, editable=False)
    programmversion = models.CharField("Programmversion", max_length=20, editable=False)
    geschlossen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    geschlossen_am = models.DateTimeField("geschlossen am", editable=False)
    geoeffnet_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    geoeffnet_am = models.DateTimeField("wieder geöffnet am", null=True, editable=False)
    oeffnungsgrund = models.CharField("Grund der Öffnung", max_length=300, blank=True, editable=False)

    objects = Raumgeld.as_manager()

    class Meta:
        verbose_name = "Jahresabschluss"
        verbose_name_plural = "Jahresabschlüsse"
        ordering = ["-jahr", "sozialraum__reihenfolge", "-geschlossen_am"]
        constraints = [
            models.UniqueConstraint(
                fields=["sozialraum", "jahr"],
                condition=models.Q(geoeffnet_am__isnull=True),
                name="ein_jahr_ist_einmal_geschlossen",
            )
        ]

    def __str__(self) -> str:
        return f"Abschluss {self.sozialraum} {self.jahr}"


@protokolliert()
class Traegerabschluss(Datensatz):
    """What happens with a Träger's rest; a decision before the closing, part of it afterwards."""

    sozialraum = models.ForeignKey(Sozialraum, on_delete=models.PROTECT, related_name="traegerabschluesse")
    jahr = jahresfeld()
    traeger = models.ForeignKey(
        Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="traegerabschluesse"
    )
    rest = betragsfeld("Rest in Euro")
    entscheidung = models.CharField("Entscheidung", max_length=12, choices=Restentscheidung.choices)
    entschieden_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Traegergeld.as_manager()

    class Meta:
        verbose_name = "Entscheidung über den Rest"
        verbose_name_plural = "Entscheidungen über den Rest"
        ordering = ["-jahr", "traeger__name"]
        constraints = [
            models.UniqueConstraint(fields=["sozialraum", "jahr", "traeger"], name="eine_restentscheidung_je_jahr")
        ]

    def __str__(self) -> str:
        return f"{self.traeger} {self.jahr}: {self.get_entscheidung_display()}"


class Verwendungsmenge(Traegergeld):
    schreiben = "verwendung.einreichen"


@protokolliert(verdeckt=("ausgangslage", "massnahmen", "wirkung", "ausblick", "rueckgabegrund"))
class Verwendungsnachweis(Datensatz):
    """Text part of the proof of use of a Träger for a Sozialraum and year; the figures come from the bookings."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="verwendungsnachweise"
    )
    jahr = jahresfeld()
    traeger = models.ForeignKey(
        Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="verwendungsnachweise"
    )
    ausgangslage = models.TextField("Ausgangslage", blank=True)
    massnahmen = models.TextField("Was wurde getan?", blank=True)
    wirkung = models.TextField("Was hat es bewirkt?", blank=True)
    ausblick = models.TextField("Ausblick", blank=True)
    zustand = models.CharField(
        "Stand", max_length=16, choices=Nachweisstatus.choices, default=Nachweisstatus.ENTWURF, editable=False
    )
    eingereicht_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    eingereicht_am = models.DateField("eingereicht am", null=True, editable=False)
    entschieden_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_am = models.DateField("entschieden am", null=True, editable=False)
    rueckgabegrund = models.CharField("Grund der Rückgabe", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Verwendungsmenge.as_manager()

    class Meta:
        verbose_name = "Verwendungsnachweis"
        verbose_name_plural = "Verwendungsnachweise"
        ordering = ["-jahr", "sozialraum__reihenfolge", "traeger__name"]
        constraints = [
            models.UniqueConstraint(fields=["sozialraum", "jahr", "traeger"], name="ein_verwendungsnachweis_je_jahr")
        ]

    def __str__(self) -> str:
        return f"Verwendungsnachweis {self.traeger}, {self.sozialraum} {self.jahr}"

    def get_absolute_url(self) -> str:
        return datensatzadresse("finanzen:verwendungsnachweis_detail", self.uuid)
