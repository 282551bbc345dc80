"""What the map of the Landkreis says: views, coverage in three steps, signs of the contact states (K06, K23-K25)."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import TextChoices

from konten.rules.zahl import mehrzahl
from netzwerk.rules.abdeckung import KLASSEN, REIHENFOLGE, SYMBOLE, Lage, Quote


class Ansicht(TextChoices):
    """What colours the areas."""

    ABDECKUNG = "abdeckung", "Abdeckung"
    SOZIALRAEUME = "sozialraeume", "Sozialräume"
    VERBANDSGEMEINDEN = "verbandsgemeinden", "Verbandsgemeinden"


class Form(TextChoices):
    """Shape of a sign: state is never colour alone."""

    KREIS = "kreis", "Kreis"
    RAUTE = "raute", "Raute"
    QUADRAT = "quadrat", "Quadrat"


FORMEN: Mapping[Lage, Form] = {
    Lage.AKTUELL: Form.KREIS,
    Lage.NEU: Form.RAUTE,
    Lage.FAELLIG: Form.RAUTE,
    Lage.UEBERFAELLIG: Form.QUADRAT,
    Lage.NIE: Form.QUADRAT,
}
#: the worst has the highest
RANG: Mapping[Lage, int] = {lage: rang for rang, lage in enumerate(REIHENFOLGE)}
#: from this share of cared-for categories on a Sozialraum is no longer drawn as a gap
HAELFTE = 50


class Zeichen(NamedTuple):
    """How a state is drawn: class of its colour, symbol, word, shape."""

    klasse: str
    symbol: str
    wort: str
    form: str


#: without the right to see states every partner looks the same
OHNE_LAGE = Zeichen("neutral", "", "Partner", Form.KREIS)


def zeichen(lage: Lage | None) -> Zeichen:
    """The sign of a contact state."""
    if lage is None:
        return OHNE_LAGE
    return Zeichen(KLASSEN[lage], SYMBOLE[lage], Lage(lage).label, FORMEN[lage])


class Deckung(NamedTuple):
    """Coverage of a Sozialraum as the map draws it."""

    klasse: str
    symbol: str
    wort: str


DECKUNGEN = (
    Deckung("aktuell", "✓", "alle verlangten Kategorien gepflegt"),
    Deckung("faellig", "!", "mindestens die Hälfte gepflegt"),
    Deckung("fehlt", "✕", "weniger als die Hälfte gepflegt"),
    Deckung("neutral", "–", "nichts verlangt"),
)


def deckung(quote: Quote) -> Deckung:
    """Step of a Sozialraum by its share of cared-for categories: all, at least half, less, nothing to measure."""
    alle, haelfte, wenig, nichts = DECKUNGEN
    if quote.prozent is None:
        return nichts
    if quote.zaehler == quote.nenner:
        return alle
    return haelfte if quote.zaehler * 100 >= quote.nenner * HAELFTE else wenig


def schlimmste(lagen: list[Lage | None]) -> Lage | None:
    """The state that stands for several."""
    return max((lage for lage in lagen if lage is not None), key=RANG.__getitem__, default=None)


def aufzaehlung(lagen: list[Lage | None]) -> str:
    """ "3 überfällig, 1 fällig, 8 aktuell": the worst first; "12 Partner" where states are not to be seen."""
    zahlen = [(lage, lagen.count(lage)) for lage in reversed(REIHENFOLGE)]
    texte = [f"{anzahl} {Lage(lage).label}" for lage, anzahl in zahlen if anzahl]
    return ", ".join(texte) or mehrzahl(len(lagen), "Partner", "Partner")
