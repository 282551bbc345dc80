"""The brochure: choose what it is about, see what would stand in it, open it as PDF (K11)."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import TemplateView

from berichte.forms import Broschuerenform
from berichte.reports.broschuere import HOECHSTENS, Auswahl, broschuere
from berichte.services.druck import DruckNichtMoeglich, als_pdf
from berichte.services.qrcode import qr_bild
from konten.views import Gesichert

ZU_GROSS = "Bitte wählen Sie ein kleineres Gebiet, ein Thema oder eine Sammlung."
LEER = "Zu dieser Auswahl ist nichts veröffentlicht."


class Broschuerenansicht(Gesichert, TemplateView):
    """Everybody who sees offers; what stands in it is public anyway."""

    permission_required = "angebot.sehen"
    hilfe = "/hilfe/broschuere/"

    @cached_property
    def form(self) -> forms.Form:
        return Broschuerenform(self.request.GET, bereich=self.bereich)

    @cached_property
    def auswahl(self) -> Auswahl:
        """What cannot be chosen counts as not chosen; the page says so at the field."""
        gewaehlt = self.form.cleaned_data if self.form.is_valid() else getattr(self.form, "cleaned_data", {})
        return Auswahl(gewaehlt.get("raum"), gewaehlt.get("thema"), gewaehlt.get("sammlung"))


class BroschuereSeite(Broschuerenansicht):
    template_name = "berichte/broschuere.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            broschuere=broschuere(self.auswahl, timezone.localdate()),
            hoechstens=HOECHSTENS,
            **kwargs,
        )


class BroschuerePdf(Broschuerenansicht):
    """The booklet as tagged PDF with bookmarks."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        heft = broschuere(self.auswahl, timezone.localdate())
        kontext = {"broschuere": heft, "frage": self.auswahl.frage}
        if heft.ist_zu_gross or not heft.anzahl:
            kontext["fehler"] = ZU_GROSS if heft.anzahl else LEER
            return render(request, "berichte/broschuere_druckfehler.html", kontext, status=400)
        kontext["qr"] = qr_bild(self.auswahl.verzeichnis)
        try:
            pdf = als_pdf(render_to_string("berichte/broschuere_pdf.html", kontext, request))
        except DruckNichtMoeglich as fehler:
            return render(request, "berichte/broschuere_druckfehler.html", kontext | {"fehler": fehler}, status=503)
        kopf = {"Content-Disposition": f'inline; filename="{heft.dateiname}.pdf"', "Cache-Control": "private, no-store"}
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)
