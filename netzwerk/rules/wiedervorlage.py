"""How next steps are sorted by their day: overdue, today, the next seven days, later; and how they are put off."""

from datetime import date, timedelta

from django.db.models import TextChoices

_TAG = timedelta(days=1)
SAMSTAG = 5
#: what an attempt without success notes for the next one
NEUER_VERSUCH = "Noch einmal versuchen"
#: what the buttons of "Verschieben" offer, in days
AUFSCHUB_TAGE = (1, 7)
#: reasons that the form suggests; any other text may be typed
AUFSCHUBGRUENDE = ("Niemanden erreicht", "Warte auf Antwort", "Termin wurde verlegt", "Etwas Dringenderes ging vor")
#: after so many days an attempt without success is to be tried again
NEUER_VERSUCH_TAGE = 3


class Frist(TextChoices):
    """Where a day lies, seen from today. The week rolls: on a Friday what comes on Monday is near, not "later"."""

    UEBERFAELLIG = "ueberfaellig", "Überfällig"
    HEUTE = "heute", "Heute"
    WOCHE = "woche", "Nächste 7 Tage"
    SPAETER = "spaeter", "Später"


def zeitraum(frist: str, heute: date) -> tuple[date | None, date | None]:
    """First and last day of the section; None is open."""
    woche = heute + timedelta(days=7)
    return {
        Frist.UEBERFAELLIG: (None, heute - _TAG),
        Frist.HEUTE: (heute, heute),
        Frist.WOCHE: (heute + _TAG, woche),
        Frist.SPAETER: (woche + _TAG, None),
    }[Frist(frist)]


def frist_am(tag: date, heute: date) -> Frist:
    """The one section in which the day lies."""
    return next(frist for frist in Frist if _liegt_in(tag, *zeitraum(frist, heute)))


def _liegt_in(tag: date, von: date | None, bis: date | None) -> bool:
    return (von is None or von <= tag) and (bis is None or tag <= bis)


def neuer_tag(bisher: date, heute: date, tage: int) -> date:
    """The working day so many days later, counted from today when the old one is over: else it would stay overdue."""
    tag = max(bisher, heute) + timedelta(days=tage)
    return tag + timedelta(days=7 - tag.weekday()) if tag.weekday() >= SAMSTAG else tag
