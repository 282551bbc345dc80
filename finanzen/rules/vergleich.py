"""K29, K33: the money of a Sozialraum per inhabitant, post, contact and partner, and the average of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finanzen.rules.mittel import runde

#: an average of fewer would tell the figures of single ones
MINDESTENS = 3
MASSE: tuple[tuple[str, str], ...] = (
    ("einwohner", "je Einwohnerin oder Einwohner"),
    ("vzae", "je VZÄ"),
    ("kontakte", "je Kontakt"),
    ("partner", "je Partner"),
)


@dataclass(frozen=True, slots=True)
class Bezugsgroessen:
    """Money for network work and what it is compared with; `mittel` is None without a confirmed volume."""

    mittel: Decimal | None
    einwohner: int = 0
    vzae: Decimal = Decimal(0)
    kontakte: int = 0
    partner: int = 0

    @property
    def verhaeltnisse(self) -> tuple[Decimal | None, ...]:
        """Euro per unit in the order of MASSE."""
        return tuple(self.je(mass) for mass, _ in MASSE)

    def je(self, mass: str) -> Decimal | None:
        """Euro per unit, half up to the cent; None without money or without a single unit."""
        nenner = Decimal(getattr(self, mass))
        return None if self.mittel is None or not nenner else runde(self.mittel / nenner)


def durchschnitte(andere: Sequence[Bezugsgroessen]) -> tuple[Decimal | None, ...]:
    """Mean of the figures of others in the order of MASSE; None for fewer than MINDESTENS known ones."""
    return tuple(_mittelwert([groesse.je(mass) for groesse in andere]) for mass, _ in MASSE)


def _mittelwert(werte: Sequence[Decimal | None]) -> Decimal | None:
    bekannt = [wert for wert in werte if wert is not None]
    return runde(sum(bekannt, Decimal(0)) / len(bekannt)) if len(bekannt) >= MINDESTENS else None
