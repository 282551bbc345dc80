"""Next steps: what somebody promised, by when, and how often it was put off."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from konten.models import Bereichsmenge, Datensatz, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from netzwerk.models.gremium import Beschluss
from netzwerk.models.kontakt import Kontakt
from netzwerk.rules import Bezug, Zusage
from netzwerk.rules.wiedervorlage import NEUER_VERSUCH
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum


class Wiedervorlagemenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """One's own, those of persons deputised for, and those of one's own Sozialräume as Netzwerkfachkraft."""
        if not bereich.darf("wiedervorlage.sehen"):
            return self.none()
        raeume = bereich.sozialraeume("wiedervorlage.im_raum") or frozenset()
        eigene = Q(benutzer__in=[bereich.benutzer_id, *bereich.vertretene])
        return self.filter(eigene | Q(sozialraum__in=raeume))

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.sichtbar_fuer(bereich)

    def eigene_fuer(self, bereich: Geltungsbereich) -> Self:
        """One's own and those of persons deputised for: what the start page counts, and what may be deleted."""
        return self.sichtbar_fuer(bereich).filter(benutzer__in=[bereich.benutzer_id, *bereich.vertretene])

    def mit_lesbarkeit(self, bereich: Geltungsbereich) -> Self:
        """Adds `ist_lesbar`: the step of a case-related contact is read by those who may read the contact's text."""
        lesbare = Kontakt.objects.mit_text_fuer(bereich).filter(pk=OuterRef("kontakt"))
        offen = Q(kontakt__isnull=True) | Q(kontakt__bezug=Bezug.UEBERGREIFEND)
        return self.annotate(ist_lesbar=offen | Q(Exists(lesbare)))

    def mit_aufschueben(self) -> Self:
        """Adds `aufschubzahl`, how often the step was put off."""
        return self.annotate(aufschubzahl=Count("aufschuebe"))

    def offen(self) -> Self:
        return self.filter(erledigt_am__isnull=True)

    def fuer_liste(self) -> Self:
        return (
            self.select_related("kontakt", "benutzer", "partner", "sozialraum", "beschluss__sitzung__gremium")
            .prefetch_related("kontakt__beteiligungen__partner")
            .order_by("am", "id")
        )


VERBORGEN = "Nächster Schritt aus einem fallbezogenen Kontakt"


@protokolliert(verdeckt=("was",))
class Wiedervorlage(Datensatz):
    """A next step with its date: from a contact, a decision of a meeting, or noted by itself."""

    kontakt = models.ForeignKey(Kontakt, on_delete=models.CASCADE, related_name="wiedervorlagen", null=True, blank=True)
    beschluss = models.OneToOneField(
        Beschluss, on_delete=models.CASCADE, related_name="wiedervorlage", null=True, blank=True
    )
    partner = models.ForeignKey(
        Netzwerkpartner,
        verbose_name="Partner",
        on_delete=models.CASCADE,
        related_name="wiedervorlagen",
        null=True,
        blank=True,
    )
    sozialraum = models.ForeignKey(
        Sozialraum,
        verbose_name="Sozialraum",
        on_delete=models.PROTECT,
        related_name="wiedervorlagen",
        null=True,
        blank=True,
    )
    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="zuständig", on_delete=models.CASCADE, related_name="wiedervorlagen"
    )
    zusage = models.CharField("Wer hat es zugesagt?", max_length=8, choices=Zusage.choices, default=Zusage.WIR)
    was = models.CharField("Nächster Schritt", max_length=200)
    am = models.DateField("bis wann")
    erledigt_am = models.DateField("erledigt am", null=True, blank=True, editable=False)
    erledigt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Wiedervorlagemenge.as_manager()

    class Meta:
        verbose_name = "Wiedervorlage"
        verbose_name_plural = "Wiedervorlagen"
        ordering = ["am", "id"]
        indexes = [
            models.Index(fields=["benutzer", "erledigt_am", "am"], name="offene_wiedervorlagen"),
            models.Index(fields=["sozialraum", "erledigt_am", "am"], name="wiedervorlagen_im_sozialraum"),
        ]

    def __str__(self) -> str:
        return self.was

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:wiedervorlage_bearbeiten", self.uuid)

    @property
    def erledigt_url(self) -> str:
        return datensatzadresse("netzwerk:wiedervorlage_erledigt", self.uuid)

    @property
    def herkunft(self) -> Datensatz:
        """The record with which its text is looked after: the contact or the meeting it came from, otherwise itself."""
        return self.kontakt or (self.beschluss.sitzung if self.beschluss else self)

    @property
    def text(self) -> str:
        """What to do, as this viewer may read it (see `mit_lesbarkeit`; without it the text is hidden in doubt)."""
        offen = self.kontakt is None or not self.kontakt.ist_fallbezogen
        return self.was if getattr(self, "ist_lesbar", offen) else VERBORGEN

    @property
    def zusage_satz(self) -> str:
        """Who promised it; empty where nobody was asked: a decision of a meeting, another attempt."""
        if self.zusage == Zusage.PARTNER:
            return "zugesagt vom Partner"
        return "" if self.beschluss_id or self.was == NEUER_VERSUCH else "zugesagt von uns"

    @property
    def beteiligte(self) -> list[Netzwerkpartner]:
        """The partners of the contact it came from, otherwise the one it is about."""
        if self.kontakt is not None:
            return [zeile.partner for zeile in self.kontakt.beteiligungen.all()]
        return [self.partner] if self.partner else []


class Aufschubmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.filter(wiedervorlage__in=Wiedervorlage.objects.sichtbar_fuer(bereich))


@protokolliert(verdeckt=("grund",))
class Aufschub(Datensatz):
    """A Wiedervorlage was put off, with the reason."""

    wiedervorlage = models.ForeignKey(Wiedervorlage, on_delete=models.CASCADE, related_name="aufschuebe")
    von_tag = models.DateField("bisher")
    auf_tag = models.DateField("neu")
    grund = models.CharField("Grund", max_length=200)
    durch = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Aufschubmenge.as_manager()

    class Meta:
        verbose_name = "Aufschub"
        verbose_name_plural = "Aufschübe"
        ordering = ["erstellt_am"]

    def __str__(self) -> str:
        return f"auf den {self.auf_tag:%d.%m.%Y}: {self.grund}"
