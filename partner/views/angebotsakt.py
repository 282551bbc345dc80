"""Acts on an offer: verify, ask the provider, stage, publish, count a use, remove."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import lies_uuid
from konten.rules.zahl import tagesdatum
from konten.views import Bearbeitbar, Sichtbar
from konten.views.handlung import Handlung
from partner.forms.angebot import RECHT, Pruefform, Stufenform, jahre
from partner.models import Angebot, Angebotspruefung, Bestaetigungsanfrage
from partner.rules.angebot import Angebotsstufe, Pruefweg
from partner.selectors.bestaetigung import empfaenger_von, offene_anfrage
from partner.services import angebot as dienst
from partner.services.bestaetigung import bestaetige_am_telefon, frage_an, sende, ziehe_zurueck
from partner.views.angebot import HILFE, AngebotDetail, kruemel


class Formularakt(Bearbeitbar, SingleObjectMixin, View):
    """An act with a small form on the offer's page; refused input comes back there."""

    model = Angebot
    permission_required = RECHT
    http_method_names = ["post"]
    formname = ""

    def zeige(self, **formulare) -> HttpResponse:
        seite = AngebotDetail(kwargs=self.kwargs, request=self.request, args=())
        seite.object = seite.get_object()
        return seite.render_to_response(seite.get_context_data(**formulare))


class AngebotPruefen(Formularakt):
    """Verified by somebody of the network, or on the phone."""

    permission_required = "angebot.pruefen"

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        angebot = self.get_object()
        form = Pruefform(request.POST, prefix="pruefung")
        if not form.is_valid():
            return self.zeige(pruefform=form)
        if form.cleaned_data["weg"] == Pruefweg.TELEFON:
            bestaetige_am_telefon(angebot=angebot, wer=form.cleaned_data["wer"], durch=request.user)
        else:
            dienst.pruefe(angebot=angebot, weg=Pruefweg.FACHKRAFT, durch=request.user)
        messages.success(request, f"Als geprüft vermerkt: {tagesdatum(timezone.localdate())}.")
        return HttpResponseRedirect(angebot.get_absolute_url())


class PruefungZurueck(Handlung):
    """Takes back one's own verification of today."""

    model = Angebotspruefung
    permission_required = "angebot.pruefen"

    def handle(self, objekt: Angebotspruefung) -> str:
        dienst.nimm_pruefung_zurueck(pruefung=objekt, durch=self.request.user)
        return "Die Prüfung ist zurückgenommen."

    def ziel(self, objekt: Angebotspruefung) -> str:
        return objekt.angebot.get_absolute_url()


class AngebotStufe(Formularakt):
    """The next stage of its life."""

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        angebot = self.get_object()
        form = Stufenform(request.POST, jetzt=angebot.stufe, prefix="stufe")
        if not form.is_valid():
            return self.zeige(stufenform=form)
        try:
            dienst.wechsle_stufe(angebot=angebot, durch=request.user, **form.cleaned_data)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
        else:
            messages.success(request, f"Das Angebot ist jetzt „{Angebotsstufe(form.cleaned_data['stufe']).label}“.")
        return HttpResponseRedirect(angebot.get_absolute_url())


class AngebotVeroeffentlichen(Handlung):
    """Into the public directory."""

    model = Angebot
    permission_required = RECHT

    def handle(self, objekt: Angebot) -> str:
        neu = dienst.veroeffentliche(angebot=objekt, oeffentlich=True)
        return "Das Angebot ist veröffentlicht." if neu else "Das Angebot war schon veröffentlicht."


class AngebotZurueckziehen(Handlung):
    """Out of the public directory."""

    model = Angebot
    permission_required = RECHT

    def handle(self, objekt: Angebot) -> str:
        neu = dienst.veroeffentliche(angebot=objekt, oeffentlich=False)
        return "Das Angebot steht nicht mehr im Verzeichnis." if neu else "Das Angebot war nicht veröffentlicht."


class AngebotAnfragen(Handlung):
    """Asks the provider by mail whether this one offer is still true."""

    model = Angebot
    permission_required = "angebot.pruefen"

    def handle(self, objekt: Angebot) -> str:
        if offene_anfrage(objekt):
            raise ValidationError("Der Anbieter ist schon gefragt und hat noch nicht geantwortet.")
        adresse = empfaenger_von([objekt.anbieter_id], timezone.localdate()).get(objekt.anbieter_id, "")
        if not adresse:
            raise ValidationError("Für diesen Anbieter ist keine E-Mail-Adresse eingetragen. Rufen Sie bitte an.")
        anfrage = frage_an(partner=objekt.anbieter, angebote=[objekt], empfaenger=adresse, durch=self.request.user)
        sende(anfrage=anfrage)
        return f"Die Bitte um Bestätigung geht an {adresse}. Der Link gilt bis {anfrage.gilt_bis:%d.%m.%Y}."


class AnfrageZurueckziehen(Handlung):
    """The link of a request stops working."""

    model = Bestaetigungsanfrage
    permission_required = "angebot.pruefen"

    def handle(self, objekt: Bestaetigungsanfrage) -> str:
        if not ziehe_zurueck(anfrage=objekt):
            raise ValidationError("Die Bitte ist schon beantwortet oder zurückgezogen.")
        return "Die Bitte ist zurückgezogen, der Link gilt nicht mehr."

    def ziel(self, objekt: Bestaetigungsanfrage) -> str:
        position = objekt.positionen.select_related("angebot").first()
        if objekt.kampagne_id or position is None:
            return objekt.kampagne.get_absolute_url() if objekt.kampagne_id else reverse("partner:angebot_liste")
        return position.angebot.get_absolute_url()


class AngebotLoeschen(Sichtbar, DetailView):
    """Removes an entry made by mistake, after a question."""

    model = Angebot
    permission_required = "angebot.loeschen"
    template_name = "partner/angebot_loeschen.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(kruemel=kruemel(self.object), **kwargs)

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        angebot = self.get_object()
        try:
            dienst.loesche(angebot=angebot)
        except ValidationError as fehler:
            messages.error(request, " ".join(fehler.messages))
            return HttpResponseRedirect(angebot.get_absolute_url())
        messages.success(request, f"„{angebot.titel}“ ist gelöscht.")
        return HttpResponseRedirect(reverse("partner:angebot_liste"))


class AngebotNutzung(Sichtbar, SingleObjectMixin, View):
    """ "Für einen Fall genutzt": counts offer and year; `zurueck` takes back what was counted last."""

    model = Angebot
    permission_required = "angebot.nutzen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        angebot = self.get_object()
        schluessel = lies_uuid(request.POST.get("schluessel", ""))
        if schluessel is None:
            messages.error(request, "Bitte laden Sie die Seite neu und klicken Sie dann noch einmal.")
        elif "zurueck" in request.POST:
            self._nimm_zurueck(angebot, schluessel)
        else:
            self._zaehle(angebot, schluessel)
            return HttpResponseRedirect(self._ziel(angebot, schluessel))
        return HttpResponseRedirect(self._ziel(angebot))

    def _ziel(self, angebot: Angebot, gezaehlt: UUID | None = None) -> str:
        """Back to the resource finder where it was counted from there, otherwise to the offer."""
        if "suche" not in self.request.POST:
            return (
                f"{angebot.get_absolute_url()}?gezaehlt={gezaehlt}#nutzung" if gezaehlt else angebot.get_absolute_url()
            )
        frage = QueryDict(self.request.POST["suche"], mutable=True)
        frage.update({"gezaehlt": str(gezaehlt), "fuer": str(angebot.uuid)} if gezaehlt else {})
        return f"{reverse('partner:angebot_finden')}?{frage.urlencode()}#a-{angebot.uuid}"

    def _zaehle(self, angebot: Angebot, schluessel: UUID) -> None:
        jahr = int(text) if (text := self.request.POST.get("jahr", "")) in map(str, jahre()) else jahre()[0]
        if dienst.zaehle_nutzung(angebot=angebot, schluessel=schluessel, jahr=jahr):
            messages.success(self.request, f"Gezählt für {jahr}. Gespeichert sind nur das Angebot und das Jahr.")
        else:
            messages.info(self.request, "Das war schon gezählt.")

    def _nimm_zurueck(self, angebot: Angebot, schluessel: UUID) -> None:
        if dienst.nimm_nutzung_zurueck(angebot=angebot, schluessel=schluessel):
            messages.success(self.request, "Die Zählung ist zurückgenommen.")
        else:
            messages.info(self.request, "Hier war nichts zurückzunehmen.")
