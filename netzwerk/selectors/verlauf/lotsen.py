"""Lotsenanfragen on the time line: asked by the partner, asked of it, answered by it (K22).

What is sought stands in the text, never in the title: it concerns a case and leaves no trace on paper.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Lotsenanfrage, Lotsenweiterleitung
from netzwerk.rules.lotsen import Anfragestatus, Antwort
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import (
    Ereignis,
    Quelle,
    Suche,
    fundstellen,
    fundstellen_zeit,
    schluessel,
)

GESTELLT, GEFRAGT, ANTWORT = "lotsen.gestellt", "lotsen.gefragt", "lotsen.antwort"
_SAETZE = {
    GESTELLT: "Hat eine Lotsenanfrage gestellt",
    GEFRAGT: "Wurde nach einem Platz gefragt",
    ANTWORT: "Hat auf eine Lotsenanfrage geantwortet",
}


def _finde(suche: Suche) -> Iterable[QuerySet]:
    if suche.alle:
        anfragen = Lotsenanfrage.objects.sichtbar_fuer(suche.bereich)
        fragen = Lotsenweiterleitung.objects.sichtbar_fuer(suche.bereich).filter(partner=suche.partner_id)
        yield fundstellen(anfragen.filter(partner=suche.partner_id), "eingegangen_am", GESTELLT, suche.heute)
        yield fundstellen_zeit(fragen, "gefragt_am", GEFRAGT, suche.heute)
        yield fundstellen_zeit(fragen.exclude(antwort=""), "beantwortet_am", ANTWORT, suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """Two queries."""
    gestellte = {pk: rest for pk, *rest in _anfragen(schluessel(funde, GESTELLT))}
    fragen = {pk: rest for pk, *rest in _fragen(schluessel(funde, GEFRAGT, ANTWORT))}
    ergebnis = {}
    for fund in funde:
        uuid, nummer, gesucht, zustand, *antwort = (gestellte if fund.was == GESTELLT else fragen)[fund.pk]
        ergebnis[fund] = Ereignis(
            fund.am,
            Verlaufsart.LOTSEN,
            f"{_SAETZE[fund.was]}: {Antwort(*antwort).label}" if fund.was == ANTWORT else _SAETZE[fund.was],
            url=datensatzadresse("netzwerk:lotsenanfrage_detail", uuid),
            merkmale=(f"Anfrage L{nummer}", Anfragestatus(zustand).label),
            text=gesucht,
            ist_fallbezogen=True,
        )
    return ergebnis


@vorbereitet
def _anfragen(ids: Collection[int]) -> QuerySet:
    zeilen = Lotsenanfrage.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "uuid", "id", "titel", "zustand")


@vorbereitet
def _fragen(ids: Collection[int]) -> QuerySet:
    zeilen = Lotsenweiterleitung.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "anfrage__uuid", "anfrage_id", "anfrage__titel", "anfrage__zustand", "antwort")


QUELLE = Quelle(Verlaufsart.LOTSEN, _finde, _zeige)
