"""One talk and the partners who took part, each in its Sozialraum."""

from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from konten.models import Bereichsmenge, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.rules import Bezug, Ergebnis, Kontaktart, Zweck
from partner.models import Angebot, Funktion, Netzwerkpartner, Sammlung
from sozialraum.models import Sozialraum, Stammdatenmenge


@protokolliert(viele=("angebote", "sammlungen"))
class Thema(models.Model):
    """A topic that contacts are about (K04). Offers stand a floor below and cannot name it: it names them."""

    name = models.CharField("Thema", max_length=80, unique=True)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    ist_aktiv = models.BooleanField("wird angeboten", default=True)
    aufgegangen_in = models.ForeignKey(
        "self",
        verbose_name="aufgegangen in",
        on_delete=models.SET_NULL,
        related_name="aufgenommene",
        null=True,
        blank=True,
        editable=False,
    )
    angebote = models.ManyToManyField(Angebot, related_name="themen", blank=True, editable=False)
    sammlungen = models.ManyToManyField(Sammlung, related_name="themen", blank=True, editable=False)

    objects = Stammdatenmenge.as_manager()

    class Meta:
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        ordering = ["reihenfolge", "name"]

    def __str__(self) -> str:
        return self.name


class Kontaktmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Contacts whose page may be opened: within reach, one's own, and those of persons deputised for.

        Others see date, kind and state on the partner's time line (`auflistbar_fuer`).
        """
        if not bereich.darf("kontakt.auflisten"):
            return self.none()
        eigene = Q(erfasst_von=bereich.benutzer_id) | Q(erfasst_von__in=bereich.vertretene)
        raeume = bereich.sozialraeume("kontakt.sehen")
        return self.all() if raeume is None else self.filter(eigene | self._beruehrt(raeume))

    def auflistbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Contacts that may be counted and named with date, kind and state."""
        return self.mit_recht(bereich, "kontakt.auflisten")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Contacts of the own Sozialräume; that of a meeting follows its attendance and is changed there."""
        if not bereich.darf("kontakt.bearbeiten"):
            return self.none()
        raeume = bereich.sozialraeume("kontakt.bearbeiten")
        eigene = self.filter(sitzung__isnull=True)
        return eigene if raeume is None else eigene.filter(self._beruehrt(raeume))

    def loeschbar_fuer(self, bereich: Geltungsbereich, frist_tage: int) -> Self:
        """One's own entries, entered within the last days; afterwards they are history."""
        seit = bereich.stichtag - timedelta(days=frist_tage)
        eigene = self.filter(erfasst_von=bereich.benutzer_id, erstellt_am__date__gte=seit, sitzung__isnull=True)
        return eigene if bereich.darf("kontakt.bearbeiten") else self.none()

    def mit_text_fuer(self, bereich: Geltungsbereich) -> Self:
        """Contacts whose text may be read: case-related ones by author, deputy and the Netzwerkfachkräfte there."""
        offen = ~Q(bezug__in=[Bezug.FALLBEZOGEN, Bezug.BEIDES])
        eigene = Q(erfasst_von=bereich.benutzer_id) | Q(erfasst_von__in=bereich.vertretene)
        raeume = bereich.sozialraeume("kontakt.falltext") or frozenset()
        return self.sichtbar_fuer(bereich).filter(offen | eigene | self._beruehrt(raeume))

    def fuer_liste(self) -> Self:
        return self.select_related("erfasst_von").prefetch_related(
            "beteiligungen__partner", "beteiligungen__sozialraum"
        )

    @staticmethod
    def _beruehrt(raeume: frozenset[int]) -> Exists:
        return Exists(Kontaktbeteiligung.objects.filter(kontakt=OuterRef("pk"), sozialraum__in=raeume))


class Kontaktblick(NamedTuple):
    """`sichtbar_fuer` and `mit_text_fuer` for contacts whose columns were read already; a test compares the two.

    `raeume` are the Sozialräume of all partners who took part in the contact.
    """

    darf_auflisten: bool
    eigene: frozenset[int | None]
    sicht: frozenset[int] | None
    falltext: frozenset[int]

    @classmethod
    def fuer(cls, bereich: Geltungsbereich) -> Self:
        return cls(
            bereich.darf("kontakt.auflisten"),
            bereich.vertretene | {bereich.benutzer_id},
            bereich.sozialraeume("kontakt.sehen"),
            bereich.sozialraeume("kontakt.falltext") or frozenset(),
        )

    def ist_sichtbar(self, erfasst_von: int | None, raeume: Collection[int]) -> bool:
        if not self.darf_auflisten:
            return False
        return self.sicht is None or self._ist_eigener(erfasst_von) or not self.sicht.isdisjoint(raeume)

    def ist_mit_text(self, erfasst_von: int | None, bezug: str, raeume: Collection[int]) -> bool:
        if not self.ist_sichtbar(erfasst_von, raeume):
            return False
        offen = bezug not in (Bezug.FALLBEZOGEN, Bezug.BEIDES)
        return offen or self._ist_eigener(erfasst_von) or not self.falltext.isdisjoint(raeume)

    def _ist_eigener(self, erfasst_von: int | None) -> bool:
        return erfasst_von is not None and erfasst_von in self.eigene


@protokolliert(verdeckt=("inhalt", "vereinbarung"), viele=("themen", "personen"))
class Kontakt(Datensatz):
    """One talk (K02, K03, K09). The form mints the uuid: the same form sent twice is one contact."""

    art = models.CharField("Wie?", max_length=16, choices=Kontaktart.choices)
    am = models.DateField("Wann?", db_index=True)
    bezug = models.CharField("Bezug", max_length=14, choices=Bezug.choices)
    zweck = models.CharField("Zweck", max_length=14, choices=Zweck.choices, blank=True)
    inhalt = models.TextField("Ergebnis", blank=True)
    vereinbarung = models.TextField("Vereinbart wurde", blank=True)
    dauer_minuten = models.PositiveSmallIntegerField("Dauer in Minuten", null=True, blank=True)
    themen = models.ManyToManyField(Thema, verbose_name="Themen", related_name="kontakte", blank=True)
    personen = models.ManyToManyField(Funktion, verbose_name="Personen", related_name="kontakte", blank=True)
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="erfasst von",
        on_delete=models.SET_NULL,
        related_name="kontakte",
        null=True,
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Kontaktmenge.as_manager()

    class Meta:
        verbose_name = "Kontakt"
        verbose_name_plural = "Kontakte"
        ordering = ["-am", "-id"]
        indexes = [models.Index(fields=["-am", "-id"], name="kontakt_neueste_zuerst")]

    def __str__(self) -> str:
        return f"{self.get_art_display()} am {self.am:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:kontakt_detail", self.uuid)

    @property
    def ist_fallbezogen(self) -> bool:
        return self.bezug in (Bezug.FALLBEZOGEN, Bezug.BEIDES)


class Beteiligungsmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(kontakt__in=Kontakt.objects.sichtbar_fuer(bereich))

    def auflistbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "kontakt.auflisten")


@protokolliert(ohne=("zaehlt",))
class Kontaktbeteiligung(models.Model):
    """A partner took part in a contact, for one Sozialraum, reached or not.

    `am` and `zaehlt` are copies that only `netzwerk.services` writes and `manage.py pruefen` compares with the truth:
    they turn "last contact of every partner" into index reads, also on a past day.
    """

    kontakt = models.ForeignKey(Kontakt, on_delete=models.CASCADE, related_name="beteiligungen")
    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.PROTECT, related_name="beteiligungen")
    sozialraum = models.ForeignKey(Sozialraum, on_delete=models.PROTECT, related_name="beteiligungen")
    am = models.DateField(editable=False)
    ergebnis = models.CharField("Erreicht?", max_length=16, choices=Ergebnis.choices, default=Ergebnis.ERREICHT)
    zaehlt = models.BooleanField(default=False, editable=False)

    objects = Beteiligungsmenge.as_manager()

    class Meta:
        verbose_name = "Beteiligung am Kontakt"
        verbose_name_plural = "Beteiligungen an Kontakten"
        ordering = ["kontakt", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kontakt", "partner", "sozialraum"], name="partner_je_kontakt_und_sozialraum_einmal"
            )
        ]
        indexes = [
            models.Index(
                fields=["partner", "sozialraum", "-am"], condition=Q(zaehlt=True), name="letzter_zaehlender_kontakt"
            ),
            models.Index(fields=["partner", "-am"], name="zeitstrahl_des_partners"),
            models.Index(fields=["sozialraum", "-am"], name="kontakte_im_sozialraum"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} ({self.sozialraum})"
