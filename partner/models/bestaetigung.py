"""Asking providers whether their offers are still true, and what they propose (K20)."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from konten.models import Bereichsmenge, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from partner.models.angebot import Angebot
from partner.models.netzwerkpartner import Netzwerkpartner
from partner.rules.bestaetigung import Antwort, Entscheidung, Kampagnenstatus, Vorschlagsart


class Kampagnenmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.pruefen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """One's own ones; the Leitstelle leads all."""
        if not bereich.darf("angebot.pruefen"):
            return self.none()
        alle = bereich.sozialraeume("angebot.pruefen") is None
        return self.all() if alle else self.filter(erstellt_von=bereich.benutzer_id)


@protokolliert(verdeckt=("titel", "anschreiben"), viele=("angebote",))
class Kampagne(Datensatz):
    """A round of asking: which offers, with what words, until when, and when to remind."""

    titel = models.CharField("Name der Abfrage", max_length=120)
    anschreiben = models.TextField("Anschreiben")
    frist_tage = models.PositiveSmallIntegerField(
        "Der Link gilt so viele Tage", default=42, validators=[MinValueValidator(7), MaxValueValidator(120)]
    )
    erinnern_nach_tagen = models.PositiveSmallIntegerField(
        "Erinnern nach so vielen Tagen",
        default=14,
        null=True,
        blank=True,
        validators=[MinValueValidator(3), MaxValueValidator(90)],
    )
    angebote = models.ManyToManyField(Angebot, verbose_name="Angebote", related_name="kampagnen")
    zustand = models.CharField(
        "Stand", max_length=10, choices=Kampagnenstatus.choices, default=Kampagnenstatus.ENTWURF, editable=False
    )
    gestartet_am = models.DateTimeField("gestartet am", null=True, editable=False)
    beendet_am = models.DateTimeField("beendet am", null=True, editable=False)
    erstellt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Kampagnenmenge.as_manager()

    class Meta:
        verbose_name = "Abfrage"
        verbose_name_plural = "Abfragen"
        ordering = ["-erstellt_am", "-id"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:kampagne_detail", self.uuid)


class Anfragemenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.pruefen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        eigene = Anfrageposition.objects.filter(
            anfrage=OuterRef("pk"), angebot__in=Angebot.objects.bearbeitbar_fuer(bereich)
        )
        return self.mit_recht(bereich, "angebot.pruefen").filter(Exists(eigene))

    def offen(self) -> Self:
        return self.filter(beantwortet_am__isnull=True, zurueckgezogen_am__isnull=True)


@protokolliert(verdeckt=("empfaenger",))
class Bestaetigungsanfrage(Datensatz):
    """One mail to one provider about all its offers in question; the secret link is a `Linkschluessel` to its uuid."""

    kampagne = models.ForeignKey(
        Kampagne, on_delete=models.CASCADE, related_name="anfragen", null=True, blank=True, editable=False
    )
    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.PROTECT, related_name="bestaetigungsanfragen")
    empfaenger = models.EmailField("An", blank=True)
    gilt_bis = models.DateTimeField("Link gilt bis")
    versandt_am = models.DateTimeField("gesendet am", null=True, blank=True)
    erinnert_am = models.DateTimeField("erinnert am", null=True, blank=True)
    beantwortet_am = models.DateTimeField("beantwortet am", null=True, blank=True)
    zurueckgezogen_am = models.DateTimeField("zurückgezogen am", null=True, blank=True)
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Anfragemenge.as_manager()

    class Meta:
        verbose_name = "Bitte um Bestätigung"
        verbose_name_plural = "Bitten um Bestätigung"
        ordering = ["partner__name_norm", "id"]

    def __str__(self) -> str:
        return f"Bitte um Bestätigung an {self.partner}"


class Anfrageteil(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.pruefen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(angebot__in=Angebot.objects.bearbeitbar_fuer(bereich))


@protokolliert()
class Anfrageposition(models.Model):
    """One offer in a mail to its provider, and the answer; each is answered once."""

    anfrage = models.ForeignKey(Bestaetigungsanfrage, on_delete=models.CASCADE, related_name="positionen")
    angebot = models.ForeignKey(Angebot, on_delete=models.CASCADE, related_name="anfragepositionen")
    antwort = models.CharField("Antwort", max_length=10, choices=Antwort.choices, blank=True)
    beantwortet_am = models.DateTimeField("beantwortet am", null=True, blank=True)

    objects = Anfrageteil.as_manager()

    class Meta:
        verbose_name = "angefragtes Angebot"
        verbose_name_plural = "angefragte Angebote"
        ordering = ["angebot__titel", "id"]
        constraints = [models.UniqueConstraint(fields=["anfrage", "angebot"], name="angebot_steht_je_anfrage_einmal")]

    def __str__(self) -> str:
        return f"{self.angebot}: {self.get_antwort_display() or 'offen'}"


class Vorschlagsmenge(Anfrageteil):
    def offen(self) -> Self:
        return self.filter(erledigt_am__isnull=True)


@protokolliert(verdeckt=("bemerkung", "von_name"))
class Aenderungsvorschlag(Datensatz):
    """What a provider wants changed, that the offer is gone, or what a reader of the public directory found wrong.

    Waits for somebody of the network (K11, K20).
    """

    angebot = models.ForeignKey(Angebot, on_delete=models.CASCADE, related_name="vorschlaege")
    position = models.ForeignKey(
        Anfrageposition, on_delete=models.SET_NULL, related_name="vorschlaege", null=True, blank=True
    )
    antwort = models.CharField("Antwort", max_length=10, choices=Vorschlagsart.choices, default=Vorschlagsart.AENDERUNG)
    von_name = models.CharField("Wer schreibt?", max_length=120, blank=True)
    bemerkung = models.TextField("Bemerkung", blank=True)
    eingegangen_am = models.DateTimeField("eingegangen am")
    erledigt_am = models.DateTimeField("erledigt am", null=True, blank=True)
    erledigt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = Vorschlagsmenge.as_manager()

    class Meta:
        verbose_name = "Vorschlag eines Anbieters"
        verbose_name_plural = "Vorschläge von Anbietern"
        ordering = ["eingegangen_am", "id"]
        indexes = [models.Index(fields=["angebot"], condition=Q(erledigt_am__isnull=True), name="offene_vorschlaege")]

    def __str__(self) -> str:
        return f"{self.get_antwort_display()}: {self.angebot}"

    @property
    def ist_meldung(self) -> bool:
        return self.antwort == Vorschlagsart.MELDUNG

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:vorschlag_detail", self.uuid)


class Vorschlagsteil(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.pruefen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(vorschlag__in=Aenderungsvorschlag.objects.bearbeitbar_fuer(bereich))


@protokolliert(verdeckt=("alt", "neu"))
class Vorschlagsfeld(models.Model):
    """One field that the provider wants changed: as it was when proposed, as it should be, and what was decided."""

    vorschlag = models.ForeignKey(Aenderungsvorschlag, on_delete=models.CASCADE, related_name="felder")
    feld = models.CharField("Feld", max_length=40)
    alt = models.TextField("bisher", blank=True)
    neu = models.TextField("vorgeschlagen", blank=True)
    entscheidung = models.CharField("Entscheidung", max_length=12, choices=Entscheidung.choices, blank=True)

    objects = Vorschlagsteil.as_manager()

    class Meta:
        verbose_name = "vorgeschlagenes Feld"
        verbose_name_plural = "vorgeschlagene Felder"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["vorschlag", "feld"], name="feld_steht_je_vorschlag_einmal")]

    def __str__(self) -> str:
        return self.feld
