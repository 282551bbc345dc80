"""Mitteilungen on the time line that went to the partner (K21). A Mitteilung is no exchange: it is no contact."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Mitteilungsempfaenger
from netzwerk.rules.mitteilung import HINAUSGEGANGEN, Empfaengerstatus
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen_zeit


def _finde(suche: Suche) -> Iterable[QuerySet]:
    if not suche.bereich.darf("mitteilung.sehen"):
        return
    menge = Mitteilungsempfaenger.objects.sichtbar_fuer(suche.bereich).filter(
        partner=suche.partner_id, zustand=Empfaengerstatus.EINGESTELLT, mitteilung__zustand__in=HINAUSGEGANGEN
    )
    if not suche.alle:
        menge = menge.filter(funktion__person=suche.person_id)
    yield fundstellen_zeit(menge, "mitteilung__gesendet_am", "mitteilung.erhalten", suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """One query."""
    zeilen = {pk: rest for pk, *rest in _eingaenge([fund.pk for fund in funde])}
    return {
        fund: Ereignis(
            fund.am,
            Verlaufsart.MITTEILUNG,
            f"Mitteilung erhalten: {titel}",
            url=datensatzadresse("netzwerk:mitteilung_detail", uuid),
        )
        for fund in funde
        for uuid, titel in [zeilen[fund.pk]]
    }


@vorbereitet
def _eingaenge(ids: Collection[int]) -> QuerySet:
    zeilen = Mitteilungsempfaenger.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "mitteilung__uuid", "mitteilung__titel")


QUELLE = Quelle(Verlaufsart.MITTEILUNG, _finde, _zeige)
