"""Integrity: stored copies against the truth, and validity rows that must not overlap. Streams, for large databases."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import QuerySet
from django.utils import timezone

from konten.rules import Rolle, ueberschneidet
from konten.rules.zahl import dezimal, tagesdatum
from konten.selectors import dateibefunde
from netzwerk.models import Einsatz, Kontaktbeteiligung, Sitzung, Teilnahme, Unterbrechung
from netzwerk.rules import Einsatzstatus, Kontaktart, kontakt_zaehlt
from netzwerk.rules.gremium import Anwesenheit, Sitzungsstatus
from netzwerk.rules.stellenanteil import (
    VOLLE_STELLE,
    Anteil,
    Pause,
    arbeitszeiten,
    erster_offener_tag,
    tagessumme,
)
from netzwerk.selectors.uebergabe import verwaiste
from partner.models import Partnerzustand, Wirkungsbereich
from partner.selectors.angebotsbefunde import angebotsbefunde
from sozialraum.models import Gebietszuordnung, Traegerschaft, Zustaendigkeit

PORTION = 2_000
Zeitraum = tuple[date, date | None]
Zeitraeume = dict[tuple, list[Zeitraum]]
#: ("konto" or "fachkraft", key)
Person = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Befund:
    """One thing that is wrong: which check found it, where."""

    pruefung: str
    satz: str


@dataclass(frozen=True, slots=True)
class Einmaligkeit:
    """At most one row per key may be valid on any day."""

    pruefung: str
    menge: Callable[[], QuerySet]
    schluessel: tuple[str, ...]
    namen: tuple[str, ...]


EINMALIG = [
    Einmaligkeit("Gemeinde in einem Sozialraum", Gebietszuordnung.objects.all, ("gemeinde_id",), ("Gemeinde",)),
    Einmaligkeit("Zustand eines Partners", Partnerzustand.objects.all, ("partner_id",), ("Partner",)),
    Einmaligkeit(
        "Partner wirkt im Sozialraum",
        Wirkungsbereich.objects.all,
        ("partner_id", "sozialraum_id"),
        ("Partner", "Sozialraum"),
    ),
    Einmaligkeit(
        "steuerungsverantwortlicher Träger",
        lambda: Traegerschaft.objects.filter(ist_steuerungsverantwortlich=True),
        ("sozialraum_id",),
        ("Sozialraum",),
    ),
]


def befunde() -> Iterator[Befund]:
    """Everything that is wrong, check by check. Five queries for the contacts, a few for each further check."""
    yield from kontakte_gegen_regel()
    yield from sitzungen_gegen_kontakte()
    for einmaligkeit in EINMALIG:
        yield from _ueberschneidungen(einmaligkeit)
    yield from ueberlastete_fachkraefte()
    yield from einsaetze_ohne_traegerschaft()
    yield from (Befund("Angebote", satz) for satz in angebotsbefunde())
    yield from (Befund("Dateien", satz) for satz in dateibefunde())
    yield from (Befund("Übergabe", satz) for satz in verwaiste(timezone.localdate()))


def kontakte_gegen_regel() -> Iterator[Befund]:
    """`am` and `zaehlt` of every Beteiligung, row by row by the rule and not by the statement that wrote them."""
    wirkung = _zeitraeume([*_wirkungen(), *_bis_zum_eintrag()])
    einsatz, anwesende = _einsaetze_je_person(), _anwesende_fachkraefte()
    zeilen = Kontaktbeteiligung.objects.order_by("pk").values_list(
        "pk",
        "partner_id",
        "sozialraum_id",
        "am",
        "ergebnis",
        "zaehlt",
        "kontakt_id",
        "kontakt__am",
        "kontakt__art",
        "kontakt__erfasst_von_id",
    )
    for pk, partner, sozialraum, am, ergebnis, zaehlt, kontakt, wahrer_tag, art, autor in zeilen.iterator(PORTION):
        ort = f"Kontakt {kontakt}, Beteiligung {pk}"
        if am != wahrer_tag:
            yield Befund("Tag", f"{ort}: {tagesdatum(am)} statt {tagesdatum(wahrer_tag)}")
        soll = kontakt_zaehlt(
            art=art,
            ergebnis=ergebnis,
            partner_wirkt_dort=_gilt(wirkung.get((partner, sozialraum)), wahrer_tag),
            fachkraft_im_einsatz=any(
                _gilt(einsatz.get((person, sozialraum)), wahrer_tag)
                for person in (("konto", autor), *anwesende.get(kontakt, ()))
            ),
        )
        if zaehlt != soll:
            yield Befund("Zählung", f"{ort}: {_wort(zaehlt)} statt {_wort(soll)}")


def _wirkungen() -> QuerySet:
    return Wirkungsbereich.objects.values_list("partner_id", "sozialraum_id", "von", "bis")


def _bis_zum_eintrag() -> Iterator[tuple]:
    """Days on which a partner already belonged elsewhere by a re-cut that nobody had entered yet."""
    gezogen = Wirkungsbereich.objects.filter(vorgaenger__isnull=False)
    spalten = ("partner_id", "vorgaenger__sozialraum_id", "von", "bis", "erstellt_am")
    for partner, raum, von, bis, erstellt in gezogen.values_list(*spalten):
        yield partner, raum, von, _frueher(bis, timezone.localdate(erstellt))


def sitzungen_gegen_kontakte() -> Iterator[Befund]:
    """A held meeting is one contact of the partners that came, on its day; a cancelled one is none. Three queries."""
    gekommen, im_kontakt = defaultdict(set), defaultdict(set)
    anwesend = Teilnahme.objects.filter(anwesenheit=Anwesenheit.ANWESEND, sitzung__zustand=Sitzungsstatus.GEHALTEN)
    for sitzung, mitglied, gast in anwesend.values_list("sitzung_id", "mitglied__partner_id", "gast_id"):
        gekommen[sitzung] |= {mitglied or gast} - {None}
    beteiligt = Kontaktbeteiligung.objects.filter(kontakt__sitzung__isnull=False)
    for sitzung, partner in beteiligt.values_list("kontakt__sitzung", "partner_id"):
        im_kontakt[sitzung].add(partner)
    spalten = ("pk", "zustand", "am", "gremium__sozialraum_id", "kontakt_id", "kontakt__am", "kontakt__art")
    for pk, zustand, am, raum, kontakt, tag, art in Sitzung.objects.order_by("pk").values_list(*spalten):
        if zustand == Sitzungsstatus.ABGESAGT and kontakt:
            yield Befund("Sitzung", f"Sitzung {pk} ist abgesagt und hat doch den Kontakt {kontakt}")
        if zustand != Sitzungsstatus.GEHALTEN:
            continue
        # A partner that served no Sozialraum on the day is no contact of a county-wide Gremium.
        fehlend = gekommen[pk] - im_kontakt[pk] if raum else set()
        if fehlend or im_kontakt[pk] - gekommen[pk] or (kontakt and (tag, art) != (am, Kontaktart.GREMIUM)):
            yield Befund("Sitzung", f"Sitzung {pk}: Kontakt {kontakt} sagt anderes als die Anwesenheit")


def ueberlastete_fachkraefte() -> Iterator[Befund]:
    """Persons with more than a full post on a day, proposals included: the first such day of each (K31)."""
    anteile: dict[int, list[Anteil]] = defaultdict(list)
    offene = Einsatz.objects.exclude(zustand=Einsatzstatus.ABGELEHNT)
    for fachkraft, von, bis, vzae in offene.values_list("fachkraft_id", "von", "bis", "vzae").iterator(PORTION):
        anteile[fachkraft].append(Anteil(von, bis, vzae))
    for fachkraft, eigene in anteile.items():
        for tag in sorted(anteil.von for anteil in eigene):
            summe = tagessumme(eigene, tag)
            if summe > VOLLE_STELLE:
                yield Befund("Stellenanteile", _zuviel(fachkraft, tag, summe))
                break


def einsaetze_ohne_traegerschaft() -> Iterator[Befund]:
    """Confirmed Einsätze with days on which their Träger does not work in the Sozialraum. Two queries."""
    zeiten = _zeitraeume(Traegerschaft.objects.values_list("traeger_id", "sozialraum_id", "von", "bis"))
    spalten = ("pk", "traeger_id", "sozialraum_id", "von", "bis")
    for pk, traeger, raum, von, bis in Einsatz.objects.bestaetigt().order_by("pk").values_list(*spalten):
        if offen := erster_offener_tag(zeiten.get((traeger, raum), ()), von, bis):
            yield Befund("Trägerschaft", f"Einsatz {pk}: am {tagesdatum(offen)} ist der Träger dort nicht tätig")


def _zuviel(fachkraft: int, tag: date, summe: Decimal) -> str:
    return f"Netzwerkfachkraft {fachkraft} hat am {tagesdatum(tag)} zusammen {dezimal(summe)} VZÄ"


def _ueberschneidungen(einmaligkeit: Einmaligkeit) -> Iterator[Befund]:
    spalten = (*einmaligkeit.schluessel, "von", "bis")
    zeilen = einmaligkeit.menge().order_by(*einmaligkeit.schluessel, "von", "pk").values_list(*spalten)
    for (*alt, alt_von, alt_bis), (*neu, von, bis) in pairwise(zeilen.iterator(PORTION)):
        if alt == neu and ueberschneidet(alt_von, alt_bis, von, bis):
            ort = ", ".join(f"{name} {pk}" for name, pk in zip(einmaligkeit.namen, neu, strict=True))
            yield Befund(einmaligkeit.pruefung, f"{ort}: am {tagesdatum(von)} gelten zwei Einträge")


def _anwesende_fachkraefte() -> dict[int, set[Person]]:
    """Netzwerkfachkräfte who were at the meeting that a contact tells of, and their accounts."""
    anwesend = Teilnahme.objects.filter(
        anwesenheit=Anwesenheit.ANWESEND, mitglied__fachkraft__isnull=False, sitzung__kontakt__isnull=False
    )
    ergebnis: dict[int, set[Person]] = defaultdict(set)
    spalten = ("sitzung__kontakt_id", "mitglied__fachkraft_id", "mitglied__fachkraft__benutzer_id")
    for kontakt, fachkraft, konto in anwesend.values_list(*spalten):
        ergebnis[kontakt] |= {("fachkraft", fachkraft), ("konto", konto)}
    return ergebnis


def _einsaetze_je_person() -> Zeitraeume:
    """Days on which somebody works in a Sozialraum: by her own confirmed Einsatz or, with her account, as a deputy."""
    alle = list(
        Einsatz.objects.filter(zustand=Einsatzstatus.BESTAETIGT).values_list(
            "pk", "fachkraft_id", "fachkraft__benutzer_id", "sozialraum_id", "von", "bis"
        )
    )
    pausen: dict[int, list[Pause]] = defaultdict(list)
    for einsatz, von, bis in Unterbrechung.objects.values_list("einsatz_id", "von", "bis"):
        pausen[einsatz].append((von, bis))
    ergebnis: Zeitraeume = defaultdict(list)
    for pk, fachkraft, konto, sozialraum, von, bis in alle:
        for person in [("fachkraft", fachkraft), *([("konto", konto)] if konto else [])]:
            ergebnis[person, sozialraum] += arbeitszeiten(von, bis, pausen[pk])
    zeilen = [(konto, *rest) for _, _, konto, *rest in alle if konto]
    vertretungen = Zustaendigkeit.objects.filter(rolle=Rolle.NETZWERK, vertritt__isnull=False)
    for konto, vertreten, von, bis in vertretungen.values_list("benutzer_id", "vertritt_id", "von", "bis"):
        for eigner, sozialraum, einsatz_von, einsatz_bis in zeilen:
            if eigner == vertreten and ueberschneidet(von, bis, einsatz_von, einsatz_bis):
                ergebnis[("konto", konto), sozialraum].append((max(von, einsatz_von), _frueher(bis, einsatz_bis)))
    return ergebnis


def _zeitraeume(zeilen) -> Zeitraeume:
    ergebnis: Zeitraeume = defaultdict(list)
    for erster, zweiter, von, bis in zeilen:
        ergebnis[erster, zweiter].append((von, bis))
    return ergebnis


def _gilt(zeitraeume: list[Zeitraum] | None, tag: date) -> bool:
    return any(von <= tag and (bis is None or tag <= bis) for von, bis in zeitraeume or ())


def _frueher(erstes: date | None, zweites: date | None) -> date | None:
    return min((tag for tag in (erstes, zweites) if tag), default=None)


def _wort(zaehlt: bool) -> str:
    return "zählt" if zaehlt else "zählt nicht"
