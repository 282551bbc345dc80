"""K09: what a draft may look like. Its address leads back to a form of this product, nowhere else."""

import re

#: hidden fields of a form: key of its draft, milliseconds of the device at the moment of sending
SCHLUESSELFELD, STANDFELD = "entwurf", "entwurf_stand"
#: place in the session for keys whose copy the device may remove
FERTIG = "fertige_entwuerfe"
#: characters of one draft as the form would post it; the longest form with everything filled has a fifth of that
HOECHSTENS_ZEICHEN = 120_000
#: drafts of one account; more than that nobody works on
HOECHSTENS_ENTWUERFE = 100
AUFBEWAHRUNG_TAGE = 30
#: a device whose clock runs ahead must not outvote all others for long
VORAUS_MS = 60_000
_SCHLUESSEL = re.compile(r"[a-z][a-z0-9_]{1,39}-[A-Za-z0-9.-]{1,120}")
_ADRESSE = re.compile(r"/(?!/)[^\s\\\x00-\x1f]*")


class EntwurfUngueltig(ValueError):
    """A draft that no form of ours would send."""


def pruefe_entwurf(*, formular: str, adresse: str, inhalt: str) -> None:
    """Raises EntwurfUngueltig for a strange key, an address elsewhere or a text that is too long."""
    if not _SCHLUESSEL.fullmatch(formular):
        raise EntwurfUngueltig("formular")
    if len(adresse) > 300 or not ist_eigene_adresse(adresse):
        raise EntwurfUngueltig("adresse")
    if len(inhalt) > HOECHSTENS_ZEICHEN:
        raise EntwurfUngueltig("inhalt")


def ist_eigene_adresse(adresse: str) -> bool:
    """True for a path of this product; `//host` and a full address lead elsewhere."""
    return bool(_ADRESSE.fullmatch(adresse))


def gebremst(stand: int, jetzt_ms: int) -> int:
    """Time of the device, but never far in the future."""
    return max(0, min(stand, jetzt_ms + VORAUS_MS))
