"""What is known of a Netzwerkfachkraft: profile, powers, evidence, agreements with the Leitung (K12-K19)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from konten.models import Benutzer, Datensatz, Zeitraum, Zeitraummenge, datensatzadresse, protokolliert
from konten.rules import Geltungsbereich
from konten.rules.zahl import dezimal
from netzwerk.models.einsatz import Einsatz, Netzwerkfachkraft, Traegermenge
from netzwerk.rules.fachkraft import Nachweisart, Nachweisstatus, Umfangseinheit, Vorstellungsart
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum, Stammdatenzeitraum, Traeger


class Fachkraftteil(Zeitraummenge):
    """Rows of a Netzwerkfachkraft: of her own, of the own Träger, or all, as the right says."""

    lesen = "einsatz.sehen"
    schreiben = "einsatz.vorschlagen"
    pfad = "fachkraft__"

    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, self.lesen)

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._mit(bereich, self.schreiben)

    def _mit(self, bereich: Geltungsbereich, recht: str) -> Self:
        if not bereich.darf(recht):
            return self.none()
        traeger = bereich.traeger(recht)
        if traeger is None:
            return self.all()
        eigene = Q(**{f"{self.pfad}benutzer": bereich.benutzer_id})
        return self.filter(eigene | Q(**{f"{self.pfad}traeger__in": bereich.geleitete_traeger(recht)}))


class Nachweismenge(Fachkraftteil):
    lesen = "nachweis.sehen"
    schreiben = "nachweis.einreichen"


class Fuehrungszeugnismenge(Fachkraftteil):
    lesen = schreiben = "fuehrungszeugnis.pflegen"


class Steckbriefmenge(Fachkraftteil):
    lesen = "steckbrief.sehen"
    schreiben = "steckbrief.pflegen"


class Vorstellungsmenge(Fachkraftteil):
    schreiben = "vorstellung.pflegen"


@protokolliert(verdeckt=("vorstellung", "schwerpunkte", "sprechzeiten", "foto_name"), ohne=("foto",))
class Steckbrief(Datensatz):
    """How a Netzwerkfachkraft presents herself to partners and the public (K19)."""

    fachkraft = models.OneToOneField(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="steckbrief")
    funktion = models.CharField("Funktion", max_length=100, blank=True)
    vorstellung = models.TextField("Das bin ich", blank=True)
    schwerpunkte = models.TextField("Das können Sie mit mir besprechen", blank=True)
    sprechzeiten = models.CharField("Erreichbar", max_length=200, blank=True)
    foto = models.FileField(upload_to="steckbrief/", max_length=200, blank=True)
    foto_name = models.CharField(max_length=200, blank=True, editable=False)
    foto_typ = models.CharField(max_length=100, blank=True, editable=False)
    ist_veroeffentlicht = models.BooleanField("Öffentlich zeigen", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Steckbriefmenge.as_manager()

    class Meta:
        verbose_name = "Steckbrief"
        verbose_name_plural = "Steckbriefe"
        ordering = ["fachkraft__name_norm"]

    def __str__(self) -> str:
        return f"Steckbrief {self.fachkraft}"


@protokolliert(verdeckt=("umfang", "erteilt_von"))
class Entscheidungsbefugnis(Zeitraum, Datensatz):
    """What a Netzwerkfachkraft may decide directly, granted by whom, from when to when (K17)."""

    fachkraft = models.ForeignKey(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="befugnisse")
    umfang = models.TextField("Darf selbst entscheiden über")
    erteilt_von = models.CharField("erteilt von", max_length=150)

    objects = Fachkraftteil.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Entscheidungsbefugnis"
        verbose_name_plural = "Entscheidungsbefugnisse"
        ordering = ["-von"]

    def __str__(self) -> str:
        return f"Entscheidungsbefugnis ab {self.von:%d.%m.%Y}"


@protokolliert(verdeckt=("kommunikation", "arbeitsweise", "konzept"))
class Kompetenzeinschaetzung(Datensatz):
    """A dated statement of the Leitung; shown, never scored (K14, K15)."""

    fachkraft = models.ForeignKey(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="einschaetzungen")
    am = models.DateField("vom")
    kommunikation = models.TextField("Kommunikation")
    arbeitsweise = models.TextField("Strukturiertes Denken und Arbeiten")
    konzept = models.TextField("Konzeptionelles Verständnis")
    verfasst_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Nachweismenge.as_manager()

    class Meta:
        verbose_name = "Einschätzung der Leitung"
        verbose_name_plural = "Einschätzungen der Leitung"
        ordering = ["-am", "-id"]

    def __str__(self) -> str:
        return f"Einschätzung vom {self.am:%d.%m.%Y}"


@protokolliert(
    verdeckt=("bezeichnung", "anbieter", "ablehnungsgrund", "verlaengerung_grund", "datei_name"), ohne=("datei",)
)
class Qualifikationsnachweis(Datensatz):
    """Evidence of a qualification with its file; counts once the Jugendamt confirmed it (K12, K13, K18)."""

    fachkraft = models.ForeignKey(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="nachweise")
    art = models.CharField("Art", max_length=14, choices=Nachweisart.choices)
    bezeichnung = models.CharField("Bezeichnung", max_length=200)
    anbieter = models.CharField("Hochschule oder Anbieter", max_length=200, blank=True)
    umfang = models.DecimalField("Umfang", max_digits=6, decimal_places=1, null=True, blank=True)
    einheit = models.CharField("Einheit", max_length=10, choices=Umfangseinheit.choices, blank=True)
    am = models.DateField("Datum des Nachweises")
    gueltig_bis = models.DateField("gültig bis", null=True, blank=True)
    datei = models.FileField(upload_to="nachweis/", max_length=200, blank=True)
    datei_name = models.CharField(max_length=200, blank=True, editable=False)
    datei_typ = models.CharField(max_length=100, blank=True, editable=False)
    datei_groesse = models.PositiveIntegerField(default=0, editable=False)
    zustand = models.CharField(
        "Stand", max_length=16, choices=Nachweisstatus.choices, default=Nachweisstatus.EINGEREICHT, editable=False
    )
    eingereicht_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    entschieden_am = models.DateField("entschieden am", null=True, editable=False)
    ablehnungsgrund = models.CharField("Grund", max_length=300, blank=True, editable=False)
    verlaengerung_grund = models.CharField("Grund der Verlängerung", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Nachweismenge.as_manager()

    class Meta:
        verbose_name = "Qualifikationsnachweis"
        verbose_name_plural = "Qualifikationsnachweise"
        ordering = ["art", "-am", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gueltig_bis__isnull=True) | Q(gueltig_bis__gte=F("am")),
                name="nachweis_endet_nach_beginn",
                violation_error_message="Das Ende der Gültigkeit liegt vor dem Datum des Nachweises.",
            )
        ]

    def __str__(self) -> str:
        return self.bezeichnung

    def get_absolute_url(self) -> str:
        return datensatzadresse("netzwerk:nachweis_detail", self.uuid)

    @property
    def name(self) -> str:
        """What the file is called when it is handed out."""
        return self.datei_name

    @property
    def typ(self) -> str:
        return self.datei_typ

    @property
    def umfang_text(self) -> str:
        """ "24 Tage"; empty when nothing was said."""
        if self.umfang is None:
            return ""
        return f"{dezimal(self.umfang.normalize() + 0)} {self.get_einheit_display()}".strip()


@protokolliert(ohne=("datum", "eingesehen_am", "wiedervorlage_am"))
class Fuehrungszeugnis(Datensatz):
    """That the erweiterte Führungszeugnis was seen: three dates, nothing else, and not in the audit either."""

    fachkraft = models.OneToOneField(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="fuehrungszeugnis")
    datum = models.DateField("Datum des Zeugnisses")
    eingesehen_am = models.DateField("eingesehen am")
    wiedervorlage_am = models.DateField("Wiedervorlage am")

    objects = Fuehrungszeugnismenge.as_manager()

    class Meta:
        verbose_name = "Führungszeugnis"
        verbose_name_plural = "Führungszeugnisse"
        ordering = ["wiedervorlage_am"]

    def __str__(self) -> str:
        return "erweitertes Führungszeugnis"


class Leitungsmenge(Traegermenge, Zeitraummenge):
    def sichtbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self.mit_recht(bereich, "einsatz.sehen")

    def bearbeitbar_fuer(self, bereich: Geltungsbereich) -> Self:
        return self._des_traegers(bereich, "einsatz.vorschlagen")


@protokolliert(verdeckt=("vorname", "nachname"))
class Leitungsfachkraft(Zeitraum, Datensatz):
    """A named Leitungsfachkraft of a Träger; with `fachkraft` she does network work herself (K18)."""

    traeger = models.ForeignKey(Traeger, verbose_name="Träger", on_delete=models.PROTECT, related_name="leitungen")
    vorname = models.CharField("Vorname", max_length=100)
    nachname = models.CharField("Nachname", max_length=100)
    benutzer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        on_delete=models.SET_NULL,
        related_name="leitungen",
        null=True,
        blank=True,
    )
    fachkraft = models.ForeignKey(
        Netzwerkfachkraft,
        verbose_name="ist selbst Netzwerkfachkraft",
        on_delete=models.SET_NULL,
        related_name="leitungen",
        null=True,
        blank=True,
    )

    objects = Leitungsmenge.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Leitungsfachkraft"
        verbose_name_plural = "Leitungsfachkräfte"
        ordering = ["nachname", "vorname", "-von"]

    def __str__(self) -> str:
        return f"{self.vorname} {self.nachname}"


@protokolliert(verdeckt=("teilnehmende", "themen"))
class Absprache(Datensatz):
    """A dated agreement of a Netzwerkfachkraft with the Leitungsfachkraft about a Sozialraum (K18)."""

    fachkraft = models.ForeignKey(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="absprachen")
    leitung = models.ForeignKey(
        Leitungsfachkraft, verbose_name="Leitungsfachkraft", on_delete=models.PROTECT, related_name="absprachen"
    )
    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.PROTECT, related_name="absprachen"
    )
    am = models.DateField("Tag der Absprache")
    teilnehmende = models.CharField("Weitere Teilnehmende", max_length=300, blank=True)
    themen = models.TextField("Themen")
    naechste_am = models.DateField("Nächste Absprache", null=True, blank=True)

    objects = Fachkraftteil.as_manager()

    class Meta:
        verbose_name = "Absprache"
        verbose_name_plural = "Absprachen"
        ordering = ["-am", "-id"]

    def __str__(self) -> str:
        return f"Absprache vom {self.am:%d.%m.%Y}"


class Einsatzteil(Fachkraftteil):
    pfad = "einsatz__fachkraft__"


@protokolliert()
class Unterbrechung(Zeitraum, Datensatz):
    """An Einsatz rests for a time; why is nobody's business here."""

    einsatz = models.ForeignKey(Einsatz, on_delete=models.CASCADE, related_name="unterbrechungen")

    objects = Einsatzteil.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Unterbrechung"
        verbose_name_plural = "Unterbrechungen"
        ordering = ["-von"]

    def __str__(self) -> str:
        return f"Unterbrechung ab {self.von:%d.%m.%Y}"


@protokolliert(verdeckt=("begruendung",))
class Stellenausnahme(Zeitraum, Datensatz):
    """The Jugendamt accepts less than the minimum for a time, with its reason (K31); never "erfüllt"."""

    sozialraum = models.ForeignKey(
        Sozialraum, verbose_name="Sozialraum", on_delete=models.CASCADE, related_name="stellenausnahmen"
    )
    begruendung = models.TextField("Begründung")
    erteilt_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Stammdatenzeitraum.as_manager()

    class Meta(Zeitraum.Meta):
        verbose_name = "Ausnahme vom Mindestumfang"
        verbose_name_plural = "Ausnahmen vom Mindestumfang"
        ordering = ["sozialraum", "-von"]

    def __str__(self) -> str:
        return f"Ausnahme in {self.sozialraum}"


@protokolliert()
class Vorstellung(Datensatz):
    """A Netzwerkfachkraft was introduced to a partner, or the partner got the Steckbrief (K19)."""

    fachkraft = models.ForeignKey(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="vorstellungen")
    partner = models.ForeignKey(Netzwerkpartner, on_delete=models.CASCADE, related_name="vorstellungen")
    art = models.CharField("Wie?", max_length=12, choices=Vorstellungsart.choices)
    am = models.DateField("am")
    eingetragen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    objects = Vorstellungsmenge.as_manager()

    class Meta:
        verbose_name = "Vorstellung"
        verbose_name_plural = "Vorstellungen"
        ordering = ["-am", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["fachkraft", "partner", "art", "am"], name="vorstellung_je_tag_einmal")
        ]

    def __str__(self) -> str:
        return f"{self.fachkraft} bei {self.partner}"

    def get_absolute_url(self) -> str:
        return datensatzadresse("partner:partner_detail", self.partner.uuid)


@protokolliert()
class Bekanntbestaetigung(models.Model):
    """A member of the Sozialraumteam says once: I know this Netzwerkfachkraft (K19)."""

    fachkraft = models.ForeignKey(Netzwerkfachkraft, on_delete=models.CASCADE, related_name="bekanntbestaetigungen")
    benutzer = models.ForeignKey(Benutzer, on_delete=models.CASCADE, related_name="bekannte_fachkraefte")
    sozialraum = models.ForeignKey(Sozialraum, on_delete=models.CASCADE, related_name="bekanntbestaetigungen")
    am = models.DateField("am")

    objects = Vorstellungsmenge.as_manager()

    class Meta:
        verbose_name = "Bestätigung, bekannt zu sein"
        verbose_name_plural = "Bestätigungen, bekannt zu sein"
        ordering = ["fachkraft", "am"]
        constraints = [
            models.UniqueConstraint(
                fields=["fachkraft", "benutzer", "sozialraum"], name="bekannt_wird_einmal_bestaetigt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.benutzer} kennt {self.fachkraft}"
