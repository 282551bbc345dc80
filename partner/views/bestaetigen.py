"""The provider's page behind the link of a mail: see what is stored, confirm, propose, say that it is gone (K20)."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from konten.models.schluessel import lies_uuid
from konten.rules.link import Linkstand
from konten.views.link import Linkseite
from partner.forms.bestaetigung import Vorschlagsform
from partner.models import Anfrageposition, Angebot, Bestaetigungsanfrage
from partner.rules.bestaetigung import Antwort
from partner.services.bestaetigung import ZWECK, antworte

NAME_HOECHSTENS = 120


class Bestaetigungsseite(Linkseite):
    """What both pages share: whose request the link opens, and whether it still takes answers."""

    zweck = ZWECK

    @cached_property
    def anfrage(self) -> Bestaetigungsanfrage:
        menge = Bestaetigungsanfrage.objects.select_related("partner")
        return get_object_or_404(menge, uuid=self.link.gegenstand)

    @property
    def stand(self) -> Linkstand:
        """Several links may open one request: what was answered through one is answered for all."""
        stand = super().stand
        if stand is Linkstand.GUELTIG and self.anfrage.zurueckgezogen_am:
            return Linkstand.WIDERRUFEN
        return Linkstand.VERBRAUCHT if stand is Linkstand.GUELTIG and self.anfrage.beantwortet_am else stand

    def adresse(self) -> str:
        return reverse("partner:bestaetigen", args=[self.kwargs["token"]])

    def zurueck(self) -> HttpResponse:
        """To the overview, by GET: loading it again sends nothing twice."""
        antwort = HttpResponseRedirect(self.adresse())
        antwort.status_code = 303
        return antwort


class Bestaetigen(Bestaetigungsseite):
    """All offers of the request, each with its answer or the three buttons."""

    template_name = "oeffentlich/bestaetigen.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        if self.stand not in (Linkstand.GUELTIG, Linkstand.VERBRAUCHT):
            return kontext
        positionen = self.anfrage.positionen.select_related("angebot__anbieter").prefetch_related(
            "angebot__zeiten", "angebot__themen"
        )
        return kontext | {"anfrage": self.anfrage, "positionen": list(positionen), "token": self.kwargs["token"]}

    def handle(self) -> HttpResponse:
        wahl, angebot = self.request.POST.get("antwort", ""), lies_uuid(self.request.POST.get("angebot", ""))
        if angebot is None or wahl not in (Antwort.STIMMT, Antwort.ENTFALLEN):
            raise Http404
        von_name = self.request.POST.get("von_name", "").replace("\x00", "")[:NAME_HOECHSTENS]
        antworte(anfrage=self.anfrage, angebot=angebot, antwort=wahl, von_name=von_name)
        return self.zurueck()


class AenderungVorschlagen(Bestaetigungsseite):
    """The entry of one offer as a form, filled; what differs becomes a proposal."""

    template_name = "oeffentlich/vorschlagen.html"

    @cached_property
    def angebot(self) -> Angebot:
        offene: models.QuerySet = Anfrageposition.objects.filter(anfrage=self.anfrage, antwort="")
        menge = Angebot.objects.filter(anfragepositionen__in=offene).select_related("anbieter")
        return get_object_or_404(menge, uuid=self.kwargs["uuid"])

    def get(self, request: HttpRequest, token: str, uuid: UUID) -> HttpResponse:
        if self.stand not in self.erlaubte_staende or not self._ist_offen():
            return self.zurueck()
        return super().get(request, token=token, uuid=uuid)

    def _ist_offen(self) -> bool:
        return self.anfrage.positionen.filter(angebot__uuid=self.kwargs["uuid"], antwort="").exists()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        if self.stand not in self.erlaubte_staende:
            return super().get_context_data(**kwargs)
        kontext = {"form": Vorschlagsform(instance=self.angebot), "titel": self.angebot.titel} | kwargs
        return super().get_context_data(uebersicht=self.adresse(), **kontext)

    def handle(self) -> HttpResponse:
        if not self._ist_offen():
            return self.zurueck()
        titel = self.angebot.titel
        form = Vorschlagsform(self.request.POST, instance=self.angebot)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, titel=titel))
        try:
            antworte(
                anfrage=self.anfrage,
                angebot=self.angebot.uuid,
                antwort=Antwort.AENDERUNG,
                von_name=form.cleaned_data["von_name"],
                bemerkung=form.cleaned_data["bemerkung"],
                felder=form.aenderungen(),
            )
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.render_to_response(self.get_context_data(form=form, titel=titel))
        return self.zurueck()
