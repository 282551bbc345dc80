"""People at partners: a person may have functions at several institutions, one after the other or at once."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from konten.models import Bereichsmenge, Datensatz, Zeitraum, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich, normalisiere
from partner.models.netzwerkpartner import Netzwerkpartner, Partnerzeitraum
from partner.rules.personen import Informationsweg


class Personenmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "partner.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        eigene = Netzwerkpartner.objects.bearbeitbar_fuer(bereich)
        return self.filter(pk__in=Funktion.objects.filter(partner__in=eigene).values("person"))

    def waehlbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Whoever may enter contact persons chooses among all of them: one person may serve several partners."""
        return self.mit_recht(bereich, "partner.bearbeiten")


@protokolliert(verdeckt=("titel", "vorname", "nachname"), ohne=("name_norm",))
class Person(Datensatz):
    """A professional contact person; private data stand in her Einwilligung alone."""

    titel = models.CharField("Titel", max_length=30, blank=True)
    vorname = models.CharField("Vorname", max_length=100, blank=True)
    nachname = models.CharField("Nachname", max_length=100)
    name_norm = models.CharField(max_length=250, editable=False, db_index=True)
    #: Art. 14 DSGVO: when and how she was told that her data stand here
    informiert_am = models.DateField("über die Speicherung informiert am", null=True, blank=True)
    informiert_wie = models.CharField("informiert", max_length=12, choices=Informationsweg.choices, blank=True)
    informiert_von = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="informiert von",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    objects = Personenmenge.as_manager()

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["name_norm"]
        constraints = [
            models.CheckConstraint(
                condition=Q(informiert_am__isnull=True, informiert_wie="")
                | (Q(informiert_am__isnull=False) & ~Q(informiert_wie="")),
                name="informiert_nennt_tag_und_weg",
                violation_error_message="Zur Information gehören Tag und Weg.",
            )
        ]

    def __str__(self) -> str:
        return " ".join(teil for teil in (self.titel, self.vorname, self.nachname) if teil)

    def save(self, *args, **kwargs) -> None:
        self.name_norm = normalisiere(f"{self.nachname} {self.vorname}")[:250]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:person_detail", self.uuid)


@protokolliert(verdeckt=("telefon", "email"))
class Funktionsadresse(Zeitraum, Datensatz):
    """How a post of the partner is reached whoever holds it: sekretariat@…

    A row of its own beside the people, so that several share it and it stays when the last of them has left.
    """

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="funktionsadressen")
    bezeichnung = models.CharField("Bezeichnung", max_length=100, help_text="Zum Beispiel Sekretariat oder Leitung.")
    telefon = models.CharField("Telefon", max_length=60, blank=True)
    email = models.EmailField("E-Mail", blank=True)

    objects = Partnerzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Funktionsadresse"
        verbose_name_plural = "Funktionsadressen"
        ordering = ["bezeichnung", "pk"]
        constraints = [
            *Zeitraum.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(telefon="", email=""),
                name="funktionsadresse_nennt_telefon_oder_mail",
                violation_error_message="Bitte geben Sie eine Telefonnummer oder eine E-Mail-Adresse ein.",
            ),
        ]

    def __str__(self) -> str:
        return self.bezeichnung


@protokolliert(verdeckt=("telefon", "email"))
class Funktion(Zeitraum, Datensatz):
    """What a person is at a partner, how she is reached there at work, from when to when (K28)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="funktionen")
    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="funktionen")
    bezeichnung = models.CharField("Funktion", max_length=100)
    telefon = models.CharField("Telefon (dienstlich)", max_length=60, blank=True)
    email = models.EmailField("E-Mail (dienstlich)", blank=True)
    ist_schluesselperson = models.BooleanField("Schlüsselperson", default=False)
    adresse = models.ForeignKey(
        Funktionsadresse,
        verbose_name="auch erreichbar über",
        on_delete=models.SET_NULL,
        related_name="funktionen",
        null=True,
        blank=True,
    )
    vertreten_durch = models.ForeignKey(
        "self",
        verbose_name="vertreten durch",
        on_delete=models.SET_NULL,
        related_name="vertritt",
        null=True,
        blank=True,
    )

    objects = Partnerzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ["-ist_schluesselperson", "person__name_norm"]

    def __str__(self) -> str:
        return f"{self.person}, {self.bezeichnung}"

    def get_absolute_url(self) -> str:
        return reverse("partner:partner_detail", args=[self.partner.uuid])


class Einwilligungsmenge(Bereichsmenge):
    """Private data are read and kept by those who keep the person; nobody else learns that there are any."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(person__in=Person.objects.bearbeitbar_fuer(bereich))

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)


@protokolliert(verdeckt=("telefon", "email", "zweck"))
class Einwilligung(Datensatz):
    """She allowed private numbers to be kept for a purpose. They stand here and nowhere else; withdrawn, they go."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="einwilligungen")
    erteilt_am = models.DateField("Einwilligung erteilt am")
    zweck = models.CharField("Zweck", max_length=150, help_text="Zum Beispiel: Absprachen am Wochenende.")
    telefon = models.CharField("Telefon (privat)", max_length=60, blank=True)
    email = models.EmailField("E-Mail (privat)", blank=True)
    widerrufen_am = models.DateField("widerrufen am", null=True, blank=True, editable=False)

    objects = Einwilligungsmenge.as_manager()

    class Meta:
        verbose_name = "Einwilligung"
        verbose_name_plural = "Einwilligungen"
        ordering = ["-erteilt_am", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(widerrufen_am__isnull=True), name="eine_geltende_einwilligung_je_person"
            ),
            models.CheckConstraint(
                condition=Q(widerrufen_am__isnull=True) | Q(telefon="", email=""),
                name="nach_dem_widerruf_bleibt_nichts_privates",
                violation_error_message="Nach dem Widerruf dürfen keine privaten Angaben bleiben.",
            ),
        ]

    def __str__(self) -> str:
        return f"Einwilligung vom {self.erteilt_am:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()


class Wechselmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "partner.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        eigene = Netzwerkpartner.objects.bearbeitbar_fuer(bereich)
        return self.filter(alte__partner__in=eigene)


@protokolliert()
class Stellenwechsel(Datensatz):
    """A person left one post for another; keeps what is needed to take it back exactly."""

    alte = models.ForeignKey(Funktion, on_delete=models.CASCADE, related_name="+")
    neue = models.ForeignKey(Funktion, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    nachfolge = models.ForeignKey(Funktion, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    #: end of the old function before, usually none
    bisher_bis = models.DateField("bisheriges Ende", null=True, blank=True)
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, blank=True)

    objects = Wechselmenge.as_manager()

    class Meta:
        verbose_name = "Stellenwechsel"
        verbose_name_plural = "Stellenwechsel"
        ordering = ["-erstellt_am", "-pk"]

    def __str__(self) -> str:
        return f"{self.alte.person} seit {self.erstellt_am:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return self.alte.person.get_absolute_url()
