"""The guided handover when a person leaves or a Träger changes (K10)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from konten.models import Bereichsmenge, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models.einsatz import Einsatz, Netzwerkfachkraft
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung, Uebergabeanlass, Uebergabestatus
from netzwerk.rules.uebergabe import kennung


class Uebergabemenge(Bereichsmenge):
    """Her own and her successor's; for the Leitung those of her Träger; the Jugendamt reads all."""

    pfad = ""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, "uebergabe.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, "uebergabe.fuehren")

    def _mit(self, bereich: Geltungsbereich, recht: str) -> Self:
        if not bereich.darf(recht):
            return self.none()
        if bereich.traeger(recht) is None:
            return self.all()
        p = self.pfad
        beteiligt = Q(**{f"{p}einsatz__fachkraft__benutzer": bereich.benutzer_id}) | Q(
            **{f"{p}nachfolge__benutzer": bereich.benutzer_id}
        )
        return self.filter(beteiligt | Q(**{f"{p}einsatz__traeger__in": bereich.geleitete_traeger(recht)})).distinct()


class Punktmenge(Uebergabemenge):
    pfad = "uebergabe__"


@protokolliert(verdeckt=("notiz",))
class Uebergabe(Datensatz):
    """Handover of one Einsatz on a day; can be put down and resumed."""

    einsatz = models.OneToOneField(Einsatz, on_delete=models.CASCADE, related_name="uebergabe")
    nachfolge = models.ForeignKey(
        Netzwerkfachkraft,
        verbose_name="Nachfolge",
        on_delete=models.SET_NULL,
        related_name="uebernahmen",
        null=True,
        blank=True,
    )
    anlass = models.CharField("Anlass", max_length=16, choices=Uebergabeanlass.choices)
    am = models.DateField("Letzter Tag")
    notiz = models.TextField("Das sollte die Nachfolge wissen", blank=True)
    zustand = models.CharField(
        "Stand", max_length=14, choices=Uebergabestatus.choices, default=Uebergabestatus.OFFEN, editable=False
    )
    begonnen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    abgeschlossen_am = models.DateField("abgeschlossen am", null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Uebergabemenge.as_manager()

    class Meta:
        verbose_name = "Übergabe"
        verbose_name_plural = "Übergaben"
        ordering = ["zustand", "-am"]

    def __str__(self) -> str:
        return f"Übergabe {self.einsatz}"

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:uebergabe_detail", self.uuid)

    @property
    def ist_kuerzer_als_der_einsatz(self) -> bool:
        """The Einsatz goes on beyond the last day: its end is not entered yet."""
        return self.einsatz.bis is None or self.einsatz.bis > self.am


@protokolliert(verdeckt=("titel", "grund", "hinweis"))
class Uebergabepunkt(Datensatz):
    """One thing that passes into other hands, is done, or is parked with a reason."""

    uebergabe = models.ForeignKey(Uebergabe, on_delete=models.CASCADE, related_name="punkte")
    art = models.CharField("Art", max_length=14, choices=Punktart.choices)
    objekt = models.UUIDField("Datensatz", null=True, editable=False)
    titel = models.CharField("Worum es geht", max_length=250)
    entscheidung = models.CharField(
        "Entscheidung", max_length=12, choices=Punktentscheidung.choices, default=Punktentscheidung.OFFEN
    )
    an = models.ForeignKey(
        Netzwerkfachkraft,
        verbose_name="geht an",
        on_delete=models.SET_NULL,
        related_name="uebernommene_punkte",
        null=True,
        blank=True,
    )
    grund = models.CharField("Grund", max_length=300, blank=True)
    hinweis = models.CharField("Hinweis für die Nachfolge", max_length=300, blank=True)
    entschieden_am = models.DateField("entschieden am", null=True, editable=False)

    objects = Punktmenge.as_manager()

    class Meta:
        verbose_name = "Punkt einer Übergabe"
        verbose_name_plural = "Punkte einer Übergabe"
        ordering = ["art", "titel", "id"]
        constraints = [models.UniqueConstraint(fields=["uebergabe", "art", "objekt"], name="uebergabepunkt_einmal")]

    def __str__(self) -> str:
        return self.titel

    @property
    def kennung(self) -> str:
        """What it is about: kind and record."""
        return kennung(self.art, self.objekt)
