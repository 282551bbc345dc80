"""The territory of a Sozialraum on a day with its history, and assignments that a source confirms (K25, K35)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, FormView

from konten.rules.zahl import mehrzahl
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert, MitBereich, MitRueckgabe, MitStichtag, Sichtbar
from sozialraum.forms import Belegform
from sozialraum.models import Sozialraum
from sozialraum.selectors.portraet import portraet
from sozialraum.selectors.zuschnitt import unbelegte, zuschnittsverlauf
from sozialraum.services.gebiet import belege
from sozialraum.views.gebiet import GEBIETSKRUMEN

SPALTEN = (
    Spalte("Gemeinde", lambda g: g.gemeinde, 30),
    Spalte("Verbandsgemeinde", lambda g: g.verbandsgemeinde, 28),
    Spalte("Einwohnerzahl", lambda g: g.einwohner),
    Spalte("gültig ab", lambda g: g.von, 12),
    Spalte("gültig bis", lambda g: g.bis, 12),
    Spalte("belegt", lambda g: g.ist_belegt),
    Spalte("Quelle", lambda g: g.quelle, 50),
)


class SozialraumZuschnitt(MitStichtag, Sichtbar, DetailView):
    """Which Gemeinden belonged to the Sozialraum on the day, and every day on which that changed."""

    model = Sozialraum
    permission_required = "stammdaten.sehen"
    slug_field = slug_url_kwarg = "kuerzel"
    template_name = "sozialraum/zuschnitt.html"
    hilfe = "/hilfe/neuzuschnitt/"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        raum, stichtag = self.object, self.lies_stichtag()
        return super().get_context_data(
            kruemel=[
                {"titel": "Sozialräume", "url": reverse("sozialraum:sozialraum_liste")},
                {"titel": f"Sozialraum {raum.name}", "url": raum.get_absolute_url()},
            ],
            stichtag=stichtag,
            portraet=portraet(raum, stichtag),
            verlauf=zuschnittsverlauf(raum),
            sieht_besonderheiten=self.bereich.darf("besonderheit.sehen"),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        format_ = self.request.GET.get("format")
        if format_ in FORMATE:
            name = f"zuschnitt-{self.object.kuerzel}-{context['stichtag']}"
            return exportantwort(name, format_, SPALTEN, context["portraet"].gebiete)
        return super().render_to_response(context, **kwargs)


class GebietBelegen(MitRueckgabe, MitBereich, Gesichert, FormView):
    """Assignments that were inferred from the location: a source confirms several at once."""

    permission_required = "stammdaten.pflegen"
    form_class = Belegform
    template_name = "verwaltung/gebiet_belegen.html"
    hilfe = "/hilfe/neuzuschnitt/"

    def form_valid(self, form: Belegform) -> HttpResponse:
        daten = form.cleaned_data
        anzahl = belege(zuordnungen=list(daten["zuordnung"]), quelle=daten["quelle"], am=daten["am"])
        messages.success(self.request, f"Belegt: {mehrzahl(anzahl, 'Gemeinde', 'Gemeinden')}.")
        return HttpResponseRedirect(reverse("sozialraum:gebiet_belegen"))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        zeilen = unbelegte(timezone.localdate(), self.bereich)
        gewaehlt = set(self.request.POST.getlist("zuordnung"))
        grund = {"zeilen": [(zeile, str(zeile.uuid) in gewaehlt) for zeile in zeilen], "kruemel": GEBIETSKRUMEN}
        return super().get_context_data(**grund, liste_url=reverse("sozialraum:gebiet_liste"), **kwargs)
