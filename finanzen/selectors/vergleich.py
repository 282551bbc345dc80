"""Reads for the comparison of Sozialräume."""

from datetime import date
from decimal import Decimal

from django.db.models import Count

from finanzen.rules.mittel import jahrestage
from finanzen.rules.vergleich import Bezugsgroessen
from finanzen.selectors.geltend import geltende_stellen
from finanzen.selectors.haushalt import netzwerkmittel
from netzwerk.models import Kontaktbeteiligung
from netzwerk.selectors.statistik import aktive_partner
from sozialraum.models import Sozialraum
from sozialraum.selectors.portraet import eckdaten


def vergleichsstichtag(jahr: int, heute: date) -> date:
    """The day whose inhabitants and partners count: the last of the year, in the present and coming years today."""
    return min(date(jahr, 12, 31), heute)


def bezugsgroessen(jahr: int, heute: date) -> dict[Sozialraum, Bezugsgroessen]:
    """Every Sozialraum, in their order (K29, K33). 13 queries.

    Posts are the mean of the year (of a closed one as the closing kept them), contacts those that count as exchange so
    far.
    """
    raeume = list(Sozialraum.objects.all())
    ids, stichtag = [raum.pk for raum in raeume], vergleichsstichtag(jahr, heute)
    mittel, eckwerte, partner = netzwerkmittel(jahr), eckdaten(stichtag, ids), aktive_partner(stichtag, ids)
    vzae, kontakte = _vzae(jahr, ids), _kontakte(jahr)
    return {
        raum: Bezugsgroessen(
            mittel[raum.pk].mittel if raum.pk in mittel else None,
            eckwerte[raum.pk].einwohner,
            vzae.get(raum.pk, Decimal(0)),
            kontakte.get(raum.pk, 0),
            partner[raum.pk],
        )
        for raum in raeume
    }


def _vzae(jahr: int, ids: list[int]) -> dict[int, Decimal]:
    summen: dict[int, Decimal] = {}
    for (raum, _), zeilen in geltende_stellen(jahr, ids).items():
        tage = sum((zeile.vzae * zeile.tage(jahr) for zeile in zeilen), Decimal(0))
        summen[raum] = summen.get(raum, Decimal(0)) + tage / jahrestage(jahr)
    return summen


def _kontakte(jahr: int) -> dict[int, int]:
    zaehlende = Kontaktbeteiligung.objects.filter(am__range=(date(jahr, 1, 1), date(jahr, 12, 31)), zaehlt=True)
    return dict(zaehlende.order_by().values_list("sozialraum").annotate(Count("kontakt", distinct=True)))
