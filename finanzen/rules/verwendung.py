"""K29: the proof of use of a Träger: its four sections and the way to its confirmation."""

from collections.abc import Mapping
from types import MappingProxyType

from finanzen.rules import Nachweisstatus

#: section -> heading
ABSCHNITTE: Mapping[str, str] = MappingProxyType(
    {
        "ausgangslage": "Ausgangslage",
        "massnahmen": "Was wurde getan?",
        "wirkung": "Was hat es bewirkt?",
        "ausblick": "Ausblick",
    }
)
#: state -> states that may follow
NACHWEISFOLGEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Nachweisstatus.ENTWURF: (Nachweisstatus.EINGEREICHT,),
        Nachweisstatus.EINGEREICHT: (Nachweisstatus.BESTAETIGT, Nachweisstatus.ZURUECKGEGEBEN),
        Nachweisstatus.ZURUECKGEGEBEN: (Nachweisstatus.EINGEREICHT,),
        Nachweisstatus.BESTAETIGT: (),
    }
)
SCHRITTNAMEN = {
    Nachweisstatus.EINGEREICHT: "Einreichen",
    Nachweisstatus.BESTAETIGT: "Bestätigen",
    Nachweisstatus.ZURUECKGEGEBEN: "Zurückgeben",
}
#: the Jugendamt reads what was handed in, not what is being written
AENDERBAR = frozenset({Nachweisstatus.ENTWURF, Nachweisstatus.ZURUECKGEGEBEN})
TEXT_HOECHSTENS = 6000


def moegliche_folgen(zustand: str, *, reicht_ein: bool, bestaetigt: bool) -> tuple[str, ...]:
    """States that somebody may set next who leads the Träger or confirms for the Jugendamt."""
    return tuple(
        folge
        for folge in NACHWEISFOLGEN[zustand]
        if (reicht_ein if folge == Nachweisstatus.EINGEREICHT else bestaetigt)
    )


def fehlende_abschnitte(texte: Mapping[str, str]) -> list[str]:
    """Headings of the sections that say nothing yet."""
    return [titel for name, titel in ABSCHNITTE.items() if not texte[name].strip()]
