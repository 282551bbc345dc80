"""Round trip (K16): an exported partner list comes back edited; every change is found field by field, old and new.

The export carries the key of each partner and its "Fassung": the version with a checksum over all that may be changed.
A row whose Fassung is no longer the partner's was exported before somebody else changed it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from zlib import crc32

from konten.rules import normalisiere
from konten.rules.textschutz import arten_von, pruefe_text
from partner.rules import Partnerstatus, Sitz
from partner.rules.angaben import LAENGEN, NAME_HOECHSTENS, lies_feld
from partner.rules.einlesen import Ablehnung, Aenderung

#: field of the list -> heading of the export; the order is the order in which changes are shown
RUNDLAUF: Mapping[str, str] = MappingProxyType(
    {
        "name": "Name",
        "kurzname": "Kurzname",
        "kategorie": "Kategorien",
        "art": "Arten",
        "zustand": "Zustand",
        "sozialraeume": "Sozialräume",
        "traeger_name": "Träger der Einrichtung",
        "strasse": "Straße und Hausnummer",
        "plz": "Postleitzahl",
        "ort": "Ort",
        "gemeinde": "Gemeinde",
        "sitz": "Sitz",
        "telefon": "Telefon",
        "email": "E-Mail",
        "web": "Internetseite",
        "zustaendigkeiten": "Zuständigkeit",
        "aufgaben": "Aufgaben",
        "notiz": "Notiz zur Einrichtung",
    }
)
#: texts that may have several lines
MEHRZEILIG = frozenset({"zustaendigkeiten", "aufgaben", "notiz"})
_STAMM = tuple(f for f in RUNDLAUF if f not in {"kategorie", "art", "zustand", "sozialraeume", "gemeinde", "sitz"})
_PFLICHT = frozenset({"name", "kategorie", "zustand", "sitz"})
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Rundlaufpartner:
    """A partner as the export shows it, with the keys behind the words."""

    pk: int
    version: int
    felder: Mapping[str, str]
    kategorien: Mapping[int, str]
    zustand: str
    raeume: frozenset[int]

    @property
    def fassung(self) -> str:
        return fassung(self.version, self.felder)


@dataclass(frozen=True, slots=True)
class Worte:
    """What names of the list stand for, each normalised: categories, Sozialräume, Gemeinden."""

    kategorien: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    raeume: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    gemeinden: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nachtrag:
    """Everything that a row changes: columns of the record, and the validity rows where they differ."""

    aenderungen: tuple[Aenderung, ...] = ()
    felder: Mapping[str, Any] = field(default_factory=dict)
    kategorien: Mapping[int, str] | None = None
    zustand: str = ""
    raeume: frozenset[int] | None = None


def lies_schluessel(text: str) -> str:
    """The key as it is written in addresses; empty when the text is none."""
    ziffern = text.strip().casefold()
    return ziffern.replace("-", "") if _UUID.fullmatch(ziffern) else ""


def rundlauffelder(
    stamm: Mapping[str, str],
    *,
    gemeinde: str,
    sitz: str,
    kategorien: Iterable[tuple[str, str]],
    zustand: str,
    raeume: Iterable[str],
) -> dict[str, str]:
    """Field -> text of the export, the same for the page that writes it and the import that compares it."""
    sortiert = sorted(kategorien)
    return {
        **{name: _vereinheitlicht(stamm.get(name) or "") for name in _STAMM},
        "kategorie": ", ".join(name for name, _ in sortiert),
        "art": ", ".join(art for _, art in sortiert if art),
        "zustand": Partnerstatus(zustand).label if zustand else "",
        "sozialraeume": ", ".join(sorted(raeume)),
        "gemeinde": gemeinde,
        "sitz": Sitz(sitz).label,
    }


def fassung(version: int, felder: Mapping[str, str]) -> str:
    """ "7-1f2e3d4c": the version, and a checksum over the fields in their order."""
    text = "\x1f".join(felder[name] for name in RUNDLAUF)
    return f"{version}-{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def _vereinheitlicht(text: str) -> str:
    """Line ends and blanks as the list gives them back."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(zeile.rstrip() for zeile in text.split("\n")).strip()


def vergleiche(zellen: Mapping[str, str], partner: Rundlaufpartner, worte: Worte, *, leeren: bool) -> Nachtrag:
    """What the row changes in the partner. An empty cell leaves the field as it is unless `leeren`.

    Raises Ablehnung with the sentence for a value that cannot be kept: a correction must not be half-done.
    """
    neu = {
        name: text
        for name in RUNDLAUF
        if name in zellen and ((text := _vereinheitlicht(zellen[name])) or (leeren and name not in _PFLICHT))
    }
    anders = {name: text for name, text in neu.items() if not _gleich(name, text, partner.felder[name])}
    felder: dict[str, Any] = {}
    for name in _STAMM:
        if name in anders:
            felder[name] = anders[name] = _wert(name, anders[name])
    anders = {name: text for name, text in anders.items() if text != partner.felder[name]}
    felder = {name: wert for name, wert in felder.items() if name in anders}
    felder |= _sitz(anders, partner, worte)
    kategorien = _kategorien(anders, partner, worte) if {"kategorie", "art"} & anders.keys() else None
    return Nachtrag(
        tuple(Aenderung(RUNDLAUF[name], partner.felder[name], anders[name]) for name in RUNDLAUF if name in anders),
        felder,
        kategorien,
        _zustand(anders["zustand"]) if "zustand" in anders else "",
        _raeume(anders["sozialraeume"], worte) if "sozialraeume" in anders else None,
    )


def _gleich(name: str, text: str, bisher: str) -> bool:
    """Lists of names say the same in any order; other fields as long as only blanks differ."""
    if name in ("kategorie", "sozialraeume"):
        return sorted(map(normalisiere, _teile(text))) == sorted(map(normalisiere, _teile(bisher)))
    if name == "plz":
        return text.zfill(5) == bisher or text == bisher
    if name in MEHRZEILIG:
        return text == bisher
    return " ".join(text.split()) == " ".join(bisher.split())


def _wert(name: str, text: str) -> str:
    if name == "name" and len(text) > NAME_HOECHSTENS:
        raise Ablehnung(f"Der Name ist länger als {NAME_HOECHSTENS} Zeichen.")
    if name in MEHRZEILIG:
        if funde := pruefe_text(text):
            raise Ablehnung(
                f"„{RUNDLAUF[name]}“ enthält vermutlich Angaben über Personen ({arten_von(funde)}). "
                "Bitte ändern Sie den Text auf der Seite des Partners."
            )
        return text
    wert, notiz = lies_feld(name, text)
    if notiz:
        raise Ablehnung(notiz.replace(" ausgelassen", "").replace(" gekürzt", " begrenzt"))
    if len(wert) > LAENGEN.get(name, 1_000):
        raise Ablehnung(f"„{RUNDLAUF[name]}“ ist länger als {LAENGEN[name]} Zeichen.")
    return wert


def _teile(text: str) -> list[str]:
    return [teil for teil in (t.strip() for t in re.split(r"[,;|\n]", text)) if teil]


def _aus(text: str, namen: Mapping[str, tuple[int, str]], was: str) -> list[int]:
    """Keys of the names in the text; a name may hold a comma of its own."""
    ganz = namen.get(normalisiere(text))
    if ganz:
        return [ganz[0]]
    offen, gefunden = _teile(text), []
    while offen:
        for laenge in range(len(offen), 0, -1):
            treffer = namen.get(normalisiere(", ".join(offen[:laenge])))
            if treffer:
                gefunden.append(treffer[0])
                offen = offen[laenge:]
                break
        else:
            raise Ablehnung(f"{was} „{offen[0][:60]}“ gibt es nicht.")
    return gefunden


def _kategorien(anders: Mapping[str, str], partner: Rundlaufpartner, worte: Worte) -> dict[int, str]:
    ids = (
        _aus(anders["kategorie"], worte.kategorien, "Die Kategorie") if "kategorie" in anders else [*partner.kategorien]
    )
    kategorien = {pk: partner.kategorien.get(pk, "") for pk in ids}
    if "art" in anders:
        arten = _teile(anders["art"])
        if len(kategorien) == 1:
            return dict.fromkeys(kategorien, anders["art"][:60])
        if arten and len(arten) != len(kategorien):
            raise Ablehnung("Welche Art zu welcher Kategorie gehört, ist nicht erkennbar. Bitte auf der Seite ändern.")
        benannt = sorted(kategorien, key=lambda pk: next(name for nr, name in worte.kategorien.values() if nr == pk))
        return {pk: arten[stelle][:60] if arten else "" for stelle, pk in enumerate(benannt)}
    return kategorien


def _zustand(text: str) -> str:
    for status in Partnerstatus:
        if normalisiere(text) in (status.value, normalisiere(status.label)):
            return status.value
    raise Ablehnung(f"Den Zustand „{text[:40]}“ gibt es nicht. Möglich sind: {', '.join(Partnerstatus.labels)}.")


def _raeume(text: str, worte: Worte) -> frozenset[int]:
    return frozenset(_aus(text, worte.raeume, "Den Sozialraum")) if text else frozenset()


def _sitz(anders: Mapping[str, str], partner: Rundlaufpartner, worte: Worte) -> dict[str, Any]:
    """Gemeinde and seat go together: a Gemeinde lies in the Landkreis, outside of it there is none."""
    werte: dict[str, Any] = {}
    if "gemeinde" in anders:
        name = anders["gemeinde"]
        treffer = worte.gemeinden.get(normalisiere(name))
        if name and treffer is None:
            raise Ablehnung(f"Die Gemeinde „{name[:60]}“ gibt es im Landkreis nicht.")
        werte["gemeinde_id"] = treffer[0] if treffer else None
        if treffer:
            werte["sitz"] = Sitz.LANDKREIS.value
    if "sitz" in anders:
        sitz = next((s for s in Sitz if normalisiere(s.label) == normalisiere(anders["sitz"])), None)
        if sitz is None:
            raise Ablehnung(f"Den Sitz „{anders['sitz'][:40]}“ gibt es nicht. Möglich sind: {', '.join(Sitz.labels)}.")
        werte["sitz"] = sitz.value
        if sitz == Sitz.LANDKREIS and not werte.get("gemeinde_id", partner.felder["gemeinde"]):
            raise Ablehnung("Ein Partner im Landkreis braucht eine Gemeinde.")
        if sitz != Sitz.LANDKREIS:
            werte["gemeinde_id"] = None
    return werte
