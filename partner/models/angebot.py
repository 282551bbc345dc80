"""Offers and other resources of the network (K03, K04, K20). Their themes are `Angebot.themen`, linked by `Thema`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from konten.models import Bereichsmenge, Codefeld, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich, normalisiere, suchworte
from partner.models.netzwerkpartner import Netzwerkpartner, Partnerzustand
from partner.models.person import Funktion
from partner.rules import Partnerstatus
from partner.rules import angebot as worte
from partner.rules.angebot import Angebotsart, Angebotsstufe, Frische, Frischegrenzen
from partner.rules.angebotszeit import Monatswoche, Rhythmus, Wochentag, Zeitangabe, zeitfehler
from partner.rules.sprachen import sprachwahl
from sozialraum.models import Gemeinde, Sozialraum


class Angebotsmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Offers for an own Sozialraum; county-wide roles change every one."""
        if not bereich.darf("angebot.bearbeiten"):
            return self.none()
        raeume = bereich.sozialraeume("angebot.bearbeiten")
        return self.all() if raeume is None else self.im_sozialraum(raeume)

    def waehlbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Offers that may be named in a collection, a request or a project."""
        return self.sichtbar_fuer(bereich).exclude(stufe=Angebotsstufe.RUHEND)

    def im_sozialraum(self, sozialraeume: frozenset[int]) -> Self:
        orte = Angebot.sozialraeume.through.objects.filter(angebot=OuterRef("pk"), sozialraum__in=sozialraeume)
        return self.filter(Exists(orte))

    def mit_frische(self, grenzen: Frischegrenzen) -> Self:
        """Adds `frische_wort`; the same rule as `partner.rules.angebot.frische`, a test compares the two."""
        faelle = [
            (Q(gilt_bis__lt=grenzen.stichtag), Frische.ABGELAUFEN),
            *(
                (_von_art(arten) & Q(geprueft_am__gte=tag), Frische.AKTUELL)
                for tag, arten in _je_tag(grenzen.aktuell_seit)
            ),
            *(
                (_von_art(arten) & Q(geprueft_am__lt=tag), Frische.ABGELAUFEN)
                for tag, arten in _je_tag(grenzen.abgelaufen_vor)
            ),
        ]
        return self.annotate(
            frische_wort=Case(
                *(When(bedingung, then=Value(wort.value)) for bedingung, wort in faelle),
                default=Value(Frische.UNGEPRUEFT.value),
                output_field=CharField(),
            )
        )

    def oeffentlich(self, grenzen: Frischegrenzen) -> Self:
        """For the public directory and the open data: published, neither dormant nor expired, provider not closed."""
        geschlossen = Partnerzustand.objects.aktiv(grenzen.stichtag).filter(
            partner=OuterRef("anbieter"), zustand=Partnerstatus.GESCHLOSSEN
        )
        menge = self.mit_frische(grenzen).filter(ist_oeffentlich=True, anbieter__aufgegangen_in__isnull=True)
        return (
            menge.exclude(stufe=Angebotsstufe.RUHEND)
            .exclude(frische_wort=Frische.ABGELAUFEN)
            .filter(~Exists(geschlossen))
        )

    def suche(self, text: str) -> Self:
        """Every word in the offer's texts or the provider's name and place; umlauts and case do not matter."""
        menge = self
        for wort in suchworte(text):
            menge = menge.filter(Q(such_norm__contains=wort) | Q(anbieter__such_norm__contains=wort))
        return menge

    def fuer_liste(self) -> Self:
        return self.select_related("anbieter", "gemeinde").prefetch_related("themen", "sozialraeume", "zeiten")


def _je_tag(tage: Mapping[str, date]) -> Iterable[tuple[date, list[str]]]:
    """Day and the kinds it counts for: mostly one day for all, and then the database compares once."""
    je_tag: dict[date, list[str]] = {}
    for art in Angebotsart.values:
        je_tag.setdefault(tage[art], []).append(art)
    return je_tag.items()


def _von_art(arten: list[str]) -> Q:
    return Q() if len(arten) == len(Angebotsart.values) else Q(art__in=arten)


def _alter(name: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(name, null=True, blank=True, validators=[MaxValueValidator(120)])


@protokolliert(
    # What an offer says may name a person: a volunteer, a midwife.
    verdeckt=(
        *("titel", "kurztext", "text", "geeignet_fuer", "gegenleistung", "unterlagen", "zugang_hinweis"),
        *("kosten_hinweis", "zugaenglichkeit_hinweis", "strasse", "telefon", "email", "web"),
    ),
    ohne=("such_norm",),
    viele=("sozialraeume", "gemeinden"),
)
class Angebot(Datensatz):
    """What somebody in the network can give: an offer, a room, time, a skill, material, knowledge.

    `geprueft_am`, `stufe`, `ist_oeffentlich` follow from acts (`partner.services.angebot`), never from the form.
    """

    art = models.CharField("Was ist es?", max_length=10, choices=Angebotsart.choices, default=Angebotsart.ANGEBOT)
    anbieter = models.ForeignKey(
        Netzwerkpartner, verbose_name="Anbieter", on_delete=models.PROTECT, related_name="angebote"
    )
    ansprechperson = models.ForeignKey(
        Funktion,
        verbose_name="Ansprechperson",
        on_delete=models.SET_NULL,
        related_name="angebote",
        null=True,
        blank=True,
    )
    titel = models.CharField("Titel", max_length=150)
    kurztext = models.CharField("In einem Satz", max_length=199, blank=True)
    text = models.TextField("Beschreibung", blank=True)
    alter_von = _alter("Alter von")
    alter_bis = _alter("Alter bis")
    lebensphasen = Codefeld("Lebensphasen", max_length=120, choices=worte.Lebensphase.choices)
    situationen = Codefeld("Besondere Lagen", max_length=250, choices=worte.Situation.choices)
    geeignet_fuer = models.TextField("Wofür ist es besonders geeignet?", blank=True)
    gegenleistung = models.TextField("Was wünscht sich der Anbieter dafür?", blank=True)
    sozialraeume = models.ManyToManyField(Sozialraum, verbose_name="Für diese Sozialräume", related_name="angebote")
    gemeinden = models.ManyToManyField(
        Gemeinde, verbose_name="Nur für diese Gemeinden", related_name="angebote_hier", blank=True
    )
    ortsart = models.CharField("Wo?", max_length=12, choices=worte.Ortsart.choices, default=worte.Ortsart.ANBIETER)
    ortsname = models.CharField("Name des Ortes", max_length=120, blank=True)
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
        related_name="angebote",
        null=True,
        blank=True,
    )
    breite = models.DecimalField("Geografische Breite", max_digits=9, decimal_places=6, null=True, blank=True)
    laenge = models.DecimalField("Geografische Länge", max_digits=9, decimal_places=6, null=True, blank=True)
    kostenart = models.CharField("Kosten", max_length=10, choices=worte.Kostenart.choices, blank=True)
    kosten_betrag = models.DecimalField(
        "Betrag in Euro", max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    kosten_hinweis = models.CharField("Hinweis zu den Kosten", max_length=199, blank=True)
    zugang = models.CharField("Zugang", max_length=10, choices=worte.Zugang.choices, blank=True)
    zugang_hinweis = models.CharField("Wie kommt man dazu?", max_length=199, blank=True)
    unterlagen = models.CharField("Was ist mitzubringen?", max_length=199, blank=True)
    plaetze = models.PositiveSmallIntegerField("Plätze", null=True, blank=True)
    plaetze_frei = models.PositiveSmallIntegerField("davon frei", null=True, blank=True)
    warteliste = models.CharField("Warteliste", max_length=12, choices=worte.Warteliste.choices, blank=True)
    kapazitaet_am = models.DateField("Stand der Plätze", null=True, blank=True)
    sprachen = Codefeld("Sprachen", max_length=150, choices=sprachwahl)
    barrierefrei = models.CharField(
        "Mit Rollstuhl zugänglich?", max_length=10, choices=worte.Barrierefreiheit.choices, blank=True
    )
    zugaenglichkeit = Codefeld("Was ist vorhanden?", max_length=120, choices=worte.Zugaenglichkeit.choices)
    zugaenglichkeit_hinweis = models.CharField("Hinweis zur Barrierefreiheit", max_length=199, blank=True)
    telefon = models.CharField("Telefon", max_length=60, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    web = models.URLField("Internetseite", blank=True)
    gilt_bis = models.DateField("Gilt bis", null=True, blank=True)
    stufe = models.CharField(
        "Stufe", max_length=12, choices=Angebotsstufe.choices, default=Angebotsstufe.ENTDECKT, editable=False
    )
    stufe_seit = models.DateField("Stufe seit", null=True, editable=False)
    ist_oeffentlich = models.BooleanField("veröffentlicht", default=False, editable=False)
    veroeffentlicht_am = models.DateField("veröffentlicht am", null=True, editable=False)
    geprueft_am = models.DateField("geprüft am", null=True, editable=False)
    geprueft_weg = models.CharField(
        "geprüft", max_length=10, choices=worte.Pruefweg.choices, blank=True, editable=False
    )
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    such_norm = models.TextField(default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Angebotsmenge.as_manager()

    class Meta:
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"
        ordering = ["titel", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(alter_von__isnull=True) | Q(alter_bis__isnull=True) | Q(alter_von__lte=F("alter_bis")),
                name="angebot_alter_von_vor_bis",
                violation_error_message="Das Alter „von“ liegt über dem Alter „bis“.",
            ),
            models.CheckConstraint(
                condition=Q(plaetze__isnull=True) | Q(plaetze_frei__isnull=True) | Q(plaetze_frei__lte=F("plaetze")),
                name="angebot_hat_nicht_mehr_freie_plaetze_als_plaetze",
                violation_error_message="Es können nicht mehr Plätze frei sein, als es gibt.",
            ),
        ]
        indexes = [models.Index(fields=["anbieter", "stufe"], name="angebote_je_anbieter")]

    def __str__(self) -> str:
        return self.titel

    def save(self, *args, **kwargs) -> None:
        self.fuelle_suche()
        super().save(*args, **kwargs)

    def fuelle_suche(self) -> None:
        """Search column; bulk writers call this themselves before `bulk_create`."""
        felder = (self.titel, self.kurztext, self.text, self.geeignet_fuer, self.ortsname, self.plz, self.ort)
        self.such_norm = normalisiere(" ".join(felder))

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:angebot_detail", self.uuid)

    def frische(self, grenzen: Frischegrenzen) -> Frische:
        return worte.frische(self.art, self.geprueft_am, self.gilt_bis, grenzen)

    @property
    def ist_ruhend(self) -> bool:
        return self.stufe == Angebotsstufe.RUHEND

    @property
    def sprachnamen(self) -> list[str]:
        return self._namen("sprachen")

    @property
    def lebensphasennamen(self) -> list[str]:
        return self._namen("lebensphasen")

    @property
    def situationsnamen(self) -> list[str]:
        return self._namen("situationen")

    @property
    def zugaenglichkeitsnamen(self) -> list[str]:
        return self._namen("zugaenglichkeit")

    def _namen(self, feld: str) -> list[str]:
        return self._meta.get_field(feld).namen(getattr(self, feld))

    @property
    def hat_eigenen_ort(self) -> bool:
        return self.ortsart == worte.Ortsart.EIGEN

    @property
    def anschrift(self) -> str:
        """Where it takes place: the own address or the provider's; empty for what comes to people."""
        if self.ortsart == worte.Ortsart.ANBIETER:
            return self.anbieter.anschrift
        if not self.hat_eigenen_ort:
            return ""
        return ", ".join(teil for teil in (self.ortsname, self.strasse, f"{self.plz} {self.ort}".strip()) if teil)


class Angebotsteil(Bereichsmenge):
    """Rows of an offer follow the offer's own scope."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(angebot__in=Angebot.objects.bearbeitbar_fuer(bereich))


@protokolliert()
class Angebotszeit(Datensatz):
    """One line of the times of an offer."""

    angebot = models.ForeignKey(Angebot, on_delete=models.CASCADE, related_name="zeiten")
    rhythmus = models.CharField("Wie oft?", max_length=16, choices=Rhythmus.choices, default=Rhythmus.WOECHENTLICH)
    wochentag = models.PositiveSmallIntegerField("Wochentag", choices=Wochentag.choices, null=True, blank=True)
    monatswoche = models.PositiveSmallIntegerField(
        "Der wievielte im Monat?", choices=Monatswoche.choices, null=True, blank=True
    )
    von_uhr = models.TimeField("von", null=True, blank=True)
    bis_uhr = models.TimeField("bis", null=True, blank=True)
    ab = models.DateField("ab dem Tag", null=True, blank=True)
    bis = models.DateField("bis zum Tag", null=True, blank=True)
    nicht_in_ferien = models.BooleanField("nicht in den Schulferien", default=False)

    objects = Angebotsteil.as_manager()

    class Meta:
        verbose_name = "Zeit"
        verbose_name_plural = "Zeiten"
        ordering = ["wochentag", "von_uhr", "id"]

    def __str__(self) -> str:
        return self.angabe.satz

    @property
    def angabe(self) -> Zeitangabe:
        felder = ("rhythmus", "wochentag", "monatswoche", "von_uhr", "bis_uhr", "ab", "bis", "nicht_in_ferien")
        return Zeitangabe(**{feld: getattr(self, feld) for feld in felder})

    def clean(self) -> None:
        super().clean()
        if fehler := zeitfehler(self.angabe):
            raise ValidationError(fehler)


@protokolliert(verdeckt=("grund",))
class Angebotsschritt(Datensatz):
    """A change in the life cycle of a resource, with its day."""

    angebot = models.ForeignKey(Angebot, on_delete=models.CASCADE, related_name="schritte")
    stufe = models.CharField("Stufe", max_length=12, choices=Angebotsstufe.choices)
    am = models.DateField("am")
    grund = models.CharField("Anmerkung", max_length=199, blank=True)
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Angebotsteil.as_manager()

    class Meta:
        verbose_name = "Schritt im Lebenslauf"
        verbose_name_plural = "Schritte im Lebenslauf"
        ordering = ["am", "id"]

    def __str__(self) -> str:
        return f"{self.get_stufe_display()} seit {self.am:%d.%m.%Y}"


@protokolliert(verdeckt=("wer",))
class Angebotspruefung(Datensatz):
    """Somebody made sure that the entry is true; `wer` is who said so on the phone or through the link."""

    angebot = models.ForeignKey(Angebot, on_delete=models.CASCADE, related_name="pruefungen")
    am = models.DateField("geprüft am")
    weg = models.CharField("Wie?", max_length=10, choices=worte.Pruefweg.choices)
    wer = models.CharField("Wer hat es bestätigt?", max_length=120, blank=True)
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Angebotsteil.as_manager()

    class Meta:
        verbose_name = "Prüfung"
        verbose_name_plural = "Prüfungen"
        ordering = ["-am", "-id"]

    def __str__(self) -> str:
        return f"{self.get_weg_display()} am {self.am:%d.%m.%Y}"


class Angebotsnutzung(models.Model):
    """An offer was used for a case: the offer and the year, nothing else, so that nothing leads to a family.

    The form mints the uuid: the same form sent twice counts once, and who just counted can take it back.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    angebot = models.ForeignKey(Angebot, on_delete=models.CASCADE, related_name="nutzungen")
    jahr = models.PositiveSmallIntegerField("Jahr")

    objects = Angebotsteil.as_manager()

    class Meta:
        verbose_name = "Nutzung für einen Fall"
        verbose_name_plural = "Nutzungen für einen Fall"
        ordering = ["jahr", "uuid"]
        indexes = [models.Index(fields=["angebot", "jahr"], name="nutzung_je_jahr")]

    def __str__(self) -> str:
        return f"{self.angebot} im Jahr {self.jahr}"


class Sammlungsmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """One's own ones; the Leitstelle keeps all."""
        if not bereich.darf("angebot.bearbeiten"):
            return self.none()
        alle = bereich.sozialraeume("angebot.bearbeiten") is None
        return self.all() if alle else self.filter(erstellt_von=bereich.benutzer_id)

    def waehlbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)


@protokolliert(verdeckt=("titel", "zweck"), viele=("angebote",))
class Sammlung(Datensatz):
    """Offers bundled for a purpose, in an order; Lotsenanfragen, projects and the brochure use them.

    Its theme is `Sammlung.themen`, linked by `Thema`.
    """

    titel = models.CharField("Titel", max_length=120)
    zweck = models.TextField("Wofür ist die Sammlung?", blank=True)
    sozialraum = models.ForeignKey(
        Sozialraum,
        verbose_name="Sozialraum",
        on_delete=models.PROTECT,
        related_name="sammlungen",
        null=True,
        blank=True,
    )
    angebote = models.ManyToManyField(Angebot, through="partner.Sammlungsplatz", related_name="sammlungen")
    erstellt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Sammlungsmenge.as_manager()

    class Meta:
        verbose_name = "Sammlung"
        verbose_name_plural = "Sammlungen"
        ordering = ["titel", "id"]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:sammlung_detail", self.uuid)


class Sammlungsteil(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "angebot.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(sammlung__in=Sammlung.objects.bearbeitbar_fuer(bereich))


@protokolliert()
class Sammlungsplatz(models.Model):
    """An offer at its place in a collection."""

    sammlung = models.ForeignKey(Sammlung, on_delete=models.CASCADE, related_name="plaetze")
    angebot = models.ForeignKey(Angebot, on_delete=models.CASCADE, related_name="sammlungsplaetze")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    objects = Sammlungsteil.as_manager()

    class Meta:
        verbose_name = "Platz in der Sammlung"
        verbose_name_plural = "Plätze in der Sammlung"
        ordering = ["sammlung", "reihenfolge", "id"]
        constraints = [models.UniqueConstraint(fields=["sammlung", "angebot"], name="angebot_steht_je_sammlung_einmal")]

    def __str__(self) -> str:
        return f"{self.reihenfolge}. {self.angebot}"
