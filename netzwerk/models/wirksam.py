"""Which Einsätze count on a day: confirmed, valid, not suspended. The rule `Anteil.gilt_am` as a condition."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from konten.models.basis import zeitraum_gilt
from netzwerk.models.fachkraft import Unterbrechung
from netzwerk.rules import Einsatzstatus


def arbeitet_am(tag: date | OuterRef) -> Q:
    """For a filter of Einsätze; `tag` may be a column of the query around it."""
    innen = OuterRef(tag) if isinstance(tag, OuterRef) else tag
    ruht = Unterbrechung.objects.filter(zeitraum_gilt(innen), einsatz=OuterRef("pk"))
    return Q(zustand=Einsatzstatus.BESTAETIGT) & zeitraum_gilt(tag) & ~Q(Exists(ruht))


def mit_pause(einsaetze: QuerySet, tag: date) -> QuerySet:
    """The Einsätze with `ruht` and `ruht_bis`: whether each is suspended on that day, and its last day (None: open)."""
    pausen = Unterbrechung.objects.filter(zeitraum_gilt(tag), einsatz=OuterRef("pk"))
    return einsaetze.annotate(ruht=Exists(pausen), ruht_bis=Subquery(pausen.order_by("-von").values("bis")[:1]))
