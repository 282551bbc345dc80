"""The Netzwerkbericht of a Sozialraum as page and as PDF."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from berichte.forms import Zeitraumform
from berichte.reports.sozialraum import Sozialraumbericht, sozialraumbericht
from berichte.services.druck import DruckNichtMoeglich, als_pdf
from konten.views import Gesichert
from netzwerk.selectors.landkarte import Kartenwunsch, landkarte
from sozialraum.models import Sozialraum
from sozialraum.selectors.karte import karte_sozialraum

RECHT = "bericht.sehen"


class Berichtsansicht(Gesichert, DetailView):
    """Right and scope of the report: a Sozialraum that is not one's own does not exist here."""

    model = Sozialraum
    permission_required = RECHT
    slug_field = slug_url_kwarg = "kuerzel"
    hilfe = "/hilfe/bericht-drucken/"

    def get_queryset(self) -> QuerySet:
        return Sozialraum.objects.in_sozialraeumen(self.bereich, RECHT, "pk")

    def form(self) -> Zeitraumform:
        return Zeitraumform(self.request.GET, heute=timezone.localdate())

    def bericht(self, form: Zeitraumform, *, mit_bekannten: bool) -> tuple[Sozialraumbericht, list[str]]:
        (zeitraum, hinweise), heute = form.zeitraum(), timezone.localdate()
        traeger = self.bereich.traeger("einsatz.sehen")
        return sozialraumbericht(self.object, zeitraum, heute, traeger, mit_bekannten=mit_bekannten), hinweise


class Bericht(Berichtsansicht):
    """The report as a page."""

    template_name = "berichte/sozialraum.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        form = self.form()
        bericht, hinweise = self.bericht(form, mit_bekannten=False)
        raum, zeitraum = bericht.sozialraum, bericht.zeitraum
        pdf = reverse("berichte:bericht_pdf", args=[raum.kuerzel])
        return super().get_context_data(
            kruemel=[
                {"titel": "Sozialräume", "url": reverse("sozialraum:sozialraum_liste")},
                {"titel": f"Sozialraum {raum.name}", "url": raum.get_absolute_url()},
            ],
            form=form,
            hinweise=hinweise,
            bericht=bericht,
            pdf_url=f"{pdf}?von={zeitraum.von}&bis={zeitraum.bis}",
            **kwargs,
        )


class BerichtPdf(Berichtsansicht):
    """The same report to print."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        bericht, hinweise = self.bericht(self.form(), mit_bekannten=True)
        karte = karte_sozialraum(self.object, bericht.zeitraum.bis)
        partnerkarte = landkarte(self.bereich, Kartenwunsch(bericht.zeitraum.bis), self.object)
        kontext = {
            "bericht": bericht,
            "karte": karte,
            "landkarte": partnerkarte,
            "hinweise": hinweise,
            "druck": True,
        }
        html = render_to_string("berichte/sozialraum_pdf.html", kontext, request)
        try:
            pdf = als_pdf(html)
        except DruckNichtMoeglich as fehler:
            return render(request, "berichte/druckfehler.html", {"fehler": fehler, "bericht": bericht}, status=503)
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'inline; filename="{dateiname(bericht)}"',
                "Cache-Control": "private, no-store",
            },
        )


def dateiname(bericht: Sozialraumbericht) -> str:
    """netzwerkbericht-konz-2026-01-01-2026-11-22.pdf"""
    zeitraum = bericht.zeitraum
    return f"netzwerkbericht-{bericht.sozialraum.kuerzel}-{zeitraum.von}-{zeitraum.bis}.pdf"
