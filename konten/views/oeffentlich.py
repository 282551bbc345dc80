"""Pages for everybody: no sign-in, no cookie, no script; kept by caches for some minutes."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from konten.selectors import parameter_am
from konten.services.drossel import erlaubt
from konten.views import Gesichert

GEMERKT_SEKUNDEN = 300
ANFRAGEN_JE_MINUTE = 60


def darf_fragen(request: HttpRequest, hoechstens: int = ANFRAGEN_JE_MINUTE, was: str = "oeffentlich") -> bool:
    """Whether this sender asks no more often than a person does; behind a proxy it is not the proxy that counts."""
    rechner = get_adapter(request).get_client_ip(request)
    return erlaubt(f"{was}:{rechner}", hoechstens=hoechstens, sekunden=60)


@method_decorator(login_not_required, name="dispatch")
class Oeffentlich(Gesichert, TemplateView):
    """Rendered without the request: neither account nor session can find a way into the page."""

    permission_required = ()
    http_method_names = ["get", "head", "options"]

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        frame = {"landkreis": settings.LANDKREIS, "version": settings.VERSION}
        antwort = HttpResponse(render_to_string(self.get_template_names(), context | frame), **kwargs)
        if antwort.status_code == 200:
            patch_cache_control(antwort, public=True, max_age=GEMERKT_SEKUNDEN)
        else:
            antwort["Cache-Control"] = "no-store"
        antwort["Referrer-Policy"] = "same-origin"
        return antwort


class Rechtstext(Oeffentlich):
    """Impressum and the like: what the Landkreis has entered as a parameter, under a fixed frame."""

    parameter = ""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(text=parameter_am(timezone.localdate())[self.parameter], **kwargs)
