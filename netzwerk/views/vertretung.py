"""Pages: who stands in for whom, arranging and ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from konten.views import Gesichert, MitBereich, MitRueckgabe
from netzwerk.forms.vertretung import Vertretungsform
from netzwerk.selectors.vertretung import RECHT, regelbare, vertretungen_fuer
from netzwerk.services.vertretung import beende_vertretung, regle_vertretung
from sozialraum.models import Zustaendigkeit

HILFE = "/hilfe/vertretung/"
KRUMEN = [{"titel": "Vertretung", "url": "/vertretungen/"}]
VERGANGENE = 20


class VertretungListe(Gesichert, TemplateView):
    """Those that run or are to come, and the last ones that are over."""

    permission_required = RECHT
    template_name = "netzwerk/vertretung_list.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = self.bereich.stichtag
        zeilen = vertretungen_fuer(self.bereich)
        laufende = zeilen.filter(Q(bis__isnull=True) | Q(bis__gte=heute))
        regelbar = set(regelbare(self.bereich).values_list("benutzer", flat=True))
        return super().get_context_data(
            zeilen=[self._zeile(zeile, regelbar) for zeile in laufende.order_by("von", "pk")],
            vergangene=zeilen.filter(bis__lt=heute)[:VERGANGENE],
            darf_neu=bool(regelbar),
            **kwargs,
        )

    def _zeile(self, zeile: Zustaendigkeit, regelbar: set[int]) -> dict[str, Any]:
        return {
            "zeile": zeile,
            "laeuft": zeile.von <= self.bereich.stichtag,
            "endet_heute": zeile.bis == self.bereich.stichtag,
            "darf_beenden": zeile.vertritt_id in regelbar and zeile.bis != self.bereich.stichtag,
        }


class VertretungNeu(MitRueckgabe, MitBereich, Gesichert, FormView):
    permission_required = RECHT
    form_class = Vertretungsform
    template_name = "netzwerk/stellen_form.html"
    hilfe = HILFE

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("fachkraft",) if name in self.request.GET}

    def form_valid(self, form: Vertretungsform) -> HttpResponse:
        fachkraft, vertretung = form.wahl
        von, bis = form.cleaned_data["von"], form.cleaned_data["bis"]
        try:
            regle_vertretung(fachkraft=fachkraft, vertretung=vertretung, von=von, bis=bis, heute=timezone.localdate())
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, f"{vertretung} vertritt {fachkraft} vom {von:%d.%m.%Y} bis {bis:%d.%m.%Y}.")
        return HttpResponseRedirect(reverse("netzwerk:vertretung_liste"))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            ueberschrift="Vertretung regeln",
            hinweis="Die Vertretung sieht in dieser Zeit dieselben Sozialräume, Kontakte und Wiedervorlagen.",
            kruemel=KRUMEN,
            liste_url=reverse("netzwerk:vertretung_liste"),
            **kwargs,
        )


class VertretungBeenden(Gesichert, View):
    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        menge = vertretungen_fuer(self.bereich).filter(vertritt__in=regelbare(self.bereich).values("benutzer"))
        zeile = get_object_or_404(menge, uuid=kwargs["uuid"])
        try:
            beende_vertretung(zeile=zeile, heute=timezone.localdate())
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, "Die Vertretung ist beendet.")
        return HttpResponseRedirect(reverse("netzwerk:vertretung_liste"))
