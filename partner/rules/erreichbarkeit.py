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
class Stelle:
    """One post: where, as what, how she is reached there herself and through the function address."""

    einrichtung: str
    funktion: str
    telefon: str = ""
    email: str = ""
    adressname: str = ""
    adresstelefon: str = ""
    adressemail: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Visitenkarte:
    """What stands on the card of a contact person."""

    uid: str
    name: str
    vorname: str
    nachname: str
    titel: str
    stellen: tuple[Stelle, ...] = ()


def vcard(karte: Visitenkarte) -> str:
    """The card as text with CRLF; empty values are left out.

    One post is written plainly. Of several each is a group of its own ("stelle1.TEL"), so that address books keep
    together what belongs together (RFC 6350, 3.3).
    """
    t = _maskiert
    zeilen = [
        ("UID", f"urn:uuid:{karte.uid}"),
        ("FN", t(karte.name)),
        ("N", f"{t(karte.nachname)};{t(karte.vorname)};;{t(karte.titel)};"),
    ]
    for nummer, stelle in enumerate(karte.stellen, start=1):
        gruppe = f"stelle{nummer}." if len(karte.stellen) > 1 else ""
        zeilen += [(f"{gruppe}{name}", wert) for name, wert in _stellenzeilen(stelle)]
    inhalt = [f"{name}:{wert}" for name, wert in zeilen if wert]
    return "".join(f"{_gefaltet(zeile)}\r\n" for zeile in ["BEGIN:VCARD", "VERSION:4.0", *inhalt, "END:VCARD"])


def _stellenzeilen(stelle: Stelle) -> list[tuple[str, str]]:
    """The own number comes first (PREF=1), the function address after it, with what it is called as a note."""
    t = _maskiert
    beides = bool(stelle.adressname)
    bevorzugt, danach = (";PREF=1", ";PREF=2") if beides else ("", "")
    wege = [teil for teil in (stelle.adresstelefon, stelle.adressemail) if teil]
    return [
        ("ORG", t(stelle.einrichtung)),
        ("TITLE", t(stelle.funktion)),
        (f"TEL;TYPE=work{bevorzugt}", t(stelle.telefon)),
        (f"EMAIL;TYPE=work{bevorzugt}", t(stelle.email)),
        (f"TEL;TYPE=work{danach}", t(stelle.adresstelefon)),
        (f"EMAIL;TYPE=work{danach}", t(stelle.adressemail)),
        ("NOTE", t(f"{stelle.adressname}: {', '.join(wege)}") if beides else ""),
        ("ADR;TYPE=work", _anschrift(stelle)),
        ("URL", stelle.web),
    ]


def _anschrift(stelle: Stelle) -> str:
    if not (stelle.strasse or stelle.ort):
        return ""
    return ";".join(["", "", *map(_maskiert, (stelle.strasse, stelle.ort, "", stelle.plz)), ""])


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
