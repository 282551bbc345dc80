"""When an offer takes place, and when next (K20)."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import IntegerChoices, TextChoices

#: farther ahead nobody plans, and a rule that never matches ends here
VORSCHAU_TAGE = 400
WOCHENTAGE = ("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags")
_MONATSWOCHE = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "letzten"}


class Wochentag(IntegerChoices):
    """As `date.weekday()`."""

    MONTAG = 0, "Montag"
    DIENSTAG = 1, "Dienstag"
    MITTWOCH = 2, "Mittwoch"
    DONNERSTAG = 3, "Donnerstag"
    FREITAG = 4, "Freitag"
    SAMSTAG = 5, "Samstag"
    SONNTAG = 6, "Sonntag"


class Rhythmus(TextChoices):
    WOECHENTLICH = "woechentlich", "jede Woche"
    ZWEIWOECHENTLICH = "zweiwoechentlich", "alle zwei Wochen"
    MONATLICH = "monatlich", "jeden Monat"
    EINMALIG = "einmalig", "einmal"


class Monatswoche(IntegerChoices):
    """Which one of the month; the fifth is the last."""

    ERSTE = 1, "am ersten"
    ZWEITE = 2, "am zweiten"
    DRITTE = 3, "am dritten"
    VIERTE = 4, "am vierten"
    LETZTE = 5, "am letzten"


@dataclass(frozen=True, slots=True)
class Zeitangabe:
    """One line of the times of an offer; `ab` is the first day of a fortnightly or single one."""

    rhythmus: str
    wochentag: int | None
    monatswoche: int | None = None
    von_uhr: time | None = None
    bis_uhr: time | None = None
    ab: date | None = None
    bis: date | None = None
    nicht_in_ferien: bool = False

    def findet_statt(self, tag: date) -> bool:
        """Whether this day is one of it, holidays aside."""
        if (self.ab and tag < self.ab) or (self.bis and tag > self.bis):
            return False
        if self.rhythmus == Rhythmus.EINMALIG:
            return tag == self.ab
        if tag.weekday() != self.wochentag:
            return False
        if self.rhythmus == Rhythmus.ZWEIWOECHENTLICH:
            return self.ab is not None and (_montag(tag) - _montag(self.ab)).days % 14 == 0
        return self.rhythmus != Rhythmus.MONATLICH or self.monatswoche in _stellen(tag)

    @property
    def satz(self) -> str:
        """ "montags 14:00–16:00 Uhr", "am zweiten Dienstag im Monat, 9:30 Uhr, nicht in den Ferien"."""
        teile = [f"{self._tage} {uhr}".strip() if (uhr := self.uhrzeit) else self._tage, self._spanne]
        teile.append("nicht in den Ferien" if self.nicht_in_ferien else "")
        return ", ".join(teil for teil in teile if teil)

    @property
    def uhrzeit(self) -> str:
        if self.von_uhr is None:
            return ""
        return f"{_uhr(self.von_uhr)}–{_uhr(self.bis_uhr)} Uhr" if self.bis_uhr else f"{_uhr(self.von_uhr)} Uhr"

    @property
    def _tage(self) -> str:
        if self.rhythmus == Rhythmus.EINMALIG:
            return f"am {self.ab:%d.%m.%Y}" if self.ab else "einmal"
        if self.wochentag is None:
            return str(Rhythmus(self.rhythmus).label)
        if self.rhythmus == Rhythmus.MONATLICH:
            return f"am {_MONATSWOCHE.get(self.monatswoche or 0, '')} {Wochentag(self.wochentag).label} im Monat"
        alle = "alle zwei Wochen " if self.rhythmus == Rhythmus.ZWEIWOECHENTLICH else ""
        return alle + WOCHENTAGE[self.wochentag]

    @property
    def _spanne(self) -> str:
        if self.rhythmus == Rhythmus.EINMALIG:
            return ""
        return f"bis {self.bis:%d.%m.%Y}" if self.bis else ""


def _uhr(wert: time) -> str:
    return f"{wert.hour}:{wert.minute:02d}"


def _montag(tag: date) -> date:
    return tag - timedelta(days=tag.weekday())


def _stellen(tag: date) -> set[int]:
    """Which one of its weekday in the month the day is; the last one is also the fifth."""
    letzter = tag.day + 7 > monthrange(tag.year, tag.month)[1]
    return {(tag.day - 1) // 7 + 1} | ({5} if letzter else set())


def naechster_termin(
    zeiten: Iterable[Zeitangabe],
    stichtag: date,
    gilt_bis: date | None = None,
    ist_ferientag: Callable[[date], bool] = lambda tag: False,
) -> date | None:
    """The next day, today included, on which the offer takes place; None when there is none within 400 days."""
    zeiten = list(zeiten)
    ende = min(gilt_bis or date.max, stichtag + timedelta(days=VORSCHAU_TAGE)) if zeiten else stichtag
    for versatz in range((ende - stichtag).days + 1 if zeiten else 0):
        tag = stichtag + timedelta(days=versatz)
        if any(z.findet_statt(tag) and not (z.nicht_in_ferien and ist_ferientag(tag)) for z in zeiten):
            return tag
    return None


def zeitfehler(zeit: Zeitangabe) -> dict[str, str]:
    """What is missing or wrong in one line: field -> sentence."""
    fehler = {}
    if zeit.rhythmus == Rhythmus.EINMALIG:
        if zeit.ab is None:
            fehler["ab"] = "Bitte den Tag nennen, an dem es stattfindet."
    elif zeit.wochentag is None:
        fehler["wochentag"] = "Bitte einen Wochentag wählen."
    if zeit.rhythmus == Rhythmus.ZWEIWOECHENTLICH and zeit.ab is None:
        fehler["ab"] = "Bitte den ersten Tag nennen, damit klar ist, welche Woche gemeint ist."
    if zeit.rhythmus == Rhythmus.MONATLICH and zeit.monatswoche is None:
        fehler["monatswoche"] = "Bitte wählen, der wievielte Wochentag im Monat gemeint ist."
    if zeit.bis_uhr and (zeit.von_uhr is None or zeit.bis_uhr <= zeit.von_uhr):
        fehler["bis_uhr"] = "Das Ende liegt nicht nach dem Beginn."
    if zeit.ab and zeit.bis and zeit.bis < zeit.ab:
        fehler["bis"] = "Das Ende liegt vor dem Beginn."
    return fehler
