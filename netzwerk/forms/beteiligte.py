"""The partners of a contact in the form: each with its Sozialraum, result and people. Works without JavaScript.

The form posts `partner` once per partner (uuid) and, per partner, `raum-<uuid>`, `ergebnis-<uuid>`, `person-<uuid>`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from konten.models.basis import zeitraum_gilt
from konten.models.schluessel import lies_uuids
from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt, Kontaktbeteiligung
from netzwerk.rules import Ergebnis
from netzwerk.services.kontakt import Beteiligter
from partner.models import Funktion, Netzwerkpartner, Wirkungsbereich
from partner.selectors.dubletten import heutige_schluessel
from sozialraum.models import Sozialraum

HOECHSTENS = 30


@dataclass(slots=True)
class Beteiligtenzeile:
    """One partner card of the form; `ist_fremd`: took part for a Sozialraum of others and stays as it is."""

    partner: Netzwerkpartner
    raeume: list[Sozialraum]
    personen: list[Funktion]
    raum: str = ""
    ergebnis: str = Ergebnis.ERREICHT
    gewaehlt: frozenset[str] = frozenset()
    fehler: str = ""
    ist_fremd: bool = False
    ergebnisse: tuple = tuple(Ergebnis.choices)

    @property
    def schluessel(self) -> str:
        return str(self.partner.uuid)

    def pruefe(self) -> None:
        erlaubt = {raum.kuerzel for raum in self.raeume}
        if not erlaubt:
            self.fehler = "Dieser Partner ist in keinem Ihrer Sozialräume eingetragen."
        elif self.raum not in erlaubt:
            self.fehler = "Bitte wählen Sie, für welchen Sozialraum der Kontakt war."
        elif self.ergebnis not in Ergebnis.values:
            self.fehler = "Bitte wählen Sie, ob Sie jemanden erreicht haben."

    def als_beteiligter(self) -> Beteiligter:
        raum = next(raum for raum in self.raeume if raum.kuerzel == self.raum)
        return Beteiligter(self.partner.pk, raum.pk, self.ergebnis)

    def funktionen(self) -> set[int]:
        """Nobody where nobody was reached: the page hides the choice then, ticks or not."""
        if self.ergebnis == Ergebnis.NICHT_ERREICHT:
            return set()
        return {person.pk for person in self.personen if str(person.uuid) in self.gewaehlt}


@dataclass(slots=True)
class Beteiligte:
    """All partner cards; `unbekannt` counts keys that are not within reach (forged or meanwhile out of scope).

    `gesendet_als`: entries that another one has gone into since, with the key under which the form still names them.
    """

    zeilen: list[Beteiligtenzeile] = field(default_factory=list)
    unbekannt: int = 0
    gesendet_als: Mapping[UUID, UUID] = field(default_factory=dict)

    def pruefe(self, *, genuegt_ohne: bool = False) -> str:
        """Checks every card; returns the sentence for the form, empty when all is well.

        `genuegt_ohne`: there may be no card, because a new partner is entered beside them.
        """
        for zeile in self.zeilen:
            zeile.pruefe()
        if self.unbekannt:
            return "Ein gewählter Partner gehört nicht zu Ihrem Bereich und wurde entfernt."
        if not self.zeilen and not genuegt_ohne:
            return "Bitte wählen Sie mindestens einen Partner."
        return next((f"{zeile.partner}: {zeile.fehler}" for zeile in self.zeilen if zeile.fehler), "")

    def als_tupel(self) -> tuple[Beteiligter, ...]:
        return tuple(zeile.als_beteiligter() for zeile in self.zeilen)

    def funktionen(self) -> frozenset[int]:
        return frozenset().union(*(zeile.funktionen() for zeile in self.zeilen))


def aus_eingabe(daten: QueryDict, bereich: Geltungsbereich, kontakt: Kontakt | None = None) -> Beteiligte:
    """Cards from posted data; `hinzu` and `nimm` add a partner, `weg` removes one. Four queries, six for a stored one.

    Partners, Sozialräume and people of the stored contact may stay whatever became of them since.
    """
    bisher = _bisher(kontakt, bereich)
    schluessel = [wert for wert in daten.getlist("partner") if wert != daten.get("weg")]
    schluessel += filter(None, (daten.get("hinzu"), daten.get("nimm")))
    schluessel += [str(uuid) for uuid in bisher.fremde if str(uuid) not in schluessel]
    uuids = lies_uuids(schluessel)[:HOECHSTENS]
    beteiligte = _lade(uuids, bereich, bisher)
    beteiligte.unbekannt += len(set(schluessel)) - len(uuids)
    for zeile in beteiligte.zeilen:
        name = beteiligte.gesendet_als.get(zeile.partner.uuid, zeile.schluessel)
        if not zeile.ist_fremd:
            zeile.raum = daten.get(f"raum-{name}", zeile.raum)
            zeile.ergebnis = daten.get(f"ergebnis-{name}", zeile.ergebnis)
        zeile.gewaehlt = frozenset(daten.getlist(f"person-{name}"))
    return beteiligte


def aus_kontakt(kontakt: Kontakt, bereich: Geltungsbereich) -> Beteiligte:
    """Cards of a stored contact. Four queries."""
    bisher = _bisher(kontakt, bereich)
    return _lade(list(bisher.zeilen), bereich, bisher)


@dataclass(frozen=True, slots=True)
class _Bisher:
    """What is stored: participations by the partner's key, people, and whose participation belongs to others."""

    zeilen: Mapping[UUID, Kontaktbeteiligung] = field(default_factory=dict)
    personen: frozenset[str] = frozenset()
    fremde: frozenset[UUID] = frozenset()

    def ergaenze(self, karte: Beteiligtenzeile) -> None:
        zeile = self.zeilen.get(karte.partner.uuid)
        if zeile is None:
            return
        karte.ist_fremd = karte.partner.uuid in self.fremde
        if karte.ist_fremd:
            karte.raeume = [zeile.sozialraum]
        elif zeile.sozialraum not in karte.raeume:
            karte.raeume = [*karte.raeume, zeile.sozialraum]
        karte.raum, karte.ergebnis, karte.gewaehlt = zeile.sozialraum.kuerzel, zeile.ergebnis, self.personen


def _bisher(kontakt: Kontakt | None, bereich: Geltungsbereich) -> _Bisher:
    if kontakt is None:
        return _Bisher()
    zeilen = {z.partner.uuid: z for z in kontakt.beteiligungen.select_related("partner", "sozialraum")}
    personen = frozenset(str(uuid) for uuid in kontakt.personen.values_list("uuid", flat=True))
    fremde = {uuid for uuid, z in zeilen.items() if not bereich.gilt_in("kontakt.bearbeiten", z.sozialraum_id)}
    return _Bisher(zeilen, personen, frozenset(fremde))


def _lade(uuids: list[UUID], bereich: Geltungsbereich, bisher: _Bisher) -> Beteiligte:
    if not uuids:
        return Beteiligte()
    gefunden = {uuid: zeile.partner for uuid, zeile in bisher.zeilen.items()}
    gefunden |= _neue(uuids, gefunden, bereich)
    ziele = heutige_schluessel([uuid for uuid in uuids if uuid not in gefunden])
    if ziele:
        uuids = list(dict.fromkeys(ziele.get(uuid, uuid) for uuid in uuids))
        gefunden |= _neue(uuids, gefunden, bereich)
    ids = [gefunden[uuid].pk for uuid in uuids if uuid in gefunden]
    raeume, personen = _raeume(ids, bereich), _personen(ids, bereich, bisher.personen)
    zeilen = [
        Beteiligtenzeile(gefunden[uuid], raeume[gefunden[uuid].pk], personen[gefunden[uuid].pk])
        for uuid in uuids
        if uuid in gefunden
    ]
    for zeile in zeilen:
        zeile.raum = _vorgabe(zeile.raeume, bereich)
        bisher.ergaenze(zeile)
    return Beteiligte(zeilen, len(uuids) - len(zeilen), {neu: alt for alt, neu in ziele.items()})


def _neue(uuids: list[UUID], bekannt: Mapping[UUID, Netzwerkpartner], bereich: Geltungsbereich) -> dict:
    """Partners that may be chosen, by key. One query, none when all are known."""
    neue = [uuid for uuid in uuids if uuid not in bekannt]
    menge = Netzwerkpartner.objects.waehlbar_fuer(bereich).filter(uuid__in=neue) if neue else ()
    return {partner.uuid: partner for partner in menge}


def _vorgabe(raeume: list[Sozialraum], bereich: Geltungsbereich) -> str:
    eigene = [raum for raum in raeume if raum.pk in bereich.eigene_sozialraeume] or raeume
    return eigene[0].kuerzel if len(eigene) == 1 else ""


def _raeume(partner_ids: list[int], bereich: Geltungsbereich) -> Mapping[int, list[Sozialraum]]:
    raeume: dict[int, list[Sozialraum]] = defaultdict(list)
    wirkung = Wirkungsbereich.objects.aktiv(bereich.stichtag).filter(partner__in=partner_ids)
    wirkung = wirkung.in_sozialraeumen(bereich, "kontakt.anlegen", "sozialraum")
    for zeile in wirkung.select_related("sozialraum").order_by("sozialraum__reihenfolge"):
        raeume[zeile.partner_id].append(zeile.sozialraum)
    return raeume


def _personen(
    partner_ids: list[int], bereich: Geltungsbereich, bisherige: Collection[str]
) -> Mapping[int, list[Funktion]]:
    personen: dict[int, list[Funktion]] = defaultdict(list)
    funktionen = Funktion.objects.sichtbar_fuer(bereich).filter(
        zeitraum_gilt(bereich.stichtag) | Q(uuid__in=bisherige), partner__in=partner_ids
    )
    for funktion in funktionen.select_related("person"):
        personen[funktion.partner_id].append(funktion)
    return personen
