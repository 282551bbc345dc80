"""A file becomes a table of texts. What a file really is stands in its bytes, never in its name."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import BinaryIO

from charset_normalizer import from_bytes

from konten.rules import normalisiere
from konten.rules.formelschutz import entschaerfe
from partner.rules.einlesen import PERSON, Listenzeile
from partner.rules.spalten import eindeutige_spalten, erkenne_spalten
from partner.rules.tabellenkopf import (
    ABSCHNITT,
    Gliederung,
    abschnittstext,
    finde_kopf,
    fuelle_gruppen,
    fuelle_verbund,
    ist_fuss,
    ist_kopf_wiederholt,
    ueblich_gefuellt,
)
from partner.services.einlesen.grenzen import (
    BYTES_HOECHSTENS,
    KOPF_SUCHTIEFE,
    SPALTEN_HOECHSTENS,
    ZEICHEN_HOECHSTENS,
    ZEILEN_HOECHSTENS,
    ZEILENSPRUNG_HOECHSTENS,
    Blattfehler,
    Lesefehler,
    groesse_in_mb,
)
from partner.services.einlesen.mappe import Verbund, blaetter, ist_mappe

TRENNZEICHEN = {",": "Komma", ";": "Semikolon", "\t": "Tabulator", "|": "senkrechter Strich"}
_UTF = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ANDERE_FORMATE = (
    (b"%PDF", "ein PDF"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
    (b"GIF8", "ein Bild"),
    (b"PK", "ein gepacktes Archiv"),
    (b"\x1f\x8b", "ein gepacktes Archiv"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv"),
    (b"Rar!", "ein gepacktes Archiv"),
    (b"\xd0\xcf\x11\xe0", "eine Datei aus einem alten Office-Programm"),
    (b"{\\rtf", "ein Textdokument"),
    (b"<!doctype", "eine Internetseite"),
    (b"<html", "eine Internetseite"),
    (b"<?xml", "eine XML-Datei"),
)
_KEIN_TEXT = "Die Datei ist keine Textdatei. Bitte speichern Sie die Liste als CSV oder als Excel-Mappe (.xlsx)."
_KEIN_NAME = (
    "In der Datei ist keine Spalte erkennbar, die den Namen der Einrichtung enthält. "
    "Bitte nennen Sie die Überschrift dieser Spalte „Name“."
)


@dataclass(frozen=True, slots=True)
class Kopf:
    """How to know the heading of a kind of list among the first rows.

    `felder` maps headings to the fields they stand for; `noetig` are those without which a row is no heading; columns
    of the field `verworfen` are emptied while reading; `fehlt` is the sentence for a file without a heading;
    `mit_abschnitten`: rows that stand alone are headings of what follows, sums and remarks below are left out.
    """

    felder: Callable[[Iterable[str]], dict[str, str]]
    noetig: frozenset[str]
    fehlt: str
    verworfen: str = ""
    mit_abschnitten: bool = True

    def erkannt(self, zellen: list[str]) -> bool:
        """Do these headings name everything that is needed?"""
        return self.noetig <= set(self.felder(eindeutige_spalten(zellen)).values())


PARTNERLISTE = Kopf(erkenne_spalten, frozenset({"name"}), _KEIN_NAME, PERSON)


@dataclass(frozen=True, slots=True)
class Tabelle:
    """A list as read: headings that can be told apart, rows with their number in the file."""

    spalten: list[str]
    zeilen: list[Listenzeile]
    kodierung: str
    trennzeichen: str
    pruefsumme: str = ""
    blatt: str = ""
    hinweise: tuple[str, ...] = ()


def lies_datei(datei: BinaryIO, kopf: Kopf = PARTNERLISTE, *, blatt: str = "") -> Tabelle:
    """The table in a CSV or XLSX file of at most 10 MB.

    `kopf` says what its heading looks like, `blatt` which sheet of a workbook is meant (name or number); otherwise the
    first one with such a heading. Cells of columns that are to be dropped are emptied here and so never reach the
    database. Raises Lesefehler with one German sentence for everything that is no such table or too large. No query.
    """
    datei.seek(0)
    inhalt = datei.read(BYTES_HOECHSTENS + 1)
    if len(inhalt) > BYTES_HOECHSTENS:
        raise Lesefehler(f"Die Datei ist größer als {groesse_in_mb(BYTES_HOECHSTENS)}. Bitte teilen Sie die Liste.")
    if not inhalt.strip():
        raise Lesefehler("Die Datei ist leer.")
    tabelle = _aus_mappe(inhalt, kopf, blatt) if ist_mappe(inhalt) else _aus_text(inhalt, kopf)
    return replace(tabelle, pruefsumme=hashlib.sha256(inhalt).hexdigest())


def _aus_mappe(inhalt: bytes, kopf: Kopf, wunsch: str) -> Tabelle:
    erste, weitere, namen = None, [], []
    for nummer, blatt in enumerate(blaetter(inhalt), start=1):
        namen.append(blatt.name)
        if wunsch and normalisiere(wunsch) not in (normalisiere(blatt.name), str(nummer)):
            continue
        if erste is not None:
            # Only the heading is looked at: another large list is not read for the sake of a hint.
            anfang = [zellen for _, zellen in _anfang(blatt.zeilen)]
            weitere += [blatt.name] if finde_kopf(anfang, kopf.felder, kopf.erkannt) else []
        elif tabelle := _als_tabelle(blatt.zeilen, "Excel", "", kopf, blatt.verbund):
            erste = replace(tabelle, blatt=blatt.name)
    if erste is None and wunsch:
        raise Blattfehler(
            f"Auf einem Blatt „{wunsch[:60]}“ steht keine solche Liste. Die Mappe hat: {_aufzaehlung(namen)}."
        )
    if erste is None:
        raise Lesefehler(kopf.fehlt)
    if weitere:
        satz = f"Gelesen ist das Blatt „{erste.blatt}“. Listen stehen auch auf: {_aufzaehlung(weitere)}."
        erste = replace(erste, hinweise=(*erste.hinweise, satz))
    return erste


def _aufzaehlung(namen: Iterable[str]) -> str:
    return ", ".join(f"„{name}“" for name in namen)


def _aus_text(inhalt: bytes, kopf: Kopf) -> Tabelle:
    _pruefe_format(inhalt)
    text, kodierung = _entschluessele(inhalt)
    if any(ord(zeichen) < 32 and zeichen not in "\t\r\n\f\v" for zeichen in set(text)):
        raise Lesefehler(_KEIN_TEXT)
    erste, _, rest = text.partition("\n")
    if treffer := re.fullmatch(r'"?sep=([,;|\t])"?', erste.strip(" \r\ufeff")):
        # Excel writes it for itself and shows it to nobody.
        tabelle = _als_tabelle(_csv_zeilen(rest, treffer[1]), kodierung, treffer[1], kopf)
        if tabelle:
            return tabelle
    trennzeichen = _trennzeichen(text, kopf)
    tabelle = _als_tabelle(_csv_zeilen(text, trennzeichen), kodierung, trennzeichen, kopf)
    if tabelle is None:
        raise Lesefehler(kopf.fehlt)
    return tabelle


def _pruefe_format(inhalt: bytes) -> None:
    anfang = inhalt[:200].lstrip().lower()
    for kennzeichen, was in _ANDERE_FORMATE:
        if anfang.startswith(kennzeichen.lower()):
            raise Lesefehler(
                f"Die Datei ist {was}, keine Liste. Bitte speichern Sie die Liste als CSV oder als Excel-Mappe (.xlsx)."
            )


def _entschluessele(inhalt: bytes) -> tuple[str, str]:
    """Text and encoding; always in the same order, so that the same file is always read the same way."""
    for kennzeichen, kodierung in _UTF:
        if inhalt.startswith(kennzeichen):
            return _versuche(inhalt, (kodierung,))
    if b"\x00" in inhalt:
        return _versuche(inhalt, (_utf16_ohne_marke(inhalt),))
    bester = from_bytes(inhalt[:100_000]).best() if not _lesbar(inhalt, "utf-8", "cp1252") else None
    return _versuche(inhalt, ("utf-8", "cp1252", *([bester.encoding] if bester else [])))


def _utf16_ohne_marke(inhalt: bytes) -> str:
    """Only the pattern of the zero bytes tells UTF-16 from a program or a picture: every second byte of Latin text."""
    haelfte = len(inhalt) // 2
    for kodierung, stelle in (("utf-16-le", 1), ("utf-16-be", 0)):
        if inhalt[stelle::2].count(0) > haelfte * 0.7:
            return kodierung
    raise Lesefehler(_KEIN_TEXT)


def _lesbar(inhalt: bytes, *kodierungen: str) -> bool:
    try:
        _versuche(inhalt, kodierungen)
    except Lesefehler:
        return False
    return True


def _versuche(inhalt: bytes, kodierungen: Iterable[str]) -> tuple[str, str]:
    for kodierung in kodierungen:
        try:
            return inhalt.decode(kodierung), kodierung
        except (UnicodeDecodeError, LookupError):
            continue
    raise Lesefehler("Der Zeichensatz der Datei ist nicht erkennbar. Bitte speichern Sie die Liste als CSV (UTF-8).")


def _trennzeichen(text: str, kopf: Kopf) -> str:
    """The delimiter that yields the most known headings, then the most columns."""

    def guete(zeichen: str) -> tuple[int, int]:
        beste = (0, 0)
        with suppress(Lesefehler):
            for _, gelesen in islice(_csv_zeilen(text, zeichen), KOPF_SUCHTIEFE):
                zeile = gelesen[: SPALTEN_HOECHSTENS + 1]
                beste = max(beste, (len(set(kopf.felder(dict.fromkeys(zeile)).values())), len(zeile)))
        return beste

    return max(TRENNZEICHEN, key=guete)


def _csv_zeilen(text: str, trennzeichen: str) -> Iterator[tuple[int, list[str]]]:
    leser = csv.reader(io.StringIO(text, newline=""), delimiter=trennzeichen)
    try:
        yield from enumerate(leser, start=1)
    except csv.Error as fehler:
        raise Lesefehler(
            "Die Liste ist nicht lesbar: Eine Zelle ist viel zu lang. Vermutlich fehlt ein Anführungszeichen."
        ) from fehler


def _als_tabelle(
    zeilen: Iterable[tuple[int, list[str]]],
    kodierung: str,
    trennzeichen: str,
    art: Kopf,
    verbund: Callable[[], Verbund] = dict,
) -> Tabelle | None:
    """Heading and rows; None when no row is the heading of such a list."""
    quelle = iter(zeilen)
    anfang = _anfang(quelle)
    stelle = finde_kopf([zellen for _, zellen in anfang], art.felder, art.erkannt)
    if stelle is None:
        return None
    spalten = eindeutige_spalten(stelle.spalten)
    gelesen = list(_begrenzt(chain(anfang[stelle.bis :], quelle)))
    fuelle_verbund(gelesen, verbund())
    gliederung = Gliederung()
    if art.mit_abschnitten:
        gliederung.gefuellt = fuelle_gruppen(spalten, gelesen, art.felder)
        spalten, gelesen = _ordne(spalten, gelesen, gliederung)
    felder = [art.felder([name]).get(name) for name in spalten] if art.verworfen else []
    verworfen = {nummer for nummer, feld in enumerate(felder) if feld == art.verworfen}
    fertig = [
        Listenzeile(nummer, tuple("" if n in verworfen else entschaerfe(text) for n, text in enumerate(zellen)))
        for nummer, zellen in gelesen
    ]
    if not fertig:
        raise Lesefehler("Die Datei enthält nur Überschriften und keine Einträge.")
    return Tabelle(spalten, fertig, kodierung, trennzeichen, hinweise=tuple(_hinweise(gliederung)))


def _anfang(quelle: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The first rows, among which the heading is looked for."""
    anfang = [(nummer, _ohne_leeres_ende(zellen)) for nummer, zellen in islice(quelle, KOPF_SUCHTIEFE)]
    for stelle, (nummer, zellen) in enumerate(anfang):
        if len(zellen) > SPALTEN_HOECHSTENS:
            wer = f"Zeile {nummer}" if stelle else "Die Liste"
            raise Lesefehler(f"{wer} hat mehr als {SPALTEN_HOECHSTENS} Spalten.")
    return anfang


def _ordne(
    spalten: list[str], zeilen: list[tuple[int, list[str]]], gliederung: Gliederung
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Leaves sums and repeated headings out; a row like "Stadt Konz" becomes a column of the rows below it."""
    ueblich = ueblich_gefuellt([zellen for _, zellen in zeilen])
    abschnitt, geordnet = "", []
    for nummer, zellen in zeilen:
        if ist_fuss(zellen):
            gliederung.fuss.append(f"Zeile {nummer} („{next(t for t in zellen if t.strip()).strip()[:40]}“)")
        elif ist_kopf_wiederholt(zellen, spalten):
            gliederung.wiederholt += 1
        elif text := abschnittstext(zellen, ueblich):
            abschnitt = text
            gliederung.abschnitte += 1
        else:
            geordnet.append((nummer, zellen, abschnitt))
    if not gliederung.abschnitte:
        return spalten, [(nummer, zellen) for nummer, zellen, _ in geordnet]
    breite = len(spalten)
    neu = [
        (nummer, [*zellen[:breite], *[""] * (breite - len(zellen)), text, *zellen[breite:]])
        for nummer, zellen, text in geordnet
    ]
    return eindeutige_spalten([*spalten, ABSCHNITT]), neu


def _hinweise(gliederung: Gliederung) -> Iterator[str]:
    if gliederung.fuss:
        mehr = f" und {len(gliederung.fuss) - 5} weitere" if len(gliederung.fuss) > 5 else ""
        yield f"Nicht gelesen, weil kein Eintrag: {', '.join(gliederung.fuss[:5])}{mehr}."
    if gliederung.wiederholt:
        yield f"Die Überschrift wiederholt sich in der Liste ({gliederung.wiederholt}-mal) und ist dort übergangen."
    for name in gliederung.gefuellt:
        yield f"Leere Zellen der Spalte „{name}“ wiederholen die Zelle darüber."
    if gliederung.abschnitte:
        yield f"{gliederung.abschnitte} Zwischenzeilen wie „Stadt …“ stehen als Spalte „{ABSCHNITT}“ zur Wahl."


def _begrenzt(quelle: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with content within all limits."""
    anzahl = 0
    for nummer, gelesen in quelle:
        if nummer > ZEILENSPRUNG_HOECHSTENS:
            raise Lesefehler("Die Liste enthält viel zu viele leere Zeilen. Bitte entfernen Sie sie.")
        zellen = _ohne_leeres_ende(gelesen)
        if not zellen:
            continue
        anzahl += 1
        if anzahl > ZEILEN_HOECHSTENS:
            raise Lesefehler(f"Die Liste hat mehr als {ZEILEN_HOECHSTENS:,} Zeilen.".replace(",", "."))
        _pruefe_zellen(nummer, zellen)
        yield nummer, zellen


def _ohne_leeres_ende(zellen: list[str]) -> list[str]:
    """Spreadsheets write delimiters for columns that were formatted once and hold nothing."""
    ende = len(zellen)
    while ende and not zellen[ende - 1].strip():
        ende -= 1
    return zellen[:ende]


def _pruefe_zellen(nummer: int, zellen: list[str]) -> None:
    if len(zellen) > SPALTEN_HOECHSTENS:
        raise Lesefehler(f"Zeile {nummer} hat mehr als {SPALTEN_HOECHSTENS} Spalten.")
    if any(len(text) > ZEICHEN_HOECHSTENS for text in zellen):
        raise Lesefehler(
            f"In Zeile {nummer} hat eine Zelle mehr als 5.000 Zeichen. Vermutlich fehlt ein Anführungszeichen."
        )
