"""Re-cutting territories (K25, K35): states of a re-cut, and what distinguishes two pictures of the same rows."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices

from konten.rules import normalisiere

Zeilenbild = dict[str, dict[str, Any]]
#: columns that say when a row was written, not what it says
OHNE_BELANG = frozenset({"geaendert_am"})


class Zuschnittstatus(TextChoices):
    """A re-cut is planned first; taken over it changes the territory, discarded it changes nothing."""

    ENTWURF = "entwurf", "Entwurf"
    UEBERNOMMEN = "uebernommen", "übernommen"
    VERWORFEN = "verworfen", "verworfen"


def unterschied(vorher: Mapping[str, dict[str, Any]], nachher: Mapping[str, dict[str, Any]]) -> tuple[Zeilenbild, ...]:
    """Rows (by key) that are gone or changed as they were, and rows that are new or changed as they are now."""
    alt = {pk: felder for pk, felder in vorher.items() if nachher.get(pk) != felder}
    neu = {pk: felder for pk, felder in nachher.items() if vorher.get(pk) != felder}
    return alt, neu


def ist_unberuehrt(damals: Mapping[str, Any], heute: Mapping[str, Any] | None) -> bool:
    """True when a row still says what it said, whenever it was saved."""
    return heute is not None and _gehalt(damals) == _gehalt(heute)


def _gehalt(felder: Mapping[str, Any]) -> dict[str, Any]:
    return {name: wert for name, wert in felder.items() if name not in OHNE_BELANG}


def kuerzel_aus(name: str) -> str:
    """A proposal for the short name: "Ruwer/Schweich" becomes "ruwer-schweich"."""
    return re.sub(r"[^a-z0-9]+", "-", normalisiere(name)).strip("-")[:30].strip("-")
