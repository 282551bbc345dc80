"""How many partners of which category a Sozialraum has, and how well each is cared for."""

from typing import NamedTuple

from berichte.services.beispieldaten.rahmen import Rahmen, Wuerfel

#: shares of the real Sozialräume, roughly by inhabitants
ANTEILE = {"hermeskeil": 0.19, "konz": 0.25, "rst": 0.33, "saarburg": 0.23}
GRUNDSTOCK = {
    "kita": 3,
    "schule": 2,
    "jugendarbeit": 1,
    "verein": 2,
    "jugendhilfe": 1,
    "polizei": 1,
    "familienbildung": 1,
    "fruehe-hilfen": 1,
    "sonstige": 1,
}
GEWICHTE = {
    "kita": 20,
    "schule": 16,
    "jugendarbeit": 11,
    "verein": 26,
    "jugendhilfe": 8,
    "familienbildung": 4,
    "fruehe-hilfen": 6,
    "sonstige": 9,
}
#: required, and nobody there: the empty cell, and the one that is exempt with a reason
OHNE_PARTNER = {("saarburg", "fruehe-hilfen"), ("rst", "familienbildung")}
#: cells where contact has slipped
VERNACHLAESSIGT = {
    "hermeskeil": {"schule", "polizei"},
    "konz": {"verein", "jugendhilfe"},
    "rst": {"kita", "jugendarbeit", "fruehe-hilfen", "verein"},
    "saarburg": {"familienbildung", "schule"},
}


class Pflege(NamedTuple):
    """Last exchange as a share of the interval; none: never, or too new for one."""

    von: float | None
    bis: float | None


#: the invented Sozialräume of the size "land" are all alike
SONST_VERNACHLAESSIGT = {"verein", "schule"}
GEPFLEGT = {"aktuell": 80, "bald": 6, "faellig": 10, "neu": 4}
SCHLEIFEND = {"aktuell": 42, "bald": 6, "faellig": 22, "ueberfaellig": 20, "nie": 10}
SPANNEN = {
    "aktuell": Pflege(0.03, 0.9),
    "bald": Pflege(0.93, 0.98),
    "faellig": Pflege(1.28, 1.4),
    "ueberfaellig": Pflege(1.85, 2.15),
    "nie": Pflege(None, None),
    "neu": Pflege(None, None),
}


def kategorien_im(rahmen: Rahmen, kuerzel: str) -> list[str]:
    """Category of every partner to be invented for the Sozialraum, in fixed order."""
    anzahl = _anzahl(rahmen, kuerzel)
    liste = [kategorie for kategorie, menge in GRUNDSTOCK.items() for _ in range(menge)]
    summe = sum(GEWICHTE.values())
    for kategorie, gewicht in GEWICHTE.items():
        liste += [kategorie] * round((anzahl - _grundstock()) * gewicht / summe)
    return [kategorie for kategorie in liste if (kuerzel, kategorie) not in OHNE_PARTNER]


def _grundstock() -> int:
    return sum(GRUNDSTOCK.values())


def _anzahl(rahmen: Rahmen, kuerzel: str) -> int:
    if rahmen.groesse.sozialraeume > len(ANTEILE):
        return rahmen.groesse.partner // rahmen.groesse.sozialraeume
    return max(_grundstock(), round(rahmen.groesse.partner * ANTEILE[kuerzel]))


def pflegestand(wuerfel: Wuerfel, kuerzel: str, kategorie: str, stelle: int) -> str:
    """State of the partner at this place of its cell; the first ones are set, so that every state occurs."""
    if kategorie in VERNACHLAESSIGT.get(kuerzel, SONST_VERNACHLAESSIGT):
        gesetzt = ["ueberfaellig", "nie" if kategorie in {"verein", "kita"} else "faellig"]
        gewichte = SCHLEIFEND
    else:
        gesetzt = ["aktuell", {"kita": "neu", "schule": "faellig"}.get(kategorie, "aktuell")]
        gewichte = GEPFLEGT
    return gesetzt[stelle] if stelle < len(gesetzt) else wuerfel.gewichtet(gewichte)
