"""Where and who answers: Gemeinden, Sozialräume, Träger, and which account is responsible for what."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from konten.models import Bereichsmenge, Datensatz, Zeitraum, Zeitraummenge, protokolliert
from konten.rules import Geltungsbereich, Rolle, normalisiere


class Stammdatenmenge(Bereichsmenge):
    """Base data: everybody signed in with a role reads, the Jugendamt keeps."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "stammdaten.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "stammdaten.pflegen")

    def waehlbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)


class Stammdatenzeitraum(Stammdatenmenge, Zeitraummenge):
    """Base data with validity."""


class Verbandsgemeinde(models.Model):
    schluessel = models.CharField("Schlüssel", max_length=9, unique=True)
    name = models.CharField("Name", max_length=100)

    objects = Stammdatenmenge.as_manager()

    class Meta:
        verbose_name = "Verbandsgemeinde"
        verbose_name_plural = "Verbandsgemeinden"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Gemeindemenge(Stammdatenmenge):
    def fuer_liste(self) -> Self:
        return self.select_related("verbandsgemeinde").order_by("name_norm")


@protokolliert()
class Gemeinde(models.Model):
    """A Gemeinde of the Landkreis with its official key."""

    ags = models.CharField("Amtlicher Gemeindeschlüssel", max_length=8, unique=True)
    name = models.CharField("Name", max_length=100)
    name_norm = models.CharField(max_length=100, editable=False, db_index=True)
    verbandsgemeinde = models.ForeignKey(
        Verbandsgemeinde, verbose_name="Verbandsgemeinde", on_delete=models.PROTECT, related_name="gemeinden"
    )
    plz = models.CharField("Postleitzahl", max_length=5, validators=[RegexValidator(r"^\d{5}$", "Fünf Ziffern.")])
    einwohner = models.PositiveIntegerField("Einwohnerzahl")
    einwohner_am = models.DateField("Stand der Einwohnerzahl")
    flaeche_km2 = models.DecimalField("Fläche in km²", max_digits=7, decimal_places=2)
    breite = models.DecimalField("Geografische Breite", max_digits=9, decimal_places=6)
    laenge = models.DecimalField("Geografische Länge", max_digits=9, decimal_places=6)

    objects = Gemeindemenge.as_manager()

    class Meta:
        verbose_name = "Gemeinde"
        verbose_name_plural = "Gemeinden"
        ordering = ["name_norm"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.name_norm = normalisiere(self.name)
        super().save(*args, **kwargs)


@protokolliert()
class Sozialraum(models.Model):
    """One social space. Outside it is known by its short name, which never changes."""

    kuerzel = models.SlugField(
        "Kürzel", max_length=30, unique=True, help_text="Steht in Adressen und bleibt für immer."
    )
    name = models.CharField("Name", max_length=100)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    beschreibung = models.TextField("Beschreibung", blank=True)

    objects = Stammdatenmenge.as_manager()

    class Meta:
        verbose_name = "Sozialraum"
        verbose_name_plural = "Sozialräume"
        ordering = ["reihenfolge", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sozialraum:sozialraum_detail", args=[self.kuerzel])


@protokolliert()
class Gebietszuordnung(Zeitraum, Datensatz):
    """A Gemeinde belongs to a Sozialraum for a time (a Sozialraum is no union of Verbandsgemeinden)."""

    gemeinde = models.ForeignKey(
        Gemeinde, verbose_name="Gemeinde", on_delete=models.PROTECT, related_name="gebietszuordnungen"
    )
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="gebietszuordnungen"
    )
    ist_belegt = models.BooleanField("durch eine Quelle belegt", default=True)
    quelle = models.CharField("Quelle", max_length=300, blank=True)
    belegt_am = models.DateField("bestätigt am", null=True, blank=True)

    objects = Stammdatenzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Gebietszuordnung"
        verbose_name_plural = "Gebietszuordnungen"
        ordering = ["gemeinde__name_norm", "-von"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.UniqueConstraint(fields=["gemeinde", "von"], name="gemeinde_wechselt_je_tag_einmal"),
        ]

    def __str__(self) -> str:
        return f"{self.gemeinde} in {self.sozialraum} ab {self.von:%d.%m.%Y}"


class Besonderheitsmenge(Zeitraummenge):
    """Read by everybody who works with the network, kept where one is responsible."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "besonderheit.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.in_sozialraeumen(bereich, "besonderheit.pflegen", "sozialraum")

    def fuer_liste(self) -> Self:
        return self.select_related("sozialraum", "erfasst_von", "angesehen_von").order_by("-von", "-id")


@protokolliert(verdeckt=("titel", "text", "quelle"))
class Besonderheit(Zeitraum, Datensatz):
    """What makes this Sozialraum unlike the others for a time (K25); somebody looks again before it grows stale."""

    class Art(models.TextChoices):
        ZUZUG = "zuzug", "Zuzug"
        NEUBAUGEBIET = "neubaugebiet", "Neubaugebiet"
        EINRICHTUNG = "einrichtung", "Schule oder Kita öffnet, schließt oder zieht um"
        PENDELN = "pendeln", "Grenzpendlerinnen und Grenzpendler"
        TOURISMUS = "tourismus", "Tourismus"
        WEGE = "wege", "Wege und Verkehr"
        BEVOELKERUNG = "bevoelkerung", "Bevölkerung verändert sich"
        EREIGNIS = "ereignis", "Besonderes Ereignis"
        SONSTIGES = "sonstiges", "Sonstiges"

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="besonderheiten"
    )
    art = models.CharField("Art", max_length=16, choices=Art.choices)
    titel = models.CharField("Kurz gesagt", max_length=120, help_text="Ein Satz, der auch im Bericht steht.")
    text = models.TextField(
        "Was heißt das für die Netzwerkarbeit?",
        max_length=2000,
        blank=True,
        help_text="Keine Angaben über einzelne Kinder und Familien.",
    )
    quelle = models.CharField(
        "Quelle", max_length=200, help_text="Zum Beispiel Einwohnerstatistik, Bebauungsplan, Sitzung vom 12.03.2026."
    )
    wieder_ansehen_am = models.DateField(
        "wieder ansehen am", help_text="An diesem Tag erinnert die Startseite: Stimmt das noch?"
    )
    angesehen_am = models.DateField("zuletzt angesehen am", null=True, editable=False)
    angesehen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Besonderheitsmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Besonderheit"
        verbose_name_plural = "Besonderheiten"
        ordering = ["sozialraum__reihenfolge", "-von", "-id"]
        indexes = [models.Index(fields=["sozialraum", "von"], name="besonderheit_je_sozialraum")]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return f"{reverse('sozialraum:besonderheit_liste', args=[self.sozialraum.kuerzel])}#{self.uuid}"


@protokolliert(verdeckt=("telefon", "email"))
class Sozialraumzentrum(Zeitraum, Datensatz):
    """House and first address of a Sozialraum; there may be several."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="zentren"
    )
    name = models.CharField("Name", max_length=150)
    strasse = models.CharField("Straße und Hausnummer", max_length=150, blank=True)
    plz = models.CharField(
        "Postleitzahl", max_length=5, blank=True, validators=[RegexValidator(r"^\d{5}$", "Fünf Ziffern.")]
    )
    ort = models.CharField("Ort", max_length=100)
    telefon = models.CharField("Telefon", max_length=50, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    oeffnungszeiten = models.TextField(
        "Öffnungszeiten", blank=True, help_text="Eine Zeile je Tag. Leer heißt: nicht bekannt."
    )

    objects = Stammdatenzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Sozialraumzentrum"
        verbose_name_plural = "Sozialraumzentren"
        ordering = ["sozialraum__reihenfolge", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.sozialraum.get_absolute_url()


@protokolliert()
class Traeger(Datensatz):
    """A Träger of the Jugendhilfe that works in one or more Sozialräume."""

    name = models.CharField("Name", max_length=150, unique=True)
    kurzname = models.CharField("Kurzname", max_length=50, blank=True)
    vollzeit_stunden = models.DecimalField(
        "Wochenstunden einer Vollzeitstelle", max_digits=4, decimal_places=2, default=39
    )

    objects = Stammdatenmenge.as_manager()

    class Meta:
        verbose_name = "Träger"
        verbose_name_plural = "Träger"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(vollzeit_stunden__gt=0),
                name="vollzeit_hat_stunden",
                violation_error_message="Eine Vollzeitstelle hat mehr als null Stunden.",
            )
        ]

    def __str__(self) -> str:
        return self.kurzname or self.name


@protokolliert()
class Traegerschaft(Zeitraum, Datensatz):
    """A Träger works in a Sozialraum for a time; one of them at a time is steuerungsverantwortlich."""

    traeger = models.ForeignKey(
        Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="traegerschaften"
    )
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="traegerschaften"
    )
    ist_steuerungsverantwortlich = models.BooleanField("steuerungsverantwortlich", default=False)

    objects = Stammdatenzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Trägerschaft"
        verbose_name_plural = "Trägerschaften"
        ordering = ["sozialraum__reihenfolge", "-ist_steuerungsverantwortlich", "traeger__name"]

    def __str__(self) -> str:
        return f"{self.traeger} in {self.sozialraum}"

    def get_absolute_url(self) -> str:
        return self.sozialraum.get_absolute_url()


class Zustaendigkeitsmenge(Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        if bereich.darf("zustaendigkeit.pflegen"):
            return self.all()
        return self.filter(benutzer=bereich.benutzer_id)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "zustaendigkeit.pflegen")

    def fuer_liste(self) -> Self:
        return self.select_related("benutzer", "sozialraum", "traeger", "vertritt")


#: what a role needs to be named with: a Sozialraum, a Träger, or nothing
ROLLENBEZUG = {Rolle.LEITUNG: "traeger", Rolle.TEAM: "sozialraum"}


@protokolliert()
class Zustaendigkeit(Zeitraum, Datensatz):
    """An account holds a role for a time; with `vertritt` it has the scope of that colleague in this role."""

    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.CASCADE, related_name="zustaendigkeiten"
    )
    rolle = models.CharField("Rolle", max_length=20, choices=Rolle.choices)
    sozialraum = models.ForeignKey(
        Sozialraum,
        verbose_name="Sozialraum",
        on_delete=models.PROTECT,
        related_name="zustaendigkeiten",
        null=True,
        blank=True,
    )
    traeger = models.ForeignKey(
        Traeger,
        verbose_name="Träger",
        on_delete=models.PROTECT,
        related_name="zustaendigkeiten",
        null=True,
        blank=True,
    )
    vertritt = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="in Vertretung für",
        on_delete=models.CASCADE,
        related_name="vertretungen",
        null=True,
        blank=True,
    )

    objects = Zustaendigkeitsmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Zuständigkeit"
        verbose_name_plural = "Zuständigkeiten"
        ordering = ["benutzer__nachname", "rolle", "-von"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(rolle=Rolle.NETZWERK) | Q(vertritt__isnull=False),
                name="netzwerk_folgt_aus_einsatz",
                violation_error_message="Netzwerkfachkraft wird man durch einen bestätigten Einsatz.",
            ),
            models.CheckConstraint(
                condition=Q(vertritt__isnull=True) | ~Q(vertritt=F("benutzer")),
                name="niemand_vertritt_sich_selbst",
                violation_error_message="Niemand kann sich selbst vertreten.",
            ),
        ]

    def __str__(self) -> str:
        ort = self.sozialraum or self.traeger or ""
        return f"{self.get_rolle_display()} {ort}".strip()

    def clean(self) -> None:
        super().clean()
        feld = ROLLENBEZUG.get(self.rolle)
        if feld and not self.vertritt_id and not getattr(self, f"{feld}_id"):
            raise ValidationError({feld: "Diese Rolle braucht diese Angabe."})
