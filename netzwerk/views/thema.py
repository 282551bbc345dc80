"""Themes: the list with figures, the page of one theme, merging."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from netzwerk.forms.thema import Themenfilter, Zusammenfuehrungsform
from netzwerk.models import Thema
from netzwerk.rules.bedarf import Ausschnitt
from netzwerk.rules.kleinbild import kleinbild
from netzwerk.selectors.bedarf import radar
from netzwerk.selectors.thema import Themenzeile, themenwissen, themenzeilen
from netzwerk.services.thema import Umzug, fuehre_zusammen, vorschau
from sozialraum.models import Sozialraum

HILFE = "/hilfe/themen/"


class ThemaListe(Gesichert, TemplateView):
    """Themes with their contacts per Sozialraum and whether they come up more or less often."""

    permission_required = "kontakt.auflisten"
    template_name = "netzwerk/thema_list.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.raeume = list(Sozialraum.objects.sichtbar_fuer(self.bereich))
        self.zeilen = themenzeilen(self.bereich, timezone.localdate(), self.raeume)
        if request.GET.get("format") in FORMATE:
            return exportantwort("themen", request.GET["format"], themenspalten(self.raeume), self.zeilen)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = self.bereich.darf("stammdaten.pflegen")
        return super().get_context_data(
            zeilen=[(zeile, list(zip(self.raeume, zeile.je_raum, strict=True))) for zeile in self.zeilen],
            raeume=self.raeume,
            verwalten_url=reverse("sozialraum:thema_verwalten") if darf else None,
            **kwargs,
        )


def themenspalten(raeume: list[Sozialraum]) -> tuple[Spalte, ...]:
    je_raum = (Spalte(raum.name, lambda z, stelle=stelle: z.je_raum[stelle]) for stelle, raum in enumerate(raeume))
    return (
        Spalte("Thema", lambda z: z.thema.name, 32),
        *je_raum,
        Spalte("Kontakte in 12 Monaten", _kontakte),
        Spalte("12 Monate davor", lambda z: z.vorher),
    )


def _kontakte(zeile: Themenzeile) -> int:
    return zeile.kontakte


class ThemaDetail(Sichtbar, DetailView):
    """One theme; one that was merged leads on to where it went."""

    model = Thema
    permission_required = "kontakt.auflisten"
    pk_url_kwarg = "pk"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if neues := self.object.aufgegangen_in:
            messages.info(request, f"„{self.object}“ ist in „{neues}“ aufgegangen.")
            return HttpResponseRedirect(reverse("netzwerk:thema_detail", args=[neues.pk]))
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        form = Themenfilter(self.request.GET, bereich=self.bereich)
        raum = form.cleaned_data.get("sozialraum") if form.is_valid() else None
        heute, thema = timezone.localdate(), self.object
        pflegt = self.bereich.darf("stammdaten.pflegen")
        return super().get_context_data(
            kruemel=[{"titel": "Themen", "url": reverse("netzwerk:thema_liste")}],
            form=form,
            raum=raum,
            wissen=themenwissen(self.bereich, thema, heute, raum),
            frueher=list(thema.aufgenommene.all()),
            bearbeiten_url=reverse("sozialraum:thema_bearbeiten", args=[thema.pk]) if pflegt else None,
            zusammenfuehren_url=reverse("netzwerk:thema_zusammenfuehren", args=[thema.pk]) if pflegt else None,
            **self._radar(raum),
            **kwargs,
        )

    def _radar(self, raum: Sozialraum | None) -> dict[str, Any]:
        """The theme's line of the radar, suppressed like everywhere."""
        bild = radar(timezone.localdate(), Ausschnitt(), raum=raum)
        zeile = bild.zeile(self.object.pk)
        if zeile is None or zeile.ist_leer:
            return {"radar": bild}
        hoechster = max(wert.oben for wert in zeile.verlauf)
        return {"radar": bild, "zeile": zeile, "bild": kleinbild(zeile.verlauf, bild.quartale, hoechster)}


class ThemaZusammenfuehren(Bearbeitbar, MitBereich, SingleObjectMixin, FormView):
    """Merge a theme into another: first what would move, then the act."""

    model = Thema
    permission_required = "stammdaten.pflegen"
    form_class = Zusammenfuehrungsform
    template_name = "netzwerk/thema_zusammenfuehren.html"
    hilfe = HILFE

    def get_queryset(self) -> Any:
        return Thema.objects.sichtbar_fuer(self.bereich).filter(aufgegangen_in=None)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.has_permission():
            self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"thema": self.object}
        if self.request.method == "GET" and "ziel" in self.request.GET:
            kwargs["data"] = self.request.GET
        return kwargs

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(
            kruemel=[
                {"titel": "Themen", "url": reverse("netzwerk:thema_liste")},
                {"titel": self.object.name, "url": reverse("netzwerk:thema_detail", args=[self.object.pk])},
            ],
            **kwargs,
        )
        form = kontext["form"]
        if form.is_bound and form.is_valid():
            ziel = form.cleaned_data["ziel"]
            kontext |= {"ziel": ziel, "umzug": vorschau(self.object, ziel)}
        return kontext

    def form_valid(self, form: Zusammenfuehrungsform) -> HttpResponse:
        ziel = form.cleaned_data["ziel"]
        try:
            umzug = fuehre_zusammen(thema_id=self.object.pk, ziel_id=ziel.pk, durch=self.request.user)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(
            self.request, f"„{self.object}“ ist in „{ziel}“ aufgegangen. Umgezogen sind {umzugstext(umzug)}."
        )
        return HttpResponseRedirect(reverse("netzwerk:thema_detail", args=[ziel.pk]))


def umzugstext(umzug: Umzug) -> str:
    return ", ".join(f"{name}: {anzahl}" for name, anzahl in umzug.zeilen)
