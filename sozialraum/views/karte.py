"""The map of the Landkreis and of each Sozialraum: page, loaded part, picture, tables, GeoJSON."""

import json
from math import isfinite
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert, MitStichtag
from netzwerk.rules.abdeckung import REIHENFOLGE, Lage
from netzwerk.rules.landkarte import Ansicht
from netzwerk.selectors.geojson import gemeinden_geojson, partner_geojson
from netzwerk.selectors.landkarte import Gemeindezeile, Kartenwunsch, Landkarte, landkarte
from sozialraum.filters import Kartenfilter
from sozialraum.models import Sozialraum
from sozialraum.rules import Punkt
from sozialraum.rules.ausschnitt import STUFE_HOECHSTENS
from sozialraum.selectors.karte import QUELLE, grundkarte
from sozialraum.selectors.portraet import sichtbare_raeume

HILFE = "/hilfe/karte/"
#: one step of the arrows, as a share of the frame
SCHRITT = 0.35
GEOJSON = {"geojson": ("gemeinden", gemeinden_geojson), "partner.geojson": ("partner", partner_geojson)}
RICHTUNGEN = (
    ("links", "Nach Westen", "←", (-SCHRITT, 0.0)),
    ("rechts", "Nach Osten", "→", (SCHRITT, 0.0)),
    ("hoch", "Nach Norden", "↑", (0.0, -SCHRITT)),
    ("runter", "Nach Süden", "↓", (0.0, SCHRITT)),
)


class KarteLandkreis(MitStichtag, Gesichert, TemplateView):
    """The map of the Landkreis; asked for by htmx it is the part without frame and table."""

    permission_required = "stammdaten.sehen"
    template_name = "sozialraum/karte.html"
    hilfe = HILFE

    def raum(self) -> Sozialraum | None:
        return None

    @property
    def adresse(self) -> str:
        return reverse("sozialraum:karte_landkreis")

    def get_template_names(self) -> list[str]:
        return ["sozialraum/_landkarte.html" if self.request.htmx else self.template_name]

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        raum, format_ = self.raum(), request.GET.get("format", "")
        if format_ == "partner.geojson" and not self.bereich.darf("partner.sehen"):
            raise PermissionDenied
        karte = landkarte(self.bereich, self.wunsch(), raum)
        if format_ in (*FORMATE, "svg", *GEOJSON):
            return self.datei(karte, format_)
        return self.render_to_response(self.get_context_data(karte=karte))

    def wunsch(self) -> Kartenwunsch:
        """What the address asks for; what it does not understand, or may not be seen, is left out."""
        frage, sieht = self.request.GET, self.bereich.darf("abdeckung.sehen")
        ansichten = [wert for wert in Ansicht.values if sieht or wert != Ansicht.ABDECKUNG]
        ansicht, zustand = frage.get("ansicht"), frage.get("zustand")
        return Kartenwunsch(
            stichtag=self.lies_stichtag(),
            ansicht=Ansicht(ansicht) if ansicht in ansichten else None,
            kategorie=frage.get("kategorie", "") if sieht else "",
            zustand=zustand if sieht and zustand in Lage.values else "",
            mitte=lies_mitte(frage.get("mitte", "")),
            stufe=_lies_zahl(frage.get("zoom", ""), 0.0, STUFE_HOECHSTENS) or 0.0,
            mit_kacheln=bool(settings.KARTENKACHELN),
        )

    def get_context_data(self, karte: Landkarte, **kwargs) -> dict[str, Any]:
        form = self.form(karte)
        return super().get_context_data(
            karte=karte,
            stichtag=karte.wunsch.stichtag,
            stichtag_frage=f"?stichtag={karte.wunsch.stichtag.isoformat()}",
            kruemel=self.kruemel(karte.raum),
            adresse=self.adresse,
            kartenfrage=self._frage(mitte=None, zoom=None),
            form=form,
            ansichten=self._ansichten(karte),
            knoepfe=self._knoepfe(karte),
            quelle=QUELLE,
            kachelquelle=settings.KARTENKACHELN_QUELLE if karte.kacheln else "",
            ganz=not self.request.htmx or "X-Karte-Ganz" in self.request.headers,
            lagen=[Lage(lage).label for lage in REIHENFOLGE] if karte.sieht_lage else [],
            **kwargs,
        )

    def form(self, karte: Landkarte) -> Kartenfilter:
        """Filled with what is shown; view and frame are no filters, they are only kept."""
        bleibt = {name: self.request.GET.get(name, "") for name in ("ansicht", "mitte", "zoom")}
        daten = {"kategorie": karte.wunsch.kategorie, "zustand": karte.wunsch.zustand, **bleibt}
        stichtag = {"stichtag": karte.wunsch.stichtag.isoformat()}
        heute = {"stichtag": timezone.localdate().isoformat()}
        return Kartenfilter({**daten, **stichtag}, initial={**bleibt, **heute}, karte=karte)

    def kruemel(self, raum: Sozialraum | None) -> list[dict[str, str]]:
        pfad = [{"titel": "Sozialräume", "url": reverse("sozialraum:sozialraum_liste")}]
        return [*pfad, {"titel": f"Sozialraum {raum.name}", "url": raum.get_absolute_url()}] if raum else pfad

    def _frage(self, **werte: str | None) -> str:
        """The address of this map with other values; an empty one is left out."""
        frage = self.request.GET.copy()
        for name, wert in {"format": None, **werte}.items():
            frage.pop(name, None)
            if wert:
                frage[name] = wert
        return f"{self.adresse}?{frage.urlencode()}" if frage else self.adresse

    def _ansichten(self, karte: Landkarte) -> list[tuple[str, str, bool]]:
        sichtbare = [wert for wert in Ansicht if karte.sieht_lage or wert != Ansicht.ABDECKUNG]
        return [(wert.label, self._frage(ansicht=wert.value), wert == karte.ansicht) for wert in sichtbare]

    def _knoepfe(self, karte: Landkarte) -> list[dict[str, Any]]:
        """Plain links that enlarge and move; the script moves the map at once and follows them afterwards."""
        stufe, bild, mitte = karte.wunsch.stufe, grundkarte().bild, karte.rahmen.mitte
        ort = _als_mitte(bild.grad(*mitte))
        knoepfe = [
            ("naeher", "Vergrößern", "+", self._frage(mitte=ort, zoom=f"{stufe + 1:g}"), stufe < STUFE_HOECHSTENS),
            ("weiter", "Verkleinern", "−", self._frage(mitte=ort, zoom=f"{max(stufe - 1, 0):g}"), stufe > 0),
        ]
        for name, titel, symbol, (dx, dy) in RICHTUNGEN:
            x, y = mitte[0] + dx * karte.rahmen.breite, mitte[1] + dy * karte.rahmen.hoehe
            ziel = self._frage(mitte=_als_mitte(bild.grad(x, y)), zoom=f"{stufe:g}")
            knoepfe.append((name, titel, symbol, ziel, stufe > 0))
        knoepfe.append(("ganz", "Ganze Karte", "⤢", self._frage(mitte=None, zoom=None), stufe > 0))
        namen = ("name", "titel", "symbol", "url", "ist_moeglich")
        return [dict(zip(namen, knopf, strict=True)) for knopf in knoepfe]

    def datei(self, karte: Landkarte, format_: str) -> HttpResponse:
        name = f"karte-{karte.raum.kuerzel if karte.raum else 'landkreis'}-{karte.wunsch.stichtag.isoformat()}"
        if format_ in FORMATE:
            return exportantwort(name, format_, spalten(karte), karte.zeilen)
        if format_ == "svg":
            inhalt = render_to_string("sozialraum/_landkarte_bild.html", {"karte": karte, "quelle": QUELLE})
            return _ablage(HttpResponse(inhalt, content_type="image/svg+xml"), f"{name}.svg")
        zusatz, baue = GEOJSON[format_]
        inhalt = json.dumps(baue(karte), ensure_ascii=False, separators=(",", ":"))
        return _ablage(HttpResponse(inhalt, content_type="application/geo+json"), f"{name}-{zusatz}.geojson")


class KarteSozialraum(KarteLandkreis):
    """The map of one Sozialraum, near enough for the names of its Gemeinden."""

    def raum(self) -> Sozialraum:
        for raum in sichtbare_raeume(self.bereich):
            if raum.kuerzel == self.kwargs["kuerzel"]:
                return raum
        raise Http404

    @property
    def adresse(self) -> str:
        return reverse("sozialraum:karte_sozialraum", args=[self.kwargs["kuerzel"]])


def spalten(karte: Landkarte) -> list[Spalte]:
    """The map as a table: Gemeinde, Verbandsgemeinde, Sozialraum, inhabitants, partners by state."""
    lagen = REIHENFOLGE if karte.sieht_lage else ()
    ergebnis = [
        Spalte("Gemeinde", lambda zeile: zeile.name, 30),
        Spalte("Gemeindeschlüssel", lambda zeile: zeile.gemeinde and zeile.gemeinde.ags),
        Spalte("Verbandsgemeinde", lambda zeile: zeile.gemeinde and zeile.gemeinde.vg_name, 30),
        Spalte("Sozialraum", lambda zeile: zeile.sozialraum, 30),
        Spalte("Einwohnerzahl", lambda zeile: zeile.gemeinde and zeile.gemeinde.einwohner),
        *(Spalte(f"Partner {Lage(lage).label}", _zahl_der(lage)) for lage in lagen),
    ]
    return [*ergebnis, Spalte("Partner", lambda zeile: zeile.gesamt)] if karte.sieht_partner else ergebnis


def _zahl_der(lage: Lage):
    def zahl(zeile: Gemeindezeile) -> int:
        return zeile.zahlen.get(lage, 0)

    return zahl


def _ablage(antwort: HttpResponse, name: str) -> HttpResponse:
    antwort["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return antwort


def _als_mitte(grad: Punkt) -> str:
    return f"{grad[0]:.4f},{grad[1]:.4f}"


def lies_mitte(text: str) -> Punkt | None:
    """ "6.5765,49.6947": longitude and latitude; None for anything else."""
    laenge, _, breite = text.partition(",")
    x, y = _lies_zahl(laenge, -180.0, 180.0), _lies_zahl(breite, -85.0, 85.0)
    return None if x is None or y is None else (x, y)


def _lies_zahl(text: str, kleinste: float, groesste: float) -> float | None:
    try:
        wert = float(text[:20])
    except ValueError:
        return None
    return min(max(wert, kleinste), groesste) if isfinite(wert) else None
