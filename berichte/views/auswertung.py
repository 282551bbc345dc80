"""Figures of contacts and hours as page, XLSX and CSV."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from berichte.forms import Auswertungsform
from berichte.reports.auswertung import Auswertung, auswertung
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert
from netzwerk.selectors.statistik import NULL
from sozialraum.models import Sozialraum

RECHT = "kontakt.statistik"
SPALTEN = (
    Spalte("Tafel", lambda zeile: zeile[0], 24),
    Spalte("Zeile", lambda zeile: zeile[1], 40),
    Spalte("einzelfallübergreifend", lambda zeile: zeile[2].uebergreifend, 22),
    Spalte("fallbezogen", lambda zeile: zeile[2].fallbezogen, 14),
    Spalte("beides", lambda zeile: zeile[2].beides, 10),
    Spalte("zusammen", lambda zeile: zeile[3], 12),
    Spalte("Zeitraum davor", lambda zeile: zeile[4], 16),
)
STUNDEN = (
    Spalte("Wer oder wo", lambda zeile: zeile[0], 36),
    Spalte("Zeitraum", lambda zeile: zeile[1], 28),
    Spalte("erwartete Stunden", lambda zeile: zeile[2].erwartet, 20),
    Spalte("erfasste Stunden", lambda zeile: zeile[2].erfasst, 18),
    Spalte("Kontakte mit Dauer", lambda zeile: zeile[2].mit_dauer, 20),
    Spalte("Kontakte ohne Dauer", lambda zeile: zeile[2].ohne_dauer, 20),
)


class AuswertungSeite(Gesichert, TemplateView):
    """`/kontakte/auswertung/`: within the viewer's Sozialräume; `?format=` exports, `&tafel=stunden` the hours."""

    permission_required = RECHT
    template_name = "berichte/auswertung.html"
    hilfe = "/hilfe/auswertung/"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        moeglich = Sozialraum.objects.in_sozialraeumen(self.bereich, RECHT, "pk")
        self.form = Auswertungsform(request.GET, heute=timezone.localdate(), raeume=moeglich)
        zeitraum, self.hinweise = self.form.zeitraum()
        gewaehlt = self.form.raum()
        raeume = {raum.pk: raum.name for raum in ([gewaehlt] if gewaehlt else moeglich)}
        werte = auswertung(self.bereich, raeume, zeitraum, timezone.localdate())
        if request.GET.get("format") in FORMATE:
            return self.datei(werte)
        return self.render_to_response(self.get_context_data(bericht=werte, raeume=raeume))

    def datei(self, werte: Auswertung) -> HttpResponse:
        """One of the two tables as a file."""
        format_ = self.request.GET["format"]
        if self.request.GET.get("tafel") == "stunden":
            return exportantwort("stunden", format_, STUNDEN, _stundenzeilen(werte))
        return exportantwort("auswertung", format_, SPALTEN, _zeilen(werte))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            hinweise=self.hinweise,
            sieht_personen=self.bereich.darf("stunden.person"),
            sieht_raeume=self.bereich.darf("stunden.raum"),
            **kwargs,
        )


def _zeilen(werte: Auswertung) -> Iterator[tuple]:
    for tafel in werte.tafeln:
        for zeile in tafel.zeilen:
            yield tafel.titel, zeile.name, zeile.zahlen, zeile.zahlen.summe, zeile.davor
    yield "gesamt", werte.gesamt.name, werte.gesamt.zahlen, werte.gesamt.zahlen.summe, werte.gesamt.davor
    for wer, anzahl in werte.andere:
        yield "von anderen erfasst", wer, NULL, anzahl, None
    for was, anzahl in werte.ungezaehlte:
        yield "nicht mitgezählt", was, NULL, anzahl, None


def _stundenzeilen(werte: Auswertung) -> Iterator[tuple]:
    for person in werte.personen:
        yield str(person.fachkraft), werte.zeitraum.kurz, person.stunden
    for raum in werte.raeume:
        yield raum.sozialraum, raum.quartal.name, raum.stunden
