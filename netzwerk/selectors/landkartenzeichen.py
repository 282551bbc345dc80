"""Signs and patterns of the map as SVG, the same in the drawing and in its legend.

Colours stand as attributes for print and download; classes of karte.css win over them on pages, dark mode included.
"""

import html
from collections import Counter
from collections.abc import Collection, Iterable
from math import pi
from typing import Any

from django.utils.safestring import SafeData, SafeString

from netzwerk.rules.abdeckung import Lage
from netzwerk.rules.landkarte import Form, Zeichen


def _sicher(wert: Any) -> str:
    return wert if isinstance(wert, SafeData) else html.escape(str(wert))


def setze(muster: str, *werte: Any) -> SafeString:
    """`format_html` without its detour for texts that are translated late: a map has thousands of these."""
    return SafeString(muster.format(*map(_sicher, werte)))


def verbunden(teile: Iterable[SafeString]) -> SafeString:
    """Pieces one after the other; what is no markup yet is escaped."""
    return SafeString("".join(map(_sicher, teile)))


def je(muster: str, zeilen: Iterable[Iterable[Any]]) -> SafeString:
    """The pattern once for every row."""
    return verbunden(setze(muster, *zeile) for zeile in zeilen)


GRUND, TEXT, LEISE, REST, LINIE, GRENZE = "#ffffff", "#171a2b", "#474c6a", "#e6e8f2", "#ffffff", "#171a2b"
#: class of a state -> its colour, and the pale one for areas
FARBEN = {
    "aktuell": ("#00674e", "#cfe8df"),
    "faellig": ("#8a4f00", "#fbe6cc"),
    "ueberfaellig": ("#a3190f", "#f8d9d6"),
    "fehlt": ("#a3190f", "#f8d9d6"),
    "neutral": ("#474c6a", "#e6e8f2"),
}
SCHRIFTART = setze('font-family="Fira, Zeichen, sans-serif"')
FORMEN = {
    Form.KREIS: '<circle class="netz-lk-form" r="11"{}/>',
    Form.RAUTE: '<path class="netz-lk-form" d="M0-14.5 14.5 0 0 14.5-14.5 0z"{}/>',
    Form.QUADRAT: '<rect class="netz-lk-form" x="-10.5" y="-10.5" width="21" height="21" rx="2"{}/>',
}
_GESTRICHELT = setze(' stroke-dasharray="4 2"')
#: radius of the ring of several partners
RING = 19
#: parts of the ring: class, states, thickness; the worst is the thickest, so that it shows in black and white
TEILE = (
    ("ueberfaellig", frozenset({Lage.UEBERFAELLIG, Lage.NIE}), 9),
    ("faellig", frozenset({Lage.NEU, Lage.FAELLIG}), 6),
    ("aktuell", frozenset({Lage.AKTUELL}), 3.5),
    ("neutral", frozenset({None}), 3.5),
)


def zahl(wert: float) -> str:
    """At most two decimals, none that say nothing."""
    return f"{wert:.2f}".rstrip("0").rstrip(".")


# --- Patterns -----------------------------------------------------------------------------------------------------


def _muster(kennung: str, klasse: str, farben: tuple[str, str], art: str, fest: float) -> SafeString:
    """A pattern: ground, and lines, crosses or dots on it, so that areas differ without colour."""
    strich, grund = farben
    zeichnungen = {
        "linien": '<path class="netz-lk-strich" d="M0 14 14 0M-3 3 3-3M11 17 17 11" stroke="{}" stroke-width="1.6"/>',
        "kreuze": '<path class="netz-lk-strich" d="M0 0 14 14M0 14 14 0" stroke="{}" stroke-width="1.6"/>',
        "punkte": '<circle class="netz-lk-tupfen" cx="7" cy="7" r="2" fill="{}"/>',
    }
    return setze(
        '<pattern id="{}" class="netz-lk-muster--{}" width="14" height="14" patternUnits="userSpaceOnUse"'
        ' patternTransform="scale({})"><rect class="netz-lk-grund" width="14" height="14" fill="{}"/>{}</pattern>',
        kennung,
        klasse,
        zahl(fest),
        grund,
        setze(zeichnungen[art], strich),
    )


#: class of an area -> how it is drawn, and with which colours (lines, ground)
FLAECHEN = {
    "aktuell": ("glatt", ("", "#cfe8df")),
    "faellig": ("linien", ("#d9a45c", "#fdf1e0")),
    "fehlt": ("kreuze", ("#d98a84", "#fbe9e7")),
    "neutral": ("glatt", ("", "#e6e8f2")),
    "ton-1": ("glatt", ("", "#dfe3f1")),
    "ton-2": ("glatt", ("", "#9fb0e3")),
    "ton-3": ("linien", ("#6f84cf", "#eef1fa")),
    "ton-4": ("punkte", ("#6f84cf", "#eef1fa")),
}


def fuellung(klasse: str, vorsatz: str = "lk") -> str:
    """Value of `fill`: a colour, or the pattern that `muster` defines."""
    art, (_, grund) = FLAECHEN[klasse]
    return grund if art == "glatt" else f"url(#{vorsatz}-{klasse})"


def muster(klassen: Collection[str], fest: float, vorsatz: str = "lk") -> SafeString:
    """Patterns of these areas; one colour needs none."""
    return verbunden(
        _muster(f"{vorsatz}-{klasse}", klasse, farben, art, fest)
        for klasse, (art, farben) in FLAECHEN.items()
        if klasse in klassen and art != "glatt"
    )


# --- Signs --------------------------------------------------------------------------------------------------------


def marke(bild: Zeichen, *, genau: bool, groesse: float = 1.3) -> SafeString:
    """One partner: filled at an address, hollow and dashed at the point of the Gemeinde."""
    farbe = FARBEN[bild.klasse][0]
    innen, rand = (farbe, GRUND) if genau else (GRUND, farbe)
    strich = setze(' fill="{}" stroke="{}" stroke-width="2"{}', innen, rand, "" if genau else _GESTRICHELT)
    return setze(
        '<g class="netz-lk-marke netz-lk-marke--{}{}"><g transform="scale({})">{}</g><text text-anchor="middle" y="6.4"'
        ' {} font-size="18" font-weight="600" fill="{}">{}</text></g>',
        bild.klasse,
        "" if genau else " netz-lk-marke--ungenau",
        groesse,
        setze(FORMEN[bild.form], strich),
        SCHRIFTART,
        GRUND if genau else farbe,
        bild.symbol,
    )


def ring(lagen: Collection[Lage | None], *, genau: bool, groesse: float = 1.0) -> SafeString:
    """Several partners: their number in a ring of shares, and how many of them are überfällig or were never reached."""
    anzahl, offen = len(lagen), sum(lage in TEILE[0][1] for lage in lagen)
    return setze(
        '<g class="netz-lk-ring" transform="scale({})"><circle class="netz-lk-scheibe" r="{}" fill="{}"'
        ' stroke="{}"{}/>{}'
        '<text text-anchor="middle" y="6" {} font-size="{}" font-weight="600" fill="{}">{}</text>{}</g>',
        groesse,
        RING + 4,
        GRUND,
        LEISE,
        "" if genau else _GESTRICHELT,
        _boegen(Counter(lagen), anzahl),
        SCHRIFTART,
        18 if anzahl < 100 else 15,
        TEXT,
        anzahl,
        _fahne(offen) if offen else "",
    )


def _boegen(zahlen: Counter, anzahl: int) -> SafeString:
    umfang, beginn, boegen = 2 * pi * RING, 0.0, []
    for klasse, lagen, breite in TEILE:
        laenge = umfang * sum(zahlen[lage] for lage in lagen) / anzahl
        if laenge:
            boegen.append((klasse, RING, FARBEN[klasse][0], breite, zahl(laenge), zahl(umfang), zahl(-beginn)))
        beginn += laenge
    muster = (
        '<circle class="netz-lk-bogen netz-lk-marke--{}" r="{}" fill="none" stroke="{}" stroke-width="{}"'
        ' stroke-dasharray="{} {}" stroke-dashoffset="{}" transform="rotate(-90)"/>'
    )
    return je(muster, boegen)


def _fahne(offen: int) -> SafeString:
    breite = 24 + 9 * len(str(offen))
    return setze(
        '<g class="netz-lk-marke netz-lk-marke--ueberfaellig" transform="translate(0 26)"><rect class="netz-lk-form"'
        ' x="{}" y="-10" width="{}" height="20" rx="4" fill="{}" stroke="{}" stroke-width="1.5"/><text'
        ' text-anchor="middle" y="5.4" {} font-size="15" font-weight="600" fill="{}">✕ {}</text></g>',
        zahl(-breite / 2),
        breite,
        FARBEN["ueberfaellig"][0],
        GRUND,
        SCHRIFTART,
        GRUND,
        offen,
    )
