"""Projects on the time line of a relationship (K09, K34)."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from finanzen.models import Projekt
from finanzen.rules import Projektstatus
from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf import QUELLEN
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen

BEGINN, ENDE = "projekt.beginn", "projekt.ende"


def _finde(suche: Suche) -> Iterable[QuerySet]:
    if suche.alle:
        menge = Projekt.objects.sichtbar_fuer(suche.bereich).filter(partner=suche.partner_id)
        yield fundstellen(menge, "von", BEGINN, suche.heute)
        yield fundstellen(menge, "bis", ENDE, suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """One query."""
    zeilen = {pk: rest for pk, *rest in _projekte([fund.pk for fund in funde])}
    ergebnis = {}
    for fund in funde:
        uuid, titel, zustand = zeilen[fund.pk]
        ergebnis[fund] = Ereignis(
            fund.am,
            Verlaufsart.PROJEKT,
            f"{'Beginn' if fund.was == BEGINN else 'Ende'} des Projekts: {titel}",
            url=datensatzadresse("finanzen:projekt_detail", uuid),
            merkmale=(Projektstatus(zustand).label,),
        )
    return ergebnis


@vorbereitet
def _projekte(ids: Collection[int]) -> QuerySet:
    return Projekt.objects.filter(pk__in=ids).order_by().values_list("pk", "uuid", "titel", "zustand")


#: every kind of entry there is
ALLE_QUELLEN: tuple[Quelle, ...] = (*QUELLEN, Quelle(Verlaufsart.PROJEKT, _finde, _zeige))
