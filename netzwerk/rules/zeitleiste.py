"""Staffing of a Sozialraum as a drawing (K31): bars of the shares, the sum as a step line, the minimum, the gaps.

Places are SVG units; the template only writes them down. The table beside says the same in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from konten.rules.zahl import tagesdatum
from netzwerk.rules.stellenanteil import Anteil, Ausnahme, Luecke, Stufe, arbeitszeiten, zeige, zeitraumtext

BREITE, LINKS, RECHTS, KOPF, ZEILE, BALKEN, LAUF, FUSS = 960, 200, 12, 40, 30, 20, 90, 30
_TAG = timedelta(days=1)
#: beyond this many days the quarters have no room for their names
QUARTALSNAMEN_BIS = 1100


@dataclass(frozen=True, slots=True)
class Zeile:
    """An Einsatz to be drawn."""

    name: str
    anteil: Anteil
    ist_vorschlag: bool = False


@dataclass(frozen=True, slots=True)
class Stueck:
    """A box from x on; `art` is gilt, ruht, vorschlag, luecke, ohne or ausnahme."""

    x: float
    breite: float
    art: str
    text: str = ""

    @property
    def mitte(self) -> float:
        return round(self.x + self.breite / 2, 1)


@dataclass(frozen=True, slots=True)
class Reihe:
    name: str
    vzae: str
    y: int
    stuecke: tuple[Stueck, ...]

    @property
    def text_y(self) -> int:
        return self.y + BALKEN - 5


@dataclass(frozen=True, slots=True)
class Marke:
    """A line of the axis; a year's first quarter names the year."""

    x: float
    text: str
    jahr: str = ""


@dataclass(frozen=True, slots=True)
class Zeitleiste:
    """The whole drawing."""

    hoehe: int
    marken: tuple[Marke, ...]
    reihen: tuple[Reihe, ...]
    summe: str
    minimum: str
    minimum_text: str
    minimum_y: float
    luecken: tuple[Stueck, ...]
    ausnahmen: tuple[Stueck, ...]
    heute: float | None
    oben: int
    grundlinie: int
    hoechste: str
    beschreibung: str
    breite: int = BREITE
    links: int = LINKS
    rechts: int = BREITE - RECHTS
    balken: int = BALKEN

    @property
    def band_y(self) -> int:
        return self.grundlinie + 8


class Massstab:
    """Days to x, sums to y."""

    def __init__(self, von: date, bis: date, oben: int, hoechste: Decimal) -> None:
        self.von, self.bis, self.oben, self.hoechste = von, bis, oben, hoechste
        self._je_tag = (BREITE - LINKS - RECHTS) / ((bis - von).days + 1)

    def x(self, tag: date) -> float:
        return round(LINKS + (tag - self.von).days * self._je_tag, 1)

    def y(self, summe: Decimal) -> float:
        return round(self.oben + LAUF - float(summe / self.hoechste) * LAUF, 1)

    def stueck(self, von: date, bis: date | None, art: str, text: str = "") -> Stueck | None:
        """None when it lies outside the period."""
        anfang, ende = max(von, self.von), min(bis or self.bis, self.bis)
        if ende < anfang:
            return None
        x = self.x(anfang)
        return Stueck(x, round(self.x(ende + _TAG) - x, 1), art, text)


def zeitleiste(
    zeilen: Sequence[Zeile],
    stufen: Sequence[Stufe],
    minima: Sequence[tuple[date, date, Decimal]],
    luecken: Sequence[Luecke],
    ausnahmen: Iterable[Ausnahme],
    heute: date,
) -> Zeitleiste:
    """`stufen` and `minima` cover the period without a hole; there is at least one of each."""
    von, bis = stufen[0].von, stufen[-1].bis
    oben = KOPF + ZEILE * len(zeilen) + 16
    hoechste = max([stufe.summe for stufe in stufen] + [minimum for _, _, minimum in minima]) * Decimal("1.15")
    mass = Massstab(von, bis, oben, hoechste)
    return Zeitleiste(
        hoehe=oben + LAUF + FUSS,
        marken=tuple(_marken(mass)),
        reihen=tuple(_reihe(mass, zeile, KOPF + ZEILE * nummer) for nummer, zeile in enumerate(zeilen)),
        summe=_treppe(mass, [(stufe.von, stufe.bis, stufe.summe) for stufe in stufen]),
        minimum=_treppe(mass, minima),
        minimum_text=f"Minimum {zeige(minima[0][2])}",
        minimum_y=mass.y(minima[0][2]) + 4,
        luecken=tuple(stueck for luecke in luecken if (stueck := _luecke(mass, luecke))),
        ausnahmen=tuple(
            stueck for eine in ausnahmen if (stueck := mass.stueck(eine.von, eine.bis, "ausnahme", eine.satz))
        ),
        heute=mass.x(heute) if von <= heute <= bis else None,
        oben=oben,
        grundlinie=oben + LAUF,
        hoechste=zeige(max(stufe.summe for stufe in stufen)),
        beschreibung=_beschreibung(von, bis, zeilen, luecken),
    )


def _marken(mass: Massstab) -> Iterable[Marke]:
    mit_namen = (mass.bis - mass.von).days <= QUARTALSNAMEN_BIS
    yield Marke(mass.x(mass.von), "", str(mass.von.year))
    tag = date(mass.von.year, 3 * ((mass.von.month - 1) // 3) + 1, 1)
    while (tag := _naechstes_quartal(tag)) <= mass.bis:
        quartal = f"Q{(tag.month + 2) // 3}" if mit_namen else ""
        yield Marke(mass.x(tag), quartal, str(tag.year) if tag.month == 1 else "")


def _naechstes_quartal(tag: date) -> date:
    return date(tag.year + tag.month // 10, (tag.month + 2) % 12 + 1, 1)


def _reihe(mass: Massstab, zeile: Zeile, y: int) -> Reihe:
    anteil = zeile.anteil
    art = "vorschlag" if zeile.ist_vorschlag else "gilt"
    arbeit = [mass.stueck(von, bis, art) for von, bis in arbeitszeiten(anteil.von, anteil.bis, anteil.pausen)]
    ruhe = [
        mass.stueck(max(von, anteil.von), min(bis or anteil.bis or mass.bis, anteil.bis or mass.bis), "ruht")
        for von, bis in anteil.pausen
    ]
    return Reihe(zeile.name, zeige(anteil.vzae), y, tuple(stueck for stueck in [*arbeit, *ruhe] if stueck))


def _luecke(mass: Massstab, luecke: Luecke) -> Stueck | None:
    if luecke.ausnahme:
        return None
    return mass.stueck(luecke.von, luecke.bis, "luecke" if luecke.ist_offen else "ohne", luecke.satz)


def _treppe(mass: Massstab, stufen: Sequence[tuple[date, date, Decimal]]) -> str:
    """An SVG path that runs level for each piece and jumps between them."""
    teile = [f"M{mass.x(stufen[0][0])} {mass.y(stufen[0][2])}"]
    for von, bis, wert in stufen:
        teile += [f"H{mass.x(von)}", f"V{mass.y(wert)}", f"H{mass.x(bis + _TAG)}"]
    return "".join(teile)


def _beschreibung(von: date, bis: date, zeilen: Sequence[Zeile], luecken: Sequence[Luecke]) -> str:
    einsaetze = "; ".join(
        f"{zeile.name} {zeige(zeile.anteil.vzae)} VZÄ {zeitraumtext(zeile.anteil.von, zeile.anteil.bis)}"
        + (" (vorgeschlagen)" if zeile.ist_vorschlag else "")
        + "".join(f", unterbrochen {zeitraumtext(*pause)}" for pause in zeile.anteil.pausen)
        for zeile in zeilen
    )
    fehlend = "; ".join(f"{zeitraumtext(luecke.von, luecke.bis)} {luecke.satz}" for luecke in luecken)
    zeit = f"{tagesdatum(von)} bis {tagesdatum(bis)}."
    return f"{zeit} Einsätze: {einsaetze or 'keine'}. Unter dem Mindestumfang: {fehlend or 'an keinem Tag'}."
