"""Invented people at the partners: functions, some of them at two places, some already gone."""

from datetime import date, timedelta

from berichte.services.beispieldaten.einrichtungen import Vorhaben
from berichte.services.beispieldaten.namen import FUNKTIONEN, NACHNAMEN, VORNAMEN, postfach, rechnername, rufnummer
from berichte.services.beispieldaten.rahmen import Rahmen
from konten.rules import normalisiere
from partner.models import Funktion, Netzwerkpartner, Person
from partner.services.grunddaten import LANDKREISPARTNER


def richte_ansprechpersonen_ein(rahmen: Rahmen, vorhaben: list[Vorhaben]) -> dict[int, list[Funktion]]:
    """Writes people and functions; returns the functions of each partner by its key."""
    stellen = [(eintrag.partner, eintrag.kategorien[0][0], eintrag.beginn) for eintrag in vorhaben]
    mitgebracht = [zeile[0] for zeile in LANDKREISPARTNER]
    landkreis = Netzwerkpartner.objects.filter(uuid__in=mitgebracht).order_by("id")
    stellen += [(partner, "jugendamt", rahmen.arbeitsbeginn) for partner in landkreis]
    personen: list[Person] = []
    funktionen = [
        funktion for partner, kategorie, von in stellen for funktion in _an(rahmen, personen, partner, kategorie, von)
    ]
    Person.objects.bulk_create(personen, batch_size=500)
    for funktion in funktionen:
        funktion.person_id = funktion.person.pk
    Funktion.objects.bulk_create(funktionen, batch_size=500)
    je_partner: dict[int, list[Funktion]] = {}
    for funktion in funktionen:
        je_partner.setdefault(funktion.partner_id, []).append(funktion)
    return je_partner


def _an(rahmen: Rahmen, personen: list[Person], partner: Netzwerkpartner, kategorie: str, von: date) -> list[Funktion]:
    wuerfel = rahmen.wuerfel
    bezeichnungen = FUNKTIONEN[kategorie]
    anzahl = min(len(bezeichnungen), wuerfel.choices([0, 1, 2, 3], [6, 50, 34, 10])[0])
    ergebnis = [
        _funktion(rahmen, _person(rahmen, personen), partner, bezeichnungen[stelle], von) for stelle in range(anzahl)
    ]
    if anzahl and wuerfel.trifft(0.4):
        ergebnis[0].ist_schluesselperson = True
    if anzahl and wuerfel.trifft(0.18) and (rahmen.stichtag - von).days > 300:
        ergebnis.append(_nachfolge(rahmen, personen, ergebnis[0]))
    return ergebnis


def _nachfolge(rahmen: Rahmen, personen: list[Person], vorher: Funktion) -> Funktion:
    """The first one has left, somebody else holds the function since."""
    wechsel = rahmen.vor(rahmen.wuerfel.randint(20, 280))
    vorher.bis = wechsel - timedelta(days=1)
    vorher.ist_schluesselperson = False
    return _funktion(rahmen, _neue_person(rahmen, personen), vorher.partner, vorher.bezeichnung, wechsel)


def _person(rahmen: Rahmen, personen: list[Person]) -> Person:
    """Now and then somebody who already works at another partner (K28)."""
    if len(personen) > 20 and rahmen.wuerfel.trifft(0.04):
        return rahmen.wuerfel.choice(personen)
    return _neue_person(rahmen, personen)


def _neue_person(rahmen: Rahmen, personen: list[Person]) -> Person:
    wuerfel = rahmen.wuerfel
    person = Person(
        uuid=wuerfel.schluessel(),
        titel="Dr." if wuerfel.trifft(0.04) else "",
        vorname=wuerfel.choice(VORNAMEN),
        nachname=wuerfel.choice(NACHNAMEN),
    )
    person.name_norm = normalisiere(f"{person.nachname} {person.vorname}")
    personen.append(person)
    return person


def _funktion(rahmen: Rahmen, person: Person, partner: Netzwerkpartner, bezeichnung: str, von: date) -> Funktion:
    wuerfel = rahmen.wuerfel
    return Funktion(
        uuid=wuerfel.schluessel(),
        person=person,
        partner=partner,
        bezeichnung=bezeichnung,
        telefon=rufnummer(wuerfel) if wuerfel.trifft(0.8) else "",
        email=postfach(person.vorname, person.nachname, rechnername(partner.name)) if wuerfel.trifft(0.8) else "",
        von=von,
    )
