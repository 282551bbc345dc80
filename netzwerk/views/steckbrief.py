"""The Steckbrief for colleagues: read, keep, send, and "I know her" (K19)."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from konten.services.datei import gemeinsam_mit_datei
from konten.views import Gesichert, MitBereich
from konten.views.eingabe import MitEntwurf, schliesse_ab
from netzwerk.forms.bekannt import Steckbriefform, Versandfilter
from netzwerk.models import Bekanntbestaetigung, Netzwerkfachkraft, Steckbrief
from netzwerk.selectors.bekanntheit import BESTAETIGEN, bekanntheit_von, versandpartner
from netzwerk.selectors.zustaendig import raeume_von, vertretungen_von
from netzwerk.services.steckbrief import (
    bestaetige_bekannt,
    mailtext,
    nimm_bekannt_zurueck,
    sende_steckbrief,
    speichere_steckbrief,
)
from netzwerk.views.zustaendig import fotoantwort

HILFE = "/hilfe/bekannt-machen/"
PFLEGEN = "steckbrief.pflegen"


class MitSteckbrief(Gesichert):
    """A page about one person's Steckbrief; everybody who does the work may read it, unpublished ones too."""

    permission_required = "steckbrief.sehen"
    hilfe = HILFE

    @cached_property
    def fachkraft(self) -> Netzwerkfachkraft:
        menge = Netzwerkfachkraft.objects.mit_recht(self.bereich, "steckbrief.sehen")
        return get_object_or_404(menge.select_related("traeger", "steckbrief"), uuid=self.kwargs["uuid"])

    @cached_property
    def steckbrief(self) -> Steckbrief:
        """The stored one, or an empty one to be filled."""
        return getattr(self.fachkraft, "steckbrief", None) or Steckbrief(fachkraft=self.fachkraft)

    @cached_property
    def darf_pflegen(self) -> bool:
        return Netzwerkfachkraft.objects.mit_recht_an(self.bereich, PFLEGEN).filter(pk=self.fachkraft.pk).exists()

    def verlange_pflege(self) -> None:
        if not self.darf_pflegen:
            raise PermissionDenied

    @property
    def adresse(self) -> str:
        return reverse("netzwerk:steckbrief_detail", args=[self.fachkraft.uuid])

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kruemel = [{"titel": f"Steckbrief {self.fachkraft}", "url": self.adresse}]
        return super().get_context_data(
            fachkraft=self.fachkraft,
            steckbrief=self.steckbrief,
            darf_pflegen=self.darf_pflegen,
            **{"kruemel": kruemel, "liste_url": self.adresse, **kwargs},
        )


class SteckbriefDetail(MitSteckbrief, TemplateView):
    """The Steckbrief with what can be done about it."""

    template_name = "netzwerk/steckbrief_detail.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        raeume = raeume_von(self.steckbrief, heute)
        foto = reverse("netzwerk:steckbrief_foto", args=[self.fachkraft.uuid]) if self.steckbrief.foto else ""
        sieht_stand = self.bereich.darf("einsatz.sehen")
        return super().get_context_data(
            kruemel=[],
            raeume=raeume,
            foto_url=foto,
            vertretungen=vertretungen_von(self.fachkraft, heute, nur_veroeffentlichte=False),
            bekanntheit=bekanntheit_von(self.fachkraft, heute) if sieht_stand else [],
            **self._bestaetigung({raum.pk for raum in raeume}),
            **kwargs,
        )

    def _bestaetigung(self, raeume: set[int]) -> dict[str, Any]:
        eigene = self.bereich.sozialraeume(BESTAETIGEN)
        if not eigene or not eigene & raeume:
            return {}
        schon = Bekanntbestaetigung.objects.filter(fachkraft=self.fachkraft, benutzer=self.request.user)
        return {"darf_bestaetigen": True, "bestaetigt": schon.order_by("am").first()}


class SteckbriefFoto(MitSteckbrief, View):
    """The photo for colleagues; unpublished ones leave the house to nobody else."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        return fotoantwort(self.steckbrief, "private, no-store")


class SteckbriefBearbeiten(MitEntwurf, MitBereich, MitSteckbrief, FormView):
    """Text, photo and publication; by the person herself or her Leitung."""

    permission_required = PFLEGEN
    template_name = "netzwerk/steckbrief_form.html"
    form_class = Steckbriefform
    entwurfsart = "steckbrief"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and self.has_permission():
            self.verlange_pflege()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.steckbrief}

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            with gemeinsam_mit_datei(form.instance, "foto"):
                satz = speichere_steckbrief(
                    steckbrief=form.instance,
                    version=form.cleaned_data["version"] or 0,
                    foto=form.foto,
                    foto_weg=form.cleaned_data.get("foto_weg", False),
                )
                schliesse_ab(self.request, form, satz)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Der Steckbrief ist gespeichert.")
        return HttpResponseRedirect(self.adresse)


class SteckbriefSenden(MitSteckbrief, TemplateView):
    """Choose partners and mail them the public address; each is recorded as informed."""

    permission_required = PFLEGEN
    template_name = "netzwerk/steckbrief_senden.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and self.has_permission():
            self.verlange_pflege()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def filter(self) -> Versandfilter:
        return Versandfilter(self.request.GET)

    @cached_property
    def auch_informierte(self) -> bool:
        return self.filter.is_valid() and self.filter.cleaned_data["wer"] == "alle"

    def angebotene(self, alle: bool = False) -> QuerySet:
        kategorie = self.filter.cleaned_data["kategorie"] if self.filter.is_valid() else None
        nur_neue = not alle and not self.auch_informierte
        return versandpartner(self.fachkraft, timezone.localdate(), kategorie, nur_neue=nur_neue)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        gewaehlt = {wert for wert in request.POST.getlist("partner") if len(wert) == 36}
        partner = [einer for einer in self.angebotene(alle=True) if str(einer.uuid) in gewaehlt]
        if not partner:
            messages.error(request, "Bitte wählen Sie mindestens einen Partner.")
            return HttpResponseRedirect(request.get_full_path())
        try:
            gesendet, ohne = sende_steckbrief(
                steckbrief=self.steckbrief, partner=partner, heute=timezone.localdate(), durch=request.user
            )
        except ValidationError as fehler:
            messages.error(request, fehler.messages[0])
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, f"Versendet an {gesendet} von {len(partner)} gewählten Partnern.")
        if ohne:
            messages.info(request, f"Ohne Mailadresse: {', '.join(str(einer) for einer in ohne[:10])}.")
        return HttpResponseRedirect(self.adresse)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            filterform=self.filter,
            partner=self.angebotene()[:200],
            vorgewaehlt=not self.auch_informierte,
            mailtext=mailtext(self.steckbrief, "(Name des Partners)"),
            **kwargs,
        )


class BekanntBestaetigen(MitSteckbrief, View):
    """A member of the Sozialraumteam says once that she knows this person."""

    permission_required = BESTAETIGEN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        raeume = self.bereich.sozialraeume(BESTAETIGEN) or ()
        heute = timezone.localdate()
        if not bestaetige_bekannt(fachkraft=self.fachkraft, benutzer=request.user, sozialraum_ids=raeume, heute=heute):
            raise PermissionDenied
        messages.success(request, f"Danke. Festgehalten: Sie kennen {self.fachkraft}.")
        return zurueck(request, self.adresse)


class BekanntZuruecknehmen(MitSteckbrief, View):
    """The confirmation was a slip: her own goes, whoever else confirmed."""

    permission_required = BESTAETIGEN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        if nimm_bekannt_zurueck(fachkraft=self.fachkraft, benutzer=request.user):
            messages.success(request, f"Zurückgenommen: Sie haben nicht mehr bestätigt, {self.fachkraft} zu kennen.")
        return zurueck(request, self.adresse)


def zurueck(request: HttpRequest, adresse: str) -> HttpResponse:
    """To the start page if the button stood there, otherwise to the Steckbrief."""
    return HttpResponseRedirect("/" if request.POST.get("von") == "start" else adresse)
