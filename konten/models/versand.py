"""Mails that are to go out, and what each account wants to be told."""

from typing import Self

from django.conf import settings
from django.db import models

from konten.models.basis import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich, Versandstatus


class Versandmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "versand.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)


@protokolliert(
    verdeckt=("empfaenger", "betreff", "text", "html", "beilage", "fehler"),
    ohne=("versuche", "naechster_am"),
)
class Versandauftrag(Datensatz):
    """A mail, written in the transaction of what it tells about; `anlass` is unique, so no mail goes out twice."""

    anlass = models.CharField("Anlass", max_length=200, unique=True)
    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="mails", null=True, blank=True
    )
    empfaenger = models.EmailField("An")
    betreff = models.CharField("Betreff", max_length=200)
    text = models.TextField("Text")
    html = models.TextField("HTML", blank=True)
    beilage_name = models.CharField("Beilage", max_length=100, blank=True)
    beilage_typ = models.CharField("Art der Beilage", max_length=100, blank=True)
    beilage = models.TextField("Inhalt der Beilage", blank=True)
    zustand = models.CharField(
        "Stand", max_length=14, choices=Versandstatus.choices, default=Versandstatus.OFFEN, db_index=True
    )
    versuche = models.PositiveSmallIntegerField("Versuche", default=0)
    naechster_am = models.DateTimeField("nächster Versuch", null=True, blank=True)
    in_arbeit_seit = models.DateTimeField(null=True, editable=False)
    gesendet_am = models.DateTimeField("gesendet am", null=True, blank=True)
    fehler = models.CharField("Fehler", max_length=500, blank=True)

    objects = Versandmenge.as_manager()

    class Meta:
        verbose_name = "Mail"
        verbose_name_plural = "Mails"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return self.betreff


class Eigenmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(benutzer=bereich.benutzer_id) if bereich.benutzer_id else self.none()

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)


@protokolliert()
class Mailwunsch(models.Model):
    """What an account wants by mail and in its calendar. No row: the defaults."""

    benutzer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailwunsch")
    wochenbrief = models.BooleanField("Wochenüberblick am Montag", default=True)
    tageserinnerung = models.BooleanField("Tägliche Erinnerung an Wiedervorlagen", default=False)
    leitungsbrief = models.BooleanField("Wochenüberblick über die Netzwerkfachkräfte meines Trägers", default=True)
    faellige_im_kalender = models.BooleanField("Fällige Kontakte im Kalender zeigen", default=False)

    objects = Eigenmenge.as_manager()

    class Meta:
        verbose_name = "Benachrichtigung"
        verbose_name_plural = "Benachrichtigungen"
        ordering = ["benutzer"]

    def __str__(self) -> str:
        return f"Benachrichtigungen von {self.benutzer}"


@protokolliert(ohne=("abdruck",))
class Kalenderadresse(models.Model):
    """Secret address of a personal calendar; only the digest of the secret is stored."""

    benutzer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kalenderadresse")
    abdruck = models.CharField(max_length=64, unique=True)
    erstellt_am = models.DateTimeField("erzeugt am", auto_now=True)

    objects = Eigenmenge.as_manager()

    class Meta:
        verbose_name = "Kalenderadresse"
        verbose_name_plural = "Kalenderadressen"
        ordering = ["benutzer"]

    def __str__(self) -> str:
        return f"Kalenderadresse von {self.benutzer}"
