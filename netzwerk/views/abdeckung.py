"""The coverage matrix: Sozialraum × partner category on a Stichtag."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from konten.tables import FORMATE, exportantwort
from konten.views import Gesichert, MitStichtag
from netzwerk.reports import felder
from netzwerk.selectors.abdeckung import Abdeckung, abdeckung
from netzwerk.tables import abdeckungsspalten


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
        darf = self.bereich.darf("stammdaten.pflegen")
        ausnahmen_url = reverse("sozialraum:ausnahme_verwalten") if darf else ""
        zeilen = [(zeile, felder(matrix, zeile, partner_url, ausnahmen_url)) for zeile in matrix.zeilen]
        return super().get_context_data(
            matrix=matrix,
            zeilen=zeilen,
            getragen_url=reverse("netzwerk:getragen_liste") if self.bereich.darf("einsatz.sehen") else None,
            ausnahmen=[(zeile.sozialraum, feld) for zeile, f in zeilen for feld in f if feld.zelle.begruendung],
            **kwargs,
        )
