"""How large a list may be, and the one error that says why a file cannot be read."""

BYTES_HOECHSTENS = 10 * 1024 * 1024
ZEILEN_HOECHSTENS = 25_000
#: lists up to this length are judged and taken over while the page waits, longer ones in the background
SOFORT_HOECHSTENS = 1_000
#: rows that are written in one transaction of the background
STAPEL = 500
SPALTEN_HOECHSTENS = 200
ZEICHEN_HOECHSTENS = 5_000
#: rows near the top among which the heading is looked for
KOPF_SUCHTIEFE = 15
#: rows of a file with the empty ones; a workbook can claim a million of them in a few bytes
ZEILENSPRUNG_HOECHSTENS = 100_000
#: a workbook unpacked, as a whole and compared with its file
ENTPACKT_HOECHSTENS = 100 * 1024 * 1024
VERDICHTUNG_HOECHSTENS = 100
BLAETTER_HOECHSTENS = 20
TEILE_HOECHSTENS = 2_000


class Lesefehler(Exception):
    """The file cannot be read as a list; the text is one German sentence for the person who chose it."""


class Blattfehler(Lesefehler):
    """The workbook has no such sheet, or no list on it."""


def groesse_in_mb(anzahl: int) -> str:
    """60 MB; small remainders with one decimal."""
    mb = anzahl / (1024 * 1024)
    return f"{mb:.1f} MB".replace(".", ",").replace(",0 ", " ")
