"""How large the Sozialräume are beside their posts (K32): a ground for shares above the minimum, no ranking."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet

from konten.models.abfrage import vorbereitet
from netzwerk.models import Kontaktbeteiligung
from netzwerk.selectors.statistik import aktive_partner
from netzwerk.selectors.stellenanteil import Stellenlage
from sozialraum.models import Sozialraum
from sozialraum.selectors.portraet import eckdaten

TAGE = 365


@dataclass(frozen=True, slots=True)
class Groesse:
    """One Sozialraum; contacts are those that count, of the last 365 days, each once."""

    sozialraum: Sozialraum
    einwohner: int
    gemeinden: int
    partner: int
    kontakte: int
    vzae: Decimal

    @property
    def einwohner_je_vzae(self) -> int | None:
        return self._je_vzae(self.einwohner)

    @property
    def partner_je_vzae(self) -> int | None:
        return self._je_vzae(self.partner)

    @property
    def kontakte_je_vzae(self) -> int | None:
        return self._je_vzae(self.kontakte)

    def _je_vzae(self, zahl: int) -> int | None:
        """None without a post that day."""
        if not self.vzae:
            return None
        return int((zahl / self.vzae).quantize(Decimal(1), ROUND_HALF_UP))


def groessenvergleich(
    stichtag: date, raeume: Collection[Sozialraum], lagen: Mapping[int, Stellenlage]
) -> list[Groesse]:
    """One row per Sozialraum in their order. Four queries; `lagen` are those of the page."""
    ids = [raum.pk for raum in raeume]
    daten, partner = eckdaten(stichtag, ids), aktive_partner(stichtag, ids)
    kontakte = dict(_kontakte(stichtag - timedelta(days=TAGE - 1), stichtag, ids))
    return [
        Groesse(
            raum,
            daten[raum.pk].einwohner or 0,
            daten[raum.pk].gemeinden,
            partner.get(raum.pk, 0),
            kontakte.get(raum.pk, 0),
            lagen[raum.pk].summe,
        )
        for raum in raeume
    ]


@vorbereitet
def _kontakte(von: date, bis: date, ids: Collection[int]) -> QuerySet:
    menge = Kontaktbeteiligung.objects.filter(zaehlt=True, am__range=(von, bis), sozialraum__in=ids).order_by()
    return menge.values_list("sozialraum").annotate(Count("kontakt", distinct=True))
