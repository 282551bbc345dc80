"""Which column of a list means which field, for lists of any kind: each kind brings its own words."""

import re
from collections.abc import Iterable, Mapping

from partner.rules.spalten import ueberschrift

Worte = Mapping[str, tuple[str, ...]]


def lies_worte(text: str) -> Worte:
    """ "field: word, other word" per line, indented lines go on with the one before; the first word counts most."""
    zeilen = re.sub(r"\n\s+", " ", text.strip()).splitlines()
    return {
        feld.strip(): tuple(wort.strip() for wort in worte.split(","))
        for feld, worte in (zeile.split(":", 1) for zeile in zeilen)
    }


def ordne_spalten_zu(
    spalten: Iterable[str], worte: Worte, verworfen: tuple[str, re.Pattern[str]] | None = None
) -> dict[str, str]:
    """Heading -> field; headings that mean nothing known are absent, no field is given twice.

    `verworfen` is a mark and the pattern of headings that get it, whatever else they might mean: they are not read.
    """
    offen = {spalte: ueberschrift(spalte) for spalte in spalten}
    zuordnung: dict[str, str] = {}
    if verworfen:
        marke, muster = verworfen
        zuordnung = {spalte: marke for spalte, text in offen.items() if muster.search(text)}
    for feld, woerter in worte.items():
        treffer = next(
            (spalte for wort in woerter for spalte, text in offen.items() if text == wort and spalte not in zuordnung),
            None,
        )
        if treffer is not None:
            zuordnung[treffer] = feld
    return zuordnung
