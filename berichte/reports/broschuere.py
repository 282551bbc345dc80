"""The brochure: public offers of a Sozialraum, a theme or a collection as a family guide, chapters by life phase (K11).

An offer for several life phases stands in the first of them; the others point to it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from konten.rules import normalisiere
from netzwerk.models import Thema
from partner.models import Angebot, Sammlung
from partner.rules.angebot import Frische, Frischegrenzen, Lebensphase, Ortsart
from partner.selectors.angebot import grenzen
from sozialraum.models import Sozialraum
from sozialraum.selectors.karte import QUELLE, aussengrenze, gebiete_am, grundkarte

#: what the print process manages in its time on a busy machine
HOECHSTENS = 150
FUER_ALLE = "Für alle"


@dataclass(frozen=True, slots=True)
class Auswahl:
    """What the brochure is about; nothing chosen is the whole Landkreis."""

    raum: Sozialraum | None = None
    thema: Thema | None = None
    sammlung: Sammlung | None = None

    @property
    def titel(self) -> str:
        return self.sammlung.titel if self.sammlung else self.thema.name if self.thema else "Angebote für Familien"

    @property
    def gebiet(self) -> str:
        return f"Sozialraum {self.raum.name}" if self.raum else settings.LANDKREIS

    @property
    def frage(self) -> str:
        """The same choice as a query of an address."""
        teile = {
            "raum": self.raum.kuerzel if self.raum else "",
            "thema": str(self.thema.pk) if self.thema else "",
            "sammlung": str(self.sammlung.uuid) if self.sammlung else "",
        }
        return urlencode({name: wert for name, wert in teile.items() if wert})

    @property
    def verzeichnis(self) -> str:
        """Where the same offers stand in public; a collection has no page of its own there."""
        adresse = f"{settings.BASIS_URL}{reverse('netzwerk:verzeichnis')}"
        frage = Auswahl(self.raum, self.thema).frage
        return f"{adresse}?{frage}" if frage else adresse


@dataclass(frozen=True, slots=True)
class Eintrag:
    """One offer in its chapter."""

    angebot: Angebot
    frische: Frische

    @property
    def anker(self) -> str:
        return f"angebot-{self.angebot.pk}"

    @property
    def ist_geprueft(self) -> bool:
        return self.frische == Frische.AKTUELL


@dataclass(frozen=True, slots=True)
class Kapitel:
    """A life phase: its own offers, and those that stand in another chapter."""

    nummer: int
    name: str
    eintraege: tuple[Eintrag, ...]
    verweise: tuple[Eintrag, ...]

    @property
    def anker(self) -> str:
        return f"kapitel-{self.nummer}"


@dataclass(frozen=True, slots=True)
class Registerzeile:
    """A word of the index and the offers it leads to."""

    wort: str
    eintraege: tuple[Eintrag, ...]


@dataclass(frozen=True, slots=True)
class Titelkarte:
    """The Landkreis with the area of the brochure."""

    breite: int
    hoehe: int
    umrisse: tuple[tuple[str, bool], ...]
    quelle: str = QUELLE


@dataclass(frozen=True, slots=True)
class Broschuere:
    """The whole booklet."""

    auswahl: Auswahl
    erstellt: date
    kapitel: tuple[Kapitel, ...]
    anbieter: tuple[Registerzeile, ...]
    themen: tuple[Registerzeile, ...]
    orte: tuple[Registerzeile, ...]
    karte: Titelkarte
    anzahl: int

    @property
    def ist_zu_gross(self) -> bool:
        return self.anzahl > HOECHSTENS

    @property
    def ungeprueft(self) -> int:
        return sum(not eins.ist_geprueft for kapitel in self.kapitel for eins in kapitel.eintraege)

    @property
    def dateiname(self) -> str:
        wort = self.auswahl.raum.kuerzel if self.auswahl.raum else "landkreis"
        return f"wegweiser-{wort}-{self.erstellt}"


def broschuere(auswahl: Auswahl, stichtag: date) -> Broschuere:
    """The booklet of this choice; too large a one stays without chapters. Six queries at most, whatever the size."""
    grenzwerte = grenzen(stichtag)
    menge = _menge(auswahl, grenzwerte)
    anzahl = menge.count()
    angebote = _angebote(menge) if anzahl <= HOECHSTENS else []
    eintraege = [Eintrag(angebot, angebot.frische(grenzwerte)) for angebot in angebote]
    return Broschuere(
        auswahl=auswahl,
        erstellt=stichtag,
        kapitel=tuple(_kapitel(eintraege)),
        anbieter=_register(eintraege, lambda a: [a.anbieter.name]),
        themen=_register(eintraege, lambda a: [thema.name for thema in a.themen.all()]),
        orte=_register(eintraege, _ort),
        karte=_karte(auswahl.raum, stichtag),
        anzahl=anzahl,
    )


def _menge(auswahl: Auswahl, grenzwerte: Frischegrenzen) -> QuerySet[Angebot]:
    menge = Angebot.objects.oeffentlich(grenzwerte)
    if auswahl.raum:
        menge = menge.im_sozialraum(frozenset({auswahl.raum.pk}))
    if auswahl.thema:
        menge = menge.filter(themen=auswahl.thema)
    if auswahl.sammlung:
        menge = menge.filter(sammlungen=auswahl.sammlung)
    return menge


def _angebote(menge: QuerySet[Angebot]) -> list[Angebot]:
    angebote = menge.select_related("anbieter").prefetch_related("zeiten", "themen")
    return sorted(angebote, key=lambda angebot: normalisiere(angebot.titel))


def _kapitel(eintraege: Sequence[Eintrag]) -> Iterable[Kapitel]:
    eigene: dict[str, list[Eintrag]] = defaultdict(list)
    weitere: dict[str, list[Eintrag]] = defaultdict(list)
    for eins in eintraege:
        phasen = [phase for phase in Lebensphase.values if phase in eins.angebot.lebensphasen] or [""]
        eigene[phasen[0]].append(eins)
        for phase in phasen[1:]:
            weitere[phase].append(eins)
    namen = {**dict(Lebensphase.choices), "": FUER_ALLE}
    belegte = [phase for phase in namen if eigene[phase] or weitere[phase]]
    for nummer, phase in enumerate(belegte, start=1):
        name = str(namen[phase])
        yield Kapitel(nummer, name[:1].upper() + name[1:], tuple(eigene[phase]), tuple(weitere[phase]))


def _register(eintraege: Sequence[Eintrag], worte_von: Callable[[Angebot], Iterable[str]]) -> tuple[Registerzeile, ...]:
    je_wort: dict[str, list[Eintrag]] = defaultdict(list)
    for eins in eintraege:
        for wort in worte_von(eins.angebot):
            je_wort[wort].append(eins)
    sortiert = sorted(je_wort.items(), key=lambda paar: normalisiere(paar[0]))
    return tuple(Registerzeile(wort, tuple(zeilen)) for wort, zeilen in sortiert)


def _ort(angebot: Angebot) -> list[str]:
    if angebot.ortsart in (Ortsart.AUFSUCHEND, Ortsart.FERN):
        return [str(angebot.get_ortsart_display())]
    ort = angebot.ort if angebot.hat_eigenen_ort else angebot.anbieter.ort
    return [ort] if ort else []


def _karte(raum: Sozialraum | None, stichtag: date) -> Titelkarte:
    gebiete = gebiete_am(stichtag)
    umrisse = tuple((aussengrenze(ags), raum is None or raum.pk == pk) for pk, ags in sorted(gebiete.items()))
    grund = grundkarte()
    return Titelkarte(grund.breite, grund.hoehe, umrisse)
