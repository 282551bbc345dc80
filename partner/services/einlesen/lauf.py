"""Staging: an uploaded list becomes a run with judged rows; nothing is written to records yet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models.schluessel import lies_uuid
from konten.rules import Geltungsbereich
from konten.services.masse import lege_viele_an
from partner.models import Importlauf, Importvorlage, Importzeile
from partner.rules.einlesen import Listenzeile, Urteil, Zuordnung
from partner.services.einlesen.art import Importart, Spur, art
from partner.services.einlesen.grenzen import SOFORT_HOECHSTENS, STAPEL
from partner.services.einlesen.hintergrund import starte
from partner.services.einlesen.journal import als_journal
from partner.services.einlesen.lesen import Tabelle
from partner.services.einlesen.vorlagen import passende_vorlage, vorlagen_fuer

Zustand = Importlauf.Zustand


class NichtOffen(ValidationError):
    """The run is no preview any more, or not yet; nothing can be changed in it."""

    def __init__(self, lauf: Importlauf) -> None:
        stand = "wird gerade bearbeitet" if lauf.ist_laufend else f"ist schon {lauf.get_zustand_display()}"
        super().__init__(f"Dieser Import {stand}. Es wurde nichts mehr geändert.")


@transaction.atomic
def lege_an(
    *,
    tabelle: Tabelle,
    dateiname: str,
    bereich: Geltungsbereich,
    zuordnung: Zuordnung | None = None,
    was: str = "partner",
    sofort: bool = False,
) -> Importlauf:
    """A new run in preview with every row judged; a list of more than 1,000 rows is judged in the background.

    Without `zuordnung` the one that is remembered for these headings holds, otherwise columns and words are guessed.
    `sofort` judges here and now however long the list is. Nine queries and one per 500 rows.
    """
    kind = art(was)
    lauf = Importlauf(
        art=was,
        ist_persoenlich=kind.ist_persoenlich,
        benutzer_id=bereich.benutzer_id,
        dateiname=dateiname[-200:],
        pruefsumme=tabelle.pruefsumme,
        kodierung=tabelle.kodierung,
        trennzeichen=tabelle.trennzeichen,
        spalten=tabelle.spalten,
        blatt=tabelle.blatt[:100],
        hinweise=list(tabelle.hinweise),
        umfang=len(tabelle.zeilen),
    )
    if zuordnung is None:
        zuordnung = _vorschlag(lauf, kind, tabelle, dateiname)
    merke_zuordnung(lauf, kind, zuordnung, tabelle.zeilen)
    if sofort or len(tabelle.zeilen) <= SOFORT_HOECHSTENS:
        schreibe_urteile(lauf, tabelle.zeilen, beurteile(lauf, tabelle.zeilen, bereich))
        return lauf
    _lege_zeilen_ab(lauf, tabelle.zeilen)
    return starte(lauf, Zustand.PRUEFUNG, bereich)


def _vorschlag(lauf: Importlauf, kind: Importart, tabelle: Tabelle, dateiname: str) -> Zuordnung:
    vorlage = passende_vorlage(kind.schluessel, tabelle.spalten, lauf.benutzer_id)
    if vorlage is None:
        return kind.erkenne(tabelle, dateiname)
    zuordnung = Zuordnung.aus_json(vorlage.zuordnung)
    if kind.pruefe_zuordnung(zuordnung):
        return kind.erkenne(tabelle, dateiname)
    lauf.vorlage = vorlage
    Importvorlage.objects.filter(pk=vorlage.pk).update(benutzt_am=timezone.now())
    return kind.vervollstaendige(zuordnung, tabelle.spalten, tabelle.zeilen)


@transaction.atomic
def ordne_neu_zu(*, lauf: Importlauf, zuordnung: Zuordnung, bereich: Geltungsbereich) -> Importlauf:
    """Judges all rows anew with another mapping; decisions about rows stay. Raises NichtOffen."""
    lauf = sperre(lauf)
    kind, zeilen = art(lauf.art), lies_zeilen(lauf)
    merke_zuordnung(lauf, kind, kind.vervollstaendige(zuordnung, lauf.spalten, zeilen), zeilen)
    return _beurteile_neu(lauf, zeilen, bereich)


def wende_vorlage_an(*, lauf: Importlauf, schluessel: str, bereich: Geltungsbereich) -> Importvorlage:
    """Judges the rows anew by a remembered mapping. Raises NichtOffen, ValidationError for one that does not fit."""
    vorlage = vorlagen_fuer(lauf, bereich).filter(uuid=lies_uuid(schluessel)).first()
    if vorlage is None:
        raise ValidationError("Diese Zuordnung gibt es nicht mehr oder sie passt nicht zu den Spalten der Liste.")
    zuordnung = Zuordnung.aus_json(vorlage.zuordnung)
    if fehler := art(lauf.art).pruefe_zuordnung(zuordnung):
        raise ValidationError(fehler)
    ordne_neu_zu(lauf=lauf, zuordnung=zuordnung, bereich=bereich)
    Importlauf.objects.filter(pk=lauf.pk).update(vorlage=vorlage)
    return vorlage


def merke_zuordnung(lauf: Importlauf, kind: Importart, zuordnung: Zuordnung, zeilen: Sequence[Listenzeile]) -> None:
    """Keeps the mapping with what its form shows: how often each word occurs, an example of each column."""
    beispiele = {
        name: next(
            (zeile.zellen[stelle] for zeile in zeilen if stelle < len(zeile.zellen) and zeile.zellen[stelle]), ""
        )
        for stelle, name in enumerate(lauf.spalten)
    }
    lauf.zuordnung = zuordnung.als_json() | {
        "worte": kind.worte(lauf.spalten, zuordnung.spalten, zeilen),
        "beispiele": {name: text[:60] for name, text in beispiele.items()},
    }
    lauf.save()


@transaction.atomic
def entscheide(*, lauf: Importlauf, entscheidungen: Mapping[int, str], bereich: Geltungsbereich) -> Importlauf:
    """Notes what was decided about doubtful rows: one of the kind's choices or of the row's own; empty: open again.

    Raises NichtOffen; a value that is no such choice raises ValueError.
    """
    lauf = sperre(lauf)
    _pruefe_entscheidungen(lauf, entscheidungen, bereich)
    zeilen = [
        Listenzeile(zeile.nummer, zeile.zellen, entscheidungen.get(zeile.nummer, zeile.entscheidung))
        for zeile in lies_zeilen(lauf)
    ]
    return _beurteile_neu(lauf, zeilen, bereich)


def _pruefe_entscheidungen(lauf: Importlauf, entscheidungen: Mapping[int, str], bereich: Geltungsbereich) -> None:
    erlaubt = {"", *art(lauf.art).wahl(bereich)}
    offene = {nummer: wert for nummer, wert in entscheidungen.items() if wert not in erlaubt}
    eigene = lauf.zeilen.filter(nummer__in=offene).values_list("nummer", "rohdaten__anzeige__optionen")
    for nummer, optionen in eigene:
        if offene[nummer] in {wert for wert, _ in optionen or ()}:
            del offene[nummer]
    if offene:
        raise ValueError("Unbekannte Entscheidung")


def _beurteile_neu(lauf: Importlauf, zeilen: list[Listenzeile], bereich: Geltungsbereich) -> Importlauf:
    if len(zeilen) <= SOFORT_HOECHSTENS:
        schreibe_urteile(lauf, zeilen, beurteile(lauf, zeilen, bereich))
        return lauf
    _lege_zeilen_ab(lauf, zeilen)
    return starte(lauf, Zustand.PRUEFUNG, bereich)


@transaction.atomic
def verwirf(*, lauf: Importlauf) -> Importlauf:
    """Discards the preview with all that was read, also while it is being judged. Raises NichtOffen."""
    lauf = sperre(lauf, Zustand.VORSCHAU, Zustand.PRUEFUNG)
    lauf.zustand, lauf.laeufer = Zustand.VERWORFEN, None
    lauf.vergiss_inhalt()
    lauf.save()
    lauf.zeilen.all().delete()
    return lauf


def sperre(lauf: Importlauf, *zustaende: str) -> Importlauf:
    """The run, locked until the end of the transaction. Raises NichtOffen unless it is a preview. One query."""
    gesperrt = Importlauf.objects.select_for_update().get(pk=lauf.pk)
    if gesperrt.zustand not in (zustaende or (Zustand.VORSCHAU,)):
        raise NichtOffen(gesperrt)
    return gesperrt


def lies_zeilen(lauf: Importlauf) -> list[Listenzeile]:
    """The rows of a run as they were read. One query."""
    return [
        Listenzeile(nummer, tuple(daten.get("zellen", ())), daten.get("entscheidung", ""))
        for nummer, daten in lauf.zeilen.order_by("nummer").values_list("nummer", "rohdaten")
    ]


def beurteile(
    lauf: Importlauf,
    zeilen: Sequence[Listenzeile],
    bereich: Geltungsbereich,
    begleite: Callable[[Iterable[Listenzeile]], Iterable[Listenzeile]] = iter,
) -> Iterable[Urteil]:
    """Verdicts on the rows with the mapping of the run, one by one; `begleite` sees each row pass."""
    kind = art(lauf.art)
    return kind.urteile(
        spalten=lauf.spalten,
        zeilen=begleite(zeilen),
        zuordnung=Zuordnung.aus_json(lauf.zuordnung),
        grundlage=kind.grundlage(bereich, zeilen),
    )


def schreibe_urteile(lauf: Importlauf, zeilen: Iterable[Listenzeile], urteile: Iterable[Urteil]) -> None:
    """Stores rows and verdicts in place of those that are there. One query per 500 rows.

    Deleting and inserting is several times faster than updating rows one by one, and no one refers to a row.
    """
    lauf.zeilen.all().delete()
    paare = zip(zeilen, urteile, strict=True)
    while stapel := [zeilensatz(lauf, zeile, urteil) for zeile, urteil in islice(paare, STAPEL)]:
        lege_viele_an(stapel)


def _lege_zeilen_ab(lauf: Importlauf, zeilen: Iterable[Listenzeile]) -> None:
    """Stores rows without a verdict."""
    lauf.zeilen.all().delete()
    lege_viele_an([Importzeile(lauf=lauf, nummer=z.nummer, rohdaten=rohdaten(z, {})) for z in zeilen])


def zeilensatz(lauf: Importlauf, zeile: Listenzeile, urteil: Urteil, spur: Spur | None = None) -> Importzeile:
    """The row as it is stored; with a trace it counts as taken over."""
    objekt = spur.objekt.pk if spur and spur.objekt else urteil.objekt
    satz = Importzeile(
        lauf=lauf,
        nummer=zeile.nummer,
        rohdaten=rohdaten(zeile, urteil.anzeige),
        ergebnis=urteil.ergebnis,
        grund=urteil.grund[:400],
        aenderungen=[[a.titel, a.alt, a.neu] for a in urteil.aenderungen],
        objekt=None if lauf.art == "partner" else objekt,
        partner_id=objekt if lauf.art == "partner" else None,
    )
    if spur and spur.ablehnung:
        satz.ergebnis, satz.grund, satz.ist_erledigt = Importzeile.Ergebnis.ABGELEHNT, spur.ablehnung[:400], True
    elif spur:
        satz.journal, satz.ist_erledigt = als_journal(spur), True
    return satz


def rohdaten(zeile: Listenzeile, anzeige: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a row as it was read, with what the pages show of it."""
    return {"zellen": zeile.zellen, "entscheidung": zeile.entscheidung, "anzeige": dict(anzeige)}
