"""Lists of people: who is what at which partner. Entered without their say, so the duty to inform them begins (K28)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from konten.rules import Geltungsbereich, normalisiere
from konten.services.protokoll import protokolliere_geaenderte
from partner.models import Funktion, Importlauf, Person
from partner.rules.einlesen import PERSON, Listenzeile, Urteil, Zuordnung, pruefe_spalten
from partner.rules.listenmuster import PERSONENMUSTER
from partner.rules.personenbestand import FUNKTIONSFELDER, PERSONENFELDER, Personengrundlage
from partner.rules.personenliste import Eintrag, urteile_ueber_personen
from partner.rules.personenspalten import FELDER, erkenne_personenspalten, personenspaltenfehler
from partner.selectors.personenliste import personengrundlage
from partner.services.einlesen.art import Bildspalte, Importart, Spur
from partner.services.einlesen.lesen import Kopf
from partner.services.einlesen.partnerliste import schreibe

INZWISCHEN = "Inzwischen geändert. Es wurde nichts geschrieben."
_KEINE_LISTE = (
    "In der Datei ist keine Spalte erkennbar, die die Einrichtung nennt. "
    "Bitte nennen Sie die Überschriften zum Beispiel „Einrichtung“, „Name“ und „Funktion“."
)


class Personenliste(Importart):
    """Contact persons of partners."""

    schluessel = "personen"
    titel = "Ansprechpersonen einlesen"
    untertitel = "Aus einer Liste werden Ansprechpersonen der Partner, die schon im Verzeichnis stehen."
    eins, viele = "Ansprechperson", "Ansprechpersonen"
    modell = Funktion
    recht = "partner.sehen"
    felder = FELDER
    kopf = Kopf(erkenne_personenspalten, frozenset({"partner"}), _KEINE_LISTE, PERSON)
    bild = (
        Bildspalte("Name", "name"),
        Bildspalte("Funktion", "funktion"),
        Bildspalte("Partner", "partner", "ort"),
    )
    wahltitel = "Ihre Entscheidung"
    liste_url = "partner:person_liste"
    muster = PERSONENMUSTER
    hilfe = "/hilfe/listen-einlesen/"
    verworfen_satz = (
        "Private Angaben stehen im Verzeichnis nur mit Einwilligung. Sie werden bei der Person eingetragen."
    )

    def pruefe_zuordnung(self, zuordnung: Zuordnung) -> str:
        return pruefe_spalten(zuordnung, FELDER, ()) or personenspaltenfehler(zuordnung.spalten.values())

    def grundlage(self, bereich: Geltungsbereich, zeilen: Sequence[Listenzeile]) -> Personengrundlage:
        return personengrundlage(bereich)

    def urteile(
        self, *, spalten: list[str], zeilen: Iterable[Listenzeile], zuordnung: Zuordnung, grundlage: Any
    ) -> Iterator[Urteil]:
        return urteile_ueber_personen(spalten=spalten, zeilen=zeilen, zuordnung=zuordnung, grundlage=grundlage)

    def uebernimm(self, *, lauf: Importlauf, urteile: Sequence[Urteil], bereich: Geltungsbereich) -> dict[int, Spur]:
        eintraege = {urteil.nummer: urteil.sache for urteil in urteile}
        neue = {nummer: eintrag for nummer, eintrag in eintraege.items() if eintrag.funktion is None}
        spuren = _lege_an(lauf, neue, bereich)
        return spuren | _aendere({n: e for n, e in eintraege.items() if e.funktion is not None}, bereich)

    def verweise(self, ids: Collection[int]) -> dict[int, str]:
        zeilen = Funktion.objects.filter(pk__in=ids).values_list("pk", "person__uuid")
        return {pk: reverse("partner:person_detail", args=[uuid]) for pk, uuid in zeilen}


def _lege_an(lauf: Importlauf, eintraege: Mapping[int, Eintrag], bereich: Geltungsbereich) -> dict[int, Spur]:
    """New functions, and new people where needed. Two writes with their audit, two queries for people of rows above."""
    personen = {nummer: _person(e) for nummer, e in eintraege.items() if e.person is None and e.wie_zeile is None}
    schreibe(list(personen.values()), bereich)
    von_zeile = {nummer: person.pk for nummer, person in personen.items()} | _frueher_angelegte(
        lauf, eintraege, personen
    )
    funktionen = {
        nummer: Funktion(
            person_id=e.person or von_zeile[nummer if e.wie_zeile is None else e.wie_zeile],
            partner_id=e.partner,
            **e.funktionswerte,
        )
        for nummer, e in eintraege.items()
    }
    schreibe(list(funktionen.values()), bereich)
    return {
        nummer: Spur(funktion, [*([personen[nummer]] if nummer in personen else []), funktion])
        for nummer, funktion in funktionen.items()
    }


def _person(eintrag: Eintrag) -> Person:
    person = Person(**eintrag.personenwerte)
    person.name_norm = _name_norm(person)
    return person


def _name_norm(person: Person) -> str:
    return normalisiere(f"{person.nachname} {person.vorname}")[:250]


def _frueher_angelegte(
    lauf: Importlauf, eintraege: Mapping[int, Eintrag], personen: Mapping[int, Person]
) -> dict[int, int]:
    """Row -> person that it made in an earlier portion."""
    nummern = {e.wie_zeile for e in eintraege.values() if e.wie_zeile is not None} - personen.keys()
    if not nummern:
        return {}
    funktion_von = dict(lauf.zeilen.filter(nummer__in=nummern).values_list("nummer", "objekt"))
    person_von = dict(Funktion.objects.filter(pk__in=funktion_von.values()).values_list("pk", "person_id"))
    return {nummer: person_von[pk] for nummer, pk in funktion_von.items() if pk in person_von}


def _aendere(eintraege: Mapping[int, Eintrag], bereich: Geltungsbereich) -> dict[int, Spur]:
    """Changes people and functions that are there; a row whose record others have changed meanwhile is refused."""
    funktionen = _gesperrt(Funktion, {e.funktion for e in eintraege.values()})
    personen = _gesperrt(Person, {e.person for e in eintraege.values() if e.personenwerte})
    spuren: dict[int, Spur] = {}
    for nummer, eintrag in eintraege.items():
        funktion, person = funktionen.get(eintrag.funktion), personen.get(eintrag.person)
        paare = [(funktion, eintrag.funktionswerte), (person, eintrag.personenwerte)]
        if any(_ist_anders(objekt, werte, eintrag.bisher) for objekt, werte in paare):
            spuren[nummer] = Spur(ablehnung=INZWISCHEN)
            continue
        spuren[nummer] = Spur(funktion, geaendert=[(o, _setze(o, werte)) for o, werte in paare if werte])
    _speichere(spuren.values(), bereich)
    return spuren


def _gesperrt(modell: type[Funktion | Person], ids: Collection[int]) -> dict[int, Any]:
    """Records by id, locked in the order of their ids. One query, none without ids."""
    return {o.pk: o for o in modell.objects.select_for_update().filter(pk__in=ids).order_by("pk")} if ids else {}


def _ist_anders(objekt: Any, werte: Mapping[str, Any], bisher: Mapping[str, Any]) -> bool:
    """Has anybody given one of these columns a value that the list did not know?"""
    if not werte:
        return False
    return objekt is None or any(getattr(objekt, name) not in (bisher[name], wert) for name, wert in werte.items())


def _setze(objekt: Any, werte: Mapping[str, Any]) -> dict[str, Any]:
    """Sets the values and returns what was there before, the search column of a name included."""
    bisher = {name: getattr(objekt, name) for name in werte}
    for name, wert in werte.items():
        setattr(objekt, name, wert)
    objekt.geaendert_am = timezone.now()
    if isinstance(objekt, Person):
        bisher["name_norm"] = objekt.name_norm
        objekt.name_norm = _name_norm(objekt)
    return bisher


def _speichere(spuren: Iterable[Spur], bereich: Geltungsbereich) -> None:
    geaendert = [eintrag for spur in spuren for eintrag in spur.geaendert]
    for modell, felder in ((Funktion, FUNKTIONSFELDER), (Person, PERSONENFELDER)):
        objekte = {o.pk: o for o, _ in geaendert if isinstance(o, modell)}
        mehr = ["name_norm"] if modell is Person else []
        modell.objects.bulk_update(objekte.values(), [*felder, *mehr, "geaendert_am"], batch_size=100)
    protokolliere_geaenderte(geaendert, benutzer_id=bereich.benutzer_id)
