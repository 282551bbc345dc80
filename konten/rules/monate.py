"""Counting in months."""

from calendar import monthrange
from datetime import date


def plus_monate(tag: date, monate: int) -> date:
    """The same day some months later, or earlier; the last of the month where it has no such day."""
    stelle = tag.month - 1 + monate
    jahr, monat = tag.year + stelle // 12, stelle % 12 + 1
    return date(jahr, monat, min(tag.day, monthrange(jahr, monat)[1]))
