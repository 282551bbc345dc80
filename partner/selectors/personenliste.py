"""Reads for the import and export of people: partners as lists name them, people and their functions."""

from django.db.models import QuerySet

from konten.rules import Geltungsbereich
from partner.models import Funktion, Netzwerkpartner, Person
from partner.rules.partnertreffer import Partnerangabe, Partnerverzeichnis
from partner.rules.personenbestand import (
    Funktionsangabe,
    Personenangabe,
    Personenbestand,
    Personengrundlage,
)

_PERSON = ("titel", "vorname", "nachname")
_FUNKTION = ("bezeichnung", "von", "bis", "telefon", "email", "ist_schluesselperson")


def partnerverzeichnis(bereich: Geltungsbereich) -> Partnerverzeichnis:
    """All entries as a list may name them, keys of merged ones too. Three queries, two for a county-wide scope."""
    eigene = None
    if bereich.sozialraeume("partner.bearbeiten") is not None:
        eigene = set(Netzwerkpartner.objects.bearbeitbar_fuer(bereich).order_by().values_list("pk", flat=True))
    zeilen = Netzwerkpartner.objects.order_by("pk").values_list(
        "pk", "uuid", "name", "kurzname", "ort", "gemeinde__name", "plz", "aufgegangen_in"
    )
    partner, aufgegangen = {}, []
    for pk, uuid, name, kurzname, ort, gemeinde, plz, ziel in zeilen:
        if ziel:
            aufgegangen.append((str(uuid), ziel))
        else:
            ist_eigener = eigene is None or pk in eigene
            partner[pk] = Partnerangabe(pk, str(uuid), name, kurzname, ort or gemeinde or "", plz, ist_eigener)
    umgeleitet = [(alt, partner[ziel].uuid) for alt, ziel in aufgegangen if ziel in partner]
    return Partnerverzeichnis(partner.values(), umgeleitet)


def personengrundlage(bereich: Geltungsbereich) -> Personengrundlage:
    """Everything that a list of people is judged by today. Six queries, four for a county-wide scope."""
    eigene = None
    if bereich.sozialraeume("partner.bearbeiten") is not None:
        eigene = set(Person.objects.bearbeitbar_fuer(bereich).order_by().values_list("pk", flat=True))
    personen = [
        Personenangabe(pk, *name, eigene is None or pk in eigene)
        for pk, *name in Person.objects.order_by("pk").values_list("pk", *_PERSON)
    ]
    funktionen = (
        Funktionsangabe(pk, str(uuid), *rest)
        for pk, uuid, *rest in Funktion.objects.order_by("pk").values_list(
            "pk", "uuid", "person_id", "partner_id", *_FUNKTION
        )
    )
    return Personengrundlage(partnerverzeichnis(bereich), Personenbestand(personen, funktionen), bereich.stichtag)


def funktionen_zum_export(bereich: Geltungsbereich) -> QuerySet[Funktion]:
    """All functions within sight with person and partner, former ones too. One query."""
    menge = Funktion.objects.sichtbar_fuer(bereich).filter(partner__aufgegangen_in__isnull=True)
    return menge.select_related("person", "partner", "adresse").order_by(
        "partner__name_norm", "partner", "person__name_norm", "pk"
    )


def angabe_von(person: Person) -> Personenangabe:
    """The person as the import compares her. No query."""
    return Personenangabe(person.pk, person.titel, person.vorname, person.nachname)


def funktionsangabe_von(funktion: Funktion) -> Funktionsangabe:
    """The function as the import compares it. No query."""
    werte = (getattr(funktion, name) for name in _FUNKTION)
    return Funktionsangabe(funktion.pk, str(funktion.uuid), funktion.person_id, funktion.partner_id, *werte)
