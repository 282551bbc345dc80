"""QR codes for documents: drawn here, nothing is asked of anybody else."""

from dataclasses import dataclass
from itertools import groupby

import segno

#: a sheet on a wall gets dirty and torn: a quarter of the code may be lost
FEHLERKORREKTUR = "q"
#: fields of quiet zone that scanners ask for
RAND = 4


@dataclass(frozen=True, slots=True)
class QrBild:
    """What `berichte/_qr.html` draws: fields on each side, quiet zone included, and the dark ones as a path."""

    kante: int
    pfad: str


def qr_bild(text: str) -> QrBild:
    """The text as QR code; dark fields side by side are one rectangle, so that no hairline shows between them."""
    zeilen = [list(zeile) for zeile in segno.make_qr(text, error=FEHLERKORREKTUR).matrix_iter(border=RAND)]
    return QrBild(len(zeilen), "".join(_zeile(y, zeile) for y, zeile in enumerate(zeilen)))


def _zeile(y: int, felder: list[int]) -> str:
    x, teile = 0, []
    for dunkel, gruppe in groupby(felder):
        laenge = len(list(gruppe))
        if dunkel:
            teile.append(f"M{x} {y}h{laenge}v1h-{laenge}z")
        x += laenge
    return "".join(teile)
