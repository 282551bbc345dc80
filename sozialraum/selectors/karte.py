"""Maps of the Landkreis: real borders, drawn on the server."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.db.models import FloatField, QuerySet
from django.db.models.functions import Cast

from konten.models.abfrage import vorbereitet
from konten.rules import normalisiere
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum, Sozialraumzentrum
from sozialraum.rules import Flaeche, Projektion, Punkt, pfad, projektion, schwerpunkt, umriss
from sozialraum.rules.ausschnitt import Rahmen, rahmen_um

DATEI = Path(__file__).resolve().parent.parent / "daten" / "grenzen.geojson"
QUELLE = "© GeoBasis-DE / BKG 2017 (Daten verändert)"


@dataclass(frozen=True, slots=True)
class Gebiet:
    """The outline of one Gemeinde: in map units, and as it was measured."""

    ags: str
    name: str
    pfad: str
    mitte: Punkt
    groesse: float
    rahmen: Rahmen
    flaechen: tuple[Flaeche, ...]


@dataclass(frozen=True, slots=True)
class Grundkarte:
    """All outlines and the frame they fill."""

    bild: Projektion
    gebiete: Mapping[str, Gebiet]

    @property
    def breite(self) -> int:
        return self.bild.breite

    @property
    def hoehe(self) -> int:
        return self.bild.hoehe

    @property
    def rahmen(self) -> Rahmen:
        return Rahmen(0, 0, self.breite, self.hoehe)

    def rahmen_von(self, ags: frozenset[str]) -> Rahmen:
        """A frame of the shape of the whole around these Gemeinden; the whole when none of them is known."""
        teile = [self.gebiete[eine].rahmen for eine in ags if eine in self.gebiete]
        return rahmen_um(teile, self.breite / self.hoehe) if teile else self.rahmen


class Gemeindeangabe(NamedTuple):
    """A Gemeinde as maps and their tables need it."""

    ags: str
    name: str
    plz: str
    einwohner: int
    laenge: float
    breite: float
    vg: str
    vg_name: str


class Zentrum(NamedTuple):
    """A Sozialraumzentrum and the Gemeinde that it lies in, as far as its address tells."""

    name: str
    anschrift: str
    sozialraum_id: int
    gemeinde: Gemeindeangabe | None


@dataclass(frozen=True, slots=True)
class Karte:
    """Where a Sozialraum lies: everything else pale, `eigene` highlighted."""

    titel: str
    beschreibung: str
    breite: int
    hoehe: int
    uebrige: tuple[str, ...] = ()
    eigene: tuple[str, ...] = ()
    quelle: str = QUELLE


@lru_cache(maxsize=1)
def grundkarte() -> Grundkarte:
    """The parsed borders, once per process. No query."""
    merkmale = json.loads(DATEI.read_text(encoding="utf-8"))["features"]
    flaechen = {merkmal["properties"]["ags"]: _flaechen(merkmal["geometry"]) for merkmal in merkmale}
    namen = {merkmal["properties"]["ags"]: merkmal["properties"]["name"] for merkmal in merkmale}
    bild = projektion(punkt for teile in flaechen.values() for ringe in teile for ring in ringe for punkt in ring)
    return Grundkarte(bild, {ags: _gebiet(ags, namen[ags], teile, bild) for ags, teile in flaechen.items()})


def _gebiet(ags: str, name: str, teile: list, bild: Projektion) -> Gebiet:
    ringe = [[bild.punkt(*punkt[:2]) for punkt in flaeche[0]] for flaeche in teile]
    umrisse = [schwerpunkt(ring) for ring in ringe]
    mitte, _ = max(umrisse, key=lambda umriss: umriss[1])
    xs, ys = zip(*(punkt for ring in ringe for punkt in ring), strict=True)
    rahmen = Rahmen(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return Gebiet(ags, name, pfad(teile, bild), mitte, sum(groesse for _, groesse in umrisse), rahmen, tuple(teile))


def _flaechen(geometrie: dict) -> list:
    koordinaten = geometrie["coordinates"]
    return koordinaten if geometrie["type"] == "MultiPolygon" else [koordinaten]


def karte_sozialraum(sozialraum: Sozialraum, stichtag: date) -> Karte:
    """The Landkreis with one Sozialraum highlighted as it was cut on the Stichtag. One query."""
    grund = grundkarte()
    eigene = gebiete_am(stichtag).get(sozialraum.pk, frozenset())
    return Karte(
        titel=f"Karte des Landkreises, Sozialraum {sozialraum.name} hervorgehoben",
        beschreibung=f"{len(eigene)} von {len(grund.gebiete)} Gemeinden gehören am {stichtag:%d.%m.%Y} dazu.",
        breite=grund.breite,
        hoehe=grund.hoehe,
        uebrige=tuple(gebiet.pfad for ags, gebiet in grund.gebiete.items() if ags not in eigene),
        eigene=tuple(gebiet.pfad for ags, gebiet in grund.gebiete.items() if ags in eigene),
    )


@vorbereitet
def _zuordnungen(stichtag: date) -> QuerySet:
    return Gebietszuordnung.objects.aktiv(stichtag).order_by("gemeinde__ags").values_list("sozialraum", "gemeinde__ags")


def gebiete_am(stichtag: date) -> Mapping[int, frozenset[str]]:
    """Which Gemeinden (their keys) every Sozialraum has on the day, by its id. One query."""
    je_raum: dict[int, set[str]] = defaultdict(set)
    for raum, ags in _zuordnungen(stichtag):
        je_raum[raum].add(ags)
    return {raum: frozenset(ags) for raum, ags in je_raum.items()}


def gemeinden() -> list[Gemeindeangabe]:
    """All Gemeinden by name. One query."""
    return [Gemeindeangabe(*zeile) for zeile in _gemeinden()]


@vorbereitet
def _gemeinden() -> QuerySet:
    ort = (
        Cast("laenge", FloatField()),
        Cast("breite", FloatField()),
        "verbandsgemeinde__schluessel",
        "verbandsgemeinde__name",
    )
    return Gemeinde.objects.order_by("name_norm").values_list("ags", "name", "plz", "einwohner", *ort)


def zentren_am(stichtag: date, alle: list[Gemeindeangabe]) -> list[Zentrum]:
    """Sozialraumzentren of the day with their Gemeinde: the one named like the place, else the only one with the
    postcode. One query."""
    nach_namen = {normalisiere(gemeinde.name): gemeinde for gemeinde in alle}
    nach_plz: dict[str, list[Gemeindeangabe]] = defaultdict(list)
    for gemeinde in alle:
        nach_plz[gemeinde.plz].append(gemeinde)
    zentren = []
    for name, strasse, plz, ort, raum in _zentren(stichtag):
        treffer = nach_plz[plz] if len(nach_plz[plz]) == 1 else [None]
        anschrift = ", ".join(teil for teil in (strasse, f"{plz} {ort}".strip()) if teil)
        zentren.append(Zentrum(name, anschrift, raum, nach_namen.get(normalisiere(ort), treffer[0])))
    return zentren


@vorbereitet
def _zentren(stichtag: date) -> QuerySet:
    zeilen = Sozialraumzentrum.objects.aktiv(stichtag).order_by("name")
    return zeilen.values_list("name", "strasse", "plz", "ort", "sozialraum_id")


@lru_cache(maxsize=256)
def aussengrenze(ags: frozenset[str]) -> str:
    """Path around these Gemeinden without the borders between them. No query."""
    grund = grundkarte()
    ringe = umriss(flaeche for eine in sorted(ags) if eine in grund.gebiete for flaeche in grund.gebiete[eine].flaechen)
    return pfad([[ring] for ring in ringe], grund.bild)


@lru_cache(maxsize=256)
def namensort(ags: frozenset[str]) -> Punkt | None:
    """The Gemeinde nearest to the centre, which itself may lie outside, in the city of Trier. No query."""
    gebiete = [grundkarte().gebiete[eine] for eine in sorted(ags) if eine in grundkarte().gebiete]
    if not gebiete:
        return None
    summe = sum(gebiet.groesse for gebiet in gebiete)
    x = sum(gebiet.mitte[0] * gebiet.groesse for gebiet in gebiete) / summe
    y = sum(gebiet.mitte[1] * gebiet.groesse for gebiet in gebiete) / summe
    naechste = min(gebiete, key=lambda gebiet: (gebiet.mitte[0] - x) ** 2 + (gebiet.mitte[1] - y) ** 2)
    return round(naechste.mitte[0], 1), round(naechste.mitte[1], 1)
