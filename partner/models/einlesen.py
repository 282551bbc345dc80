"""Import of lists: the run, its rows on the staging page, remembered mappings, and where a partner came from."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from konten.models import Bereichsmenge, Datensatz, protokolliert
from konten.rules import Geltungsbereich
from partner.models.netzwerkpartner import Netzwerkpartner
from partner.rules.einlesen import Zeilenergebnis


class Importmenge(Bereichsmenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._im_blick(bereich, "import.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._im_blick(bereich, "import.ausfuehren")

    def ruecknehmbar_fuer(self, bereich: Geltungsbereich) -> Self:
        """Runs that the person may take back; whether the time for it has passed is asked of the run."""
        return self._im_blick(bereich, "import.zuruecknehmen")

    def _im_blick(self, bereich: Geltungsbereich, recht: str) -> Self:
        if not bereich.darf(recht):
            return self.none()
        if bereich.sozialraeume(recht) is None:
            return self.filter(Q(ist_persoenlich=False) | Q(benutzer=bereich.benutzer_id))
        return self.filter(benutzer=bereich.benutzer_id)


@protokolliert(verdeckt=("meldung",), ohne=("zuordnung", "fortschritt", "umfang", "herzschlag", "laeufer"))
class Importlauf(Datensatz):
    """One uploaded list: previewed first, written only when somebody says so, and taken back if need be.

    While `laufend` a process in the background is at it: `laeufer` is its claim, `herzschlag` its last sign of life.
    """

    class Zustand(TextChoices):
        PRUEFUNG = "pruefung", "wird geprüft"
        VORSCHAU = "vorschau", "Vorschau"
        UEBERNAHME = "uebernahme", "wird übernommen"
        UEBERNOMMEN = "uebernommen", "übernommen"
        VERWORFEN = "verworfen", "verworfen"
        RUECKNAHME = "ruecknahme", "wird zurückgenommen"
        ZURUECK = "zurueck", "zurückgenommen"

    LAUFEND = (Zustand.PRUEFUNG, Zustand.UEBERNAHME, Zustand.RUECKNAHME)

    art = models.CharField("Inhalt", max_length=20, default="partner", editable=False)
    ist_persoenlich = models.BooleanField("nur für die eigene Person", default=False, editable=False)
    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="importlaeufe", null=True
    )
    dateiname = models.CharField("Datei", max_length=200)
    pruefsumme = models.CharField("Prüfsumme", max_length=64)
    kodierung = models.CharField("Zeichensatz", max_length=40)
    trennzeichen = models.CharField("Trennzeichen", max_length=10)
    spalten = models.JSONField("Spalten der Datei", default=list)
    zuordnung = models.JSONField("Zuordnung", default=dict)
    zustand = models.CharField("Zustand", max_length=12, choices=Zustand.choices, default=Zustand.VORSCHAU)
    uebernommen_am = models.DateTimeField("übernommen am", null=True, blank=True)
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, blank=True)
    blatt = models.CharField("Tabellenblatt", max_length=100, blank=True)
    hinweise = models.JSONField("Hinweise zur Datei", default=list)
    vorlage = models.ForeignKey(
        "Importvorlage", on_delete=models.SET_NULL, related_name="laeufe", null=True, blank=True, editable=False
    )
    umfang = models.PositiveIntegerField("Zeilen", default=0, editable=False)
    fortschritt = models.PositiveIntegerField("bearbeitete Zeilen", default=0, editable=False)
    herzschlag = models.DateTimeField(null=True, blank=True, editable=False)
    laeufer = models.UUIDField(null=True, blank=True, editable=False)
    auftrag_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, editable=False
    )
    abbruch = models.BooleanField("Abbruch gewünscht", default=False, editable=False)
    meldung = models.CharField("Meldung", max_length=400, blank=True, editable=False)

    objects = Importmenge.as_manager()

    class Meta:
        verbose_name = "Import"
        verbose_name_plural = "Importe"
        ordering = ["-erstellt_am"]

    def __str__(self) -> str:
        return self.dateiname

    def get_absolute_url(self) -> str:
        return reverse("partner:import_detail", args=[self.uuid])

    @property
    def ist_laufend(self) -> bool:
        return self.zustand in self.LAUFEND

    def vergiss_inhalt(self) -> None:
        """Drops the cells shown as examples beside the mapping; headings and choices stay."""
        self.zuordnung = {name: wert for name, wert in self.zuordnung.items() if name != "beispiele"}


class Vorlagenmenge(Bereichsmenge):
    """Mappings hold headings and words of categories, nothing about anybody: whoever imports may use them all."""

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "import.ausfuehren")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        menge = self.mit_recht(bereich, "import.ausfuehren")
        eigene = bereich.sozialraeume("import.ausfuehren") is not None
        return menge.filter(benutzer=bereich.benutzer_id) if eigene else menge


@protokolliert(ohne=("spalten", "zuordnung"))
class Importvorlage(Datensatz):
    """A mapping that is remembered for lists with the same headings."""

    art = models.CharField("Inhalt", max_length=20)
    name = models.CharField("Name", max_length=100)
    fingerabdruck = models.CharField(max_length=64, editable=False)
    spalten = models.JSONField("Spalten", default=list)
    zuordnung = models.JSONField("Zuordnung", default=dict)
    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    benutzt_am = models.DateTimeField("zuletzt benutzt am", null=True, blank=True)

    objects = Vorlagenmenge.as_manager()

    class Meta:
        verbose_name = "gemerkte Zuordnung"
        verbose_name_plural = "gemerkte Zuordnungen"
        ordering = ["art", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["art", "fingerabdruck", "name"],
                name="vorlage_heisst_je_spaltensatz_einmal_so",
                violation_error_message="Eine Zuordnung mit diesem Namen gibt es für diese Spalten schon.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('partner:import_liste')}?art={self.art}#vorlagen"


class Importzeile(models.Model):
    """One row of the list as read, what would become of it and why; later what became of it.

    `objekt` is the record of the run's kind (of partners it is `partner`). `aenderungen` are field by field [title,
    before, after]; `journal` is what taking back needs; `rueckstand` says what stayed when the run was taken back.
    """

    Ergebnis = Zeilenergebnis

    lauf = models.ForeignKey(Importlauf, on_delete=models.CASCADE, related_name="zeilen")
    nummer = models.PositiveIntegerField("Zeile")
    rohdaten = models.JSONField("Inhalt", default=dict)
    ergebnis = models.CharField("Ergebnis", max_length=12, choices=Ergebnis.choices, blank=True)
    grund = models.CharField("Grund", max_length=400, blank=True)
    partner = models.ForeignKey(
        Netzwerkpartner, on_delete=models.SET_NULL, related_name="importzeilen", null=True, blank=True
    )
    objekt = models.BigIntegerField("Datensatz", null=True, blank=True)
    aenderungen = models.JSONField("Änderungen", default=list)
    ist_erledigt = models.BooleanField("übernommen", default=False)
    journal = models.JSONField("Für die Rücknahme", null=True, blank=True)
    rueckstand = models.CharField("Was blieb", max_length=400, blank=True)

    class Meta:
        verbose_name = "Importzeile"
        verbose_name_plural = "Importzeilen"
        ordering = ["lauf", "nummer"]
        indexes = [models.Index(fields=["lauf", "ergebnis", "nummer"], name="zeilen_je_ergebnis")]
        constraints = [models.UniqueConstraint(fields=["lauf", "nummer"], name="zeile_kommt_je_import_einmal_vor")]

    def __str__(self) -> str:
        return f"Zeile {self.nummer}"


@protokolliert(verdeckt=("hinweis",))
class Herkunft(Datensatz):
    """Where a partner's entry came from: list, row, key there, source and its date."""

    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="herkuenfte")
    lauf = models.ForeignKey(Importlauf, on_delete=models.SET_NULL, related_name="herkuenfte", null=True)
    zeile = models.PositiveIntegerField("Zeile")
    kennung = models.CharField("Kennung in der Liste", max_length=100, blank=True)
    quelle = models.CharField("Quelle", max_length=500, blank=True)
    stand = models.CharField("Stand der Quelle", max_length=100, blank=True)
    guete = models.CharField("Güte der Angabe", max_length=60, blank=True)
    hinweis = models.TextField("Hinweis der Liste", blank=True)

    class Meta:
        verbose_name = "Herkunft"
        verbose_name_plural = "Herkünfte"
        ordering = ["erstellt_am"]
        constraints = [
            models.UniqueConstraint(fields=["kennung"], condition=~Q(kennung=""), name="kennung_gehoert_einem_partner")
        ]

    def __str__(self) -> str:
        return self.kennung or f"Zeile {self.zeile}"
