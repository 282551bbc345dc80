"""The minutes of a meeting to print; the page beside it shows the same partial."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import DetailView

from berichte.services.druck import DruckNichtMoeglich, als_pdf
from konten.views import Sichtbar
from netzwerk.models import Sitzung
from netzwerk.selectors.sitzung import protokoll


class ProtokollPdf(Sichtbar, DetailView):
    """Minutes as tagged PDF, for everybody who may read the page."""

    model = Sitzung
    permission_required = "gremium.sehen"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().fuer_liste()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        sitzung = self.get_object()
        kontext = {"sitzung": sitzung, "protokoll": protokoll(sitzung), "erstellt": timezone.localdate(), "druck": True}
        try:
            pdf = als_pdf(render_to_string("berichte/protokoll_pdf.html", kontext, request))
        except DruckNichtMoeglich as fehler:
            return render(
                request, "berichte/protokoll_druckfehler.html", {"fehler": fehler, "sitzung": sitzung}, status=503
            )
        kopf = {
            "Content-Disposition": f'inline; filename="protokoll-{sitzung.am}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)
