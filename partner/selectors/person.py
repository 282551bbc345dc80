"""Reads around people: names that may mean the same person, the list, what the page of one person shows."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from konten.rules import normalisiere
from partner.models import Funktion, Person, Stellenwechsel
from partner.models.person import Personenmenge
from partner.rules.personen import sind_aehnlich

#: letters of the family name that a likely namesake shares
ANFANG = 2
HOECHSTENS_GEPRUEFT = 400
HOECHSTENS_AEHNLICHE = 5


class Namensvetter(NamedTuple):
    """Somebody who may be meant, and what she is where."""

    person: Person
    stellen: list[Funktion]


def aehnliche_personen(vorname: str, nachname: str, *, ohne_funktion: object = None) -> list[Namensvetter]:
    """People who may be meant by this name, those with current functions named with them. At most two queries.

    `ohne_funktion` is the key of a form that was sent before: the person it made is not her own double.
    """
    nach, vor = normalisiere(nachname), normalisiere(vorname)
    if len(nach) < ANFANG:
        return []
    anfang = Q(name_norm__startswith=nach[:ANFANG])
    if vor:
        anfang |= Q(name_norm__startswith=f"{vor} ")
    menge = Person.objects.filter(anfang).prefetch_related(
        Prefetch("funktionen", Funktion.objects.select_related("partner").order_by("-von"), to_attr="alle_stellen")
    )
    if ohne_funktion:
        menge = menge.exclude(funktionen__uuid=ohne_funktion)
    treffer = [person for person in menge[:HOECHSTENS_GEPRUEFT] if _ist_aehnlich(person, nach, vor)]
    return [Namensvetter(person, person.alle_stellen[:3]) for person in treffer[:HOECHSTENS_AEHNLICHE]]


def _ist_aehnlich(person: Person, nachname: str, vorname: str) -> bool:
    return sind_aehnlich(normalisiere(person.nachname), normalisiere(person.vorname), nachname, vorname)


def _stellen(bedingung: Q) -> Exists:
    return Exists(Funktion.objects.filter(bedingung, person=OuterRef("pk")))


def mit_stelle(menge: Personenmenge, bedingung: Q) -> Personenmenge:
    """People with at least one function for which the condition holds; no row twice. No query of its own."""
    return menge.filter(_stellen(bedingung))


def ehemalige(menge: Personenmenge, stichtag: date) -> Personenmenge:
    """People whose last function is over. No query of its own."""
    laufend = Q(bis__isnull=True) | Q(bis__gte=stichtag)
    return menge.filter(~_stellen(laufend), _stellen(Q(bis__lt=stichtag)))


def zu_informieren(menge: Personenmenge, stichtag: date, frist_tage: int | None = None) -> Personenmenge:
    """People of today who were not informed (Art. 14); with `frist_tage` only those for whom it is too late."""
    offene = menge.filter(informiert_am__isnull=True)
    offene = offene.filter(_stellen(Q(bis__isnull=True) | Q(bis__gte=stichtag)))
    if frist_tage is None:
        return offene
    return offene.filter(erstellt_am__date__lt=stichtag - timedelta(days=frist_tage))


def mit_stellen(menge: Personenmenge) -> QuerySet[Person]:
    """With all functions, their partners and function addresses laid by as `stellen`, the latest first. Two queries."""
    funktionen = Funktion.objects.select_related("partner", "adresse", "vertreten_durch__person")
    return menge.prefetch_related(Prefetch("funktionen", funktionen.order_by("-von", "-pk"), to_attr="stellen"))


def wechsel_von(person: Person) -> QuerySet[Stellenwechsel]:
    """The person's changes of post, the latest first. One query."""
    akten = Stellenwechsel.objects.filter(alte__person=person)
    return akten.select_related("alte__partner", "neue__partner", "nachfolge__person", "durch")


def laufende(stellen: Iterable[Funktion], stichtag: date) -> list[Funktion]:
    """Functions that hold on the day or will. No query."""
    return [funktion for funktion in stellen if funktion.bis is None or funktion.bis >= stichtag]
