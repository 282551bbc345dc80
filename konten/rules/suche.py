"""Words of a search in the spellings that a database without folding would have to look for."""

import re
from itertools import product

from konten.rules import suchworte

_SPALTEN = {"ae": ("ae", "ä", "Ä"), "oe": ("oe", "ö", "Ö"), "ue": ("ue", "ü", "Ü"), "ss": ("ss", "ß")}
#: a word with more of these places is searched as it was folded, and in its first spellings
HOECHSTENS = 27


def schreibweisen(wort: str) -> tuple[str, ...]:
    """All spellings of a folded word: "mueller" also as "müller" and "mÜller", "strasse" also as "straße"."""
    teile = re.split("(ae|oe|ue|ss)", wort)
    formen = product(*(_SPALTEN.get(teil, (teil,)) for teil in teile))
    return tuple("".join(form) for form, _ in zip(formen, range(HOECHSTENS), strict=False))


def suchformen(text: str) -> list[tuple[str, ...]]:
    """For each word of the search its spellings; all words must be found, each in any spelling."""
    return [schreibweisen(wort) for wort in suchworte(text)]
