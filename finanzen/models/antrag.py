"""Applications to contract single appointments, in exceptional cases only (K30)."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from finanzen.models.basis import Traegergeld, betragsfeld, jahresfeld
from finanzen.rules import ANTRAGSFOLGEN, Antragsstatus
from konten.models import Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum, Traeger


class Antragsmenge(Traegergeld):
    schreiben = "antrag.stellen"

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Those of the led Träger, drafts included; of the own Sozialräume and for the Jugendamt what was filed."""
        if not bereich.darf("antrag.sehen"):
            return self.none()
        gestellt = ~Q(zustand=Antragsstatus.ENTWURF)
        eigene = Q(traeger__in=bereich.geleitete_traeger("antrag.sehen"))
        raeume = bereich.sozialraeume("antrag.sehen.raum")
        andere = gestellt if raeume is None else gestellt & Q(sozialraum__in=raeume)
        return self.filter(eigene | andere)

    def fuer_liste(self) -> Self:
        return self.select_related("sozialraum", "traeger")


@protokolliert(verdeckt=("titel", "begruendung", "entscheidungsgrund"))
class Ausnahmeantrag(Datensatz):
    """A Träger wants to contract single appointments; only the Jugendamt decides."""

    titel = models.CharField("Worum geht es?", max_length=150)
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="ausnahmeantraege"
    )
    traeger = models.ForeignKey(
        Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="ausnahmeantraege"
    )
    jahr = jahresfeld()
    begruendung = models.TextField(
        "Warum geht es nicht anders?", help_text="Keine Angaben über Kinder, Jugendliche und Familien."
    )
    termine = models.PositiveSmallIntegerField("Zahl der Termine", validators=[MinValueValidator(1)])
    von = models.DateField("erster Termin")
    bis = models.DateField("letzter Termin")
    betrag = betragsfeld("Kosten in Euro", validators=[MinValueValidator(Decimal("0.01"))])
    genehmigt = betragsfeld("Genehmigt in Euro", null=True, editable=False)
    zustand = models.CharField(
        "Stand", max_length=16, choices=Antragsstatus.choices, default=Antragsstatus.ENTWURF, editable=False
    )
    erfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    beantragt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    beantragt_am = models.DateField("beantragt am", null=True, editable=False)
    entschieden_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_am = models.DateField("entschieden am", null=True, editable=False)
    entscheidungsgrund = models.CharField("Begründung der Entscheidung", max_length=500, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Antragsmenge.as_manager()

    class Meta:
        verbose_name = "Ausnahmeantrag"
        verbose_name_plural = "Ausnahmeanträge"
        ordering = ["-jahr", "-erstellt_am"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bis__gte=F("von")),
                name="antrag_von_vor_bis",
                violation_error_message="Der letzte Termin liegt vor dem ersten.",
            ),
            models.CheckConstraint(
                condition=Q(betrag__gt=0),
                name="antrag_nennt_betrag",
                violation_error_message="Der Betrag muss größer als null sein.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def ist_beendet(self) -> bool:
        """Nothing follows on this state: refused, withdrawn, settled or lapsed."""
        return not ANTRAGSFOLGEN[self.zustand]

    def get_absolute_url(self) -> str:
        return datensatzadresse("finanzen:ausnahmeantrag_detail", self.uuid)
