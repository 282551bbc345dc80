"""Acts on next steps: note, tick off with undo, put off, change and hand over, delete."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from konten.rules.zahl import tagesdatum
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, lies_datum
from konten.views.eingabe import KONFLIKT, SCHON_GESPEICHERT, MitFassungen, schliesse_ab
from netzwerk.forms.wiedervorlage import AufschubForm, WiedervorlageAendern, WiedervorlageForm
from netzwerk.models import Wiedervorlage
from netzwerk.rules.wiedervorlage import AUFSCHUBGRUENDE
from netzwerk.selectors.kontakt import partnervorschlaege
from netzwerk.selectors.wiedervorlage import verlauf
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.wiedervorlage import (
    aendere,
    erledige,
    lege_an,
    loesche,
    nimm_aufschub_zurueck,
    verschiebe,
)
from partner.models import Netzwerkpartner

HILFE = "/hilfe/wiedervorlagen/"


class Schrittakt(Bearbeitbar, SingleObjectMixin):
    """One next step of one's own, of a person deputised for, or of a colleague in the same Sozialraum."""

    model = Wiedervorlage
    permission_required = "wiedervorlage.sehen"
    context_object_name = "schritt"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().mit_lesbarkeit(self.bereich).fuer_liste()


class WiedervorlageErledigt(Schrittakt, View):
    """Ticks a next step off, or opens it again with `zurueck`."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: str) -> HttpResponse:
        schritt = self.get_object()
        wieder_offen = "zurueck" in request.POST
        erledige(wiedervorlage=schritt, am=None if wieder_offen else self.bereich.stichtag, durch=request.user)
        if wieder_offen:
            messages.success(request, f"Wieder offen: {schritt.text}")
        else:
            url = reverse("netzwerk:wiedervorlage_erledigt", args=[schritt.uuid])
            messages.success(request, _mit_rueckgaengig(request, f"Erledigt: {schritt.text}", url, {"zurueck": "1"}))
        return HttpResponseRedirect(zurueck(request))


def _mit_rueckgaengig(request: HttpRequest, satz: str, url: str, felder: Mapping[str, Any]) -> str:
    """The sentence with a button that posts `felder` to `url` and leads back to the same page."""
    alle = {"csrfmiddlewaretoken": get_token(request), "weiter": zurueck(request), **felder}
    versteckt = format_html_join("", '<input type="hidden" name="{}" value="{}">', alle.items())
    knopf = '<button class="netz-verweisknopf" type="submit">Rückgängig</button>'
    return format_html('{} <form method="post" action="{}">{}' + knopf + "</form>", satz, url, versteckt)


def zurueck(request: HttpRequest) -> str:
    """Where the act was asked for, if that is a page of ours; otherwise the list."""
    ziel = request.POST.get("weiter", "")
    erlaubt = url_has_allowed_host_and_scheme(ziel, allowed_hosts=None, require_https=request.is_secure())
    return ziel if erlaubt else reverse("netzwerk:wiedervorlage_liste")


class Schrittformular(MitRueckgabe, MitBereich, Schrittakt, FormView):
    """A form about one next step; what the service refuses is shown at the field."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"schritt": self.object}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            heute=self.bereich.stichtag, weiter=self.request.POST.get("weiter", ""), **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                meldung = self.handle(form.cleaned_data)
                schliesse_ab(self.request, form, self.object.herkunft)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, meldung)
        return HttpResponseRedirect(zurueck(self.request))


class WiedervorlageVerschieben(Schrittformular):
    """Put off: a day or a week further, or to a chosen day, each with the reason."""

    form_class = AufschubForm
    template_name = "netzwerk/wiedervorlage_verschieben.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "zurueck" not in request.POST:
            return super().post(request, *args, **kwargs)
        schritt = self.get_object()
        if tag := nimm_aufschub_zurueck(wiedervorlage=schritt, durch=request.user):
            messages.success(request, f"Wieder am {tagesdatum(tag)}: {schritt.text}")
        else:
            messages.error(
                request, "Das lässt sich nicht mehr rückgängig machen: Jemand hat inzwischen etwas geändert."
            )
        return HttpResponseRedirect(zurueck(request))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(gruende=AUFSCHUBGRUENDE, verlauf=verlauf(self.object, self.bereich), **kwargs)

    def handle(self, daten: dict[str, Any]) -> str:
        aufschub = verschiebe(
            wiedervorlage=self.object,
            auf=daten["auf_tag"],
            grund=daten["grund"],
            bisher=daten["bisher"],
            durch=self.request.user,
            heute=self.bereich.stichtag,
        )
        satz = f"Verschoben auf den {tagesdatum(daten['auf_tag'])}: {self.object.text}"
        return _mit_rueckgaengig(self.request, satz, self.request.path, {"zurueck": "1"}) if aufschub else satz


class WiedervorlageBearbeiten(MitFassungen, Schrittformular):
    """Text, promise, and who does it; with the history of putting off."""

    form_class = WiedervorlageAendern
    template_name = "netzwerk/wiedervorlage_form.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        eigene = Wiedervorlage.objects.eigene_fuer(self.bereich)
        return super().get_context_data(
            verlauf=verlauf(self.object, self.bereich),
            darf_loeschen=eigene.filter(pk=self.object.pk).exists(),
            **kwargs,
        )

    def form_valid(self, form: WiedervorlageAendern) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)

    def frisches_formular(self) -> WiedervorlageAendern:
        return WiedervorlageAendern(bereich=self.bereich, schritt=self.get_object())

    def handle(self, daten: dict[str, Any]) -> str:
        vorher = self.object.benutzer
        was = daten["was"] if self.object.ist_lesbar else self.object.was
        felder = {"was": self.object.was, "zusage": self.object.zusage, "an": vorher.uuid}
        schritt = aendere(
            wiedervorlage=self.object,
            version=daten["version"] or 0,
            was=was,
            zusage=daten["zusage"],
            an=daten["an"],
            heute=self.bereich.stichtag,
        )
        if daten["an"] == vorher:
            return "Gespeichert."
        satz = f"Übergeben an {daten['an']}: {self.object.text}"
        if not self.object.ist_lesbar:
            felder.pop("was")  # the form leaves a hidden text as it is; it must not stand in the page
        return _mit_rueckgaengig(self.request, satz, self.request.path, felder | {"version": schritt.version})


class WiedervorlageLoeschen(Schrittakt, View):
    """Removes one's own next step; asked for with a tick on the page of the step."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: str) -> HttpResponse:
        schritt = self.get_object()
        if not Wiedervorlage.objects.eigene_fuer(self.bereich).filter(pk=schritt.pk).exists():
            raise PermissionDenied
        if "sicher" not in request.POST:
            messages.error(request, "Bitte setzen Sie den Haken, wenn die Wiedervorlage wirklich gelöscht werden soll.")
            return HttpResponseRedirect(schritt.get_absolute_url())
        loesche(wiedervorlage=schritt)
        messages.success(request, f"Gelöscht: {schritt.text}")
        return HttpResponseRedirect(reverse("netzwerk:wiedervorlage_liste"))


class WiedervorlageNeu(Gesichert, MitRueckgabe, MitBereich, FormView):
    """A next step of its own; `?partner=` presets the partner, `?am=` the day, `?was=` the text."""

    #: buttons that choose the partner and show the form again without judging it
    zwischenschritte = frozenset({"suchen", "hinzu", "weg"})

    form_class = WiedervorlageForm
    permission_required = "wiedervorlage.sehen"
    template_name = "netzwerk/wiedervorlage_neu.html"
    hilfe = HILFE

    def get_initial(self) -> dict[str, Any]:
        anfang = {"am": lies_datum(self.request, "am", self.bereich.stichtag), "was": self.request.GET.get("was", "")}
        if partner := self._partner():
            anfang["partner"] = str(partner.uuid)
        if kuerzel := self.request.GET.get("sozialraum"):
            anfang["sozialraum"] = kuerzel
        return anfang

    def _partner(self) -> Netzwerkpartner | None:
        try:
            waehlbar = Netzwerkpartner.objects.waehlbar_fuer(self.bereich)
            return waehlbar.filter(uuid=self.request.GET.get("partner") or None).first()
        except ValidationError:
            return None

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.zwischenschritte & request.POST.keys():
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.errors.clear()
        form.textwarnungen = []
        kontext = self.get_context_data(form=form)
        teil = "netzwerk/_schrittpartner.html" if request.htmx else self.template_name
        return self.response_class(request, [teil], kontext, using=self.template_engine)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        if "suchen" not in self.request.POST:
            return kontext
        suche = self.request.POST.get("partnersuche", "")
        treffer = partnervorschlaege(self.bereich, suche, []) if suche.strip() else []
        return kontext | {"vorschlaege": treffer, "partnersuche": suche, "gesucht": True}

    def form_valid(self, form: WiedervorlageForm) -> HttpResponse:
        try:
            with transaction.atomic():
                schritt, ist_neu = lege_an(benutzer=self.request.user, **form.cleaned_data)
                schliesse_ab(self.request, form, schritt, gespeichert=ist_neu)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        if ist_neu:
            wo = schritt.partner or schritt.sozialraum
            messages.success(self.request, f"Vorgemerkt für den {tagesdatum(schritt.am)}: {schritt.was} ({wo})")
        else:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(zurueck(self.request))
