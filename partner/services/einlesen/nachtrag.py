"""What an edited list changes in validity rows: the old row ends yesterday, the new one begins today."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from konten.rules import Geltungsbereich
from partner.models import Kategoriezuordnung, Partnerzustand, Wirkungsbereich
from partner.rules.partnerliste import Zeilenurteil
from partner.services.einlesen.art import Spur

Zeile = Any


def trage_nach(urteile: Mapping[int, Zeilenurteil], spuren: Mapping[int, Spur], bereich: Geltungsbereich) -> None:
    """Categories, states and Sozialräume as the rows have them, noted in their traces.

    Three queries and one per changed row, each audited by itself: few rows of an edited list change them.
    """
    heute = bereich.stichtag
    betroffen = {
        nummer: urteil.partner
        for nummer, urteil in urteile.items()
        if urteil.nachtrag.kategorien is not None or urteil.nachtrag.zustand or urteil.nachtrag.raeume is not None
    }
    if not betroffen:
        return
    kategorien, zustaende, raeume = (
        _je_partner(modell.objects.filter(partner__in=betroffen.values()).select_for_update().order_by("von"))
        for modell in (Kategoriezuordnung, Partnerzustand, Wirkungsbereich)
    )
    for nummer, partner in betroffen.items():
        nachtrag, spur = urteile[nummer].nachtrag, spuren[nummer]
        if nachtrag.kategorien is not None:
            ziele = {(pk, art): {"kategorie_id": pk, "art": art} for pk, art in nachtrag.kategorien.items()}
            _gleiche_ab(spur, kategorien[partner], ziele, lambda z: (z.kategorie_id, z.art), Kategoriezuordnung, heute)
        if nachtrag.zustand:
            ziele = {nachtrag.zustand: {"zustand": nachtrag.zustand}}
            _gleiche_ab(spur, zustaende[partner], ziele, lambda z: z.zustand, Partnerzustand, heute)
        if nachtrag.raeume is not None:
            ziele = {pk: {"sozialraum_id": pk} for pk in nachtrag.raeume}
            _gleiche_ab(spur, raeume[partner], ziele, lambda z: z.sozialraum_id, Wirkungsbereich, heute)


def _je_partner(zeilen: Iterable[Zeile]) -> Mapping[int, list[Zeile]]:
    ergebnis: dict[int, list[Zeile]] = defaultdict(list)
    for zeile in zeilen:
        ergebnis[zeile.partner_id].append(zeile)
    return ergebnis


def _gleiche_ab(
    spur: Spur,
    zeilen: Sequence[Zeile],
    ziele: Mapping[Any, Mapping[str, Any]],
    schluessel: Callable[[Zeile], Any],
    modell: type,
    heute: date,
) -> None:
    """Ends what is not wanted any more and begins what is missing; rows that begin later limit what is new."""
    geltende = [zeile for zeile in zeilen if zeile.gilt_am(heute)]
    for zeile in geltende:
        if schluessel(zeile) not in ziele:
            _beende(spur, zeile, heute)
    vorhanden = {schluessel(zeile) for zeile in geltende}
    for wert, felder in ziele.items():
        if wert in vorhanden:
            continue
        spaetere = [z.von for z in zeilen if z.von > heute and (modell is Partnerzustand or _gleiche_sache(z, felder))]
        neu = modell(
            partner=spur.objekt, von=heute, bis=min(spaetere) - timedelta(days=1) if spaetere else None, **felder
        )
        neu.save()
        spur.angelegt.append(neu)


def _gleiche_sache(zeile: Zeile, felder: Mapping[str, Any]) -> bool:
    return all(getattr(zeile, name) == wert for name, wert in felder.items() if name.endswith("_id"))


def _beende(spur: Spur, zeile: Zeile, heute: date) -> None:
    if zeile.von >= heute:
        weg = type(zeile)(**{feld.attname: getattr(zeile, feld.attname) for feld in zeile._meta.concrete_fields})
        zeile.delete()
        spur.entfernt.append(weg)
        return
    bisher = zeile.bis
    zeile.bis = heute - timedelta(days=1)
    zeile.save()
    spur.geaendert.append((zeile, {"bis": bisher}))
