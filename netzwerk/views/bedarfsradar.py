"""The needs radar as page and as file: both from the same selector."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.generic import TemplateView

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert
from netzwerk.forms.bedarf import Radarform
from netzwerk.rules.bedarf import Spanne, abgeschlossene_quartale
from netzwerk.rules.kleinbild import Kleinbild, kleinbild
from netzwerk.selectors.bedarf import Radar, Radarzeile, radar
from netzwerk.views.bedarf import HILFE, kruemel


class BedarfRadar(Gesichert, TemplateView):
    """Independent sources per theme and Sozialraum; everybody sees the same suppressed figures."""

    permission_required = "bedarf.sehen"
    template_name = "netzwerk/bedarfsradar.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        heute = timezone.localdate()
        self.form = Radarform(request.GET, bereich=self.bereich, quartale=abgeschlossene_quartale(heute))
        quartal, ausschnitt, raum = self.form.auswahl()
        self.radar = radar(heute, ausschnitt, quartal, raum)
        if request.GET.get("format") in FORMATE:
            name = f"bedarfsradar-{self.radar.quartal.schluessel}"
            return exportantwort(name, request.GET["format"], radarspalten(self.radar), exportzeilen(self.radar))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        bild = self.radar
        return super().get_context_data(
            kruemel=kruemel(),
            form=self.form,
            radar=bild,
            zeilen=[(zeile, self._felder(zeile)) for zeile in bild.belegte],
            spaltensummen=list(zip(bild.raeume, bild.spaltensummen, strict=True)),
            kleinbilder=kleinbilder(bild),
            **kwargs,
        )

    def _felder(self, zeile: Radarzeile) -> list[tuple[Any, Spanne, str]]:
        """Cells with the address of the reports behind them, where the person may read those."""
        return [
            (raum, wert, self._ziel(zeile, raum) if not wert.ist_null and self._liest(raum.pk) else "")
            for raum, wert in zip(self.radar.raeume, zeile.zellen, strict=True)
        ]

    def _liest(self, raum_id: int) -> bool:
        return self.bereich.gilt_in("bedarf.sehen", raum_id)

    def _ziel(self, zeile: Radarzeile, raum: Any) -> str:
        quartal, ausschnitt = self.radar.quartal, self.radar.ausschnitt
        frage = {
            "sozialraum": raum.kuerzel,
            "thema": zeile.thema.pk,
            "altersgruppe": ausschnitt.altersgruppe,
            "schwere": ausschnitt.schwere,
            "von": quartal.von.isoformat(),
            "bis": quartal.bis.isoformat(),
        }
        gefragt = urlencode({name: wert for name, wert in frage.items() if wert})
        return f"{reverse('netzwerk:bedarfsmeldung_liste')}?{gefragt}"


def kleinbilder(bild: Radar) -> list[tuple[Radarzeile, Kleinbild]]:
    """One chart per theme with reports, all on one scale."""
    hoechster = max((wert.oben for zeile in bild.belegte for wert in zeile.verlauf), default=0)
    return [(zeile, kleinbild(zeile.verlauf, bild.quartale, hoechster)) for zeile in bild.belegte]


def radarspalten(bild: Radar) -> tuple[Spalte, ...]:
    """Ranges as text, exactly as on the page."""
    raeume = tuple(
        Spalte(f"{raum.name}, {bild.quartal.name}", lambda zeile, stelle=stelle: zeile[1][stelle].text, 24)
        for stelle, raum in enumerate(bild.raeume)
    )
    ort = bild.raum.name if bild.raum else "Landkreis"
    verlauf = tuple(
        Spalte(f"{ort}, {quartal.name}", lambda zeile, stelle=stelle: zeile[3][stelle].text, 24)
        for stelle, quartal in enumerate(bild.quartale)
    )
    return (
        Spalte("Thema", lambda zeile: zeile[0], 32),
        Spalte("Ausschnitt", lambda zeile: bild.ausschnitt.text, 30),
        *raeume,
        Spalte(f"Summe, {bild.quartal.name}", lambda zeile: zeile[2].text, 24),
        *verlauf,
    )


def exportzeilen(bild: Radar) -> list[tuple[str, tuple[Spanne, ...], Spanne, tuple[Spanne, ...]]]:
    zeilen = [(zeile.thema.name, zeile.zellen, zeile.summe, zeile.verlauf) for zeile in bild.zeilen]
    return [*zeilen, ("Summe", bild.spaltensummen, bild.gesamt, bild.verlaufssummen)]
