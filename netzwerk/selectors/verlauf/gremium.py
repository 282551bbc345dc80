"""Gremien on the time line: seats taken and given up, meetings attended."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from konten.models import datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Gremienmitglied, Teilnahme
from netzwerk.rules.gremium import Anwesenheit, Sitzungsstatus
from netzwerk.rules.verlauf import DOPPELT, Fund, Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen, schluessel

SITZ, ENDE = "gremium.sitz", "gremium.ende"


def _finde(suche: Suche) -> Iterable[QuerySet]:
    sitze = Gremienmitglied.objects.sichtbar_fuer(suche.bereich).filter(partner=suche.partner_id)
    dabei = Teilnahme.objects.sichtbar_fuer(suche.bereich).filter(
        Q(mitglied__partner=suche.partner_id) | Q(gast=suche.partner_id),
        anwesenheit=Anwesenheit.ANWESEND,
        sitzung__zustand=Sitzungsstatus.GEHALTEN,
    )
    if not suche.alle:
        sitze = sitze.filter(funktion__person=suche.person_id)
        dabei = dabei.filter(mitglied__funktion__person=suche.person_id)
    yield fundstellen(sitze, "von", SITZ, suche.heute)
    yield fundstellen(sitze, "bis", ENDE, suche.heute)
    yield fundstellen(dabei, "sitzung__am", DOPPELT, suche.heute)


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """Two queries."""
    sitze = {pk: rest for pk, *rest in _sitze(schluessel(funde, SITZ, ENDE))}
    sitzungen = {pk: rest for pk, *rest in _teilnahmen(schluessel(funde, DOPPELT))}
    ergebnis = {}
    for fund in funde:
        merkmale: tuple[str, ...] = ()
        if fund.was == DOPPELT:
            uuid, name = sitzungen[fund.pk]
            satz, seite = f"War in der Sitzung: {name}", "netzwerk:sitzung_detail"
        else:
            uuid, name, vorsitz = sitze[fund.pk]
            satz = f"{'Mitglied im Gremium' if fund.was == SITZ else 'Letzter Tag im Gremium'}: {name}"
            seite, merkmale = "netzwerk:gremium_detail", ("Vorsitz",) if vorsitz else ()
        ergebnis[fund] = Ereignis(
            fund.am, Verlaufsart.GREMIUM, satz, url=datensatzadresse(seite, uuid), merkmale=merkmale
        )
    return ergebnis


@vorbereitet
def _sitze(ids: Collection[int]) -> QuerySet:
    zeilen = Gremienmitglied.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "gremium__uuid", "gremium__name", "hat_vorsitz")


@vorbereitet
def _teilnahmen(ids: Collection[int]) -> QuerySet:
    zeilen = Teilnahme.objects.filter(pk__in=ids).order_by()
    return zeilen.values_list("pk", "sitzung__uuid", "sitzung__gremium__name")


QUELLE = Quelle(Verlaufsart.GREMIUM, _finde, _zeige)
