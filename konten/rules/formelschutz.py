"""Cells that a spreadsheet would run as a formula: guarded by an apostrophe, which is taken off exactly again."""

import re

# Apostrophes before the sign count as well: otherwise "'=1" typed by a person and a guarded "=1" would be one text.
_GEFAEHRLICH = re.compile(r"'*[=+\-@\t\r]")
_GESCHUETZT = re.compile(r"'+[=+\-@\t\r]")


def schuetze(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet could run it."""
    return f"'{text}" if _GEFAEHRLICH.match(text) else text


def entschaerfe(text: str) -> str:
    """What `schuetze` was given; other texts stay as they are."""
    return text[1:] if _GESCHUETZT.match(text) else text
