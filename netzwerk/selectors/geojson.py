"""The map as GeoJSON (RFC 7946): Gemeinden with their Sozialraum, partners as points."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from netzwerk.rules.abdeckung import Lage
from netzwerk.selectors.landkarte import Landkarte, Partnerpunkt
from sozialraum.rules import Flaeche, Ring
from sozialraum.selectors.karte import QUELLE, grundkarte


def gemeinden_geojson(karte: Landkarte) -> dict[str, Any]:
    """One feature per Gemeinde of the map with borders, inhabitants and the Sozialraum of the day. No query."""
    raum = {ags: flaeche for flaeche in karte.flaechen for ags in flaeche.ags}
    gebiete = grundkarte().gebiete
    merkmale = []
    for gemeinde in karte.gemeinden:
        flaeche = raum.get(gemeinde.ags)
        if karte.raum and not (flaeche and flaeche.ist_eigen):
            continue
        gebiet = gebiete.get(gemeinde.ags)
        angaben = {
            "ags": gemeinde.ags,
            "name": gemeinde.name,
            "verbandsgemeinde": gemeinde.vg_name,
            "einwohner": gemeinde.einwohner,
            "sozialraum": flaeche.sozialraum.name if flaeche else None,
            "sozialraum_kuerzel": flaeche.sozialraum.kuerzel if flaeche else None,
        }
        merkmale.append(_merkmal(gemeinde.ags, _flaechen(gebiet.flaechen) if gebiet else None, angaben))
    return _sammlung(karte, merkmale, quelle=QUELLE)


def partner_geojson(karte: Landkarte) -> dict[str, Any]:
    """One feature per partner of the map; without a known place the geometry is null. No query."""
    namen = {spalte.id: spalte.name for spalte in karte.kategorien}
    raeume = {flaeche.sozialraum.pk: flaeche.sozialraum.name for flaeche in karte.flaechen}
    merkmale = [_partner(punkt, namen, raeume) for punkt in (*karte.punkte, *karte.ohne_ort)]
    return _sammlung(karte, merkmale)


def _partner(punkt: Partnerpunkt, namen: dict[int, str], raeume: dict[int, str]) -> dict[str, Any]:
    geometrie = None
    if punkt.laenge is not None:
        geometrie = {"type": "Point", "coordinates": [round(punkt.laenge, 6), round(punkt.breite, 6)]}
    kategorien = dict.fromkeys(namen[pk] for lage in punkt.lagen for pk in lage.kategorien if pk in namen)
    angaben = {
        "name": punkt.name,
        "ort": punkt.ort,
        "gemeinde_ags": punkt.ags,
        "lage": "Anschrift" if punkt.genau else "Gemeinde" if geometrie else "unbekannt",
        "kategorien": list(kategorien),
        "kontakt": {
            raeume[lage.sozialraum_id]: Lage(lage.lage).label for lage in punkt.lagen if lage.sozialraum_id in raeume
        },
    }
    return _merkmal(str(punkt.uuid), geometrie, angaben)


def _sammlung(karte: Landkarte, merkmale: list[dict[str, Any]], **fremde: str) -> dict[str, Any]:
    return {"type": "FeatureCollection", "stichtag": karte.wunsch.stichtag.isoformat(), **fremde, "features": merkmale}


def _merkmal(kennung: str, geometrie: dict[str, Any] | None, angaben: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": kennung, "geometry": geometrie, "properties": angaben}


def _flaechen(flaechen: Sequence[Flaeche]) -> dict[str, Any]:
    teile = [list(_rechtshaendig(flaeche)) for flaeche in flaechen]
    if len(teile) == 1:
        return {"type": "Polygon", "coordinates": teile[0]}
    return {"type": "MultiPolygon", "coordinates": teile}


def _rechtshaendig(flaeche: Flaeche) -> Iterable[Ring]:
    """Outer rings counterclockwise, holes clockwise, as the standard wants it."""
    for nummer, ring in enumerate(flaeche):
        doppelt = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        yield list(ring) if (doppelt > 0) == (nummer == 0) else list(reversed(ring))
