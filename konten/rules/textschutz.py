"""K09, data protection: which passages of a free text look like data of a child or a family.

No list of first names exists that would fit; the rule knows how German writes about a child. It prefers to pass a
doubtful sentence over calling wolf: people who are warned without reason stop reading warnings. A hint, not proof.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from konten.rules.textworte import KEIN_NAME, KEIN_NAME_ENDUNGEN, VOR_FAMILIE, VOR_SACHE

#: stands for every blanked character
BALKEN = "█"
#: kind of passage -> how people call it
ARTEN = MappingProxyType(
    {
        "geburtsdatum": "Geburtsdatum",
        "alter": "Name oder Initiale mit Alter",
        "aktenzeichen": "Aktenzeichen oder Fallnummer",
        "kindname": "Name eines Kindes",
        "familie": "Name einer Familie",
        "elternteil": "Eltern eines benannten Kindes",
        "anschrift": "Anschrift einer Familie",
    }
)
#: kind of passage -> how to say it without naming anybody
RAT = MappingProxyType(
    {
        "geburtsdatum": "Schreiben Sie statt des Geburtsdatums höchstens die Altersgruppe, zum Beispiel „Kita-Alter“.",
        "alter": "Lassen Sie Namen und Initialen weg, zum Beispiel „ein Kind im Grundschulalter“.",
        "aktenzeichen": "Lassen Sie das Aktenzeichen weg. Es gehört in die Fallakte.",
        "kindname": "Lassen Sie den Namen weg, zum Beispiel „ein Kind der Einrichtung“.",
        "familie": "Lassen Sie den Namen weg, zum Beispiel „eine Familie aus dem Ort“.",
        "elternteil": "Lassen Sie den Namen des Kindes weg, zum Beispiel „ein Elternteil“.",
        "anschrift": "Lassen Sie Straße und Hausnummer weg, zum Beispiel „eine Familie aus dem Ort“.",
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Fund:
    """One passage: from `von` up to, not including, `bis` of the text."""

    von: int
    bis: int
    art: str
    stelle: str

    @property
    def wort(self) -> str:
        return ARTEN[self.art]

    @property
    def rat(self) -> str:
        return RAT[self.art]


def pruefe_text(text: str) -> list[Fund]:
    """Passages in their order, none overlapping another; of two that do, the earlier and longer one stays."""
    gefunden = sorted(
        (fund for art, muster, gilt in _MUSTER for fund in _suche(text, art, muster, gilt)),
        key=lambda fund: (fund.von, -fund.bis),
    )
    ergebnis: list[Fund] = []
    for fund in gefunden:
        if not ergebnis or fund.von >= ergebnis[-1].bis:
            ergebnis.append(fund)
    return ergebnis


def arten_von(funde: Sequence[Fund]) -> str:
    """The kinds of passage without their words: "Geburtsdatum, Name eines Kindes"."""
    return ", ".join(wort for art, wort in ARTEN.items() if any(fund.art == art for fund in funde))


def geschwaerzt(text: str, von: int, bis: int) -> str:
    """The text with every character of the passage replaced by █; line ends stay, so that the lines stay."""
    return text[:von] + "".join(zeichen if zeichen in "\r\n" else BALKEN for zeichen in text[von:bis]) + text[bis:]


# --- How German writes about a child --------------------------------------------------------------------------------

_NAME = r"[A-ZÄÖÜ][a-zäöüßéèçğışáàóñë]{1,24}(?:-[A-ZÄÖÜ][a-zäöüßé]{1,24})?"
_INITIALE = r"[A-ZÄÖÜ]\.(?:\s?-?[A-ZÄÖÜ]\.)?"
_MONAT = (
    r"(?:Jan(?:uar)?|Feb(?:ruar)?|März|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sept?(?:ember)?|Okt(?:ober)?"
    r"|Nov(?:ember)?|Dez(?:ember)?)"
)
_TAG = (
    rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONAT}\.?)\s?(?:\d{{4}}|\d{{2}})?(?!\d)"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4})"
)
_JAHRE = r"(?:Jahren?|J\.|Jährige?r?|jährig|Lebensjahr|Monate\s+alt|Wochen\s+alt)"
_ZAHLWORT = (
    r"(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn"
    r"|achtzehn|neunzehn|zwanzig)"
)
_KIND = (
    r"(?:(?:Pflege|Stief|Adoptiv|Enkel|Geschwister|Schul|Kita-|Krippen)?[Kk]ind(?:es)?|(?:Pflege|Stief|Adoptiv)?[Ss]ohn(?:es)?"
    r"|(?:Pflege|Stief|Adoptiv)?[Tt]ochter|Junge[n]?|Mädchens?|Enkel(?:in)?|Baby|Säugling|Kleinkind|Neffen?|Nichte|Schülerin"
    r"|Jugendliche[rn]?|Klient(?:in|en)?|Mündel)"
)
_ELTERN = r"(?:(?:Groß|Pflege|Stief|Kinds|Kindes|Adoptiv)?(?:[Mm]utter|[Vv]ater|[Ee]ltern)|Mama|Papa|Oma|Opa|KM|KV)"
_AKTE = (
    r"(?:(?i:Az|AZ)\b\.?|Aktenzeichen|Akten-?(?:[Nn]r\.|[Nn]ummer)|Akte\s+Nr\.|Geschäftszeichen|Fall-?(?:[Nn]r\.?|[Nn]ummer)"
    r"|Vorgangsnummer|Kindergeldnummer|Versicherten-?[Nn]ummer|Sozialversicherungsnummer|Steuer-ID|Hilfefall)"
)
_STRASSE = (
    r"(?:[A-ZÄÖÜ][a-zäöüß]+[\s-])?(?:[A-ZÄÖÜ][a-zäöüß-]*(?:straße|strasse|str\.|weg|gasse|allee|platz|ring|ufer|pfad)"
    r"|Straße|Weg|Gasse|Platz)\s+\d{1,3}(?:\s?[a-z](?![\w]))?"
)
_HAUSHALT = r"(?:Familie|Mutter|Vater|Eltern|Paar|Alleinerziehende[rn]?|Kind|Kinder)"
#: what only somebody does whose age stands in brackets: "Max (7) wurde gesehen", but "Punkt (7) der Tagesordnung"
_TUT = (
    r"(?:wurde|wird|war|ist|hat|hatte|kam|kommt|fehlt|fehlte|geht|ging|braucht|brauchte|lebt|wohnt|besucht|soll|zeigt"
    r"|schläft|spricht|weint|schlägt)"
)
#: the age right behind a name belongs to the passage: "Sohn Max, 7" must not leave ", 7" behind
_ALTER_DANACH = re.compile(
    rf"\s*[,(]\s*(?:1[0-9]|[0-9])(?:\s*{_JAHRE})?(?!\d|[.:/-]\d|\s*(?:Uhr|Stunden|Minuten|Tage|Termine|Euro|km|%))\)?"
)
_MIT_ALTER = frozenset(("kindname", "elternteil"))


def _ist_name(wort: str) -> bool:
    """False for the nouns that German capitalises as well."""
    if re.fullmatch(_INITIALE, wort):
        return True
    teile = wort.split("-")
    return not any(teil in KEIN_NAME or teil.endswith(KEIN_NAME_ENDUNGEN) for teil in teile)


def _worte_davor(treffer: re.Match[str]) -> list[str]:
    """The last two words of the same sentence before the passage."""
    davor = re.split(r"[.!?\n]", treffer.string[max(0, treffer.start() - 60) : treffer.start()])[-1]
    return re.findall(r"[\wÄÖÜäöüß-]+", davor)[-2:]


def _immer(treffer: re.Match[str]) -> bool:
    return True


def _benannt(treffer: re.Match[str]) -> bool:
    return _ist_name(treffer["name"])


def _benannt_ohne_artikel(treffer: re.Match[str]) -> bool:
    """ "Lena ist 8 Jahre alt" names somebody, "die Kita ist 8 Jahre alt" does not."""
    davor = _worte_davor(treffer)
    return _ist_name(treffer["name"]) and not (davor and davor[-1].lower() in VOR_SACHE)


def _kindname(treffer: re.Match[str]) -> bool:
    """ "der Junge Paul" names somebody, "Junge Sportler" are many: there "Junge" is no noun."""
    if not _ist_name(treffer["name"]):
        return False
    if treffer["heisst"] or not treffer["kind"].startswith(("Junge", "Jugendliche")):
        return True
    davor = _worte_davor(treffer)
    return bool(davor) and (davor[-1].lower() in VOR_SACHE or davor[-1].endswith(("jähriger", "jährigen", "kleiner")))


def _keine_abkuerzung(treffer: re.Match[str]) -> bool:
    """ "z. B. 3 Jahre" is no initial with an age."""
    return not re.search(r"(?<!\w)[a-z]\.\s?$", treffer.string[: treffer.start()])


def _familie(treffer: re.Match[str]) -> bool:
    davor = _worte_davor(treffer)
    return _ist_name(treffer["name"]) and not any(wort in VOR_FAMILIE for wort in davor)


_NICHT_DAVOR = r"(?<![\w-])"
_NENNUNG = r"(?:\s+(?:namens|mit\s+Namen|heißt|hieß|genannt|Namens))?\s*[,:(„\"]?\s*"
#: kind of passage, pattern, further condition
_MUSTER: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = tuple(
    (art, re.compile(muster), gilt)
    for art, muster, gilt in (
        (
            "geburtsdatum",
            rf"(?:{_NICHT_DAVOR}(?:[Gg]eb\.|[Gg]eboren|GebDat\.?|[Gg]eb\.?-?[Dd]at(?:um|\.)|Geburts(?:datum|tag|termin))"
            rf"|\*)\s*(?:(?:ist|war|:|der|den|am|=)\s*){{0,3}}{_TAG}",
            _immer,
        ),
        ("geburtsdatum", rf"(?:am\s+)?{_TAG}\s+(?:geboren|zur\s+Welt)", _immer),
        ("geburtsdatum", rf"{_NICHT_DAVOR}(?:geb\.|Geburtsjahr:?)\s*(?:ca\.\s*)?(?:19|20)\d\d\b", _immer),
        (
            "alter",
            rf"{_NICHT_DAVOR}{_INITIALE}\s*(?:(?:[,(]|ist|wird)?\s*\d{{1,2}}\s*{_JAHRE}|\(\d{{1,2}}\))",
            _keine_abkuerzung,
        ),
        (
            "alter",
            rf"{_NICHT_DAVOR}(?P<name>{_NAME})\s*[,(]\s*\d{{1,2}}\s*(?:{_JAHRE})",
            _benannt_ohne_artikel,
        ),
        (
            "alter",
            rf"{_NICHT_DAVOR}(?P<name>{_NAME})\s+(?:ist|wird|war|wurde)\s+(?:\w+\s+)?(?:\d{{1,2}}|{_ZAHLWORT})"
            r"\s*(?:Jahre|Monate|Wochen)\s+alt",
            _benannt_ohne_artikel,
        ),
        (
            "alter",
            rf"{_NICHT_DAVOR}(?:\d{{1,2}}[-\s]?|{_ZAHLWORT})[Jj]ährige[rnm]?\s+(?P<name>{_NAME}|{_INITIALE})(?![\w-])",
            _benannt,
        ),
        (
            "alter",
            rf"{_NICHT_DAVOR}(?P<name>{_NAME})\s*\((?:1[0-9]|[0-9])\)(?=\s+{_TUT}(?!\w))",
            _benannt_ohne_artikel,
        ),
        (
            "anschrift",
            rf"{_NICHT_DAVOR}{_STRASSE}(?:,?\s+(?:\d{{5}}\s+)?{_NAME})?(?=\s*[:,–-]\s*(?:(?:eine?|die|der)\s+)?(?:[a-zäöüß]+\s+)?"
            rf"{_HAUSHALT}\s+mit\s+(?:\w+\s+){{0,2}}(?:Kind(?:ern)?|Sohn|Söhnen|Tochter|Töchtern|Baby|Säugling)(?!\w))",
            _immer,
        ),
        (
            "anschrift",
            rf"{_NICHT_DAVOR}{_HAUSHALT}(?!\w)[^.!?\n]{{0,40}}?\b(?:wohnt|lebt|wohnen|leben)\s+[^.!?\n]{{0,30}}?{_STRASSE}",
            _immer,
        ),
        (
            "aktenzeichen",
            rf"{_NICHT_DAVOR}{_AKTE}\s*(?:Nr\.|lautet|ist|:|#)?\s*(?:[A-Z]{{1,4}}[\s./-]?)?\d[\w./-]*(?:\s?[A-Z]{{1,3}}\s?\d[\w./-]*)?",
            _immer,
        ),
        ("aktenzeichen", r"(?<![\w/.-])\d{1,3}[a-z]?\s?(?:F|UF|XVII|VIII)\s?\d{1,5}/\d{2}(?!\d)", _immer),
        ("aktenzeichen", rf"{_NICHT_DAVOR}Fall\s+(?:Nr\.?\s*)?\d+[/-]\d+", _immer),
        ("kindname", rf"{_NICHT_DAVOR}{_KIND}{_NENNUNG}(?P<name>{_INITIALE}(?![a-zäöü]))(?!\w)", _immer),
        (
            "kindname",
            rf"{_NICHT_DAVOR}(?P<kind>{_KIND})(?P<heisst>\s+(?:namens|mit\s+Namen|heißt|hieß|genannt)|:)?\s*[(„\"]?\s*(?P<name>{_NAME})(?![\w-])",
            _kindname,
        ),
        (
            "kindname",
            rf"{_NICHT_DAVOR}(?:[Ss]ein|[Ii]hr|[Dd]eren|[Dd]essen|[Mm]ein)(?:e[rnms]?)?\s+(?:\w+e[rnms]?\s+)?"
            rf"(?:Bruder|Schwester|Kind|Sohn|Tochter),?\s+(?P<name>{_NAME})(?![\w-])",
            _benannt,
        ),
        (
            "familie",
            rf"{_NICHT_DAVOR}(?:(?:Pflege|Groß)?[Ff]amilie|Fam\.|Eheleute|Eheleuten|Ehepaar|Geschwister)\s+"
            rf"(?P<name>{_INITIALE}(?![a-zäöü])|[A-ZÄÖÜ](?=\s|$|[,;])|{_NAME})(?![\w-])",
            _familie,
        ),
        (
            "elternteil",
            rf"{_NICHT_DAVOR}{_ELTERN}\s+(?:von\s+(?:(?:dem|der)\s+)?(?:kleinen\s+)?|de[rs]\s+kleinen\s+)"
            rf"(?P<name>{_NAME}|{_INITIALE}(?![a-zäöü]))(?![\w-])",
            _benannt,
        ),
        (
            "elternteil",
            rf"{_NICHT_DAVOR}(?:Kinds|Kindes|Pflege)(?:mutter|vater)\s+(?:(?:Frau|Herrn?)\s+)?(?P<name>{_NAME}|{_INITIALE})",
            _benannt,
        ),
        (
            "elternteil",
            rf"{_NICHT_DAVOR}(?:KM|KV)\s+(?:Frau|Herrn?)\s+(?P<name>{_NAME}|{_INITIALE})",
            _immer,
        ),
        (
            "elternteil",
            rf"{_NICHT_DAVOR}(?P<name>{_NAME})(?<=[a-zäöü]s)\s+(?:Mutter|Vater|Eltern|Mama|Papa|Oma|Opa)(?![\w-])",
            _benannt_ohne_artikel,
        ),
    )
)


def _suche(text: str, art: str, muster: re.Pattern[str], gilt: Callable[[re.Match[str]], bool]) -> Iterator[Fund]:
    for treffer in muster.finditer(text):
        if gilt(treffer):
            danach = _ALTER_DANACH.match(text, treffer.end()) if art in _MIT_ALTER else None
            bis = danach.end() if danach else treffer.end()
            yield Fund(treffer.start(), bis, art, text[treffer.start() : bis])
