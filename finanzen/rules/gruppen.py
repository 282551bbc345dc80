"""What the money was spent on, in the four groups that the overview compares (K29, K30, K34)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from finanzen.rules import Ausgabenart
from finanzen.rules.mittel import NULL, anteil_einzeltermine

#: group -> kinds in it, and how the drill-down names them in its address
GRUPPEN: Mapping[str, tuple[str, ...]] = {
    "Personal": (Ausgabenart.PERSONAL,),
    "Projekte": (Ausgabenart.PROJEKT,),
    "Sachmittel": (
        Ausgabenart.SACHKOSTEN,
        Ausgabenart.HONORAR,
        Ausgabenart.OEFFENTLICHKEIT,
        Ausgabenart.QUALIFIZIERUNG,
    ),
    "Einzeltermine": (Ausgabenart.EINZELTERMIN,),
}


@dataclass(frozen=True, slots=True)
class Gruppe:
    """One group with its share of all that was spent, in whole percent; None when nothing was."""

    name: str
    betrag: Decimal
    prozent: int | None


def gruppiere(je_art: Mapping[str, Decimal]) -> tuple[Gruppe, ...]:
    """The groups in their order, empty ones too."""
    gesamt = sum(je_art.values(), NULL)
    betraege = {name: sum((je_art.get(art, NULL) for art in arten), NULL) for name, arten in GRUPPEN.items()}
    return tuple(Gruppe(name, betrag, anteil_einzeltermine(betrag, gesamt)) for name, betrag in betraege.items())
