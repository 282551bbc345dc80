"""Comparison of Sozialräume: money per inhabitant, post, contact and partner."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from finanzen.rules.vergleich import MASSE, MINDESTENS, Bezugsgroessen, durchschnitte
from finanzen.selectors.vergleich import bezugsgroessen, vergleichsstichtag
from finanzen.views.jahr import MitJahr
from finanzen.views.uebersicht import HILFE, finanzkruemel
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert
from sozialraum.models import Sozialraum

Zeile = tuple[Sozialraum, Bezugsgroessen]
SPALTEN = (
    Spalte("Sozialraum", lambda zeile: zeile[0].name, 28),
    Spalte("Netzwerkmittel", lambda zeile: zeile[1].mittel, 18),
    Spalte("Einwohner", lambda zeile: zeile[1].einwohner, 14),
    Spalte("VZÄ im Mittel", lambda zeile: round(zeile[1].vzae, 4), 14),
    Spalte("Kontakte", lambda zeile: zeile[1].kontakte, 14),
    Spalte("Partner", lambda zeile: zeile[1].partner, 14),
    *(Spalte(f"Euro {name}", lambda zeile, mass=mass: zeile[1].je(mass), 22) for mass, name in MASSE),
)


class Vergleich(MitJahr, Gesichert, TemplateView):
    """All for the Jugendamt; for a Leitung her Sozialräume and the average of at least three others."""

    permission_required = "finanzen.sehen"
    template_name = "finanzen/vergleich.html"
    hilfe = HILFE

    def eigene_und_andere(self, jahr: int) -> tuple[list[Zeile], list[Bezugsgroessen]]:
        alle = bezugsgroessen(jahr, timezone.localdate())
        ids = self.bereich.sozialraeume("finanzen.sehen")
        if ids is None:
            return list(alle.items()), list(alle.values())
        eigene = [(raum, groessen) for raum, groessen in alle.items() if raum.pk in ids]
        return eigene, [groessen for raum, groessen in alle.items() if raum.pk not in ids]

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            jahr = self.lies_jahr()
            eigene, _ = self.eigene_und_andere(jahr)
            return exportantwort(f"vergleich-{jahr}", request.GET["format"], SPALTEN, eigene)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        jahr = self.lies_jahr()
        eigene, andere = self.eigene_und_andere(jahr)
        werte = durchschnitte(andere)
        return super().get_context_data(
            jahr=jahr,
            kruemel=finanzkruemel(jahr),
            stichtag=vergleichsstichtag(jahr, timezone.localdate()),
            masse=[name for _, name in MASSE],
            zeilen=[(raum, g, list(zip([n for _, n in MASSE], g.verhaeltnisse, strict=True))) for raum, g in eigene],
            durchschnitt=list(zip([name for _, name in MASSE], werte, strict=True)),
            ist_verdeckt=None in werte,
            sieht_alle=self.bereich.sozialraeume("finanzen.sehen") is None,
            mindestens=MINDESTENS,
            **kwargs,
        )
