"""The handover folder as page and PDF."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.generic import DetailView

from berichte.reports.uebergabemappe import uebergabemappe
from berichte.services.druck import DruckNichtMoeglich, als_pdf
from konten.views import Sichtbar
from netzwerk.models import Uebergabe

VERBUNDEN = ("einsatz__fachkraft", "einsatz__sozialraum", "einsatz__traeger", "nachfolge__traeger")


class Mappenansicht(Sichtbar, DetailView):
    """Everybody who may read the handover reads its folder."""

    model = Uebergabe
    permission_required = "uebergabe.sehen"
    hilfe = "/hilfe/uebergabe/"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related(*VERBUNDEN)


class UebergabemappeSeite(Mappenansicht):
    template_name = "berichte/uebergabemappe.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=[
                {"titel": "Übergaben", "url": reverse("netzwerk:uebergabe_liste")},
                {"titel": str(self.object), "url": self.object.get_absolute_url()},
            ],
            mappe=uebergabemappe(self.object, self.bereich.stichtag),
            **kwargs,
        )


class UebergabemappePdf(Mappenansicht):
    """The same to print, as tagged PDF with a cover."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        uebergabe = self.get_object()
        kontext = {"mappe": uebergabemappe(uebergabe, self.bereich.stichtag), "druck": True}
        try:
            pdf = als_pdf(render_to_string("berichte/uebergabemappe_pdf.html", kontext, request))
        except DruckNichtMoeglich as fehler:
            kontext = {"fehler": fehler, "uebergabe": uebergabe}
            return render(request, "berichte/uebergabemappe_druckfehler.html", kontext, status=503)
        name = f"uebergabe-{uebergabe.einsatz.sozialraum.kuerzel}-{uebergabe.am}.pdf"
        kopf = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)
