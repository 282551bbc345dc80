"""The table of who may do what where: `rechtetabelle.txt` beside this file.

It restates the roles of the concept; the test compares it with the product.
Columns: address, method, place of the object (`-`: the address names none), then the answer to every persona:
200 opens, 302 to the sign-in page or away after an act, 403 visible but not allowed, 404 out of sight.
For pages the answer is that of opening them; sending them empty must be refused alike. Acts are sent empty.
"""

from dataclasses import dataclass
from pathlib import Path

#: persona -> short heading of its column
PERSONEN = {
    "anonym": "anon",
    "ohne_rolle": "ohne",
    "netzwerk_konz": "nwKo",
    "netzwerk_saarburg": "nwSa",
    "leitung_konz": "leKo",
    "leitung_fremd": "leFr",
    "jugendamt": "juga",
    "leitstelle": "leit",
    "team_konz": "team",
    "datenschutz": "dsch",
    "admin": "admi",
}


@dataclass(frozen=True, slots=True)
class Zeile:
    """One address with the expected answer for each persona."""

    name: str
    methode: str
    ort: str
    erwartet: dict[str, int]


TABELLE = Path(__file__).with_suffix(".txt").read_text("utf-8")


def _lies(text: str) -> dict[str, list[Zeile]]:
    """Heading -> rows. Raises ValueError for a row with another number of columns."""
    abschnitte: dict[str, list[Zeile]] = {}
    for zeile in filter(None, map(str.strip, text.splitlines())):
        if zeile.startswith("=="):
            abschnitte[zeile.strip("= ")] = zeilen = []
        elif not zeile.startswith("#"):
            name, methode, ort, *status = zeile.split()
            erwartet = dict(zip(PERSONEN, map(int, status), strict=True))
            zeilen.append(Zeile(name, methode, ort, erwartet))
    return abschnitte


ABSCHNITTE = _lies(TABELLE)
