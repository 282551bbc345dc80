"""Confirmed hints of the guard against client data, and blanking a passage later."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import FormView, ListView, View

from berichte.selectors.textschutz import JE_MODELL, QUELLEN, sichtbare_bestaetigungen, vorhandene
from berichte.services.schwaerzung import schwaerze_ueberall
from konten.forms.schwaerzen import VERALTET, Schwaerzform
from konten.models import Textbestaetigung
from konten.rules import Geltungsbereich
from konten.services.textschutz import TextGeaendert, hake_ab, vermerke_lesen
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert
from netzwerk.selectors.textschutz import RECHT, Textquelle, zeigt_ganzen_text

HILFE = "/hilfe/entwuerfe-und-datenschutz/"
STAENDE = {"offen": "noch nicht geprüft", "geprueft": "geprüft", "alle": "alle"}


def feldname(hinweis: Textbestaetigung) -> str:
    """What people call the field; the next step of a contact is a record of its own and has no field there."""
    modell = JE_MODELL[hinweis.modell].modell
    namen = {feld.name: feld.verbose_name for feld in modell._meta.fields}
    return namen.get(hinweis.feld, hinweis.feld.replace("_", " ").title())


def _art(hinweis: Textbestaetigung) -> str:
    return JE_MODELL[hinweis.modell].modell._meta.verbose_name


SPALTEN = [
    Spalte("bestätigt am", lambda hinweis: hinweis.erstellt_am),
    Spalte("Eintrag", _art),
    Spalte("Feld", feldname),
    Spalte("Art der Stelle", lambda hinweis: hinweis.muster, 40),
    Spalte("geprüft am", lambda hinweis: hinweis.geprueft_am),
]


class TextschutzListe(Gesichert, ListView):
    """`/verwaltung/textschutz/`: kinds of passages that people confirmed; neither words nor writers."""

    model = Textbestaetigung
    permission_required = RECHT
    template_name = "konten/textschutz_list.html"
    paginate_by = 25
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            return exportantwort("textschutz", request.GET["format"], SPALTEN, self.get_queryset())
        return super().get(request, *args, **kwargs)

    @property
    def stand(self) -> str:
        wunsch = self.request.GET.get("stand", "")
        return wunsch if wunsch in STAENDE else "offen"

    def get_queryset(self) -> QuerySet[Textbestaetigung]:
        """What was deleted before anybody looked is not open any more."""
        ist_offen = self.stand == "offen"
        menge = sichtbare_bestaetigungen(self.bereich, nur_vorhandene=ist_offen).order_by("-erstellt_am", "-pk")
        return menge if self.stand == "alle" else menge.filter(geprueft_am__isnull=ist_offen)

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        seiten = self.get_paginator(queryset, page_size)
        seite = seiten.get_page(self.request.GET.get("page"))
        return seiten, seite, seite.object_list, seite.has_other_pages()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        hinweise = list(kontext["object_list"])
        da = vorhandene(self.bereich, hinweise)
        zeilen = [
            (hinweis, _art(hinweis), feldname(hinweis), schwaerzen_url(hinweis) if hinweis.objekt in da else "")
            for hinweis in hinweise
        ]
        return kontext | {"zeilen": zeilen, "stand": self.stand, "staende": STAENDE}


def schwaerzen_url(hinweis: Textbestaetigung) -> str:
    """Address of the page where a passage of this record is blanked."""
    return reverse("konten:schwaerzen", args=[JE_MODELL[hinweis.modell].art, hinweis.objekt])


def naechster_hinweis(bereich: Geltungsbereich) -> str:
    """Address of the newest record with an open hint; empty when all are done. One query."""
    offene = sichtbare_bestaetigungen(bereich, nur_vorhandene=True).filter(geprueft_am__isnull=True)
    hinweis = offene.order_by("-erstellt_am", "-pk").first()
    return schwaerzen_url(hinweis) if hinweis else ""


class MitTextobjekt(Gesichert):
    """The record of the address, if its text may be blanked; otherwise 404."""

    permission_required = RECHT

    @cached_property
    def quelle(self) -> Textquelle:
        if self.kwargs["art"] not in QUELLEN:
            raise Http404
        return QUELLEN[self.kwargs["art"]]

    @cached_property
    def objekt(self) -> Model:
        objekt = self.quelle.schwaerzbar_fuer(self.bereich).filter(uuid=self.kwargs["uuid"]).first()
        if objekt is None:
            raise Http404
        return objekt


class Schwaerzen(MitTextobjekt, FormView):
    """Opens the text for this purpose only, which is logged, and blanks the chosen passages."""

    form_class = Schwaerzform
    template_name = "konten/schwaerzen.html"
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "erledigt" in request.GET:
            return render(request, "konten/geschwaerzt.html", {"naechster": naechster_hinweis(self.bereich)})
        vermerke_lesen(objekt=self.objekt, benutzer=request.user)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"stuecke": self.quelle.stuecke(self.objekt)}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            objekt=self.objekt,
            art=self.quelle.modell._meta.verbose_name,
            ganz=zeigt_ganzen_text(self.bereich, self.objekt),
            geprueft_url=reverse("konten:textschutz_geprueft", args=[self.quelle.art, self.objekt.uuid]),
            **kwargs,
        )

    def form_valid(self, form: Schwaerzform) -> HttpResponse:
        try:
            anzahl = schwaerze_ueberall(benutzer=self.request.user, objekt=self.objekt, stellen=form.stellen())
        except TextGeaendert:
            form.add_error(None, VERALTET)
            return self.form_invalid(form)
        messages.success(self.request, f"{anzahl} Zeichen sind geschwärzt. Vermerkt ist, wo und wie viele, nicht was.")
        return HttpResponseRedirect(f"{self.request.path}?erledigt=1")


class TextschutzGeprueft(MitTextobjekt, View):
    """The passage is fine as it stands: the hints of this record leave the list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        hake_ab(benutzer=request.user, objekt=self.objekt)
        messages.success(request, "Der Eintrag ist als geprüft vermerkt.")
        return HttpResponseRedirect(reverse("konten:textschutz_liste"))
