"""Enter and change partners: fields, state, served Sozialräume."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import CreateView, FormView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import lies_uuid
from konten.rules.zahl import mehrzahl, tagesdatum
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe
from konten.views.eingabe import MitEntwurf, MitFassungen, schliesse_ab
from netzwerk.services.zaehlung import zaehle_neu
from partner.forms.felder import Endeformular
from partner.forms.partner import (
    PartnerBearbeitenFormular,
    PartnerNeuFormular,
    Uebernahmeformular,
    Zustandsformular,
)
from partner.models import Netzwerkpartner, Partnerzustand, Wirkungsbereich
from partner.models.netzwerkpartner import Partnermenge
from partner.selectors.partner import letzte_aenderungen
from partner.services.nachfolge import uebergib
from partner.services.partner import (
    Veraltet,
    aendere,
    beende_sozialraum,
    lege_an,
    setze_zustand,
    uebernimm_sozialraum,
)
from partner.views.partner import HILFE

HOECHSTENS_TREFFER = 20
SUCHTEXT_HOECHSTENS = 100


class PartnerNeu(MitEntwurf, MitBereich, Gesichert, CreateView):
    """`/partner/neu/`: a form that was sent before leads to the partner it created."""

    model = Netzwerkpartner
    form_class = PartnerNeuFormular
    permission_required = "partner.anlegen"
    template_name = "partner/partner_form.html"
    entwurfsart = "partner"
    hilfe = HILFE

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if (schon := self._schon_angelegt()) is not None:
            messages.info(request, "Diesen Partner haben Sie schon angelegt.")
            return HttpResponseRedirect(schon.get_absolute_url())
        return super().post(request, *args, **kwargs)

    def _schon_angelegt(self) -> Netzwerkpartner | None:
        try:
            schluessel = uuid.UUID(self.request.POST.get("uuid", ""))
        except ValueError:
            return None
        return Netzwerkpartner.objects.sichtbar_fuer(self.bereich).filter(uuid=schluessel).first()

    def form_valid(self, form: PartnerNeuFormular) -> HttpResponse:
        daten = form.cleaned_data
        form.instance.uuid = daten["uuid"]
        with transaction.atomic():
            partner = lege_an(
                partner=form.instance,
                kategorien=form.gewaehlte_kategorien(),
                sozialraeume=daten["sozialraeume"],
                ab=daten["ab"],
            )
            schliesse_ab(self.request, form, partner)
        messages.success(self.request, f"{partner} ist angelegt.")
        return HttpResponseRedirect(partner.get_absolute_url())


class PartnerBearbeiten(MitFassungen, MitEntwurf, MitBereich, Bearbeitbar, UpdateView):
    """`…/bearbeiten/`: when somebody else was faster nothing is lost and saving again is deliberate."""

    model = Netzwerkpartner
    form_class = PartnerBearbeitenFormular
    permission_required = "partner.bearbeiten"
    template_name = "partner/partner_form.html"
    context_object_name = "partner"
    entwurfsart = "partner"
    hilfe = HILFE

    def form_valid(self, form: PartnerBearbeitenFormular) -> HttpResponse:
        version = form.cleaned_data["version"]
        try:
            with transaction.atomic():
                aendere(
                    partner=form.instance,
                    version=version,
                    kategorien=form.gewaehlte_kategorien(),
                    ab=form.cleaned_data["ab"],
                )
                schliesse_ab(self.request, form, form.instance)
        except Veraltet as fehler:
            return self.zeige_fassungen(form, satz=_konfliktsatz(fehler.aktuell, version))
        messages.success(self.request, "Die Änderungen sind gespeichert.")
        return HttpResponseRedirect(form.instance.get_absolute_url())

    def frisches_formular(self) -> PartnerBearbeitenFormular:
        stand = Netzwerkpartner.objects.get(pk=self.object.pk)
        return PartnerBearbeitenFormular(instance=stand, bereich=self.bereich)


def _konfliktsatz(aktuell: Netzwerkpartner, version: int | None) -> str:
    anzahl = min(aktuell.version - (version or aktuell.version - 1), 3)
    wer = "; ".join(
        f"{name} am {timezone.localtime(wann):%d.%m.%Y um %H:%M Uhr}" + (f" ({', '.join(felder)})" if felder else "")
        for name, wann, felder in letzte_aenderungen(aktuell, anzahl)
    )
    return (
        f"Dieser Partner wurde inzwischen geändert{f': {wer}' if wer else ''}. Ihre Eingaben stehen noch im Formular. "
        "Wenn Sie erneut speichern, gelten Ihre Angaben."
    )


class Aktseite(MitRueckgabe, Bearbeitbar, SingleObjectMixin, FormView):
    """One act on one record, with a page of its own."""

    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)


def partnersuche(request: HttpRequest, menge: Partnermenge) -> dict[str, Any]:
    """What a page with a search for one partner shows (`?q=`). At most one query."""
    q = request.GET.get("q", "").strip()[:SUCHTEXT_HOECHSTENS]
    return {"q": q, "treffer": menge.suche(q)[:HOECHSTENS_TREFFER] if q else []}


class PartnerZustand(Aktseite):
    """`…/zustand/`: dormant and closed instead of deleted, and back again."""

    model = Netzwerkpartner
    form_class = Zustandsformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/partner_zustand.html"
    context_object_name = "partner"

    @cached_property
    def heutiger(self) -> Partnerzustand | None:
        return self.object.zustaende.aktiv(timezone.localdate()).select_related("nachfolger").first()

    @cached_property
    def nachfolger(self) -> Netzwerkpartner | None:
        """The one that the address names (`?nachfolger=`, empty for none), otherwise the one that is entered."""
        if "nachfolger" not in self.request.GET:
            return self.heutiger and self.heutiger.nachfolger
        gewaehlt = lies_uuid(self.request.GET["nachfolger"])
        andere = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).exclude(pk=self.object.pk)
        return andere.filter(uuid=gewaehlt).first() if gewaehlt else None

    @cached_property
    def kann_uebernehmen(self) -> bool:
        """People go only where the account may enter them."""
        if self.nachfolger is None:
            return False
        return Netzwerkpartner.objects.bearbeitbar_fuer(self.bereich).filter(pk=self.nachfolger.pk).exists()

    def get_initial(self) -> dict[str, Any]:
        heutiger = self.heutiger
        return super().get_initial() | ({"zustand": heutiger.zustand, "grund": heutiger.grund} if heutiger else {})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partner": self.object, "nachfolger": self.nachfolger}

    def get_form(self, form_class: type | None = None) -> Zustandsformular:
        form = super().get_form(form_class)
        if not self.kann_uebernehmen:
            form.fields.pop("uebernehmen", None)
        return form

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        zustaende = self.object.zustaende.select_related("nachfolger")
        andere = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).exclude(pk=self.object.pk)
        return super().get_context_data(
            zustaende=zustaende, nachfolger=self.nachfolger, **partnersuche(self.request, andere), **kwargs
        )

    @transaction.atomic
    def form_valid(self, form: Zustandsformular) -> HttpResponse:
        daten = form.cleaned_data
        uebernehmen = daten.pop("uebernehmen", False)
        zeile = setze_zustand(partner=self.object, nachfolger=form.nachfolger, **daten)
        schliesse_ab(self.request, form, self.object)
        if uebernehmen:
            self._uebergib(form.nachfolger, daten["ab"])
        danach = self.object.zustaende.filter(von__gt=zeile.von).order_by("von").first()
        spaeter = f" Ab dem {tagesdatum(danach.von)} ist er {danach}: Das war schon eingetragen." if danach else ""
        messages.success(self.request, f"{self.object} ist ab dem {tagesdatum(zeile.von)} {zeile}.{spaeter}")
        return HttpResponseRedirect(self.object.get_absolute_url())

    def _uebergib(self, nachfolger: Netzwerkpartner, ab: date) -> None:
        raeume = self.bereich.sozialraeume("partner.bearbeiten")
        was = uebergib(von=self.object, an=nachfolger, ab=ab, raeume=raeume, durch=self.request.user)
        zaehle_neu(partner_ids=[nachfolger.pk])
        personen = mehrzahl(was.personen, "Ansprechperson", "Ansprechpersonen")
        sozialraeume = mehrzahl(was.sozialraeume, "Sozialraum", "Sozialräume")
        messages.success(self.request, f"{nachfolger} übernimmt {personen} und {sozialraeume}.")


class PartnerSozialraeume(MitBereich, Aktseite):
    """`…/sozialraeume/`: which Sozialräume the partner serves, since when; one more is taken over here."""

    model = Netzwerkpartner
    form_class = Uebernahmeformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/partner_sozialraeume.html"
    context_object_name = "partner"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        zeilen = list(self.object.wirkungsbereiche.select_related("sozialraum"))
        return super().get_context_data(
            laufende=[zeile for zeile in zeilen if zeile.bis is None or zeile.bis >= heute],
            beendete=[zeile for zeile in zeilen if zeile.bis is not None and zeile.bis < heute],
            eigene=self.bereich.sozialraeume("partner.bearbeiten"),
            **kwargs,
        )

    def form_valid(self, form: Uebernahmeformular) -> HttpResponse:
        try:
            with transaction.atomic():
                wirkung = uebernimm_sozialraum(partner=self.object, **form.cleaned_data)
                zaehle_neu(partner_ids=[self.object.pk])
        except ValidationError as fehler:
            form.add_error("sozialraum", fehler.messages)
            return self.form_invalid(form)
        messages.success(
            self.request, f"{self.object} ist ab dem {tagesdatum(wirkung.von)} für {wirkung.sozialraum} zuständig."
        )
        return HttpResponseRedirect(self.object.get_absolute_url())


class WirkungsbereichBeenden(Aktseite):
    """The partner serves one of the own Sozialräume no longer."""

    model = Wirkungsbereich
    form_class = Endeformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/partner_wirkung_beenden.html"
    context_object_name = "wirkung"

    def get_object(self, queryset: Any = None) -> Wirkungsbereich:
        wirkung = super().get_object(queryset)
        if not self.bereich.gilt_in("partner.bearbeiten", wirkung.sozialraum_id):
            raise PermissionDenied
        return wirkung

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beginn": self.object.von}

    def form_valid(self, form: Endeformular) -> HttpResponse:
        try:
            with transaction.atomic():
                beende_sozialraum(wirkungsbereich=self.object, bis=form.cleaned_data["bis"])
                zaehle_neu(partner_ids=[self.object.partner_id])
        except ValidationError as fehler:
            form.add_error("bis", fehler.messages)
            return self.form_invalid(form)
        messages.success(
            self.request,
            f"{self.object.partner} ist bis zum {tagesdatum(self.object.bis)} für {self.object.sozialraum} zuständig.",
        )
        return HttpResponseRedirect(self.object.partner.get_absolute_url())
