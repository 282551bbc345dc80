"""People at partners: a person may have functions at several institutions, one after the other or at once."""

from typing import Self

from django.db import models
from django.urls import reverse

from konten.models import Bereichsmenge, Datensatz, Zeitraum, protokolliert
from konten.rules import Geltungsbereich, normalisiere
from partner.models.netzwerkpartner import Netzwerkpartner, Partnerzeitraum


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
    """A professional contact person; no private data here."""

    titel = models.CharField("Titel", max_length=30, blank=True)
    vorname = models.CharField("Vorname", max_length=100, blank=True)
    nachname = models.CharField("Nachname", max_length=100)
    name_norm = models.CharField(max_length=250, editable=False, db_index=True)

    objects = Personenmenge.as_manager()

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["name_norm"]

    def __str__(self) -> str:
        return " ".join(teil for teil in (self.titel, self.vorname, self.nachname) if teil)

    def save(self, *args, **kwargs) -> None:
        self.name_norm = normalisiere(f"{self.nachname} {self.vorname}")[:250]
        super().save(*args, **kwargs)


@protokolliert(verdeckt=("telefon", "email"))
class Funktion(Zeitraum, Datensatz):
    """What a person is at a partner, how she is reached there at work, from when to when (K28)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="funktionen")
    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="funktionen")
    bezeichnung = models.CharField("Funktion", max_length=100)
    telefon = models.CharField("Telefon (dienstlich)", max_length=60, blank=True)
    email = models.EmailField("E-Mail (dienstlich)", blank=True)
    ist_schluesselperson = models.BooleanField("Schlüsselperson", default=False)

    objects = Partnerzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ["-ist_schluesselperson", "person__name_norm"]

    def __str__(self) -> str:
        return f"{self.person}, {self.bezeichnung}"

    def get_absolute_url(self) -> str:
        return reverse("partner:partner_detail", args=[self.partner.uuid])
