"""Words of a search in the spellings that a database without folding would look for, and how alike names are."""

import re
from collections.abc import Collection
from itertools import product

from konten.rules import normalisiere, suchworte

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


def silben(text: str) -> frozenset[str]:
    """Trigrams as PostgreSQL builds them: each word with two blanks before and one after it."""
    worte = re.findall(r"[a-z0-9]+", normalisiere(text))
    return frozenset(f"  {wort} "[i : i + 3] for wort in worte for i in range(len(wort) + 1))


def aehnlichkeit(eine: Collection[str], andere: Collection[str]) -> float:
    """Shared trigrams of all trigrams, 0 to 1; nothing is like nothing."""
    eine, andere = frozenset(eine), frozenset(andere)
    return len(eine & andere) / len(eine | andere) if eine and andere else 0.0


def naehe(gesucht: Collection[str], name: str) -> float:
    """How near the trigrams of what was typed come to a name or to the nearest word of it, 0 to 1."""
    return max(aehnlichkeit(gesucht, silben(teil)) for teil in (name, *name.split()))
