"""Minutes: write them, close the meeting as held, open it again."""

from functools import cached_property, partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView, TemplateView, View

from konten.views import Bearbeitbar, Gesichert
from konten.views.eingabe import KONFLIKT, MitFassungen
from konten.views.eingabe import schliesse_ab as beende_eingabe
from netzwerk.forms.protokoll import BESCHLUESSE, Protokollform
from netzwerk.models import Sitzung
from netzwerk.rules.gremium import Sitzungsstatus
from netzwerk.selectors.gremium import sitzvorschlaege
from netzwerk.selectors.sitzung import protokoll
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.protokoll import halte_fest, oeffne, schliesse_ab
from netzwerk.views.gremium import RECHT, ausgefuehrt
from netzwerk.views.sitzung import Sitzungsbezug, Zeilenseite, version_aus

GASTSCHRITTE = {"gast_suchen", "gast_hinzu", "gast_weg"}


class ProtokollBearbeiten(MitFassungen, Zeilenseite, Bearbeitbar, Sitzungsbezug, FormView):
    """Attendance, results, decisions, general text. "Speichern und abschließen" closes the meeting as well."""

    form_class = Protokollform
    template_name = "netzwerk/protokoll_form.html"
    schritte = frozenset(BESCHLUESSE.knoepfe | GASTSCHRITTE)
    teile = {"gaeste": "netzwerk/_gaeste.html", "beschluesse": "netzwerk/_beschlusszeilen.html"}
    entwurfsart = "protokoll"

    @cached_property
    def object(self) -> Sitzung:
        return self.get_object()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial", None)
        return kwargs | {"protokoll": protokoll(self.object)}

    def frisches_formular(self) -> Protokollform:
        return Protokollform(bereich=self.bereich, protokoll=protokoll(self.get_object()))

    def form_valid(self, form: Protokollform) -> HttpResponse:
        try:
            with transaction.atomic():
                sitzung = halte_fest(
                    sitzung_id=self.object.pk,
                    version=form.cleaned_data["version"] or 0,
                    benutzer=self.request.user,
                    angaben=form.angaben(),
                )
                beende_eingabe(self.request, form, sitzung)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        if "abschliessen" in self.request.POST:
            return _schliesse_ab(self.request, sitzung, sitzung.version)
        messages.success(self.request, "Das Protokoll ist gespeichert.")
        return HttpResponseRedirect(sitzung.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(
            sitzung=self.object,
            kruemel=self.kruemel,
            liste_url=self.object.get_absolute_url(),
            abschliessbar=self.object.zustand != Sitzungsstatus.GEHALTEN and self.object.am <= self.bereich.stichtag,
            **kwargs,
        )
        if "gast_suchen" in self.request.POST:
            kontext |= gastvorschlaege(self.bereich, self.request.POST.get("gastsuche", ""), kontext["form"].gaeste)
        return kontext


def gastvorschlaege(bereich: Any, text: str, gaeste: Any = ()) -> dict[str, Any]:
    suche = text.strip()[:200]
    treffer = sitzvorschlaege(bereich, suche, [gast.pk for gast in gaeste]) if suche else None
    return {"gastsuche": suche, "vorschlaege": treffer}


class Gastsuche(Gesichert, TemplateView):
    """Fragment for type-ahead in the minutes: partners that came as guests."""

    permission_required = RECHT
    template_name = "netzwerk/_gastvorschlaege.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        vorschlaege = gastvorschlaege(self.bereich, self.request.GET.get("gastsuche", ""))
        return super().get_context_data(**vorschlaege, **kwargs)


def _schliesse_ab(request: HttpRequest, sitzung: Sitzung, version: int) -> HttpResponse:
    handlung = partial(
        schliesse_ab,
        sitzung_id=sitzung.pk,
        version=version,
        benutzer=request.user,
        heute=request.user.bereich.stichtag,
    )
    erfolg = "Die Sitzung ist abgeschlossen und bei allen Partnern, die da waren, als Kontakt eingetragen."
    return ausgefuehrt(request, handlung, erfolg, sitzung.get_absolute_url())


class SitzungAbschliessen(Bearbeitbar, Sitzungsbezug, View):
    """Marks the meeting as held."""

    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return _schliesse_ab(request, self.get_object(), version_aus(request))


class SitzungOeffnen(Bearbeitbar, Sitzungsbezug, View):
    """Opens a held meeting again."""

    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        sitzung = self.get_object()
        handlung = partial(oeffne, sitzung_id=sitzung.pk, version=version_aus(request))
        erfolg = "Die Sitzung ist wieder offen. Der eingetragene Kontakt gilt, bis Sie sie erneut abschließen."
        return ausgefuehrt(request, handlung, erfolg, sitzung.get_absolute_url())
