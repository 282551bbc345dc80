"""K16: does a row of a list mean an institution that is there under a slightly different name? A person decides."""

import re
from collections import defaultdict
from difflib import SequenceMatcher

from konten.rules import normalisiere
from partner.rules.dubletten import GATTUNG, Steckdaten, strassenkern, vergleiche

#: entries compared per word: always the first ones, so that the same list is judged the same way twice
KANDIDATEN_HOECHSTENS = 30
#: two words this alike are one with a slip of the finger
VERTIPPT_AB, VERTIPPT_LAENGE = 0.8, 5
_SORTEN = {
    **dict.fromkeys(("kita", "kitas", "kindertagesstaette", "kindertageseinrichtung", "kindergarten"), "kita"),
    **dict.fromkeys(("krippe", "kinderkrippe"), "krippe"),
    **{wort: wort for wort in ("hort", "grundschule", "realschule", "gymnasium", "foerderschule", "foerderverein")},
}
_BEKENNTNISSE = {
    **dict.fromkeys(("kath", "katholisch", "katholische", "katholischer", "katholisches"), "katholisch"),
    **dict.fromkeys(("ev", "evang", "evangelisch", "evangelische", "evangelischer", "evangelisches"), "evangelisch"),
}


class Nachbarn:
    """Entries by place and by the words that say which one it is; grows while a list is read."""

    def __init__(self) -> None:
        self._nach_wort: dict[tuple[str, str, str], list[Steckdaten]] = defaultdict(list)

    def nimm_auf(self, eine: Steckdaten) -> None:
        """Remembers an entry; one without a place is never found. `ort` is the key of the place."""
        for fach in _faecher(eine) if eine.ort else ():
            faecher = self._nach_wort[fach]
            if len(faecher) < KANDIDATEN_HOECHSTENS:
                faecher.append(eine)

    def aehnlichste(self, eine: Steckdaten) -> Steckdaten | None:
        """The entry at the same place that is probably the same institution, the surest one."""
        kandidaten = {andere.id: andere for fach in _faecher(eine) for andere in self._nach_wort.get(fach, ())}
        gewertet = [(sicherheit(eine, andere), -andere.id, andere) for andere in kandidaten.values()]
        beste = max(gewertet, default=None, key=lambda eintrag: eintrag[:2])
        return beste[2] if beste and beste[0] else None


def sicherheit(eine: Steckdaten, andere: Steckdaten) -> int:
    """How sure it is in percent that two entries at one place are the same; 0 when they are not taken for one."""
    a, b = _worte(eine.name), _worte(andere.name)
    if eine.arten and andere.arten and not eine.arten & andere.arten:
        return 0
    if _zahlen(a) != _zahlen(b) or _andere_sorte(a, b):
        return 0
    if _ist_vertippt(a, b):
        return 90
    paar = vergleiche(eine, andere)
    return paar.prozent if paar else 0


def andere_strasse(eine: str, andere: str) -> bool:
    """True when both streets are known and even their names differ; another number alone may be a second door."""
    kerne = [re.sub(r"\d+[a-z]?$", "", strassenkern(text)) for text in (eine, andere)]
    return all(kerne) and kerne[0] != kerne[1] and SequenceMatcher(None, *kerne).ratio() < VERTIPPT_AB


def _worte(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", normalisiere(name)))


def _faecher(eine: Steckdaten) -> list[tuple[str, str, str]]:
    """Where an entry lies: place, figures in its name, and the beginning of each word that says which one it is."""
    worte = _worte(eine.name)
    zahlen = _zahlen(worte)
    gleiche = " ".join(sorted(zahlen))
    anfaenge = {wort[:4] for wort in (worte - GATTUNG - zahlen or worte)}
    return [(eine.ort, gleiche, anfang) for anfang in sorted(anfaenge)]


def _zahlen(worte: frozenset[str]) -> set[str]:
    """ "Kita 1" and "Kita 2" are alike in everything but what matters."""
    return {wort for wort in worte if any(zeichen.isdigit() for zeichen in wort)}


def _andere_sorte(a: frozenset[str], b: frozenset[str]) -> bool:
    bekenntnisse = [{_BEKENNTNISSE[wort] for wort in worte if wort in _BEKENNTNISSE} for worte in (a, b)]
    if all(bekenntnisse) and bekenntnisse[0] != bekenntnisse[1]:
        return True
    sorten = [{_SORTEN[wort] for wort in worte if wort in _SORTEN} for worte in (a, b)]
    if ("foerderverein" in sorten[0]) != ("foerderverein" in sorten[1]):
        return True
    return not (sorten[0] <= sorten[1] or sorten[1] <= sorten[0])


def _ist_vertippt(a: frozenset[str], b: frozenset[str]) -> bool:
    """All words are the same but one long one, and that one nearly."""
    nur_a, nur_b = a - b, b - a
    if len(nur_a) != 1 or len(nur_b) != 1:
        return False
    (eines,), (anderes,) = nur_a, nur_b
    lang_genug = min(len(eines), len(anderes)) >= VERTIPPT_LAENGE
    return (
        lang_genug and not {eines, anderes} & GATTUNG and SequenceMatcher(None, eines, anderes).ratio() >= VERTIPPT_AB
    )
