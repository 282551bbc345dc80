"""The coverage matrix: Sozialraum × partner category on a Stichtag."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView

from konten.tables import FORMATE, exportantwort
from konten.views import Gesichert, MitStichtag
from netzwerk.rules.abdeckung import Zelle, Zellenart
from netzwerk.selectors.abdeckung import Abdeckung, Kategoriespalte, Raumabdeckung, abdeckung
from netzwerk.tables import abdeckungsspalten


@dataclass(frozen=True, slots=True)
class Feld:
    """A cell with its column and the address of the partners behind it."""

    spalte: Kategoriespalte
    zelle: Zelle
    url: str


class AbdeckungSeite(Gesichert, MitStichtag, TemplateView):
    """Matrix, exemptions with reason, arithmetic; as page, XLSX and CSV."""

    permission_required = "abdeckung.sehen"
    template_name = "netzwerk/abdeckung.html"
    hilfe = "/hilfe/abdeckung-lesen/"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        matrix = abdeckung(self.lies_stichtag())
        if request.GET.get("format") in FORMATE:
            name = f"abdeckung-{matrix.stichtag.isoformat()}"
            return exportantwort(name, request.GET["format"], abdeckungsspalten(matrix), matrix.zeilen)
        return self.render_to_response(self.get_context_data(matrix=matrix))

    def get_context_data(self, matrix: Abdeckung, **kwargs) -> dict[str, Any]:
        partner_url = reverse("partner:partner_liste")
        zeilen = [(zeile, felder(matrix, zeile, partner_url)) for zeile in matrix.zeilen]
        return super().get_context_data(
            matrix=matrix,
            zeilen=zeilen,
            ausnahmen=[(zeile.sozialraum, feld) for zeile, f in zeilen for feld in f if feld.zelle.begruendung],
            **kwargs,
        )


def felder(matrix: Abdeckung, zeile: Raumabdeckung, partner_url: str) -> list[Feld]:
    """The cells of one row; a cell without partners leads nowhere."""
    ergebnis = []
    for spalte, zelle in zip(matrix.kategorien, zeile.zellen, strict=True):
        ziel = urlencode(
            {
                "sozialraum": zeile.sozialraum.kuerzel,
                "kategorie": spalte.kuerzel,
                "stichtag": matrix.stichtag.isoformat(),
            }
        )
        ergebnis.append(Feld(spalte, zelle, f"{partner_url}?{ziel}" if zelle.art == Zellenart.PARTNER else ""))
    return ergebnis
