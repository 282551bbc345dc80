"""A few files at contacts, so that downloads can be tried out: one-page PDFs written by hand."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from berichte.services.beispieldaten.rahmen import Rahmen
from finanzen.models import Ausgabe
from konten.models import Zwischendatei
from konten.rules.datei import PDF
from konten.services.datei import entferne_nach_commit
from netzwerk.models import Kontakt, Kontaktanhang, Qualifikationsnachweis

TITEL = ("Einladung zum Runden Tisch", "Flyer Elterncafé", "Protokoll der Absprache")


def haenge_dateien_an(rahmen: Rahmen) -> None:
    """One file at the newest contact of each of the first Netzwerkfachkräfte. Three queries per file."""
    konten = sorted(pk for name, pk in rahmen.konten.items() if name.startswith("netzwerk-"))
    for titel, autor in zip(TITEL, konten, strict=False):
        kontakt = Kontakt.objects.filter(erfasst_von=autor).first()
        if kontakt is None:
            continue
        inhalt = einseiter(titel)
        name = f"dateien/{rahmen.wuerfel.schluessel().hex}.pdf"
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(inhalt))
        Kontaktanhang.objects.bulk_create(
            [
                Kontaktanhang(
                    uuid=rahmen.wuerfel.schluessel(),
                    kontakt=kontakt,
                    datei=name,
                    name=f"{titel}.pdf",
                    typ=PDF.typ,
                    groesse=len(inhalt),
                    hochgeladen_von_id=autor,
                )
            ]
        )


def entferne_dateien() -> None:
    """Removes all files of contacts, evidence, open forms and bookings before tables are emptied. Four queries."""
    for modell in (Kontaktanhang, Qualifikationsnachweis, Zwischendatei):
        entferne_nach_commit(modell.objects.exclude(datei="").values_list("datei", flat=True))
    entferne_nach_commit(Ausgabe.objects.exclude(beleg="").values_list("beleg", flat=True))


def einseiter(titel: str) -> bytes:
    """The smallest PDF with a line of text."""
    zeile = f"BT /F1 20 Tf 72 760 Td ({titel} - Beispiel) Tj ET".encode("cp1252")
    koerper = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(zeile), zeile),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    pdf, stellen = b"%PDF-1.4\n", []
    for nummer, objekt in enumerate(koerper, start=1):
        stellen.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (nummer, objekt)
    verzeichnis = b"".join(b"%010d 00000 n \n" % stelle for stelle in stellen)
    kopf = b"xref\n0 %d\n0000000000 65535 f \n" % (len(koerper) + 1)
    ende = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(koerper) + 1, len(pdf))
    return pdf + kopf + verzeichnis + ende
