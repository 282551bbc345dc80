"""K28: one cell of a list becomes the name of one person. What names several people or nobody is refused."""

import re
from dataclasses import dataclass

from konten.rules import normalisiere
from partner.rules.angaben import saeubere

TITEL_HOECHSTENS, NAME_HOECHSTENS = 30, 100
MEHRERE = "In der Zelle stehen mehrere Personen. Bitte geben Sie jeder eine eigene Zeile."
NIEMAND = "In der Zeile steht keine Person."
KEIN_NAME = "„{}“ ist kein Name einer Person."

_ANREDE = re.compile(r"(?<![\w.])(?:frau|herrn?|fr\.|hrn?\.)(?!\w)\s*", re.IGNORECASE)
#: words that begin a title, and those that only go on with one: "E. Muster" has an initial, "Dr. e. h." has not
_TITELANFANG = re.compile(
    r"(?:prof|dr|dres|mag|lic|pfr|pfrin|msgr)\.?|dipl\S*|[mb]\.?(?:a|sc|ed)\.?"
    r"|pfarrer(?:in)?|pastor(?:in)?|diakon(?:in)?|pater|schwester|kaplan|dekan(?:in)?"
)
_TITELFORTSETZUNG = re.compile(
    r"(?:med|phil|jur|theol|paed|rer|nat|pol|habil|h|c|e|soz|psych|ing|univ|fh)\.|h\.c\.|\(?(?:fh|univ)\.?\)?|sozial\S+"
)
_KLAMMER = re.compile(r"\s*[(\[]([^)\]]*)[)\]]")
_LEER = re.compile(
    r"[-–—/.?x\s]*|n\.?\s?n\.?|(?:derzeit\s+)?(?:nicht|un)\s?besetzt|vakant|offen|keine[r]?|niemand|frei"
)
_TRENNER = re.compile(r"\s*(?:[/;&+|•\r\n]|\s(?:und|u\.|sowie|bzw\.|oder)\s)\s*")
_VORSATZ = re.compile(r"v[ao]n|vom|de|de[nrs]|d[aiu]|dos|la|le|ten|ter|zu|zu[mr]|el|al|ibn")
_FUNKTIONSWORT = re.compile(
    r"leit|sekretar|sozialarb|sozialpaed|vorsitz|vorstand|rektor|ansprech|koordin|beauftrag|lehrer|referent|fachkraft"
    r"|geschaeftsf|verwaltung|vertret|berat|trainer|kassen|schriftf|hausmeister|erzieher|paedagog|pfarr|gemeinde"
)


class Namensfehler(ValueError):
    """The cell names nobody, several people or something else; the text is one German sentence."""


@dataclass(frozen=True, slots=True)
class Personenname:
    """A name in its parts; `funktion` is what stood behind it in the same cell ("Anna Muster (Leitung)")."""

    nachname: str
    vorname: str = ""
    titel: str = ""
    funktion: str = ""

    @property
    def norm(self) -> str:
        """Form in which names are compared; the title does not count."""
        return normalisiere(f"{self.nachname} {self.vorname}")


def lies_name(text: str, *, vorname: str = "", nachname: str = "", titel: str = "") -> Personenname:
    """The one person of a row: from one cell, or from two of given and family name. Raises Namensfehler.

    "Muster, Dr. Anna", "Frau Dr. Anna Muster", "Anna von der Heide" and "ANNA MUSTER" are understood.
    """
    if saeubere(nachname):
        return _aus_zwei_zellen(vorname, nachname, titel)
    rest, funktion = _ohne_klammer(_pruefe(text or vorname))
    rest, eigener_titel = _ohne_titel(_ANREDE.sub("", rest))
    rest, funktion = _ohne_funktion(rest, funktion)
    if "," in rest:
        return _fertig(*_umgestellt(rest), titel or eigener_titel, funktion)
    return _fertig(*_zerlegt(rest), titel or eigener_titel, funktion)


def _aus_zwei_zellen(vorname: str, nachname: str, titel: str) -> Personenname:
    """Given and family name in cells of their own; the title may stand before either."""
    vorne, titel_vorne = _ohne_titel(_ANREDE.sub("", _pruefe(vorname))) if saeubere(vorname) else ("", "")
    hinten, titel_hinten = _ohne_titel(_ANREDE.sub("", _pruefe(nachname)))
    return _fertig(hinten, vorne, titel or titel_vorne or titel_hinten, "")


def _pruefe(text: str) -> str:
    """The cell as one line, if it names one person."""
    sauber = saeubere(text)
    if _LEER.fullmatch(sauber.casefold()):
        raise Namensfehler(NIEMAND)
    if len(_ANREDE.findall(text)) > 1 or any(_TRENNER.search(zeile) for zeile in (text.strip(), sauber)):
        raise Namensfehler(MEHRERE)
    if re.search(r"[\d@<>=#*]", sauber) or not re.search(r"[^\W\d_]{2}", sauber):
        raise Namensfehler(KEIN_NAME.format(sauber[:60]))
    return sauber


def _ohne_klammer(text: str) -> tuple[str, str]:
    """The name without what stands in brackets, and that if it is a function."""
    treffer = _KLAMMER.search(text)
    if not treffer:
        return text, ""
    inhalt = treffer[1].strip()
    ist_funktion = bool(_FUNKTIONSWORT.search(normalisiere(inhalt)))
    return _KLAMMER.sub(" ", text).strip(), inhalt if ist_funktion else ""


def _ohne_titel(text: str) -> tuple[str, str]:
    """Name and titles; they stand before either name or behind both ("Muster, Dr. Anna", "Anna Muster, M.A.")."""
    teile = [_teile_titel(teil.split()) for teil in text.split(",")]
    rest = ", ".join(" ".join(worte) for _, worte in teile if worte)
    return rest, " ".join(wort for titel, _ in teile for wort in titel)


def _teile_titel(worte: list[str]) -> tuple[list[str], list[str]]:
    """Titles at the beginning and what comes behind them."""
    ende = 0
    while ende < len(worte) and _ist_titel(worte[ende], ende):
        ende += 1
    return worte[:ende], worte[ende:]


def _ist_titel(wort: str, stelle: int) -> bool:
    text = normalisiere(wort)
    return bool(_TITELANFANG.fullmatch(text) or (stelle and _TITELFORTSETZUNG.fullmatch(text)))


def _ohne_funktion(text: str, funktion: str) -> tuple[str, str]:
    """ "Anna Muster, Leitung" and "Leitung: Anna Muster" name the function as well."""
    vorne, doppelpunkt, hinten = text.partition(":")
    if doppelpunkt and _FUNKTIONSWORT.search(normalisiere(vorne)):
        return hinten.strip(), funktion or vorne.strip()
    vorne, komma, hinten = text.partition(",")
    if komma and _FUNKTIONSWORT.search(normalisiere(hinten)):
        return vorne.strip(), funktion or hinten.strip()
    return text, funktion


def _umgestellt(text: str) -> tuple[str, str]:
    """Family and given name of "Muster, Anna". Two commas, or two words on either side, are several people."""
    hinten, _, vorne = (teil.strip() for teil in text.partition(","))
    if "," in vorne or (len(_kern(hinten)) > 1 and len(vorne.split()) > 1):
        raise Namensfehler(MEHRERE)
    return hinten, vorne


def _kern(text: str) -> list[str]:
    """The words of a family name without "von der"."""
    return [wort for wort in text.split() if not _VORSATZ.fullmatch(wort.casefold())]


def _zerlegt(text: str) -> tuple[str, str]:
    """Family and given name of "Anna Maria von der Heide"."""
    worte = text.split()
    erster = next((stelle for stelle, wort in enumerate(worte) if stelle and _VORSATZ.fullmatch(wort)), len(worte) - 1)
    if worte and _VORSATZ.fullmatch(worte[0]):
        erster = 0
    return " ".join(worte[erster:]), " ".join(worte[:erster])


def _fertig(nachname: str, vorname: str, titel: str, funktion: str) -> Personenname:
    nachname, vorname, titel = saeubere(nachname), saeubere(vorname), saeubere(titel)
    if not nachname:
        raise Namensfehler(NIEMAND)
    if not re.search(r"[^\W\d_]{2}", nachname):
        raise Namensfehler(KEIN_NAME.format(f"{vorname} {nachname}".strip()[:60]))
    if len(nachname) > NAME_HOECHSTENS or len(vorname) > NAME_HOECHSTENS:
        raise Namensfehler("Der Name ist länger als 100 Zeichen.")
    return Personenname(_schreibung(nachname), _schreibung(vorname), titel[:TITEL_HOECHSTENS].strip(), funktion)


def _schreibung(text: str) -> str:
    """A name all in capitals is written as one would; all others stay as they are."""
    return text.title() if text.isupper() and len(text) > 2 else text
