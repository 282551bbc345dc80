"""Doubts about one row of a list: what is asked, what may be answered, what was answered before.

A decision about a row is a text of answers parted by blanks, each "question:value". An answer counts only where the
row itself offers it, so that nobody can make up one.
"""

from collections.abc import Sequence

#: answer and how it reads
Wahl = Sequence[tuple[str, str]]
OPTIONEN_HOECHSTENS = 20


class Zweifel(Exception):
    """A row stays outside until somebody decides; `wahl` are the answers that are possible."""

    def __init__(self, satz: str, wahl: Wahl = ()) -> None:
        super().__init__(satz)
        self.wahl = tuple(wahl)[:OPTIONEN_HOECHSTENS]


class Fragen:
    """The questions that come up while one row is judged."""

    def __init__(self, entscheidung: str) -> None:
        self._gegeben = entscheidung.split()
        self._genutzt: list[tuple[str, str]] = []

    def antwort(self, wahl: Wahl) -> str:
        """The value answered to this question, the part behind the colon; empty when it is open."""
        for wert, wort in wahl:
            if wert in self._gegeben:
                if (wert, wort) not in self._genutzt:
                    self._genutzt.append((wert, wort))
                return wert.partition(":")[2]
        return ""

    def frage(self, satz: str, wahl: Wahl) -> str:
        """The value answered. Raises Zweifel while nobody has."""
        if antwort := self.antwort(wahl):
            return antwort
        raise Zweifel(satz, wahl)

    def optionen(self, neue: Wahl = ()) -> list[list[str]]:
        """What may be chosen for the row: what was said so far, and with it each answer to an open question."""
        bisher = " ".join(wert for wert, _ in self._genutzt)
        worte = ", ".join(wort for _, wort in self._genutzt)
        optionen = [[bisher, worte]] if bisher else []
        return optionen + [[f"{bisher} {wert}".strip(), wort] for wert, wort in neue]
