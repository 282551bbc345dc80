"""Pages of projects: list, draft, change, links, next step (K34)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from finanzen.filters.projekt import ProjektFilter
from finanzen.forms.projekt import Projektform, Schrittform, Verknuepfungsform
from finanzen.models import Projekt
from finanzen.rules.projekt import INHALT_AENDERBAR, VERKNUEPFBAR
from finanzen.selectors.projekt import (
    darf_verknuepfen,
    projekt_mit_verknuepfungen,
    projektgeld,
    projektliste,
    sieht_geld,
)
from finanzen.services.projekt import FEST, aendere, entwirf, folgen_fuer, gehe_weiter, verknuepfe
from finanzen.tables.projekt import projektspalten
from konten.models.schluessel import gewaehlte_partner
from konten.rules import Geltungsbereich
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import MitEntwurf, MitFassungen, schliesse_ab
from konten.views.liste import Filterliste
from netzwerk.selectors.bedarf import VORSCHLAEGE, quellenvorschlaege
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert

HILFE = "/hilfe/projekte/"
SORTIERUNGEN = {
    "von": ("von", "pk"),
    "-von": ("-von", "-pk"),
    "titel": ("titel", "pk"),
    "-titel": ("-titel", "-pk"),
    "budget": ("budget", "pk"),
    "-budget": ("-budget", "-pk"),
}
HOECHSTENS_PARTNER = 60
KONFLIKT = (
    "Jemand hat dieses Projekt inzwischen geändert. Ihre Eingaben stehen noch im Formular. Wenn Sie noch einmal "
    "speichern, gilt Ihre Fassung."
)


def kruemel(projekt: Projekt | None = None) -> list[dict[str, str]]:
    erste = {"titel": "Projekte", "url": reverse("finanzen:projekt_liste")}
    return [erste, {"titel": projekt.titel, "url": projekt.get_absolute_url()}] if projekt else [erste]


class ProjektListe(Filterliste):
    """Projects within sight, newest first."""

    model = Projekt
    permission_required = "projekt.sehen"
    filterset_class = ProjektFilter
    template_name = "finanzen/projekt_list.html"
    hilfe = HILFE
    sortierungen, sortiert = SORTIERUNGEN, "-von"

    def get_queryset(self) -> QuerySet:
        return projektliste(self.bereich).order_by(*self.ordnung)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        darf = self.bereich.darf("projekt.entwerfen")
        for projekt in kontext["page_obj"]:
            projekt.sieht_geld = sieht_geld(self.bereich, projekt)
        return kontext | {"neu_url": reverse("finanzen:projekt_neu") if darf else None}

    def exportspalten(self) -> tuple[str, Sequence[Spalte]]:
        return "projekte", projektspalten(self.bereich)

    def exportzeilen(self) -> QuerySet:
        return self.object_list.prefetch_related("partner", "themen")


# --- Content --------------------------------------------------------------------------------------------------------


class Projektformular(MitEntwurf, MitBereich):
    """What new and change have in common."""

    model = Projekt
    form_class = Projektform
    permission_required = "projekt.entwerfen"
    template_name = "finanzen/projekt_form.html"
    entwurfsart = "projekt"
    hilfe = HILFE

    def form_valid(self, form: Projektform) -> HttpResponse:
        try:
            with transaction.atomic():
                projekt = self.speichere(form)
                schliesse_ab(self.request, form, projekt)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Das Projekt ist gespeichert.")
        return HttpResponseRedirect(projekt.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(self.object), **kwargs)


class ProjektNeu(Projektformular, Gesichert, CreateView):
    """Draft a project; `?sozialraum=` presets it."""

    def get_initial(self) -> dict[str, Any]:
        kuerzel = self.request.GET.get("sozialraum")
        return {"sozialraum": kuerzel} if kuerzel else {}

    def speichere(self, form: Projektform) -> Projekt:
        return entwirf(benutzer=self.request.user, uuid=form.cleaned_data["uuid"], angaben=form.angaben())[0]


class ProjektBearbeiten(MitFassungen, Projektformular, Bearbeitbar, UpdateView):
    """Change an idea; one changed meanwhile comes back with both versions."""

    def get_object(self, queryset: QuerySet | None = None) -> Projekt:
        projekt = super().get_object(queryset)
        if projekt.zustand not in INHALT_AENDERBAR:
            raise PermissionDenied(FEST)
        return projekt

    def form_valid(self, form: Projektform) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)

    def speichere(self, form: Projektform) -> Projekt:
        return aendere(
            projekt_id=self.object.pk,
            version=form.cleaned_data["version"] or 0,
            angaben=form.angaben(),
            benutzer=self.request.user,
        )

    def frisches_formular(self) -> Projektform:
        return Projektform(instance=Projekt.objects.get(pk=self.object.pk), bereich=self.bereich)


# --- Links ----------------------------------------------------------------------------------------------------------


def suchergebnis(bereich: Geltungsbereich, suche: str, schon_da: list[str]) -> dict[str, Any]:
    treffer = quellenvorschlaege(bereich, suche, schon_da) if suche.strip() else []
    return {
        "vorschlaege": treffer[:VORSCHLAEGE],
        "gibt_weitere": len(treffer) > VORSCHLAEGE,
        "partnersuche": suche,
        "gesucht": bool(suche.strip()),
    }


class ProjektVerknuepfen(Bearbeitbar, DetailView):
    """Partners, contacts and needs of a project."""

    model = Projekt
    permission_required = "projekt.entwerfen"
    template_name = "finanzen/projekt_verknuepfen.html"
    hilfe = HILFE

    def get_object(self, queryset: QuerySet | None = None) -> Projekt:
        projekt = super().get_object(queryset)
        if projekt.zustand not in VERKNUEPFBAR:
            raise PermissionDenied(FEST)
        return projekt

    def formular(self) -> Verknuepfungsform:
        daten = self.request.POST or None
        schluessel = gewaehlte_partner(self.request.POST, HOECHSTENS_PARTNER)
        return Verknuepfungsform(daten, projekt=self.object, bereich=self.bereich, schluessel=schluessel)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.formular()
        suche = self.request.POST.get("partnersuche", "") if "suchen" in self.request.POST else ""
        vorschlaege = suchergebnis(self.bereich, suche, [str(partner.uuid) for partner in form.partner])
        return super().get_context_data(form=form, kruemel=kruemel(self.object), **vorschlaege, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = self.formular()
        if {"hinzu", "weg", "suchen"} & request.POST.keys() or not form.is_valid():
            return self._zeige(form)
        try:
            self._verknuepfe(form)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
            return HttpResponseRedirect(request.path)
        messages.success(request, "Die Verknüpfungen sind gespeichert.")
        return HttpResponseRedirect(self.object.get_absolute_url())

    def _verknuepfe(self, form: Verknuepfungsform) -> None:
        daten = form.cleaned_data
        verknuepfe(
            projekt_id=self.object.pk,
            benutzer=self.request.user,
            version=daten["version"],
            kontakte=[kontakt.pk for kontakt in daten["kontakte"]],
            bedarfe=[meldung.pk for meldung in daten["bedarfe"]],
            partner=[partner.pk for partner in form.partner],
        )

    def _zeige(self, form: Verknuepfungsform) -> HttpResponse:
        if self.request.htmx:
            self.template_name = "finanzen/_projektpartner.html"
        return self.render_to_response(self.get_context_data(form=form))


class ProjektPartnersuche(Gesichert, TemplateView):
    """Fragment for type-ahead: partners that may take part."""

    permission_required = "projekt.entwerfen"
    template_name = "netzwerk/_quellenvorschlaege.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        suche = self.request.GET.get("partnersuche", "")
        return super().get_context_data(
            **suchergebnis(self.bereich, suche, gewaehlte_partner(self.request.GET, HOECHSTENS_PARTNER)), **kwargs
        )


# --- One project ----------------------------------------------------------------------------------------------------


class ProjektDetail(Sichtbar, DetailView):
    """One project with its money, its links and, for those who may, the next step."""

    model = Projekt
    permission_required = "projekt.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return projekt_mit_verknuepfungen(super().get_queryset(), self.bereich)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        projekt, bereich = self.object, self.bereich
        folgen = folgen_fuer(projekt, self.request.user)
        darf = darf_verknuepfen(bereich, projekt)
        grund = {
            "kruemel": kruemel(),
            "geld": projektgeld(projekt, bereich),
            "sieht_geld": sieht_geld(bereich, projekt),
            "aenderbar": darf and projekt.zustand in INHALT_AENDERBAR,
            "verknuepfbar": darf and projekt.zustand in VERKNUEPFBAR,
            "schrittform": Schrittform(projekt=projekt, folgen=folgen) if folgen else None,
        }
        return super().get_context_data(**grund | kwargs)


class ProjektStand(Sichtbar, SingleObjectMixin, View):
    """The next step of a project by POST; refused input comes back on its page."""

    model = Projekt
    permission_required = "projekt.sehen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        projekt = self.get_object()
        folgen = folgen_fuer(projekt, request.user)
        if not folgen:
            raise PermissionDenied
        form = Schrittform(request.POST, projekt=projekt, folgen=folgen)
        if not form.is_valid():
            return self._zeige(form)
        try:
            with transaction.atomic():
                version = form.cleaned_data["version"]
                gehe_weiter(projekt_id=projekt.pk, version=version, schritt=form.schritt(), durch=request.user)
                schliesse_ab(request, form, projekt)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self._zeige(form)
        messages.success(request, "Der neue Stand ist eingetragen.")
        return HttpResponseRedirect(projekt.get_absolute_url())

    def _zeige(self, form: Schrittform) -> HttpResponse:
        seite = ProjektDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(schrittform=form))
