"""Mitteilungen inwards and outwards, to whom each went, and who subscribed from outside (K07, K21)."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from konten.models import Bereichsmenge, Datensatz, Versandauftrag, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich, Rolle, normalisiere, suchworte
from netzwerk.models.kontakt import Thema
from netzwerk.rules.mitteilung import (
    HINAUSGEGANGEN,
    Auslassung,
    Empfaengerart,
    Empfaengerstatus,
    Mitteilungsart,
    Mitteilungsstatus,
    Richtung,
)
from partner.models import Funktion, Netzwerkpartner, Partnerkategorie
from sozialraum.models import Sozialraum

SEHEN, SCHREIBEN = "mitteilung.sehen", "mitteilung.schreiben"
#: role -> field that says whether a Mitteilung inwards is meant for it
KREISE = {
    Rolle.TEAM: "an_team",
    Rolle.NETZWERK: "an_netzwerk",
    Rolle.LEITUNG: "an_leitung",
    Rolle.LEITSTELLE: "an_leitstelle",
    Rolle.JUGENDAMT: "an_jugendamt",
}
#: roles that work for the whole Landkreis
LANDKREISWEIT = (Rolle.LEITSTELLE, Rolle.JUGENDAMT)


class Mitteilungsmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """One's own; what went to partners; what went inwards to one's circle. Who keeps all sees all."""
        if not bereich.darf(SEHEN):
            return self.none()
        if bereich.darf(SCHREIBEN) and bereich.sozialraeume(SCHREIBEN) is None:
            return self.all()
        hinaus = Q(zustand__in=HINAUSGEGANGEN)
        nach_aussen = hinaus & Q(richtung=Richtung.AUSSEN)
        nach_innen = hinaus & Q(richtung=Richtung.INNEN) & (_gemeint(bereich) | _empfangen(bereich))
        return self.filter(_eigene(bereich) | nach_aussen | nach_innen)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """One's own and those of persons deputised for, as long as all their Sozialräume are within reach."""
        if not bereich.darf(SCHREIBEN):
            return self.none()
        raeume = bereich.sozialraeume(SCHREIBEN)
        if raeume is None:
            return self.all()
        orte = Mitteilung.sozialraeume.through.objects.filter(mitteilung=OuterRef("pk"))
        return self.filter(_eigene(bereich), Exists(orte), ~Exists(orte.exclude(sozialraum__in=raeume)))

    def hinausgegangen(self) -> Self:
        return self.filter(zustand__in=HINAUSGEGANGEN)

    def fuer_liste(self) -> Self:
        return self.select_related("erfasst_von").prefetch_related("sozialraeume", "themen")

    def suche(self, text: str) -> Self:
        """Every word in title or text, umlauts and case folded."""
        menge = self
        for wort in suchworte(text):
            menge = menge.filter(such_norm__contains=wort)
        return menge

    def bulk_create(self, objs: Iterable["Mitteilung"], *args, **kwargs) -> list["Mitteilung"]:
        objs = list(objs)
        for mitteilung in objs:
            mitteilung.setze_suchtext()
        return super().bulk_create(objs, *args, **kwargs)


def _eigene(bereich: Geltungsbereich) -> Q:
    return Q(erfasst_von=bereich.benutzer_id) | Q(erfasst_von__in=bereich.vertretene)


def _empfangen(bereich: Geltungsbereich) -> Exists:
    return Exists(Mitteilungsempfaenger.objects.filter(mitteilung=OuterRef("pk"), benutzer=bereich.benutzer_id))


def _gemeint(bereich: Geltungsbereich) -> Q:
    """Of one's circle and Sozialräume; one without Sozialraum is meant for the whole Landkreis."""
    orte = Mitteilung.sozialraeume.through.objects.filter(mitteilung=OuterRef("pk"))
    treffer = Q(pk__in=[])
    for rolle, feld in KREISE.items():
        if (raum := bereich.raeume.get(rolle)) is None:
            continue
        ort = Q() if rolle in LANDKREISWEIT else Exists(orte.filter(sozialraum__in=raum.sozialraeume)) | ~Exists(orte)
        treffer |= Q(**{feld: True}) & ort
    return treffer


@protokolliert(verdeckt=("titel", "text"), ohne=("such_norm",), viele=("sozialraeume", "themen", "kategorien"))
class Mitteilung(Datensatz):
    """A text with files for a circle of recipients; once sent it is never changed."""

    art = models.CharField(
        "Art", max_length=14, choices=Mitteilungsart.choices, default=Mitteilungsart.MITTEILUNG, editable=False
    )
    richtung = models.CharField("Richtung", max_length=8, choices=Richtung.choices)
    titel = models.CharField("Betreff", max_length=150)
    text = models.TextField("Text", help_text="Absätze und Internetadressen; keine Angaben über Kinder und Familien.")
    sozialraeume = models.ManyToManyField(
        Sozialraum, verbose_name="Sozialräume", related_name="mitteilungen", blank=True
    )
    themen = models.ManyToManyField(Thema, verbose_name="Themen", related_name="mitteilungen", blank=True)
    kategorien = models.ManyToManyField(
        Partnerkategorie, verbose_name="Partner dieser Kategorien", related_name="mitteilungen", blank=True
    )
    an_team = models.BooleanField("Sozialraumteam", default=False)
    an_netzwerk = models.BooleanField("Netzwerkfachkräfte", default=False)
    an_leitung = models.BooleanField("Leitungen der Träger", default=False)
    an_leitstelle = models.BooleanField("Leitstelle Familie", default=False)
    an_jugendamt = models.BooleanField("Jugendamt", default=False)
    an_abonnenten = models.BooleanField("Menschen, die Mitteilungen abonniert haben", default=False)
    an_schluesselpersonen = models.BooleanField(
        "Lieber an die Schlüsselperson",
        default=False,
        help_text="Hat ein Partner eine Schlüsselperson mit dienstlicher Mailadresse, geht die Mail an sie.",
    )
    per_mail = models.BooleanField(
        "Sofort auch per Mail",
        default=True,
        help_text="Sonst steht die Mitteilung in der Anwendung und im Wochenüberblick.",
    )
    berichtigt = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="berichtigungen", null=True, blank=True, editable=False
    )
    zustand = models.CharField(
        "Stand",
        max_length=12,
        choices=Mitteilungsstatus.choices,
        default=Mitteilungsstatus.ENTWURF,
        editable=False,
        db_index=True,
    )
    geplant_am = models.DateTimeField("geplant für", null=True, blank=True, editable=False)
    gesendet_am = models.DateTimeField("gesendet am", null=True, blank=True, editable=False)
    fertig_am = models.DateTimeField("fertig am", null=True, blank=True, editable=False)
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="von",
        on_delete=models.SET_NULL,
        related_name="mitteilungen",
        null=True,
        editable=False,
    )
    such_norm = models.TextField(default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Mitteilungsmenge.as_manager()

    class Meta:
        verbose_name = "Mitteilung"
        verbose_name_plural = "Mitteilungen"
        ordering = ["-gesendet_am", "-id"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:mitteilung_detail", self.uuid)

    def setze_suchtext(self) -> None:
        self.such_norm = normalisiere(f"{self.titel} {self.text}")

    def save(self, *args, **kwargs) -> None:
        self.setze_suchtext()
        super().save(*args, **kwargs)

    @property
    def ist_nach_aussen(self) -> bool:
        return self.richtung == Richtung.AUSSEN

    @property
    def kreise(self) -> list[str]:
        """The circles inwards by name."""
        return [str(self._meta.get_field(feld).verbose_name) for feld in KREISE.values() if getattr(self, feld)]


class Mitteilungsteil(Bereichsmenge):
    """Rows that follow their Mitteilung."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(mitteilung__in=Mitteilung.objects.sichtbar_fuer(bereich))

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(mitteilung__in=Mitteilung.objects.bearbeitbar_fuer(bereich))


@protokolliert()
class Mitteilungspartner(Datensatz):
    """A partner chosen by name, and at which of its addresses: an Ansprechperson, otherwise that of the partner."""

    mitteilung = models.ForeignKey(Mitteilung, on_delete=models.CASCADE, related_name="einzelne")
    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="mitteilungsziele")
    funktion = models.ForeignKey(
        Funktion, on_delete=models.SET_NULL, related_name="mitteilungsziele", null=True, blank=True
    )

    objects = Mitteilungsteil.as_manager()

    class Meta:
        verbose_name = "ausgewählter Partner"
        verbose_name_plural = "ausgewählte Partner"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mitteilung", "partner"], name="partner_je_mitteilung_einmal")]

    def __str__(self) -> str:
        return str(self.partner)


@protokolliert(verdeckt=("name",), ohne=("datei",))
class Mitteilungsanhang(Datensatz):
    """A file that goes with a Mitteilung; mails name its address, it is never sent along."""

    mitteilung = models.ForeignKey(Mitteilung, on_delete=models.CASCADE, related_name="anhaenge")
    datei = models.FileField(upload_to="mitteilungen/", max_length=200)
    name = models.CharField("Dateiname", max_length=200)
    typ = models.CharField("Art der Datei", max_length=100)
    groesse = models.PositiveIntegerField("Größe in Byte")

    objects = Mitteilungsteil.as_manager()

    class Meta:
        verbose_name = "Anhang einer Mitteilung"
        verbose_name_plural = "Anhänge von Mitteilungen"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Mitteilungsempfaenger(Datensatz):
    """One recipient, as confirmed in the preview: the delivery log, and for colleagues whether it was read."""

    mitteilung = models.ForeignKey(Mitteilung, on_delete=models.CASCADE, related_name="empfaenger")
    art = models.CharField("Art", max_length=10, choices=Empfaengerart.choices)
    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mitteilungseingang", null=True
    )
    partner = models.ForeignKey(
        Netzwerkpartner, on_delete=models.SET_NULL, related_name="mitteilungseingang", null=True
    )
    funktion = models.ForeignKey(Funktion, on_delete=models.SET_NULL, related_name="mitteilungseingang", null=True)
    name = models.CharField("Name", max_length=250, blank=True)
    adresse = models.CharField("Mailadresse", max_length=254, blank=True)
    abdruck = models.CharField(max_length=64, blank=True, editable=False)
    zustand = models.CharField(
        "Stand", max_length=12, choices=Empfaengerstatus.choices, default=Empfaengerstatus.WARTET
    )
    grund = models.CharField("Grund", max_length=14, choices=Auslassung.choices, blank=True)
    versuch = models.PositiveSmallIntegerField("Versuch", default=1)
    auftrag = models.ForeignKey(
        Versandauftrag, on_delete=models.SET_NULL, related_name="mitteilungsempfaenger", null=True
    )
    eingestellt_am = models.DateTimeField("eingestellt am", null=True)
    gelesen_am = models.DateTimeField("gelesen am", null=True)

    objects = Mitteilungsteil.as_manager()

    class Meta:
        verbose_name = "Empfängerin oder Empfänger"
        verbose_name_plural = "Empfängerinnen und Empfänger"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["mitteilung", "zustand"], name="empfaenger_je_stand"),
            models.Index(fields=["benutzer", "gelesen_am"], name="empfaenger_ungelesen"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mitteilung", "abdruck"],
                condition=~Q(abdruck="") & ~Q(zustand=Empfaengerstatus.AUSGELASSEN),
                name="adresse_je_mitteilung_eine_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Abonnementmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "abonnement.pflegen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)

    def bestaetigt(self) -> Self:
        return self.filter(bestaetigt_am__isnull=False)


@protokolliert(verdeckt=("adresse",), viele=("sozialraeume", "themen"))
class Abonnement(Datensatz):
    """A mail address that asked for Mitteilungen; nothing else is known of her, and without confirmation not for long.

    A second request is a row of its own until it is confirmed: then it replaces the first.
    """

    adresse = models.EmailField("E-Mail")
    sozialraeume = models.ManyToManyField(
        Sozialraum, verbose_name="Sozialräume", related_name="abonnements", blank=True
    )
    themen = models.ManyToManyField(Thema, verbose_name="Themen", related_name="abonnements", blank=True)
    bestaetigt_am = models.DateTimeField("bestätigt am", null=True, blank=True, editable=False)

    objects = Abonnementmenge.as_manager()

    class Meta:
        verbose_name = "Abonnement"
        verbose_name_plural = "Abonnements"
        ordering = ["adresse", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["adresse"], condition=Q(bestaetigt_am__isnull=False), name="adresse_abonniert_einmal"
            )
        ]

    def __str__(self) -> str:
        return self.adresse


@protokolliert()
class Mitteilungsabmeldung(models.Model):
    """An address that wants no Mitteilungen; only a digest is kept, enough to know it again."""

    abdruck = models.CharField(max_length=64, unique=True, editable=False)
    am = models.DateField("abgemeldet am")

    objects = Abonnementmenge.as_manager()

    class Meta:
        verbose_name = "Abmeldung von Mitteilungen"
        verbose_name_plural = "Abmeldungen von Mitteilungen"
        ordering = ["-am", "id"]

    def __str__(self) -> str:
        return f"abgemeldet am {self.am:%d.%m.%Y}"
