"""Acts on a Lotsenanfrage by POST; refused input comes back on its page (K22)."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from konten.views import Bearbeitbar, MitRueckgabe, Sichtbar
from konten.views.eingabe import KONFLIKT, schliesse_ab
from konten.views.handlung import Handlung
from netzwerk.forms.lotsen import Abschlussform, Notizform
from netzwerk.forms.lotsenantwort import Antwortform
from netzwerk.models import Lotsenanfrage, Lotsenweiterleitung
from netzwerk.rules.lotsen import Akt
from netzwerk.selectors.lotsen import akte_fuer, gewaehrende
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.lotsen import frage_erneut, notiere, oeffne, schliesse, uebernimm
from netzwerk.services.lotsenantwort import antworte
from netzwerk.views.lotsen import HILFE, LotsenanfrageDetail, kruemel


class Lotsenuebernahme(Handlung):
    """One click: I answer for this request."""

    model = Lotsenanfrage
    permission_required = "lotsen.bearbeiten"

    def handle(self, objekt: Model) -> str:
        verlange(objekt, self.request, Akt.UEBERNEHMEN)
        if uebernimm(anfrage_id=objekt.pk, durch=self.request.user):
            return "Sie haben die Anfrage übernommen."
        return "Sie sind schon zuständig."


class Lotsenfrage(Handlung):
    """A provider that did not react gets a new link."""

    model = Lotsenweiterleitung
    permission_required = "lotsen.bearbeiten"

    def handle(self, objekt: Model) -> str:
        frage_erneut(frage=objekt, durch=self.request.user, heute=timezone.localdate())
        return f"{objekt.partner} hat einen neuen Link bekommen. Der alte gilt nicht mehr."

    def ziel(self, objekt: Model) -> str:
        return objekt.anfrage.get_absolute_url()


def verlange(anfrage: Lotsenanfrage, request: HttpRequest, akt: Akt) -> None:
    """Raises PermissionDenied for an act that this person may not do now."""
    if akt not in akte_fuer(anfrage, request.user.bereich):
        raise PermissionDenied


class Lotsenakt(ABC, SingleObjectMixin, View):
    """A form on the page of a request; what is refused comes back there with what was typed."""

    model = Lotsenanfrage
    http_method_names = ["post"]
    akt: Akt
    #: name of the form in the context of the page
    platz = ""
    satz = ""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        anfrage = self.get_object()
        verlange(anfrage, request, self.akt)
        form = self.formular(anfrage)
        if not form.is_valid():
            return self._zeige(form)
        try:
            with transaction.atomic():
                self.handle(anfrage, form)
                schliesse_ab(request, form, anfrage)
        except ValidationError as fehler:
            if hasattr(fehler, "error_dict"):
                for name, meldungen in fehler.error_dict.items():
                    form.add_error(name, meldungen)
                return self._zeige(form)
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, self.satz)
        return HttpResponseRedirect(anfrage.get_absolute_url())

    @abstractmethod
    def formular(self, anfrage: Lotsenanfrage) -> BaseForm:
        """The form as sent."""

    @abstractmethod
    def handle(self, anfrage: Lotsenanfrage, form: BaseForm) -> None:
        """Does it; raises ValidationError with what is in the way."""

    def _zeige(self, form: BaseForm) -> HttpResponse:
        seite = LotsenanfrageDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(**{self.platz: form}))


class Lotsenabschluss(Bearbeitbar, Lotsenakt):
    permission_required = "lotsen.bearbeiten"
    akt, platz = Akt.ABSCHLIESSEN, "abschlussform"
    satz = "Die Anfrage ist abgeschlossen."

    def formular(self, anfrage: Lotsenanfrage) -> Abschlussform:
        return Abschlussform(self.request.POST, fragen=list(gewaehrende(anfrage)))

    def handle(self, anfrage: Lotsenanfrage, form: Abschlussform) -> None:
        schliesse(
            anfrage_id=anfrage.pk,
            version=form.cleaned_data["version"],
            abschluss=form.abschluss(),
            durch=self.request.user,
            heute=timezone.localdate(),
        )


class Lotsennotiz(Bearbeitbar, Lotsenakt):
    permission_required = "lotsen.bearbeiten"
    akt, platz = Akt.NOTIZ, "notizform"
    satz = "Die Notiz ist gespeichert."

    def formular(self, anfrage: Lotsenanfrage) -> Notizform:
        return Notizform(self.request.POST, auto_id="notiz_%s")

    def handle(self, anfrage: Lotsenanfrage, form: Notizform) -> None:
        notiere(anfrage_id=anfrage.pk, text=form.cleaned_data["notiz"], durch=self.request.user)


class Lotsenoeffnung(Sichtbar, Lotsenakt):
    """Opens again; the team may, too."""

    permission_required = "lotsen.sehen"
    akt, platz = Akt.OEFFNEN, "oeffnenform"
    satz = "Die Anfrage ist wieder offen, die Frist beginnt neu."

    def formular(self, anfrage: Lotsenanfrage) -> Notizform:
        return Notizform(self.request.POST, auto_id="oeffnen_%s")

    def handle(self, anfrage: Lotsenanfrage, form: Notizform) -> None:
        angaben = form.cleaned_data
        oeffne(anfrage_id=anfrage.pk, durch=self.request.user, heute=timezone.localdate(), **angaben)


class LotsenantwortEintragen(MitRueckgabe, Bearbeitbar, SingleObjectMixin, FormView):
    """What a provider said on the phone; counts like an answer through the link."""

    model = Lotsenweiterleitung
    permission_required = "lotsen.bearbeiten"
    form_class = Antwortform
    template_name = "netzwerk/lotsen_antwort.html"
    hilfe = HILFE

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and self.has_permission():
            self.object = self.get_object()
            verlange(self.object.anfrage, request, Akt.ANTWORT)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"frage": self.object}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(self.object.anfrage), **kwargs)

    def form_valid(self, form: Antwortform) -> HttpResponse:
        try:
            with transaction.atomic():
                frage = antworte(
                    frage_id=self.object.pk,
                    version=form.cleaned_data["version"],
                    angabe=form.angabe(),
                    heute=timezone.localdate(),
                    durch=self.request.user,
                )
                schliesse_ab(self.request, form, frage.anfrage)
        except ZwischenzeitlichGeaendert:
            return self._zeige_konflikt(form)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, f"Die Antwort von {frage.partner} ist eingetragen.")
        return HttpResponseRedirect(frage.anfrage.get_absolute_url())

    def _zeige_konflikt(self, form: Antwortform) -> HttpResponse:
        """As typed, with what somebody else entered above it."""
        self.object.refresh_from_db()
        daten = form.data.copy()
        daten["version"] = self.object.version
        neu = Antwortform(daten, frage=self.object)
        neu.is_valid()
        neu.add_error(None, KONFLIKT)
        return self.render_to_response(self.get_context_data(form=neu, konflikt=True))
