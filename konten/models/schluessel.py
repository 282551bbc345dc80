"""Keys of records as they arrive in addresses and forms."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID


class Angaben(Protocol):
    """A form's data as far as keys are concerned."""

    def get(self, name: str, vorgabe: str, /) -> str: ...

    def getlist(self, name: str, /) -> list[str]: ...


def lies_uuid(text: str) -> UUID | None:
    """The key that the text means; None for anything else."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def lies_uuids(texte: Iterable[str]) -> list[UUID]:
    """The keys that the texts mean, each once, in their order; anything else is left out."""
    return list(dict.fromkeys(uuid for text in texte if (uuid := lies_uuid(text))))


def gewaehlte_partner(daten: Angaben, hoechstens: int) -> list[str]:
    """Keys of the chosen partners; "hinzu" adds one and "weg" takes one away without JavaScript."""
    weg = lies_uuid(daten.get("weg", ""))
    gewaehlt = lies_uuids([*daten.getlist("partner"), daten.get("hinzu", "")])
    return [str(uuid) for uuid in gewaehlt if uuid != weg][:hoechstens]
