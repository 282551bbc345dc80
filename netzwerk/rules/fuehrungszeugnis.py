"""The erweiterte Führungszeugnis: three dates, their order, when it is due again and when the entry goes (K12)."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from konten.rules.monate import plus_monate
from konten.rules.zahl import mehrzahl, tagesdatum

#: first and last day of an Einsatz; None while no end is known
Zeit = tuple[date, date | None]


class Zeugnisstand(Enum):
    """All that anybody but the Leitung gets to know."""

    LIEGT_VOR = "liegt vor"
    FAELLIG = "fällig"
    FEHLT = "fehlt"

    @property
    def wort(self) -> str:
        return self.value

    @property
    def symbol(self) -> str:
        return {"liegt vor": "✓", "fällig": "!"}.get(self.value, "✕")

    @property
    def klasse(self) -> str:
        return {"liegt vor": "aktuell", "fällig": "faellig"}.get(self.value, "fehlt")


def stand(wiedervorlage_am: date | None, stichtag: date) -> Zeugnisstand:
    """What the entry says on the day; None when there is no entry."""
    if wiedervorlage_am is None:
        return Zeugnisstand.FEHLT
    return Zeugnisstand.FAELLIG if wiedervorlage_am <= stichtag else Zeugnisstand.LIEGT_VOR


def wiedervorlage(datum: date, jahre: int) -> date:
    """The day a new one is due, counted from the date of the Zeugnis."""
    return plus_monate(datum, 12 * jahre)


def angabenfehler(datum: date, eingesehen_am: date, heute: date, monate: int) -> dict[str, str]:
    """What is wrong with the dates, by field; empty when they may be stored."""
    if eingesehen_am > heute:
        return {"eingesehen_am": "Eingesehen wurde das Zeugnis heute oder früher."}
    if datum > eingesehen_am:
        return {"datum": "Das Zeugnis ist jünger als der Tag, an dem es eingesehen wurde."}
    if eingesehen_am > (ende := plus_monate(datum, monate)):
        text = f"Beim Einsehen darf das Zeugnis höchstens {mehrzahl(monate, 'Monat', 'Monate')} alt sein"
        return {"datum": f"{text}, also bis {tagesdatum(ende)}. Bitte lassen Sie sich ein neues vorlegen."}
    return {}


def ist_zu_loeschen(eingesehen_am: date, einsaetze: Iterable[Zeit], stichtag: date, monate: int) -> bool:
    """True when the entry has to go: at once if no Einsatz follows, otherwise some months after the last one ended."""
    folgende = [bis for _, bis in einsaetze if bis is None or bis >= eingesehen_am]
    if any(bis is None for bis in folgende):
        return False
    letzter = max((bis for bis in folgende if bis), default=None)
    return letzter is None or plus_monate(letzter, monate) < stichtag
