"""Order and plan of what is due (K06). The state itself comes from `netzwerk.rules.abdeckung`, never from here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from netzwerk.rules.abdeckung import Anzeige, Lage, Partnerlage

BALD = "bald"
#: so far ahead the plan looks
PLAN_TAGE = 90
#: keys of the tabs with their titles, the most urgent first
STAENDE = (
    (Lage.UEBERFAELLIG.value, "Überfällig"),
    (Lage.NIE.value, "Nie erreicht"),
    (Lage.FAELLIG.value, "Fällig"),
    (Lage.NEU.value, "Neu"),
    (BALD, "Bald"),
)
_RANG = {stand: rang for rang, (stand, _) in enumerate(STAENDE)}


def stand(lage: Partnerlage) -> str:
    """Key of the tab in which the partner stands; "aktuell" stands in none."""
    return BALD if lage.ist_bald else str(lage.lage)


def steht_an(lage: Partnerlage) -> bool:
    """Whether the partner belongs on the due list: everything but aktuell, and what is soon due."""
    return stand(lage) in _RANG


def dringlichkeit(lage: Partnerlage) -> tuple[int, date, int]:
    """Sort key: worst state first, within it the longest due; those never reached count from their entry on."""
    return _RANG.get(stand(lage), len(_RANG)), lage.faellig_am or lage.seit, lage.partner_id


def anzeige(lage: Partnerlage) -> Anzeige:
    """The badge of the list. What is soon due is aktuell, but says the day."""
    return Anzeige("neu", "→", lage.text) if lage.ist_bald else lage.zustand


@dataclass(frozen=True, slots=True)
class Planwoche:
    """A week (or what is left of it) with the partners that fall due in it; the first holds all that is due already."""

    von: date | None
    bis: date
    lagen: tuple[Partnerlage, ...]

    @property
    def titel(self) -> str:
        if self.von is None:
            return "Schon fällig"
        return f"Woche vom {self.von:%d.%m.} bis {self.bis:%d.%m.%Y}"


def plan(lagen: Iterable[Partnerlage], stichtag: date, tage: int = PLAN_TAGE) -> list[Planwoche]:
    """What is due already, then by week what falls due within so many days; weeks without anything are left out."""
    wochen: dict[date | None, list[Partnerlage]] = {}
    for lage in lagen:
        tag = faelliger_tag(lage)
        if tag is not None and tag <= stichtag + timedelta(days=tage):
            wochen.setdefault(_montag(tag) if tag > stichtag else None, []).append(lage)
    anfaenge = sorted(wochen, key=lambda montag: montag or date.min)
    return [_woche(montag, wochen[montag], stichtag) for montag in anfaenge]


def faelliger_tag(lage: Partnerlage) -> date | None:
    """The day to plan for: those without any contact are due since their entry; None when no interval is set."""
    return lage.faellig_am if lage.letzter else lage.seit


def _montag(tag: date) -> date:
    return tag - timedelta(days=tag.weekday())


def _woche(montag: date | None, lagen: list[Partnerlage], stichtag: date) -> Planwoche:
    geordnet = tuple(sorted(lagen, key=dringlichkeit))
    if montag is None:
        return Planwoche(None, stichtag, geordnet)
    return Planwoche(
        montag,
        montag + timedelta(days=6),
        tuple(sorted(lagen, key=lambda lage: (faelliger_tag(lage), lage.partner_id))),
    )
