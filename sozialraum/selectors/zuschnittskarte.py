"""The map of a re-cut: every Gemeinde by its Sozialraum, the moving ones outlined, each a link (K25)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sozialraum.selectors.karte import QUELLE, grundkarte
from sozialraum.selectors.zuschnitt import Gemeindeort

TOENE = 4


@dataclass(frozen=True, slots=True)
class Zuschnittsflaeche:
    """One Gemeinde: outline, tone of its Sozialraum, what the draft does to it, where its link leads."""

    ags: str
    name: str
    pfad: str
    klassen: str
    adresse: str


@dataclass(frozen=True, slots=True)
class Zuschnittskarte:
    """The map with its legend (name of the Sozialraum, tone)."""

    breite: int
    hoehe: int
    flaechen: tuple[Zuschnittsflaeche, ...]
    legende: tuple[tuple[str, int], ...]
    quelle: str = QUELLE


def zuschnittskarte(
    orte: Sequence[Gemeindeort],
    vorgemerkt: Mapping[str, object],
    gewaehlt: Collection[str],
    adresse: Callable[[str], str],
) -> Zuschnittskarte:
    """Outlines of all Gemeinden; `vorgemerkt` (keys of Gemeinden) are outlined, `gewaehlt` are marked. No query."""
    grund = grundkarte()
    raeume = {ort.sozialraum.pk: ort.sozialraum for ort in orte if ort.sozialraum}
    reihe = sorted(raeume.values(), key=lambda raum: (raum.reihenfolge, raum.name))
    toene = {raum.pk: nummer % TOENE + 1 for nummer, raum in enumerate(reihe)}
    flaechen = [
        _flaeche(ort, grund.gebiete[ort.gemeinde.ags].pfad, toene, vorgemerkt, gewaehlt, adresse)
        for ort in orte
        if ort.gemeinde.ags in grund.gebiete
    ]
    # What is marked is drawn last, so that no neighbour covers its outline.
    flaechen.sort(key=lambda flaeche: flaeche.klassen.count(" "))
    return Zuschnittskarte(
        grund.breite, grund.hoehe, tuple(flaechen), tuple((raum.name, toene[raum.pk]) for raum in reihe)
    )


def _flaeche(
    ort: Gemeindeort,
    pfad: str,
    toene: Mapping[int, int],
    vorgemerkt: Mapping[str, object],
    gewaehlt: Collection[str],
    adresse: Callable[[str], str],
) -> Zuschnittsflaeche:
    ags, raum = ort.gemeinde.ags, ort.sozialraum
    worte = [ort.gemeinde.name, raum.name if raum else "keinem Sozialraum zugeordnet"]
    klassen = [f"zuschnitt-ton--{toene[raum.pk]}" if raum else "zuschnitt-rest"]
    if ags in vorgemerkt:
        klassen.append("ist-vorgemerkt")
        worte.append("vorgemerkt")
    if ags in gewaehlt:
        klassen.append("ist-gewaehlt")
        worte.append("ausgewählt")
    return Zuschnittsflaeche(ags, ", ".join(worte), pfad, " ".join(klassen), adresse(ags))
