"""Next steps: the list and the tick."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import ListView, View

from konten.views import Gesichert, Sichtbar
from netzwerk.models import Wiedervorlage
from netzwerk.services.kontakt import erledige


class WiedervorlageListe(Sichtbar, ListView):
    """Open next steps, the most urgent first; `?erledigt=1` shows what is done."""

    model = Wiedervorlage
    permission_required = "wiedervorlage.sehen"
    paginate_by = 25
    hilfe = "/hilfe/kontakt-erfassen/"

    @property
    def erledigte(self) -> bool:
        return self.request.GET.get("erledigt") == "1"

    def get_queryset(self) -> QuerySet:
        menge = super().get_queryset().fuer_liste()
        if self.erledigte:
            return menge.filter(erledigt_am__isnull=False).order_by("-erledigt_am", "-id")
        return menge.offen()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(erledigte=self.erledigte, heute=self.bereich.stichtag, **kwargs)


class WiedervorlageErledigt(Gesichert, View):
    """Ticks a next step off, or opens it again with `zurueck`."""

    permission_required = "wiedervorlage.sehen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: str) -> HttpResponse:
        eigene = Wiedervorlage.objects.bearbeitbar_fuer(self.bereich)
        schritt = get_object_or_404(eigene, uuid=uuid)
        wieder_offen = "zurueck" in request.POST
        erledige(wiedervorlage=schritt, am=None if wieder_offen else self.bereich.stichtag)
        if wieder_offen:
            messages.success(request, f"Wieder offen: {schritt.was}")
        else:
            messages.success(request, _mit_rueckgaengig(request, schritt))
        return HttpResponseRedirect(_zurueck(request))


def _mit_rueckgaengig(request: HttpRequest, schritt: Wiedervorlage) -> str:
    return format_html(
        'Erledigt: {} <form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="zurueck" value="1">'
        '<button class="netz-verweisknopf" type="submit">Rückgängig</button></form>',
        schritt.was,
        reverse("netzwerk:wiedervorlage_erledigt", args=[schritt.uuid]),
        get_token(request),
    )


def _zurueck(request: HttpRequest) -> str:
    ziel = request.POST.get("weiter", "")
    erlaubt = url_has_allowed_host_and_scheme(ziel, allowed_hosts=None, require_https=request.is_secure())
    return ziel if erlaubt else reverse("netzwerk:wiedervorlage_liste")
