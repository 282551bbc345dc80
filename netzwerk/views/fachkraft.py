"""Netzwerkfachkräfte: the list, the page of a person, entering and changing."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import CreateView, DetailView, FormView, TemplateView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from konten.models.basis import zeitraum_gilt
from konten.rules import suchworte
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, Sichtbar
from konten.views.eingabe import schliesse_ab
from netzwerk.forms.einsatz import Fachkraftform
from netzwerk.forms.fachkraft import Fachkraftfilter
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.selectors.bekanntheit import bekanntheit_von
from netzwerk.selectors.fachkraft import (
    befugnisse,
    laufende_einsaetze,
    letzte_absprachen,
    letzte_einschaetzungen,
    nachweise,
)
from netzwerk.selectors.nachweis import vertretungen, zeugnisstand
from netzwerk.selectors.qualifikation import RECHT, Personenlage, qualifikationslagen, sichtbare_qualifikation
from netzwerk.services.fachkraft import darf_einschaetzen
from netzwerk.services.zaehlung import zaehle_neu

HILFE = "/hilfe/qualifikation/"
SEITE = 25


def kruemel(fachkraft: Netzwerkfachkraft | None = None) -> list[dict[str, str]]:
    weg = [{"titel": "Netzwerkfachkräfte", "url": reverse("netzwerk:netzwerkfachkraft_liste")}]
    return [*weg, {"titel": str(fachkraft), "url": fachkraft.get_absolute_url()}] if fachkraft else weg


class Zeile:
    """A row of the list: the person, her day, and her qualification as far as one may see it."""

    def __init__(self, lage: Personenlage, sichtbar: bool) -> None:
        self.lage, self.sichtbar, self.fachkraft = lage, sichtbar, lage.fachkraft
        #: the rule asks about a person in a Sozialraum; who works in none today is not judged in the list
        self.beurteilt = sichtbar and bool(lage.sozialraeume)

    @property
    def stand(self) -> str:
        return self.lage.erfuellung.wort if self.beurteilt else ""

    @property
    def leitung(self) -> str:
        return self.lage.leitungsstand.wort if self.beurteilt else ""

    def passt(self, stand: str) -> bool:
        if not self.beurteilt:
            return False
        if stand == "abweichend":
            return any(raum.weicht_ab for raum in self.lage.raeume)
        return self.lage.erfuellung.name.lower() == stand


SPALTEN = (
    Spalte("Nachname", lambda z: z.fachkraft.nachname, 24),
    Spalte("Vorname", lambda z: z.fachkraft.vorname, 24),
    Spalte("Träger", lambda z: z.fachkraft.traeger.name, 32),
    Spalte("Telefon", lambda z: z.fachkraft.telefon, 20),
    Spalte("E-Mail", lambda z: z.fachkraft.email, 32),
    Spalte("Sozialräume heute", lambda z: ", ".join(z.lage.orte), 40),
    Spalte("VZÄ heute", lambda z: z.lage.vzae, 12),
    Spalte("Qualifikation", lambda z: z.stand, 18),
    Spalte("Leitung", lambda z: z.leitung, 28),
)


class FachkraftListe(Gesichert, TemplateView):
    """Netzwerkfachkräfte with where they work today; the Leitung sees those of her Träger. Eleven queries."""

    permission_required = "einsatz.sehen"
    template_name = "netzwerk/netzwerkfachkraft_list.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            return exportantwort("netzwerkfachkraefte", format_, SPALTEN, self.zeilen())
        return super().get(request, *args, **kwargs)

    @cached_property
    def filter(self) -> Fachkraftfilter:
        mit_stand = self.bereich.darf(RECHT)
        form = Fachkraftfilter(self.request.GET, bereich=self.bereich, mit_stand=mit_stand)
        form.is_valid()
        return form

    def zeilen(self) -> list[Zeile]:
        fachkraefte = list(self._gefiltert())
        sichtbare = sichtbare_qualifikation(self.bereich, fachkraefte)
        lagen = qualifikationslagen(self.bereich.stichtag, fachkraefte).values()
        zeilen = [Zeile(lage, lage.fachkraft.pk in sichtbare) for lage in lagen]
        stand = self.filter.cleaned_data.get("stand")
        return [zeile for zeile in zeilen if zeile.passt(stand)] if stand else zeilen

    def _gefiltert(self) -> QuerySet:
        daten = self.filter.cleaned_data
        menge = Netzwerkfachkraft.objects.sichtbar_fuer(self.bereich).select_related("traeger")
        for wort in suchworte(daten.get("q") or ""):
            menge = menge.filter(name_norm__contains=wort)
        if daten.get("traeger"):
            menge = menge.filter(traeger=daten["traeger"])
        if daten.get("sozialraum"):
            einsaetze = Einsatz.objects.bestaetigt().filter(zeitraum_gilt(self.bereich.stichtag))
            menge = menge.filter(pk__in=einsaetze.filter(sozialraum=daten["sozialraum"]).values("fachkraft"))
        return menge

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        seite = Paginator(self.zeilen(), SEITE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filterform=self.filter,
            page_obj=seite,
            mit_stand=self.bereich.darf(RECHT),
            darf_anlegen=self.bereich.darf("einsatz.vorschlagen"),
            **kwargs,
        )


class Personenbezug(Sichtbar):
    """An act or a page about one person: out of sight 404; in sight, but without the right about her, 403."""

    model = Netzwerkfachkraft

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("traeger")

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        fachkraft = super().get_object(queryset)
        if not hat_recht(self.bereich, fachkraft, self.permission_required):
            raise PermissionDenied
        return fachkraft


class Personenformular(ABC, MitRueckgabe, MitBereich, Personenbezug, SingleObjectMixin, FormView):
    """A form about one person; saves by a service and shows at the field what it refuses."""

    template_name = "netzwerk/fachkraft_formular.html"
    hilfe = HILFE
    ueberschrift = erfolg = hinweis = ""

    @cached_property
    def object(self) -> Netzwerkfachkraft:
        return self.get_object()

    @abstractmethod
    def neuer_satz(self) -> Model:
        """The record that the form fills."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.neuer_satz()}

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            with transaction.atomic():
                satz = self.speichere(form)
                schliesse_ab(self.request, form, satz)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, self.erfolg)
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            fachkraft=self.object,
            ueberschrift=self.ueberschrift,
            hinweis=self.hinweis,
            kruemel=kruemel(self.object),
            liste_url=self.object.get_absolute_url(),
            **kwargs,
        )


def hat_recht(bereich: Any, fachkraft: Netzwerkfachkraft, recht: str) -> bool:
    """`Netzwerkfachkraft.objects.mit_recht_an` for a loaded one. One query, none without the right."""
    if not bereich.darf(recht):
        return False
    return Netzwerkfachkraft.objects.mit_recht_an(bereich, recht).filter(pk=fachkraft.pk).exists()


class FachkraftDetail(Sichtbar, DetailView):
    """Everything about one person that the reader may know."""

    model = Netzwerkfachkraft
    permission_required = "einsatz.sehen"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("traeger", "benutzer")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        person, heute = self.object, self.bereich.stichtag
        leitet = hat_recht(self.bereich, person, "einsatz.vorschlagen")
        return super().get_context_data(
            kruemel=kruemel(),
            stichtag=heute,
            einsaetze=laufende_einsaetze(person.pk, timezone.localdate()),
            vertretungen=vertretungen(person, heute),
            befugnisse=[(zeile, zeile.gilt_am(heute)) for zeile in befugnisse(person.pk)],
            bekanntheit=bekanntheit_von(person, heute),
            leitet=leitet,
            darf_einschaetzen=leitet and darf_einschaetzen(person, self.request.user.pk),
            zeugnis=zeugnisstand(self.bereich, person),
            zeugnis_url=reverse("netzwerk:fuehrungszeugnis", args=[person.uuid]) if leitet else None,
            **self._qualifikation(),
            **kwargs,
        )

    def _qualifikation(self) -> dict[str, Any]:
        person = self.object
        if person.pk not in sichtbare_qualifikation(self.bereich, [person]):
            return {}
        return {
            "lage": qualifikationslagen(self.bereich.stichtag, [person])[person.pk],
            "nachweise": nachweise(person.pk),
            "absprachen": letzte_absprachen(person.pk),
            "einschaetzungen": letzte_einschaetzungen(person.pk),
            "darf_einreichen": hat_recht(self.bereich, person, "nachweis.einreichen"),
            "darf_begruenden": hat_recht(self.bereich, person, "abweichung.begruenden"),
        }


class Fachkraftformular(MitRueckgabe, MitBereich):
    """What entering and changing share."""

    permission_required = "einsatz.vorschlagen"
    model = Netzwerkfachkraft
    form_class = Fachkraftform
    success_url = reverse_lazy("netzwerk:netzwerkfachkraft_liste")
    hilfe = HILFE

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        """A newly linked account may have logged contacts already: they count from now on."""
        with transaction.atomic():
            antwort = super().form_valid(form)
            if "benutzername" in form.changed_data:
                einsaetze = self.object.einsaetze.bestaetigt()
                zaehle_neu(sozialraum_ids=einsaetze.values_list("sozialraum", flat=True))
        messages.success(self.request, f"Gespeichert: {form.instance}.")
        return antwort

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        person = self.object if self.object and self.object.pk else None
        liste = person.get_absolute_url() if person else reverse("netzwerk:netzwerkfachkraft_liste")
        return super().get_context_data(kruemel=kruemel(person), liste_url=liste, **kwargs)


class FachkraftNeu(Fachkraftformular, Gesichert, CreateView):
    pass


class FachkraftBearbeiten(Fachkraftformular, Bearbeitbar, UpdateView):
    pass
