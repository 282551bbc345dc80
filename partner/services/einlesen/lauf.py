"""Staging: an uploaded list becomes a run with judged rows; nothing is written to partners yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.rules import Geltungsbereich
from partner.models import Importlauf, Importzeile
from partner.rules.einlesen import (
    Grundlage,
    Listenzeile,
    Zeilenergebnis,
    Zeilenurteil,
    Zuordnung,
    erkenne_zuordnung,
    kategorieworte,
    urteile_ueber,
    vervollstaendige,
    waehlbare_sitze,
)
from partner.selectors.einlesen import grundlage as lies_grundlage
from partner.selectors.einlesen import kategorieangaben
from partner.services.einlesen.lesen import Tabelle

STAPEL = 500


class NichtOffen(ValidationError):
    """The run was taken over or discarded meanwhile; nothing can be changed in it any more."""

    def __init__(self, lauf: Importlauf) -> None:
        super().__init__(f"Dieser Import ist schon {lauf.get_zustand_display()}. Es wurde nichts mehr geändert.")


@transaction.atomic
def lege_an(
    *,
    tabelle: Tabelle,
    dateiname: str,
    bereich: Geltungsbereich,
    zuordnung: Zuordnung | None = None,
) -> Importlauf:
    """A new run in preview with every row judged; without `zuordnung` columns and categories are guessed.

    Nine queries and one per 500 rows.
    """
    if zuordnung is None:
        zuordnung = erkenne_zuordnung(tabelle.spalten, tabelle.zeilen, kategorieangaben(), dateiname)
    lauf = Importlauf(
        benutzer_id=bereich.benutzer_id,
        dateiname=dateiname[-200:],
        pruefsumme=tabelle.pruefsumme,
        kodierung=tabelle.kodierung,
        trennzeichen=tabelle.trennzeichen,
        spalten=tabelle.spalten,
    )
    _merke_zuordnung(lauf, zuordnung, tabelle.zeilen)
    _schreibe_zeilen(lauf, tabelle.zeilen, lies_grundlage(bereich))
    return lauf


@transaction.atomic
def ordne_neu_zu(*, lauf: Importlauf, zuordnung: Zuordnung, bereich: Geltungsbereich) -> Importlauf:
    """Judges all rows anew with another mapping; decisions about seats stay. Raises NichtOffen."""
    lauf = sperre(lauf)
    zeilen, grundlage = lies_zeilen(lauf), lies_grundlage(bereich)
    zuordnung = vervollstaendige(zuordnung, lauf.spalten, zeilen, grundlage.kategorien)
    _merke_zuordnung(lauf, zuordnung, zeilen)
    _schreibe_zeilen(lauf, zeilen, grundlage)
    return lauf


def _merke_zuordnung(lauf: Importlauf, zuordnung: Zuordnung, zeilen: list[Listenzeile]) -> None:
    """Keeps the mapping with what its form shows: how often each category word occurs, an example of each column."""
    beispiele = {
        name: next(
            (zeile.zellen[stelle] for zeile in zeilen if stelle < len(zeile.zellen) and zeile.zellen[stelle]), ""
        )
        for stelle, name in enumerate(lauf.spalten)
    }
    lauf.zuordnung = zuordnung.als_json() | {
        "worte": kategorieworte(lauf.spalten, zuordnung.spalten, zeilen),
        "beispiele": {name: text[:60] for name, text in beispiele.items()},
    }
    lauf.save()


@transaction.atomic
def entscheide(*, lauf: Importlauf, entscheidungen: Mapping[int, str], bereich: Geltungsbereich) -> Importlauf:
    """Notes where doubtful rows are seated (key of a Gemeinde, "ausserhalb", "unbekannt", empty: open again).

    Raises NichtOffen; a value that is none of these, or a Gemeinde out of reach, raises ValueError.
    """
    lauf = sperre(lauf)
    grundlage = lies_grundlage(bereich)
    erlaubt = {"", *waehlbare_sitze(grundlage.verzeichnis, grundlage.sozialraeume)}
    if not erlaubt.issuperset(entscheidungen.values()):
        raise ValueError("Unbekannte Entscheidung")
    zeilen = [
        Listenzeile(zeile.nummer, zeile.zellen, entscheidungen.get(zeile.nummer, zeile.entscheidung))
        for zeile in lies_zeilen(lauf)
    ]
    _schreibe_zeilen(lauf, zeilen, grundlage)
    return lauf


@transaction.atomic
def verwirf(*, lauf: Importlauf) -> Importlauf:
    """Discards the preview with all that was read. Raises NichtOffen."""
    lauf = sperre(lauf)
    lauf.zustand = Importlauf.Zustand.VERWORFEN
    lauf.save()
    lauf.zeilen.all().delete()
    return lauf


def sperre(lauf: Importlauf) -> Importlauf:
    """The run, locked until the end of the transaction. Raises NichtOffen unless it is a preview. One query."""
    gesperrt = Importlauf.objects.select_for_update().get(pk=lauf.pk)
    if gesperrt.zustand != Importlauf.Zustand.VORSCHAU:
        raise NichtOffen(gesperrt)
    return gesperrt


def lies_zeilen(lauf: Importlauf) -> list[Listenzeile]:
    """The rows of a run as they were read. One query."""
    return [
        Listenzeile(nummer, tuple(daten.get("zellen", ())), daten.get("entscheidung", ""))
        for nummer, daten in lauf.zeilen.order_by("nummer").values_list("nummer", "rohdaten")
    ]


def beurteile(lauf: Importlauf, zeilen: list[Listenzeile], grundlage: Grundlage) -> list[Zeilenurteil]:
    """Verdicts on the rows with the mapping of the run."""
    return urteile_ueber(
        spalten=lauf.spalten, zeilen=zeilen, zuordnung=Zuordnung.aus_json(lauf.zuordnung), grundlage=grundlage
    )


def _schreibe_zeilen(lauf: Importlauf, zeilen: list[Listenzeile], grundlage: Grundlage) -> None:
    ersetze_zeilen(lauf, zeilen, beurteile(lauf, zeilen, grundlage), {})


def ersetze_zeilen(
    lauf: Importlauf, zeilen: Iterable[Listenzeile], urteile: Iterable[Zeilenurteil], angelegt: Mapping[int, int]
) -> None:
    """Stores rows and verdicts; `angelegt` is row number -> id of the partner made from it. One query per 500 rows.

    Deleting and inserting is several times faster than updating rows one by one, and no one refers to a row.
    """
    lauf.zeilen.all().delete()
    Importzeile.objects.bulk_create(
        (
            Importzeile(
                lauf=lauf,
                nummer=zeile.nummer,
                rohdaten=_rohdaten(zeile, urteil),
                ergebnis=urteil.ergebnis,
                grund=urteil.grund[:400],
                partner_id=urteil.partner or angelegt.get(zeile.nummer),
            )
            for zeile, urteil in zip(zeilen, urteile, strict=True)
        ),
        batch_size=STAPEL,
    )


def _rohdaten(zeile: Listenzeile, urteil: Zeilenurteil) -> dict[str, Any]:
    return {"zellen": zeile.zellen, "entscheidung": zeile.entscheidung, "anzeige": anzeige(urteil)}


def anzeige(urteil: Zeilenurteil) -> dict[str, Any]:
    """What the page shows of a row, so that it needs neither mapping nor Gemeinden again."""
    gemeinde = urteil.ort.gemeinde
    ist_offen = urteil.ergebnis == Zeilenergebnis.ZWEIFELHAFT
    return {
        "name": urteil.angaben.name,
        "kategorie": urteil.kategorie.kurzname if urteil.kategorie else urteil.angaben.kategorie,
        "art": urteil.art or urteil.angaben.art,
        "ort": f"{urteil.angaben.plz} {urteil.angaben.ort}".strip(),
        "sozialraum": gemeinde.sozialraum_name if gemeinde and not ist_offen else "",
        "zentrum": gemeinde.sozialraum_kuerzel if gemeinde and urteil.ist_zentrum else "",
        "vorschlag": gemeinde.ags if gemeinde and ist_offen else "",
        "sitz_waehlbar": urteil.ist_ortszweifel,
    }
