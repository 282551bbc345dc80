"""The accessibility statement with the form that reports a barrier."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from konten.forms.barriere import Barriereform
from konten.services.barriere import melde_barriere, meldestelle
from konten.services.drossel import erlaubt
from konten.views.oeffentlich import Rechtstext

JE_STUNDE, STUNDE = 5, 3600


# There is no account and no cookie that somebody else's page could abuse.
@method_decorator(csrf_exempt, name="dispatch")
class Barrierefreiheit(Rechtstext):
    """Statement and form on one page; a report is a mail and nothing is stored."""

    template_name = "oeffentlich/barrierefreiheit.html"
    parameter = "barrierefreiheit"
    http_method_names = ["get", "head", "options", "post"]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        grund = {"form": Barriereform(), "hat_formular": bool(meldestelle(timezone.localdate()))}
        return super().get_context_data(**grund | {"csrf_token": "entfaellt"} | kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = Barriereform(request.POST)
        if not form.is_valid():
            return self._ohne_kopie(self.get_context_data(form=form))
        rechner = get_adapter(request).get_client_ip(request)
        if not erlaubt(f"barriere:{rechner}", hoechstens=JE_STUNDE, sekunden=STUNDE):
            return self._ohne_kopie(self.get_context_data(form=form, zu_oft=True), status=429)
        daten = form.cleaned_data
        if not daten.pop("webseite"):
            melde_barriere(**daten, heute=timezone.localdate())
        return self._ohne_kopie(self.get_context_data(fertig=True))

    def _ohne_kopie(self, kontext: dict[str, Any], status: int = 200) -> HttpResponse:
        antwort = self.render_to_response(kontext, status=status)
        antwort["Cache-Control"] = "no-store"
        return antwort
