"""A re-cut before and after: preview, decision about partners, taking over, taking back (K25, K35)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from berichte.reports.neuzuschnitt import Zuschnittsvorschau, vorschau
from konten.models.schluessel import lies_uuids
from konten.rules.zahl import mehrzahl, tagesdatum
from konten.views import Bearbeitbar
from netzwerk.services.neuzuschnitt import nimm_zurueck, uebernimm
from partner.models import Netzwerkpartner, Neuzuschnitt
from partner.services.zuschnitt import ZuschnittGeaendert, entscheide_partner
from sozialraum.views.neuzuschnitt import HILFE, INZWISCHEN, RECHT, _Zuschnittsakt, kruemel

VERALTET = (
    "Seit der Vorschau hat sich etwas geändert, zum Beispiel ein Partner in einer dieser Gemeinden. Noch ist nichts "
    "gespeichert. Bitte sehen Sie die neue Vorschau an und übernehmen Sie dann."
)
NEUE_WAHL = (
    "Sie haben die Auswahl der Partner geändert. Sie ist gespeichert, die Vorschau neu berechnet. Übernommen ist noch "
    "nichts: Bitte sehen Sie die Folgen an und übernehmen Sie dann."
)


class WahlGeaendert(ValidationError):
    """Other partners were ticked than the preview had computed with."""


class NeuzuschnittVorschau(Bearbeitbar, DetailView):
    """What would change, computed by doing it and rolling it back; nothing is saved by looking."""

    model = Neuzuschnitt
    permission_required = RECHT
    template_name = "verwaltung/neuzuschnitt_vorschau.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if not self.object.ist_entwurf:
            return HttpResponseRedirect(self.object.get_absolute_url())
        try:
            blick = vorschau(self.object, timezone.localdate())
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.render_to_response(self.get_context_data(blick=blick))

    def get_context_data(self, blick: Zuschnittsvorschau, **kwargs) -> dict[str, Any]:
        return super().get_context_data(blick=blick, kruemel=kruemel(self.object), **kwargs)


def _vorschau_url(akte: Neuzuschnitt) -> str:
    return reverse("sozialraum:neuzuschnitt_vorschau", args=[akte.uuid])


class _Partnerwahl(_Zuschnittsakt):
    """What a form with the ticked partners asks for."""

    def gewaehlte(self) -> set[UUID]:
        return set(lies_uuids(self.request.POST.getlist("partner")))

    def speichere_wahl(self, akte: Neuzuschnitt) -> None:
        ziehen = set(Netzwerkpartner.objects.filter(uuid__in=self.gewaehlte()).values_list("pk", flat=True))
        entscheide_partner(neuzuschnitt=akte, version=self._version(), ziehen=ziehen)


class NeuzuschnittPartner(_Partnerwahl):
    """Which partners move along; the others keep serving the former Sozialraum."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        akte = self.get_object()
        try:
            self.speichere_wahl(akte)
        except ZuschnittGeaendert:
            messages.error(request, INZWISCHEN)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, "Ihre Auswahl ist gespeichert, die Vorschau neu berechnet.")
        return HttpResponseRedirect(_vorschau_url(akte))


class NeuzuschnittUebernehmen(_Partnerwahl):
    """Takes over exactly what the preview showed; otherwise, also after other ticks, shows the preview anew."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        akte = self.get_object()
        try:
            neu = uebernimm(
                neuzuschnitt=akte, version=self._version(), durch=request.user, pruefe=self._pruefe_vorschau
            )
        except WahlGeaendert as fehler:
            self.speichere_wahl(akte)
            messages.warning(request, " ".join(fehler.messages))
            return HttpResponseRedirect(_vorschau_url(akte))
        except ZuschnittGeaendert:
            messages.error(request, INZWISCHEN)
            return HttpResponseRedirect(_vorschau_url(akte))
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
            return HttpResponseRedirect(_vorschau_url(akte))
        gezogen = mehrzahl(len(neu.journal["partner"]), "Partner ist", "Partner sind")
        messages.success(request, f"Der neue Zuschnitt gilt ab {tagesdatum(neu.von)}. {gezogen} mit umgezogen.")
        return HttpResponseRedirect(neu.get_absolute_url())

    def _pruefe_vorschau(self, akte: Neuzuschnitt) -> None:
        blick = vorschau(akte, timezone.localdate())
        if blick.pruefsumme != self.request.POST.get("pruefsumme"):
            raise ValidationError(VERALTET)
        if "wahl" in self.request.POST and self.gewaehlte() != {zeile.partner.uuid for zeile in blick.ziehende}:
            raise WahlGeaendert(NEUE_WAHL)


class NeuzuschnittZuruecknehmen(_Zuschnittsakt):
    """Restores every row; refused with the reasons when something was built on it."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        akte = self.get_object()
        try:
            nimm_zurueck(neuzuschnitt=akte, version=self._version())
        except ZuschnittGeaendert:
            messages.error(request, INZWISCHEN)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(
                request, "Der Neuzuschnitt ist zurückgenommen. Alles steht wie zuvor, und er ist wieder ein Entwurf."
            )
        return HttpResponseRedirect(akte.get_absolute_url())
