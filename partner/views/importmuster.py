"""The workbook to fill in: headings with one invented row, and a sheet that says what each column means."""

import io

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views import View
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from konten.tables import XLSX, ungefaehrlich
from konten.views import Gesichert
from partner.services.einlesen.art import Importart, art

_KOPF = ("Spalte", "Nötig?", "Was gemeint ist", "Beispiel")
_BREITEN = (28, 10, 80, 40)
_SATZ = "Bitte überschreiben oder löschen Sie das Beispiel. Weitere Spalten dürfen bleiben, sie werden übergangen."


def mustermappe(kind: Importart) -> bytes:
    """An XLSX workbook that the import of this kind reads. No query."""
    mappe = Workbook(write_only=True)
    liste = mappe.create_sheet("Liste")
    liste.freeze_panes = "A2"
    for nummer, spalte in enumerate(kind.muster, start=1):
        liste.column_dimensions[get_column_letter(nummer)].width = max(len(spalte.titel), len(spalte.beispiel), 12) + 2
    liste.append([_fett(liste, spalte.titel) for spalte in kind.muster])
    liste.append([ungefaehrlich(spalte.beispiel) for spalte in kind.muster])
    erklaerung = mappe.create_sheet("Erklärung")
    for nummer, breite in enumerate(_BREITEN, start=1):
        erklaerung.column_dimensions[get_column_letter(nummer)].width = breite
    erklaerung.append([_SATZ])
    erklaerung.append([])
    erklaerung.append([_fett(erklaerung, wort) for wort in _KOPF])
    for spalte in kind.muster:
        umbrochen = WriteOnlyCell(erklaerung, value=spalte.erklaerung)
        umbrochen.alignment = Alignment(wrap_text=True, vertical="top")
        erklaerung.append([spalte.titel, "ja" if spalte.noetig else "", umbrochen, ungefaehrlich(spalte.beispiel)])
    puffer = io.BytesIO()
    mappe.save(puffer)
    return puffer.getvalue()


def _fett(blatt: object, text: str) -> WriteOnlyCell:
    zelle = WriteOnlyCell(blatt, value=text)
    zelle.font = Font(bold=True)
    return zelle


class ImportMuster(Gesichert, View):
    """`/partner/import/muster/?art=`: headings, an example and an explanation for one kind of list."""

    permission_required = "import.ausfuehren"

    def get(self, request: HttpRequest) -> HttpResponse:
        schluessel = request.GET.get("art", "partner")
        if schluessel not in settings.NETZWERK_IMPORTARTEN:
            raise Http404
        kind = art(schluessel)
        if not kind.darf(self.bereich):
            raise PermissionDenied
        ablage = content_disposition_header(as_attachment=True, filename=f"Vorlage {kind.viele}.xlsx")
        return HttpResponse(mustermappe(kind), content_type=XLSX, headers={"Content-Disposition": ablage})
