"""People and what they are at partners, as the import meets them: values, found by key, by partner or by name."""

import hashlib
from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from konten.rules import normalisiere
from partner.rules.partnertreffer import Partnerverzeichnis

#: attribute of the record -> how it is called
PERSONENFELDER = {"titel": "Titel", "vorname": "Vorname", "nachname": "Nachname"}
FUNKTIONSFELDER = {
    "bezeichnung": "Funktion",
    "telefon": "Telefon",
    "email": "E-Mail",
    "ist_schluesselperson": "Schlüsselperson",
    "von": "In der Funktion seit",
    "bis": "In der Funktion bis",
}


@dataclass(frozen=True, slots=True)
class Personenangabe:
    """A person of the directory; `ist_eigene`: whoever imports may change her name."""

    pk: int
    titel: str
    vorname: str
    nachname: str
    ist_eigene: bool = True

    @property
    def norm(self) -> str:
        return normalisiere(f"{self.nachname} {self.vorname}")

    @property
    def anzeige(self) -> str:
        return " ".join(teil for teil in (self.titel, self.vorname, self.nachname) if teil)


@dataclass(frozen=True, slots=True)
class Funktionsangabe:
    """What somebody is at a partner, as stored."""

    pk: int
    uuid: str
    person: int
    partner: int
    bezeichnung: str
    von: date
    bis: date | None = None
    telefon: str = ""
    email: str = ""
    ist_schluesselperson: bool = False

    def gilt_am(self, tag: date) -> bool:
        return self.bis is None or self.bis >= tag


def stand_von(person: Personenangabe, funktion: Funktionsangabe) -> str:
    """Ten characters that change with every field of the export: a row that others have changed since is noticed."""
    werte = [getattr(person, name) for name in PERSONENFELDER] + [getattr(funktion, name) for name in FUNKTIONSFELDER]
    text = "\0".join(str(wert) for wert in (*werte, funktion.partner))
    return f"p{b32encode(hashlib.sha256(text.encode()).digest())[:9].decode().lower()}"


class Personenbestand:
    """All people and functions, found by key, by partner and name, or by name alone."""

    def __init__(self, personen: Iterable[Personenangabe] = (), funktionen: Iterable[Funktionsangabe] = ()) -> None:
        self.personen = {person.pk: person for person in personen}
        self.nach_uuid: dict[str, Funktionsangabe] = {}
        self.am_partner: dict[tuple[int, str], list[Funktionsangabe]] = defaultdict(list)
        self.nach_name: dict[str, list[Personenangabe]] = defaultdict(list)
        self.stellen: dict[int, list[Funktionsangabe]] = defaultdict(list)
        for person in self.personen.values():
            self.nach_name[person.norm].append(person)
        for funktion in funktionen:
            self.nach_uuid[funktion.uuid] = funktion
            self.am_partner[funktion.partner, self.personen[funktion.person].norm].append(funktion)
            self.stellen[funktion.person].append(funktion)


@dataclass(frozen=True, slots=True)
class Personengrundlage:
    """Everything a row is judged by."""

    partner: Partnerverzeichnis
    bestand: Personenbestand
    heute: date
