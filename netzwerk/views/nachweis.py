"""Evidence: filing, the inbox, one piece with its decision, the file, extending several."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import DetailView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.services.datei import gemeinsam_mit_datei
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.datei import Dateiausgabe
from konten.views.eingabe import MitEntwurf, schliesse_ab
from netzwerk.forms.nachweis import Nachweisentscheidung, Nachweisform, Verlaengerungsform, Zurueckweisung
from netzwerk.models import Qualifikationsnachweis
from netzwerk.rules.fachkraft import Nachweisstatus
from netzwerk.selectors.nachweis import eingang
from netzwerk.services.nachweis import (
    bestaetige,
    darf_entscheiden,
    reiche_ein,
    reiche_erneut_ein,
    verlaengere,
    weise_zurueck,
)
from netzwerk.views.fachkraft import HILFE, Personenformular, kruemel

#: a person has one draft of new evidence, every piece of evidence one of its own
ENTWURFSART = "nachweis"
EINGEREICHT = "Der Nachweis ist eingereicht. Er zählt, sobald das Jugendamt ihn bestätigt hat."


class NachweisNeu(MitEntwurf, Personenformular):
    permission_required = "nachweis.einreichen"
    form_class = Nachweisform
    entwurfsart = ENTWURFSART
    ueberschrift = "Nachweis einreichen"
    erfolg = EINGEREICHT

    def neuer_satz(self) -> Qualifikationsnachweis:
        return Qualifikationsnachweis(fachkraft=self.object)

    def form_valid(self, form: Nachweisform) -> HttpResponse:
        with gemeinsam_mit_datei(form.instance):
            return super().form_valid(form)

    def speichere(self, form: Nachweisform) -> Qualifikationsnachweis:
        self.satz = reiche_ein(
            nachweis=form.instance,
            durch=self.request.user,
            datei=form.cleaned_data["neue_datei"],
            geprueft=form.geprueft,
        )
        return self.satz

    def get_success_url(self) -> str:
        return self.satz.get_absolute_url()


class NachweisBearbeiten(MitEntwurf, MitBereich, Bearbeitbar, UpdateView):
    """Filing again: what was refused, or what was filed wrongly and is undecided."""

    model = Qualifikationsnachweis
    permission_required = "nachweis.einreichen"
    form_class = Nachweisform
    entwurfsart = ENTWURFSART
    template_name = "netzwerk/fachkraft_formular.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("fachkraft__traeger")

    def form_valid(self, form: Nachweisform) -> HttpResponse:
        try:
            with gemeinsam_mit_datei(form.instance):
                nachweis = reiche_erneut_ein(
                    nachweis=form.instance,
                    version=form.cleaned_data["version"] or 0,
                    durch=self.request.user,
                    datei=form.cleaned_data["neue_datei"],
                    geprueft=form.geprueft,
                )
                schliesse_ab(self.request, form, nachweis)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, EINGEREICHT)
        return HttpResponseRedirect(nachweis.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        nachweis = self.object
        return super().get_context_data(
            fachkraft=nachweis.fachkraft,
            kruemel=kruemel(nachweis.fachkraft),
            liste_url=nachweis.get_absolute_url(),
            ueberschrift="Nachweis erneut einreichen",
            **kwargs,
        )


class NachweisDetail(Sichtbar, DetailView):
    """One piece of evidence with what may be done with it."""

    model = Qualifikationsnachweis
    permission_required = "nachweis.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        verbunden = ("fachkraft__traeger", "eingereicht_von", "entschieden_von")
        return super().get_queryset().select_related(*verbunden)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        nachweis = self.object
        offen = nachweis.zustand == Nachweisstatus.EINGEREICHT
        grund = {
            "kruemel": kruemel(nachweis.fachkraft),
            "stichtag": self.bereich.stichtag,
            "entscheiden": offen and self.bereich.darf("nachweis.bestaetigen"),
            "vier_augen": darf_entscheiden(nachweis, self.request.user.pk),
            "entscheidung": Nachweisentscheidung(initial={"version": nachweis.version}, auto_id="bestaetigen_%s"),
            "ablehnung": Zurueckweisung(initial={"version": nachweis.version}),
            "erneut": nachweis.zustand != Nachweisstatus.BESTAETIGT and self._darf_einreichen(),
        }
        return super().get_context_data(**grund | kwargs)

    def _darf_einreichen(self) -> bool:
        return Qualifikationsnachweis.objects.bearbeitbar_fuer(self.bereich).filter(pk=self.object.pk).exists()


class Nachweishandlung(Sichtbar, SingleObjectMixin, View):
    """A decision by POST; refused input comes back on the page of the evidence."""

    model = Qualifikationsnachweis
    permission_required = "nachweis.bestaetigen"
    http_method_names = ["post"]
    form_class: type[forms.Form] = Nachweisentscheidung
    formname = "entscheidung"
    erfolg = ""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("fachkraft")

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        nachweis = self.get_object()
        form = self.form_class(request.POST)
        if not form.is_valid():
            seite = NachweisDetail(kwargs=self.kwargs, request=request, args=())
            seite.object = seite.get_object()
            return seite.render_to_response(seite.get_context_data(**{self.formname: form}))
        try:
            self.handle(nachweis, form.cleaned_data)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, self.erfolg)
        return HttpResponseRedirect(nachweis.get_absolute_url())


class NachweisBestaetigen(Nachweishandlung):
    erfolg = "Der Nachweis ist bestätigt."

    def handle(self, nachweis: Qualifikationsnachweis, daten: dict[str, Any]) -> None:
        bestaetige(nachweis=nachweis, version=daten["version"], durch=self.request.user)


class NachweisZurueckweisen(Nachweishandlung):
    form_class = Zurueckweisung
    formname = "ablehnung"
    erfolg = "Der Nachweis ist zurückgewiesen. Die Person und ihre Leitung lesen den Grund."

    def handle(self, nachweis: Qualifikationsnachweis, daten: dict[str, Any]) -> None:
        grund = daten["ablehnungsgrund"]
        weise_zurueck(nachweis=nachweis, version=daten["version"], grund=grund, durch=self.request.user)


class NachweisDatei(Dateiausgabe):
    """Hands out the file; every read leaves an entry in the audit."""

    model = Qualifikationsnachweis
    permission_required = "nachweis.sehen"

    def wird_protokolliert(self, objekt: Qualifikationsnachweis) -> bool:
        return True

    def get(self, request: HttpRequest, uuid: UUID, **kwargs) -> HttpResponse:
        if Qualifikationsnachweis.objects.sichtbar_fuer(self.bereich).filter(uuid=uuid, datei="").exists():
            raise Http404("Zu diesem Nachweis gibt es keine Datei.")
        return super().get(request, uuid, **kwargs)


class NachweisListe(Gesichert, MitBereich, TemplateView):
    """The inbox: what waits for the Jugendamt, and what runs out. Three queries."""

    permission_required = "nachweis.sehen"
    template_name = "netzwerk/qualifikationsnachweis_list.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = self.bereich.darf("nachweis.bestaetigen")
        form = kwargs.pop("form", None) or (Verlaengerungsform(bereich=self.bereich) if darf else None)
        gewaehlt = {str(wert) for wert in form["nachweise"].value() or ()} if form and form.is_bound else set()
        return super().get_context_data(
            kruemel=kruemel(),
            eingang=eingang(self.bereich),
            stichtag=self.bereich.stichtag,
            form=form,
            gewaehlt=gewaehlt,
            **kwargs,
        )


def benannte(nachweise: list[Qualifikationsnachweis]) -> str:
    """Each with its person: several people have the same kind of evidence."""
    return ", ".join(f"{nachweis} ({nachweis.fachkraft})" for nachweis in nachweise)


class NachweisVerlaengern(Gesichert, View):
    """Extends the ticked ones, all or none."""

    permission_required = "nachweis.bestaetigen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Verlaengerungsform(request.POST, bereich=self.bereich)
        if not form.is_valid():
            return self._zeige(form)
        daten = form.cleaned_data
        try:
            zeilen = verlaengere(
                nachweise=list(daten["nachweise"]), bis=daten["bis"], grund=daten["grund"], durch=request.user
            )
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self._zeige(form)
        messages.success(request, f"Verlängert bis {daten['bis']:%d.%m.%Y}: {benannte(zeilen)}.")
        return HttpResponseRedirect(reverse("netzwerk:nachweis_liste"))

    def _zeige(self, form: Verlaengerungsform) -> HttpResponse:
        seite = NachweisListe(request=self.request, args=(), kwargs={})
        if not seite.has_permission():
            raise PermissionDenied
        return seite.render_to_response(seite.get_context_data(form=form))
