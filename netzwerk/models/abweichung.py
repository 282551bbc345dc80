"""Why a "soll" of the concept is not met: with a reason it deviates, without one the reason is missing."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from konten.models import Datensatz, Zeitraum, Zeitraummenge, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models.einsatz import Netzwerkfachkraft
from sozialraum.models import Sozialraum


class Abweichungsmenge(Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, "einsatz.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, "abweichung.begruenden")

    def _mit(self, bereich: Geltungsbereich, recht: str) -> Self:
        """About a person: those of the own Träger; about a Sozialraum alone: within the reach of the right."""
        if not bereich.darf(recht):
            return self.none()
        traeger, raeume = bereich.traeger(recht), bereich.sozialraeume(recht)
        if traeger is None or raeume is None:
            return self.all()
        ueber_raum = Q(fachkraft__isnull=True, sozialraum__in=raeume)
        return self.filter(ueber_raum | Q(fachkraft__traeger__in=traeger))


@protokolliert(verdeckt=("grund",))
class Abweichungsbegruendung(Zeitraum, Datensatz):
    """The reason for an unmet "soll", named by its number in the register, in a Sozialraum or for one person there."""

    anforderung = models.CharField("Anforderung", max_length=10)
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="abweichungsbegruendungen"
    )
    fachkraft = models.ForeignKey(
        Netzwerkfachkraft,
        verbose_name="Netzwerkfachkraft",
        on_delete=models.CASCADE,
        related_name="abweichungsbegruendungen",
        null=True,
        blank=True,
    )
    grund = models.TextField("Begründung")
    verfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Abweichungsmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Begründung einer Abweichung"
        verbose_name_plural = "Begründungen von Abweichungen"
        ordering = ["anforderung", "sozialraum", "-von"]
        indexes = [models.Index(fields=["anforderung", "sozialraum"], name="abweichung_je_anforderung")]

    def __str__(self) -> str:
        return f"{self.anforderung}: Abweichung ab {self.von:%d.%m.%Y}"
