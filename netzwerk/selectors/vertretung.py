"""Deputies of Netzwerkfachkräfte: who stands in for whom, and who may (K10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from konten.models import Benutzer
from konten.models.abfrage import vorbereitet
from konten.models.basis import zeitraum_gilt
from konten.rules import Geltungsbereich, Rolle
from netzwerk.models import Einsatz, Netzwerkfachkraft
from sozialraum.models import Zustaendigkeit

RECHT = "vertretung.regeln"


@dataclass(frozen=True, slots=True)
class LaufendeVertretung:
    """Somebody stands in for a Netzwerkfachkraft of a Sozialraum."""

    vertretene: str
    vertretung: str
    von: date
    bis: date | None


def vertretungen_fuer(bereich: Geltungsbereich) -> QuerySet[Zustaendigkeit]:
    """Deputies that the person may arrange, and those in which she stands in herself; not over for long."""
    if not bereich.darf(RECHT):
        return Zustaendigkeit.objects.none()
    regelbar = regelbare(bereich).values("benutzer")
    zeilen = alle_vertretungen().filter(Q(vertritt__in=regelbar) | Q(benutzer=bereich.benutzer_id))
    return zeilen.select_related("benutzer", "vertritt").order_by("-von", "pk")


def eigene_vertretungen(bereich: Geltungsbereich) -> list[Zustaendigkeit]:
    """For whom the person stands in on the day of her scope. One query, none when for nobody."""
    if not bereich.vertretene or bereich.benutzer_id is None:
        return []
    laufende = alle_vertretungen().filter(zeitraum_gilt(bereich.stichtag), benutzer=bereich.benutzer_id)
    return list(laufende.select_related("vertritt").order_by("von", "pk"))


def alle_vertretungen() -> QuerySet[Zustaendigkeit]:
    """Every arrangement in which somebody stands in for a Netzwerkfachkraft, past ones too. One query."""
    return Zustaendigkeit.objects.filter(rolle=Rolle.NETZWERK, vertritt__isnull=False)


def regelbare(bereich: Geltungsbereich) -> QuerySet[Netzwerkfachkraft]:
    """For whom the person may arrange a deputy: herself, as Leitung the people of her Träger; with an account."""
    menge = Netzwerkfachkraft.objects.mit_recht_an(bereich, RECHT).filter(benutzer__isnull=False)
    return menge.filter(einsaetze__in=_laufende(bereich.stichtag)).select_related("benutzer").distinct()


def moegliche_vertretungen(bereich: Geltungsbereich) -> list[Benutzer]:
    """Who may deputise: Netzwerkfachkräfte in sight with an Einsatz, and the Leitung of the Träger concerned.

    Not the Sozialraumteam: a deputy reads what was said about cases (K33). One query.
    """
    fachkraefte = Netzwerkfachkraft.objects.sichtbar_fuer(bereich).filter(einsaetze__in=_laufende(bereich.stichtag))
    traeger = regelbare(bereich).values("traeger")
    leitung = Zustaendigkeit.objects.aktiv(bereich.stichtag).filter(
        rolle=Rolle.LEITUNG, traeger__in=traeger, vertritt__isnull=True
    )
    konten = Benutzer.objects.filter(
        Q(pk__in=fachkraefte.values("benutzer")) | Q(pk__in=leitung.values("benutzer")), is_active=True
    )
    return list(konten.order_by("nachname", "vorname", "pk"))


def laufende_vertretungen(
    bereich: Geltungsbereich, stichtag: date, sozialraum_ids: Collection[int]
) -> list[LaufendeVertretung]:
    """Deputies of the day in these Sozialräume, for all who work there; the Leitung reads of her own Träger only.

    Two queries, one when there are none.
    """
    zeilen = _vertretungen(stichtag)
    if not zeilen:
        return []
    vertretene = set(_konten_mit_einsatz(bereich, stichtag, sozialraum_ids))
    return [
        LaufendeVertretung(str(zeile.vertritt), str(zeile.benutzer), zeile.von, zeile.bis)
        for zeile in zeilen
        if zeile.vertritt_id in vertretene
    ]


@vorbereitet
def _vertretungen(stichtag: date) -> QuerySet[Zustaendigkeit]:
    laufende = alle_vertretungen().filter(zeitraum_gilt(stichtag), benutzer__is_active=True)
    return laufende.select_related("benutzer", "vertritt").order_by("von", "pk")


@vorbereitet
def _konten_mit_einsatz(bereich: Geltungsbereich, stichtag: date, sozialraum_ids: Collection[int]) -> QuerySet:
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(sozialraum__in=sozialraum_ids)
    traeger = bereich.traeger("einsatz.sehen") if bereich.darf("einsatz.sehen") else None
    if traeger is not None:
        einsaetze = einsaetze.filter(traeger__in=traeger)
    return einsaetze.order_by().values_list("fachkraft__benutzer", flat=True)


def _laufende(stichtag: date) -> QuerySet[Einsatz]:
    """Confirmed Einsätze that run or are to come."""
    return Einsatz.objects.bestaetigt().exclude(bis__lt=stichtag)
