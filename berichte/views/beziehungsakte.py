"""The file on a relationship as page and PDF."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import DetailView

from berichte.reports.beziehungsakte import beziehungsakte
from berichte.services.druck import DruckNichtMoeglich, als_pdf
from konten.rules import normalisiere
from konten.views import Sichtbar
from partner.models import Netzwerkpartner


class Aktenansicht(Sichtbar, DetailView):
    """Everybody who reads the partner takes along what she reads there, without what concerns a case."""

    model = Netzwerkpartner
    permission_required = "partner.sehen"
    context_object_name = "partner"
    hilfe = "/hilfe/beziehung/"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("gemeinde")


class BeziehungsakteSeite(Aktenansicht):
    template_name = "berichte/beziehungsakte.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=[{"titel": self.object.name, "url": self.object.get_absolute_url()}],
            akte=beziehungsakte(self.object, self.bereich, timezone.localdate()),
            **kwargs,
        )


class BeziehungsaktePdf(Aktenansicht):
    """The same to print, as tagged PDF."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        partner = self.get_object()
        kontext = {"akte": beziehungsakte(partner, self.bereich, timezone.localdate()), "druck": True}
        try:
            pdf = als_pdf(render_to_string("berichte/beziehungsakte_pdf.html", kontext, request))
        except DruckNichtMoeglich as fehler:
            kontext = {"fehler": fehler, "partner": partner}
            return render(request, "berichte/beziehungsakte_druckfehler.html", kontext, status=503)
        name = "".join(zeichen if zeichen.isalnum() else "-" for zeichen in normalisiere(partner.name))[:60]
        kopf = {
            "Content-Disposition": f'inline; filename="beziehung-{name.encode("ascii", "ignore").decode()}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)
