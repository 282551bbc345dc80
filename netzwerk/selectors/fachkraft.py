"""What the page of a Netzwerkfachkraft lists about her; who may see which of it is the page's business."""

from datetime import date

from django.db.models import Q, QuerySet

from konten.models.abfrage import vorbereitet
from netzwerk.models import (
    Absprache,
    Einsatz,
    Entscheidungsbefugnis,
    Kompetenzeinschaetzung,
    Qualifikationsnachweis,
)
from netzwerk.models.wirksam import mit_pause
from netzwerk.rules import Einsatzstatus


@vorbereitet
def laufende_einsaetze(fachkraft_id: int, heute: date) -> QuerySet[Einsatz]:
    """Einsätze that run or are to come, refused ones left out. One query."""
    einsaetze = Einsatz.objects.filter(fachkraft=fachkraft_id).exclude(zustand=Einsatzstatus.ABGELEHNT)
    laufende = Q(bis__isnull=True) | Q(bis__gte=heute)
    return mit_pause(einsaetze.filter(laufende).select_related("sozialraum").order_by("von", "pk"), heute)


@vorbereitet
def befugnisse(fachkraft_id: int) -> QuerySet[Entscheidungsbefugnis]:
    """What she may decide by herself, past powers too. One query."""
    return Entscheidungsbefugnis.objects.filter(fachkraft=fachkraft_id)


@vorbereitet
def nachweise(fachkraft_id: int) -> QuerySet[Qualifikationsnachweis]:
    """All her evidence. One query."""
    return Qualifikationsnachweis.objects.filter(fachkraft=fachkraft_id)


@vorbereitet
def letzte_absprachen(fachkraft_id: int) -> QuerySet[Absprache]:
    """The last five agreements with a Leitung. One query."""
    menge = Absprache.objects.filter(fachkraft=fachkraft_id)
    return menge.select_related("leitung__traeger", "sozialraum")[:5]


@vorbereitet
def letzte_einschaetzungen(fachkraft_id: int) -> QuerySet[Kompetenzeinschaetzung]:
    """The last three assessments. One query."""
    return Kompetenzeinschaetzung.objects.filter(fachkraft=fachkraft_id).select_related("verfasst_von")[:3]
