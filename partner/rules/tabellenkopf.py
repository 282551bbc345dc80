"""What is heading, section and footer in a table: titles above, two-line headings, sums and dates below."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from konten.rules import normalisiere
from partner.rules.spalten import eindeutige_spalten

#: heading of the column that is made from rows like "Stadt Konz"
ABSCHNITT = "Abschnitt"
_ZIFFERN = re.compile(r"\d{3}")
_ANGABE = re.compile(r"(?:D[- ]?)?\d{5}(?: \D.*)?|\S+@\S+\.\w+|(?:0|\+49)[\d /()-]{5,}")
_FUSSWORT = re.compile(
    r"^(?:gesamt\w*|insgesamt|summe\w*|zusammen|anzahl|total|stand|quelle|hinweis\w*|legende|anmerkung\w*|erstellt"
    r"|seite|druckdatum|fussnote\w*|datenquelle|bearbeitungsstand|aktualisiert|alle angaben|c)\b|^\*|^\(c\)|^©|^\d\)"
)


#: headings of columns that group a list; they are often written only once per group
_GRUPPENWORT = re.compile(
    r"^(?:\w*gemeinde|stadt|ort|ortschaft|stadtteil|ortsteil|stadtbezirk|bezirk|kommune|region|sozialraum)$"
)
_WIE_OBEN = frozenset({"siehe oben", "s. o.", "s.o.", "s. oben", "dito", "dto.", "ditto", '"', "''", '-"-', "-„-", "„"})


@dataclass(frozen=True, slots=True)
class Fundstelle:
    """The heading: its columns, and how many rows of the beginning it and what stands above take."""

    spalten: list[str]
    bis: int


@dataclass(slots=True)
class Gliederung:
    """What was left out of the rows or became a column, for the hints beside the list."""

    fuss: list[str] = field(default_factory=list)
    wiederholt: int = 0
    abschnitte: int = 0
    gefuellt: list[str] = field(default_factory=list)


def finde_kopf(
    zeilen: Sequence[list[str]],
    felder: Callable[[Iterable[str]], dict[str, str]],
    erkannt: Callable[[list[str]], bool],
) -> Fundstelle | None:
    """The row, or the two rows, that name the most known fields; the first of equals. None when nothing is named.

    Two rows count as one heading only when together they say more than either of them alone.
    """
    beste: tuple[int, Fundstelle] | None = None
    for stelle, zeile in enumerate(zeilen):
        if _ist_eintrag(zeile):
            continue
        for bis, spalten in (
            (stelle + 1, zeile),
            (stelle + 2, _verbunden(zeile, zeilen[stelle + 1 : stelle + 2], felder)),
        ):
            if not spalten or not erkannt(spalten):
                continue
            anzahl = len(set(felder(eindeutige_spalten(spalten)).values()))
            if beste is None or anzahl > beste[0]:
                beste = anzahl, Fundstelle(spalten, bis)
    return beste[1] if beste else None


def _ist_eintrag(zellen: Sequence[str]) -> bool:
    """A postcode, an address or a number of a telephone: in a list without headings the first entry would be lost."""
    return any(_ANGABE.fullmatch(text.strip()) for text in zellen)


def _verbunden(
    obere: list[str], folgende: Sequence[list[str]], felder: Callable[[Iterable[str]], dict[str, str]]
) -> list[str]:
    """A heading of two rows: the lower word where it is known by itself, otherwise both; merged cells reach on."""
    untere = folgende[0] if folgende else []
    # A row of entries has figures or hardly any word that is a heading.
    if not any(obere) or any(_ZIFFERN.search(text) for text in untere) or len(set(felder(untere).values())) < 2:
        return []
    breite = max(len(obere), len(untere))
    oben, letzte = [*obere, *[""] * (breite - len(obere))], ""
    spalten = []
    for stelle in range(breite):
        letzte = oben[stelle].strip() or letzte
        unten = untere[stelle].strip() if stelle < len(untere) else ""
        if not unten:
            spalten.append(oben[stelle].strip())
        elif letzte and not felder([unten]):
            spalten.append(f"{letzte} {unten}")
        else:
            spalten.append(unten)
    return spalten


def ist_fuss(zellen: Sequence[str]) -> bool:
    """Sums, dates, sources and remarks under a list: their word stands first and hardly anything beside it."""
    gefuellt = [text for text in zellen if text.strip()]
    return bool(gefuellt) and len(gefuellt) <= 3 and bool(_FUSSWORT.match(normalisiere(gefuellt[0])))


def ist_kopf_wiederholt(zellen: Sequence[str], spalten: Sequence[str]) -> bool:
    """The heading once more, as printed on every page."""
    gefuellt = [(text.strip(), stelle) for stelle, text in enumerate(zellen) if text.strip()]
    gleich = sum(
        stelle < len(spalten) and normalisiere(text) == normalisiere(spalten[stelle]) for text, stelle in gefuellt
    )
    return len(gefuellt) >= 2 and gleich == len(gefuellt)


def abschnittstext(zellen: Sequence[str], ueblich: int) -> str:
    """The text of a row that stands alone in a list whose rows usually fill several cells; empty for other rows."""
    gefuellt = [text.strip() for text in zellen if text.strip()]
    if ueblich < 3 or len(gefuellt) != 1 or len(gefuellt[0]) > 80:
        return ""
    return " ".join(gefuellt[0].split())


def ueblich_gefuellt(zeilen: Sequence[Sequence[str]]) -> int:
    """How many cells the middle row of a list fills."""
    zahlen = sorted(sum(bool(text.strip()) for text in zellen) for zellen in zeilen)
    return zahlen[len(zahlen) // 2] if zahlen else 0


def fuelle_verbund(zeilen: Sequence[tuple[int, list[str]]], verbund: Mapping[tuple[int, int], int]) -> None:
    """Writes the text of vertically merged cells into every row that they cover; rows above the list do not count."""
    if not verbund:
        return
    nach_nummer = dict(zeilen)
    for (nummer, spalte), quelle in verbund.items():
        oben, zellen = nach_nummer.get(quelle, []), nach_nummer.get(nummer)
        if zellen is not None and spalte < len(oben):
            _schreibe(zellen, spalte, oben[spalte])


def fuelle_gruppen(
    spalten: Sequence[str],
    zeilen: Sequence[tuple[int, list[str]]],
    felder: Callable[[Iterable[str]], dict[str, str]],
) -> list[str]:
    """Repeats "siehe oben", and what groups a list and stands only once per group; the names of such columns."""
    oben: list[str] = []
    for _, zellen in zeilen:
        for stelle, text in enumerate(zellen):
            if normalisiere(text) in _WIE_OBEN and stelle < len(oben):
                zellen[stelle] = oben[stelle]
        oben = zellen
    name = next((stelle for stelle, text in enumerate(spalten) if felder([text]).get(text) == "name"), 0)
    gefuellt = []
    for stelle, titel in enumerate(spalten[:name]):
        if _GRUPPENWORT.match(normalisiere(titel)) and _ist_gruppe(stelle, zeilen):
            _fuelle_nach_unten(stelle, zeilen)
            gefuellt.append(titel)
    return gefuellt


def _ist_gruppe(stelle: int, zeilen: Sequence[tuple[int, list[str]]]) -> bool:
    """Starts filled, is then mostly empty, and no text comes twice: so it is written once per group."""
    # Rows that hold one cell only are headings, sums and remarks.
    texte = [_zelle(zellen, stelle) for _, zellen in zeilen if sum(bool(text.strip()) for text in zellen) > 1]
    gefuellt = [text for text in texte if text]
    return bool(texte and texte[0]) and len(gefuellt) * 3 <= len(texte) * 2 and len(set(gefuellt)) == len(gefuellt)


def _fuelle_nach_unten(stelle: int, zeilen: Sequence[tuple[int, list[str]]]) -> None:
    oben = ""
    for _, zellen in zeilen:
        if sum(bool(text.strip()) for text in zellen) < 2 or ist_fuss(zellen):
            continue
        oben = _zelle(zellen, stelle) or oben
        _schreibe(zellen, stelle, oben)


def _zelle(zellen: Sequence[str], stelle: int) -> str:
    return zellen[stelle].strip() if stelle < len(zellen) else ""


def _schreibe(zellen: list[str], stelle: int, text: str) -> None:
    zellen.extend([""] * (stelle + 1 - len(zellen)))
    if not zellen[stelle].strip():
        zellen[stelle] = text
