"""People on the time line: who began, who left, who changed posts."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen
from partner.models import Funktion, Stellenwechsel

DA, WEG = "person.da", "person.weg"


def _finde(suche: Suche) -> Iterable[QuerySet]:
    menge = Funktion.objects.sichtbar_fuer(suche.bereich).filter(partner=suche.partner_id)
    if not suche.alle:
        menge = menge.filter(person=suche.person_id)
    yield fundstellen(menge, "von", DA, suche.heute)
    yield fundstellen(menge, "bis", WEG, suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """Two queries."""
    ids = list({fund.pk for fund in funde})
    zeilen = {zeile[0]: zeile[1:] for zeile in _funktionen(ids)}
    kam_von, ging_zu = {}, {}
    for alte, neue, alter_partner, neuer_partner in _wechsel(ids):
        if neue is not None and alter_partner != neuer_partner:
            kam_von[neue], ging_zu[alte] = alter_partner, neuer_partner
    ergebnis = {}
    for fund in funde:
        titel, vorname, nachname, uuid, bezeichnung, ist_schluesselperson = zeilen[fund.pk]
        name = " ".join(filter(None, (titel, vorname, nachname)))
        kommt = fund.was == DA
        woher = kam_von.get(fund.pk) if kommt else ging_zu.get(fund.pk)
        ergebnis[fund] = Ereignis(
            fund.am,
            Verlaufsart.PERSON,
            f"{name} {'ist jetzt Ansprechperson' if kommt else 'hatte hier den letzten Tag'}",
            url=datensatzadresse("partner:person_detail", uuid),
            merkmale=(bezeichnung, *(("Schlüsselperson",) if ist_schluesselperson else ())),
            zusatz=f"{'kam von' if kommt else 'wechselte zu'}: {woher}" if woher else "",
        )
    return ergebnis


@vorbereitet
def _funktionen(ids: Collection[int]) -> QuerySet:
    zeilen = Funktion.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list(
        *("pk", "person__titel", "person__vorname", "person__nachname", "person__uuid"),
        *("bezeichnung", "ist_schluesselperson"),
    )


@vorbereitet
def _wechsel(ids: Collection[int]) -> QuerySet:
    zeilen = Stellenwechsel.objects.filter(Q(alte__in=ids) | Q(neue__in=ids), zurueckgenommen_am__isnull=True)
    return zeilen.order_by().values_list("alte_id", "neue_id", "alte__partner__name", "neue__partner__name")


QUELLE = Quelle(Verlaufsart.PERSON, _finde, _zeige)
