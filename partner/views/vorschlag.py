"""What providers propose: the queue, and the decision field by field."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from konten.tables import Spalte
from konten.views import Bearbeitbar, Sichtbar
from konten.views.liste import Exportliste
from partner.forms.bestaetigung import Entscheidungsform, feldtitel
from partner.models import Aenderungsvorschlag
from partner.services.vorschlag import entscheide, entscheide_ueber_ende, ist_ende
from partner.views.angebot import HILFE, kruemel

RECHT = "angebot.pruefen"
SPALTEN = (
    Spalte("ID", lambda v: str(v.uuid), 38),
    Spalte("Eingegangen am", lambda v: v.eingegangen_am, 20),
    Spalte("Angebot", lambda v: v.angebot.titel, 40),
    Spalte("Anbieter", lambda v: v.angebot.anbieter.name, 40),
    Spalte("Antwort", lambda v: v.get_antwort_display(), 24),
    Spalte("Felder", lambda v: ", ".join(feldtitel(zeile.feld) for zeile in v.felder.all()), 50),
)


class VorschlagListe(Exportliste):
    """Proposals that wait for this account, oldest first."""

    model = Aenderungsvorschlag
    permission_required = RECHT
    template_name = "partner/vorschlag_list.html"
    hilfe = HILFE
    export = ("vorschlaege", SPALTEN)

    def get_queryset(self) -> QuerySet:
        offene = super().get_queryset().bearbeitbar_fuer(self.bereich).offen()
        return offene.select_related("angebot__anbieter").prefetch_related("felder")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(), **kwargs)


class VorschlagDetail(Sichtbar, DetailView):
    """One proposal beside the entry; decided by whoever keeps the offer."""

    model = Aenderungsvorschlag
    permission_required = RECHT
    template_name = "partner/vorschlag_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("angebot__anbieter", "erledigt_von").prefetch_related("felder")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        vorschlag = self.object
        weg = [*kruemel(), {"titel": "Vorschläge", "url": reverse("partner:vorschlag_liste")}]
        grund = {
            "kruemel": weg,
            "form": Entscheidungsform(vorschlag=vorschlag),
            "ist_ende": ist_ende(vorschlag),
            "darf": Aenderungsvorschlag.objects.bearbeitbar_fuer(self.bereich).filter(pk=vorschlag.pk).exists(),
        }
        return super().get_context_data(**grund | kwargs)


class Vorschlagsakt(Bearbeitbar, SingleObjectMixin, View):
    """Decides; afterwards the next one that waits."""

    model = Aenderungsvorschlag
    permission_required = RECHT
    http_method_names = ["post"]

    def weiter(self) -> HttpResponse:
        naechster = Aenderungsvorschlag.objects.bearbeitbar_fuer(self.bereich).offen().exists()
        ziel = reverse("partner:vorschlag_liste") if naechster else self.get_object().angebot.get_absolute_url()
        return HttpResponseRedirect(ziel)


class VorschlagEntscheiden(Vorschlagsakt):
    """Field by field."""

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        vorschlag = self.get_object()
        form = Entscheidungsform(request.POST, vorschlag=vorschlag)
        if form.is_valid():
            try:
                stimmt = form.cleaned_data["stimmt_jetzt"]
                felder = entscheide(vorschlag=vorschlag, wahl=form.wahl(), stimmt_jetzt=stimmt, durch=request.user)
            except ValidationError as fehler:
                form.add_error(None, list(fehler.messages))
            else:
                uebernommen = ", ".join(map(feldtitel, felder)) or "nichts"
                messages.success(request, f"Erledigt. Übernommen: {uebernommen}.")
                return self.weiter()
        seite = VorschlagDetail(kwargs=self.kwargs, request=request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(form=form))


class VorschlagEnde(Vorschlagsakt):
    """The offer is gone, or it is not."""

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        vorschlag, endet = self.get_object(), request.POST.get("endet") == "ja"
        try:
            entscheide_ueber_ende(vorschlag=vorschlag, endet=endet, durch=request.user)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            satz = (
                "Das Angebot ruht und steht nicht mehr im Verzeichnis." if endet else "Das Angebot bleibt, wie es ist."
            )
            messages.success(request, satz)
        return self.weiter()
