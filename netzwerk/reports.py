"""Matrix of the coverage with the address of the partners behind every cell; one source for page and start page."""

from dataclasses import dataclass

from django.utils.http import urlencode

from netzwerk.rules.abdeckung import Zelle, Zellenart
from netzwerk.selectors.abdeckung import Abdeckung, Kategoriespalte, Raumabdeckung


@dataclass(frozen=True, slots=True)
class Feld:
    """A cell with its column and the address behind it; `hinweis` says what an address without partners is for."""

    spalte: Kategoriespalte
    zelle: Zelle
    url: str
    hinweis: str = ""


def felder(matrix: Abdeckung, zeile: Raumabdeckung, partner_url: str, ausnahmen_url: str = "") -> list[Feld]:
    """The cells of one row; without partners a cell leads to its exemption (`ausnahmen_url`), otherwise nowhere."""
    ergebnis = []
    for spalte, zelle in zip(matrix.kategorien, zeile.zellen, strict=True):
        if ausnahmen_url and zelle.art != Zellenart.PARTNER and spalte.nur_in in (None, zeile.sozialraum.pk):
            ergebnis.append(_ausnahmefeld(spalte, zelle, zeile.sozialraum.kuerzel, ausnahmen_url))
            continue
        ziel = urlencode(
            {
                "sozialraum": zeile.sozialraum.kuerzel,
                "kategorie": spalte.kuerzel,
                "stichtag": matrix.stichtag.isoformat(),
            }
        )
        ergebnis.append(Feld(spalte, zelle, f"{partner_url}?{ziel}" if zelle.art == Zellenart.PARTNER else ""))
    return ergebnis


def _ausnahmefeld(spalte: Kategoriespalte, zelle: Zelle, raum: str, ausnahmen_url: str) -> Feld:
    frage = urlencode({"sozialraum": raum, "kategorie": spalte.kuerzel})
    if zelle.begruendung:
        return Feld(spalte, zelle, f"{ausnahmen_url}?{frage}", "Ausnahme verlängern oder beenden")
    return Feld(spalte, zelle, f"{ausnahmen_url}neu/?{frage}", "Als nicht vorgesehen eintragen")
