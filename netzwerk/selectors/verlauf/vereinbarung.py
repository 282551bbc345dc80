"""Agreements on the time line: in force, to be looked at again, ended."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen
from partner.models import Vereinbarung
from partner.rules.vereinbarung import Vereinbarungsart

_SAETZE = {
    "vereinbarung.beginn": "Vereinbarung in Kraft",
    "vereinbarung.pruefung": "Vereinbarung wieder anzusehen",
    "vereinbarung.ende": "Letzter Tag der Vereinbarung",
}
_FELDER = {"vereinbarung.beginn": "von", "vereinbarung.pruefung": "pruefen_am", "vereinbarung.ende": "bis"}


def _finde(suche: Suche) -> Iterable[QuerySet]:
    if suche.alle:
        menge = Vereinbarung.objects.sichtbar_fuer(suche.bereich).filter(partner=suche.partner_id)
        for was, feld in _FELDER.items():
            yield fundstellen(menge, feld, was, suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """One query."""
    zeilen = {pk: rest for pk, *rest in _vereinbarungen([fund.pk for fund in funde])}
    ergebnis = {}
    for fund in funde:
        uuid, titel, art = zeilen[fund.pk]
        ergebnis[fund] = Ereignis(
            fund.am,
            Verlaufsart.VEREINBARUNG,
            f"{_SAETZE[fund.was]}: {titel}",
            url=datensatzadresse("partner:vereinbarung_detail", uuid),
            merkmale=(Vereinbarungsart(art).label,),
        )
    return ergebnis


@vorbereitet
def _vereinbarungen(ids: Collection[int]) -> QuerySet:
    return Vereinbarung.objects.filter(pk__in=ids).order_by().values_list("pk", "uuid", "titel", "art")


QUELLE = Quelle(Verlaufsart.VEREINBARUNG, _finde, _zeige)
