"""Invents the contacts of one Sozialraum, in memory and in order of time; writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from berichte.services.beispieldaten.rahmen import Beziehung, Rahmen
from berichte.services.beispieldaten.texte import (
    BEZUEGE,
    DAUER,
    NICHT_ERREICHT,
    SCHRITTE,
    VEREINBARUNGEN,
    ZWECKE,
    ergebnistext,
)
from netzwerk.models import Thema
from netzwerk.rules import ZAEHLT_ALS_AUSTAUSCH, Bezug, Ergebnis, Kontaktart
from partner.models import Funktion

ARTEN = {
    Kontaktart.TELEFONAT: 34,
    Kontaktart.EMAIL: 18,
    Kontaktart.BESUCH: 14,
    Kontaktart.TREFFEN: 13,
    Kontaktart.GREMIUM: 8,
    Kontaktart.KURZKONTAKT: 13,
}
VERSUCHE = {Kontaktart.TELEFONAT: 80, Kontaktart.EMAIL: 20}
IN_RUNDE = {Kontaktart.TREFFEN, Kontaktart.GREMIUM, Kontaktart.VERANSTALTUNG}


@dataclass(slots=True)
class Gespraech:
    """One contact to be written."""

    am: date
    beziehung: Beziehung
    autor_id: int
    art: str
    ergebnis: str = Ergebnis.ERREICHT
    bezug: str = Bezug.UEBERGREIFEND
    zweck: str = ""
    inhalt: str = ""
    vereinbarung: str = ""
    dauer: int | None = None
    weitere: list[tuple[int, str]] = field(default_factory=list)
    themen: list[int] = field(default_factory=list)
    person: Funktion | None = None
    schritt: tuple[str, date, date | None] | None = None


@dataclass(slots=True)
class Besetzung:
    """Who writes down contacts in a Sozialraum: Netzwerkfachkräfte by time, and others whose entries do not count."""

    fachkraefte: list[tuple[date, date | None, int]]
    andere: list[int]

    def am(self, tag: date) -> list[int]:
        return [konto for von, bis, konto in self.fachkraefte if von <= tag and (bis is None or tag <= bis)]


class Erzaehler:
    """Makes up the contacts of a Sozialraum from its relations."""

    def __init__(self, rahmen: Rahmen, themen: list[Thema], funktionen: dict[int, list[Funktion]]) -> None:
        self._rahmen = rahmen
        self._wuerfel = rahmen.wuerfel
        self._themen = themen
        self._funktionen = funktionen

    def gespraeche(self, beziehungen: list[Beziehung], besetzung: Besetzung, anzahl: int) -> list[Gespraech]:
        """All contacts of a Sozialraum, oldest first; about `anzahl`."""
        tage = self._tage(beziehungen, anzahl)
        ergebnis = [self._gespraech(beziehung, tag, besetzung, art) for beziehung, tag, art in tage]
        ergebnis.sort(key=lambda gespraech: (gespraech.am, gespraech.beziehung.partner_id))
        for gespraech in ergebnis:
            self._lade_ein(gespraech, beziehungen)
        return ergebnis

    def _tage(self, beziehungen: list[Beziehung], anzahl: int) -> Iterator[tuple[Beziehung, date, str]]:
        """Relation, day and whether it is the last exchange, any contact, or a vain attempt."""
        gepflegt = [beziehung for beziehung in beziehungen if beziehung.letzter]
        summe = sum(beziehung.gewicht for beziehung in gepflegt)
        for beziehung in gepflegt:
            yield beziehung, beziehung.letzter, "letzter"
            weitere = round(anzahl * beziehung.gewicht / summe) - 1
            for _ in range(weitere):
                yield beziehung, self._frueher(beziehung), "frueher"
        for beziehung in beziehungen:
            for _ in range(beziehung.versuche):
                tag = self._rahmen.vor(self._wuerfel.randint(5, 80))
                yield beziehung, self._rahmen.arbeitstag(tag), "versuch"

    def _frueher(self, beziehung: Beziehung) -> date:
        aeltestes = max(beziehung.beginn, self._rahmen.vor(self._rahmen.groesse.tage))
        spanne = max(0, (beziehung.letzter - aeltestes).days)
        abstand = int(spanne * self._wuerfel.random() ** 1.3)
        return self._rahmen.arbeitstag(beziehung.letzter - timedelta(days=abstand))

    def _gespraech(self, beziehung: Beziehung, tag: date, besetzung: Besetzung, anlass: str) -> Gespraech:
        wuerfel = self._wuerfel
        tag = max(tag, beziehung.beginn)
        versuch = anlass == "versuch" or (anlass == "frueher" and wuerfel.trifft(0.08))
        gespraech = Gespraech(tag, beziehung, self._autor(besetzung, tag, anlass), self._art(anlass, versuch))
        if versuch:
            gespraech.ergebnis = Ergebnis.NICHT_ERREICHT
            gespraech.inhalt = wuerfel.choice(NICHT_ERREICHT[gespraech.art])
            return gespraech
        self._fuelle(gespraech)
        return gespraech

    def _art(self, anlass: str, versuch: bool) -> str:
        if versuch:
            return self._wuerfel.gewichtet(VERSUCHE)
        if anlass == "frueher" and self._wuerfel.trifft(0.06):
            return self._wuerfel.choice([Kontaktart.VERANSTALTUNG, Kontaktart.OEFFENTLICHKEIT])
        return self._wuerfel.gewichtet(ARTEN)

    def _autor(self, besetzung: Besetzung, tag: date, anlass: str) -> int:
        fachkraefte = besetzung.am(tag)
        if not fachkraefte or (anlass == "frueher" and self._wuerfel.trifft(0.04)):
            return self._wuerfel.choice(besetzung.andere)
        return fachkraefte[0] if self._wuerfel.trifft(0.8) else self._wuerfel.choice(fachkraefte)

    def _fuelle(self, gespraech: Gespraech) -> None:
        wuerfel = self._wuerfel
        gespraech.bezug = Bezug.UEBERGREIFEND
        if gespraech.art in ZAEHLT_ALS_AUSTAUSCH:
            gespraech.bezug = wuerfel.gewichtet(BEZUEGE)
        gespraech.zweck = wuerfel.gewichtet(ZWECKE)
        thema = wuerfel.choice(self._themen)
        gespraech.inhalt = ergebnistext(wuerfel, gespraech.art, gespraech.bezug, thema.name)
        if wuerfel.trifft(0.6):
            gespraech.themen = [thema.pk]
        if wuerfel.trifft(0.2):
            gespraech.vereinbarung = wuerfel.choice(VEREINBARUNGEN)
            gespraech.schritt = self._schritt(gespraech.am)
        if gespraech.art in DAUER and wuerfel.trifft(0.5):
            gespraech.dauer = wuerfel.choice(DAUER[gespraech.art])
        if wuerfel.trifft(0.45):
            gespraech.person = self._person(gespraech)

    def _schritt(self, tag: date) -> tuple[str, date, date | None]:
        """Done when its day lies in the past."""
        was = self._wuerfel.choice(SCHRITTE)
        faellig = tag + timedelta(days=self._wuerfel.randint(5, 45))
        erledigt = max(tag, faellig - timedelta(days=self._wuerfel.randint(0, 4)))
        return was, faellig, erledigt if faellig < self._rahmen.stichtag else None

    def _person(self, gespraech: Gespraech) -> Funktion | None:
        moegliche = self._funktionen.get(gespraech.beziehung.partner_id, [])
        damalige = [funktion for funktion in moegliche if funktion.gilt_am(gespraech.am)]
        return self._wuerfel.choice(damalige) if damalige else None

    def _lade_ein(self, gespraech: Gespraech, beziehungen: list[Beziehung]) -> None:
        """Further partners at the table: only those whose own last exchange is not earlier."""
        if gespraech.art not in IN_RUNDE or gespraech.ergebnis != Ergebnis.ERREICHT or len(beziehungen) < 2:
            return
        eingeladen = {gespraech.beziehung.partner_id}
        for kandidat in self._wuerfel.sample(beziehungen, k=min(5, len(beziehungen))):
            dabei = kandidat.letzter and kandidat.beginn <= gespraech.am <= kandidat.letzter
            if dabei and kandidat.partner_id not in eingeladen and self._wuerfel.trifft(0.6):
                eingeladen.add(kandidat.partner_id)
                ergebnis = Ergebnis.ERREICHT if self._wuerfel.trifft(0.9) else Ergebnis.NICHT_ERREICHT
                gespraech.weitere.append((kandidat.partner_id, ergebnis))
