"""Next steps: what somebody promised, by when."""

from typing import Self

from django.conf import settings
from django.db import models

from konten.models import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models.kontakt import Kontakt


class Wiedervorlagemenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """One's own and those of persons deputised for."""
        if not bereich.darf("wiedervorlage.sehen"):
            return self.none()
        return self.filter(benutzer__in=[bereich.benutzer_id, *bereich.vertretene])

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)

    def offen(self) -> Self:
        return self.filter(erledigt_am__isnull=True)

    def fuer_liste(self) -> Self:
        return self.select_related("kontakt").prefetch_related("kontakt__beteiligungen__partner").order_by("am", "id")


@protokolliert(verdeckt=("was",))
class Wiedervorlage(Datensatz):
    """A next step from a contact with its date."""

    kontakt = models.ForeignKey(Kontakt, on_delete=models.CASCADE, related_name="wiedervorlagen")
    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="zuständig", on_delete=models.CASCADE, related_name="wiedervorlagen"
    )
    was = models.CharField("Nächster Schritt", max_length=200)
    am = models.DateField("bis wann")
    erledigt_am = models.DateField("erledigt am", null=True, blank=True, editable=False)

    objects = Wiedervorlagemenge.as_manager()

    class Meta:
        verbose_name = "Wiedervorlage"
        verbose_name_plural = "Wiedervorlagen"
        ordering = ["am", "id"]
        indexes = [models.Index(fields=["benutzer", "erledigt_am", "am"], name="offene_wiedervorlagen")]

    def __str__(self) -> str:
        return self.was
