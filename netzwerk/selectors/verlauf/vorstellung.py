"""Introductions on the time line: who was introduced to the partner, and whose Steckbrief it got (K19)."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Vorstellung
from netzwerk.rules.fachkraft import Vorstellungsart
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen


def _finde(suche: Suche) -> Iterable[QuerySet]:
    """For everybody who reads a Steckbrief, as beside it on the page of the partner."""
    if suche.alle:
        menge = Vorstellung.objects.mit_recht(suche.bereich, "steckbrief.sehen").filter(partner=suche.partner_id)
        yield fundstellen(menge, "am", "vorstellung.war", suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """One query."""
    zeilen = {pk: rest for pk, *rest in _vorstellungen([fund.pk for fund in funde])}
    ergebnis = {}
    for fund in funde:
        uuid, vorname, nachname, art = zeilen[fund.pk]
        name = " ".join(filter(None, (vorname, nachname)))
        satz = f"{name} hat sich vorgestellt" if art == Vorstellungsart.PERSOENLICH else f"Steckbrief erhalten: {name}"
        url = datensatzadresse("netzwerk:steckbrief_detail", uuid)
        ergebnis[fund] = Ereignis(fund.am, Verlaufsart.VORSTELLUNG, satz, url=url)
    return ergebnis


@vorbereitet
def _vorstellungen(ids: Collection[int]) -> QuerySet:
    zeilen = Vorstellung.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "fachkraft__uuid", "fachkraft__vorname", "fachkraft__nachname", "art")


QUELLE = Quelle(Verlaufsart.VORSTELLUNG, _finde, _zeige)
