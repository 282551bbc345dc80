"""Lotsenanfragen: an anonymous need, the providers that were asked, and what became of it (K22)."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from konten.models import Bereichsmenge, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich, normalisiere, suchworte
from netzwerk.models.bedarf import Bedarfsmeldung
from netzwerk.models.kontakt import Thema
from netzwerk.rules import lotsen as worte
from netzwerk.rules.bedarf import Altersgruppe
from partner.models import Angebot, Netzwerkpartner
from partner.rules.sprachen import sprachwahl
from sozialraum.models import Gemeinde, Sozialraum


class Lotsenmenge(Bereichsmenge):
    """Whoever may ask in a Sozialraum reads its requests; the Leitung those that were escalated to her."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, "lotsen.sehen", "lotsen.stellen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, "lotsen.bearbeiten", "lotsen.fuehren")

    def _mit(self, bereich: Geltungsbereich, recht: str, immer: str) -> Self:
        if not bereich.darf(recht):
            return self.none()
        bestaetigte = self.exclude(zustand=worte.Anfragestatus.UNBESTAETIGT)
        if (raeume := bereich.sozialraeume(immer)) is None:
            return bestaetigte
        geleitete = bereich.sozialraeume("lotsen.eskaliert")
        return bestaetigte.filter(Q(sozialraum__in=raeume) | Q(sozialraum__in=geleitete, eskaliert_am__isnull=False))

    def offen(self) -> Self:
        return self.filter(zustand__in=worte.OFFENE)

    def fuer_liste(self) -> Self:
        menge = self.select_related("sozialraum", "gemeinde", "zustaendig", "gestellt_von", "partner")
        return menge.prefetch_related("themen", "weiterleitungen")

    def suche(self, text: str) -> Self:
        """Every word in title or text, umlauts and case folded."""
        menge = self
        for wort in suchworte(text):
            menge = menge.filter(such_norm__contains=wort)
        return menge

    def bulk_create(self, objs: Iterable["Lotsenanfrage"], *args, **kwargs) -> list["Lotsenanfrage"]:
        objs = list(objs)
        for anfrage in objs:
            anfrage.setze_suchtext()
        return super().bulk_create(objs, *args, **kwargs)


def _konto(name: str, bezug: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=name,
        on_delete=models.SET_NULL,
        related_name=bezug,
        null=True,
        blank=True,
        editable=False,
    )


@protokolliert(
    verdeckt=(
        *("titel", "text", "rueckmeldung"),
        *("absender_name", "absender_stelle", "absender_email", "absender_telefon"),
    ),
    ohne=("such_norm",),
    viele=("themen",),
)
class Lotsenanfrage(Datensatz):
    """Somebody looks for the right offer; the need names no persons. Who asks is a professional, never a family."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="lotsenanfragen"
    )
    gemeinde = models.ForeignKey(
        Gemeinde,
        verbose_name="Wo wird etwas gebraucht?",
        on_delete=models.PROTECT,
        related_name="lotsenanfragen",
        null=True,
        blank=True,
    )
    titel = models.CharField("Was wird gesucht?", max_length=150, blank=True)
    text = models.TextField(
        "Was soll der Anbieter wissen?",
        blank=True,
        help_text="Ohne Namen und ohne Angaben, an denen man ein Kind oder eine Familie erkennt.",
    )
    altersgruppe = models.CharField("Altersgruppe", max_length=8, choices=Altersgruppe.choices)
    themen = models.ManyToManyField(Thema, verbose_name="Themen", related_name="lotsenanfragen", blank=True)
    sprache = models.CharField("Sprache", max_length=2, choices=sprachwahl, blank=True)
    mobilitaet = models.CharField("Wege", max_length=8, choices=worte.Mobilitaet.choices, default=worte.Mobilitaet.OHNE)
    zeit = models.CharField("Zeit", max_length=12, choices=worte.Tageszeit.choices, default=worte.Tageszeit.EGAL)
    eile = models.CharField("Wie eilig?", max_length=8, choices=worte.Eile.choices, default=worte.Eile.NORMAL)
    weg = models.CharField("eingegangen", max_length=10, choices=worte.Anfrageweg.choices, editable=False)
    gestellt_von = _konto("gestellt von", "gestellte_lotsenanfragen")
    partner = models.ForeignKey(
        Netzwerkpartner,
        verbose_name="anfragende Stelle",
        on_delete=models.SET_NULL,
        related_name="gestellte_lotsenanfragen",
        null=True,
        blank=True,
    )
    absender_name = models.CharField("Ihr Name", max_length=120, blank=True)
    absender_stelle = models.CharField("Ihre Einrichtung", max_length=150, blank=True)
    absender_email = models.EmailField("Ihre E-Mail-Adresse", blank=True)
    absender_telefon = models.CharField("Telefon", max_length=60, blank=True)
    eingegangen_am = models.DateField("eingegangen am", editable=False)
    frist_am = models.DateField("Antwort bis", editable=False)
    zustand = models.CharField(
        "Stand",
        max_length=14,
        choices=worte.Anfragestatus.choices,
        default=worte.Anfragestatus.NEU,
        editable=False,
    )
    zustaendig = _konto("übernommen von", "lotsenanfragen")
    eskaliert_am = models.DateField("an die Leitung gegeben am", null=True, editable=False)
    ergebnis = models.CharField("Ergebnis", max_length=14, choices=worte.Ergebnis.choices, blank=True, editable=False)
    hindernis = models.CharField("Grund", max_length=14, choices=worte.Hindernis.choices, blank=True, editable=False)
    rueckmeldung = models.TextField("Rückmeldung an die anfragende Stelle", blank=True, editable=False)
    erstmals_beantwortet_am = models.DateField("erste Rückmeldung am", null=True, editable=False)
    abgeschlossen_am = models.DateField("abgeschlossen am", null=True, editable=False)
    texte_geloescht_am = models.DateField("Texte gelöscht am", null=True, editable=False)
    bedarfsmeldung = models.OneToOneField(
        Bedarfsmeldung,
        verbose_name="Bedarfsmeldung",
        on_delete=models.SET_NULL,
        related_name="lotsenanfrage",
        null=True,
        blank=True,
        editable=False,
    )
    such_norm = models.TextField(default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Lotsenmenge.as_manager()

    class Meta:
        verbose_name = "Lotsenanfrage"
        verbose_name_plural = "Lotsenanfragen"
        ordering = ["frist_am", "id"]
        indexes = [
            models.Index(fields=["sozialraum", "zustand", "frist_am"], name="lotsen_je_sozialraum"),
            models.Index(fields=["zustand", "abgeschlossen_am"], name="lotsen_nach_abschluss"),
        ]

    def __str__(self) -> str:
        return self.titel or f"Lotsenanfrage {self.nummer}"

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:lotsenanfrage_detail", self.uuid)

    @property
    def nummer(self) -> str:
        """Short name for the telephone."""
        return f"L{self.pk}"

    @property
    def name(self) -> str:
        """What lists call it, also without its text; asks for the themes once that is deleted."""
        if self.titel:
            return self.titel
        return worte.benenne("", [thema.name for thema in self.themen.all()], self.altersgruppe, self.nummer)

    @property
    def ist_offen(self) -> bool:
        return self.zustand in worte.OFFENE

    @property
    def hat_text(self) -> bool:
        return self.texte_geloescht_am is None

    @property
    def mailadresse(self) -> str:
        """Where the asker hears back by mail; empty where somebody has to call."""
        return self.absender_email or (self.gestellt_von.email if self.gestellt_von_id else "")

    @property
    def absender(self) -> str:
        """Who asked, as one reads it."""
        if self.absender_name or self.absender_stelle:
            return ", ".join(teil for teil in (self.absender_name, self.absender_stelle) if teil)
        return str(self.gestellt_von or self.partner or "unbekannt")

    @property
    def profil(self) -> worte.Bedarfsprofil:
        """The need as a question to the search for offers."""
        return worte.Bedarfsprofil(
            sozialraum_id=self.sozialraum_id,
            altersgruppe=self.altersgruppe,
            themen=frozenset(thema.pk for thema in self.themen.all()),
            gemeinde_id=self.gemeinde_id,
            sprache=self.sprache,
            mobilitaet=self.mobilitaet,
            zeit=self.zeit,
        )

    def setze_suchtext(self) -> None:
        self.such_norm = normalisiere(f"{self.titel} {self.text}")

    def save(self, *args, **kwargs) -> None:
        self.setze_suchtext()
        super().save(*args, **kwargs)


class Lotsenteilmenge(Bereichsmenge):
    """Rows of a request follow its scope."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(anfrage__in=Lotsenanfrage.objects.sichtbar_fuer(bereich))

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(anfrage__in=Lotsenanfrage.objects.bearbeitbar_fuer(bereich))


@protokolliert(verdeckt=("empfaenger", "grund"))
class Lotsenweiterleitung(Datensatz):
    """A provider was asked, by mail with a secret link (a `Linkschluessel` to this uuid) or on the phone."""

    anfrage = models.ForeignKey(Lotsenanfrage, on_delete=models.CASCADE, related_name="weiterleitungen")
    partner = models.ForeignKey(
        Netzwerkpartner, verbose_name="Anbieter", on_delete=models.PROTECT, related_name="lotsenweiterleitungen"
    )
    angebot = models.ForeignKey(
        Angebot,
        verbose_name="Angebot",
        on_delete=models.SET_NULL,
        related_name="lotsenweiterleitungen",
        null=True,
        blank=True,
    )
    empfaenger = models.EmailField("An", blank=True)
    gefragt_am = models.DateTimeField("gefragt am", default=timezone.now)
    durch = _konto("gefragt von", "+")
    antwort = models.CharField("Antwort", max_length=12, choices=worte.Antwort.choices, blank=True)
    warteliste_bis = models.DateField("voraussichtlich frei ab", null=True, blank=True)
    grund = models.CharField("Anmerkung", max_length=300, blank=True)
    beantwortet_am = models.DateTimeField("geantwortet am", null=True, blank=True)
    beantwortet_weg = models.CharField("geantwortet", max_length=8, choices=worte.Antwortweg.choices, blank=True)
    eingetragen_von = _konto("eingetragen von", "+")
    hat_vermittelt = models.BooleanField("hat den Platz gegeben", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Lotsenteilmenge.as_manager()

    class Meta:
        verbose_name = "Frage an einen Anbieter"
        verbose_name_plural = "Fragen an Anbieter"
        ordering = ["gefragt_am", "id"]
        # Not for partners: two entries of one institution may both have been asked before they are merged.
        constraints = [
            models.UniqueConstraint(
                fields=["anfrage", "angebot"],
                condition=Q(angebot__isnull=False),
                name="lotsen_angebot_wird_je_anfrage_einmal_gefragt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.angebot} ({self.partner})" if self.angebot_id else str(self.partner)


@protokolliert(verdeckt=("text",))
class Lotsenschritt(Datensatz):
    """One event on the time line of a request."""

    anfrage = models.ForeignKey(Lotsenanfrage, on_delete=models.CASCADE, related_name="schritte")
    ereignis = models.CharField("Ereignis", max_length=16, choices=worte.Ereignis.choices)
    am = models.DateTimeField("am", default=timezone.now)
    text = models.TextField("Text", blank=True)
    weiterleitung = models.ForeignKey(
        Lotsenweiterleitung, on_delete=models.SET_NULL, related_name="schritte", null=True, blank=True
    )
    durch = _konto("durch", "+")

    objects = Lotsenteilmenge.as_manager()

    class Meta:
        verbose_name = "Schritt"
        verbose_name_plural = "Schritte"
        ordering = ["am", "id"]

    def __str__(self) -> str:
        return f"{self.get_ereignis_display()} am {timezone.localtime(self.am):%d.%m.%Y}"
