"""Public: who is responsible, published Steckbriefe and their photos (K19)."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import View

from konten.views import Gesichert
from konten.views.oeffentlich import GEMERKT_SEKUNDEN, Oeffentlich, darf_fragen
from netzwerk.models import Steckbrief
from netzwerk.rules.finder import HOECHSTENS_ZEICHEN
from netzwerk.selectors.zustaendig import (
    auskunft,
    oeffentlicher_steckbrief,
    raeume_von,
    suche_ort,
    vertretungen_von,
)


class Zustaendig(Oeffentlich):
    """`/zustaendig/?q=`: the Sozialraum of a place, its Netzwerkfachkräfte and houses."""

    template_name = "oeffentlich/zustaendig.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        frage = request.GET.get("q", "")[:HOECHSTENS_ZEICHEN]
        if frage and not darf_fragen(request):
            antwort = self.render_to_response(self.get_context_data(zu_oft=True), status=429)
            antwort["Retry-After"] = "60"
            return antwort
        heute = timezone.localdate()
        fund = suche_ort(frage, heute)
        stand = auskunft(fund.raum, heute) if fund.raum else None
        return self.render_to_response(self.get_context_data(fund=fund, auskunft=stand, heute=heute))


class SteckbriefOeffentlich(Oeffentlich):
    """A published Steckbrief; any other does not exist."""

    template_name = "oeffentlich/steckbrief.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        steckbrief = get_object_or_404(oeffentlicher_steckbrief(heute), uuid=self.kwargs["uuid"])
        return super().get_context_data(
            steckbrief=steckbrief,
            raeume=raeume_von(steckbrief, heute),
            vertretungen=vertretungen_von(steckbrief.fachkraft, heute, nur_veroeffentlichte=True),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class FotoOeffentlich(Gesichert, View):
    """The photo of a published Steckbrief."""

    permission_required = ()
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        steckbrief = get_object_or_404(oeffentlicher_steckbrief(timezone.localdate()), uuid=uuid)
        return fotoantwort(steckbrief, f"public, max-age={GEMERKT_SEKUNDEN}")


def fotoantwort(steckbrief: Steckbrief, merken: str) -> HttpResponse:
    """The photo as a picture; it was written by us as JPEG, so the type is known."""
    if not steckbrief.foto:
        raise Http404
    try:
        with steckbrief.foto.open("rb") as datei:
            inhalt = datei.read()
    except FileNotFoundError:
        raise Http404 from None
    kopf = {"Cache-Control": merken, "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(inhalt, content_type="image/jpeg", headers=kopf)
