"""Resource finder (K05): how well an offer fits a constellation, in points and in words. No client data anywhere.

Every criterion answers with 0 to 100. What is unknown is 50 and never counts as no. A 0 in a criterion of AUSSCHLUSS
takes the offer out of the list; time, access, cost and places can be talked about and only move it down.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db.models import TextChoices

from partner.rules.angebot import Barrierefreiheit, Frische, Kostenart, Ortsart, Warteliste, Zugang
from partner.rules.angebotszeit import Rhythmus, Zeitangabe

NEIN, UNBEKANNT, TEILWEISE, JA = 0, 50, 75, 100
#: (latitude, longitude) in degrees
Punkt = tuple[float, float]
ERDRADIUS_KM = 6371.0
#: farther away all are alike
WEITESTE_KM = 30.0
HOECHSTES_ALTER = 120


class Kriterium(TextChoices):
    GEBIET = "gebiet", "Ort"
    THEMA = "thema", "Thema"
    ALTER = "alter", "Alter"
    SPRACHE = "sprache", "Sprache"
    BARRIERE = "barriere", "Rollstuhl"
    WEG = "weg", "Wege"
    ZEIT = "zeit", "Zeit"
    ZUGANG = "zugang", "Zugang"
    KOSTEN = "kosten", "Kosten"
    PLATZ = "platz", "Plätze"
    FRISCHE = "frische", "Prüfung"


#: points = sum of weight × 0…100 over the criteria that are asked for; the last two always count
GEWICHT: Mapping[str, int] = MappingProxyType(
    {
        Kriterium.THEMA: 25,
        Kriterium.ALTER: 20,
        Kriterium.SPRACHE: 15,
        Kriterium.BARRIERE: 15,
        Kriterium.WEG: 15,
        Kriterium.GEBIET: 10,
        Kriterium.ZEIT: 10,
        Kriterium.PLATZ: 10,
        Kriterium.FRISCHE: 10,
        Kriterium.ZUGANG: 5,
        Kriterium.KOSTEN: 5,
    }
)
#: count whether or not somebody asks for something
_IMMER = (Kriterium.PLATZ, Kriterium.FRISCHE)
AUSSCHLUSS = frozenset(
    {
        Kriterium.GEBIET,
        Kriterium.THEMA,
        Kriterium.ALTER,
        Kriterium.SPRACHE,
        Kriterium.BARRIERE,
        Kriterium.WEG,
    }
)


class Fahrt(TextChoices):
    """How somebody gets there; each has its radius."""

    FUSS = "fuss", "zu Fuß, im Ort"
    BUS = "bus", "mit Bus und Bahn"
    AUTO = "auto", "mit dem Auto"
    ZUHAUSE = "zuhause", "gar nicht: Hilfe kommt nach Hause oder aus der Ferne"


RADIUS_KM: Mapping[str, float] = MappingProxyType({Fahrt.FUSS: 3.0, Fahrt.BUS: 15.0, Fahrt.AUTO: 30.0})


class Tagesabschnitt(TextChoices):
    VORMITTAG = "vormittag", "vormittags"
    NACHMITTAG = "nachmittag", "nachmittags"
    ABEND = "abend", "abends"


_ABSCHNITT: Mapping[str, tuple[time, time]] = MappingProxyType(
    {
        Tagesabschnitt.VORMITTAG: (time(0, 0), time(12, 0)),
        Tagesabschnitt.NACHMITTAG: (time(12, 0), time(17, 0)),
        Tagesabschnitt.ABEND: (time(17, 0), time(23, 59)),
    }
)


class Zugangswunsch(TextChoices):
    OFFEN = "offen", "ohne Anmeldung"
    FREI = "frei", "ohne Zuweisung, Anmeldung ist möglich"


@dataclass(frozen=True, slots=True)
class Konstellation:
    """What is looked for; nothing in it is about one particular family. Empty fields ask for nothing."""

    alter_von: int | None = None
    alter_bis: int | None = None
    themen: frozenset[int] = frozenset()
    sozialraum: int | None = None
    gemeinde: int | None = None
    punkt: Punkt | None = None
    sprache: str = ""
    fahrt: str = ""
    tage: frozenset[int] = frozenset()
    abschnitte: frozenset[str] = frozenset()
    zugang: str = ""
    rollstuhl: bool = False
    kostenlos: bool = False

    @property
    def fragt(self) -> tuple[Kriterium, ...]:
        """Criteria that are asked for, in the order of their reasons."""
        gefragt = {
            Kriterium.GEBIET: self.sozialraum is not None,
            Kriterium.THEMA: bool(self.themen),
            Kriterium.ALTER: self.alter_von is not None or self.alter_bis is not None,
            Kriterium.SPRACHE: bool(self.sprache),
            Kriterium.BARRIERE: self.rollstuhl,
            Kriterium.WEG: self.punkt is not None or self.fahrt == Fahrt.ZUHAUSE,
            Kriterium.ZEIT: bool(self.tage or self.abschnitte),
            Kriterium.ZUGANG: bool(self.zugang),
            Kriterium.KOSTEN: self.kostenlos,
        }
        return tuple(kriterium for kriterium, ja in gefragt.items() if ja)

    def ohne(self, kriterium: str) -> "Konstellation":
        """The same without asking for this one."""
        return replace(self, **{feld: _LEER[feld] for feld in _FELDER[kriterium]})


_FELDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Kriterium.GEBIET: ("sozialraum", "gemeinde", "punkt"),
        Kriterium.THEMA: ("themen",),
        Kriterium.ALTER: ("alter_von", "alter_bis"),
        Kriterium.SPRACHE: ("sprache",),
        Kriterium.BARRIERE: ("rollstuhl",),
        Kriterium.WEG: ("fahrt",),
        Kriterium.ZEIT: ("tage", "abschnitte"),
        Kriterium.ZUGANG: ("zugang",),
        Kriterium.KOSTEN: ("kostenlos",),
    }
)
_LEER: Mapping[str, Any] = MappingProxyType(
    {feld: getattr(Konstellation(), feld) for felder in _FELDER.values() for feld in felder}
)


class Kandidat(NamedTuple):
    """An offer as far as the constellation asks for it; sets that nobody asks for may be left empty."""

    pk: int
    frische: str
    geprueft_am: date | None = None
    plaetze_frei: int | None = None
    warteliste: str = ""
    alter_von: int | None = None
    alter_bis: int | None = None
    sprachen: tuple[str, ...] = ()
    barrierefrei: str = ""
    zugang: str = ""
    kostenart: str = ""
    ortsart: str = Ortsart.ANBIETER
    gemeinde: int | None = None
    punkt: Punkt | None = None
    raeume: frozenset[int] = frozenset()
    gemeinden: frozenset[int] = frozenset()
    themen: frozenset[int] = frozenset()
    zeiten: tuple[Zeitangabe, ...] = ()


# --- How far ----------------------------------------------------------------------------------------------------------


def luftlinie_km(eins: Punkt, zwei: Punkt) -> float:
    """Great-circle distance (haversine). Konz (49.7003, 6.5766) to Saarburg (49.6061, 6.5436) is 10.7 km."""
    breite, laenge = radians(zwei[0] - eins[0]), radians(zwei[1] - eins[1])
    h = sin(breite / 2) ** 2 + cos(radians(eins[0])) * cos(radians(zwei[0])) * sin(laenge / 2) ** 2
    return 2 * ERDRADIUS_KM * asin(min(1.0, sqrt(h)))


def entfernung_km(k: Kandidat, f: Konstellation) -> float | None:
    """From the Gemeinde that is asked for to the offer; 0 for what comes to people, None when unknown."""
    if k.ortsart in (Ortsart.AUFSUCHEND, Ortsart.FERN):
        return 0.0
    return luftlinie_km(f.punkt, k.punkt) if f.punkt and k.punkt else None


# --- 0 to 100 per criterion -------------------------------------------------------------------------------------------


def _gebiet(k: Kandidat, f: Konstellation) -> int:
    """Who it is for: its Sozialräume, and its Gemeinden where it is for some only."""
    if f.gemeinde is not None and k.gemeinden and f.gemeinde not in k.gemeinden:
        return NEIN
    if not k.raeume:
        return UNBEKANNT
    return JA if f.sozialraum in k.raeume else NEIN


def _thema(k: Kandidat, f: Konstellation) -> int:
    if not k.themen:
        return UNBEKANNT
    gemeinsam = len(k.themen & f.themen)
    return 60 + 40 * gemeinsam // len(f.themen) if gemeinsam else NEIN


def _alter(k: Kandidat, f: Konstellation) -> int:
    if k.alter_von is None and k.alter_bis is None:
        return UNBEKANNT
    von, bis = _spanne(k.alter_von, k.alter_bis)
    gesucht_von, gesucht_bis = _spanne(f.alter_von, f.alter_bis)
    if von > gesucht_bis or bis < gesucht_von:
        return NEIN
    return JA if von <= gesucht_von and bis >= gesucht_bis else TEILWEISE


def _spanne(von: int | None, bis: int | None) -> tuple[int, int]:
    return von or 0, HOECHSTES_ALTER if bis is None else bis


def _sprache(k: Kandidat, f: Konstellation) -> int:
    if not k.sprachen:
        return UNBEKANNT
    return JA if f.sprache in k.sprachen else NEIN


_BARRIERE = {Barrierefreiheit.JA: JA, Barrierefreiheit.TEILWEISE: TEILWEISE, Barrierefreiheit.NEIN: NEIN}


def _barriere(k: Kandidat, f: Konstellation) -> int:
    return _BARRIERE.get(k.barrierefrei, UNBEKANNT)


def _weg(k: Kandidat, f: Konstellation) -> int:
    """The nearer the better; 0 is outside the radius. A place in the same Gemeinde is never too far to walk."""
    if f.fahrt == Fahrt.ZUHAUSE:
        return JA if k.ortsart in (Ortsart.AUFSUCHEND, Ortsart.FERN) else NEIN
    km = entfernung_km(k, f)
    if km is None:
        return UNBEKANNT
    im_ort = k.gemeinde is not None and k.gemeinde == f.gemeinde
    if km > RADIUS_KM.get(f.fahrt, float("inf")) and not im_ort:
        return NEIN
    return max(1, round(JA - JA * min(km, WEITESTE_KM) / WEITESTE_KM))


def _zeit(k: Kandidat, f: Konstellation) -> int:
    return max((zeile_passt(zeit, f) for zeit in k.zeiten), default=UNBEKANNT)


def zeile_passt(zeit: Zeitangabe, f: Konstellation) -> int:
    """Whether one time of an offer lies in the wished days and hours; what is not told is unknown, not no."""
    tag = zeit.ab.weekday() if zeit.rhythmus == Rhythmus.EINMALIG and zeit.ab else zeit.wochentag
    if f.tage and tag is not None and tag not in f.tage:
        return NEIN
    if f.abschnitte and zeit.von_uhr and not any(_liegt_in(zeit, name) for name in f.abschnitte):
        return NEIN
    offen = (f.tage and tag is None) or (f.abschnitte and zeit.von_uhr is None)
    return UNBEKANNT if offen else JA


def _liegt_in(zeit: Zeitangabe, abschnitt: str) -> bool:
    """Some of it lies within; without an end its beginning counts."""
    beginn, ende = _ABSCHNITT[abschnitt]
    if zeit.bis_uhr is None:
        return beginn <= zeit.von_uhr < ende
    return zeit.von_uhr < ende and zeit.bis_uhr > beginn


def _zugang(k: Kandidat, f: Konstellation) -> int:
    if not k.zugang:
        return UNBEKANNT
    if k.zugang == Zugang.OFFEN:
        return JA
    return JA if f.zugang == Zugangswunsch.FREI and k.zugang == Zugang.ANMELDUNG else NEIN


_KOSTEN = {Kostenart.KOSTENLOS: JA, Kostenart.SPENDE: TEILWEISE, Kostenart.BETRAG: NEIN}


def _kosten(k: Kandidat, f: Konstellation) -> int:
    return _KOSTEN.get(k.kostenart, UNBEKANNT)


def _platz(k: Kandidat, f: Konstellation) -> int:
    if k.plaetze_frei:
        return JA
    if k.warteliste == Warteliste.OFFEN:
        return 25
    voll = k.plaetze_frei == 0 or k.warteliste == Warteliste.GESCHLOSSEN
    return NEIN if voll else UNBEKANNT


_FRISCHE = {Frische.AKTUELL: JA, Frische.UNGEPRUEFT: UNBEKANNT, Frische.ABGELAUFEN: NEIN}


def _frische(k: Kandidat, f: Konstellation) -> int:
    return _FRISCHE[k.frische]


_WERT: Mapping[str, Callable[[Kandidat, Konstellation], int]] = MappingProxyType(
    {
        Kriterium.GEBIET: _gebiet,
        Kriterium.THEMA: _thema,
        Kriterium.ALTER: _alter,
        Kriterium.SPRACHE: _sprache,
        Kriterium.BARRIERE: _barriere,
        Kriterium.WEG: _weg,
        Kriterium.ZEIT: _zeit,
        Kriterium.ZUGANG: _zugang,
        Kriterium.KOSTEN: _kosten,
        Kriterium.PLATZ: _platz,
        Kriterium.FRISCHE: _frische,
    }
)


def werte(k: Kandidat, f: Konstellation) -> Mapping[str, int]:
    """0 to 100 for every criterion that counts here."""
    return {kriterium: _WERT[kriterium](k, f) for kriterium in (*f.fragt, *_IMMER)}


def punkte(gewertet: Mapping[str, int]) -> int:
    """Sum of weight × value: better in one criterion and equal in the others is never less."""
    return sum(GEWICHT[kriterium] * wert for kriterium, wert in gewertet.items())


def scheidet_aus(gewertet: Mapping[str, int]) -> tuple[str, ...]:
    """Criteria that take the offer out of the list; empty when it stays."""
    return tuple(kriterium for kriterium, wert in gewertet.items() if wert == NEIN and kriterium in AUSSCHLUSS)


def reihe(kandidaten: Iterable[Kandidat], f: Konstellation) -> list[Kandidat]:
    """What stays, most points first; equal ones keep the order they came in (K05)."""
    funktionen = [(kriterium in AUSSCHLUSS, GEWICHT[kriterium], _WERT[kriterium]) for kriterium in (*f.fragt, *_IMMER)]
    gereiht = []
    for kandidat in kandidaten:
        summe = 0
        for schliesst_aus, gewicht, funktion in funktionen:
            wert = funktion(kandidat, f)
            if schliesst_aus and not wert:
                break
            summe += gewicht * wert
        else:
            gereiht.append((summe, kandidat))
    gereiht.sort(key=lambda paar: -paar[0])
    return [kandidat for _, kandidat in gereiht]


def engpaesse(kandidaten: Iterable[Kandidat], f: Konstellation) -> list[tuple[Kriterium, int]]:
    """Criteria that exclude offers, with how many would be in the list without each; the most rewarding first.

    When only several together exclude everything, the one that most offers fail comes first, with 0.
    """
    allein: Counter[str] = Counter()
    alle: Counter[str] = Counter()
    for kandidat in kandidaten:
        gruende = scheidet_aus(werte(kandidat, f))
        alle.update(gruende)
        # Without a place nothing is too far either.
        nur_ort = set(gruende) == {Kriterium.GEBIET, Kriterium.WEG} and f.fahrt != Fahrt.ZUHAUSE
        if len(gruende) == 1 or nur_ort:
            allein[gruende[0]] += 1
    folge = sorted(alle, key=lambda kriterium: (-allein[kriterium], -alle[kriterium], kriterium))
    return [(Kriterium(kriterium), allein[kriterium]) for kriterium in folge]


def gewichte() -> Sequence[tuple[str, int, bool]]:
    """(name, weight, whether it excludes) for the explanation on the page, heaviest first."""
    return [(Kriterium(k).label, gewicht, k in AUSSCHLUSS) for k, gewicht in GEWICHT.items()]
