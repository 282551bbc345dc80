"""Seats of a Gremium: find who is to sit there, give the seat, change or end it, take it back."""

from functools import cached_property, partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.generic import FormView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import lies_uuid
from konten.views import Bearbeitbar, MitBereich, MitRueckgabe
from konten.views.eingabe import KONFLIKT, MitFassungen
from netzwerk.forms.sitzung import Mitgliedform
from netzwerk.models import Gremienmitglied, Gremium, Netzwerkfachkraft
from netzwerk.selectors.gremium import sitzvorschlaege
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.gremium import besetze, nimm_zurueck
from netzwerk.views.gremium import HILFE, RECHT, ausgefuehrt, kruemel
from partner.models import Netzwerkpartner


class Sitzformular(MitRueckgabe, MitBereich):
    """Saves a seat by the service and shows at the field what it refuses."""

    permission_required = RECHT
    form_class = Mitgliedform
    template_name = "netzwerk/gremienmitglied_form.html"
    hilfe = HILFE

    def form_valid(self, form: Mitgliedform) -> HttpResponse:
        try:
            sitz = besetze(sitz=form.instance, version=form.cleaned_data["version"] or 0)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, f"{sitz} ist eingetragen.")
        return HttpResponseRedirect(f"{sitz.gremium.get_absolute_url()}#mitglieder")


class MitgliedNeu(Sitzformular, Bearbeitbar, SingleObjectMixin, FormView):
    """`?q=` searches, `?partner=` or `?fachkraft=` is the choice; only then the form appears."""

    model = Gremium

    @cached_property
    def object(self) -> Gremium:
        return self.get_object()

    @cached_property
    def inhaber(self) -> Netzwerkpartner | Netzwerkfachkraft | None:
        """Whoever the address names, if within sight."""
        for name, modell in (("partner", Netzwerkpartner), ("fachkraft", Netzwerkfachkraft)):
            if schluessel := lies_uuid(self.request.GET.get(name, "")):
                return modell.objects.sichtbar_fuer(self.bereich).filter(uuid=schluessel).first()
        return None

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.htmx:
            return render(request, "netzwerk/_mitglied_treffer.html", {"gremium": self.object, **self._treffer()})
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.object and self.inhaber is None:
            messages.error(request, "Bitte wählen Sie zuerst, wer Mitglied werden soll.")
            return HttpResponseRedirect(request.path)
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: type[Mitgliedform] | None = None) -> Mitgliedform | None:
        return super().get_form(form_class) if self.inhaber else None

    def get_form_kwargs(self) -> dict[str, Any]:
        sitz = Gremienmitglied(gremium=self.object)
        if isinstance(self.inhaber, Netzwerkpartner):
            sitz.partner = self.inhaber
        else:
            sitz.fachkraft = self.inhaber
        return super().get_form_kwargs() | {"instance": sitz}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(
            gremium=self.object,
            inhaber=self.inhaber,
            ueberschrift=f"{self.inhaber} aufnehmen" if self.inhaber else "Mitglied aufnehmen",
            kruemel=kruemel(self.object),
            liste_url=self.object.get_absolute_url(),
            **kwargs,
        )
        return kontext | ({} if self.inhaber else self._treffer())

    def _treffer(self) -> dict[str, Any]:
        suche = self.request.GET.get("q", "").strip()[:200]
        return {"suche": suche, "vorschlaege": sitzvorschlaege(self.bereich, suche) if suche else None}


class MitgliedBearbeiten(MitFassungen, Sitzformular, Bearbeitbar, UpdateView):
    """Person, chair and period of a seat; the end is entered here."""

    model = Gremienmitglied

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("gremium", "partner", "fachkraft")

    def form_valid(self, form: Mitgliedform) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)

    def frisches_formular(self) -> Mitgliedform:
        return Mitgliedform(bereich=self.bereich, instance=self.get_object())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        sitz = self.object
        return super().get_context_data(
            gremium=sitz.gremium,
            inhaber=sitz.partner or sitz.fachkraft,
            ueberschrift=f"Mitglied {sitz}",
            kruemel=kruemel(sitz.gremium),
            liste_url=sitz.gremium.get_absolute_url(),
            entfernbar=not sitz.teilnahmen.exists(),
            **kwargs,
        )


class MitgliedEntfernen(Bearbeitbar, SingleObjectMixin, View):
    """Takes back a seat that was entered by mistake."""

    model = Gremienmitglied
    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        sitz = self.get_object()
        ziel = f"{sitz.gremium.get_absolute_url()}#mitglieder"
        return ausgefuehrt(request, partial(nimm_zurueck, sitz=sitz), f"{sitz} ist kein Mitglied mehr.", ziel)
