"""The table of base data: what each thing is called, what it consists of, and how it is kept.

Lists, forms, ending and addresses follow from it (`sozialraum.views.verwaltung`, `sozialraum.urls.verwaltung`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from finanzen.models import Budgetregel, Kostensatz
from finanzen.services.saetze import lege_kostensatz_fest, lege_regel_fest
from konten.models import Parameter
from konten.rules import Geltungsbereich
from konten.services.zeitraum import loese_wert_ab, nimm_zurueck, sichere_zeitraum
from konten.tables import Spalte
from netzwerk.models import Thema
from partner.models import Intervall, Kategorieausnahme, Kategoriepflicht, Partnerkategorie, Schliesszeit
from partner.services.gebiet import gruende_sozialraum
from sozialraum.forms import (
    Abstandsform,
    Ferienform,
    Kostensatzform,
    Parameterform,
    Stammdatenform,
    endeform,
    stammdatenform,
)
from sozialraum.models import Sozialraum, Sozialraumzentrum, Traeger, Traegerschaft
from sozialraum.services.traeger import aendere_ende, trage_traegerschaft_ein


@dataclass(frozen=True, slots=True)
class Listenspalte(Spalte):
    """A column of list and export; `feld` is the path to sort by."""

    feld: str = ""


def _spalte(titel: str, feld: str, wert: Callable[[Any], Any] | None = None) -> Listenspalte:
    return Listenspalte(titel, wert or (lambda zeile: getattr(zeile, feld)), max(14, len(titel) + 4), feld)


def _alle(menge: QuerySet, bereich: Geltungsbereich) -> QuerySet:
    return menge


@dataclass(frozen=True)
class Sache:
    """One kind of base data."""

    name: str
    pfad: str
    modell: type[Model]
    gruppe: str
    titel: str
    neu: str
    einleitung: str
    felder: tuple[str, ...]
    spalten: tuple[Listenspalte, ...]
    fest: tuple[str, ...] = ()
    schluessel: str = "uuid"
    filter: tuple[str, ...] = ()
    gleich: tuple[str, ...] = ()
    loest_ab: bool = False
    beendbar: bool = True
    recht: str = "stammdaten.sehen"
    basis: type[Stammdatenform] = Stammdatenform
    weitere: tuple[str, str] = ()
    eintragen: Callable[..., Model] | None = None
    aendern: Callable[..., Model] | None = None
    beenden: Callable[..., Model] | None = None
    menge: Callable[[QuerySet, Geltungsbereich], QuerySet] = field(default=_alle)

    @cached_property
    def hat_zeitraum(self) -> bool:
        return any(spalte.name == "von" for spalte in self.modell._meta.fields)

    @cached_property
    def beziehungen(self) -> tuple[str, ...]:
        return tuple(spalte.name for spalte in self.modell._meta.fields if spalte.many_to_one)

    @cached_property
    def formular(self) -> type[Stammdatenform]:
        return stammdatenform(self.modell, self.felder, self.basis)

    @cached_property
    def aenderbar(self) -> tuple[str, ...]:
        """Fields that only describe; what has validity is ended and entered anew instead."""
        return tuple(name for name in self.felder if name not in self.fest)

    @cached_property
    def aenderungsformular(self) -> type[Stammdatenform]:
        return stammdatenform(self.modell, self.aenderbar, self.basis)

    @cached_property
    def endeformular(self) -> type[Stammdatenform]:
        return endeform(self.modell)

    def gleiche(self, zeile: Model) -> QuerySet:
        """Rows of the same fact, whenever."""
        return self.modell.objects.filter(**{name: getattr(zeile, name) for name in self.gleich})

    def trage_ein(self, zeile: Model) -> Model:
        """Saves a new row by the act that fits the thing. Raises ValidationError."""
        if self.eintragen:
            return self.eintragen(neu=zeile)
        if self.loest_ab:
            return loese_wert_ab(gleiche=self.gleiche(zeile), zeile=zeile)
        return self.sichere(zeile)

    def sichere(self, zeile: Model) -> Model:
        """Saves a changed row by the act that fits the thing. Raises ValidationError, for an overlap too."""
        if self.aendern:
            return self.aendern(neu=zeile)
        if self.gleich:
            return sichere_zeitraum(gleiche=self.gleiche(zeile), zeile=zeile)
        zeile.save()
        return zeile

    def beende(self, zeile: Model) -> Model:
        """Saves another last day. Raises ValidationError for an overlap."""
        if self.beenden:
            return self.beenden(zeile=zeile)
        return sichere_zeitraum(gleiche=self.gleiche(zeile), zeile=zeile)

    def nimm_zurueck(self, zeile: Model, heute: date) -> None:
        """Removes a row that has not begun; the value that it was to replace goes on. Raises ValidationError."""
        nimm_zurueck(zeile=zeile, heute=heute, abgeloeste=self.gleiche(zeile) if self.loest_ab else None)

    def url(self, was: str, zeile: Model | None = None) -> str:
        werte = [getattr(zeile, self.schluessel)] if zeile is not None else []
        return reverse(f"sozialraum:{self.name}_{was}", args=werte)


def _ohne_partner(menge: QuerySet, bereich: Geltungsbereich) -> QuerySet:
    """Whoever may not see partners does not read their names here either."""
    return menge if bereich.darf("partner.sehen") else menge.filter(partner__isnull=True)


def _schulferien(menge: QuerySet, bereich: Geltungsbereich) -> QuerySet:
    return menge.filter(partner__isnull=True)


def _parametername(zeile: Parameter) -> str:
    return zeile.get_schluessel_display()


GEBIET, TRAEGER, PARTNER, GELD, REGELN = "Sozialräume", "Träger", "Partner", "Finanzen", "Regeln"

SACHEN: tuple[Sache, ...] = (
    Sache(
        name="sozialraum",
        pfad="sozialraeume",
        modell=Sozialraum,
        gruppe=GEBIET,
        titel="Sozialräume",
        neu="Sozialraum anlegen",
        einleitung="Name, Beschreibung und Reihenfolge in Listen. Das Kürzel steht in Adressen und bleibt für immer.",
        felder=("name", "kuerzel", "reihenfolge", "beschreibung"),
        fest=("kuerzel",),
        schluessel="kuerzel",
        eintragen=gruende_sozialraum,
        spalten=(
            _spalte("Name", "name"),
            _spalte("Kürzel", "kuerzel"),
            _spalte("Reihenfolge", "reihenfolge"),
            _spalte("Beschreibung", "beschreibung"),
        ),
    ),
    Sache(
        name="zentrum",
        pfad="zentren",
        modell=Sozialraumzentrum,
        gruppe=GEBIET,
        titel="Sozialraumzentren",
        neu="Sozialraumzentrum eintragen",
        einleitung="Anschrift und Öffnungszeiten. Ein Sozialraum kann mehrere Zentren haben.",
        felder=("sozialraum", "name", "strasse", "plz", "ort", "telefon", "email", "oeffnungszeiten", "von", "bis"),
        fest=("sozialraum", "von", "bis"),
        gleich=("sozialraum", "name"),
        filter=("sozialraum",),
        spalten=(
            _spalte("Name", "name"),
            _spalte("Sozialraum", "sozialraum__reihenfolge", lambda z: z.sozialraum.name),
            _spalte("Straße", "strasse"),
            _spalte("Ort", "ort", lambda z: f"{z.plz} {z.ort}".strip()),
        ),
    ),
    Sache(
        name="traeger",
        pfad="traeger",
        modell=Traeger,
        gruppe=TRAEGER,
        titel="Träger",
        neu="Träger anlegen",
        einleitung="Aus den Wochenstunden einer Vollzeitstelle werden Stellenanteile berechnet, die in Stunden "
        "eingegeben werden.",
        felder=("name", "kurzname", "vollzeit_stunden"),
        spalten=(
            _spalte("Name", "name"),
            _spalte("Kurzname", "kurzname"),
            _spalte("Vollzeit (Std.)", "vollzeit_stunden"),
        ),
    ),
    Sache(
        name="traegerschaft",
        pfad="traegerschaften",
        modell=Traegerschaft,
        gruppe=TRAEGER,
        titel="Trägerschaften",
        neu="Trägerschaft eintragen",
        einleitung="Welcher Träger in welchem Sozialraum arbeitet. Steuerungsverantwortlich ist an jedem Tag höchstens "
        "einer: Wird ein neuer eingetragen, arbeitet der bisherige ab diesem Tag ohne Steuerung weiter.",
        felder=("traeger", "sozialraum", "ist_steuerungsverantwortlich", "von", "bis"),
        fest=("traeger", "sozialraum", "ist_steuerungsverantwortlich", "von", "bis"),
        gleich=("traeger", "sozialraum"),
        filter=("sozialraum", "traeger"),
        eintragen=trage_traegerschaft_ein,
        beenden=aendere_ende,
        spalten=(
            _spalte("Sozialraum", "sozialraum__reihenfolge", lambda z: z.sozialraum.name),
            _spalte("Träger", "traeger__name", lambda z: z.traeger.name),
            _spalte("steuert", "ist_steuerungsverantwortlich"),
        ),
    ),
    Sache(
        name="kategorie",
        pfad="partnerkategorien",
        modell=Partnerkategorie,
        gruppe=PARTNER,
        titel="Partnerkategorien",
        neu="Kategorie anlegen",
        einleitung="Wonach Partner geordnet werden. Eine Kategorie kann auf einen Sozialraum beschränkt sein.",
        felder=("name", "kurzname", "kuerzel", "kreis", "arten", "ferienregel", "sozialraum", "reihenfolge"),
        fest=("kuerzel",),
        schluessel="kuerzel",
        filter=("sozialraum",),
        spalten=(
            _spalte("Name", "name"),
            _spalte("Kreis", "kreis", lambda z: z.get_kreis_display()),
            _spalte("Arten", "arten"),
            _spalte("nur in", "sozialraum__reihenfolge", lambda z: z.sozialraum and z.sozialraum.name),
            _spalte("Reihenfolge", "reihenfolge"),
        ),
    ),
    Sache(
        name="pflicht",
        pfad="erforderliche-kategorien",
        modell=Kategoriepflicht,
        gruppe=PARTNER,
        titel="Erforderliche Kategorien",
        neu="Kategorie als erforderlich eintragen",
        einleitung="In einer erforderlichen Kategorie braucht jeder Sozialraum mindestens einen Partner.",
        felder=("kategorie", "von", "bis"),
        fest=("kategorie", "von", "bis"),
        gleich=("kategorie",),
        filter=("kategorie",),
        spalten=(_spalte("Kategorie", "kategorie__reihenfolge", lambda z: z.kategorie.name),),
    ),
    Sache(
        name="ausnahme",
        pfad="ausnahmen",
        modell=Kategorieausnahme,
        gruppe=PARTNER,
        titel="Ausnahmen",
        neu="Ausnahme eintragen",
        einleitung="In diesem Sozialraum ist die Kategorie für eine Zeit nicht vorgesehen. Die Begründung steht in der "
        "Abdeckung und im Bericht.",
        felder=("sozialraum", "kategorie", "begruendung", "von", "bis"),
        fest=("sozialraum", "kategorie", "von", "bis"),
        gleich=("sozialraum", "kategorie"),
        filter=("sozialraum", "kategorie"),
        spalten=(
            _spalte("Sozialraum", "sozialraum__reihenfolge", lambda z: z.sozialraum.name),
            _spalte("Kategorie", "kategorie__reihenfolge", lambda z: z.kategorie.name),
            _spalte("Begründung", "begruendung"),
        ),
    ),
    Sache(
        name="abstand",
        pfad="kontaktabstaende",
        modell=Intervall,
        gruppe=PARTNER,
        titel="Kontaktabstände",
        neu="Kontaktabstand festlegen",
        einleitung="Wie viele Tage zwischen zwei Kontakten liegen dürfen. Das Konzept verlangt regelmäßigen Austausch "
        "und nennt keine Tage; die Zahlen legt das Jugendamt fest. Es gilt die genaueste Angabe: Partner, dann "
        "Kategorie im Sozialraum, dann Kategorie.",
        felder=("kategorie", "partner", "sozialraum", "tage", "begruendung", "von"),
        fest=("kategorie", "partner", "sozialraum", "tage", "begruendung", "von"),
        gleich=("kategorie", "partner", "sozialraum"),
        filter=("kategorie", "sozialraum"),
        loest_ab=True,
        basis=Abstandsform,
        menge=_ohne_partner,
        spalten=(
            _spalte("Gilt für", "kategorie__reihenfolge", lambda z: str(z.kategorie or z.partner)),
            _spalte(
                "Sozialraum", "sozialraum__reihenfolge", lambda z: z.sozialraum.name if z.sozialraum else "überall"
            ),
            _spalte("Abstand in Tagen", "tage"),
            _spalte("Begründung", "begruendung"),
        ),
    ),
    Sache(
        name="budgetregel",
        pfad="budgetregeln",
        modell=Budgetregel,
        gruppe=GELD,
        titel="Budgetregeln",
        neu="Neuen Satz festlegen",
        einleitung="Welcher Teil des Finanzvolumens ohne ASD für die Netzwerkarbeit da ist. Ein neuer Satz gilt ab "
        "seinem Haushaltsjahr; abgeschlossene Jahre ändert er nicht.",
        felder=("jahr_ab", "satz", "quelle"),
        fest=("jahr_ab", "satz"),
        recht="finanzen.summen",
        eintragen=lege_regel_fest,
        spalten=(
            _spalte("gilt ab Haushaltsjahr", "jahr_ab", lambda z: str(z.jahr_ab)),
            _spalte("Satz in Prozent", "satz"),
            _spalte("Quelle", "quelle"),
        ),
    ),
    Sache(
        name="kostensatz",
        pfad="kostensaetze",
        modell=Kostensatz,
        gruppe=GELD,
        titel="Kostensätze",
        neu="Kostensatz eintragen",
        einleitung="Was eine volle Stelle einen Träger im Jahr kostet. Daraus und aus den bestätigten Einsätzen folgt, "
        "wie viel Geld für Personal gebunden ist. Der Kostensatz eines abgeschlossenen Jahres bleibt, wie er ist.",
        felder=("traeger", "jahr", "betrag", "quelle"),
        fest=("traeger", "jahr"),
        filter=("traeger",),
        recht="finanzen.sehen",
        basis=Kostensatzform,
        eintragen=lege_kostensatz_fest,
        aendern=lege_kostensatz_fest,
        spalten=(
            _spalte("Träger", "traeger__name", lambda z: z.traeger.name),
            _spalte("Haushaltsjahr", "jahr", lambda z: str(z.jahr)),
            _spalte("Jahreskosten in Euro", "betrag"),
            _spalte("Quelle", "quelle"),
        ),
    ),
    Sache(
        name="thema",
        pfad="themen",
        modell=Thema,
        gruppe=REGELN,
        titel="Themen",
        neu="Thema anlegen",
        einleitung="Was in Kontakten zur Auswahl steht. Ein Thema, das nicht mehr angeboten wird, bleibt bei alten "
        "Kontakten stehen.",
        felder=("name", "reihenfolge", "ist_aktiv"),
        schluessel="pk",
        spalten=(
            _spalte("Thema", "name"),
            _spalte("Reihenfolge", "reihenfolge"),
            _spalte("wird angeboten", "ist_aktiv"),
        ),
    ),
    Sache(
        name="schulferien",
        pfad="schulferien",
        modell=Schliesszeit,
        gruppe=REGELN,
        titel="Schulferien",
        neu="Ferien eintragen",
        einleitung="Schulferien in Rheinland-Pfalz. Fällt ein Kontakt zu einer Schule in die Ferien, wird er am ersten "
        "Schultag danach fällig.",
        felder=("bezeichnung", "von", "bis", "quelle"),
        gleich=("partner",),
        beendbar=False,
        recht="partner.sehen",
        basis=Ferienform,
        weitere=("Ein Jahr auf einmal eintragen", "sozialraum:schulferien_einlesen"),
        menge=_schulferien,
        spalten=(_spalte("Bezeichnung", "bezeichnung"), _spalte("Quelle", "quelle")),
    ),
)

PARAMETERSACHE = Sache(
    name="parameter",
    pfad="parameter",
    modell=Parameter,
    gruppe=REGELN,
    titel="Parameter",
    neu="Neuen Wert festlegen",
    einleitung="Zahlen, nach denen gerechnet wird. Ein neuer Wert gilt ab seinem Tag; was vorher war, wird weiter mit "
    "dem alten Wert gerechnet.",
    felder=("schluessel", "wert", "von", "quelle"),
    fest=("schluessel", "wert", "von", "quelle"),
    gleich=("schluessel",),
    loest_ab=True,
    basis=Parameterform,
    spalten=(
        _spalte("Parameter", "schluessel", _parametername),
        _spalte("Wert", "wert", lambda z: z.wert.replace(".", ",")),
        _spalte("Quelle", "quelle"),
    ),
)
