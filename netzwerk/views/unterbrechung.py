"""Pages: suspend an Einsatz, allow an exception from the minimum."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import CreateView, UpdateView

from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe
from konten.views.eingabe import schliesse_ab
from konten.views.handlung import Handlung
from netzwerk.forms.unterbrechung import Ausnahmeendeform, Ausnahmeform, Unterbrechungsform
from netzwerk.models import Einsatz, Stellenausnahme, Unterbrechung
from netzwerk.services.unterbrechung import beende_ausnahme, erlaube_ausnahme, nimm_zurueck, unterbrich

HILFE = "/hilfe/stellenanteile/"
KRUMEN = [{"titel": "Stellenanteile", "url": "/stellenanteile/"}]


class Stellenformular(MitRueckgabe, MitBereich):
    """A form that saves by a service and shows at the field what it refuses."""

    template_name = "netzwerk/stellen_form.html"
    hilfe = HILFE
    ueberschrift = erfolg = hinweis = ""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            with transaction.atomic():
                self.speichere(form)
                schliesse_ab(self.request, form, form.instance)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, self.erfolg)
        return HttpResponseRedirect(self.ziel())

    def ziel(self) -> str:
        return reverse("netzwerk:einsatz_liste")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        grund = {"ueberschrift": self.ueberschrift, "hinweis": self.hinweis, "kruemel": KRUMEN}
        return super().get_context_data(**grund, liste_url=self.ziel(), **kwargs)


class Unterbrechungsformular(Stellenformular):
    permission_required = "einsatz.vorschlagen"
    model = Unterbrechung
    form_class = Unterbrechungsform

    @property
    def einsatz(self) -> Einsatz:
        return self.object.einsatz

    def speichere(self, form: forms.ModelForm) -> None:
        unterbrich(unterbrechung=form.instance)

    def ziel(self) -> str:
        """A new one has no `object` yet: then the address names the Einsatz."""
        return self.einsatz.get_absolute_url()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(unterzeile=str(self.einsatz), **kwargs)


class UnterbrechungNeu(Unterbrechungsformular, Gesichert, CreateView):
    """The address names the Einsatz: out of sight 404, of another Träger 403."""

    ueberschrift = "Einsatz unterbrechen"
    hinweis = "In dieser Zeit zählt der Stellenanteil nicht. Ein Grund wird nicht gespeichert."
    erfolg = "Die Unterbrechung ist eingetragen."

    @cached_property
    def einsatz(self) -> Einsatz:
        sichtbare = Einsatz.objects.sichtbar_fuer(self.bereich).select_related("fachkraft", "sozialraum")
        einsatz = get_object_or_404(sichtbare, uuid=self.kwargs["uuid"])
        if not Einsatz.objects.bearbeitbar_fuer(self.bereich).filter(pk=einsatz.pk).exists():
            raise PermissionDenied
        return einsatz

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Unterbrechung(einsatz=self.einsatz)}


class UnterbrechungBearbeiten(Unterbrechungsformular, Bearbeitbar, UpdateView):
    ueberschrift = "Unterbrechung ändern"
    erfolg = "Die Unterbrechung ist geändert."

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("einsatz__fachkraft", "einsatz__sozialraum")


class UnterbrechungZuruecknehmen(Handlung):
    permission_required = "einsatz.vorschlagen"
    model = Unterbrechung

    def handle(self, objekt: Unterbrechung) -> str:
        nimm_zurueck(unterbrechung=objekt)
        return "Die Unterbrechung ist zurückgenommen. Der Stellenanteil zählt wieder."

    def ziel(self, objekt: Unterbrechung) -> str:
        return objekt.einsatz.get_absolute_url()


class AusnahmeNeu(Stellenformular, Gesichert, CreateView):
    permission_required = "einsatz.bestaetigen"
    model = Stellenausnahme
    form_class = Ausnahmeform
    ueberschrift = "Ausnahme vom Mindestumfang"
    hinweis = "Der Sozialraum gilt damit nicht als erfüllt: Überall steht „Ausnahme bis …“ mit Ihrer Begründung."
    erfolg = "Die Ausnahme ist eingetragen."

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("sozialraum", "von") if name in self.request.GET}

    def speichere(self, form: forms.ModelForm) -> None:
        erlaube_ausnahme(ausnahme=form.instance, durch=self.request.user)


class AusnahmeBeenden(Handlung):
    permission_required = "einsatz.bestaetigen"
    model = Stellenausnahme

    def handle(self, objekt: Stellenausnahme) -> str:
        form = Ausnahmeendeform(self.request.POST, bereich=self.bereich)
        if not form.is_valid():
            raise ValidationError([fehler for liste in form.errors.values() for fehler in liste])
        beende_ausnahme(ausnahme=objekt, bis=form.cleaned_data["bis"])
        return "Das Ende der Ausnahme ist eingetragen."

    def ziel(self, objekt: Stellenausnahme) -> str:
        return reverse("netzwerk:einsatz_liste")
