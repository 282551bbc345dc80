"""Files at a contact; kept outside the web root and served only after asking for the right."""

from typing import Self

from django.conf import settings
from django.db import models

from konten.models import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models.kontakt import Kontakt


class Anhangmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Whoever may read the text of the contact."""
        return self.filter(kontakt__in=Kontakt.objects.mit_text_fuer(bereich))

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(kontakt__in=Kontakt.objects.bearbeitbar_fuer(bereich))


@protokolliert(verdeckt=("name",), ohne=("datei",))
class Kontaktanhang(Datensatz):
    """A file somebody added to a contact: PDF, picture or office file, its type read from its content."""

    kontakt = models.ForeignKey(Kontakt, on_delete=models.CASCADE, related_name="anhaenge")
    datei = models.FileField(upload_to="kontakt/", max_length=200)
    name = models.CharField("Dateiname", max_length=200)
    typ = models.CharField("Art der Datei", max_length=100)
    groesse = models.PositiveIntegerField("Größe in Byte")
    hochgeladen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Anhangmenge.as_manager()

    class Meta:
        verbose_name = "Anhang"
        verbose_name_plural = "Anhänge"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
