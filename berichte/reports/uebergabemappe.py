"""The handover folder: what a successor needs to know of every partner; one dataclass for page and PDF (K10).

Contacts appear with day, kind and outcome, never with their text.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from konten.rules.zahl import tagesdatum
from netzwerk.models import Gremienmitglied, Kontaktbeteiligung, Uebergabe, Uebergabepunkt, Wiedervorlage
from netzwerk.models.wiedervorlage import VERBORGEN
from netzwerk.rules import Bezug
from netzwerk.rules.abdeckung import Anzeige
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung
from netzwerk.rules.faellig import anzeige
from netzwerk.selectors.abdeckung import partnerzustaende
from partner.models import Funktion, Netzwerkpartner, Partnerkategorie, Vereinbarung
from partner.rules.vereinbarung import wort

KONTAKTE_JE_PARTNER = 3
RUECKBLICK = timedelta(days=730)
_AM_PARTNER = (Punktart.FAELLIG, Punktart.GETRAGEN)
Nach = dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class Mappenpartner:
    """One partner of the Sozialraum."""

    partner: Netzwerkpartner
    kategorien: str
    zustand: Anzeige
    personen: tuple[str, ...]
    kontakte: tuple[str, ...]
    zusagen: tuple[str, ...]
    vereinbarungen: tuple[str, ...]
    gremien: tuple[str, ...]
    hinweise: tuple[str, ...]
    nur_eine_person: bool


@dataclass(frozen=True, slots=True)
class Mappenpunkt:
    """A point that belongs to no single partner, with what became of it."""

    art: str
    titel: str
    verbleib: str
    hinweis: str


@dataclass(frozen=True, slots=True)
class Uebergabemappe:
    """The whole folder."""

    uebergabe: Uebergabe
    erstellt: date
    partner: tuple[Mappenpartner, ...]
    punkte: tuple[Mappenpunkt, ...]
    offen: int


def uebergabemappe(uebergabe: Uebergabe, heute: date) -> Uebergabemappe:
    """Built from today's records of the Sozialraum. 13 queries, whatever the size."""
    raum = uebergabe.einsatz.sozialraum_id
    punkte = list(uebergabe.punkte.select_related("an"))
    lagen = partnerzustaende(heute, [raum])
    partner = Netzwerkpartner.objects.in_bulk([partner_id for partner_id, _ in lagen])
    kategorien = dict(Partnerkategorie.objects.values_list("pk", "name"))
    personen, kontakte = _personen(partner, heute), _kontakte(partner, raum, heute)
    zusagen, gremien = _zusagen(partner, raum), _gremien(partner, heute)
    vereinbarungen, hinweise = _vereinbarungen(partner, heute), _hinweise(punkte)
    getragen = {punkt.objekt for punkt in punkte if punkt.art == Punktart.GETRAGEN}
    zeilen = [
        Mappenpartner(
            partner=einer,
            kategorien=", ".join(kategorien[pk] for pk in lage.kategorien),
            zustand=anzeige(lage),
            personen=tuple(personen[einer.pk]),
            kontakte=tuple(kontakte[einer.pk][:KONTAKTE_JE_PARTNER]),
            zusagen=tuple(zusagen[einer.pk]),
            vereinbarungen=tuple(vereinbarungen[einer.pk]),
            gremien=tuple(gremien[einer.pk]),
            hinweise=tuple(hinweise.get(einer.uuid, ())),
            nur_eine_person=einer.uuid in getragen,
        )
        for (partner_id, _), lage in lagen.items()
        for einer in [partner[partner_id]]
    ]
    zeilen.sort(key=lambda zeile: (zeile.kategorien, zeile.partner.name_norm))
    offen = sum(punkt.entscheidung == Punktentscheidung.OFFEN for punkt in punkte)
    return Uebergabemappe(uebergabe, heute, tuple(zeilen), tuple(_punkte(punkte)), offen)


def _punkte(punkte: Iterable[Uebergabepunkt]) -> Iterable[Mappenpunkt]:
    for punkt in punkte:
        if punkt.art not in _AM_PARTNER:
            yield Mappenpunkt(punkt.get_art_display(), punkt.titel, _verbleib(punkt), punkt.hinweis)


def _verbleib(punkt: Uebergabepunkt) -> str:
    wort_ = str(punkt.get_entscheidung_display())
    if punkt.entscheidung == Punktentscheidung.UEBERGEBEN and punkt.an:
        return f"{wort_} an {punkt.an}"
    return f"{wort_}: {punkt.grund}" if punkt.grund else wort_


def _hinweise(punkte: Iterable[Uebergabepunkt]) -> Mapping[object, list[str]]:
    ergebnis: dict[object, list[str]] = defaultdict(list)
    for punkt in punkte:
        if punkt.art in _AM_PARTNER and punkt.hinweis and punkt.hinweis not in ergebnis[punkt.objekt]:
            ergebnis[punkt.objekt].append(punkt.hinweis)
    return ergebnis


def _personen(partner: Collection[int], heute: date) -> Nach:
    """Schlüsselpersonen first; without any, everybody who can be called."""
    ergebnis: Nach = defaultdict(list)
    zeilen = Funktion.objects.aktiv(heute).filter(partner__in=list(partner)).select_related("person")
    for funktion in zeilen.order_by("-ist_schluesselperson", "person__name_norm"):
        angaben = [f"{funktion.person} ({funktion.bezeichnung})", funktion.telefon, funktion.email]
        ergebnis[funktion.partner_id].append(", ".join(filter(None, angaben)))
    return ergebnis


def _kontakte(partner: Collection[int], raum: int, heute: date) -> Nach:
    ergebnis: Nach = defaultdict(list)
    zeilen = Kontaktbeteiligung.objects.filter(sozialraum=raum, partner__in=list(partner))
    zeilen = zeilen.filter(am__range=(heute - RUECKBLICK, heute)).select_related("kontakt").order_by("-am", "-pk")
    for zeile in zeilen.only("partner", "am", "ergebnis", "kontakt__art"):
        text = f"{tagesdatum(zeile.am)}: {zeile.kontakt.get_art_display()}, {zeile.get_ergebnis_display()}"
        ergebnis[zeile.partner_id].append(text)
    return ergebnis


def _zusagen(partner: Collection[int], raum: int) -> Nach:
    ergebnis: Nach = defaultdict(list)
    offene = Wiedervorlage.objects.offen().filter(sozialraum=raum, partner__in=list(partner))
    for schritt in offene.select_related("kontakt").order_by("am", "pk"):
        verdeckt = schritt.kontakt is not None and schritt.kontakt.bezug != Bezug.UEBERGREIFEND
        text = VERBORGEN if verdeckt else schritt.was
        wer = schritt.get_zusage_display()
        ergebnis[schritt.partner_id].append(f"bis {tagesdatum(schritt.am)}: {text} (zugesagt: {wer})")
    return ergebnis


def _vereinbarungen(partner: Collection[int], heute: date) -> Nach:
    ergebnis: Nach = defaultdict(list)
    gueltige = Vereinbarung.objects.exclude(bis__lt=heute).filter(partner__in=list(partner)).distinct()
    for eine in gueltige.prefetch_related("partner").order_by("titel"):
        satz = f"{eine.titel} ({wort(heute, eine.von, eine.bis, eine.pruefen_am)})"
        for einer in eine.partner.all():
            ergebnis[einer.pk].append(satz)
    return ergebnis


def _gremien(partner: Collection[int], heute: date) -> Nach:
    ergebnis: Nach = defaultdict(list)
    sitze = Gremienmitglied.objects.aktiv(heute).filter(partner__in=list(partner)).select_related("gremium")
    for sitz in sitze.order_by("gremium__name"):
        name = f"{sitz.gremium}{', Vorsitz' if sitz.hat_vorsitz else ''}"
        if name not in ergebnis[sitz.partner_id]:
            ergebnis[sitz.partner_id].append(name)
    return ergebnis
