"""What a partner's page states beside the relationship: completeness, opening hours, further places, categories."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView

from konten.models import Zeitraum
from konten.rules.zahl import tagesdatum
from konten.selectors import parameter_am
from konten.services.zeitraum import sichere_zeitraum
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, MitStichtag, Sichtbar
from konten.views.eingabe import schliesse_ab
from konten.views.handlung import Handlung
from netzwerk.rules.abdeckung import feiertage
from partner.forms.angaben import Aussenstellenformular, Funktionsadressenformular, Kategorieformular
from partner.forms.felder import Endeformular
from partner.models import (
    Aussenstelle,
    Funktionsadresse,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Schliesszeit,
)
from partner.rules.oeffnung import Oeffnung, jetzt, zeilen
from partner.rules.vollstaendigkeit import FAKTEN, pruefgrenze, pruefstand
from partner.selectors.vollstaendigkeit import angabenstaende, raumstaende
from partner.services.angaben import bestaetige_angaben, nimm_bestaetigung_zurueck
from partner.views.pflege import Aktseite
from sozialraum.selectors.raum import waehlbare_sozialraeume

HILFE = "/hilfe/angaben-vollstaendig-halten/"


class PartnerAngaben(Sichtbar, DetailView):
    """`/partner/<uuid>/angaben/`: as a page, and as the part of the partner page that loads by itself."""

    model = Netzwerkpartner
    permission_required = "partner.sehen"
    template_name, teil_name = "partner/partner_angaben.html", "partner/_partner_angaben.html"
    context_object_name = "partner"
    hilfe = HILFE

    def get_template_names(self) -> list[str]:
        return [self.teil_name if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        partner, heute = self.object, timezone.localdate()
        stand = angabenstaende([partner.pk], heute)[partner.pk]
        stellen = list(Aussenstelle.objects.filter(partner=partner).select_related("gemeinde"))
        return super().get_context_data(
            kruemel=[{"titel": partner.name, "url": partner.get_absolute_url()}],
            heute=heute,
            stand=stand,
            pruefung=pruefstand(stand.geprueft_am, heute, parameter_am(heute)["partner_pruefung_monate"]),
            kann_zurueck=partner.pruefungen.bearbeitbar_fuer(self.bereich).exists(),
            wochenzeilen=zeilen(partner.oeffnungszeiten),
            oeffnung=_jetzt(partner),
            aussenstellen=[(s, zeilen(s.oeffnungszeiten)) for s in stellen if s.bis is None or s.bis >= heute],
            fruehere=[s for s in stellen if s.bis is not None and s.bis < heute],
            vorgaenger=_vorgaenger(partner),
            darf_bearbeiten=Netzwerkpartner.objects.bearbeitbar_fuer(self.bereich).filter(pk=partner.pk).exists(),
            **kwargs,
        )


def _jetzt(partner: Netzwerkpartner) -> Oeffnung:
    """Open at this moment? One query."""
    nun = timezone.localtime()
    heute = nun.date()
    zu = Schliesszeit.objects.aktiv(heute).filter(partner=partner).exists()
    ist_feiertag = heute in feiertage(heute.year)
    return jetzt(partner.oeffnungszeiten, heute, nun.time(), ist_feiertag=ist_feiertag, ist_geschlossen=zu)


def _vorgaenger(partner: Netzwerkpartner) -> list[Partnerzustand]:
    """Partners that named this one as their Nachfolger. One query."""
    return list(partner.vorgaengerzustaende.filter(partner__aufgegangen_in__isnull=True).select_related("partner"))


class AngabenBestaetigen(Handlung):
    """ "Angaben stimmen": somebody looked at the whole entry."""

    model = Netzwerkpartner
    permission_required = "partner.bearbeiten"

    def handle(self, objekt: Netzwerkpartner) -> str:
        _, ist_neu = bestaetige_angaben(partner=objekt, am=timezone.localdate(), durch=self.request.user)
        return f"Als geprüft vermerkt: {objekt}." if ist_neu else f"{objekt} haben Sie heute schon geprüft."


class AngabenZuruecknehmen(Handlung):
    """Takes one's own confirmation of today back."""

    model = Netzwerkpartner
    permission_required = "partner.bearbeiten"

    def handle(self, objekt: Netzwerkpartner) -> str:
        if not nimm_bestaetigung_zurueck(partner=objekt, am=timezone.localdate(), durch=self.request.user):
            raise ValidationError("Heute haben Sie diese Angaben nicht als geprüft vermerkt.")
        return "Die Prüfung von heute ist zurückgenommen."


class MitPartner(MitRueckgabe, Bearbeitbar):
    """Something new at a partner: the address names the partner, the form fills the record."""

    model = Netzwerkpartner
    permission_required = "partner.bearbeiten"
    satz_klasse: type[Zeitraum]
    hilfe = HILFE

    @cached_property
    def partner(self) -> Netzwerkpartner:
        return self.get_object()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.satz_klasse(partner=self.partner)}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(partner=self.partner, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """The same form sent twice is one record."""
        neu = form.instance
        try:
            with transaction.atomic():
                neu.save()
                schliesse_ab(self.request, form, self.partner)
        except IntegrityError:
            if not self.satz_klasse.objects.filter(uuid=neu.uuid).exists():
                raise
        messages.success(self.request, f"{neu} ist eingetragen.")
        return HttpResponseRedirect(self.partner.get_absolute_url())


class AmPartner(MitRueckgabe, Bearbeitbar, UpdateView):
    """Something at a partner is changed."""

    permission_required = "partner.bearbeiten"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("partner")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(partner=self.object.partner, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            form.save()
            schliesse_ab(self.request, form, form.instance.partner)
        messages.success(self.request, "Die Änderungen sind gespeichert.")
        return HttpResponseRedirect(form.instance.partner.get_absolute_url())


class AussenstelleNeu(MitBereich, MitPartner, CreateView):
    """`/partner/<uuid>/aussenstellen/neu/`."""

    satz_klasse = Aussenstelle
    form_class = Aussenstellenformular
    template_name = "partner/aussenstelle_form.html"


class AussenstelleBearbeiten(MitBereich, AmPartner):
    """`/aussenstellen/<uuid>/bearbeiten/`."""

    model = Aussenstelle
    form_class = Aussenstellenformular
    template_name = "partner/aussenstelle_form.html"


class FunktionsadresseNeu(MitPartner, CreateView):
    """`/partner/<uuid>/funktionsadressen/neu/`."""

    satz_klasse = Funktionsadresse
    form_class = Funktionsadressenformular
    template_name = "partner/funktionsadresse_form.html"


class FunktionsadresseBearbeiten(AmPartner):
    """`/funktionsadressen/<uuid>/bearbeiten/`."""

    model = Funktionsadresse
    form_class = Funktionsadressenformular
    template_name = "partner/funktionsadresse_form.html"


class PartnerKategorien(MitBereich, Aktseite):
    """`/partner/<uuid>/kategorien/`: all categories with their periods, and one more."""

    model = Netzwerkpartner
    form_class = Kategorieformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/partner_kategorien.html"
    context_object_name = "partner"
    hilfe = HILFE

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Kategoriezuordnung(partner=self.object)}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        zuordnungen = self.object.kategoriezuordnungen.select_related("kategorie")
        return super().get_context_data(zuordnungen=zuordnungen, heute=timezone.localdate(), **kwargs)

    def form_valid(self, form: Kategorieformular) -> HttpResponse:
        neu = form.instance
        gleiche = Kategoriezuordnung.objects.filter(partner=self.object, kategorie=neu.kategorie)
        try:
            sichere_zeitraum(gleiche=gleiche, zeile=neu)
        except ValidationError as fehler:
            form.add_error("von", fehler.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"Eingetragen: {neu} ab {tagesdatum(neu.von)}.")
        return HttpResponseRedirect(self.object.get_absolute_url())


class KategorieBeenden(Aktseite):
    """`/partner/kategorien/<uuid>/beenden/`: the partner belongs to the category no longer."""

    model = Kategoriezuordnung
    form_class = Endeformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/kategorie_beenden.html"
    context_object_name = "zuordnung"
    hilfe = HILFE

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beginn": self.object.von}

    def form_valid(self, form: Endeformular) -> HttpResponse:
        zeile = self.object
        zeile.bis = form.cleaned_data["bis"]
        gleiche = Kategoriezuordnung.objects.filter(partner=zeile.partner_id, kategorie=zeile.kategorie_id)
        try:
            sichere_zeitraum(gleiche=gleiche, zeile=zeile)
        except ValidationError as fehler:
            form.add_error("bis", fehler.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"{zeile} endet am {tagesdatum(zeile.bis)}.")
        return HttpResponseRedirect(zeile.partner.get_absolute_url())


SPALTEN = [
    Spalte("Sozialraum", lambda zeile: zeile["raum"].name, 30),
    Spalte("Aktive Partner", lambda zeile: zeile["stand"].partner),
    Spalte("Vollständigkeit in Prozent", lambda zeile: zeile["stand"].prozent, 24),
    Spalte("Vollständige Partner", lambda zeile: zeile["stand"].vollstaendige, 20),
    Spalte("Nicht geprüft in der Frist", lambda zeile: zeile["stand"].veraltete, 24),
    *(Spalte(f"Ohne {fakt.titel}", lambda zeile, s=fakt.schluessel: zeile["fehlende"][s], 24) for fakt in FAKTEN),
]


class Vollstaendigkeitsbild(MitStichtag, Gesichert, TemplateView):
    """`/partner/vollstaendigkeit/`: figures per Sozialraum, each with the list behind it."""

    permission_required = "partner.sehen"
    template_name = "partner/vollstaendigkeit.html"
    hilfe = HILFE

    def get(self, request: Any, *args, **kwargs) -> HttpResponse:
        self.stichtag = self.lies_stichtag()
        if request.GET.get("format") in FORMATE:
            return exportantwort("vollstaendigkeit", request.GET["format"], SPALTEN, self.zeilen())
        return super().get(request, *args, **kwargs)

    def zeilen(self) -> list[dict[str, Any]]:
        """One row per Sozialraum with at least one active partner. Four queries."""
        grenze = pruefgrenze(self.stichtag, self.monate)
        bilder = raumstaende(self.stichtag, grenze)
        raeume = [raum for raum in waehlbare_sozialraeume(self.bereich) if raum.pk in bilder]
        return [{"raum": raum, "stand": bilder[raum.pk].stand, "fehlende": bilder[raum.pk].fehlende} for raum in raeume]

    @property
    def monate(self) -> int:
        return parameter_am(self.stichtag)["partner_pruefung_monate"]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        zeilen_ = self.zeilen()
        for zeile in zeilen_:
            zeile["luecken"] = [(f, zeile["fehlende"][f.schluessel]) for f in FAKTEN if zeile["fehlende"][f.schluessel]]
        return super().get_context_data(
            zeilen=zeilen_, stichtag=self.stichtag, monate=self.monate, fakten=FAKTEN, **kwargs
        )
