"""About people: the duty to inform them (Art. 14 DSGVO), and names that may mean the same person."""

from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from django.db.models import TextChoices

from konten.rules.zahl import tagesdatum

#: from here on two names look like one with a slip of the pen
AEHNLICH_AB = 0.84
#: days in which a change of post can be taken back
WECHSEL_RUECKNAHME_TAGE = 30


class Informationsweg(TextChoices):
    """How somebody was told that her data are kept."""

    GESPRAECH = "gespraech", "im Gespräch"
    TELEFON = "telefon", "am Telefon"
    MAIL = "mail", "per Mail"
    BRIEF = "brief", "per Brief"


@dataclass(frozen=True, slots=True)
class Informationslage:
    """Whether somebody was informed in time; `faellig_am` only while it is open."""

    ist_informiert: bool
    ist_ueberfaellig: bool
    satz: str
    faellig_am: date | None = None


def informationslage(erfasst_am: date, informiert_am: date | None, heute: date, frist_tage: int) -> Informationslage:
    """Art. 14: a person whose data came from others learns of it within a month of their being entered."""
    if informiert_am is not None:
        return Informationslage(True, False, f"informiert am {tagesdatum(informiert_am)}")
    faellig = erfasst_am + timedelta(days=frist_tage)
    if faellig < heute:
        return Informationslage(False, True, f"noch nicht informiert, Frist war der {tagesdatum(faellig)}", faellig)
    return Informationslage(False, False, f"noch nicht informiert, Frist bis {tagesdatum(faellig)}", faellig)


def sind_aehnlich(nachname: str, vorname: str, anderer_nachname: str, anderer_vorname: str) -> bool:
    """May two normalised names mean one person? Given names may be missing, short or changed about with the family's.

    "muster, alex" is like "mustre, alex", "muster, a." and "alex, muster", but not like "muster, kim".
    """
    if (nachname, vorname) == (anderer_vorname, anderer_nachname):
        return True
    if not _nahe(nachname, anderer_nachname):
        return False
    a, b = vorname.rstrip("."), anderer_vorname.rstrip(".")
    return not a or not b or a.startswith(b) or b.startswith(a) or _nahe(a, b)


def _nahe(a: str, b: str) -> bool:
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= AEHNLICH_AB
