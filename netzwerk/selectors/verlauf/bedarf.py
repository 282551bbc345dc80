"""Needs on the time line that the partner named."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Bedarfsmeldung
from netzwerk.rules.bedarf import Bedarfsstatus
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen


def _finde(suche: Suche) -> Iterable[QuerySet]:
    if suche.alle:
        menge = Bedarfsmeldung.objects.sichtbar_fuer(suche.bereich).filter(quellen=suche.partner_id)
        yield fundstellen(menge, "am", "bedarf.gemeldet", suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """One query."""
    zeilen = {pk: rest for pk, *rest in _meldungen([fund.pk for fund in funde])}
    ergebnis = {}
    for fund in funde:
        uuid, titel, thema, zustand = zeilen[fund.pk]
        ergebnis[fund] = Ereignis(
            fund.am,
            Verlaufsart.BEDARF,
            f"Bedarf gemeldet: {titel}",
            url=datensatzadresse("netzwerk:bedarfsmeldung_detail", uuid),
            merkmale=(thema, Bedarfsstatus(zustand).label),
        )
    return ergebnis


@vorbereitet
def _meldungen(ids: Collection[int]) -> QuerySet:
    zeilen = Bedarfsmeldung.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "uuid", "titel", "thema__name", "zustand")


QUELLE = Quelle(Verlaufsart.BEDARF, _finde, _zeige)
