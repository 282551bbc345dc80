"""How somebody is reached: the target of a phone link, and a business card as vCard 4.0 (RFC 6350)."""

import re
from dataclasses import dataclass

_HOECHSTENS_OKTETTE = 75


def telefonziel(telefon: str) -> str:
    """Number for a `tel:` link: digits and a leading plus; of several numbers the first.

    "06501 / 12 34-5" becomes "0650112345", "+49 (0) 6501 12" becomes "+49650112".
    """
    erste = re.split(r"[;,]| oder ", telefon.strip(), maxsplit=1)[0]
    ohne_null = re.sub(r"^(\+\d[\d\s]*)\(0\)", r"\1", erste)
    ziffern = re.sub(r"\D", "", ohne_null)
    return f"+{ziffern}" if ziffern and ohne_null.startswith("+") else ziffern


@dataclass(frozen=True, slots=True)
class Visitenkarte:
    """What stands on the card of a contact person."""

    uid: str
    name: str
    vorname: str
    nachname: str
    titel: str
    einrichtung: str
    funktion: str
    telefon: str = ""
    email: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    web: str = ""


def vcard(karte: Visitenkarte) -> str:
    """The card as text with CRLF; empty values are left out."""
    t = _maskiert
    zeilen = [
        ("UID", f"urn:uuid:{karte.uid}"),
        ("FN", t(karte.name)),
        ("N", f"{t(karte.nachname)};{t(karte.vorname)};;{t(karte.titel)};"),
        ("ORG", t(karte.einrichtung)),
        ("TITLE", t(karte.funktion)),
        ("TEL;TYPE=work", t(karte.telefon)),
        ("EMAIL;TYPE=work", t(karte.email)),
        ("ADR;TYPE=work", _anschrift(karte)),
        ("URL", karte.web),
    ]
    inhalt = [f"{name}:{wert}" for name, wert in zeilen if wert]
    return "".join(f"{_gefaltet(zeile)}\r\n" for zeile in ["BEGIN:VCARD", "VERSION:4.0", *inhalt, "END:VCARD"])


def _anschrift(karte: Visitenkarte) -> str:
    if not (karte.strasse or karte.ort):
        return ""
    return ";".join(["", "", *map(_maskiert, (karte.strasse, karte.ort, "", karte.plz)), ""])


def _maskiert(text: str) -> str:
    text = re.sub(r"([\\,;])", r"\\\1", text)
    return re.sub(r"\r\n|\r|\n", r"\\n", text)


def _gefaltet(zeile: str) -> str:
    """Lines longer than 75 octets go on after CRLF and a blank; no character is cut in two."""
    teile, laenge = [""], 0
    for zeichen in zeile:
        oktette = len(zeichen.encode())
        if laenge + oktette > _HOECHSTENS_OKTETTE:
            teile.append(" ")
            laenge = 1
        teile[-1] += zeichen
        laenge += oktette
    return "\r\n".join(teile)
