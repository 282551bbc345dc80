"""What a question to the open data may say: each parameter read strictly, so that a slip is told and not guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from partner.rules.hsds import HOECHSTENS_JE_SEITE, HOECHSTENS_KURZ, JE_SEITE

SUCHE_HOECHSTENS = 200
JAHRE = range(1970, 9000)
_WAHR, _FALSCH = ("true", "1"), ("false", "0", "")


class Fragefehler(ValueError):
    """A parameter that cannot be meant; the message says which one and what is expected."""


@dataclass(frozen=True, slots=True)
class Frage:
    """The parameters of a list."""

    seite: int = 1
    je_seite: int = JE_SEITE
    voll: bool = False
    kurz: bool = False
    dienste_voll: bool = False
    suche: str = ""
    geaendert_seit: datetime | None = None
    begriff: str = ""
    taxonomie: str = ""
    organisation: str = ""
    plz: str = ""


def lies_frage(angaben: Mapping[str, str]) -> Frage:
    """Reads the parameters; unknown ones are ignored. Raises Fragefehler, see there."""
    if angaben.get("format", "json").lower() not in ("json", ""):
        raise Fragefehler("format: Es gibt nur „json“.")
    kurz = _wahr(angaben, "minimal")
    hoechstens = HOECHSTENS_KURZ if kurz else HOECHSTENS_JE_SEITE
    je_seite = _zahl(angaben, "per_page", hoechstens if kurz else JE_SEITE)
    return Frage(
        seite=_zahl(angaben, "page", 1),
        je_seite=min(je_seite, hoechstens),
        voll=_wahr(angaben, "full"),
        kurz=kurz,
        dienste_voll=_wahr(angaben, "full_service"),
        suche=angaben.get("search", "").replace("\x00", " ")[:SUCHE_HOECHSTENS],
        geaendert_seit=_gelesen(angaben, "modified_after", _zeitpunkt),
        begriff=angaben.get("taxonomy_term_id", ""),
        taxonomie=angaben.get("taxonomy_id", ""),
        organisation=angaben.get("organization_id", ""),
        plz=angaben.get("postcode", "").replace("\x00", " ")[:10].strip(),
    )


def _zahl(angaben: Mapping[str, str], name: str, vorgabe: int) -> int:
    text = angaben.get(name, "") or str(vorgabe)
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= 1):
        raise Fragefehler(f"{name}: Erwartet wird eine ganze Zahl ab 1.")
    return int(text)


def _wahr(angaben: Mapping[str, str], name: str) -> bool:
    text = angaben.get(name, "").lower()
    if text not in _WAHR + _FALSCH:
        raise Fragefehler(f"{name}: Erwartet wird „true“ oder „false“.")
    return text in _WAHR


def _gelesen(angaben: Mapping[str, str], name: str, lies: Callable[[str], Any]) -> Any:
    text = angaben.get(name, "")
    return lies(text) if text else None


def _zeitpunkt(text: str) -> datetime:
    """A day or a moment of ISO 8601; "+01:00" typed without encoding arrives with a blank. Without a zone it is UTC."""
    try:
        wert = datetime.fromisoformat(_mit_plus(text))
    except ValueError:
        wert = None
    if wert is None or wert.year not in JAHRE:
        raise Fragefehler("modified_after: Erwartet wird ein Zeitpunkt wie 2026-01-31T08:00:00Z oder ein Tag.")
    return wert if wert.tzinfo else wert.replace(tzinfo=UTC)


def _mit_plus(text: str) -> str:
    kopf, leer, zone = text.rpartition(" ")
    return f"{kopf}+{zone}" if leer and "T" in kopf else text
