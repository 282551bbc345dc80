"""The agenda of the UAJHP as page, PDF and file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from berichte.reports.vorlage import Vorlage, vorlage
from berichte.services.druck import DruckNichtMoeglich, als_pdf
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert


class Vorlagenansicht(Gesichert, TemplateView):
    """Right of the agenda; its rows are those within sight."""

    permission_required = "bedarf.sehen"
    hilfe = "/hilfe/bedarfslagen/"

    def vorlage(self) -> Vorlage:
        return vorlage(self.bereich, timezone.localdate())


class VorlageSeite(Vorlagenansicht):
    """The agenda as a page, and as a table to go on working with."""

    template_name = "berichte/vorlage.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            inhalt = self.vorlage()
            return exportantwort(inhalt.dateiname, request.GET["format"], vorlagenspalten(inhalt), inhalt.zeilen)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=[{"titel": "Bedarfslagen", "url": reverse("netzwerk:bedarfsmeldung_liste")}],
            vorlage=self.vorlage(),
            **kwargs,
        )


class VorlagePdf(Vorlagenansicht):
    """The same to print."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        inhalt = self.vorlage()
        html = render_to_string("berichte/vorlage_pdf.html", {"vorlage": inhalt, "druck": True}, request)
        try:
            pdf = als_pdf(html)
        except DruckNichtMoeglich as fehler:
            return render(request, "berichte/vorlage_druckfehler.html", {"fehler": fehler}, status=503)
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'inline; filename="{inhalt.dateiname}.pdf"',
                "Cache-Control": "private, no-store",
            },
        )


def vorlagenspalten(inhalt: Vorlage) -> tuple[Spalte, ...]:
    """No sources and no names; figures as text, as on the page."""
    je_raum = (
        Spalte(
            f"Quellen zum Thema: {raum.name}, {inhalt.radar.quartal.name}",
            lambda zeile, stelle=stelle: zeile[0].raeume[stelle][1].text,
            26,
        )
        for stelle, raum in enumerate(inhalt.radar.raeume)
    )
    return (
        Spalte("Thema", lambda zeile: zeile[0].thema.name, 30),
        Spalte("Sozialraum", lambda zeile: zeile[1].sozialraum.name, 28),
        Spalte("Gewicht", lambda zeile: zeile[1].meldung.get_schwere_display(), 14),
        Spalte("Altersgruppe", lambda zeile: zeile[1].meldung.get_altersgruppe_display(), 24),
        Spalte("Kurz gesagt", lambda zeile: zeile[1].meldung.titel, 50),
        Spalte("Beschreibung", lambda zeile: zeile[1].meldung.text, 80),
        Spalte("gemeldet am", lambda zeile: zeile[1].meldung.am, 14),
        Spalte("in Beratung seit", lambda zeile: zeile[1].seit, 16),
        *je_raum,
        Spalte(f"Quellen zum Thema: Summe, {inhalt.radar.quartal.name}", lambda zeile: zeile[0].summe.text, 26),
    )
