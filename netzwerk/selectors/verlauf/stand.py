"""What became of the partner itself: active or not, Sozialräume served, entries that went into this one."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse

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
from partner.models import Partnerzustand, Wirkungsbereich, Zusammenfuehrung
from partner.rules import Partnerstatus

ZUSTAND, RAUM, RAUMENDE, VEREINT = "stand.zustand", "stand.raum", "stand.raumende", "stand.vereint"


def _finde(suche: Suche) -> Iterable[QuerySet]:
    """Of merges those learn who may take them back."""
    if suche.alle:
        zustaende = Partnerzustand.objects.sichtbar_fuer(suche.bereich).filter(partner=suche.partner_id)
        raeume = Wirkungsbereich.objects.sichtbar_fuer(suche.bereich).filter(partner=suche.partner_id)
        vereint = Zusammenfuehrung.objects.sichtbar_fuer(suche.bereich).filter(bleibt=suche.partner_id)
        yield fundstellen(zustaende, "von", ZUSTAND, suche.heute)
        yield fundstellen(raeume, "von", RAUM, suche.heute)
        yield fundstellen(raeume, "bis", RAUMENDE, suche.heute)
        yield fundstellen_zeit(vereint.filter(zurueckgenommen_am__isnull=True), "erstellt_am", VEREINT, suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """Three queries."""
    zustaende = {pk: rest for pk, *rest in _zustaende(schluessel(funde, ZUSTAND))}
    raeume = {pk: rest for pk, *rest in _raeume(schluessel(funde, RAUM, RAUMENDE))}
    vereinte = {pk: rest for pk, *rest in _vereinte(schluessel(funde, VEREINT))}
    ergebnis = {}
    for fund in funde:
        text = ""
        if fund.was == ZUSTAND:
            zustand, text = zustaende[fund.pk]
            satz, url = f"Der Partner ist {Partnerstatus(zustand).label}", ""
        elif fund.was == VEREINT:
            uuid, name = vereinte[fund.pk]
            satz = f"Mit einem zweiten Eintrag zusammengeführt: {name}"
            url = datensatzadresse("partner:zusammenfuehrung_detail", uuid)
        else:
            kuerzel, name = raeume[fund.pk]
            satz = f"{'Zuständig für' if fund.was == RAUM else 'Letzter Tag der Zuständigkeit für'} {name}"
            url = reverse("sozialraum:sozialraum_detail", args=[kuerzel])
        ergebnis[fund] = Ereignis(fund.am, Verlaufsart.STAND, satz, url=url, text=text)
    return ergebnis


@vorbereitet
def _zustaende(ids: Collection[int]) -> QuerySet:
    return Partnerzustand.objects.filter(pk__in=ids).order_by().values_list("pk", "zustand", "grund")


@vorbereitet
def _raeume(ids: Collection[int]) -> QuerySet:
    zeilen = Wirkungsbereich.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "sozialraum__kuerzel", "sozialraum__name")


@vorbereitet
def _vereinte(ids: Collection[int]) -> QuerySet:
    return Zusammenfuehrung.objects.filter(pk__in=ids).order_by().values_list("pk", "uuid", "aufgegangen__name")


QUELLE = Quelle(Verlaufsart.STAND, _finde, _zeige)
