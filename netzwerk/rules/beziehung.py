"""Figures of a relationship: how often, how regular, with how much effort, carried by whom (K06, K09, K10)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from konten.rules import runde_prozent
from konten.rules.monate import plus_monate


class Begegnung(NamedTuple):
    """One contact with the partner; `wer` carried it (None: the account is gone)."""

    am: date
    ist_erreicht: bool
    bezug: str
    zaehlt: bool = False
    wer: int | None = None


@dataclass(frozen=True, slots=True)
class Anteil:
    """Who led how many of the contacts of the last 24 months."""

    wer: int | None
    anzahl: int
    prozent: int


@dataclass(frozen=True, slots=True)
class Kontaktbild:
    """`seit_12` and `seit_24` are the first days that count; `anteile` is of those in which somebody was reached."""

    seit_12: date
    seit_24: date
    in_12: int
    in_24: int
    je_bezug: tuple[tuple[str, int], ...]
    versuche: int
    versuche_prozent: int | None
    abstand_tage: int | None
    letzter_zaehlender: date | None
    anteile: tuple[Anteil, ...]

    @property
    def bezug_12(self) -> dict[str, int]:
        return dict(self.je_bezug)


def kontaktbild(begegnungen: Iterable[Begegnung], heute: date) -> Kontaktbild:
    """Figures of the 12 and 24 months up to today; the average gap lies between days on which somebody was reached."""
    seit_12, seit_24 = (plus_monate(heute, -monate) + timedelta(days=1) for monate in (12, 24))
    alle = [eine for eine in begegnungen if eine.am <= heute]
    in_24 = [eine for eine in alle if eine.am >= seit_24]
    erreichte = [eine for eine in in_24 if eine.ist_erreicht]
    jung = [eine for eine in erreichte if eine.am >= seit_12]
    versuche = len(in_24) - len(erreichte)
    return Kontaktbild(
        seit_12,
        seit_24,
        len(jung),
        len(erreichte),
        tuple(sorted(Counter(eine.bezug for eine in jung).items())),
        versuche,
        runde_prozent(versuche, len(in_24)) if in_24 else None,
        _mittlerer_abstand(sorted({eine.am for eine in erreichte})),
        max((eine.am for eine in alle if eine.zaehlt), default=None),
        _anteile(erreichte),
    )


def _mittlerer_abstand(tage: Sequence[date]) -> int | None:
    luecken = [(spaeter - frueher).days for frueher, spaeter in pairwise(tage)]
    return round(sum(luecken) / len(luecken)) if luecken else None


def _anteile(erreichte: Sequence[Begegnung]) -> tuple[Anteil, ...]:
    zahlen = Counter(eine.wer for eine in erreichte)
    reihe = sorted(zahlen.items(), key=lambda paar: (-paar[1], paar[0] is None, paar[0] or 0))
    return tuple(Anteil(wer, zahl, runde_prozent(zahl, len(erreichte)) or 0) for wer, zahl in reihe)
