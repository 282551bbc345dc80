"""How a relationship stands: its figures, and who carries it as far as this viewer may know (K09, K10)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from konten.models import Benutzer
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Kontaktbeteiligung, Kontaktblick
from netzwerk.rules import Bezug, Ergebnis
from netzwerk.rules.beziehung import Begegnung, Kontaktbild, kontaktbild

VERBORGEN = "Personen, deren Kontakte Sie nicht einsehen"
EHEMALIG = "Konten, die es nicht mehr gibt"
#: stands for everybody whose name is withheld
_FREMD = 0


@dataclass(frozen=True, slots=True)
class Tragend:
    """Somebody who leads contacts with the partner."""

    name: str
    traeger: str
    anzahl: int
    prozent: int


@dataclass(frozen=True, slots=True)
class Beziehungslage:
    bild: Kontaktbild
    leute: tuple[Tragend, ...]

    @property
    def je_bezug(self) -> list[tuple[str, int]]:
        """The three columns of every statistic (K02), also where nothing was."""
        return [(bezug.label, self.bild.bezug_12.get(bezug.value, 0)) for bezug in Bezug]


def beziehungslage(bereich: Geltungsbereich, partner_id: int, heute: date) -> Beziehungslage:
    """Everybody who lists contacts gets the figures; names those in whose sight the contact lies. Two queries."""
    bild = kontaktbild(_begegnungen(bereich, partner_id), heute)
    namen = {pk: rest for pk, *rest in _konten([anteil.wer for anteil in bild.anteile if anteil.wer])}
    leute = []
    for anteil in bild.anteile:
        if anteil.wer in namen:
            vorname, nachname, username, traeger = namen[anteil.wer]
            name = Benutzer.anzeigename(vorname, nachname, username)
        else:
            name, traeger = (VERBORGEN if anteil.wer == _FREMD else EHEMALIG), ""
        leute.append(Tragend(name, traeger or "", anteil.anzahl, anteil.prozent))
    return Beziehungslage(bild, tuple(leute))


def _begegnungen(bereich: Geltungsbereich, partner_id: int) -> list[Begegnung]:
    blick = Kontaktblick.fuer(bereich)
    je_kontakt: dict[int, list[tuple]] = defaultdict(list)
    for kontakt, *rest in _beteiligungen(bereich, partner_id):
        je_kontakt[kontakt].append(tuple(rest))
    begegnungen = []
    for zeilen in je_kontakt.values():
        am, bezug, autor = zeilen[0][:3]
        sichtbar = blick.ist_sichtbar(autor, {zeile[5] for zeile in zeilen})
        erreicht = any(zeile[3] == Ergebnis.ERREICHT for zeile in zeilen)
        zaehlt = any(zeile[4] for zeile in zeilen)
        begegnungen.append(Begegnung(am, erreicht, bezug, zaehlt, autor if sichtbar else _FREMD))
    return begegnungen


@vorbereitet
def _beteiligungen(bereich: Geltungsbereich, partner_id: int) -> QuerySet:
    zeilen = Kontaktbeteiligung.objects.auflistbar_fuer(bereich).filter(partner=partner_id).order_by()
    return zeilen.values_list(
        *("kontakt_id", "am", "kontakt__bezug", "kontakt__erfasst_von_id", "ergebnis", "zaehlt", "sozialraum_id")
    )


@vorbereitet
def _konten(ids: Collection[int]) -> QuerySet:
    zeilen = Benutzer.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "vorname", "nachname", "username", "netzwerkfachkraft__traeger__name")
