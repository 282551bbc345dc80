"""Reads of the open data: only what the public directory may show (K11, K20)."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from konten.models.felder import marke
from partner.models import Angebot, Netzwerkpartner, Partnerzustand
from partner.rules.angebot import Ortsart
from partner.rules.hsdsfrage import Frage
from partner.selectors.angebot import grenzen

#: taxonomy with codes -> column
SPALTEN = {"lebensphase": "lebensphasen", "situation": "situationen"}


def oeffentliche_angebote(stichtag: date) -> QuerySet[Angebot]:
    """Public offers with their provider and its state of the day, in the order of entry. One query for the limits."""
    zustand = Partnerzustand.objects.aktiv(stichtag).filter(partner=OuterRef("anbieter")).order_by("-von")
    menge = Angebot.objects.oeffentlich(grenzen(stichtag)).select_related("anbieter")
    return menge.annotate(anbieterzustand=Subquery(zustand.values("zustand")[:1])).order_by("pk")


def mit_einzelheiten(menge: QuerySet[Angebot]) -> QuerySet[Angebot]:
    """With all that a nested object needs. Four more queries, however many offers there are."""
    return menge.prefetch_related("themen", "sozialraeume", "gemeinden", "zeiten")


def nur_stand(menge: QuerySet[Angebot]) -> QuerySet[Angebot]:
    """Keys and times of change alone: thousands at once."""
    return menge.only("uuid", "geaendert_am", "anbieter__geaendert_am")


def mit_ort(menge: QuerySet[Angebot]) -> QuerySet[Angebot]:
    """Offers that one can go to or reach from afar; what comes to people's homes has no place."""
    return menge.exclude(ortsart=Ortsart.AUFSUCHEND)


def anbieter_von(angebote: QuerySet[Angebot]) -> QuerySet[Netzwerkpartner]:
    """The providers of these offers, in the order of entry."""
    eigene = angebote.order_by().filter(anbieter=OuterRef("pk"))
    return Netzwerkpartner.objects.filter(Exists(eigene)).order_by("pk")


def mit_angeboten(angebote: QuerySet[Angebot]) -> Prefetch:
    """Reads these offers with their providers, as `oeffentliche_angebote`. One query, besides those they bring."""
    return Prefetch("angebote", angebote, to_attr="oeffentliche_angebote")


def gefiltert(menge: QuerySet[Angebot], frage: Frage) -> QuerySet[Angebot]:
    """The offers that match search, moment of change and postcode; keys are the caller's to read."""
    if frage.suche:
        menge = menge.suche(frage.suche)
    if frage.geaendert_seit:
        seit = frage.geaendert_seit
        menge = menge.filter(Q(geaendert_am__gte=seit) | Q(anbieter__geaendert_am__gte=seit))
    if frage.plz:
        eigen = Q(ortsart=Ortsart.EIGEN, plz=frage.plz)
        menge = menge.filter(eigen | Q(ortsart=Ortsart.ANBIETER, anbieter__plz=frage.plz))
    return menge


def mit_begriff(menge: QuerySet[Angebot], taxonomie: str, code: str | None) -> QuerySet[Angebot]:
    """Offers that bear this term, or any term of the taxonomy when no code is given."""
    if taxonomie == "thema":
        themen = Angebot.themen.through.objects.filter(angebot=OuterRef("pk"))
        return menge.filter(Exists(themen.filter(thema=code) if code else themen))
    if taxonomie == "art":
        return menge.filter(art=code) if code else menge
    spalte = SPALTEN[taxonomie]
    return menge.filter(**{f"{spalte}__contains": marke(code)}) if code else menge.exclude(**{spalte: ()})
