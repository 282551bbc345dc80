"""How the trees of the qualification rule are shown: one word per part, what is not needed is calm (K12, K13, K18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from konten.rules.zahl import tagesdatum
from netzwerk.rules.qualifikation import Erfuellung, Knoten, Qualifikation

FACHLICH, LEITUNG = "K12, K13", "K18"


@dataclass(frozen=True, slots=True)
class Zweig:
    """A part as page and PDF show it; `verbindung` says how its parts are joined."""

    titel: str
    wort: str
    symbol: str
    klasse: str
    verbindung: str
    teile: tuple["Zweig", ...]
    belege: tuple[str, ...]
    ablauf_am: date | None

    def alle(self) -> Iterator["Zweig"]:
        """This part and everything below it."""
        yield self
        for teil in self.teile:
            yield from teil.alle()


def zweig(knoten: Knoten, *, ist_muss: bool, noetig: bool = True) -> Zweig:
    """The tree to show. An unmet alternative of what is met is not needed; only a "muss" is "nicht erfüllt"."""
    wort, symbol, klasse = _anzeige(knoten, ist_muss, noetig)
    erfuellt = knoten.verbindung == "oder" and knoten.erfuellung.gilt
    return Zweig(
        titel=knoten.titel,
        wort=wort,
        symbol=symbol,
        klasse=klasse,
        verbindung=knoten.verbindung,
        teile=tuple(zweig(teil, ist_muss=ist_muss, noetig=noetig and not erfuellt) for teil in knoten.teile),
        belege=knoten.belege,
        ablauf_am=knoten.ablauf_am,
    )


def _anzeige(knoten: Knoten, ist_muss: bool, noetig: bool) -> tuple[str, str, str]:
    stufe = knoten.erfuellung
    if stufe != Erfuellung.FEHLT:
        return stufe.wort, stufe.symbol, stufe.klasse
    if not noetig:
        return "nicht nötig", "–", "neutral"
    if not knoten.teile:
        return "fehlt", stufe.symbol if ist_muss else "!", stufe.klasse if ist_muss else "faellig"
    return (stufe.wort, stufe.symbol, stufe.klasse) if ist_muss else ("abweichend", "!", "faellig")


@dataclass(frozen=True, slots=True)
class Leitungsstand:
    """The verdict on leadership: unmet, it deviates with its reason, or the reason is missing (K18)."""

    wort: str
    symbol: str
    klasse: str
    satz: str


def leitungsstand(qualifikation: Qualifikation, grund: str) -> Leitungsstand:
    """`grund` is the stored reason of the deviation, empty when there is none."""
    knoten = qualifikation.leitung
    stufe = knoten.erfuellung
    if stufe == Erfuellung.FEHLT:
        if grund:
            return Leitungsstand("abweichend", "!", "faellig", f"Begründung: {grund}")
        return Leitungsstand("abweichend, Begründung fehlt", "!", "faellig", f"Es fehlt: {knoten.fehlt}.")
    bis = f"Gilt bis {tagesdatum(knoten.ablauf_am)}." if knoten.ablauf_am else ""
    return Leitungsstand(stufe.wort, stufe.symbol, stufe.klasse, bis)
