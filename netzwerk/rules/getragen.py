"""Bus factor (K10): which partners are reached by one person only, or by one Träger only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices

from konten.rules.monate import plus_monate
from konten.rules.zahl import mehrzahl, tagesdatum
from netzwerk.rules.abdeckung import Anzeige

MONATE = 24
QUELLE = "Konzept, Abschnitt Netzwerkarbeit (K10): das Netzwerk hängt nicht an einzelnen Personen"


class Tragart(TextChoices):
    """On how few shoulders a partner rests; one person is worse than one Träger and includes it."""

    PERSON = "person", "nur eine Person"
    TRAEGER = "traeger", "nur ein Träger"


class Tragende(NamedTuple):
    """Who led a contact: a Netzwerkfachkraft, an account, or both; neither when nobody knows any more."""

    fachkraft: int | None
    konto: int | None


class Beleg(NamedTuple):
    """A person took part in a counting contact on a day, in the service of a Träger (None: unknown)."""

    wer: Tragende
    traeger: int | None
    am: date


class Vertretung(NamedTuple):
    """A deputy valid on the Stichtag who was personally introduced to the partner before it."""

    fuer_konto: int
    traeger: int | None


def fenster(stichtag: date) -> tuple[date, date]:
    """First and last day whose contacts count: the last 24 months."""
    return plus_monate(stichtag, -MONATE) + timedelta(days=1), stichtag


@dataclass(frozen=True, slots=True)
class Getragenheit:
    """How a partner in a Sozialraum is held on a day, with what speaks for and against (K10)."""

    personen: frozenset[Tragende]
    traeger: frozenset[int | None]
    kontakte: int
    letzter: date
    stichtag: date
    hat_vereinbarung: bool
    ist_vertreten: bool
    ist_vertreten_durch_andere: bool

    @property
    def nur_eine_person(self) -> bool:
        return len(self.personen) == 1 and not self.hat_vereinbarung and not self.ist_vertreten

    @property
    def nur_ein_traeger(self) -> bool:
        """One known Träger; a deputy helps only when she comes from another one."""
        einer = len(self.traeger) == 1 and None not in self.traeger
        return einer and not self.hat_vereinbarung and not self.ist_vertreten_durch_andere

    @property
    def art(self) -> Tragart | None:
        """The heavier of both findings; None when the partner is held by more."""
        if self.nur_eine_person:
            return Tragart.PERSON
        return Tragart.TRAEGER if self.nur_ein_traeger else None

    @property
    def anzeige(self) -> Anzeige:
        """Badge: symbol and word, never colour alone. Only for a partner with a finding."""
        return Anzeige("faellig", "!", Tragart(self.art).label)

    def satz(self, person: str, traeger: str) -> str:
        """One sentence for list, partner page and export; the names come from the records."""
        wer = person if self.nur_eine_person else traeger
        if self.kontakte == 1:
            anfang = f"Den einzigen Kontakt der letzten {MONATE} Monate führte {wer}."
        else:
            anfang = f"Alle {self.kontakte} Kontakte der letzten {MONATE} Monate führte {wer}."
        fremd = "" if self.nur_eine_person else " eines anderen Trägers"
        return f"{anfang} Es gibt keine gültige Vereinbarung und keine vorgestellte Vertretung{fremd}."

    @property
    def rechnung(self) -> tuple[str, ...]:
        """The arithmetic, line by line."""
        von, bis = fenster(self.stichtag)
        return (
            f"Zählende Kontakte vom {tagesdatum(von)} bis {tagesdatum(bis)}: {self.kontakte}, "
            f"zuletzt am {tagesdatum(self.letzter)}.",
            f"Beteiligt: {mehrzahl(len(self.personen), 'Person', 'Personen')}, "
            f"{mehrzahl(len(self.traeger), 'Träger', 'Träger')}.",
            f"Gültige Vereinbarung mit dem Partner für diesen Sozialraum: {_ja(self.hat_vereinbarung)}.",
            f"Vertretung an diesem Tag, die dem Partner vorgestellt ist: {_ja(self.ist_vertreten)}.",
        )


def _ja(wert: bool) -> str:
    return "ja" if wert else "nein"


def getragenheit(
    belege: Collection[Beleg],
    stichtag: date,
    *,
    kontakte: int,
    hat_vereinbarung: bool,
    vertretungen: Collection[Vertretung],
) -> Getragenheit | None:
    """How the partner is held on the Stichtag (K10); None when nobody reached it in the last 24 months.

    `belege` are those of the 24 months; a partner without any is a matter of the contact interval, not of this rule.
    """
    if not belege:
        return None
    personen = frozenset(beleg.wer for beleg in belege)
    traeger = frozenset(beleg.traeger for beleg in belege)
    konten = {wer.konto for wer in personen if wer.konto is not None}
    gueltige = [v for v in vertretungen if v.fuer_konto in konten]
    return Getragenheit(
        personen=personen,
        traeger=traeger,
        kontakte=kontakte,
        letzter=max(beleg.am for beleg in belege),
        stichtag=stichtag,
        hat_vereinbarung=hat_vereinbarung,
        ist_vertreten=bool(gueltige),
        ist_vertreten_durch_andere=any(v.traeger is not None and v.traeger not in traeger for v in gueltige),
    )
