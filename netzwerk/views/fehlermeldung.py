"""Public: what is wrong with an entry of the directory (K11)."""

from functools import cached_property
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from konten.services.drossel import erlaubt
from konten.views.link import OhneAnmeldung
from netzwerk.forms.verzeichnis import Meldeform
from netzwerk.selectors.verzeichnis import oeffentliches_angebot
from netzwerk.selectors.verzeichniszeile import pfad
from netzwerk.services.verzeichnis import melde_fehler
from partner.models import Angebot

JE_STUNDE, STUNDE = 6, 3600


class FehlerMelden(OhneAnmeldung):
    """The answer is always the same: nobody learns what others reported or what becomes of it."""

    template_name = "oeffentlich/verzeichnis_fehler.html"

    @cached_property
    def angebot(self) -> Angebot:
        angebot = oeffentliches_angebot(self.kwargs["uuid"], timezone.localdate())
        if angebot is None:
            raise Http404
        return angebot

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "angebot": self.angebot,
                "url": pfad(self.angebot.uuid, self.angebot.titel),
                "form": Meldeform(),
                "danke": "danke" in self.request.GET,
            }
            | kwargs
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        angebot, form = self.angebot, Meldeform(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        rechner = get_adapter(request).get_client_ip(request)
        if not erlaubt(f"fehlermeldung:{rechner}", hoechstens=JE_STUNDE, sekunden=STUNDE):
            return self.render_to_response(self.get_context_data(form=form, zu_oft=True), status=429)
        if not form.ist_von_maschine:
            melde_fehler(angebot=angebot, text=form.cleaned_data["text"], muster=dict(form.bestaetigte_muster))
        return HttpResponseRedirect(f"{request.path}?danke=1", status=303)
