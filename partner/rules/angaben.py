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
    "kurzname": 60,
    "zielgruppen": 190,
    "oeffnung": 190,
}
NAME_HOECHSTENS = 200
_TEXTFELDER = (
    *("telefon", "traeger_name", "kategorie", "art", "ort", "ags", "quelle", "stand", "guete", "hinweis"),
    *("kurzname", "zielgruppen", "oeffnung"),
)
#: corners of Germany: anything beyond is a mistake or another coordinate system
BREITEN, LAENGEN_OST = (Decimal("47.2"), Decimal("55.1")), (Decimal("5.8"), Decimal("15.1"))
_PLZ_ORT = re.compile(r"^(?:D[- ]?)?(\d{5})[ ,]+(\D.*)$", re.IGNORECASE)
_ANSCHRIFT = re.compile(r"^(.*\S)[ ,;]+(?:D[- ]?)?(\d{5})[ ,]+(\D{2,})$", re.IGNORECASE)
_GEMEINDEWORT = re.compile(r"^(?:stadt|ortsgemeinde|gemeinde)\s+(?=\S)", re.IGNORECASE)
_EXCELTAG = re.compile(r"^(\d{2})\.(\d{2})\.\d{4}$")
_FAX = re.compile(r"[,;/|]?\s*\b(?:tele)?fax\b.*$", re.IGNORECASE)
_TELEFONWORT = re.compile(r"^(?:tel(?:efon)?|fon|phone|t)\b[.:\s]*", re.IGNORECASE)
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
    kurzname: str = ""
    zielgruppen: str = ""
    oeffnung: str = ""
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
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return " ".join(text.split())
    text = text.replace("\u00ad", "")
    text = "".join(" " if zeichen.isspace() else zeichen for zeichen in text)
    return " ".join("".join(z for z in text if unicodedata.category(z) not in ("Cc", "Cf", "Cs")).split())


def lies_angaben(zellen: Mapping[str, str]) -> Angaben:
    """Field -> cell text as read, to clean values. Never raises for any text."""
    texte = {feld: saeubere(text) for feld, text in zellen.items()}
    notizen: list[str] = []
    _trenne_anschrift(texte)
    texte["telefon"] = _telefon(texte.get("vorwahl", ""), texte.get("telefon", ""))
    texte["telefon"] = _mit_null(texte["telefon"], texte.get("plz", ""))
    texte["hausnummer"] = _hausnummer(texte.get("hausnummer", ""), notizen)
    werte: dict[str, str | Decimal | None] = {feld: _kuerze(texte.get(feld, ""), feld, notizen) for feld in _TEXTFELDER}
    strasse = f"{texte.get('strasse', '')} {texte.get('hausnummer', '')}".strip()
    werte["strasse"] = _kuerze(strasse, "strasse", notizen)
    werte["kennung"] = _kennung(texte.get("kennung", ""), notizen)
    werte["plz"] = _postleitzahl(texte.get("plz", ""), notizen)
    werte["email"] = _email(texte.get("email", ""), notizen)
    werte["web"] = _web(texte.get("web", ""), notizen)
    werte["breite"], werte["laenge"] = _punkt(texte.get("breite", ""), texte.get("laenge", ""), notizen)
    return Angaben(name=texte.get("name", ""), notizen=tuple(notizen), **werte)


def lies_feld(feld: str, text: str) -> tuple[str, str]:
    """One cell as a clean value, and what had to be dropped; empty when nothing was."""
    notizen: list[str] = []
    eigene = {"plz": _postleitzahl, "email": _email, "web": _web}
    text = saeubere(text)
    wert = eigene[feld](text, notizen) if feld in eigene else text
    return wert, " ".join(notizen)


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


def _trenne_anschrift(texte: dict[str, str]) -> None:
    """Postcode and place out of one cell, or out of the street: "Schulstr. 1, 54421 Reinsfeld"."""
    for feld in ("ort", "plz"):
        if treffer := _PLZ_ORT.match(texte.get(feld, "")):
            texte["plz"] = treffer[1] if feld == "plz" else texte.get("plz") or treffer[1]
            texte["ort"] = treffer[2] if feld == "ort" else texte.get("ort") or treffer[2]
    if not texte.get("ort") and (treffer := _ANSCHRIFT.match(texte.get("strasse", ""))):
        texte["strasse"], texte["ort"] = treffer[1].rstrip(" ,;"), treffer[3]
        texte["plz"] = texte.get("plz") or treffer[2]
    texte["ort"] = _GEMEINDEWORT.sub("", texte.get("ort", "") or texte.get("gemeinde", ""))


def _telefon(vorwahl: str, nummer: str) -> str:
    """One number; spreadsheets drop the zero of an area code, lists write the word and the fax beside it."""
    nummer = _FAX.sub("", _TELEFONWORT.sub("", nummer)).strip(" ,;/")
    if not vorwahl or not nummer or nummer.startswith(("0", "+")):
        return nummer
    vorwahl = vorwahl.strip(" ()/-")
    if vorwahl.isdigit() and not vorwahl.startswith("0"):
        vorwahl = f"0{vorwahl}"
    return f"{vorwahl}/{nummer}"


def _mit_null(nummer: str, plz: str) -> str:
    """A spreadsheet takes 06501123 for the figure 6501123; local numbers alone and whatever is unsure stay.

    Nine digits and more are no local number; around 54xxx the area codes begin with 065. "49…" may be the country.
    """
    if not re.fullmatch(r"[1-9][0-9]{6,11}", nummer) or nummer.startswith("49"):
        return nummer
    hiesig = plz.startswith("54") and nummer.startswith("65")
    return f"0{nummer}" if hiesig or len(nummer) >= 9 else nummer


def _hausnummer(text: str, notizen: list[str]) -> str:
    """Excel takes "1-3" for the first of March."""
    treffer = _EXCELTAG.match(text)
    if not treffer:
        return text
    nummer = f"{int(treffer[1])}-{int(treffer[2])}"
    notizen.append(f"Hausnummer als {nummer} gelesen: In der Tabelle steht ein Datum.")
    return nummer


def _postleitzahl(text: str, notizen: list[str]) -> str:
    treffer = re.fullmatch(r"(?:D[- ]?)?([0-9]{4,5})(?:[.,]0)?", text.upper())
    if treffer:
        return treffer[1].zfill(5)
    if text:
        notizen.append(f"Postleitzahl „{text[:20]}“ ausgelassen: keine fünf Ziffern.")
    return ""


def _email(text: str, notizen: list[str]) -> str:
    adresse, *weitere = re.split(r"[;,\s]+(?:oder\s+)?", text.removeprefix("mailto:").strip()) or [""]
    adresse = re.sub(r"\s*[(\[](?:at|ät)[)\]]\s*", "@", adresse).strip("<>")
    if not adresse:
        return ""
    if any("@" in teil for teil in weitere):
        notizen.append("Nur die erste E-Mail-Adresse ist übernommen.")
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
    text, *weitere = re.split(r"\s*[;,]\s*|\s+(?=www\.|https?:)", text)
    if weitere:
        notizen.append("Nur die erste Internetadresse ist übernommen.")
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
    """A point in Germany; two figures the wrong way round are turned, for both ranges have nothing in common."""
    if not breite and not laenge:
        return None, None
    punkt = _grad(breite), _grad(laenge)
    if None in punkt or punkt == (0, 0):
        notizen.append("Koordinaten ausgelassen: nicht lesbar.")
        return None, None
    if _liegt(punkt[1], BREITEN) and _liegt(punkt[0], LAENGEN_OST):
        notizen.append("Breite und Länge waren vertauscht und sind gedreht.")
        punkt = punkt[1], punkt[0]
    if not (_liegt(punkt[0], BREITEN) and _liegt(punkt[1], LAENGEN_OST)):
        notizen.append("Koordinaten ausgelassen: Sie liegen nicht in Deutschland.")
        return None, None
    return punkt


def _liegt(wert: Decimal, spanne: tuple[Decimal, Decimal]) -> bool:
    return spanne[0] <= wert <= spanne[1]


def _grad(text: str) -> Decimal | None:
    try:
        wert = Decimal(text.replace(",", ".").removesuffix("°").strip())
    except InvalidOperation:
        return None
    if not wert.is_finite() or abs(wert) > 180:
        return None
    return wert.quantize(Decimal("0.000001"))
