"""Uses of offers for a case as page and as file, both from the same selector (K05)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert
from netzwerk.selectors.nutzung import Nutzungslage, nutzungslage


class Angebotsnutzungen(Gesichert, TemplateView):
    """Which offers help, per year; small numbers are ranges for everybody."""

    permission_required = "angebot.sehen"
    template_name = "netzwerk/angebotsnutzung.html"
    hilfe = "/hilfe/angebote-finden/"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.lage = nutzungslage(timezone.localdate())
        if request.GET.get("format") in FORMATE:
            return exportantwort("nutzung", request.GET["format"], spalten(self.lage), exportzeilen(self.lage))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        lage = self.lage
        tafeln = (("Thema", lage.themen), ("Sozialraum", lage.raeume), ("Angebot", lage.angebote))
        weg = [{"titel": "Angebote", "url": reverse("partner:angebot_liste")}]
        je_jahr = [
            (name, [(z.sache, list(zip(lage.jahre, z.werte, strict=True))) for z in menge]) for name, menge in tafeln
        ]
        gesamt = list(zip(lage.jahre, lage.gesamt, strict=True))
        return super().get_context_data(lage=lage, tafeln=je_jahr, gesamt=gesamt, kruemel=weg, **kwargs)


def spalten(lage: Nutzungslage) -> tuple[Spalte, ...]:
    """Ranges as text, exactly as on the page."""
    je_jahr = (
        Spalte(str(jahr), lambda zeile, stelle=stelle: zeile[2][stelle].text, 10)
        for stelle, jahr in enumerate(lage.jahre)
    )
    return (Spalte("Ebene", lambda zeile: zeile[0], 14), Spalte("Name", lambda zeile: zeile[1], 50), *je_jahr)


def exportzeilen(lage: Nutzungslage) -> list[tuple[str, str, Any]]:
    """One line per theme, Sozialraum and offer, and all together."""
    zeilen = [("Landkreis", "alle Angebote", lage.gesamt)]
    for ebene, menge in (("Thema", lage.themen), ("Sozialraum", lage.raeume), ("Angebot", lage.angebote)):
        zeilen += [(ebene, str(zeile.sache), zeile.werte) for zeile in menge]
    return zeilen
