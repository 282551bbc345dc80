"""K16: which partner of the directory a row of a list means, by key, or by name and place; no guess is acted on."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from konten.rules import normalisiere
from partner.rules.dubletten import GATTUNG, aehnlichkeit, silben
from partner.rules.listenfragen import Fragen
from partner.rules.ort import ortsname

#: similarity of names from which an entry is offered as "meinten Sie", and how many are named
AEHNLICH_AB, VORSCHLAEGE = 0.45, 3


@dataclass(frozen=True, slots=True)
class Partnerangabe:
    """A partner as far as a list can mean it; `ist_eigener`: within the reach of whoever imports."""

    pk: int
    uuid: str
    name: str
    kurzname: str = ""
    ort: str = ""
    plz: str = ""
    ist_eigener: bool = True

    @property
    def benannt(self) -> str:
        """Name and place, so that namesakes can be told apart."""
        return f"„{self.name[:80]}“ ({self.ort})" if self.ort else f"„{self.name[:80]}“"


@dataclass(frozen=True, slots=True)
class Treffer:
    """The partner meant, or why none is certain: `zweifel` lets a person decide, `ablehnung` does not."""

    partner: Partnerangabe | None = None
    zweifel: str = ""
    ablehnung: str = ""
    vorschlaege: tuple[Partnerangabe, ...] = ()


class Partnerverzeichnis:
    """All partners, found by key or by name; `umgeleitet` leads keys of merged entries to the one that stayed."""

    def __init__(self, partner: Iterable[Partnerangabe], umgeleitet: Iterable[tuple[str, str]] = ()) -> None:
        self.nach_pk: dict[int, Partnerangabe] = {}
        self._nach_uuid: dict[str, Partnerangabe] = {}
        self._nach_name: dict[str, list[Partnerangabe]] = defaultdict(list)
        self._nach_wort: dict[str, list[Partnerangabe]] = defaultdict(list)
        for angabe in partner:
            self._nimm_auf(angabe)
        for alt, neu in umgeleitet:
            if neu in self._nach_uuid:
                self._nach_uuid[alt] = self._nach_uuid[neu]

    def _nimm_auf(self, angabe: Partnerangabe) -> None:
        self.nach_pk[angabe.pk] = self._nach_uuid[angabe.uuid] = angabe
        for name in {namensschluessel(angabe.name), namensschluessel(angabe.kurzname)} - {""}:
            self._nach_name[name].append(angabe)
        for anfang in _anfaenge(angabe.name):
            self._nach_wort[anfang].append(angabe)

    def finde(self, *, kennung: str = "", name: str = "", ort: str = "", plz: str = "") -> Treffer:
        """The one partner of that key; without a key the one of that name, at that place if the row names one."""
        if schluessel := kennung.strip().lower():
            return self._nach_kennung(schluessel)
        if not name.strip():
            return Treffer(ablehnung="Der Partner fehlt. Nennen Sie die Einrichtung oder ihre ID.")
        gefunden = self._nach_name.get(namensschluessel(name), [])
        am_ort = [angabe for angabe in gefunden if _liegt_am(angabe, ort, plz)]
        if len(am_ort) == 1:
            return Treffer(am_ort[0])
        if len(am_ort) > 1:
            return _mehrdeutig(name, am_ort)
        return _anderswo(gefunden, ort or plz) if gefunden else self._unbekannt(name, ort, plz)

    def _nach_kennung(self, schluessel: str) -> Treffer:
        gefunden = self._nach_uuid.get(schluessel)
        if gefunden:
            return Treffer(gefunden)
        return Treffer(ablehnung=f"Einen Partner mit der ID „{schluessel[:40]}“ gibt es nicht.")

    def _unbekannt(self, name: str, ort: str, plz: str) -> Treffer:
        aehnliche = self._aehnliche(name, ort, plz)
        if not aehnliche:
            return Treffer(
                ablehnung=f"„{name[:80]}“ steht nicht im Verzeichnis. Bitte legen Sie den Partner zuerst an."
            )
        worte = ", ".join(angabe.benannt for angabe in aehnliche)
        return Treffer(
            zweifel=f"„{name[:80]}“ steht nicht im Verzeichnis. Meinten Sie {worte}?", vorschlaege=tuple(aehnliche)
        )

    def _aehnliche(self, name: str, ort: str, plz: str) -> list[Partnerangabe]:
        kandidaten = {angabe.pk: angabe for anfang in _anfaenge(name) for angabe in self._nach_wort.get(anfang, ())}
        gesucht = silben(name)
        gewertet = [
            (aehnlichkeit(gesucht, silben(angabe.name)), _liegt_am(angabe, ort, plz), angabe)
            for angabe in kandidaten.values()
        ]
        gute = [eintrag for eintrag in gewertet if eintrag[0] >= AEHNLICH_AB]
        gute.sort(key=lambda eintrag: (-eintrag[1], -eintrag[0], eintrag[2].name, eintrag[2].pk))
        return [angabe for _, _, angabe in gute[:VORSCHLAEGE]]


def namensschluessel(name: str) -> str:
    """A name in the form in which it is found: "Kita „Beispiel“ e.V." and "kita beispiel e. v." are one."""
    return " ".join(re.findall(r"[a-z0-9]+", normalisiere(name)))


def _anfaenge(name: str) -> set[str]:
    """Beginnings of the words that say which one it is; of a name without any, those of all its words."""
    worte = set(namensschluessel(name).split())
    return {wort[:5] for wort in (worte - GATTUNG or worte)}


def _liegt_am(angabe: Partnerangabe, ort: str, plz: str) -> bool:
    """True when the row names no place, or one that does not speak against the entry."""
    if ort and angabe.ort:
        eigene, gesucht = set(ortsname(angabe.ort).split()), set(ortsname(ort).split())
        return eigene <= gesucht or gesucht <= eigene
    return not (plz and angabe.plz) or plz == angabe.plz


def _mehrdeutig(name: str, gefunden: list[Partnerangabe]) -> Treffer:
    worte = ", ".join(angabe.benannt for angabe in gefunden[:VORSCHLAEGE])
    rest = f" und {len(gefunden) - VORSCHLAEGE} weitere" if len(gefunden) > VORSCHLAEGE else ""
    satz = f"„{name[:80]}“ gibt es mehrmals: {worte}{rest}. Nennen Sie den Ort oder die ID."
    return Treffer(zweifel=satz, vorschlaege=tuple(gefunden[:VORSCHLAEGE]))


def _anderswo(gefunden: list[Partnerangabe], ort: str) -> Treffer:
    worte = ", ".join(angabe.benannt for angabe in gefunden[:VORSCHLAEGE])
    satz = f"In {ort[:60]} steht kein Partner dieses Namens. Meinten Sie {worte}?"
    return Treffer(zweifel=satz, vorschlaege=tuple(gefunden[:VORSCHLAEGE]))


def waehle_partner(treffer: Treffer, fragen: Fragen) -> Partnerangabe:
    """The one that somebody chose among the proposals. Raises Zweifel while nobody has."""
    wahl = [(f"partner:{einer.uuid}", einer.benannt) for einer in treffer.vorschlaege]
    uuid = fragen.frage(treffer.zweifel, wahl)
    return next(einer for einer in treffer.vorschlaege if einer.uuid == uuid)
