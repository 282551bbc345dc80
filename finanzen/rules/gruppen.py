"""What the money was spent on, in the four groups that the overview compares (K29, K30, K34)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from finanzen.rules import Ausgabenart
from finanzen.rules.mittel import CENT, NULL, anteil_einzeltermine, verteile

#: a percent is its hundredth
HUNDERT_PROZENT = Decimal(1)
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
    anteile = _anteile(list(betraege.values()), gesamt)
    return tuple(Gruppe(name, betrag, anteil) for (name, betrag), anteil in zip(betraege.items(), anteile, strict=True))


def _anteile(betraege: list[Decimal], gesamt: Decimal) -> list[int | None]:
    """Whole percents that add up to 100; where more came back than was spent in a group, each is rounded for itself."""
    if gesamt <= 0 or min(betraege) < 0:
        return [anteil_einzeltermine(betrag, gesamt) for betrag in betraege]
    return [int(teil / CENT) for teil in verteile(HUNDERT_PROZENT, betraege)]
