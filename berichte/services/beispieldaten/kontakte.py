"""Writes the contacts in portions, Sozialraum by Sozialraum, so that two million of them fit into memory."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from django.db import transaction

from berichte.services.beispieldaten.gespraeche import Besetzung, Erzaehler, Gespraech
from berichte.services.beispieldaten.massenschreiber import Massenschreiber, naechster_schluessel, stelle_zaehler
from berichte.services.beispieldaten.rahmen import Beziehung, Rahmen
from berichte.services.beispieldaten.texte import SCHRITTE
from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Thema, Wiedervorlage
from netzwerk.rules import Zusage
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Funktion

PORTION = 2_000
#: open next steps of the first example account, in days after the Stichtag
OFFENE_SCHRITTE = (-9, -3, 0, 1, 2, 5, 12)
KONTAKTSPALTEN = (
    "id",
    "uuid",
    "art",
    "am",
    "bezug",
    "zweck",
    "inhalt",
    "vereinbarung",
    "dauer_minuten",
    "erfasst_von",
    "erstellt_am",
    "geaendert_am",
)
BETEILIGUNGSSPALTEN = ("kontakt", "partner", "sozialraum", "am", "ergebnis")
WIEDERVORLAGESPALTEN = (
    *("uuid", "kontakt", "partner", "sozialraum", "benutzer", "zusage", "was", "am"),
    *("erledigt_am", "erledigt_von", "erstellt_am", "geaendert_am"),
)
UHRZEIT = time(13, tzinfo=UTC)
PERSONA = "netzwerk-konz"


def fuehre_gespraeche(
    rahmen: Rahmen,
    beziehungen: list[Beziehung],
    funktionen: dict[int, list[Funktion]],
    melde: Callable[[str], None],
) -> int:
    """Writes all contacts and returns their number. One transaction per Sozialraum."""
    erzaehler = Erzaehler(rahmen, list(Thema.objects.order_by("reihenfolge")), funktionen)
    je_raum = _je_sozialraum(beziehungen)
    summe = sum(beziehung.gewicht for beziehung in beziehungen if beziehung.letzter)
    schreiber = Kontaktschreiber(rahmen)
    geschrieben = 0
    for kuerzel, sozialraum in rahmen.sozialraeume.items():
        eigene = je_raum.get(sozialraum.pk, [])
        anteil = sum(beziehung.gewicht for beziehung in eigene if beziehung.letzter) / summe
        besetzung = _besetzung(rahmen, kuerzel, sozialraum.pk)
        gespraeche = erzaehler.gespraeche(eigene, besetzung, round(rahmen.groesse.kontakte * anteil))
        if kuerzel == "konz":
            _nimm_vor(rahmen, gespraeche)
        geschrieben += _schreibe_raum(schreiber, sozialraum.pk, gespraeche)
        melde(f"{sozialraum.name}: {len(gespraeche)} Kontakte")
    stelle_zaehler(Kontakt)
    return geschrieben


@transaction.atomic
def _schreibe_raum(schreiber: "Kontaktschreiber", sozialraum_id: int, gespraeche: list[Gespraech]) -> int:
    vorrat = iter(gespraeche)
    while portion := list(islice(vorrat, PORTION)):
        schreiber.schreibe(portion)
    zaehle_neu(sozialraum_ids=[sozialraum_id])
    return len(gespraeche)


def _je_sozialraum(beziehungen: list[Beziehung]) -> dict[int, list[Beziehung]]:
    ergebnis: dict[int, list[Beziehung]] = {}
    for beziehung in beziehungen:
        ergebnis.setdefault(beziehung.sozialraum_id, []).append(beziehung)
    return ergebnis


def _besetzung(rahmen: Rahmen, kuerzel: str, sozialraum_id: int) -> Besetzung:
    einsaetze = Einsatz.objects.bestaetigt().filter(sozialraum=sozialraum_id).order_by("id")
    andere = ["leitstelle", "team-konz", "leitung-konz"] if kuerzel == "konz" else ["leitstelle"]
    return Besetzung(
        list(einsaetze.values_list("von", "bis", "fachkraft__benutzer_id")), [rahmen.konten[name] for name in andere]
    )


def _nimm_vor(rahmen: Rahmen, gespraeche: list[Gespraech]) -> None:
    """The first example account has something overdue, something for today and something for the next days."""
    eigene = [gespraech for gespraech in gespraeche if gespraech.autor_id == rahmen.konten[PERSONA]]
    for gespraech in eigene:
        if gespraech.schritt and gespraech.schritt[2] is None:
            gespraech.schritt = None
    alt_genug = [gespraech for gespraech in eigene if gespraech.am < rahmen.vor(10) and gespraech.inhalt]
    auswahl = alt_genug[-len(OFFENE_SCHRITTE) :]
    for gespraech, abstand, was in zip(auswahl, OFFENE_SCHRITTE, SCHRITTE, strict=False):
        gespraech.schritt = (was, rahmen.stichtag + timedelta(days=abstand), None)


class Kontaktschreiber:
    """One portion of contacts at a time into five tables; the keys of the contacts are given out here."""

    def __init__(self, rahmen: Rahmen) -> None:
        self._neuer_schluessel = rahmen.wuerfel.schluessel
        self._naechster = naechster_schluessel(Kontakt)
        self._kontakte = Massenschreiber(Kontakt, KONTAKTSPALTEN)
        self._beteiligungen = Massenschreiber(Kontaktbeteiligung, BETEILIGUNGSSPALTEN)
        self._themen = Massenschreiber(Kontakt.themen.through, ("kontakt", "thema"))
        self._personen = Massenschreiber(Kontakt.personen.through, ("kontakt", "funktion"))
        self._wiedervorlagen = Massenschreiber(Wiedervorlage, WIEDERVORLAGESPALTEN)

    def schreibe(self, portion: list[Gespraech]) -> None:
        paare = list(enumerate(portion, start=self._naechster))
        self._naechster += len(portion)
        self._kontakte.schreibe(self._kontakt(*paar) for paar in paare)
        self._beteiligungen.schreibe(zeile for paar in paare for zeile in _beteiligungen(*paar))
        self._themen.schreibe((pk, thema) for pk, gespraech in paare for thema in gespraech.themen)
        self._personen.schreibe((pk, gespraech.person.pk) for pk, gespraech in paare if gespraech.person)
        self._wiedervorlagen.schreibe(self._wiedervorlage(*paar) for paar in paare if paar[1].schritt)

    def _kontakt(self, pk: int, gespraech: Gespraech) -> tuple:
        erfasst = _erfasst(gespraech.am)
        return (
            pk,
            self._neuer_schluessel(),
            gespraech.art,
            gespraech.am,
            gespraech.bezug,
            gespraech.zweck,
            gespraech.inhalt,
            gespraech.vereinbarung,
            gespraech.dauer,
            gespraech.autor_id,
            erfasst,
            erfasst,
        )

    def _wiedervorlage(self, pk: int, gespraech: Gespraech) -> tuple:
        was, am, erledigt_am = gespraech.schritt
        erfasst = _erfasst(gespraech.am)
        partner, raum = gespraech.beziehung.partner_id, gespraech.beziehung.sozialraum_id
        wer = gespraech.autor_id
        herkunft = (self._neuer_schluessel(), pk, partner, raum, wer, Zusage.WIR.value, was, am)
        return *herkunft, erledigt_am, wer if erledigt_am else None, erfasst, erfasst


def _beteiligungen(pk: int, gespraech: Gespraech) -> Iterable[tuple]:
    for partner_id, ergebnis in [(gespraech.beziehung.partner_id, gespraech.ergebnis), *gespraech.weitere]:
        yield pk, partner_id, gespraech.beziehung.sozialraum_id, gespraech.am, ergebnis


def _erfasst(tag: date) -> datetime:
    """Entered on the same day."""
    return datetime.combine(tag, UHRZEIT)
