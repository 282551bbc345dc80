"""Around one partner: who knows it, who carries it, "vorgestellt am" (K10, K19)."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import FormView

from konten.views import Gesichert, MitBereich, MitRueckgabe
from netzwerk.forms.bekannt import Vorstellungsform
from netzwerk.models import Netzwerkfachkraft
from netzwerk.selectors.bekanntheit import kennt
from netzwerk.selectors.getragen import Getragen, getragene
from netzwerk.services.steckbrief import stelle_vor
from netzwerk.views.steckbrief import HILFE
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum

VORSTELLEN = "vorstellung.pflegen"


class PartnerBekannt(MitRueckgabe, MitBereich, Gesichert, FormView):
    """`/partner/<uuid>/bekannt/`: as a page, and as the part of the partner page that loads by itself."""

    permission_required = "steckbrief.sehen"
    template_name = "netzwerk/partner_bekannt.html"
    form_class = Vorstellungsform
    hilfe = HILFE

    def get_template_names(self) -> list[str]:
        return ["netzwerk/_partner_bekannt.html"] if self.request.htmx else [self.template_name]

    @cached_property
    def partner(self) -> Netzwerkpartner:
        return get_object_or_404(Netzwerkpartner.objects.sichtbar_fuer(self.bereich), uuid=self.kwargs["uuid"])

    @cached_property
    def fachkraefte(self) -> QuerySet[Netzwerkfachkraft]:
        """People for whom the account may say that they were introduced."""
        return Netzwerkfachkraft.objects.mit_recht_an(self.bereich, VORSTELLEN)

    def get_form_kwargs(self) -> dict[str, Any]:
        daten = {"fachkraefte": self.fachkraefte, "heute": timezone.localdate()}
        return super().get_form_kwargs() | daten

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.fachkraefte.exists() or not self.partner:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            stelle_vor(
                fachkraft=form.cleaned_data["fachkraft"],
                partner=self.partner,
                am=form.cleaned_data["am"],
                heute=timezone.localdate(),
                durch=self.request.user,
            )
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, f"Festgehalten: {form.cleaned_data['fachkraft']} ist vorgestellt.")
        return HttpResponseRedirect(self.partner.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        return super().get_context_data(
            partner=self.partner,
            kennt=kennt(self.partner, heute),
            getragen=self._getragen(),
            darf_vorstellen=self.fachkraefte.exists(),
            kruemel=[{"titel": self.partner.name, "url": self.partner.get_absolute_url()}],
            liste_url=self.partner.get_absolute_url(),
            **kwargs,
        )

    def _getragen(self) -> list[tuple[Sozialraum, Getragen]]:
        """Findings by Sozialraum, for those who may know who works there."""
        if not self.bereich.darf("einsatz.sehen"):
            return []
        traeger = self.bereich.traeger("einsatz.sehen")
        alle = getragene(self.bereich.stichtag, partner_ids=[self.partner.pk])
        raeume = Sozialraum.objects.in_bulk([eines.sozialraum_id for eines in alle])
        return [(raeume[eines.sozialraum_id], eines.fuer_traeger(traeger)) for eines in alle]
