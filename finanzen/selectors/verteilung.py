"""Reads for distributing money: who may get some, by what weight, and what has been decided."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from finanzen.models import Minusbegruendung, Mittelverteilung
from finanzen.rules.mittel import verteile
from finanzen.selectors.haushalt import Ids, Schluessel, stellenzeilen
from konten.models.abfrage import vorbereitet
from sozialraum.models import Traeger, Traegerschaft

#: how the split helper weighs -> what it says
VORSCHLAEGE = {"vzae": "nach Stellenanteilen", "gleich": "zu gleichen Teilen"}


def waehlbare_traeger(jahr: int, sozialraum_id: int) -> QuerySet[Traeger]:
    """Träger that work there on a day of the year, and those that have money there already. One query."""
    dort = Traegerschaft.objects.filter(sozialraum=sozialraum_id)
    dort = dort.ueberschneidend(date(jahr, 1, 1), date(jahr, 12, 31)).values("traeger")
    mit_geld = Mittelverteilung.objects.filter(sozialraum=sozialraum_id, jahr=jahr).values("traeger")
    return Traeger.objects.filter(Q(pk__in=dort) | Q(pk__in=mit_geld)).order_by("name")


def verteilte_betraege(jahr: int, sozialraum_id: int) -> dict[int, Decimal]:
    """Amount per Träger, whether the volume is confirmed or not. One query."""
    menge = Mittelverteilung.objects.filter(sozialraum=sozialraum_id, jahr=jahr)
    return dict(menge.order_by().values_list("traeger", "betrag"))


def stand_der_verteilung(jahr: int, sozialraum_id: int) -> str:
    """Changes with every change of the distribution: a form opened before is out of date. One query."""
    menge = Mittelverteilung.objects.filter(sozialraum=sozialraum_id, jahr=jahr).order_by("pk")
    return ",".join(f"{pk}.{version}" for pk, version in menge.values_list("pk", "version"))


def vorschlag(art: str, mittel: Decimal, jahr: int, sozialraum_id: int, traeger_ids: list[int]) -> dict[int, Decimal]:
    """The money split by largest remainder, by days of posts or equally; empty when there is no weight. 3 queries."""
    gewichte = [Decimal(1)] * len(traeger_ids)
    if art == "vzae":
        zeilen = stellenzeilen(jahr, [sozialraum_id], traeger_ids)
        gewichte = [
            sum((zeile.vzae * zeile.tage(jahr) for zeile in zeilen.get((sozialraum_id, pk), ())), Decimal(0))
            for pk in traeger_ids
        ]
    return dict(zip(traeger_ids, verteile(mittel, gewichte), strict=True)) if sum(gewichte) else {}


def minusgruende(jahr: int, sozialraum_ids: Ids = None) -> dict[Schluessel, Minusbegruendung]:
    """The newest reason per Sozialraum and Träger. One query."""
    return {(zeile.sozialraum_id, zeile.traeger_id): zeile for zeile in _minusgruende(jahr, sozialraum_ids)}


@vorbereitet
def _minusgruende(jahr: int, sozialraum_ids: Ids) -> QuerySet[Minusbegruendung]:
    menge = Minusbegruendung.objects.filter(jahr=jahr)
    if sozialraum_ids is not None:
        menge = menge.filter(sozialraum__in=sozialraum_ids)
    return menge.select_related("durch").order_by("erstellt_am", "pk")
