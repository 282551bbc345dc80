"""Pages of proofs of use: list, figures with text, writing, next step (K29)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from finanzen.forms.verwendung import Beginnform, Nachweisform, Nachweisschritt
from finanzen.models import Verwendungsnachweis
from finanzen.reports.verwendung import Verwendungsbericht, verwendungsbericht
from finanzen.rules.verwendung import ABSCHNITTE, AENDERBAR
from finanzen.selectors.verwendung import darf_text_lesen, nachweiszeilen
from finanzen.services.verwendung import FEST, aendere, beginne, folgen_fuer, setze_stand
from finanzen.tables.verwendung import verwendungsantwort
from finanzen.views.jahr import MitJahr
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import MitEntwurf, MitFassungen, schliesse_ab
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert
from sozialraum.models import Sozialraum, Traeger

HILFE = "/hilfe/jahresabschluss/"
KONFLIKT = (
    "Jemand hat diesen Verwendungsnachweis inzwischen geändert. Ihre Eingaben stehen noch im Formular. Wenn Sie noch "
    "einmal speichern, gilt Ihre Fassung."
)
SPALTEN = (
    Spalte("Sozialraum", lambda zeile: zeile.raum.name, 28),
    Spalte("Träger", lambda zeile: zeile.traeger.name, 34),
    Spalte("Stand", lambda z: z.nachweis.get_zustand_display() if z.nachweis else "nicht begonnen", 20),
    Spalte("eingereicht am", lambda z: z.nachweis and z.nachweis.eingereicht_am, 16),
    Spalte("bestätigt oder zurückgegeben am", lambda z: z.nachweis and z.nachweis.entschieden_am, 28),
)


def kruemel(nachweis: Verwendungsnachweis | None = None) -> list[dict[str, str]]:
    liste = reverse("finanzen:verwendungsnachweis_liste")
    if nachweis is None:
        return [{"titel": "Verwendungsnachweise", "url": liste}]
    return [
        {"titel": "Verwendungsnachweise", "url": f"{liste}?jahr={nachweis.jahr}"},
        {"titel": str(nachweis), "url": nachweis.get_absolute_url()},
    ]


class NachweisListe(MitJahr, Gesichert, TemplateView):
    """Who owes a proof of use for the year, and how far it is."""

    permission_required = "finanzen.sehen"
    template_name = "finanzen/verwendungsnachweis_list.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if (format_ := request.GET.get("format")) in FORMATE:
            jahr = self.lies_jahr()
            return exportantwort(f"verwendungsnachweise-{jahr}", format_, SPALTEN, nachweiszeilen(self.bereich, jahr))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        jahr = self.lies_jahr()
        return super().get_context_data(jahr=jahr, zeilen=nachweiszeilen(self.bereich, jahr), **kwargs)


class NachweisBeginnen(Gesichert, View):
    """Begins the proof of use of a Träger and leads to its text."""

    permission_required = "verwendung.einreichen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = Beginnform(request.POST)
        if not form.is_valid():
            messages.error(request, "Bitte wählen Sie Träger, Sozialraum und Jahr in der Liste.")
            return HttpResponseRedirect(reverse("finanzen:verwendungsnachweis_liste"))
        daten = form.cleaned_data
        raum = get_object_or_404(Sozialraum, kuerzel=daten["sozialraum"])
        traeger = get_object_or_404(Traeger, uuid=daten["traeger"])
        try:
            nachweis = beginne(jahr=daten["jahr"], sozialraum_id=raum.pk, traeger_id=traeger.pk, benutzer=request.user)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
            return HttpResponseRedirect(f"{reverse('finanzen:verwendungsnachweis_liste')}?jahr={daten['jahr']}")
        return HttpResponseRedirect(nachweis.get_absolute_url())


class Nachweisansicht(Sichtbar):
    """Right and scope of one proof of use."""

    model = Verwendungsnachweis
    permission_required = "finanzen.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        verbunden = ("sozialraum", "traeger", "eingereicht_von", "entschieden_von")
        return super().get_queryset().select_related(*verbunden)

    def bericht(self, nachweis: Verwendungsnachweis) -> Verwendungsbericht:
        return verwendungsbericht(
            nachweis, mit_text=darf_text_lesen(self.bereich, nachweis), heute=timezone.localdate()
        )


class NachweisDetail(Nachweisansicht, DetailView):
    """Figures and text, and the same as a workbook."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") == "xlsx":
            return verwendungsantwort(self.bericht(self.get_object()))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        nachweis = self.object
        folgen = folgen_fuer(nachweis, self.request.user)
        eigene = nachweis.traeger_id in self.bereich.geleitete_traeger("verwendung.einreichen")
        grund = {
            "kruemel": kruemel(nachweis)[:1],
            "bericht": self.bericht(nachweis),
            "schrittform": Nachweisschritt(nachweis=nachweis, folgen=folgen) if folgen else None,
            "aenderbar": eigene and nachweis.zustand in AENDERBAR,
        }
        return super().get_context_data(**grund | kwargs)


class NachweisBearbeiten(MitFassungen, MitEntwurf, MitBereich, Bearbeitbar, UpdateView):
    """The text of a proof of use; drafts are kept, a conflict shows both versions."""

    model = Verwendungsnachweis
    form_class = Nachweisform
    permission_required = "verwendung.einreichen"
    entwurfsart = "verwendungsnachweis"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("sozialraum", "traeger")

    def get_object(self, queryset: QuerySet | None = None) -> Verwendungsnachweis:
        nachweis = super().get_object(queryset)
        if nachweis.zustand not in AENDERBAR:
            raise PermissionDenied(FEST)
        return nachweis

    def form_valid(self, form: Nachweisform) -> HttpResponse:
        try:
            with transaction.atomic():
                nachweis = aendere(
                    nachweis_id=self.object.pk,
                    version=form.cleaned_data["version"],
                    texte={name: form.cleaned_data[name] for name in ABSCHNITTE},
                    benutzer=self.request.user,
                )
                schliesse_ab(self.request, form, nachweis)
        except ZwischenzeitlichGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Der Text ist gespeichert.")
        return HttpResponseRedirect(nachweis.get_absolute_url())

    def frisches_formular(self) -> Nachweisform:
        return Nachweisform(instance=Verwendungsnachweis.objects.get(pk=self.object.pk), bereich=self.bereich)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(self.object), **kwargs)


class NachweisStand(Nachweisansicht, SingleObjectMixin, View):
    """Hands in, confirms or returns; refused input comes back on the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        nachweis = self.get_object()
        folgen = folgen_fuer(nachweis, request.user)
        if not folgen:
            raise PermissionDenied
        form = Nachweisschritt(request.POST, nachweis=nachweis, folgen=folgen)
        if not form.is_valid():
            return self._zeige(form)
        try:
            with transaction.atomic():
                setze_stand(nachweis_id=nachweis.pk, durch=request.user, **form.cleaned_data)
                schliesse_ab(request, form, nachweis)
        except ValidationError as fehler:
            feld = "grund" if hasattr(fehler, "error_dict") else None
            form.add_error(feld, fehler.messages)
            return self._zeige(form)
        messages.success(request, "Der neue Stand ist eingetragen.")
        return HttpResponseRedirect(nachweis.get_absolute_url())

    def _zeige(self, form: Nachweisschritt) -> HttpResponse:
        seite = NachweisDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(schrittform=form))
