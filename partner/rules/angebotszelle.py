"""K20: cells of a list become values of an offer. What cannot be kept is dropped and said, the row survives."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from konten.rules import normalisiere
from konten.rules.textschutz import arten_von, pruefe_text
from partner.rules.angaben import lies_angaben, saeubere
from partner.rules.angebot import (
    Angebotsart,
    Barrierefreiheit,
    Kostenart,
    Lebensphase,
    Ortsart,
    Situation,
    Warteliste,
    Zugaenglichkeit,
    Zugang,
)
from partner.rules.angebotsspalten import FELDER
from partner.rules.einlesen import Ablehnung
from partner.rules.listenfragen import Zweifel
from partner.rules.listentag import lies_listentag
from partner.rules.sprachen import SPRACHEN

#: field -> longest text, as in the model
KURZ = {
    "titel": 150,
    "kurztext": 199,
    "kosten_hinweis": 199,
    "zugang_hinweis": 199,
    "unterlagen": 199,
    "ortsname": 120,
    "strasse": 150,
    "ort": 100,
}
LANG = ("text", "geeignet_fuer", "gegenleistung")
LANG_HOECHSTENS = 8_000
WAHL: Mapping[str, type[Enum]] = {
    "art": Angebotsart,
    "ortsart": Ortsart,
    "kostenart": Kostenart,
    "zugang": Zugang,
    "warteliste": Warteliste,
    "barrierefrei": Barrierefreiheit,
}
CODES: Mapping[str, Mapping[str, str]] = {
    "lebensphasen": dict(Lebensphase.choices),
    "situationen": dict(Situation.choices),
    "sprachen": SPRACHEN,
    "zugaenglichkeit": dict(Zugaenglichkeit.choices),
}
ZAHLEN = {"alter_von": 120, "alter_bis": 120, "plaetze": 32_767, "plaetze_frei": 32_767}
GEPRUEFT = ("titel", "kurztext", *LANG, "zugang_hinweis", "kosten_hinweis", "unterlagen")
#: attributes that a list writes, with the value of an emptied one
LEER: Mapping[str, Any] = {
    **dict.fromkeys((*KURZ, *LANG, "plz", "telefon", "email", "web"), ""),
    **dict.fromkeys(("kostenart", "zugang", "warteliste", "barrierefrei"), ""),
    **dict.fromkeys((*ZAHLEN, "kosten_betrag", "gilt_bis"), None),
    **dict.fromkeys(CODES, ()),
}
#: these an offer must have
NIE_LEER = frozenset({"titel"})
_SYNONYME = {
    ("kostenart", "frei"): Kostenart.KOSTENLOS,
    ("kostenart", "keine"): Kostenart.KOSTENLOS,
    ("kostenart", "gratis"): Kostenart.KOSTENLOS,
    ("zugang", "offen"): Zugang.OFFEN,
    ("zugang", "ja"): Zugang.ANMELDUNG,
    ("zugang", "anmeldung"): Zugang.ANMELDUNG,
    ("zugang", "nein"): Zugang.OFFEN,
    ("zugang", "ueberweisung"): Zugang.ZUWEISUNG,
    ("warteliste", "nein"): Warteliste.KEINE,
    ("warteliste", "ja"): Warteliste.OFFEN,
    ("ortsart", "online"): Ortsart.FERN,
    ("ortsart", "telefonisch"): Ortsart.FERN,
    ("ortsart", "zuhause"): Ortsart.AUFSUCHEND,
}


def lies_angebotswerte(roh: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Attribute -> value for every cell that says something, and what was dropped. Raises Ablehnung and Zweifel."""
    notizen: list[str] = []
    werte: dict[str, Any] = {}
    for feld in (feld for feld in FELDER if feld in LEER.keys() | WAHL.keys() and roh.get(feld)):
        wert = _lies(feld, roh[feld], notizen)
        if wert not in ("", None, ()):
            werte[feld] = wert
    werte |= _erreichbar(roh, notizen)
    _pruefe(werte)
    return werte, notizen


def _lies(feld: str, text: str, notizen: list[str]) -> Any:
    if feld in KURZ:
        return _kurz(feld, text)
    if feld in LANG:
        return _lang(feld, text)
    if feld in WAHL:
        return _wahl(feld, text, notizen)
    if feld in CODES:
        return _codes(feld, text, notizen)
    if feld in ZAHLEN:
        return _zahl(feld, text, notizen)
    if feld == "kosten_betrag":
        return _betrag(text, notizen)
    if feld == "gilt_bis":
        return lies_listentag(text) or _ausgelassen(feld, text, notizen)
    return None


def _kurz(feld: str, text: str) -> str:
    sauber = saeubere(text)
    if len(sauber) > KURZ[feld]:
        raise Ablehnung(f"„{FELDER[feld]}“ ist länger als {KURZ[feld]} Zeichen.")
    return sauber


def _lang(feld: str, text: str) -> str:
    zeilen = [saeubere(zeile) for zeile in text.splitlines()]
    sauber = "\n".join(zeilen).strip()
    if len(sauber) > LANG_HOECHSTENS:
        raise Ablehnung(f"„{FELDER[feld]}“ ist länger als {LANG_HOECHSTENS} Zeichen.")
    return sauber


def _wahl(feld: str, text: str, notizen: list[str]) -> str:
    gesucht = normalisiere(text)
    for wert, name in WAHL[feld].choices:
        if gesucht in (wert, normalisiere(name)):
            return wert
    return _SYNONYME.get((feld, gesucht)) or _ausgelassen(feld, text, notizen) or ""


def _codes(feld: str, text: str, notizen: list[str]) -> tuple[str, ...]:
    """Names of several codes parted by commas or semicolons; a name may hold a comma itself."""
    rest, codes = f" {normalisiere(text)} ", []
    for code, name in sorted(CODES[feld].items(), key=lambda eintrag: -len(eintrag[1])):
        muster = rf"(?<![a-z0-9])(?:{re.escape(normalisiere(name))}|{re.escape(code)})(?![a-z0-9])"
        rest, treffer = re.subn(muster, " ", rest)
        if treffer:
            codes.append(code)
    fremd = " ".join(re.sub(r"[,;/&+]|\bund\b", " ", rest).split())
    if fremd:
        _ausgelassen(feld, fremd, notizen)
    return tuple(code for code in CODES[feld] if code in codes)


def _zahl(feld: str, text: str, notizen: list[str]) -> int | None:
    treffer = re.fullmatch(r"(\d{1,5})(?:[.,]0+)?\s*(?:jahre?n?|j\.?|plaetze)?", normalisiere(text))
    if treffer and int(treffer[1]) <= ZAHLEN[feld]:
        return int(treffer[1])
    return _ausgelassen(feld, text, notizen)


def _betrag(text: str, notizen: list[str]) -> Decimal | None:
    rest = re.sub(r"[€\s]|euro|eur", "", text.casefold())
    rest = rest.replace(".", "").replace(",", ".") if "," in rest else rest
    try:
        betrag = Decimal(rest.removesuffix(".-"))
    except InvalidOperation:
        return _ausgelassen("kosten_betrag", text, notizen)
    if not betrag.is_finite() or not 0 <= betrag < 1_000_000:
        return _ausgelassen("kosten_betrag", text, notizen)
    return betrag.quantize(Decimal("0.01"))


def _ausgelassen(feld: str, text: str, notizen: list[str]) -> None:
    notizen.append(f"{FELDER[feld]} „{text[:40]}“ ausgelassen.")


def _erreichbar(roh: Mapping[str, str], notizen: list[str]) -> dict[str, Any]:
    felder = ("plz", "telefon", "email", "web")
    angaben = lies_angaben({feld: roh[feld] for feld in felder if roh.get(feld)})
    notizen.extend(angaben.notizen)
    return {feld: wert for feld in felder if (wert := getattr(angaben, feld))}


def _pruefe(werte: Mapping[str, Any]) -> None:
    for feld in GEPRUEFT:
        if funde := pruefe_text(werte.get(feld, "")):
            raise Zweifel(
                f"„{FELDER[feld]}“ sieht nach Angaben über ein Kind oder eine Familie aus ({arten_von(funde)}). "
                "Bitte formulieren Sie die Stelle in der Liste um und lesen sie neu ein."
            )


def pruefe_zusammen(werte: Mapping[str, Any]) -> None:
    """What has to fit together, whatever of it is new. Raises Ablehnung."""
    for klein, gross, satz in (
        ("alter_von", "alter_bis", "Das Alter „von“ liegt über dem Alter „bis“."),
        ("plaetze_frei", "plaetze", "Es können nicht mehr Plätze frei sein, als es gibt."),
    ):
        if None not in (werte.get(klein), werte.get(gross)) and werte[klein] > werte[gross]:
            raise Ablehnung(satz)


def als_wort(feld: str, wert: Any) -> str:
    """A value as people read it."""
    if feld in WAHL and wert:
        return str(WAHL[feld](wert).label)
    if feld in CODES:
        return ", ".join(CODES[feld][code] for code in wert)
    if feld == "gilt_bis" and wert:
        return f"{wert:%d.%m.%Y}"
    return "" if wert is None else str(wert)
