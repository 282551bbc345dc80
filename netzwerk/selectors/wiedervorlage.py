"""Reads around next steps: whose they may be, counts of the tabs, sections of the list, to whom one may hand over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from konten.models import Benutzer
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Aufschub, Einsatz, Wiedervorlage
from netzwerk.rules.wiedervorlage import Frist, frist_am, zeitraum
from netzwerk.selectors.beteiligung import mit_partnern

ERLEDIGT = "erledigt"
#: what a row shows; the records beside it hold twelve times as much
ZEILE = (
    *("uuid", "was", "am", "zusage", "erledigt_am", "version"),
    *("kontakt__uuid", "kontakt__am", "kontakt__bezug", "partner__uuid", "partner__name", "sozialraum__name"),
    *("benutzer__vorname", "benutzer__nachname", "benutzer__username"),
    *("beschluss__sitzung__am", "beschluss__sitzung__gremium__name"),
)
OFFEN = ""


@dataclass(frozen=True, slots=True)
class Reiter:
    """A tab of the list with its number."""

    schluessel: str
    titel: str
    anzahl: int


@dataclass(frozen=True, slots=True)
class Abschnitt:
    """Next steps under one heading."""

    titel: str
    schritte: tuple[Wiedervorlage, ...]


def reiter(menge: QuerySet[Wiedervorlage], heute: date) -> list[Reiter]:
    """Tabs "offen", one per section, "erledigt", counted over the filtered steps. One query."""
    offen = Q(erledigt_am__isnull=True)
    zahlen = {frist: Count("pk", filter=offen & in_frist(frist, heute)) for frist in Frist.values}
    werte = menge.order_by().aggregate(offen=Count("pk", filter=offen), erledigt=Count("pk", filter=~offen), **zahlen)
    return [
        Reiter(OFFEN, "Alle offenen", werte["offen"]),
        *(Reiter(frist, frist.label, werte[frist]) for frist in Frist),
        Reiter(ERLEDIGT, "Erledigt", werte["erledigt"]),
    ]


def in_frist(frist: str, heute: date) -> Q:
    """Steps whose day lies in the section."""
    von, bis = zeitraum(frist, heute)
    return (Q(am__gte=von) if von else Q()) & (Q(am__lte=bis) if bis else Q())


def abschnitte(schritte: Iterable[Wiedervorlage], heute: date) -> list[Abschnitt]:
    """One page of steps, ordered by day, under the headings of their sections; done ones under the day of the tick."""
    gruppen = groupby(schritte, key=lambda schritt: schritt.erledigt_am or frist_am(schritt.am, heute))
    return [
        Abschnitt(
            schluessel.label if isinstance(schluessel, Frist) else f"Erledigt am {schluessel:%d.%m.%Y}", tuple(teil)
        )
        for schluessel, teil in gruppen
    ]


def schritte_der_seite(bereich: Geltungsbereich, ids: Collection[int]) -> list[Wiedervorlage]:
    """These steps with all that a row shows, in the order given. Two queries."""
    je_id = {schritt.pk: schritt for schritt in mit_beteiligten(_schritte(bereich, ids))}
    return [je_id[pk] for pk in ids if pk in je_id]


@vorbereitet
def _schritte(bereich: Geltungsbereich, ids: Collection[int]) -> QuerySet[Wiedervorlage]:
    menge = Wiedervorlage.objects.filter(pk__in=ids).mit_lesbarkeit(bereich).mit_aufschueben()
    menge = menge.fuer_liste().prefetch_related(None).select_related("erledigt_von")
    return menge.only(*ZEILE, *(f"erledigt_von__{name}" for name in ("vorname", "nachname", "username")))


def mit_beteiligten(schritte: list[Wiedervorlage]) -> list[Wiedervorlage]:
    """The same steps with what `fuer_liste` fetches afterwards, in a compiled statement. One query."""
    mit_partnern([schritt.kontakt for schritt in schritte if schritt.kontakt_id])
    return schritte


def kolleginnen(raeume: Iterable[int], tag: date) -> QuerySet[Benutzer]:
    """Accounts with a confirmed Einsatz in one of the Sozialräume on that day, by name."""
    einsaetze = Einsatz.objects.bestaetigt().aktiv(tag).filter(sozialraum__in=raeume)
    return Benutzer.objects.filter(is_active=True, pk__in=einsaetze.values("fachkraft__benutzer"))


@vorbereitet
def personen_der_liste(bereich: Geltungsbereich) -> QuerySet[Benutzer]:
    """Whose next steps the viewer may look at: persons deputised for and colleagues of her Sozialräume. One query."""
    raeume = bereich.sozialraeume("wiedervorlage.im_raum") or frozenset()
    dort = kolleginnen(raeume, bereich.stichtag).values("pk")
    andere = Benutzer.objects.filter(Q(pk__in=bereich.vertretene) | Q(pk__in=dort))
    return andere.exclude(pk=bereich.benutzer_id)


def verlauf(wiedervorlage: Wiedervorlage, bereich: Geltungsbereich) -> QuerySet[Aufschub]:
    """How often the step was put off, by whom and why, latest first. One query."""
    eigene = Aufschub.objects.sichtbar_fuer(bereich).filter(wiedervorlage=wiedervorlage)
    return eigene.select_related("durch").order_by("-erstellt_am", "-pk")
