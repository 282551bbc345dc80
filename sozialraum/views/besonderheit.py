"""Particularities of a Sozialraum: list with export, new, change, look at one again (K25)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import CreateView, UpdateView

from konten.rules.zahl import tagesdatum
from konten.tables import Spalte
from konten.views import Bearbeitbar, Gesichert, MitBereich
from konten.views.eingabe import KONFLIKT, SCHON_GESPEICHERT, MitEntwurf, MitFassungen, schliesse_ab
from konten.views.handlung import Handlung
from konten.views.liste import Exportliste
from sozialraum.forms import Besonderheitsform
from sozialraum.models import Besonderheit, Sozialraum
from sozialraum.selectors.besonderheit import stand
from sozialraum.services.besonderheit import BesonderheitGeaendert, bestaetige, speichere

HILFE = "/hilfe/besonderheiten/"
RECHT = "besonderheit.pflegen"
SPALTEN = (
    Spalte("ID", lambda b: str(b.uuid), 38),
    Spalte("Sozialraum", lambda b: b.sozialraum.name, 28),
    Spalte("Art", lambda b: b.get_art_display(), 30),
    Spalte("Kurz gesagt", lambda b: b.titel, 60),
    Spalte("Was heißt das?", lambda b: b.text, 80),
    Spalte("Quelle", lambda b: b.quelle, 50),
    Spalte("gültig ab", lambda b: b.von, 12),
    Spalte("gültig bis", lambda b: b.bis, 12),
    Spalte("wieder ansehen am", lambda b: b.wieder_ansehen_am, 18),
    Spalte("zuletzt angesehen", lambda b: b.angesehen_am, 18),
)


class MitSozialraum:
    """The address names the Sozialraum."""

    hilfe = HILFE

    @cached_property
    def sozialraum(self) -> Sozialraum:
        menge = Sozialraum.objects.sichtbar_fuer(self.bereich)
        return get_object_or_404(menge, kuerzel=self.kwargs["kuerzel"])

    @property
    def liste_url(self) -> str:
        return reverse("sozialraum:besonderheit_liste", args=[self.sozialraum.kuerzel])

    def kruemel(self) -> list[dict[str, str]]:
        raum = self.sozialraum
        return [
            {"titel": "Sozialräume", "url": reverse("sozialraum:sozialraum_liste")},
            {"titel": f"Sozialraum {raum.name}", "url": raum.get_absolute_url()},
        ]


class BesonderheitListe(MitSozialraum, Exportliste):
    """Everything that was ever entered for the Sozialraum, what holds today marked."""

    model = Besonderheit
    permission_required = "besonderheit.sehen"
    template_name = "sozialraum/besonderheit_liste.html"
    export = ("besonderheiten", SPALTEN)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(sozialraum=self.sozialraum).fuer_liste()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(sozialraum=self.sozialraum, kruemel=self.kruemel(), **kwargs)
        heute = timezone.localdate()
        return kontext | {
            "zeilen": [(eintrag, stand(eintrag, heute)) for eintrag in kontext["page_obj"]],
            "darf_pflegen": self.bereich.gilt_in(RECHT, self.sozialraum.pk),
        }


class Besonderheiten(Exportliste):
    """Particularities of all Sozialräume that hold today; `?stand=ansehen` those that one should look at again."""

    model = Besonderheit
    permission_required = "besonderheit.sehen"
    template_name = "sozialraum/besonderheiten.html"
    hilfe = HILFE
    export = ("besonderheiten", SPALTEN)

    @property
    def nur_faellige(self) -> bool:
        return self.request.GET.get("stand") == "ansehen"

    def get_queryset(self) -> QuerySet:
        heute = timezone.localdate()
        menge = super().get_queryset().fuer_liste().aktiv(heute)
        if self.nur_faellige:
            menge = menge.bearbeitbar_fuer(self.bereich).filter(wieder_ansehen_am__lte=heute)
        return menge.order_by("sozialraum__reihenfolge", "-von", "-pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(nur_faellige=self.nur_faellige, **kwargs)
        heute = timezone.localdate()
        return kontext | {
            "zeilen": [(eintrag, stand(eintrag, heute)) for eintrag in kontext["page_obj"]],
            "kruemel": [{"titel": "Sozialräume", "url": reverse("sozialraum:sozialraum_liste")}],
            "darf_pflegen": self.bereich.darf(RECHT),
        }


class Besonderheitsformular(MitSozialraum, MitEntwurf, MitBereich):
    model = Besonderheit
    form_class = Besonderheitsform
    permission_required = RECHT
    template_name = "sozialraum/besonderheit_form.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        weg = [*self.kruemel(), {"titel": "Besonderheiten", "url": self.liste_url}]
        grund = {"kruemel": weg, "sozialraum": self.sozialraum, "liste_url": self.liste_url}
        return super().get_context_data(**grund, ueberschrift=self.ueberschrift, **kwargs)

    def form_valid(self, form: Besonderheitsform) -> HttpResponse:
        daten, eintrag = form.cleaned_data, form.instance
        if eintrag.pk is None:
            eintrag.uuid, eintrag.sozialraum = daten["uuid"], self.sozialraum
        try:
            with transaction.atomic():
                gespeichert, ist_neu = speichere(
                    besonderheit=eintrag,
                    version=daten["version"] or 0,
                    durch=self.request.user,
                    heute=timezone.localdate(),
                )
                schliesse_ab(self.request, form, gespeichert, gespeichert=ist_neu)
        except BesonderheitGeaendert:
            return self.zeige_fassungen(form, satz=KONFLIKT)
        if ist_neu:
            messages.success(self.request, "Die Besonderheit ist gespeichert.")
        else:
            messages.info(self.request, SCHON_GESPEICHERT)
        return HttpResponseRedirect(self.liste_url)


class BesonderheitNeu(Besonderheitsformular, Gesichert, CreateView):
    """In an own Sozialraum only; another one is visible and so refused with 403."""

    ueberschrift = "Besonderheit eintragen"

    def entwurfsanfang(self) -> str:
        return f"besonderheit-{self.kwargs['kuerzel']}-neu"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        erlaubt = request.user.is_authenticated and self.has_permission()
        if erlaubt and not self.bereich.gilt_in(RECHT, self.sozialraum.pk):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class BesonderheitBearbeiten(MitFassungen, Besonderheitsformular, Bearbeitbar, UpdateView):
    """A meanwhile changed entry comes back with both versions."""

    entwurfsart = "besonderheit"
    ueberschrift = "Besonderheit bearbeiten"

    @property
    def sozialraum(self) -> Sozialraum:
        return self.object.sozialraum

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("sozialraum")

    def frisches_formular(self) -> Besonderheitsform:
        return Besonderheitsform(bereich=self.bereich, instance=self.get_object())


class BesonderheitBestaetigen(Handlung):
    """ "Stimmt noch": the next look is due in a year."""

    model = Besonderheit
    permission_required = RECHT

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("sozialraum")

    def handle(self, objekt: Besonderheit) -> str:
        eintrag = bestaetige(besonderheit=objekt, durch=self.request.user, heute=timezone.localdate())
        return f"„{eintrag.titel}“ gilt weiter. Wieder ansehen am {tagesdatum(eintrag.wieder_ansehen_am)}."
