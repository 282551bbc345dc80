"""Uploaded files: what they truly are by their content, how they may be called, how big they may be."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

BYTES_HOECHSTENS = 10 * 1024 * 1024
ANHAENGE_HOECHSTENS = 10
#: bytes from the beginning that tell the kind
KOPF_BYTES = 64
NAME_HOECHSTENS = 150
#: an office file of 10 MB that claims to hold more than this is built to harm whoever unpacks it
ENTPACKT_HOECHSTENS = 400 * 1024 * 1024
GLIEDER_HOECHSTENS = 5_000
VERHAELTNIS_HOECHSTENS = 200
#: small members compress by any factor; only from this size on the factor says something
VERHAELTNIS_AB = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Dateiart:
    """A kind of file that is accepted: its ending, its media type, its German name."""

    endung: str
    typ: str
    wort: str


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
PDF = Dateiart("pdf", "application/pdf", "PDF")
JPEG = Dateiart("jpg", "image/jpeg", "Bild")
PNG = Dateiart("png", "image/png", "Bild")
WEBP = Dateiart("webp", "image/webp", "Bild")
DOCX = Dateiart("docx", f"{_OOXML}.wordprocessingml.document", "Text")
XLSX = Dateiart("xlsx", f"{_OOXML}.spreadsheetml.sheet", "Tabelle")
PPTX = Dateiart("pptx", f"{_OOXML}.presentationml.presentation", "Präsentation")
ODT = Dateiart("odt", f"{_ODF}.text", "Text")
ODS = Dateiart("ods", f"{_ODF}.spreadsheet", "Tabelle")
ODP = Dateiart("odp", f"{_ODF}.presentation", "Präsentation")
ARTEN: Mapping[str, Dateiart] = MappingProxyType(
    {art.typ: art for art in (PDF, JPEG, PNG, WEBP, DOCX, XLSX, PPTX, ODT, ODS, ODP)}
)
ALLE = tuple(ARTEN.values())
_BILDNAMEN = {JPEG: "JPEG", PNG: "PNG", WEBP: "WebP"}
#: for the file dialogue of the browser; what counts is the content
ENDUNGEN = ",".join([*(f".{art.endung}" for art in ARTEN.values()), ".jpeg"])
_HAUPTTEIL = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_GLEICHE_ENDUNGEN = {"jpeg": "jpg", "jpe": "jpg"}
_ALTES_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_MAKRO = re.compile(r"(^|/)vbaProject\.bin$|^Basic/|^Scripts/", re.IGNORECASE)


class Dateifehler(ValueError):
    """The file is refused; the text is a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Glied:
    """A member of an office file (they are zip archives), as its directory names it."""

    name: str
    groesse: int
    gepackt: int


@dataclass(frozen=True, slots=True)
class Archiv:
    """The directory of an office file, and the kind that an OpenDocument file states about itself."""

    glieder: Sequence[Glied]
    mimetype: str = ""


def ist_archiv(kopf: bytes) -> bool:
    """True when the directory of members has to be read to tell the kind."""
    return kopf.startswith(_ZIP)


def pruefe_groesse(groesse: int) -> None:
    """Raises Dateifehler for an empty file and for one above 10 MB."""
    if groesse <= 0:
        raise Dateifehler("Die Datei ist leer.")
    if groesse > BYTES_HOECHSTENS:
        raise Dateifehler(f"Die Datei ist größer als {groesse_in_worten(BYTES_HOECHSTENS)}. Bitte verkleinern Sie sie.")


def moeglich(arten: Sequence[Dateiart]) -> str:
    """Which kinds a field takes: "Möglich sind PDF und Bilder (JPEG, PNG)."."""
    bilder = ", ".join(_BILDNAMEN[art] for art in arten if art in _BILDNAMEN)
    office = ", ".join(art.endung for art in arten if art != PDF and art not in _BILDNAMEN)
    teile = ["PDF"] if PDF in arten else []
    teile += [f"Bilder ({bilder})"] if bilder else []
    teile += [f"Office-Dateien ({office})"] if office else []
    return f"Möglich sind {_aufgezaehlt(teile)}."


def _aufgezaehlt(teile: Sequence[str]) -> str:
    return " und ".join(teil for teil in (", ".join(teile[:-1]), teile[-1]) if teil)


def erkenne(kopf: bytes, archiv: Archiv | None = None, arten: Sequence[Dateiart] = ALLE, name: str = "") -> Dateiart:
    """The kind of a file by its first bytes and, for office files, its members; the name is only used to explain.

    Raises Dateifehler for every kind but `arten`, for macros and for archives that are built to harm.
    """
    art = _erkenne_kopf(kopf) if archiv is None else _erkenne_office(archiv, arten)
    if art in arten:
        return art
    if art is not None:
        raise Dateifehler(f"Diese Art von Datei ist nicht möglich. {moeglich(arten)}")
    if kopf.startswith(_ALTES_OFFICE):
        raise Dateifehler(
            "Die Datei hat ein altes Office-Format oder ein Kennwort. Bitte speichern Sie sie als docx, xlsx, pptx "
            "oder PDF, ohne Kennwort."
        )
    endung = name.rpartition(".")[2].lower()
    falsch = any(_GLEICHE_ENDUNGEN.get(endung, endung) == eine.endung for eine in ALLE)
    zusatz = f" Der Inhalt ist kein {endung.upper()}." if falsch else ""
    raise Dateifehler(f"Diese Art von Datei ist nicht möglich.{zusatz} {moeglich(arten)}")


def _erkenne_kopf(kopf: bytes) -> Dateiart | None:
    if kopf.startswith(b"%PDF-"):
        return PDF
    if kopf.startswith(b"\xff\xd8\xff"):
        return JPEG
    if kopf.startswith(b"\x89PNG\r\n\x1a\n") and kopf[12:16] == b"IHDR":
        return PNG
    return WEBP if kopf[:4] == b"RIFF" and kopf[8:12] == b"WEBP" else None


def _erkenne_office(archiv: Archiv, arten: Sequence[Dateiart]) -> Dateiart:
    _pruefe_archiv(archiv.glieder)
    namen = {glied.name for glied in archiv.glieder}
    if any(_MAKRO.search(name) for name in namen):
        raise Dateifehler("Die Datei enthält Makros. Bitte speichern Sie sie ohne Makros.")
    if "[Content_Types].xml" in namen:
        art = next((art for teil, art in _HAUPTTEIL.items() if teil in namen), None)
    else:
        art = ARTEN.get(archiv.mimetype) if "content.xml" in namen else None
    if art is None:
        raise Dateifehler(f"Zip-Archive und andere gepackte Dateien sind nicht möglich. {moeglich(arten)}")
    return art


def _pruefe_archiv(glieder: Sequence[Glied]) -> None:
    entpackt = sum(glied.groesse for glied in glieder)
    gepackt = max(1, sum(glied.gepackt for glied in glieder))
    dicht = entpackt > VERHAELTNIS_AB and entpackt > gepackt * VERHAELTNIS_HOECHSTENS
    if len(glieder) > GLIEDER_HOECHSTENS or entpackt > ENTPACKT_HOECHSTENS or dicht:
        raise Dateifehler("Die Datei ist ungewöhnlich stark gepackt und wird deshalb nicht angenommen.")
    if any(_zeigt_hinaus(glied.name) for glied in glieder):
        raise Dateifehler("Die Datei ist beschädigt: Sie enthält ungültige Pfade.")


def _zeigt_hinaus(name: str) -> bool:
    teile = name.replace("\\", "/").split("/")
    return ".." in teile or name.startswith(("/", "\\")) or ":" in teile[0] or "\x00" in name


def anzeigename(name: str, art: Dateiart) -> str:
    """The name as it is shown and handed out: no folders, no invisible characters, the ending of the true kind."""
    letzter = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    sichtbar = "".join(z for z in letzter if unicodedata.category(z) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    rein = re.sub(r'[<>:"|?*\s]+', " ", sichtbar).strip().rstrip(" .")
    stamm, punkt, endung = rein.rpartition(".")
    if not punkt or not re.fullmatch(r"[A-Za-z0-9]{1,5}", endung):
        stamm, endung = rein, ""
    stamm = stamm.strip(" .")[: NAME_HOECHSTENS - len(art.endung) - 1].strip(" .") or "Datei"
    gleich = _GLEICHE_ENDUNGEN.get(endung.lower(), endung.lower()) == art.endung
    return f"{stamm}.{endung.lower() if gleich else art.endung}"


def groesse_in_worten(groesse: int) -> str:
    """120 Byte, 34 KB, 1,2 MB."""
    if groesse < 1024:
        return f"{groesse} Byte"
    if groesse < 1024 * 1024:
        return f"{round(groesse / 1024)} KB"
    return f"{groesse / 1024 / 1024:.1f} MB".replace(".", ",").replace(",0 ", " ")
