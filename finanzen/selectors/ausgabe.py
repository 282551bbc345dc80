"""Reads of bookings: sums of a filtered list, receipts booked twice, what a booking may refer to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from finanzen.models import Ausgabe, Ausnahmeantrag, Projekt
from finanzen.rules import Antragsstatus
from finanzen.rules.ausgabe import BUCHBARE_PROJEKTE, OHNE_BELEG, Doppelschluessel, doppelschluessel
from finanzen.rules.mittel import NULL, Bewilligung, runde
from konten.rules import Geltungsbereich
from sozialraum.models import Sozialraum, Traeger

#: neither reversed nor a reversal: together those two are nothing
GILT = Q(storno__isnull=True, storno_von__isnull=True)
OHNE_DATEI = Q(beleg="")
#: a receipt is due, no file is there, and nobody has accepted the paper
BELEG_FEHLT = GILT & OHNE_DATEI & ~Q(art__in=OHNE_BELEG) & Q(geprueft_am__isnull=True)
UNGEPRUEFT = GILT & Q(geprueft_am__isnull=True)


@dataclass(frozen=True, slots=True)
class Ausgabensummen:
    """What the filtered rows come to."""

    anzahl: int
    betrag: Decimal
    ohne_beleg: int
    ungeprueft: int


def ausgabensummen(menge: QuerySet[Ausgabe]) -> Ausgabensummen:
    """Count and sums of exactly these rows; reversals count as negative. One query."""
    werte = menge.order_by().aggregate(
        anzahl=Count("pk"),
        betrag=Coalesce(Sum("betrag"), Value(NULL, output_field=DecimalField(max_digits=14, decimal_places=2))),
        ohne_beleg=Count("pk", filter=BELEG_FEHLT),
        ungeprueft=Count("pk", filter=UNGEPRUEFT),
    )
    return Ausgabensummen(werte["anzahl"], runde(werte["betrag"]), werte["ohne_beleg"], werte["ungeprueft"])


def gleiche_belege(traeger_id: int, belegnummer: str, betrag: Decimal, am: date) -> list[Ausgabe]:
    """Valid bookings of the Träger with the same receipt number, amount and day, in any Sozialraum. One query."""
    schluessel = doppelschluessel(belegnummer, "", betrag, am)
    menge = Ausgabe.objects.filter(GILT, traeger=traeger_id, betrag=betrag, am=am).exclude(belegnummer="")
    return [
        zeile
        for zeile in menge.select_related("sozialraum")
        if doppelschluessel(zeile.belegnummer, "", zeile.betrag, zeile.am) == schluessel
    ]


def gebuchte_schluessel(traeger_id: int, tage: Collection[date]) -> set[Doppelschluessel]:
    """Keys of all valid bookings of the Träger between the first and the last of these days. One query."""
    if not tage:
        return set()
    menge = Ausgabe.objects.filter(GILT, traeger=traeger_id, am__range=(min(tage), max(tage)))
    return {doppelschluessel(*werte) for werte in menge.values_list("belegnummer", "text", "betrag", "am")}


def gebucht_auf(antrag_id: int) -> Decimal:
    """What is booked on the application. One query."""
    return runde(Ausgabe.objects.filter(antrag=antrag_id).aggregate(summe=Sum("betrag"))["summe"] or NULL)


def bewilligung_von(antrag: Ausnahmeantrag) -> Bewilligung:
    """What was approved and what of it is booked. One query."""
    return Bewilligung(antrag.titel, antrag.genehmigt or NULL, gebucht_auf(antrag.pk))


def mit_gebuchtem(menge: QuerySet) -> QuerySet:
    """Applications or projects with `gebucht`, the sum of their bookings."""
    null = Value(NULL, output_field=DecimalField(max_digits=12, decimal_places=2))
    return menge.annotate(gebucht=Coalesce(Sum("ausgaben__betrag"), null))


def buchbare_antraege(bereich: Geltungsbereich) -> QuerySet[Ausnahmeantrag]:
    """Approved applications of the led Träger on which something is left, with `gebucht`."""
    traeger = bereich.geleitete_traeger("ausgabe.erfassen")
    menge = Ausnahmeantrag.objects.filter(traeger__in=traeger, zustand=Antragsstatus.GENEHMIGT)
    menge = mit_gebuchtem(menge).filter(genehmigt__gt=F("gebucht"))
    return menge.select_related("sozialraum", "traeger").order_by("-jahr", "titel")


def buchbare_projekte(bereich: Geltungsbereich) -> QuerySet[Projekt]:
    """Projects of the led Träger that have money, with `gebucht`."""
    traeger = bereich.geleitete_traeger("ausgabe.erfassen")
    menge = mit_gebuchtem(Projekt.objects.filter(traeger__in=traeger, zustand__in=BUCHBARE_PROJEKTE))
    return menge.select_related("sozialraum", "traeger").order_by("titel")


def eigene_traeger(bereich: Geltungsbereich, recht: str) -> QuerySet[Traeger]:
    """The Träger that the person leads, as far as the right holds."""
    return Traeger.objects.filter(pk__in=bereich.geleitete_traeger(recht))


def eigene_sozialraeume(bereich: Geltungsbereich, recht: str) -> QuerySet[Sozialraum]:
    """Sozialräume in which the led Träger work or worked: bills come after the end, too."""
    traeger = bereich.geleitete_traeger(recht)
    return Sozialraum.objects.filter(traegerschaften__traeger__in=traeger).distinct()
