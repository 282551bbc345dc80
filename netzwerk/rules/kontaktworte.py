"""K02, K03: how people write in their own lists what the contact form calls kind, Bezug, purpose and result."""

import re
import unicodedata

from konten.rules import normalisiere
from netzwerk.rules import Bezug, Ergebnis, Kontaktart, Zweck

#: stands for an empty cell among the words of a list
OHNE_ANGABE = "ohne Angabe"
DAUER_HOECHSTENS = 24 * 60

# The first pattern that fits wins. "Hausbesuch" is missing on purpose: it names work with a family.
_ARTEN: tuple[tuple[Kontaktart, str], ...] = (
    (Kontaktart.KURZKONTAKT, r"kurzkontakt|kurz\w*|tuer\w* (?:und|u) angel\w*|zufall\w*|zufaellig\w*|nebenbei"),
    (
        Kontaktart.OEFFENTLICHKEIT,
        r"oeffentlichkeit\w*|presse\w*|flyer\w*|plakat\w*|aushang|social media|werbung|newsletter",
    ),
    (
        Kontaktart.GREMIUM,
        r"gremi\w*|sitzung\w*|ak\b.*|arbeitskreis\w*|arbeitsgruppe\w*|ag\b.*|runder tisch|netzwerktreffen"
        r"|netzwerkkonferenz|konferenz|steuerungsgruppe|beirat\w*|ausschuss\w*|teamsitzung|plenum",
    ),
    (
        Kontaktart.VERANSTALTUNG,
        r"veranstaltung\w*|fest|\w+fest|infoabend|elternabend|info\w*veranstaltung|aktionstag|markt|messe|fachtag\w*"
        r"|workshop|fortbildung|vortrag|eroeffnung|tag der offenen tuer",
    ),
    (Kontaktart.TELEFONAT, r"tel|telefon\w*|anruf\w*|rueckruf\w*|angerufen|phone|call|handy|fernmuendlich|ab"),
    (Kontaktart.EMAIL, r"e ?mail\w*|mail\w*|elektronisch\w*"),
    (Kontaktart.BESUCH, r"besuch\w*|vor ort\w*|vorort\w*|einrichtungsbesuch|antrittsbesuch|hospitation|visit"),
    (
        Kontaktart.TREFFEN,
        r"treffen|persoenlich\w*|gespraech\w*|termin\w*|meeting|video\w*|zoom|teams|online\w*|austausch\w*|besprechung\w*"
        r"|kooperationsgespraech|planungs\w*|face to face|ftf",
    ),
)
_BEZUEGE: tuple[tuple[Bezug, str], ...] = (
    (Bezug.BEIDES, r"beide[s]?|sowohl.*|uebergreifend und fallbezogen|fallbezogen und .*|f ue|ue f|f u"),
    (
        Bezug.UEBERGREIFEND,
        r"(?:einzel)?fall ?uebergreifend\w*|uebergreifend\w*|fallunabhaengig\w*|fallunspezifisch\w*|allg\w*"
        r"|netzwerk\w*|strukturell\w*|ue|eue|nein|nicht fallbezogen|ohne fallbezug",
    ),
    (Bezug.FALLBEZOGEN, r"(?:einzel)?fall ?bezogen\w*|einzelfall|fall|fallspezifisch\w*|mit fallbezug|f|fb|ja"),
)
_ZWECKE: tuple[tuple[Zweck, str], ...] = (
    (Zweck.ERSCHLIESSEN, r".*erschliess\w*|akquise|neue? ressource\w*"),
    (Zweck.AKTIVIEREN, r".*aktivier\w*|nutzung.*"),
    (Zweck.PFLEGEN, r".*pflege\w*|kontakt ?halten|beziehungs\w*|netzwerkpflege"),
    (Zweck.WISSEN, r".*wissen\w*|information\w*|info\w*|kennenlernen|sich informieren"),
)
_NICHT_ERREICHT = re.compile(
    r"nein|n|nicht(?: erreicht)?|niemand(?: erreicht)?|nicht zustande gekommen|ab|anrufbeantworter|mailbox|besetzt"
    r"|keine antwort|versuch|false|0|[-–]"
)
_ERREICHT = re.compile(r"ja|j|x|erreicht|zustande gekommen|erfolgt|stattgefunden|ok|true|1")


def _worte(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", normalisiere(text)).strip()


def _erste(text: str, muster: tuple[tuple[str, str], ...]) -> str:
    worte = _worte(text)
    return next((wert for wert, regel in muster if re.fullmatch(regel, worte)), "") if worte else ""


def erkenne_kontaktart(text: str) -> str:
    """Value of Kontaktart for a word of a list; empty when it means none for certain."""
    eigene = {_worte(name): wert for wert, name in Kontaktart.choices}
    return eigene.get(_worte(text)) or _erste(text, _ARTEN)


def erkenne_bezug(text: str) -> str:
    """Value of Bezug; empty when the word means none."""
    return _erste(text, _BEZUEGE)


def erkenne_zweck(text: str) -> str:
    """Value of Zweck; empty when the word means none."""
    eigene = {_worte(name): wert for wert, name in Zweck.choices}
    return eigene.get(_worte(text)) or _erste(text, _ZWECKE)


def erkenne_ergebnis(text: str) -> str:
    """Value of Ergebnis; an empty cell is a contact that took place, an unknown word is empty."""
    worte = _worte(text) or text.strip()
    if not worte or _ERREICHT.fullmatch(worte):
        return Ergebnis.ERREICHT
    return Ergebnis.NICHT_ERREICHT if _NICHT_ERREICHT.fullmatch(worte) else ""


def lies_minuten(text: str) -> int | None:
    """Minutes of "30", "30 min", "1,5 h" or "1:30"; None when it is no duration of at most a day."""
    rest = normalisiere(text).replace(",", ".")
    if treffer := re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?(?:\s*(?:h|std\.?|stunden?))?", rest):
        minuten = int(treffer[1]) * 60 + int(treffer[2])
    elif treffer := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:h|std\.?|stunden?)", rest):
        minuten = round(float(treffer[1]) * 60)
    elif treffer := re.fullmatch(r"(\d+)(?:\.0)?\s*(?:m|min\.?|minuten?)?", rest):
        minuten = int(treffer[1])
    else:
        return None
    return minuten if 0 < minuten <= DAUER_HOECHSTENS else None


def saeubere_text(text: str) -> str:
    """Free text in NFC with its line ends; control and invisible characters dropped."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    erlaubt = "".join(z for z in text if z in "\n\t" or unicodedata.category(z) not in ("Cc", "Cf", "Cs"))
    return erlaubt.strip()
