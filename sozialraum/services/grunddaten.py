"""Base data of the territories: Gemeinden, Sozialräume, who belongs where, Sozialraumzentren, parameters.

Dependent rows are entered together with what they depend on and never again: what the Jugendamt has changed or
taken away since then stays as it is.
"""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from konten.models import Parameter
from konten.rules.parameter import PARAMETER
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum, Sozialraumzentrum, Verbandsgemeinde

DATEN = Path(__file__).resolve().parent.parent / "daten"
GEBIET_SEIT = date(2014, 1, 1)
PARAMETER_SEIT = date(2017, 1, 1)
SOZIALRAEUME = [
    ("hermeskeil", "Hermeskeil"),
    ("konz", "Konz"),
    ("rst", "Ruwer/Schweich/Trier-Land"),
    ("saarburg", "Saarburg"),
]
SOZIALRAUM_DER_VG = {
    "072355001": "hermeskeil",
    "072355003": "konz",
    "072355004": "rst",
    "072355006": "rst",
    "072355007": "rst",
    "072355008": "saarburg",
}
#: villages of the former VG Kell that went to Hermeskeil and not with their VG to Saarburg
ABWEICHEND_HERMESKEIL = frozenset({"Heddert", "Kell am See", "Mandern", "Schillingen", "Waldweiler"})
NICHT_BELEGT = frozenset(
    {"Baldringen", "Greimerath", "Hentern", "Lampaden", "Paschel", "Schömerich", "Vierherrenborn", "Zerf"}
)
QUELLE_BELEGT = "Einteilung der Sozialräume des Landkreises Trier-Saarburg"
QUELLE_ERSCHLOSSEN = "erschlossen, nicht belegt"
QUELLE_MINDESTUMFANG = "Konzept Netzwerkarbeit, Entwurf vom 04.04.2017"
QUELLE_VORGABE = "Vorgabe des Landkreises"


def lies_tabelle(name: str) -> list[dict[str, str]]:
    """Rows of a data file of this project, column name to text. Raises FileNotFoundError for an unknown name."""
    with (DATEN / f"{name}.csv").open(encoding="utf-8", newline="") as datei:
        return list(csv.DictReader(datei))


@transaction.atomic
def trage_gebiete_ein() -> int:
    """Enters what is missing of the territories (K31, K35) and returns the number of new rows. Idempotent."""
    return _sozialraeume() + _gemeinden() + _parameter()


def _sozialraeume() -> int:
    neu = 0
    for reihenfolge, (kuerzel, name) in enumerate(SOZIALRAEUME, start=1):
        sozialraum, angelegt = Sozialraum.objects.get_or_create(
            kuerzel=kuerzel, defaults={"name": name, "reihenfolge": reihenfolge}
        )
        if angelegt:
            neu += 1 + _zentren(sozialraum)
    return neu


def _zentren(sozialraum: Sozialraum) -> int:
    zeilen = [zeile for zeile in lies_tabelle("zentren") if zeile["sozialraum"] == sozialraum.kuerzel]
    for zeile in zeilen:
        Sozialraumzentrum.objects.create(
            sozialraum=sozialraum,
            name=zeile["name"],
            strasse=zeile["strasse"],
            plz=zeile["plz"],
            ort=zeile["ort"],
            von=date.fromisoformat(zeile["von"]),
        )
    return len(zeilen)


def _gemeinden() -> int:
    bekannte = set(Gemeinde.objects.values_list("ags", flat=True))
    fehlende = [zeile for zeile in lies_tabelle("gemeinden") if zeile["ags"] not in bekannte]
    if not fehlende:
        return 0
    verbandsgemeinden, neu = _verbandsgemeinden()
    sozialraeume = Sozialraum.objects.in_bulk(field_name="kuerzel")
    for zeile in fehlende:
        gemeinde = _gemeinde(zeile, verbandsgemeinden[zeile["vg_schluessel"]])
        _ordne_zu(gemeinde, sozialraeume)
    return neu + 2 * len(fehlende)


def _verbandsgemeinden() -> tuple[dict[str, Verbandsgemeinde], int]:
    ergebnis, neu = {}, 0
    for zeile in lies_tabelle("verbandsgemeinden"):
        ergebnis[zeile["schluessel"]], angelegt = Verbandsgemeinde.objects.get_or_create(
            schluessel=zeile["schluessel"], defaults={"name": zeile["name"]}
        )
        neu += angelegt
    return ergebnis, neu


def _gemeinde(zeile: dict[str, str], verbandsgemeinde: Verbandsgemeinde) -> Gemeinde:
    return Gemeinde.objects.create(
        ags=zeile["ags"],
        name=zeile["name"],
        verbandsgemeinde=verbandsgemeinde,
        plz=zeile["plz"],
        einwohner=int(zeile["einwohner"]),
        einwohner_am=date.fromisoformat(zeile["stand"]),
        flaeche_km2=zeile["flaeche"],
        breite=zeile["lat"],
        laenge=zeile["lon"],
    )


def _ordne_zu(gemeinde: Gemeinde, sozialraeume: dict[str, Sozialraum]) -> None:
    erschlossen = gemeinde.name in NICHT_BELEGT
    Gebietszuordnung.objects.create(
        gemeinde=gemeinde,
        sozialraum=sozialraeume[sozialraum_der(gemeinde.name, gemeinde.verbandsgemeinde.schluessel)],
        von=GEBIET_SEIT,
        ist_belegt=not erschlossen,
        quelle=QUELLE_ERSCHLOSSEN if erschlossen else QUELLE_BELEGT,
    )


def sozialraum_der(gemeinde: str, vg_schluessel: str) -> str:
    """Kürzel of the Sozialraum a Gemeinde belongs to from 2014 on. Raises KeyError for an unknown Verbandsgemeinde."""
    return "hermeskeil" if gemeinde in ABWEICHEND_HERMESKEIL else SOZIALRAUM_DER_VG[vg_schluessel]


def _parameter() -> int:
    bekannte = set(Parameter.objects.values_list("schluessel", flat=True))
    fehlende = [(name, eintrag) for name, eintrag in PARAMETER.items() if name not in bekannte]
    for name, eintrag in fehlende:
        Parameter.objects.create(
            schluessel=name,
            wert=eintrag.vorgabe,
            von=PARAMETER_SEIT,
            quelle=QUELLE_MINDESTUMFANG if name == "mindestumfang_vzae" else QUELLE_VORGABE,
        )
    return len(fehlende)
