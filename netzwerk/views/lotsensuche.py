"""Choosing providers for a Lotsenanfrage and asking them (K22)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import DetailView

from konten.models.schluessel import lies_uuids
from konten.rules.zahl import mehrzahl
from konten.views import Bearbeitbar
from netzwerk.models import Lotsenanfrage
from netzwerk.rules.lotsen import Akt
from netzwerk.selectors.passend import passende_angebote
from netzwerk.services.lotsen import Ziel, leite_weiter
from netzwerk.views.lotsen import HILFE, kruemel
from netzwerk.views.lotsenakt import verlange
from partner.models import Angebot, Netzwerkpartner
from partner.rules.fundworte import Gruende

HOECHSTENS_PARTNER = 10
HOECHSTENS_ZIELE = 15


@dataclass(frozen=True, slots=True)
class Vorschlag:
    """A row to tick: an offer or a whole partner, and where the question would go."""

    wert: str
    ziel: Ziel
    schon_gefragt: bool
    angekreuzt: bool
    gruende: Gruende | None = None


class Lotsenweiterleiten(Bearbeitbar, DetailView):
    """Offers that fit, and any partner by name; those ticked get a link by mail, the others are called."""

    model = Lotsenanfrage
    permission_required = "lotsen.bearbeiten"
    template_name = "netzwerk/lotsen_weiterleiten.html"
    hilfe = HILFE
    http_method_names = ["get", "head", "options", "post"]

    def get_queryset(self) -> QuerySet:
        menge = super().get_queryset().select_related("sozialraum", "gemeinde")
        return menge.prefetch_related("themen", "weiterleitungen")

    def get_object(self, queryset: QuerySet | None = None) -> Lotsenanfrage:
        anfrage = super().get_object(queryset)
        verlange(anfrage, self.request, Akt.WEITERLEITEN)
        return anfrage

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        ziele = self.gewaehlte(request.POST.getlist("ziel"))
        if not ziele:
            messages.error(request, "Bitte kreuzen Sie mindestens einen Anbieter an.")
            return self.render_to_response(self.get_context_data())
        gefragt = leite_weiter(anfrage_id=self.object.pk, ziele=ziele, durch=request.user, heute=timezone.localdate())
        messages.success(request, _satz(gefragt))
        return HttpResponseRedirect(self.object.get_absolute_url())

    @cached_property
    def suche(self) -> str:
        return (self.request.POST.get("q") or self.request.GET.get("q", "")).replace("\x00", "").strip()[:80]

    def gewaehlte(self, werte: Sequence[str]) -> list[Ziel]:
        """Only what the person may see; forged keys are left out."""
        arten: dict[str, list[str]] = {"angebot": [], "partner": []}
        for wert in werte[:HOECHSTENS_ZIELE]:
            art, _, schluessel = wert.partition(":")
            arten.get(art, []).append(schluessel)
        angebote = Angebot.objects.waehlbar_fuer(self.bereich).filter(uuid__in=lies_uuids(arten["angebot"]))
        partner = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).filter(uuid__in=lies_uuids(arten["partner"]))
        return [
            *(zu_angebot(angebot) for angebot in angebote.select_related("anbieter", "ansprechperson")),
            *(Ziel(einer, None, einer.email) for einer in partner),
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        anfrage = self.object
        profil = anfrage.profil
        if self.request.GET.get("alle"):
            leer = {"themen": frozenset(), "gemeinde_id": None, "sprache": "", "mobilitaet": "ohne"}
            profil = replace(profil, altersgruppe="alle", **leer)
        angebote = passende_angebote(replace(profil, worte=self.suche), self.bereich, timezone.localdate())
        return super().get_context_data(
            kruemel=kruemel(anfrage),
            suche=self.suche,
            alle=bool(self.request.GET.get("alle")),
            vorschlaege=[
                self._vorschlag(f"angebot:{t.angebot.uuid}", zu_angebot(t.angebot), t.gruende) for t in angebote
            ],
            partner=[self._vorschlag(f"partner:{p.uuid}", Ziel(p, None, p.email)) for p in self._partner()],
            **kwargs,
        )

    def _partner(self) -> list[Netzwerkpartner]:
        """Partners without an offer that fits are found by name. One query, none without a word."""
        if not self.suche:
            return []
        menge = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).suche(self.suche)
        return list(menge.order_by("name_norm")[:HOECHSTENS_PARTNER])

    def _vorschlag(self, wert: str, ziel: Ziel, gruende: Gruende | None = None) -> Vorschlag:
        schon = {(frage.partner_id, frage.angebot_id) for frage in self.object.weiterleitungen.all()}
        paar = ziel.partner.pk, ziel.angebot.pk if ziel.angebot else None
        return Vorschlag(wert, ziel, paar in schon, wert in self.request.POST.getlist("ziel"), gruende)


def zu_angebot(angebot: Angebot) -> Ziel:
    """Where the question about this offer goes: its own address, its contact person's, or the provider's."""
    person = angebot.ansprechperson
    email = angebot.email or (person.email if person else "") or angebot.anbieter.email
    return Ziel(angebot.anbieter, angebot, email)


def _satz(gefragt: Sequence[Any]) -> str:
    if not gefragt:
        return "Diese Anbieter waren schon gefragt."
    anrufen = sum(not frage.empfaenger for frage in gefragt)
    satz = f"{mehrzahl(len(gefragt), 'Anbieter ist', 'Anbieter sind')} gefragt."
    return f"{satz} {anrufen} ohne Mailadresse: bitte anrufen." if anrufen else satz
