"""Matrix of the coverage with the address of the partners behind every cell; one source for page and start page."""

from dataclasses import dataclass

from django.utils.http import urlencode

from netzwerk.rules.abdeckung import Zelle, Zellenart
from netzwerk.selectors.abdeckung import Abdeckung, Kategoriespalte, Raumabdeckung


@dataclass(frozen=True, slots=True)
class Feld:
    """A cell with its column and the address of the partners behind it."""

    spalte: Kategoriespalte
    zelle: Zelle
    url: str


def felder(matrix: Abdeckung, zeile: Raumabdeckung, partner_url: str) -> list[Feld]:
    """The cells of one row; a cell without partners leads nowhere."""
    ergebnis = []
    for spalte, zelle in zip(matrix.kategorien, zeile.zellen, strict=True):
        ziel = urlencode(
            {
                "sozialraum": zeile.sozialraum.kuerzel,
                "kategorie": spalte.kuerzel,
                "stichtag": matrix.stichtag.isoformat(),
            }
        )
        ergebnis.append(Feld(spalte, zelle, f"{partner_url}?{ziel}" if zelle.art == Zellenart.PARTNER else ""))
    return ergebnis
