"""Files for tests, made in memory: true ones of every kind, and ones that pretend."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

OOXML = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"


def _png() -> bytes:
    def stueck(art: bytes, inhalt: bytes) -> bytes:
        return struct.pack(">I", len(inhalt)) + art + inhalt + struct.pack(">I", zlib.crc32(art + inhalt))

    kopf = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    bild = zlib.compress(b"\x00\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + stueck(b"IHDR", kopf) + stueck(b"IDAT", bild) + stueck(b"IEND", b"")


PNG = _png()


def archiv(glieder: dict[str, bytes], *, gepackt: bool = True) -> bytes:
    """A zip archive with these members in this order; one called mimetype stays unpacked."""
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w") as datei:
        for name, inhalt in glieder.items():
            art = zipfile.ZIP_DEFLATED if gepackt and name != "mimetype" else zipfile.ZIP_STORED
            datei.writestr(name, inhalt, compress_type=art)
    return puffer.getvalue()


def office(endung: str, **weitere: bytes) -> bytes:
    if endung in OOXML:
        return archiv({"[Content_Types].xml": b"<Types/>", OOXML[endung]: b"<w/>", **weitere})
    typ = f"application/vnd.oasis.opendocument.{ODF[endung]}".encode()
    return archiv({"mimetype": typ, "content.xml": b"<office/>", "META-INF/manifest.xml": b"<m/>", **weitere})


#: ending -> content
ECHTE = {
    "pdf": PDF,
    "jpg": JPEG,
    "png": PNG,
    "webp": WEBP,
    **{endung: office(endung) for endung in (*OOXML, *ODF)},
}


def datei(name: str = "protokoll.pdf", inhalt: bytes = PDF, typ: str = "application/x-luege") -> SimpleUploadedFile:
    """An upload whose claimed type is never true."""
    return SimpleUploadedFile(name, inhalt, content_type=typ)
