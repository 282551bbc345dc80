"""Proof of use and closing of a year to print; the pages beside them show the same partials."""

from abc import ABC, abstractmethod
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from berichte.services.druck import DruckNichtMoeglich, als_pdf
from finanzen.models import Jahresabschluss, Verwendungsnachweis
from finanzen.reports.abschluss import schnappschuss
from finanzen.reports.verwendung import verwendungsbericht
from finanzen.selectors.sicht import finanzsicht
from finanzen.selectors.verwendung import darf_text_lesen
from konten.views import Sichtbar


class Geldpdf(ABC, Sichtbar, DetailView):
    """A tagged PDF about money for everybody who may read the page."""

    permission_required = "finanzen.sehen"
    #: page that shows the same
    seite = ""

    @abstractmethod
    def inhalt(self, objekt: Any) -> Any:
        """The report dataclass; it knows its file name."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        objekt = self.get_object()
        bericht = self.inhalt(objekt)
        kontext = {"bericht": bericht, "bild": bericht, "erstellt": timezone.localdate(), "druck": True}
        try:
            pdf = als_pdf(render_to_string(self.template_name, kontext, request))
        except DruckNichtMoeglich as fehler:
            zurueck = reverse(self.seite, args=[objekt.uuid])
            return render(request, "berichte/geld_druckfehler.html", {"fehler": fehler, "seite": zurueck}, status=503)
        kopf = {
            "Content-Disposition": f'inline; filename="{bericht.dateiname}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)


class VerwendungPdf(Geldpdf):
    """The proof of use of a Träger."""

    model = Verwendungsnachweis
    template_name = "berichte/verwendung_pdf.html"
    seite = "finanzen:verwendungsnachweis_detail"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("sozialraum", "traeger", "eingereicht_von", "entschieden_von")

    def inhalt(self, objekt: Verwendungsnachweis) -> Any:
        mit_text = darf_text_lesen(self.bereich, objekt)
        return verwendungsbericht(objekt, mit_text=mit_text, heute=timezone.localdate())


class AbschlussPdf(Geldpdf):
    """The snapshot of a closed year."""

    model = Jahresabschluss
    template_name = "berichte/abschluss_pdf.html"
    seite = "finanzen:schnappschuss"

    def get_queryset(self) -> QuerySet:
        menge = Jahresabschluss.objects.in_sozialraeumen(self.bereich, "finanzen.sehen", "sozialraum")
        return menge.select_related("sozialraum", "geschlossen_von", "geoeffnet_von")

    def inhalt(self, objekt: Jahresabschluss) -> Any:
        return schnappschuss(objekt, finanzsicht(self.bereich))
