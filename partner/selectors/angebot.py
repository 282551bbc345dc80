"""Reads of offers: limits of freshness, next dates, what a page shows."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Count, QuerySet

from konten.rules import Geltungsbereich
from konten.rules.monate import plus_monate
from konten.selectors import parameter_am
from partner.models import Angebot, Angebotsnutzung, Netzwerkpartner, Sammlung, Schliesszeit
from partner.rules.angebot import Angebotsart, Angebotsstufe, Frischegrenzen
from partner.rules.angebotszeit import naechster_termin


def grenzen(stichtag: date) -> Frischegrenzen:
    """From which day on a verification counts, per kind (K20). One query."""
    parameter = parameter_am(stichtag)
    aktuell = {art: parameter[f"angebot_aktuell_monate_{art}"] for art in Angebotsart.values}
    abgelaufen = parameter["angebot_abgelaufen_monate"]
    return Frischegrenzen(
        stichtag,
        {art: plus_monate(stichtag, -monate) for art, monate in aktuell.items()},
        {art: plus_monate(stichtag, -max(monate, abgelaufen)) for art, monate in aktuell.items()},
    )


def schulferien() -> Callable[[date], bool]:
    """Tells whether a day lies in the school holidays. One query."""
    spannen = sorted(Schliesszeit.objects.filter(partner=None).values_list("von", "bis"))
    anfaenge = [von for von, _ in spannen]

    def ist_ferientag(tag: date) -> bool:
        stelle = bisect_right(anfaenge, tag) - 1
        return stelle >= 0 and (spannen[stelle][1] is None or tag <= spannen[stelle][1])

    return ist_ferientag


def naechste_termine(angebote: Iterable[Angebot], stichtag: date) -> Mapping[int, date]:
    """Next date of each offer that has one; dormant ones have none. One query, with `zeiten` read before."""
    ferien = schulferien()
    termine = {
        angebot.pk: naechster_termin([z.angabe for z in angebot.zeiten.all()], stichtag, angebot.gilt_bis, ferien)
        for angebot in angebote
        if not angebot.ist_ruhend
    }
    return {pk: tag for pk, tag in termine.items() if tag}


def mit_allem(menge: QuerySet[Angebot]) -> QuerySet[Angebot]:
    """With everything the page of one offer shows. Seven queries."""
    return menge.fuer_liste().prefetch_related("gemeinden", "schritte__durch", "pruefungen__durch", "sammlungen")


def nutzungen(angebot: Angebot) -> list[tuple[int, int]]:
    """(year, how often used for a case), latest year first. One query."""
    je_jahr = Angebotsnutzung.objects.filter(angebot=angebot).order_by().values_list("jahr")
    return sorted(je_jahr.annotate(zahl=Count("pk")), reverse=True)


def angebote_von(partner: Netzwerkpartner, bereich: Geltungsbereich) -> QuerySet[Angebot]:
    """Offers of a partner, dormant ones last."""
    menge = Angebot.objects.sichtbar_fuer(bereich).filter(anbieter=partner)
    return menge.exclude(stufe=Angebotsstufe.RUHEND).fuer_liste()


def sammlungen_fuer(bereich: Geltungsbereich) -> QuerySet[Sammlung]:
    """Collections that an offer may be put into."""
    return Sammlung.objects.bearbeitbar_fuer(bereich)
