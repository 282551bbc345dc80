"""The secret address of one's own calendar: made, changed, withdrawn; shown once."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from konten.models import Kalenderadresse
from konten.services.kalenderadresse import erzeuge, widerrufe
from konten.views import Gesichert
from konten.views.benachrichtigung import HILFE, ohne_spur

#: session: the secret on its way from the act to the page that shows it
FRISCH = "frische_kalenderadresse"


class Kalenderseite(Gesichert, TemplateView):
    """Whether there is an address, and how calendar programs take it; open to every account, about itself only."""

    permission_required = ()
    template_name = "konten/kalender.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """A secret that was made just now is shown here and forgotten: loading the page again shows none."""
        if geheimnis := request.session.pop(FRISCH, None):
            adresse = settings.BASIS_URL + reverse("netzwerk:kalender", args=[geheimnis])
            return ohne_spur(self.render_to_response(self.get_context_data(adresse=adresse)))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        vorhandene = Kalenderadresse.objects.sichtbar_fuer(self.bereich).first()
        return super().get_context_data(vorhandene=vorhandene, **kwargs)


class KalenderNeu(Kalenderseite):
    """Makes an address; asks back before it replaces one that calendars may be using."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        kontext = self.get_context_data(fragt=True)
        if kontext["vorhandene"] and "ersetzen" not in request.POST:
            return self.render_to_response(kontext)
        request.session[FRISCH] = erzeuge(benutzer=request.user)
        return HttpResponseRedirect(reverse("konten:kalender"))


class KalenderWiderrufen(Gesichert, View):
    """The address stops working."""

    permission_required = ()
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if widerrufe(benutzer=request.user):
            messages.success(request, "Die Kalenderadresse gilt nicht mehr. Kalender mit ihr bekommen nichts Neues.")
        return HttpResponseRedirect(reverse("konten:kalender"))
