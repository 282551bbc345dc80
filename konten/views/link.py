"""Pages behind a secret link of a mail: no account, no cookie, no script, kept nowhere."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from konten.models import Linkschluessel
from konten.rules.link import Linkstand
from konten.services.link import finde
from konten.views import Gesichert
from konten.views.benachrichtigung import ohne_spur
from konten.views.oeffentlich import darf_fragen


# Nothing but the secret itself gives the right to act: there is no session that somebody else's page could abuse.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class OhneAnmeldung(Gesichert, TemplateView):
    """A public page that takes input: rendered without the request, throttled, told to no other page."""

    permission_required = ()
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if darf_fragen(request):
            return ohne_spur(super().dispatch(request, *args, **kwargs))
        self.template_name = "oeffentlich/zu_oft.html"
        antwort = self.render_to_response({}, status=429)
        antwort["Retry-After"] = "60"
        return ohne_spur(antwort)

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        frame = {"landkreis": settings.LANDKREIS, "version": settings.VERSION, "csrf_token": "entfaellt"}
        return HttpResponse(render_to_string(self.get_template_names(), context | frame), **kwargs)


class Linkseite(OhneAnmeldung, ABC):
    """GET shows, POST acts: mail scanners follow links. Set `zweck`; write `handle`."""

    zweck = ""
    erlaubte_staende: tuple[Linkstand, ...] = (Linkstand.GUELTIG,)

    @cached_property
    def link(self) -> Linkschluessel:
        """Raises Http404 for a forged link: it tells nothing."""
        if (link := finde(self.zweck, self.kwargs["token"])) is None:
            raise Http404
        return link

    @property
    def stand(self) -> Linkstand:
        return self.link.stand(timezone.now())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            **{"stand": self.stand, "darf_handeln": self.stand in self.erlaubte_staende} | kwargs
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.stand not in self.erlaubte_staende:
            return self.render_to_response(self.get_context_data(), status=410)
        return self.handle()

    @abstractmethod
    def handle(self) -> HttpResponse:
        """What sending the form does; the link is known to act."""
