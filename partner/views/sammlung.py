"""Collections of offers: list, page to share, new, change, put in, take out, order."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView, DetailView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import lies_uuid
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import KONFLIKT, SCHON_GESPEICHERT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.handlung import Handlung
from konten.views.liste import Exportliste
from partner.forms.sammlung import Sammlungsform
from partner.models import Angebot, Sammlung
from partner.selectors.angebot import grenzen
from partner.services.angebot import AngebotGeaendert
from partner.services.sammlung import nimm_auf, nimm_heraus, speichere, verschiebe
from partner.views.angebot import HILFE, Angebotszeile, zeilen
from partner.views.angebot import SPALTEN as ANGEBOTSSPALTEN
from partner.views.angebot import kruemel as angebotskruemel

RECHT = "angebot.bearbeiten"
SPALTEN = (
    Spalte("ID", lambda s: str(s.uuid), 38),
    Spalte("Sammlung", lambda s: s.titel, 40),
    Spalte("Wofür", lambda s: s.zweck, 60),
    Spalte("Themen", lambda s: ", ".join(str(t) for t in s.themen.all()), 30),
    Spalte("Sozialraum", lambda s: str(s.sozialraum or ""), 30),
    Spalte("Angebote", lambda s: s.zahl, 10),
)


def kruemel(sammlung: Sammlung | None = None) -> list[dict[str, str]]:
    weg = [*angebotskruemel(), {"titel": "Sammlungen", "url": reverse("partner:sammlung_liste")}]
    return [*weg, {"titel": str(sammlung), "url": sammlung.get_absolute_url()}] if sammlung else weg


class SammlungListe(Exportliste):
    """All collections."""

    model = Sammlung
    permission_required = "angebot.sehen"
    template_name = "partner/sammlung_list.html"
    hilfe = HILFE
    export = ("sammlungen", SPALTEN)

    def get_queryset(self) -> QuerySet:
        menge = super().get_queryset().annotate(zahl=Count("plaetze"))
        return menge.select_related("sozialraum").prefetch_related("themen").order_by("titel", "pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        neu = reverse("partner:sammlung_neu") if self.bereich.darf(RECHT) else None
        return super().get_context_data(kruemel=angebotskruemel(), neu_url=neu, **kwargs)


class SammlungDetail(Sichtbar, DetailView):
    """The offers of a collection in their order; the address is what one shares."""

    model = Sammlung
    permission_required = "angebot.sehen"
    template_name = "partner/sammlung_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("sozialraum", "erstellt_von").prefetch_related("themen")

    def _zeilen(self) -> list[Angebotszeile]:
        angebote = Angebot.objects.sichtbar_fuer(self.bereich).filter(sammlungsplaetze__sammlung=self.object)
        geordnet = angebote.fuer_liste().order_by("sammlungsplaetze__reihenfolge", "sammlungsplaetze__pk")
        return zeilen(geordnet, grenzen(self.bereich.stichtag))

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            self.object = self.get_object()
            return exportantwort("sammlung", request.GET["format"], ANGEBOTSSPALTEN, self._zeilen())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            kruemel=kruemel(),
            zeilen=self._zeilen(),
            heute=self.bereich.stichtag,
            darf=Sammlung.objects.bearbeitbar_fuer(self.bereich).filter(pk=self.object.pk).exists(),
            adresse=settings.BASIS_URL + self.object.get_absolute_url(),
            **kwargs,
        )


class Sammlungsformular(MitEntwurf, MitBereich):
    """What new and change have in common."""

    model = Sammlung
    form_class = Sammlungsform
    permission_required = RECHT
    template_name = "partner/sammlung_form.html"
    entwurfsart = "sammlung"
    hilfe = HILFE

    def speichere(self, form: Sammlungsform) -> HttpResponse:
        with transaction.atomic():
            sammlung, gespeichert = speichere(
                sammlung=form.instance,
                version=form.cleaned_data["version"] or 0,
                themen=list(form.cleaned_data["themen"]),
                durch=self.request.user,
            )
            schliesse_ab(self.request, form, sammlung, gespeichert=gespeichert)
        if gespeichert:
            messages.success(self.request, "Die Sammlung ist gespeichert.")
        else:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(sammlung.get_absolute_url())


class SammlungNeu(Sammlungsformular, Gesichert, CreateView):
    def form_valid(self, form: Sammlungsform) -> HttpResponse:
        return self.speichere(form)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        grund = {"ueberschrift": "Sammlung anlegen", "kruemel": kruemel(), "zurueck": reverse("partner:sammlung_liste")}
        return super().get_context_data(**grund | kwargs)


class SammlungBearbeiten(MitFassungen, Sammlungsformular, Bearbeitbar, UpdateView):
    def form_valid(self, form: Sammlungsform) -> HttpResponse:
        try:
            return self.speichere(form)
        except AngebotGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)

    def frisches_formular(self) -> Sammlungsform:
        return Sammlungsform(bereich=self.bereich, instance=self.get_object())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ziel = Sammlung.objects.get(pk=self.object.pk)
        grund = {"ueberschrift": "Sammlung bearbeiten", "kruemel": kruemel(ziel), "zurueck": ziel.get_absolute_url()}
        return super().get_context_data(**grund | kwargs)


class SammlungLoeschen(Handlung):
    """Removes a collection; its offers stay."""

    model = Sammlung
    permission_required = RECHT

    def handle(self, objekt: Sammlung) -> str:
        objekt.delete()
        return f"Die Sammlung „{objekt.titel}“ ist gelöscht. Die Angebote bleiben."

    def ziel(self, objekt: Sammlung) -> str:
        return reverse("partner:sammlung_liste")


class SammlungPlatz(Bearbeitbar, SingleObjectMixin, View):
    """Takes an offer out of a collection or moves it."""

    model = Sammlung
    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        sammlung = self.get_object()
        sichtbare = Angebot.objects.sichtbar_fuer(self.bereich)
        angebot = sichtbare.filter(uuid=lies_uuid(request.POST.get("angebot", ""))).first()
        handlung = request.POST.get("handlung", "")
        if angebot is None:
            messages.error(request, "Dieses Angebot gibt es nicht mehr.")
        elif handlung == "heraus":
            nimm_heraus(sammlung=sammlung, angebot=angebot)
            messages.success(request, f"„{angebot}“ steht nicht mehr in der Sammlung.")
        elif handlung in ("hinauf", "hinunter"):
            verschiebe(sammlung=sammlung, angebot=angebot, hinauf=handlung == "hinauf")
        return HttpResponseRedirect(sammlung.get_absolute_url())


class AngebotSammeln(Sichtbar, SingleObjectMixin, View):
    """Puts this offer into one of the collections that the account keeps."""

    model = Angebot
    permission_required = RECHT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        angebot = self.get_object()
        eigene = Sammlung.objects.bearbeitbar_fuer(self.bereich)
        sammlung = eigene.filter(uuid=lies_uuid(request.POST.get("sammlung", ""))).first()
        if sammlung is None:
            messages.error(request, "Bitte wählen Sie eine Sammlung.")
        elif nimm_auf(sammlung=sammlung, angebot=angebot):
            messages.success(request, f"Aufgenommen in „{sammlung}“.")
        else:
            messages.info(request, f"Das Angebot steht schon in „{sammlung}“.")
        return HttpResponseRedirect(angebot.get_absolute_url())
