"""Maps of the Landkreis: real borders, drawn on the server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from sozialraum.models import Gebietszuordnung, Sozialraum
from sozialraum.rules import Punkt, pfad, projektion, schwerpunkt

DATEI = Path(__file__).resolve().parent.parent / "daten" / "grenzen.geojson"
QUELLE = "© GeoBasis-DE / BKG 2017 (Daten verändert)"
TOENE = 4


@dataclass(frozen=True, slots=True)
class Gebiet:
    """The outline of one Gemeinde in map units."""

    ags: str
    pfad: str
    mitte: Punkt
    groesse: float


@dataclass(frozen=True, slots=True)
class Grundkarte:
    """All outlines and the frame they fill."""

    breite: int
    hoehe: int
    gebiete: Mapping[str, Gebiet]


@dataclass(frozen=True, slots=True)
class Raumflaeche:
    """A Sozialraum on the map: its outlines, where its name stands, which of the four tones it has."""

    sozialraum: Sozialraum
    pfade: tuple[str, ...]
    x: float
    y: float
    ton: int

    @property
    def zeilen(self) -> list[tuple[str, float]]:
        """The name in short lines, each with its height: "Ruwer/", "Schweich/", "Trier-Land"."""
        teile = self.sozialraum.name.split("/")
        texte = [f"{teil}/" for teil in teile[:-1]] + teile[-1:]
        oben = self.y - 17 * (len(texte) - 1)
        return [(text, round(oben + 34 * nummer, 1)) for nummer, text in enumerate(texte)]


@dataclass(frozen=True, slots=True)
class Karte:
    """What a map template draws: everything else pale, `eigene` highlighted, or several `raeume` with names."""

    titel: str
    beschreibung: str
    breite: int
    hoehe: int
    uebrige: tuple[str, ...] = ()
    eigene: tuple[str, ...] = ()
    raeume: tuple[Raumflaeche, ...] = ()
    quelle: str = QUELLE


@lru_cache(maxsize=1)
def grundkarte() -> Grundkarte:
    """The parsed borders, once per process. No query."""
    merkmale = json.loads(DATEI.read_text(encoding="utf-8"))["features"]
    flaechen = {merkmal["properties"]["ags"]: _flaechen(merkmal["geometry"]) for merkmal in merkmale}
    bild = projektion(punkt for teile in flaechen.values() for ringe in teile for ring in ringe for punkt in ring)
    gebiete = {}
    for ags, teile in flaechen.items():
        umrisse = [schwerpunkt([bild.punkt(*punkt[:2]) for punkt in ringe[0]]) for ringe in teile]
        mitte, _ = max(umrisse, key=lambda umriss: umriss[1])
        gebiete[ags] = Gebiet(ags, pfad(teile, bild), mitte, sum(groesse for _, groesse in umrisse))
    return Grundkarte(bild.breite, bild.hoehe, gebiete)


def _flaechen(geometrie: dict) -> list:
    koordinaten = geometrie["coordinates"]
    return koordinaten if geometrie["type"] == "MultiPolygon" else [koordinaten]


def karte_sozialraum(sozialraum: Sozialraum, stichtag: date) -> Karte:
    """The Landkreis with one Sozialraum highlighted as it was cut on the Stichtag. One query."""
    grund = grundkarte()
    eigene = {ags for raum, ags in _zuordnungen(stichtag) if raum == sozialraum.pk}
    return Karte(
        titel=f"Karte des Landkreises, Sozialraum {sozialraum.name} hervorgehoben",
        beschreibung=f"{len(eigene)} von {len(grund.gebiete)} Gemeinden gehören am {stichtag:%d.%m.%Y} dazu.",
        breite=grund.breite,
        hoehe=grund.hoehe,
        uebrige=tuple(gebiet.pfad for ags, gebiet in grund.gebiete.items() if ags not in eigene),
        eigene=tuple(gebiet.pfad for ags, gebiet in grund.gebiete.items() if ags in eigene),
    )


def karte_landkreis(stichtag: date) -> Karte:
    """The Landkreis with all Sozialräume that have borders on the Stichtag. Two queries."""
    grund = grundkarte()
    je_raum: dict[int, list[str]] = {}
    for raum, ags in _zuordnungen(stichtag):
        if ags in grund.gebiete:
            je_raum.setdefault(raum, []).append(ags)
    raeume = [raum for raum in _raeume() if raum.pk in je_raum]
    zugeordnet = {ags for gemeinden in je_raum.values() for ags in gemeinden}
    return Karte(
        titel="Karte des Landkreises mit den Sozialräumen",
        beschreibung="Sozialräume und Zahl ihrer Gemeinden: "
        + ", ".join(f"{raum.name} ({len(je_raum[raum.pk])})" for raum in raeume),
        breite=grund.breite,
        hoehe=grund.hoehe,
        uebrige=tuple(gebiet.pfad for ags, gebiet in grund.gebiete.items() if ags not in zugeordnet),
        raeume=tuple(_raumflaeche(raum, tuple(je_raum[raum.pk]), nr) for nr, raum in enumerate(raeume)),
    )


@vorbereitet
def _zuordnungen(stichtag: date) -> QuerySet:
    return Gebietszuordnung.objects.aktiv(stichtag).order_by("gemeinde__ags").values_list("sozialraum", "gemeinde__ags")


@vorbereitet
def _raeume() -> QuerySet[Sozialraum]:
    return Sozialraum.objects.all()


def _raumflaeche(sozialraum: Sozialraum, ags: tuple[str, ...], nummer: int) -> Raumflaeche:
    x, y = _namensort(ags)
    pfade = tuple(grundkarte().gebiete[eine].pfad for eine in ags)
    return Raumflaeche(sozialraum, pfade, x, y, nummer % TOENE + 1)


@lru_cache(maxsize=64)
def _namensort(ags: tuple[str, ...]) -> Punkt:
    """The Gemeinde nearest to the centre, which itself may lie outside, in the city of Trier."""
    gebiete = [grundkarte().gebiete[eine] for eine in ags]
    summe = sum(gebiet.groesse for gebiet in gebiete)
    x = sum(gebiet.mitte[0] * gebiet.groesse for gebiet in gebiete) / summe
    y = sum(gebiet.mitte[1] * gebiet.groesse for gebiet in gebiete) / summe
    naechste = min(gebiete, key=lambda gebiet: (gebiet.mitte[0] - x) ** 2 + (gebiet.mitte[1] - y) ** 2)
    return round(naechste.mitte[0], 1), round(naechste.mitte[1], 1)
