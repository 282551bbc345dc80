"""Without account: asking by a public form, confirming it, answering as a provider (K22)."""

from functools import cached_property
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from konten.rules.link import Linkstand
from konten.selectors import parameter_am
from konten.services.drossel import erlaubt
from konten.services.textschutz import vermerke_bestaetigungen
from konten.views.link import Linkseite, OhneAnmeldung
from netzwerk.forms.lotsen import Oeffentlichform
from netzwerk.forms.lotsenantwort import Antwortform
from netzwerk.models import Lotsenanfrage, Lotsenweiterleitung
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.lotsen import ANTWORT, BESTAETIGUNG, bestaetige, stelle_oeffentlich
from netzwerk.services.lotsenantwort import GESCHLOSSEN, antworte
from sozialraum.models import Sozialraum

#: requests of one sender and of one address in an hour; more is no person who looks for an offer
JE_STUNDE = 6
STUNDE = 3600
ZU_VIELE = "Von hier kamen gerade viele Anfragen. Bitte warten Sie eine Stunde oder rufen Sie an."
KONFLIKT = (
    "Inzwischen hat jemand anderes über diesen Link geantwortet. Seine Antwort steht über dem Formular. "
    "Wenn Sie noch einmal senden, gilt Ihre."
)


class LotsenanfrageOeffentlich(OhneAnmeldung):
    """The public form of a Sozialraum; nothing is read by anybody before the mail address is confirmed."""

    template_name = "oeffentlich/lotsenanfrage.html"

    @cached_property
    def raum(self) -> Sozialraum:
        return get_object_or_404(Sozialraum, kuerzel=self.kwargs["kuerzel"])

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        form = kwargs.pop("form", None) or Oeffentlichform(sozialraum=self.raum)
        return super().get_context_data(raum=self.raum, form=form, **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = Oeffentlichform(request.POST, sozialraum=self.raum)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if not self._darf_fragen(form.cleaned_data["absender_email"]):
            form.add_error(None, ZU_VIELE)
            return self.render_to_response(self.get_context_data(form=form), status=429)
        with transaction.atomic():
            uuid, heute = form.cleaned_data["uuid"], timezone.localdate()
            anfrage = stelle_oeffentlich(uuid=uuid, angaben=form.angaben(), heute=heute)
            if muster := form.bestaetigte_muster:
                vermerke_bestaetigungen(benutzer=None, objekt=anfrage, muster=muster)
        return HttpResponseRedirect(reverse("netzwerk:lotsenanfrage_gesendet", args=[self.raum.kuerzel]), status=303)

    def _darf_fragen(self, adresse: str) -> bool:
        rechner = get_adapter(self.request).get_client_ip(self.request)
        schluessel = (f"lotsen:{rechner}", f"lotsen:{adresse.casefold()}")
        return all(erlaubt(eins, hoechstens=JE_STUNDE, sekunden=STUNDE) for eins in schluessel)


class LotsenanfrageGesendet(OhneAnmeldung):
    """What happens next; says nothing about the request itself."""

    template_name = "oeffentlich/lotsenanfrage_gesendet.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        raum = get_object_or_404(Sozialraum, kuerzel=self.kwargs["kuerzel"])
        return super().get_context_data(raum=raum)


class LotsenanfrageBestaetigen(Linkseite):
    """The asker confirms: the request goes to the Netzwerkfachkräfte and its deadline begins."""

    zweck = BESTAETIGUNG
    template_name = "oeffentlich/lotsenanfrage_bestaetigen.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        anfrage = Lotsenanfrage.objects.filter(uuid=self.link.gegenstand).select_related("sozialraum").first()
        return super().get_context_data(anfrage=anfrage, **kwargs)

    def handle(self) -> HttpResponse:
        fertig = bestaetige(uuid=self.link.gegenstand, schluessel=self.link, heute=timezone.localdate())
        del self.link
        return self.render_to_response(self.get_context_data(fertig=fertig))


class LotsenantwortSeite(Linkseite):
    """A provider reads the anonymous need and answers; it may change the answer until the request is closed."""

    zweck = ANTWORT
    template_name = "oeffentlich/lotsenantwort.html"
    erlaubte_staende = (Linkstand.GUELTIG, Linkstand.VERBRAUCHT)

    @cached_property
    def frage(self) -> Lotsenweiterleitung:
        menge = Lotsenweiterleitung.objects.select_related("anfrage__sozialraum", "anfrage__gemeinde", "partner")
        frage = menge.select_related("angebot", "durch").filter(uuid=self.link.gegenstand).first()
        if frage is None:
            raise Http404
        return frage

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        frage = self.frage
        offen = super().get_context_data(frage=frage, anfrage=frage.anfrage, **kwargs)
        if not offen["darf_handeln"] or not frage.anfrage.ist_offen:
            return offen | {"darf_handeln": False, "form": None}
        telefon = parameter_am(timezone.localdate())["kinderschutz_telefon"]
        return {"form": Antwortform(frage=frage)} | offen | {"telefon": telefon}

    def handle(self) -> HttpResponse:
        form = Antwortform(self.request.POST, frage=self.frage)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            with transaction.atomic():
                self._speichere(form)
        except ZwischenzeitlichGeaendert:
            return self._zeige_konflikt()
        except ValidationError as fehler:
            if not self._ist_offen():
                return self.render_to_response(self.get_context_data(geschlossen=GESCHLOSSEN), status=410)
            form.uebernimm(fehler)
            return self.render_to_response(self.get_context_data(form=form))
        return HttpResponseRedirect(f"{self.request.path}?danke=1", status=303)

    def _speichere(self, form: Antwortform) -> None:
        frage = antworte(
            frage_id=self.frage.pk,
            version=form.cleaned_data["version"],
            angabe=form.angabe(),
            heute=timezone.localdate(),
            schluessel=self.link,
        )
        if muster := form.bestaetigte_muster:
            vermerke_bestaetigungen(benutzer=None, objekt=frage.anfrage, muster=muster)

    def _ist_offen(self) -> bool:
        self._lies_neu()
        return self.frage.anfrage.ist_offen

    def _zeige_konflikt(self) -> HttpResponse:
        self._lies_neu()
        daten = self.request.POST.copy()
        daten["version"] = self.frage.version
        form = Antwortform(daten, frage=self.frage)
        form.is_valid()
        form.add_error(None, KONFLIKT)
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def _lies_neu(self) -> None:
        """What was read before somebody else acted is forgotten."""
        for name in ("frage", "link"):
            self.__dict__.pop(name, None)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.render_to_response(self.get_context_data(danke="danke" in request.GET))
