"""The money of a year: all Sozialräume, and one of them with its calculation."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from finanzen.reports.raum import raumbild
from finanzen.reports.uebersicht import Finanzuebersicht, Geldzeile, Raumzeile, finanzuebersicht
from finanzen.selectors.sicht import finanzsicht
from finanzen.views.jahr import MitJahr, pruefe_jahr
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert
from sozialraum.models import Sozialraum

HILFE = "/hilfe/finanzen/"
Zeile = tuple[Raumzeile, Geldzeile | None]


def finanzkruemel(jahr: int) -> list[dict[str, str]]:
    return [{"titel": f"Finanzen {jahr}", "url": f"{reverse('finanzen:uebersicht')}?jahr={jahr}"}]


def _volumen(feld: str) -> Any:
    return lambda zeile: getattr(zeile[0].volumen.volumen, feld) if zeile[0].volumen else None


def _mittel(feld: str) -> Any:
    return lambda zeile: getattr(zeile[0].mittel, feld) if zeile[0].mittel else None


def _stand(feld: str, jahr: str = "stand") -> Any:
    return lambda zeile: getattr(getattr(zeile[1], jahr), feld) if zeile[1] else None


def _geschlossen_am(zeile: Raumzeile) -> date | None:
    return timezone.localdate(zeile.abschluss.geschlossen_am) if zeile.abschluss else None


def _gruppe(nummer: int) -> Any:
    return lambda zeile: zeile[1].gruppen[nummer].betrag if zeile[1] else None


SPALTEN = (
    Spalte("Sozialraum", lambda zeile: zeile[0].raum.name, 28),
    Spalte("Träger", lambda zeile: zeile[1].traeger.name if zeile[1] and zeile[1].traeger else "alle", 32),
    Spalte("Finanzvolumen", _volumen("gesamt"), 18),
    Spalte("davon ASD", _volumen("davon_asd"), 18),
    Spalte("Stand des Volumens", lambda z: z[0].volumen.volumen.get_zustand_display() if z[0].volumen else "fehlt", 20),
    Spalte("Basis", _mittel("basis"), 18),
    Spalte("Satz in Prozent", _mittel("satz"), 16),
    Spalte("Netzwerkmittel", _mittel("mittel"), 18),
    Spalte("zugeteilt", _stand("verteilt"), 18),
    Spalte("Übertrag", _stand("uebertrag"), 18),
    Spalte("verfügbar", _stand("mittel"), 18),
    Spalte("gebunden", _stand("gebunden"), 18),
    Spalte("verausgabt", _stand("verausgabt"), 18),
    Spalte("frei", _stand("frei"), 18),
    Spalte("davon Personal", _gruppe(0), 18),
    Spalte("davon Projekte", _gruppe(1), 18),
    Spalte("davon Sachmittel", _gruppe(2), 18),
    Spalte("davon Einzeltermine", _gruppe(3), 18),
    Spalte("Vorjahr verfügbar", _stand("mittel", "vorjahr"), 18),
    Spalte("Vorjahr verausgabt", _stand("verausgabt", "vorjahr"), 18),
    Spalte("Vorjahr frei", _stand("frei", "vorjahr"), 18),
    Spalte("Jahresabschluss", lambda zeile: _geschlossen_am(zeile[0]) or "offen", 18),
)


class Uebersicht(MitJahr, Gesichert, TemplateView):
    """`/finanzen/?jahr=`: sums of the Sozialräume and of the Träger within sight."""

    permission_required = "finanzen.summen"
    template_name = "finanzen/uebersicht.html"
    hilfe = HILFE

    def uebersicht(self) -> Finanzuebersicht:
        return finanzuebersicht(finanzsicht(self.bereich), self.lies_jahr())

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            inhalt = self.uebersicht()
            return exportantwort(f"finanzen-{inhalt.jahr}", format_, SPALTEN, inhalt.flach)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        inhalt = self.uebersicht()
        return super().get_context_data(
            jahr=inhalt.jahr,
            uebersicht=inhalt,
            traegerzeilen=[geld for zeile in inhalt.zeilen for geld in zeile.traeger],
            darf_pflegen=self.bereich.darf("volumen.pflegen"),
            darf_vergleichen=self.bereich.darf("finanzen.sehen"),
            **kwargs,
        )


class Raumseite(Gesichert):
    """A page of one Sozialraum and year; out of sight is 404."""

    hilfe = HILFE

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.jahr = self.kwargs["jahr"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        pruefe_jahr(self.jahr)
        return super().dispatch(request, *args, **kwargs)

    def hole_raum(self) -> Sozialraum:
        """Within the reach of the page's right. Raises Http404."""
        ids = self.bereich.sozialraeume(self.permission_required)
        menge = Sozialraum.objects.sichtbar_fuer(self.bereich).filter(kuerzel=self.kwargs["kuerzel"])
        raum = (menge if ids is None else menge.filter(pk__in=ids)).first()
        if raum is None:
            raise Http404
        return raum


class Raum(Raumseite, TemplateView):
    """`/finanzen/<jahr>/<kuerzel>/`: the calculation, line by line, and how the money runs out."""

    permission_required = "finanzen.summen"
    template_name = "finanzen/raum.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        raum, heute = self.hole_raum(), timezone.localdate()
        bild = raumbild(finanzsicht(self.bereich), raum, self.jahr, heute, self.request.GET.get("traeger", ""))
        return super().get_context_data(**kwargs) | {
            "kruemel": finanzkruemel(self.jahr),
            "jahr": self.jahr,
            "heute": heute,
            "raum": raum,
            "bild": bild,
            "darf_pflegen": self.bereich.darf("volumen.pflegen"),
            "darf_abschluss": self.bereich.gilt_in("finanzen.sehen", raum.pk),
            "begruendbare": self.bereich.geleitete_traeger("ausgabe.erfassen"),
        }
