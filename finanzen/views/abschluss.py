"""Pages of the year end: checklist and decisions, closing, the snapshot, opening again (K29)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from finanzen.forms.abschluss import Oeffnungsform, Restform, Schlussform
from finanzen.models import Jahresabschluss
from finanzen.reports.abschluss import Schnappschuss, abschlussbild, schnappschuss
from finanzen.rules.abschluss import Offen, Pruefpunkt, Punktart
from finanzen.selectors.sicht import finanzsicht
from finanzen.services.abschluss import entscheide_rest, oeffne, schliesse
from finanzen.views.uebersicht import Raumseite, finanzkruemel
from konten.views import Sichtbar
from konten.views.eingabe import schliesse_ab
from sozialraum.models import Sozialraum, Traeger

HILFE = "/hilfe/jahresabschluss/"
#: question of the checklist -> (page that answers it, filter there)
WOHIN = {
    Punktart.BELEG: ("finanzen:ausgabe_liste", {"beleg": "nein"}),
    Punktart.PRUEFUNG: ("finanzen:ausgabe_liste", {"geprueft": "nein"}),
    Punktart.BEWILLIGUNG: ("finanzen:ausgabe_liste", {}),
    Punktart.NACHWEIS: ("finanzen:verwendungsnachweis_liste", None),
    Punktart.VOLUMEN: ("finanzen:volumen_liste", None),
}


def abschlusskruemel(raum: Sozialraum, jahr: int) -> list[dict[str, str]]:
    seite = reverse("finanzen:raum", args=[jahr, raum.kuerzel])
    return [*finanzkruemel(jahr), {"titel": f"{raum.name} {jahr}", "url": seite}]


def punktadresse(punkt: Pruefpunkt, offen: Offen, raum: Sozialraum, jahr: int) -> str:
    """Where one open thing is settled: the page of the Sozialraum, unless another one answers the question."""
    name, filter_ = WOHIN.get(punkt.art, ("", None))
    if punkt.art == Punktart.VORJAHR:
        return reverse("finanzen:abschluss", args=[jahr - 1, raum.kuerzel])
    if punkt.art == Punktart.REST:
        return "#reste"
    if not name:
        return reverse("finanzen:raum", args=[jahr, raum.kuerzel])
    if filter_ is None:
        return f"{reverse(name)}?{urlencode({'jahr': jahr})}"
    wahl = {"jahr": jahr, "sozialraum": raum.kuerzel, "traeger": offen.traeger, **filter_}
    return f"{reverse(name)}?{urlencode(wahl)}"


class Abschluss(Raumseite, TemplateView):
    """`/finanzen/<jahr>/<kuerzel>/abschluss/`: what is open, what is left, closing."""

    permission_required = "finanzen.sehen"
    template_name = "finanzen/abschluss.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        raum = self.hole_raum()
        bild = abschlussbild(finanzsicht(self.bereich), raum, self.jahr, timezone.localdate())
        darf = self.bereich.darf("abschluss.fuehren")
        liste = [
            (punkt, [(offen, punktadresse(punkt, offen, raum, self.jahr)) for offen in punkt.offen])
            for punkt in bild.punkte
        ]
        grund = {
            "kruemel": abschlusskruemel(raum, self.jahr),
            "jahr": self.jahr,
            "raum": raum,
            "bild": bild,
            "liste": liste,
            "darf_fuehren": darf and bild.abschluss is None,
            "schlussform": Schlussform() if darf else None,
        }
        return super().get_context_data(**grund | kwargs)


class Abschlussakt(Raumseite, View):
    """An act on the year of a Sozialraum; refused ones come back with what is missing."""

    permission_required = "abschluss.fuehren"
    http_method_names = ["post"]

    def zeige(self, **kwargs) -> HttpResponse:
        seite = Abschluss(kwargs=self.kwargs, request=self.request, args=(), jahr=self.jahr)
        return seite.render_to_response(seite.get_context_data(**kwargs))

    def zurueck(self, anker: str = "") -> HttpResponse:
        ziel = reverse("finanzen:abschluss", args=[self.jahr, self.kwargs["kuerzel"]])
        return HttpResponseRedirect(f"{ziel}{anker}")


class RestEntscheiden(Abschlussakt):
    """Rückzahlung or Übertrag of one Träger's rest."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        raum, form = self.hole_raum(), Restform(request.POST)
        traeger = Traeger.objects.filter(uuid=form.cleaned_data["traeger"]).first() if form.is_valid() else None
        if traeger is None:
            messages.error(request, "Diesen Träger gibt es hier nicht.")
            return self.zurueck("#reste")
        try:
            zeile = entscheide_rest(
                jahr=self.jahr,
                sozialraum_id=raum.pk,
                traeger_id=traeger.pk,
                entscheidung=form.cleaned_data["entscheidung"],
                durch=request.user,
            )
        except ValidationError as fehler:
            messages.error(request, f"{traeger}: {' '.join(fehler.messages)}")
        else:
            messages.success(
                request, f"{traeger}: Die Entscheidung ist {'eingetragen' if zeile else 'zurückgenommen'}."
            )
        return self.zurueck("#reste")


class JahrSchliessen(Abschlussakt):
    """Closes the year and shows the snapshot."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        raum, form = self.hole_raum(), Schlussform(request.POST)
        form.is_valid()
        try:
            gesehen = form.cleaned_data.get("gesehen", False)
            abschluss = schliesse(jahr=self.jahr, sozialraum_id=raum.pk, durch=request.user, gesehen=gesehen)
        except ValidationError as fehler:
            form.add_error("gesehen" if hasattr(fehler, "error_dict") else None, fehler.messages)
            return self.zeige(schlussform=form)
        messages.success(request, f"Das Jahr {self.jahr} ist für {raum.name} abgeschlossen.")
        return HttpResponseRedirect(reverse("finanzen:schnappschuss", args=[abschluss.uuid]))


# --- Snapshot -------------------------------------------------------------------------------------------------------


class Schnappschussansicht(Sichtbar, SingleObjectMixin):
    """Right and scope of one closing."""

    model = Jahresabschluss
    permission_required = "finanzen.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        menge = Jahresabschluss.objects.in_sozialraeumen(self.bereich, "finanzen.sehen", "sozialraum")
        return menge.select_related("sozialraum", "geschlossen_von", "geoeffnet_von")

    def schnappschuss(self, abschluss: Jahresabschluss) -> Schnappschuss:
        return schnappschuss(abschluss, finanzsicht(self.bereich))


class SchnappschussSeite(Schnappschussansicht, DetailView):
    """A closing as it was stored."""

    template_name = "finanzen/schnappschuss.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        abschluss = self.object
        darf = self.bereich.darf("abschluss.fuehren") and abschluss.geoeffnet_am is None
        seite = reverse("finanzen:abschluss", args=[abschluss.jahr, abschluss.sozialraum.kuerzel])
        grund = {
            "kruemel": [
                *abschlusskruemel(abschluss.sozialraum, abschluss.jahr),
                {"titel": "Jahresabschluss", "url": seite},
            ],
            "bild": self.schnappschuss(abschluss),
            "oeffnungsform": Oeffnungsform() if darf else None,
        }
        return super().get_context_data(**grund | kwargs)


class JahrOeffnen(Schnappschussansicht, View):
    """Opens a closed year with a reason."""

    permission_required = "abschluss.fuehren"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        abschluss = self.get_object()
        if abschluss.geoeffnet_am is not None:
            raise PermissionDenied
        form = Oeffnungsform(request.POST)
        if not form.is_valid():
            return self._zeige(form)
        try:
            with transaction.atomic():
                oeffne(abschluss_id=abschluss.pk, grund=form.cleaned_data["grund"], durch=request.user)
                schliesse_ab(request, form, abschluss)
        except ValidationError as fehler:
            form.add_error("grund" if hasattr(fehler, "error_dict") else None, fehler.messages)
            return self._zeige(form)
        messages.success(request, "Das Jahr ist wieder geöffnet. Der Abschluss bleibt als Verlauf erhalten.")
        ziel = reverse("finanzen:abschluss", args=[abschluss.jahr, abschluss.sozialraum.kuerzel])
        return HttpResponseRedirect(ziel)

    def _zeige(self, form: Form) -> HttpResponse:
        seite = SchnappschussSeite(kwargs=self.kwargs, request=self.request, args=())
        seite.object = self.get_object()
        return seite.render_to_response(seite.get_context_data(oeffnungsform=form))
