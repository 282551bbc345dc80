"""Closed days on the page of a partner: list, enter, shorten or extend, remove."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from konten.rules.zahl import tagesdatum
from konten.views.handlung import Handlung
from partner.forms.felder import Endeformular
from partner.forms.schliesszeit import Schliesszeitformular
from partner.models import Netzwerkpartner, Partnerkategorie, Schliesszeit
from partner.rules import Ferienregel
from partner.services.schliesszeit import beende_schliesszeit, loesche_schliesszeit, trage_schliesszeit_ein
from partner.views.pflege import Aktseite

HILFE = "/hilfe/faellige-kontakte/"


def adresse(partner: Netzwerkpartner) -> str:
    """Page with the closed days of the partner."""
    return reverse("partner:partner_schliesszeiten", args=[partner.uuid])


class PartnerSchliesszeiten(Aktseite):
    """`…/schliesszeiten/`: what is entered, and one more."""

    model = Netzwerkpartner
    form_class = Schliesszeitformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/partner_schliesszeiten.html"
    context_object_name = "partner"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        zeilen = list(self.object.schliesszeiten.order_by("von"))
        wirkt = Partnerkategorie.objects.filter(
            ferienregel=Ferienregel.SCHLIESSTAGE,
            pk__in=self.object.kategoriezuordnungen.aktiv(heute).values("kategorie"),
        )
        return super().get_context_data(
            laufende=[zeile for zeile in zeilen if zeile.bis is None or zeile.bis >= heute],
            vergangene=[zeile for zeile in zeilen if zeile.bis is not None and zeile.bis < heute],
            wirkt=wirkt.exists(),
            **kwargs,
        )

    def form_valid(self, form: Schliesszeitformular) -> HttpResponse:
        try:
            zeile = trage_schliesszeit_ein(partner=self.object, **form.cleaned_data)
        except ValidationError as fehler:
            form.add_error("von", fehler.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"Eingetragen: {zeile}, {tagesdatum(zeile.von)} bis {tagesdatum(zeile.bis)}.")
        return HttpResponseRedirect(adresse(self.object))


class Schliesszeitakt:
    """Closed days of one partner; school holidays are kept in the administration."""

    model = Schliesszeit
    permission_required = "partner.bearbeiten"
    context_object_name = "zeit"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(partner__isnull=False).select_related("partner")


class SchliesszeitBeenden(Schliesszeitakt, Aktseite):
    """Another last day."""

    form_class = Endeformular
    template_name = "partner/schliesszeit_beenden.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beginn": self.object.von}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"bis": self.object.bis}

    def form_valid(self, form: Endeformular) -> HttpResponse:
        try:
            beende_schliesszeit(schliesszeit=self.object, bis=form.cleaned_data["bis"])
        except ValidationError as fehler:
            form.add_error("bis", fehler.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"{self.object} endet am {tagesdatum(self.object.bis)}.")
        return HttpResponseRedirect(adresse(self.object.partner))


class SchliesszeitLoeschen(Schliesszeitakt, Handlung):
    """Removes what was entered by mistake."""

    def handle(self, objekt: Schliesszeit) -> str:
        loesche_schliesszeit(schliesszeit=objekt)
        return f"Gelöscht: {objekt}."

    def ziel(self, objekt: Schliesszeit) -> str:
        return adresse(objekt.partner)
