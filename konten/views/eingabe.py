"""What a form with free text does beyond its fields: drafts that come back, confirmations that are logged."""

import uuid
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.generic.detail import SingleObjectMixin

from konten.forms.fassung import UEBERNEHMEN
from konten.models import Entwurf
from konten.rules.entwurf import FERTIG, SCHLUESSELFELD, STANDFELD, EntwurfUngueltig
from konten.services.entwurf import schliesse_entwurf
from konten.services.textschutz import vermerke_bestaetigungen
from konten.views import MitRueckgabe

#: what the second of two people reads
KONFLIKT = (
    "Jemand hat inzwischen gespeichert. Unter diesem Hinweis stehen beide Fassungen, im Formular stehen Ihre Eingaben. "
    "Wenn Sie noch einmal speichern, gilt, was im Formular steht."
)
#: the same form came twice: perhaps by a second click, perhaps changed after going back
SCHON_GESPEICHERT = "Dieses Formular war schon gespeichert. Für einen weiteren Eintrag öffnen Sie es bitte neu."
#: hidden marks that belong to one opened page, not to the text
NICHT_UEBERNEHMEN = ("absender", "csrfmiddlewaretoken", SCHLUESSELFELD, STANDFELD)


class MitEntwurf(MitRueckgabe):
    """A form whose text is kept while it is typed. Set `entwurfsart`; the template needs nothing but `absenderfeld`.

    A record has one draft per person (`kontakt-<uuid>`); every new form has its own (`kontakt-neu.<key>`).
    """

    entwurfsart = ""

    def entwurfsanfang(self) -> str:
        """Key of the draft; one that ends with "-neu" gets a minted end."""
        return f"{self.entwurfsart}-{self.kwargs.get('uuid', 'neu')}"

    @cached_property
    def entwurfsschluessel(self) -> str:
        anfang = self.entwurfsanfang()
        if not anfang.endswith("-neu"):
            return anfang
        gesendet = self.request.POST.get(SCHLUESSELFELD) or self.request.GET.get(SCHLUESSELFELD, "")
        return gesendet if gesendet.startswith(f"{anfang}.") else f"{anfang}.{uuid.uuid4().hex}"

    @cached_property
    def entwurf(self) -> Entwurf | None:
        """The draft that the address asks for; somebody else's does not exist."""
        verlangt = self.request.GET.get(SCHLUESSELFELD, "") if self.request.method == "GET" else ""
        if not verlangt or not self.entwurfsart:
            return None
        eigene = Entwurf.objects.sichtbar_fuer(self.request.user.bereich)
        entwurf = eigene.filter(formular=verlangt[:200]).first()
        if entwurf is None or entwurf.formular != self.entwurfsschluessel:
            raise Http404
        if not entwurf.inhalt:
            messages.info(self.request, "Dieser Entwurf ist schon gespeichert oder verworfen.")
            return None
        return entwurf

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if "data" in kwargs:
            self._uebernimm_schluessel(kwargs["data"])
        elif self.entwurf:
            daten = QueryDict(self.entwurf.inhalt, mutable=True)
            for name in NICHT_UEBERNEHMEN:
                daten.pop(name, None)
            kwargs["data"] = daten
        return kwargs

    def _uebernimm_schluessel(self, daten: QueryDict) -> None:
        """Text that came back after sign-in is still the same draft."""
        gesendet = daten.get(SCHLUESSELFELD, "")
        if self.request.method == "GET" and gesendet.startswith(self.entwurfsanfang()):
            self.entwurfsschluessel = gesendet

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        """A restored draft is not blamed for what is still missing."""
        form = super().get_form(form_class)
        if self.request.method == "GET" and self.entwurf and form.is_bound:
            form.errors.clear()
            form.textwarnungen = []
        return form


class MitFassungen(ABC):
    """View mixin for a form with `konten.forms.fassung.MitFassungen`: both versions, and taking over by field."""

    @abstractmethod
    def frisches_formular(self) -> BaseForm:
        """Unbound form of the record as it is stored now."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if UEBERNEHMEN not in request.POST:
            return super().post(request, *args, **kwargs)
        if isinstance(self, SingleObjectMixin):
            self.object = self.get_object()
        return self.zeige_fassungen(self.get_form(), request.POST[UEBERNEHMEN])

    def zeige_fassungen(self, form: BaseForm, uebernehmen: str = "", satz: str = "") -> HttpResponse:
        """The form as typed, with what was taken over, and both versions above it; saving again is deliberate."""
        frisch = self.frisches_formular()
        daten = form.mit_gespeichertem(frisch, uebernehmen)
        daten[form.add_prefix("version")] = str(frisch["version"].value())
        neu = self.get_form_class()(**{**self.get_form_kwargs(), "data": daten})
        neu.errors.clear()
        if satz:
            neu.add_error(None, satz)
        return self.render_to_response(
            self.get_context_data(form=neu, konflikt=True, unterschiede=neu.unterschiede(frisch))
        )


def schliesse_ab(request: HttpRequest, form: BaseForm, objekt: Model, *, gespeichert: bool = True) -> None:
    """After saving, in the same transaction: logs confirmed passages, ends the draft here and on the device.

    `gespeichert` is False when the same form came twice: then there is nothing to log again.
    """
    if gespeichert and (muster := getattr(form, "bestaetigte_muster", None)):
        vermerke_bestaetigungen(benutzer=request.user, objekt=objekt, muster=muster)
    if formular := request.POST.get(SCHLUESSELFELD, ""):
        try:
            schliesse_entwurf(benutzer=request.user, formular=formular, stand=lies_stand(request))
        except EntwurfUngueltig:
            return
        merke_fertig(request, formular)


def merke_fertig(request: HttpRequest, formular: str) -> None:
    """The next page tells the device to remove its copy."""
    request.session[FERTIG] = [*request.session.get(FERTIG, []), formular][-20:]


def lies_stand(request: HttpRequest) -> int:
    """Milliseconds of the device at the moment of sending; 0 without JavaScript."""
    text = request.POST.get(STANDFELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
