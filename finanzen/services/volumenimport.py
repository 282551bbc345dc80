"""Import of volumes from a list: judged row by row, then all of them or none."""

from collections.abc import Sequence
from functools import partial
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from finanzen.models import Finanzvolumen, Volumenkorrektur
from finanzen.rules import Volumenstatus
from finanzen.rules.mittel import lies_zellbetrag
from finanzen.rules.volumenliste import FELDER, Bestand, Ergebnis, Volumenzeile, erkenne_felder, urteile
from finanzen.selectors.haushalt import geschlossene_jahre
from finanzen.services.volumen import aendere, trage_ein
from konten.models import Benutzer
from konten.rules import normalisiere
from konten.rules.zahl import dezimal
from partner.services.einlesen.grenzen import Lesefehler
from partner.services.einlesen.lesen import Kopf, lies_datei
from sozialraum.models import Sozialraum

HOECHSTENS = 1000
VOLUMENLISTE = Kopf(
    erkenne_felder,
    frozenset(FELDER),
    "In der Datei fehlen Spalten. Nötig sind Sozialraum, Jahr, Finanzvolumen und davon ASD.",
    mit_abschnitten=False,
)
FEHLERHAFT = "Die Liste hat fehlerhafte Zeilen. Es wurde nichts übernommen."
Rohzeilen = list[list]


def lies_liste(datei: BinaryIO) -> tuple[list[str], Rohzeilen]:
    """Headings, and rows as [number, [cell, …]]. Raises Lesefehler for a file that is no such list. No query.

    Amounts of a workbook are written out in German, so that the preview shows what will be stored.
    """
    tabelle = lies_datei(datei, VOLUMENLISTE)
    if len(tabelle.zeilen) > HOECHSTENS:
        raise Lesefehler(f"Die Datei hat mehr als {HOECHSTENS} Zeilen. Bitte teilen Sie sie auf.")
    lesen = list if tabelle.trennzeichen else partial(_aus_mappe, _betragsspalten(tabelle.spalten))
    return tabelle.spalten, [[zeile.nummer, lesen(zeile.zellen)] for zeile in tabelle.zeilen]


def _betragsspalten(spalten: Sequence[str]) -> frozenset[int]:
    felder = erkenne_felder(spalten)
    return frozenset(nr for nr, spalte in enumerate(spalten) if felder.get(spalte) in ("gesamt", "davon_asd"))


def _aus_mappe(betraege: frozenset[int], zellen: Sequence[str]) -> list[str]:
    return [_in_deutsch(zelle) if nummer in betraege else zelle for nummer, zelle in enumerate(zellen)]


def _in_deutsch(zelle: str) -> str:
    try:
        return dezimal(lies_zellbetrag(zelle))
    except ValueError:
        return zelle


def beurteile(spalten: Sequence[str], zeilen: Rohzeilen) -> list[Volumenzeile]:
    """What would become of every row now. Three queries."""
    raeume: dict[str, int] = {}
    for pk, kuerzel, name in Sozialraum.objects.values_list("pk", "kuerzel", "name"):
        raeume |= {normalisiere(kuerzel): pk, normalisiere(name): pk}
    return urteile(spalten, zeilen, raeume, _bestand(), geschlossene_jahre())


@transaction.atomic
def uebernimm(*, spalten: Sequence[str], zeilen: Rohzeilen, dateiname: str, durch: Benutzer) -> dict[Ergebnis, int]:
    """Enters all rows, or none: judged anew, because the data may have changed since the preview.

    Returns how many rows were new, changed and unchanged. Raises ValidationError when any row is wrong. What it enters
    waits for confirmation by another person. All Sozialräume are locked before, in one order: what is judged holds.
    """
    list(Sozialraum.objects.order_by("pk").select_for_update(no_key=True))
    urteil = beurteile(spalten, zeilen)
    if any(zeile.ergebnis == Ergebnis.FEHLER for zeile in urteil):
        raise ValidationError(FEHLERHAFT)
    herkunft = f"aus {dateiname}"
    for zeile in urteil:
        if zeile.ergebnis == Ergebnis.NEU:
            trage_ein(volumen=_neues(zeile), durch=durch, herkunft=herkunft)
        elif zeile.ergebnis == Ergebnis.GEAENDERT:
            _aendere(zeile, herkunft, durch)
    return {ergebnis: sum(zeile.ergebnis == ergebnis for zeile in urteil) for ergebnis in Ergebnis}


def _neues(zeile: Volumenzeile) -> Finanzvolumen:
    return Finanzvolumen(
        sozialraum_id=zeile.sozialraum_id, jahr=zeile.jahr, gesamt=zeile.gesamt, davon_asd=zeile.davon_asd
    )


def _aendere(zeile: Volumenzeile, herkunft: str, durch: Benutzer) -> None:
    volumen = Finanzvolumen.objects.get(sozialraum=zeile.sozialraum_id, jahr=zeile.jahr)
    aendere(
        volumen=volumen,
        version=volumen.version,
        gesamt=zeile.gesamt,
        davon_asd=zeile.davon_asd,
        durch=durch,
        herkunft=herkunft,
    )


def _bestand() -> dict[tuple[int, int], Bestand]:
    """All volumes; one that was ever confirmed counts as confirmed: it changes only with a reason."""
    korrigiert = Exists(Volumenkorrektur.objects.filter(volumen=OuterRef("pk")))
    menge = Finanzvolumen.objects.annotate(fest=Q(zustand=Volumenstatus.BESTAETIGT) | Q(korrigiert))
    zeilen = menge.order_by().values_list("sozialraum", "jahr", "gesamt", "davon_asd", "fest")
    return {(raum, jahr): Bestand(gesamt, asd, bool(fest)) for raum, jahr, gesamt, asd, fest in zeilen}
