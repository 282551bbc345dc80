"""The Netzwerkpartner and everything about it that changes with time."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from konten.models import Bereichsmenge, Datensatz, Zeitraum, Zeitraummenge, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich, normalisiere, suchworte
from partner.models.kategorie import Partnerkategorie
from partner.rules import Partnerstatus, Sitz
from partner.rules.oeffnung import wochentext
from partner.rules.zielgruppen import namen
from sozialraum.models import Gemeinde, Sozialraum


class Partnermenge(Bereichsmenge):
    def eigenstaendig(self) -> Self:
        """Without entries that went into another one; their addresses lead there."""
        return self.filter(aufgegangen_in__isnull=True)

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "partner.sehen").eigenstaendig()

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Own partners: those that serve an own Sozialraum today or will; county-wide roles change every one."""
        if not bereich.darf("partner.bearbeiten"):
            return self.none()
        raeume = bereich.sozialraeume("partner.bearbeiten")
        if raeume is None:
            return self.eigenstaendig()
        kommende = Wirkungsbereich.objects.ueberschneidend(bereich.stichtag, None)
        return self.filter(Exists(kommende.filter(partner=OuterRef("pk"), sozialraum__in=raeume)))

    def waehlbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Partners that may be named in a contact: active ones that serve a Sozialraum within reach."""
        if not bereich.darf("kontakt.anlegen"):
            return self.none()
        raeume = bereich.sozialraeume("kontakt.anlegen")
        menge = self.all() if raeume is None else self.im_sozialraum(raeume, bereich.stichtag)
        return menge.im_zustand(bereich.stichtag, Partnerstatus.AKTIV)

    def im_sozialraum(self, sozialraeume: frozenset[int], stichtag: date) -> Self:
        """Partners that serve one of these Sozialräume on that day; no row twice."""
        wirkung = Wirkungsbereich.objects.aktiv(stichtag).filter(partner=OuterRef("pk"), sozialraum__in=sozialraeume)
        return self.filter(Exists(wirkung))

    def im_zustand(self, stichtag: date, *zustaende: str) -> Self:
        zeilen = Partnerzustand.objects.aktiv(stichtag).filter(partner=OuterRef("pk"), zustand__in=zustaende)
        return self.filter(Exists(zeilen))

    def in_kategorie(self, kategorie: Partnerkategorie, stichtag: date) -> Self:
        zeilen = Kategoriezuordnung.objects.aktiv(stichtag).filter(partner=OuterRef("pk"), kategorie=kategorie)
        return self.filter(Exists(zeilen))

    def ohne_zustaendigkeit(self, stichtag: date) -> Self:
        """Active partners that serve no Sozialraum: the list "Zuständigkeit offen"."""
        wirkung = Wirkungsbereich.objects.filter(partner=OuterRef("pk")).ueberschneidend(stichtag, None)
        return self.filter(~Exists(wirkung)).im_zustand(stichtag, Partnerstatus.AKTIV)

    def suche(self, text: str) -> Self:
        """Every word must occur in name, address or Träger; umlauts and case do not matter."""
        menge = self
        for wort in suchworte(text):
            menge = menge.filter(such_norm__contains=wort)
        return menge


@protokolliert(
    # A partner may be a natural person: a midwife, a volunteer.
    verdeckt=(
        *("name", "kurzname", "strasse", "telefon", "email", "web", "zustaendigkeiten", "aufgaben", "notiz"),
        *("zielgruppen_frei", "oeffnungszeiten", "oeffnungshinweis"),
    ),
    ohne=("name_norm", "such_norm"),
)
class Netzwerkpartner(Datensatz):
    """An institution, service, club or person that the network works with (K01)."""

    name = models.CharField("Name", max_length=200)
    kurzname = models.CharField("Kurzname", max_length=60, blank=True)
    traeger_name = models.CharField("Träger der Einrichtung", max_length=200, blank=True)
    strasse = models.CharField("Straße und Hausnummer", max_length=150, blank=True)
    plz = models.CharField(
        "Postleitzahl",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", "Bitte fünf Ziffern eingeben.")],
    )
    ort = models.CharField("Ort", max_length=100, blank=True)
    gemeinde = models.ForeignKey(
        Gemeinde,
        verbose_name="Gemeinde",
        on_delete=models.PROTECT,
        related_name="partner",
        null=True,
        blank=True,
        help_text="Nur für Partner mit Sitz im Landkreis.",
    )
    sitz = models.CharField("Sitz", max_length=12, choices=Sitz.choices, default=Sitz.LANDKREIS)
    breite = models.DecimalField("Geografische Breite", max_digits=9, decimal_places=6, null=True, blank=True)
    laenge = models.DecimalField("Geografische Länge", max_digits=9, decimal_places=6, null=True, blank=True)
    telefon = models.CharField("Telefon", max_length=60, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    web = models.URLField("Internetseite", blank=True)
    zustaendigkeiten = models.TextField(
        "Zuständigkeit", blank=True, help_text="Wofür und für wen ist der Partner zuständig?"
    )
    aufgaben = models.TextField("Aufgaben", blank=True, help_text="Was tut der Partner, was bietet er?")
    zielgruppen = models.CharField("Zielgruppen", max_length=150, blank=True)
    zielgruppen_frei = models.CharField("Weitere Zielgruppen", max_length=190, blank=True)
    #: weekday -> spans, see `partner.rules.oeffnung`; a missing day is unknown
    oeffnungszeiten = models.JSONField("Öffnungszeiten", default=dict, blank=True)
    oeffnungshinweis = models.CharField("Hinweis zu den Öffnungszeiten", max_length=190, blank=True)
    notiz = models.TextField("Notiz zur Einrichtung", blank=True, help_text="Keine Angaben über Kinder und Familien.")
    aufgegangen_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="aufgenommene", null=True, blank=True, editable=False
    )
    name_norm = models.CharField(max_length=250, editable=False, db_index=True)
    such_norm = models.CharField(max_length=900, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Partnermenge.as_manager()

    class Meta:
        verbose_name = "Netzwerkpartner"
        verbose_name_plural = "Netzwerkpartner"
        ordering = ["name_norm"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.fuelle_suche()
        super().save(*args, **kwargs)

    def fuelle_suche(self) -> None:
        """Search columns; bulk writers call this themselves before `bulk_create`."""
        self.name_norm = normalisiere(self.name)[:250]
        self.such_norm = normalisiere(
            " ".join([self.name, self.kurzname, self.ort, self.plz, self.strasse, self.traeger_name])
        )[:900]

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:partner_detail", self.uuid)

    @staticmethod
    def ist_bearbeitbar(bereich: Geltungsbereich, raeume: Collection[int]) -> bool:
        """`bearbeitbar_fuer` for a partner whose Sozialräume of the day were read already; a test compares the two."""
        return _reicht_in(bereich, "partner.bearbeiten", raeume)

    @staticmethod
    def ist_waehlbar(bereich: Geltungsbereich, raeume: Collection[int], zustand: str | None) -> bool:
        """`waehlbar_fuer` for a partner whose Sozialräume and state of the day were read already; tested likewise."""
        return zustand == Partnerstatus.AKTIV and _reicht_in(bereich, "kontakt.anlegen", raeume)

    @property
    def anschrift(self) -> str:
        ort = f"{self.plz} {self.ort}".strip()
        return ", ".join(teil for teil in (self.strasse, ort) if teil)

    @property
    def zielgruppentext(self) -> str:
        return ", ".join(namen(self.zielgruppen, self.zielgruppen_frei))

    @property
    def oeffnung(self) -> str:
        return wochentext(self.oeffnungszeiten, self.oeffnungshinweis)


def _reicht_in(bereich: Geltungsbereich, recht: str, raeume: Collection[int]) -> bool:
    eigene = bereich.sozialraeume(recht)
    return bereich.darf(recht) and (eigene is None or not eigene.isdisjoint(raeume))


class Partnerzeitraum(Zeitraummenge):
    """Validity rows of a partner follow the partner's own scope."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "partner.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(partner__in=Netzwerkpartner.objects.bearbeitbar_fuer(bereich))


@protokolliert()
class Wirkungsbereich(Zeitraum, Datensatz):
    """A partner serves a Sozialraum for a time. After a re-cut of territories the clock follows the partner."""

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="wirkungsbereiche")
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="wirkungsbereiche"
    )
    vorgaenger = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="nachfolger", null=True, blank=True, editable=False
    )

    objects = Partnerzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Wirkungsbereich"
        verbose_name_plural = "Wirkungsbereiche"
        ordering = ["sozialraum__reihenfolge", "-von"]
        indexes = [models.Index(fields=["sozialraum", "partner", "von"], name="wirkung_je_sozialraum")]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.UniqueConstraint(
                fields=["partner", "sozialraum", "von"],
                name="partner_beginnt_je_sozialraum_und_tag_einmal",
                violation_error_message="Der Partner ist ab diesem Tag schon für den Sozialraum eingetragen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} in {self.sozialraum}"


@protokolliert()
class Kategoriezuordnung(Zeitraum, Datensatz):
    """A partner belongs to a category for a time; several at once where true."""

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="kategoriezuordnungen")
    kategorie = models.ForeignKey(
        Partnerkategorie, verbose_name="Kategorie", on_delete=models.PROTECT, related_name="zuordnungen"
    )
    art = models.CharField("Art", max_length=60, blank=True, help_text="Zum Beispiel Grundschule oder Krippe.")

    objects = Partnerzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Kategorie des Partners"
        verbose_name_plural = "Kategorien des Partners"
        ordering = ["kategorie__reihenfolge", "-von"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.UniqueConstraint(
                fields=["partner", "kategorie", "von"], name="partner_beginnt_je_kategorie_und_tag_einmal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kategorie.kurzname}" + (f" ({self.art})" if self.art else "")


@protokolliert(verdeckt=("grund",))
class Partnerzustand(Zeitraum, Datensatz):
    """A partner is active, dormant or closed for a time; why, and who does its work then."""

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="zustaende")
    zustand = models.CharField("Zustand", max_length=12, choices=Partnerstatus.choices, default=Partnerstatus.AKTIV)
    grund = models.CharField("Grund", max_length=200, blank=True)
    nachfolger = models.ForeignKey(
        Netzwerkpartner,
        verbose_name="Nachfolger",
        on_delete=models.SET_NULL,
        related_name="vorgaengerzustaende",
        null=True,
        blank=True,
    )

    objects = Partnerzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Zustand des Partners"
        verbose_name_plural = "Zustände des Partners"
        ordering = ["-von"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.UniqueConstraint(fields=["partner", "von"], name="partner_wechselt_zustand_je_tag_einmal"),
            models.CheckConstraint(
                condition=Q(nachfolger__isnull=True) | ~Q(nachfolger=F("partner")),
                name="niemand_folgt_sich_selbst_nach",
                violation_error_message="Ein Partner kann nicht sein eigener Nachfolger sein.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_zustand_display()


class Schliesszeitmenge(Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "partner.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        eigene = Q(partner__in=Netzwerkpartner.objects.bearbeitbar_fuer(bereich))
        if bereich.darf("stammdaten.pflegen"):
            eigene |= Q(partner__isnull=True)
        return self.filter(eigene)


@protokolliert()
class Schliesszeit(Zeitraum, Datensatz):
    """Closed days: of one partner, or without a partner the school holidays of Rheinland-Pfalz."""

    partner = models.ForeignKey(
        Netzwerkpartner, on_delete=models.CASCADE, related_name="schliesszeiten", null=True, blank=True
    )
    bezeichnung = models.CharField("Bezeichnung", max_length=100)
    quelle = models.CharField("Quelle", max_length=200, blank=True)

    objects = Schliesszeitmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Schließzeit"
        verbose_name_plural = "Schließzeiten und Schulferien"
        ordering = ["von"]

    def __str__(self) -> str:
        return self.bezeichnung
