"""The reason of a rank in words (K05): what fits, what does not, what nobody knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from konten.rules.zahl import mehrzahl
from partner.rules.angebot import Kostenart, Ortsart, Zugang
from partner.rules.finden import (
    JA,
    TEILWEISE,
    UNBEKANNT,
    Kandidat,
    Konstellation,
    Kriterium,
    entfernung_km,
    werte,
    zeile_passt,
)
from partner.rules.sprachen import SPRACHEN


@dataclass(frozen=True, slots=True)
class Gruende:
    """Why an offer stands where it stands: what fits, what does not, what nobody knows."""

    passt: tuple[str, ...] = ()
    beachten: tuple[str, ...] = ()
    unbekannt: tuple[str, ...] = ()

    @property
    def satz(self) -> str:
        """ "passt zum Alter 3–6 · 4 km · vor 2 Monaten geprüft · Platz frei"."""
        return " · ".join(self.passt)


@dataclass(frozen=True, slots=True)
class Namen:
    """Names for the reasons: themes and Sozialraum or Gemeinde that are asked for."""

    themen: Mapping[int, str] = field(default_factory=dict)
    ort: str = ""


def begruende(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date) -> Gruende:
    """The reason of a rank in words, criterion by criterion."""
    teile: dict[str, list[str]] = {"passt": [], "beachten": [], "unbekannt": []}
    for kriterium, wert in werte(k, f).items():
        lage = _lage(kriterium, wert, k, f)
        if lage == "unbekannt":
            teile[lage].append("Entfernung" if kriterium == Kriterium.WEG else str(kriterium.label))
        else:
            teile[lage].append(_WORTE[kriterium](k, f, namen, stichtag, wert))
    return Gruende(**{name: tuple(worte) for name, worte in teile.items()})


def _lage(kriterium: str, wert: int, k: Kandidat, f: Konstellation) -> str:
    if kriterium == Kriterium.FRISCHE:
        return "passt" if wert == JA else "beachten"
    if kriterium == Kriterium.WEG:
        unklar = wert == UNBEKANNT and entfernung_km(k, f) is None
        return "unbekannt" if unklar else "passt" if wert else "beachten"
    if wert == UNBEKANNT:
        return "unbekannt"
    return "passt" if wert > UNBEKANNT else "beachten"


def _gebietswort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    return f"für {namen.ort}" if wert else f"nicht für {namen.ort}"


def _themenwort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    gemeinsam = sorted(namen.themen.get(thema, "") for thema in k.themen & f.themen)
    return f"Thema {', '.join(gemeinsam)}" if gemeinsam else "andere Themen"


def _alterswort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    spanne = altersspanne(k.alter_von, k.alter_bis)
    return (
        f"passt zum Alter {spanne}" if wert == JA else f"passt zum Teil zum Alter {spanne}" if wert else f"für {spanne}"
    )


def altersspanne(von: int | None, bis: int | None) -> str:
    """ "3–6", "ab 12", "bis 3", "6"."""
    if von is None:
        return f"bis {bis}"
    if bis is None:
        return f"ab {von}"
    return str(von) if von == bis else f"{von}–{bis}"


def _sprachwort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    name = SPRACHEN.get(f.sprache, f.sprache)
    return f"auf {name}" if wert else f"nicht auf {name}"


def _barrierewort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    worte = {JA: "mit Rollstuhl zugänglich", TEILWEISE: "mit Rollstuhl zum Teil zugänglich"}
    return worte.get(wert, "nicht mit Rollstuhl")


def _wegwort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    if k.ortsart == Ortsart.AUFSUCHEND:
        return "kommt nach Hause"
    if k.ortsart == Ortsart.FERN:
        return "per Telefon oder online"
    km = entfernung_km(k, f)
    if km is None:
        return "kommt nicht nach Hause"
    if k.gemeinde is not None and k.gemeinde == f.gemeinde:
        return "im Ort"
    return "unter 1 km" if km < 1 else f"{km:.0f} km"


def _zeitwort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    passende = [zeit for zeit in k.zeiten if zeile_passt(zeit, f) == JA]
    return passende[0].satz if passende else "zu anderen Zeiten"


def _zugangswort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    return str(Zugang(k.zugang).label)


def _kostenwort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    return str(Kostenart(k.kostenart).label)


def _platzwort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    if wert == JA:
        return "Platz frei" if k.plaetze_frei == 1 else f"{k.plaetze_frei} Plätze frei"
    return "Warteliste" if wert else "zurzeit voll"


def _pruefwort(k: Kandidat, f: Konstellation, namen: Namen, stichtag: date, wert: int) -> str:
    if k.geprueft_am is None:
        return "noch nie geprüft"
    monate = (stichtag.year - k.geprueft_am.year) * 12 + stichtag.month - k.geprueft_am.month
    monate -= stichtag.day < k.geprueft_am.day
    wann = "in diesem Monat" if monate <= 0 else f"vor {mehrzahl(monate, 'Monat', 'Monaten')}"
    return f"{wann} geprüft" if wert == JA else f"zuletzt {wann} geprüft"


_WORTE: Mapping[str, Callable[[Kandidat, Konstellation, Namen, date, int], str]] = MappingProxyType(
    {
        Kriterium.GEBIET: _gebietswort,
        Kriterium.THEMA: _themenwort,
        Kriterium.ALTER: _alterswort,
        Kriterium.SPRACHE: _sprachwort,
        Kriterium.BARRIERE: _barrierewort,
        Kriterium.WEG: _wegwort,
        Kriterium.ZEIT: _zeitwort,
        Kriterium.ZUGANG: _zugangswort,
        Kriterium.KOSTEN: _kostenwort,
        Kriterium.PLATZ: _platzwort,
        Kriterium.FRISCHE: _pruefwort,
    }
)
