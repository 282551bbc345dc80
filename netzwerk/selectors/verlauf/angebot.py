"""Offers on the time line: entered, moved on in their life cycle (dormant ones included), verified."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import (
    Ereignis,
    Quelle,
    Suche,
    fundstellen,
    fundstellen_zeit,
    schluessel,
)
from partner.models import Angebot, Angebotspruefung, Angebotsschritt
from partner.rules.angebot import Angebotsart, Angebotsstufe, Pruefweg

NEU, STUFE, GEPRUEFT = "angebot.neu", "angebot.stufe", "angebot.geprueft"


def _finde(suche: Suche) -> Iterable[QuerySet]:
    angebote = Angebot.objects.sichtbar_fuer(suche.bereich).filter(anbieter=suche.partner_id)
    if not suche.alle:
        angebote = angebote.filter(ansprechperson__person=suche.person_id)
    schritte = Angebotsschritt.objects.filter(angebot__in=angebote.values("pk"))
    yield fundstellen_zeit(angebote, "erstellt_am", NEU, suche.heute)
    # The first step is the entry itself.
    yield fundstellen(schritte.exclude(stufe=Angebotsstufe.ENTDECKT), "am", STUFE, suche.heute)
    yield fundstellen(Angebotspruefung.objects.filter(angebot__in=angebote.values("pk")), "am", GEPRUEFT, suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """Three queries."""
    neue = {pk: (uuid, titel, Angebotsart(art).label) for pk, uuid, titel, art in _angebote(schluessel(funde, NEU))}
    stufen = {pk: rest for pk, *rest in _schritte(schluessel(funde, STUFE))}
    pruefungen = {pk: rest for pk, *rest in _pruefungen(schluessel(funde, GEPRUEFT))}
    ergebnis = {}
    for fund in funde:
        if fund.was == NEU:
            uuid, titel, merkmal = neue[fund.pk]
            satz = f"Neu eingetragen: {titel}"
        elif fund.was == STUFE:
            uuid, titel, stufe = stufen[fund.pk]
            ruht = stufe == Angebotsstufe.RUHEND
            satz, merkmal = f"{'Ruht jetzt' if ruht else 'Jetzt ' + Angebotsstufe(stufe).label}: {titel}", "Angebot"
        else:
            uuid, titel, weg = pruefungen[fund.pk]
            satz, merkmal = f"Geprüft: {titel}", Pruefweg(weg).label
        url = datensatzadresse("partner:angebot_detail", uuid)
        ergebnis[fund] = Ereignis(fund.am, Verlaufsart.ANGEBOT, satz, url=url, merkmale=(merkmal,))
    return ergebnis


@vorbereitet
def _angebote(ids: Collection[int]) -> QuerySet:
    return Angebot.objects.filter(pk__in=ids).order_by().values_list("pk", "uuid", "titel", "art")


@vorbereitet
def _schritte(ids: Collection[int]) -> QuerySet:
    zeilen = Angebotsschritt.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "angebot__uuid", "angebot__titel", "stufe")


@vorbereitet
def _pruefungen(ids: Collection[int]) -> QuerySet:
    zeilen = Angebotspruefung.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "angebot__uuid", "angebot__titel", "weg")


QUELLE = Quelle(Verlaufsart.ANGEBOT, _finde, _zeige)
