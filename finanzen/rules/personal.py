"""K31, K29: which days of a share of a post cost money."""

from collections.abc import Iterable
from datetime import date, timedelta

_TAG = timedelta(days=1)


def ohne_pausen(
    von: date, bis: date | None, pausen: Iterable[tuple[date, date | None]]
) -> list[tuple[date, date | None]]:
    """What is left of a period when suspensions are cut out; they may overlap, both ends inclusive, None is open."""
    reste: list[tuple[date, date | None]] = []
    anfang: date | None = von
    for pause_von, pause_bis in sorted(pausen, key=lambda pause: pause[0]):
        if anfang is None or (bis is not None and pause_von > bis):
            break
        if pause_von > anfang:
            reste.append((anfang, pause_von - _TAG))
        anfang = None if pause_bis is None else max(anfang, pause_bis + _TAG)
    if anfang is not None and (bis is None or anfang <= bis):
        reste.append((anfang, bis))
    return reste
