"""Figures of the guide function as page and as file, both from the same selector (K22)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert
from netzwerk.forms.lotsenfilter import Quartalsform
from netzwerk.selectors.lotsen import Lotsenlage, lotsenlage, lotsenquartale
from netzwerk.views.lotsen import HILFE, kruemel

SPALTEN = (
    Spalte("Quartal", lambda z: z[0].name, 18),
    Spalte("Sozialraum", lambda z: z[1], 30),
    Spalte("Art", lambda z: z[2], 26),
    Spalte("Wert", lambda z: z[3], 12),
)


class Lotsenzahlenseite(Gesichert, TemplateView):
    """Per Sozialraum and quarter; small numbers are ranges for everybody."""

    permission_required = "lotsen.zahlen"
    template_name = "netzwerk/lotsenzahlen.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        quartale, laufendes = lotsenquartale(self.bereich)
        self.form = Quartalsform(request.GET, quartale=quartale, laufendes=laufendes)
        self.lage = lotsenlage(self.bereich, self.form.auswahl())
        if request.GET.get("format") in FORMATE:
            name = f"lotsenanfragen-{self.lage.quartal.schluessel}"
            return exportantwort(name, request.GET["format"], SPALTEN, exportzeilen(self.lage))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        weg = kruemel() if self.bereich.darf("lotsen.sehen") else []
        luecken = [
            (thema, list(zip(self.lage.raeume, werte, strict=True)), summe) for thema, werte, summe in self.lage.luecken
        ]
        return super().get_context_data(lage=self.lage, luecken=luecken, form=self.form, kruemel=weg, **kwargs)


def exportzeilen(lage: Lotsenlage) -> list[tuple[Any, str, str, str]]:
    """Ranges as text, exactly as on the page: one line per figure."""
    zeilen = [
        (lage.quartal, raum.name, art, wert)
        for raum, stand in lage.zeilen
        for art, wert in (
            ("eingegangen", stand.eingegangen.text),
            ("beantwortet", stand.beantwortet.text),
            ("vermittelt", stand.vermittelt.text),
            ("nicht zustande gekommen", stand.nicht_zustande.text),
            ("kein Angebot", stand.kein_angebot.text),
            ("Werktage bis zur Antwort (Median)", stand.werktage_text),
            ("in der Frist beantwortet", stand.in_frist_text),
        )
    ]
    return zeilen + [
        (lage.quartal, raum.name, f"Lücke: {thema.name}", wert.text)
        for thema, werte, _ in lage.luecken
        for raum, wert in zip(lage.raeume, werte, strict=True)
    ]
