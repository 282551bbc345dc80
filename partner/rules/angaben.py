"""Cells of a list become clean values of a partner. What cannot be kept is dropped and said, the row survives."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from partner.rules.spalten import FELDER

#: longest text per field, as in the models
LAENGEN = {
    "kategorie": 100,
    "art": 100,
    "strasse": 150,
    "plz": 20,
    "ort": 100,
    "ags": 20,
    "telefon": 60,
    "traeger_name": 200,
    "kennung": 100,
    "quelle": 500,
    "stand": 100,
    "guete": 60,
    "hinweis": 5_000,
}
NAME_HOECHSTENS = 200
_TEXTFELDER = ("telefon", "traeger_name", "kategorie", "art", "ort", "ags", "quelle", "stand", "guete", "hinweis")
_pruefe_web = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Angaben:
    """One row as clean values; `notizen` says what was dropped or shortened."""

    name: str = ""
    kategorie: str = ""
    art: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    ags: str = ""
    telefon: str = ""
    email: str = ""
    web: str = ""
    traeger_name: str = ""
    kennung: str = ""
    quelle: str = ""
    stand: str = ""
    guete: str = ""
    hinweis: str = ""
    breite: Decimal | None = None
    laenge: Decimal | None = None
    notizen: tuple[str, ...] = field(default=())


def saeubere(text: str) -> str:
    """One line of text in NFC: blanks folded, control and invisible formatting characters dropped."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    text = "".join(" " if zeichen.isspace() else zeichen for zeichen in text)
    return " ".join("".join(z for z in text if unicodedata.category(z) not in ("Cc", "Cf", "Cs")).split())


def lies_angaben(zellen: Mapping[str, str]) -> Angaben:
    """Field -> cell text as read, to clean values. Never raises for any text."""
    texte = {feld: saeubere(text) for feld, text in zellen.items()}
    notizen: list[str] = []
    werte: dict[str, str | Decimal | None] = {feld: _kuerze(texte.get(feld, ""), feld, notizen) for feld in _TEXTFELDER}
    strasse = f"{texte.get('strasse', '')} {texte.get('hausnummer', '')}".strip()
    werte["strasse"] = _kuerze(strasse, "strasse", notizen)
    werte["kennung"] = _kennung(texte.get("kennung", ""), notizen)
    werte["plz"] = _postleitzahl(texte.get("plz", ""), notizen)
    werte["email"] = _email(texte.get("email", ""), notizen)
    werte["web"] = _web(texte.get("web", ""), notizen)
    werte["breite"], werte["laenge"] = _punkt(texte.get("breite", ""), texte.get("laenge", ""), notizen)
    return Angaben(name=texte.get("name", ""), notizen=tuple(notizen), **werte)


def _kuerze(text: str, feld: str, notizen: list[str]) -> str:
    grenze = LAENGEN[feld]
    if len(text) > grenze:
        notizen.append(f"{FELDER[feld]} auf {grenze} Zeichen gekürzt.")
    return text[:grenze].strip()


def _kennung(text: str, notizen: list[str]) -> str:
    if len(text) <= LAENGEN["kennung"]:
        return text
    notizen.append("Kennung ausgelassen: länger als 100 Zeichen.")
    return ""


def _postleitzahl(text: str, notizen: list[str]) -> str:
    treffer = re.fullmatch(r"(?:D[- ]?)?([0-9]{4,5})(?:[.,]0)?", text.upper())
    if treffer:
        return treffer[1].zfill(5)
    if text:
        notizen.append(f"Postleitzahl „{text[:20]}“ ausgelassen: keine fünf Ziffern.")
    return ""


def _email(text: str, notizen: list[str]) -> str:
    adresse = text.removeprefix("mailto:").strip()
    if not adresse:
        return ""
    try:
        validate_email(adresse)
    except ValidationError:
        notizen.append(f"E-Mail „{adresse[:60]}“ ausgelassen: keine gültige Adresse.")
        return ""
    if len(adresse) > 254:
        notizen.append("E-Mail ausgelassen: zu lang.")
        return ""
    return adresse


def _web(text: str, notizen: list[str]) -> str:
    if not text:
        return ""
    # Without a scheme http: it reaches old sites as well, and newer ones lead on to https by themselves.
    adresse = text if "://" in text else f"http://{text}"
    try:
        _pruefe_web(adresse)
    except (ValidationError, ValueError):
        adresse = ""
    if not adresse or len(adresse) > 200:
        notizen.append(f"Internetseite „{text[:60]}“ ausgelassen: keine gültige Adresse.")
        return ""
    return adresse


def _punkt(breite: str, laenge: str, notizen: list[str]) -> tuple[Decimal | None, Decimal | None]:
    if not breite and not laenge:
        return None, None
    punkt = _grad(breite, 90), _grad(laenge, 180)
    if None in punkt or punkt == (0, 0):
        notizen.append("Koordinaten ausgelassen: nicht lesbar.")
        return None, None
    return punkt


def _grad(text: str, grenze: int) -> Decimal | None:
    try:
        wert = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    if not wert.is_finite() or abs(wert) > grenze:
        return None
    return wert.quantize(Decimal("0.000001"))
