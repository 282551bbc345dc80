"""K29: in which budget year a rest counts."""

from collections.abc import Collection


def erstes_offenes_jahr(ab: int, geschlossen: Collection[int]) -> int:
    """The first year from `ab` on that is not closed."""
    jahr = ab
    while jahr in geschlossen:
        jahr += 1
    return jahr
