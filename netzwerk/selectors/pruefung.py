"""Integrity: stored copies against the truth, and validity rows that must not overlap. Streams, for large databases."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import QuerySet

from konten.rules import Rolle, ueberschneidet
from konten.rules.zahl import dezimal, tagesdatum
from netzwerk.models import Einsatz, Kontaktbeteiligung
from netzwerk.rules import Einsatzstatus, kontakt_zaehlt
from netzwerk.rules.stellenanteil import VOLLE_STELLE, Anteil, tagessumme
from partner.models import Partnerzustand, Wirkungsbereich
from sozialraum.models import Gebietszuordnung, Traegerschaft, Zustaendigkeit

PORTION = 2_000
Zeitraum = tuple[date, date | None]
Zeitraeume = dict[tuple[int, int], list[Zeitraum]]


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
    """Everything that is wrong, check by check. Four queries for the contacts, one for each further check."""
    yield from kontakte_gegen_regel()
    for einmaligkeit in EINMALIG:
        yield from _ueberschneidungen(einmaligkeit)
    yield from ueberlastete_fachkraefte()


def kontakte_gegen_regel() -> Iterator[Befund]:
    """`am` and `zaehlt` of every Beteiligung, row by row by the rule and not by the statement that wrote them."""
    wirkung = _zeitraeume(Wirkungsbereich.objects.values_list("partner_id", "sozialraum_id", "von", "bis"))
    einsatz = _einsaetze_je_konto()
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
            fachkraft_im_einsatz=_gilt(einsatz.get((autor, sozialraum)), wahrer_tag),
        )
        if zaehlt != soll:
            yield Befund("Zählung", f"{ort}: {_wort(zaehlt)} statt {_wort(soll)}")


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


def _zuviel(fachkraft: int, tag: date, summe: Decimal) -> str:
    return f"Netzwerkfachkraft {fachkraft} hat am {tagesdatum(tag)} zusammen {dezimal(summe)} VZÄ"


def _ueberschneidungen(einmaligkeit: Einmaligkeit) -> Iterator[Befund]:
    spalten = (*einmaligkeit.schluessel, "von", "bis")
    zeilen = einmaligkeit.menge().order_by(*einmaligkeit.schluessel, "von", "pk").values_list(*spalten)
    for (*alt, alt_von, alt_bis), (*neu, von, bis) in pairwise(zeilen.iterator(PORTION)):
        if alt == neu and ueberschneidet(alt_von, alt_bis, von, bis):
            ort = ", ".join(f"{name} {pk}" for name, pk in zip(einmaligkeit.namen, neu, strict=True))
            yield Befund(einmaligkeit.pruefung, f"{ort}: am {tagesdatum(von)} gelten zwei Einträge")


def _einsaetze_je_konto() -> Zeitraeume:
    """Days on which an account works in a Sozialraum: by her own confirmed Einsatz or as a deputy."""
    zeilen = list(
        Einsatz.objects.filter(zustand=Einsatzstatus.BESTAETIGT, fachkraft__benutzer__isnull=False).values_list(
            "fachkraft__benutzer_id", "sozialraum_id", "von", "bis"
        )
    )
    ergebnis = _zeitraeume(zeilen)
    vertretungen = Zustaendigkeit.objects.filter(rolle=Rolle.NETZWERK, vertritt__isnull=False)
    for konto, vertreten, von, bis in vertretungen.values_list("benutzer_id", "vertritt_id", "von", "bis"):
        for eigner, sozialraum, einsatz_von, einsatz_bis in zeilen:
            if eigner == vertreten and ueberschneidet(von, bis, einsatz_von, einsatz_bis):
                ergebnis[konto, sozialraum].append((max(von, einsatz_von), _frueher(bis, einsatz_bis)))
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
