"""Handover: the list, beginning it, the guided page, its acts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, Sichtbar
from konten.views.eingabe import MitEntwurf, schliesse_ab
from konten.views.liste import Exportliste
from netzwerk.forms.uebergabe import Angabenform, Beginnform, Entscheidungsform
from netzwerk.models import Einsatz, Uebergabe
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung, Uebergabestatus
from netzwerk.rules.uebergabe import FOLGE
from netzwerk.selectors.uebergabe import einsaetze_zum_uebergeben, endende_einsaetze, uebergabelage
from netzwerk.services import uebergabe as dienst
from netzwerk.tables import UEBERGABEN

HILFE = "/hilfe/uebergabe/"
RECHT = "uebergabe.fuehren"
VERBUNDEN = (
    "einsatz__fachkraft",
    "einsatz__sozialraum",
    "einsatz__traeger",
    "nachfolge__traeger",
    "nachfolge__benutzer",
)
STAENDE = dict(Uebergabestatus.choices)


def kruemel() -> list[dict[str, str]]:
    return [{"titel": "Übergaben", "url": reverse("netzwerk:uebergabe_liste")}]


class UebergabeListe(Exportliste):
    """Running and finished handovers; above them the Einsätze that end and have none."""

    model = Uebergabe
    permission_required = "uebergabe.sehen"
    template_name = "netzwerk/uebergabe_list.html"
    hilfe = HILFE
    export = ("uebergaben", UEBERGABEN)

    @property
    def stand(self) -> str:
        wahl = self.request.GET.get("stand", "")
        return wahl if wahl in STAENDE else ""

    def get_queryset(self) -> QuerySet:
        sichtbare = super().get_queryset().order_by().values("pk")
        menge = Uebergabe.objects.filter(pk__in=sichtbare).select_related(*VERBUNDEN)
        menge = menge.filter(zustand=self.stand) if self.stand else menge
        offen = Count("punkte", filter=Q(punkte__entscheidung=Punktentscheidung.OFFEN))
        return menge.annotate(punktzahl=Count("punkte"), offene=offen).order_by("-zustand", "-am", "-pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute, darf = self.bereich.stichtag, self.bereich.darf(RECHT)
        return super().get_context_data(
            stand=self.stand,
            staende=STAENDE.items(),
            stichtag=heute,
            endende=endende_einsaetze(self.bereich, heute),
            moegliche=einsaetze_zum_uebergeben(self.bereich).aktiv(heute).filter(uebergabe=None) if darf else (),
            darf_beginnen=darf,
            **kwargs,
        )


class UebergabeNeu(Gesichert, MitRueckgabe, MitBereich, FormView):
    """Begins the handover of one Einsatz; the uuid in the address is the Einsatz's."""

    permission_required = RECHT
    form_class = Beginnform
    template_name = "netzwerk/uebergabe_form.html"
    hilfe = HILFE

    @property
    def einsatz(self) -> Einsatz:
        if not hasattr(self, "_einsatz"):
            menge = einsaetze_zum_uebergeben(self.bereich)
            self._einsatz = get_object_or_404(menge, uuid=self.kwargs["uuid"])
        return self._einsatz

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        vorhandene = Uebergabe.objects.filter(einsatz=self.einsatz).exclude(zustand=Uebergabestatus.ABGEBROCHEN)
        if einzige := vorhandene.first():
            return HttpResponseRedirect(einzige.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"einsatz": self.einsatz}

    def form_valid(self, form: Beginnform) -> HttpResponse:
        try:
            uebergabe = dienst.beginne(
                einsatz=self.einsatz, durch=self.request.user, heute=self.bereich.stichtag, **form.cleaned_data
            )
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        text = "Die Übergabe ist begonnen. Sie können jederzeit unterbrechen und später weitermachen."
        messages.success(self.request, text)
        return HttpResponseRedirect(uebergabe.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = reverse("netzwerk:uebergabe_liste")
        return super().get_context_data(einsatz=self.einsatz, kruemel=kruemel(), liste_url=liste, **kwargs)


class Uebergabeteil(SingleObjectMixin):
    """What all pages and acts of one handover load."""

    model = Uebergabe
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related(*VERBUNDEN)


class UebergabeDetail(Sichtbar, Uebergabeteil, DetailView):
    """The guided page: progress, points by kind, what has come up since the last time. Reading changes nothing."""

    permission_required = "uebergabe.sehen"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        uebergabe = self.object
        laeuft = uebergabe.zustand == Uebergabestatus.OFFEN
        darf = Uebergabe.objects.bearbeitbar_fuer(self.bereich).filter(pk=uebergabe.pk).exists()
        lage = uebergabelage(uebergabe, self.bereich.stichtag)
        daten = {
            "kruemel": kruemel(),
            "stichtag": self.bereich.stichtag,
            "lage": lage,
            "folge": {art.value: FOLGE[art] for art in Punktart},
            "laeuft": laeuft,
            "ende_fehlt": uebergabe.zustand != Uebergabestatus.ABGEBROCHEN and uebergabe.ist_kuerzer_als_der_einsatz,
            "darf": darf and laeuft,
            "darf_oeffnen": darf and uebergabe.zustand == Uebergabestatus.ABGESCHLOSSEN,
        }
        if darf and laeuft and "form" not in kwargs:
            kwargs["form"] = Entscheidungsform(bereich=self.bereich, uebergabe=uebergabe)
        if darf and laeuft:
            daten["auffangend"] = dienst.auffangende_person(uebergabe, self.request.user, self.bereich.stichtag)
        return super().get_context_data(**daten | kwargs)


class UebergabeEntscheiden(Bearbeitbar, Uebergabeteil, View):
    """Decides the ticked points; refused input comes back on the page with the ticks."""

    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        uebergabe = self.get_object()
        form = Entscheidungsform(request.POST, bereich=self.bereich, uebergabe=uebergabe)
        if form.is_valid() and self._entscheide(uebergabe, form):
            return HttpResponseRedirect(uebergabe.get_absolute_url())
        seite = UebergabeDetail(kwargs=self.kwargs, request=request, args=())
        seite.object = uebergabe
        return seite.render_to_response(seite.get_context_data(form=form, gewaehlt=form.kennungen + form.arten))

    def _entscheide(self, uebergabe: Uebergabe, form: Entscheidungsform) -> bool:
        try:
            with transaction.atomic():
                ergebnis = dienst.entscheide(
                    uebergabe=uebergabe,
                    version=form.cleaned_data["version"],
                    kennungen=form.kennungen,
                    arten=form.arten,
                    entscheidung=form.auftrag,
                    durch=self.request.user,
                    heute=self.bereich.stichtag,
                )
                schliesse_ab(self.request, form, uebergabe)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return False
        if ergebnis.entschieden:
            messages.success(self.request, ergebnis.satz)
        if ergebnis.warnung:
            messages.warning(self.request, ergebnis.warnung)
        if ergebnis.abgelehnt:
            saetze = [(einer.url, einer.titel, einer.grund) for einer in ergebnis.abgelehnt]
            verweise = format_html_join(" ", "<a href='{}'>{}</a>: {}", [satz for satz in saetze if satz[0]])
            texte = format_html_join(" ", "{}: {}", [satz[1:] for satz in saetze if not satz[0]])
            messages.warning(self.request, format_html("Nicht gespeichert: {} {}", verweise, texte))
        return True


class UebergabeBearbeiten(MitEntwurf, MitBereich, Bearbeitbar, Uebergabeteil, FormView):
    """Successor, last day and what she should know."""

    permission_required = RECHT
    form_class = Angabenform
    template_name = "netzwerk/uebergabe_angaben.html"
    entwurfsart = "uebergabe"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and self.has_permission():
            self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"uebergabe": self.object}

    def form_valid(self, form: Angabenform) -> HttpResponse:
        try:
            with transaction.atomic():
                dienst.aendere(uebergabe=self.object, **form.cleaned_data)
                schliesse_ab(self.request, form, self.object)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Gespeichert.")
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        krumen = [*kruemel(), {"titel": str(self.object), "url": self.object.get_absolute_url()}]
        return super().get_context_data(kruemel=krumen, liste_url=self.object.get_absolute_url(), **kwargs)


class Uebergabeakt(Bearbeitbar, Uebergabeteil, View):
    """An act on the whole handover by POST."""

    permission_required = RECHT
    http_method_names = ["post"]
    erfolg = ""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        uebergabe = self.get_object()
        try:
            self.handle(uebergabe)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, self.erfolg)
        return HttpResponseRedirect(uebergabe.get_absolute_url())


class UebergabeAbschliessen(Uebergabeakt):
    erfolg = "Die Übergabe ist abgeschlossen. Die Mappe bleibt lesbar."

    def handle(self, uebergabe: Uebergabe) -> None:
        dienst.schliesse_ab(uebergabe=uebergabe, durch=self.request.user, heute=self.bereich.stichtag)


class UebergabeAbbrechen(Uebergabeakt):
    erfolg = "Die Übergabe ist abgebrochen. Was schon übergeben war, bleibt dort."

    def handle(self, uebergabe: Uebergabe) -> None:
        dienst.brich_ab(uebergabe=uebergabe)


class UebergabeOeffnen(Uebergabeakt):
    erfolg = "Die Übergabe ist wieder offen."

    def handle(self, uebergabe: Uebergabe) -> None:
        dienst.oeffne(uebergabe=uebergabe, heute=self.bereich.stichtag)
