"""The due list: who wants contact, when there was one last, whom to call. States come from `partnerzustaende` alone."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Max, QuerySet

from konten.models import Benutzer, datensatzadresse
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Einsatz, Kontaktbeteiligung, Kontaktblick
from netzwerk.rules import Ergebnis, Kontaktart
from netzwerk.rules.abdeckung import Anzeige, Partnerlage
from netzwerk.rules.faellig import STAENDE, anzeige, dringlichkeit, stand, steht_an
from netzwerk.selectors.abdeckung import Schluessel, partnerzustaende
from netzwerk.selectors.wiedervorlage import Reiter
from partner.models import Funktion, Netzwerkpartner, Partnerkategorie
from sozialraum.models import Sozialraum

_ART = dict(Kontaktart.choices)


@dataclass(frozen=True, slots=True)
class Auswahl:
    """What the address asks for; None is no limit."""

    raeume: Collection[int] | None = None
    kategorie: int | None = None


class Anruf(NamedTuple):
    """Whom to call: the Schlüsselperson, otherwise somebody with a number, otherwise the house."""

    name: str
    telefon: str


@dataclass(frozen=True, slots=True)
class LetzterKontakt:
    """The contact that set the clock, as far as the viewer may see it."""

    am: date
    art: str = ""
    von: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Faelligzeile:
    """One partner in one Sozialraum, ready to act on."""

    partner: Netzwerkpartner
    lage: Partnerlage
    kategorien: str
    sozialraum: str
    letzter: LetzterKontakt | None
    versuch: date | None
    anruf: Anruf | None
    darf_kontakt: bool

    @property
    def zustand(self) -> Anzeige:
        return anzeige(self.lage)


def zustaende(auswahl: Auswahl, stichtag: date) -> list[Partnerlage]:
    """States of all active partners of the choice, the most urgent first. Four queries."""
    lagen = partnerzustaende(stichtag, auswahl.raeume).values()
    if auswahl.kategorie is not None:
        lagen = [lage for lage in lagen if auswahl.kategorie in lage.kategorien]
    return sorted(lagen, key=dringlichkeit)


def anstehende(lagen: Iterable[Partnerlage], nur: str = "") -> list[Partnerlage]:
    """Those that belong on the list, on request of one state only. No query."""
    return [lage for lage in lagen if steht_an(lage) and nur in ("", stand(lage))]


def reiter(lagen: Iterable[Partnerlage]) -> list[Reiter]:
    """Tabs of the list with their numbers. No query."""
    zahlen = Counter(stand(lage) for lage in anstehende(lagen))
    einzeln = [Reiter(schluessel, titel, zahlen[schluessel]) for schluessel, titel in STAENDE]
    return [Reiter("", "Alle", sum(zahlen.values())), *einzeln]


def zeilen(lagen: Collection[Partnerlage], bereich: Geltungsbereich) -> list[Faelligzeile]:
    """The rows of one page, in its order. Six queries, whatever the size."""
    partner = {einer.pk: einer for einer in _partner({lage.partner_id for lage in lagen})}
    kategorien, raeume = dict(_kategorienamen()), dict(_raumnamen())
    letzte, versuche = _letzte_kontakte(lagen, bereich), _versuche(lagen)
    anrufe = _anrufe(partner.values(), bereich.stichtag)
    anlegbar = bereich.sozialraeume("kontakt.anlegen")
    return [
        Faelligzeile(
            partner=partner[lage.partner_id],
            lage=lage,
            kategorien=", ".join(kategorien[pk] for pk in lage.kategorien),
            sozialraum=raeume[lage.sozialraum_id],
            letzter=letzte.get((lage.partner_id, lage.sozialraum_id)),
            versuch=_nach(lage.letzter, versuche.get((lage.partner_id, lage.sozialraum_id))),
            anruf=anrufe.get(lage.partner_id),
            darf_kontakt=anlegbar is None or lage.sozialraum_id in anlegbar,
        )
        for lage in lagen
    ]


@vorbereitet
def _partner(ids: Collection[int]) -> QuerySet[Netzwerkpartner]:
    return Netzwerkpartner.objects.filter(pk__in=ids).only("uuid", "name", "telefon").order_by()


@vorbereitet
def _kategorienamen() -> QuerySet:
    return Partnerkategorie.objects.order_by().values_list("pk", "name")


@vorbereitet
def _raumnamen() -> QuerySet:
    return Sozialraum.objects.order_by().values_list("pk", "name")


def fachkraefte(bereich: Geltungsbereich, stichtag: date) -> list[tuple[str, str]]:
    """Netzwerkfachkräfte within sight that work on that day, as choices (uuid, name). One query."""
    zeilen = _einsaetze(bereich, stichtag)
    return list(dict.fromkeys((str(einsatz.fachkraft.uuid), str(einsatz.fachkraft)) for einsatz in zeilen))


@vorbereitet
def _einsaetze(bereich: Geltungsbereich, stichtag: date) -> QuerySet[Einsatz]:
    einsaetze = Einsatz.objects.sichtbar_fuer(bereich).bestaetigt().aktiv(stichtag)
    return einsaetze.order_by("fachkraft__name_norm").select_related("fachkraft")


def raeume_der_fachkraft(bereich: Geltungsbereich, uuid: str, stichtag: date) -> frozenset[int]:
    """Sozialräume of her confirmed Einsätze on that day. One query."""
    einsaetze = Einsatz.objects.sichtbar_fuer(bereich).bestaetigt().aktiv(stichtag)
    return frozenset(einsaetze.filter(fachkraft__uuid=uuid).values_list("sozialraum_id", flat=True))


def _nach(letzter: date | None, versuch: date | None) -> date | None:
    return versuch if versuch and (letzter is None or versuch >= letzter) else None


def _letzte_kontakte(lagen: Collection[Partnerlage], bereich: Geltungsbereich) -> Mapping[Schluessel, LetzterKontakt]:
    """By the day that the rule found; after a re-cut of territories it may lie in another Sozialraum."""
    tage: dict[int, set[date]] = defaultdict(set)
    for lage in lagen:
        if lage.letzter:
            tage[lage.partner_id].add(lage.letzter)
    gefunden: dict[tuple[int, date], list[tuple]] = defaultdict(list)
    for zeile in _kontaktzeilen(list(tage), set().union(*tage.values())):
        gefunden[zeile[0], zeile[2]].append(zeile)
    blick, kennt_art = Kontaktblick.fuer(bereich), bereich.darf("kontakt.sehen")
    ergebnis = {}
    for lage in lagen:
        if lage.letzter:
            moegliche = gefunden[lage.partner_id, lage.letzter]
            dort = next((zeile for zeile in moegliche if zeile[1] == lage.sozialraum_id), None)
            zeile = dort or next(iter(moegliche), None)
            ergebnis[lage.partner_id, lage.sozialraum_id] = _letzter(lage.letzter, zeile, blick, kennt_art)
    return ergebnis


@vorbereitet
def _kontaktzeilen(partner_ids: Collection[int], tage: Collection[date]) -> QuerySet:
    zaehlende = Kontaktbeteiligung.objects.filter(partner__in=partner_ids, am__in=tage, zaehlt=True)
    return zaehlende.order_by("-kontakt_id").values_list(
        *("partner_id", "sozialraum_id", "am", "kontakt__art", "kontakt__uuid", "kontakt__erfasst_von_id"),
        *("kontakt__erfasst_von__vorname", "kontakt__erfasst_von__nachname", "kontakt__erfasst_von__username"),
    )


def _letzter(am: date, zeile: tuple | None, blick: Kontaktblick, kennt_art: bool) -> LetzterKontakt:
    if zeile is None:
        return LetzterKontakt(am)
    _, raum, _, art, uuid, person, *name = zeile
    if not blick.ist_sichtbar(person, [raum]):
        return LetzterKontakt(am, _ART[art] if kennt_art else "")
    wer = Benutzer.anzeigename(*name) if person else ""
    return LetzterKontakt(am, _ART[art], wer, datensatzadresse("netzwerk:kontakt_detail", uuid))


def _versuche(lagen: Collection[Partnerlage]) -> Mapping[Schluessel, date]:
    """Latest attempt without success up to the Stichtag."""
    if not lagen:
        return {}
    partner_ids, raeume = {lage.partner_id for lage in lagen}, {lage.sozialraum_id for lage in lagen}
    gruppen = _letzte_versuche(partner_ids, raeume, next(iter(lagen)).stichtag)
    return {(partner, raum): am for partner, raum, am in gruppen}


@vorbereitet
def _letzte_versuche(partner_ids: Collection[int], raeume: Collection[int], stichtag: date) -> QuerySet:
    versuche = Kontaktbeteiligung.objects.filter(
        partner__in=partner_ids, sozialraum__in=raeume, ergebnis=Ergebnis.NICHT_ERREICHT, am__lte=stichtag
    )
    return versuche.order_by().values_list("partner_id", "sozialraum_id").annotate(letzter=Max("am"))


def _anrufe(partner: Iterable[Netzwerkpartner], heute: date) -> Mapping[int, Anruf]:
    anrufe = {einer.pk: Anruf("", einer.telefon) for einer in partner if einer.telefon}
    # The most important one comes last and stays.
    for funktion in _mit_telefon(heute, [einer.pk for einer in partner]):
        anrufe[funktion.partner_id] = Anruf(str(funktion.person), funktion.telefon)
    return anrufe


@vorbereitet
def _mit_telefon(heute: date, partner_ids: Collection[int]) -> QuerySet[Funktion]:
    personen = Funktion.objects.aktiv(heute).filter(partner__in=partner_ids).exclude(telefon="")
    return personen.select_related("person").order_by("ist_schluesselperson", "-person__name_norm")
