"""The one time line of a relationship: every kind of entry, newest first, for whom it may be shown (K01, K09).

One statement finds all entries (day, kind, key); only those of the page at hand are then read, kind by kind.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.rules.verlauf import Fund, geordnet
from netzwerk.selectors.verlauf import (
    angebot,
    bedarf,
    gremium,
    kontakt,
    lotsen,
    mitteilung,
    person,
    stand,
    vereinbarung,
    vorstellung,
)
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche

#: all kinds known on this floor; floors above add theirs
QUELLEN: tuple[Quelle, ...] = tuple(
    modul.QUELLE
    for modul in (kontakt, person, vereinbarung, angebot, gremium, bedarf, vorstellung, lotsen, mitteilung, stand)
)


def finde(
    quellen: tuple[Quelle, ...],
    bereich: Geltungsbereich,
    partner_id: int,
    heute: date,
    person_id: int | None = None,
) -> list[Fund]:
    """Where the entries within sight are, newest first; with `person_id` only what concerns her. One query."""
    return geordnet(Fund(*zeile) for zeile in _funde(quellen, bereich, partner_id, heute, person_id))


@vorbereitet
def _funde(
    quellen: tuple[Quelle, ...], bereich: Geltungsbereich, partner_id: int, heute: date, person_id: int | None
) -> QuerySet:
    suche = Suche(bereich, partner_id, heute, person_id)
    erste, *weitere = [menge for quelle in quellen for menge in quelle.finde(suche)]
    return erste.union(*weitere)


def ereignisse(
    quellen: tuple[Quelle, ...], funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int
) -> list[Ereignis]:
    """These entries as one reads them, in their order. At most six queries per kind that occurs, however many."""
    gelesen: dict[Fund, Ereignis] = {}
    for quelle in quellen:
        if eigene := [fund for fund in funde if fund.art is quelle.art]:
            gelesen |= quelle.zeige(eigene, bereich, partner_id)
    return [gelesen[fund] for fund in funde if fund in gelesen]
