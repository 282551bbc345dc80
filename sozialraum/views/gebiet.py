"""Which Gemeinde belongs to which Sozialraum, and moving one with its partners."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, ListView

from konten.models import Zeitraum
from konten.rules import normalisiere
from konten.rules.zahl import mehrzahl, tagesdatum
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Sichtbar
from netzwerk.services.zaehlung import zaehle_neu
from partner.services.gebiet import Umzug, plane_umzug, vollziehe_umzug
from sozialraum.forms import Gebietsfilter, Umzugsform
from sozialraum.models import Gemeinde
from sozialraum.selectors.verwaltung import gemeinden_im, mit_zuordnungen
from sozialraum.views.verwaltung import HILFE, KRUMEN

GEBIETSKRUMEN = [*KRUMEN, {"titel": "Gemeinden", "url": "/verwaltung/gemeinden/"}]


def heutige(gemeinde: Gemeinde) -> Zeitraum | None:
    """The assignment that holds today; needs `zuordnungen`."""
    return next((zeile for zeile in gemeinde.zuordnungen if zeile.gilt_am(timezone.localdate())), None)


def _von_heute(gemeinde: Gemeinde, feld: str) -> Any:
    zeile = heutige(gemeinde)
    return getattr(zeile, feld) if zeile else None


SPALTEN = (
    Spalte("Gemeinde", lambda g: g.name, 30),
    Spalte("AGS", lambda g: g.ags, 12),
    Spalte("Verbandsgemeinde", lambda g: g.verbandsgemeinde.name, 26),
    Spalte("Sozialraum", lambda g: str(_von_heute(g, "sozialraum") or ""), 28),
    Spalte("seit", lambda g: _von_heute(g, "von"), 12),
    Spalte("Quelle", lambda g: _von_heute(g, "quelle"), 40),
)


class GebietListe(Sichtbar, ListView):
    """All Gemeinden with their Sozialraum today. Three queries."""

    permission_required = "stammdaten.sehen"
    model = Gemeinde
    template_name = "verwaltung/gebiet_liste.html"
    paginate_by = 25
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            return exportantwort("gemeinden", format_, SPALTEN, self.get_queryset())
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        menge = mit_zuordnungen(super().get_queryset().fuer_liste())
        self.filterform = Gebietsfilter(self.request.GET, bereich=self.bereich)
        self.filterform.is_valid()
        wahl = self.filterform.cleaned_data
        if wahl.get("q"):
            menge = menge.filter(name_norm__contains=normalisiere(wahl["q"]))
        if wahl.get("sozialraum"):
            menge = gemeinden_im(menge, wahl["sozialraum"], timezone.localdate())
        return menge

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        return kontext | {
            "zeilen": [(gemeinde, heutige(gemeinde)) for gemeinde in kontext["page_obj"]],
            "filterform": self.filterform,
            "kruemel": KRUMEN,
            "darf_pflegen": self.bereich.darf("stammdaten.pflegen"),
        }


class GebietDetail(Sichtbar, DetailView):
    """One Gemeinde: where it belonged when."""

    permission_required = "stammdaten.sehen"
    model = Gemeinde
    slug_field = slug_url_kwarg = "ags"
    template_name = "verwaltung/gebiet_detail.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet:
        return mit_zuordnungen(super().get_queryset().fuer_liste())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        darf = self.bereich.darf("stammdaten.pflegen")
        umziehen_url = reverse("sozialraum:gebiet_umziehen", args=[self.object.ags]) if darf else None
        return super().get_context_data(kruemel=GEBIETSKRUMEN, umziehen_url=umziehen_url, **kwargs)


class GebietUmziehen(Bearbeitbar, DetailView):
    """First the question, then (`?sozialraum=…&von=…`) what would move, then the act by POST."""

    permission_required = "stammdaten.pflegen"
    model = Gemeinde
    slug_field = slug_url_kwarg = "ags"
    template_name = "verwaltung/gebiet_umziehen.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self._form(self.request.GET or None)
        plan = self._plan(form) if form.is_bound and form.is_valid() else None
        liste_url = reverse("sozialraum:gebiet_detail", args=[self.object.ags])
        kruemel = [*GEBIETSKRUMEN, {"titel": self.object.name, "url": liste_url}]
        return super().get_context_data(form=form, plan=plan, kruemel=kruemel, liste_url=liste_url, **kwargs)

    def _form(self, daten: Any) -> Umzugsform:
        return Umzugsform(daten, bereich=self.bereich, initial={"von": timezone.localdate()})

    def _plan(self, form: forms.ModelForm) -> Umzug | None:
        daten = form.cleaned_data
        try:
            return plane_umzug(gemeinde=self.object, ziel=daten["sozialraum"], ab=daten["von"])
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return None

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = self._form(request.POST)
        plan = self._plan(form) if form.is_valid() else None
        if plan is None:
            return self.render_to_response(self.get_context_data(form=form))
        gewaehlt = set(request.POST.getlist("partner"))
        partner_ids = {z.partner_id for z in plan.wirkungsbereiche if str(z.partner.uuid) in gewaehlt}
        return self._vollziehe(form, plan, partner_ids)

    @transaction.atomic
    def _vollziehe(self, form: forms.ModelForm, plan: Umzug, partner_ids: set[int]) -> HttpResponse:
        umgezogen = vollziehe_umzug(
            gemeinde=plan.gemeinde,
            ziel=plan.ziel,
            ab=plan.ab,
            quelle=form.cleaned_data["quelle"],
            partner_ids=partner_ids,
        )
        zaehle_neu(partner_ids=umgezogen)
        messages.success(
            self.request,
            f"{plan.gemeinde} gehört ab {tagesdatum(plan.ab)} zum Sozialraum {plan.ziel}. "
            f"Mit umgezogen: {mehrzahl(len(umgezogen), 'Partner', 'Partner')}.",
        )
        return HttpResponseRedirect(reverse("sozialraum:gebiet_detail", args=[plan.gemeinde.ags]))
