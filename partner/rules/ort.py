"""Which Gemeinde a place means. The place decides, never the postcode alone: 54316 spans three Verbandsgemeinden."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from konten.rules import normalisiere
from partner.rules import Sitz

#: the kreisfreie Städte of Rheinland-Pfalz; a seat there lies outside every Landkreis
KREISFREIE_STAEDTE = frozenset(
    {
        "frankenthal",
        "kaiserslautern",
        "koblenz",
        "landau",
        "ludwigshafen",
        "mainz",
        "neustadt an der weinstrasse",
        "pirmasens",
        "speyer",
        "trier",
        "worms",
        "zweibruecken",
    }
)
_KLAMMER = re.compile(r"\s*\([^)]*\)?\s*$")
_TRENNER = re.compile(r"\s*[-–/,]\s*|\s+(?:ot|ortsteil|stadtteil)\s+")


@dataclass(frozen=True, slots=True)
class Gemeindeangabe:
    """A Gemeinde as the import needs it, with the Sozialraum it belongs to on the day of the import."""

    pk: int
    ags: str
    name: str
    plz: str
    sozialraum: int | None = None
    sozialraum_name: str = ""
    sozialraum_kuerzel: str = ""


@dataclass(frozen=True, slots=True)
class Ortsurteil:
    """Where a row is seated; with `zweifel` a person has to decide."""

    gemeinde: Gemeindeangabe | None = None
    sitz: Sitz = Sitz.UNBEKANNT
    zweifel: str = ""


@dataclass(frozen=True, slots=True)
class Ortsverzeichnis:
    """All Gemeinden of the Landkreis, ready for looking up."""

    gemeinden: tuple[Gemeindeangabe, ...]
    verbandsgemeinden: frozenset[str] = frozenset()
    nach_ags: dict[str, Gemeindeangabe] = field(default_factory=dict)
    nach_name: dict[str, list[Gemeindeangabe]] = field(default_factory=dict)
    nach_plz: dict[str, list[Gemeindeangabe]] = field(default_factory=dict)

    @classmethod
    def aus(cls, gemeinden: Iterable[Gemeindeangabe], verbandsgemeinden: Iterable[str] = ()) -> "Ortsverzeichnis":
        """Builds the indexes. Names of Verbandsgemeinden that are Gemeinden as well do not count as such."""
        alle = tuple(gemeinden)
        nach_name, nach_plz = defaultdict(list), defaultdict(list)
        for gemeinde in alle:
            nach_name[normalisiere(gemeinde.name)].append(gemeinde)
            nach_plz[gemeinde.plz].append(gemeinde)
        verbaende = frozenset(map(normalisiere, verbandsgemeinden)) - nach_name.keys()
        return cls(alle, verbaende, {gemeinde.ags: gemeinde for gemeinde in alle}, dict(nach_name), dict(nach_plz))

    def kandidaten(self, ort: str) -> list[Gemeindeangabe]:
        """Gemeinden that a place may mean: full name, without the bracket, the part before a hyphen, a name begun."""
        if self.verbandsgemeinden.intersection(_formen(ort)[:2]):
            return []
        for form in _formen(ort):
            if form in self.nach_name:
                return self.nach_name[form]
        kurz = f"{ortsname(ort)} "
        return [gemeinde for name, (gemeinde, *_) in self.nach_name.items() if kurz.strip() and name.startswith(kurz)]


def ortsname(ort: str) -> str:
    """Normalised name without a leading postcode and without the bracket of an Ortsteil."""
    text = re.sub(r"^(?:d-)?\d{5}\s+", "", normalisiere(ort))
    return _KLAMMER.sub("", text).strip() or text


def _formen(ort: str) -> list[str]:
    voll = re.sub(r"^(?:d-)?\d{5}\s+", "", normalisiere(ort))
    kurz = ortsname(ort)
    return list(dict.fromkeys((voll, kurz, _TRENNER.split(kurz)[0])))


def lies_ags(text: str) -> str:
    """Eight digits; spreadsheets drop the leading zero. Empty when it is no such key."""
    ziffern = re.sub(r"\s", "", text).removesuffix(".0")
    return ziffern.zfill(8) if re.fullmatch(r"[0-9]{7,8}", ziffern) else ""


def loese_ort(*, ags: str, ort: str, plz: str, verzeichnis: Ortsverzeichnis) -> Ortsurteil:
    """Seat of a row from its Gemeindeschlüssel, its place and, to choose between namesakes, its postcode."""
    schluessel = lies_ags(ags)
    if gemeinde := verzeichnis.nach_ags.get(schluessel):
        return _nach_ags(gemeinde, ort, verzeichnis)
    if normalisiere(ort):
        return _nach_ort(ort, plz, verzeichnis)
    if schluessel and not _im_kreis(schluessel, verzeichnis):
        return Ortsurteil(sitz=Sitz.AUSSERHALB)
    return _nach_plz(plz, verzeichnis)


def _im_kreis(schluessel: str, verzeichnis: Ortsverzeichnis) -> bool:
    return any(ags[:5] == schluessel[:5] for ags in verzeichnis.nach_ags)


def _nach_ags(gemeinde: Gemeindeangabe, ort: str, verzeichnis: Ortsverzeichnis) -> Ortsurteil:
    genannt = verzeichnis.kandidaten(ort)
    if genannt and gemeinde not in genannt:
        satz = f"Gemeindeschlüssel ({gemeinde.name}) und Ort („{ort}“) widersprechen sich."
        return Ortsurteil(gemeinde, Sitz.LANDKREIS, satz)
    return Ortsurteil(gemeinde, Sitz.LANDKREIS)


def _nach_ort(ort: str, plz: str, verzeichnis: Ortsverzeichnis) -> Ortsurteil:
    fremde_plz = bool(plz) and plz not in verzeichnis.nach_plz
    kandidaten = verzeichnis.kandidaten(ort)
    if not kandidaten:
        return _unbekannter_ort(ort, plz, fremde_plz, verzeichnis)
    if len(kandidaten) > 1:
        passend = [gemeinde for gemeinde in kandidaten if gemeinde.plz == plz]
        if len(passend) != 1:
            namen = ", ".join(gemeinde.name for gemeinde in kandidaten)
            return Ortsurteil(zweifel=f"„{ort}“ kann mehreres heißen: {namen}.")
        kandidaten = passend
    if fremde_plz:
        satz = f"„{ort}“ gibt es im Landkreis, die Postleitzahl {plz} gehört aber nicht dazu."
        return Ortsurteil(kandidaten[0], Sitz.LANDKREIS, satz)
    return Ortsurteil(kandidaten[0], Sitz.LANDKREIS)


def _unbekannter_ort(ort: str, plz: str, fremde_plz: bool, verzeichnis: Ortsverzeichnis) -> Ortsurteil:
    formen = _formen(ort)
    if fremde_plz:
        return Ortsurteil(sitz=Sitz.AUSSERHALB)
    if verzeichnis.verbandsgemeinden.intersection(formen[:2]):
        return Ortsurteil(zweifel=f"„{ort}“ ist eine Verbandsgemeinde, keine Gemeinde.")
    if KREISFREIE_STAEDTE.intersection(formen):
        return Ortsurteil(sitz=Sitz.AUSSERHALB)
    moeglich = verzeichnis.nach_plz.get(plz, [])
    zusatz = f" Die Postleitzahl {plz} gehört zu {_namen(moeglich)}." if moeglich else ""
    vorschlag = moeglich[0] if len(moeglich) == 1 else None
    return Ortsurteil(vorschlag, zweifel=f"„{ort}“ ist keine Gemeinde des Landkreises.{zusatz}")


def _nach_plz(plz: str, verzeichnis: Ortsverzeichnis) -> Ortsurteil:
    if not plz:
        return Ortsurteil(zweifel="Sitz nicht angegeben.")
    moeglich = verzeichnis.nach_plz.get(plz)
    if not moeglich:
        return Ortsurteil(sitz=Sitz.AUSSERHALB)
    satz = f"Ort nicht angegeben. Die Postleitzahl {plz} gehört zu {_namen(moeglich)}."
    return Ortsurteil(moeglich[0] if len(moeglich) == 1 else None, zweifel=satz)


def _namen(gemeinden: list[Gemeindeangabe]) -> str:
    namen = [gemeinde.name for gemeinde in gemeinden]
    return ", ".join(namen[:4]) + (f" und {len(namen) - 4} weiteren" if len(namen) > 4 else "")
