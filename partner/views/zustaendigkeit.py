""" "Zuständigkeit offen": partners without a Sozialraum, worked off in bulk."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import ListView, View
from django.views.generic.edit import FormMixin

from konten.rules.zahl import mehrzahl, tagesdatum
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert, MitBereich, MitRueckgabe
from konten.views.liste import Geblaettert
from netzwerk.services.zaehlung import zaehle_neu
from partner.forms.einlesen import ZustaendigkeitForm
from partner.models import Netzwerkpartner
from partner.selectors.einlesen import offene_partner
from partner.services.einlesen.zustaendigkeit import nimm_zurueck, ordne_zu

#: in the session: what was assigned last, for "Rückgängig"
ZULETZT = "zustaendigkeit_zuletzt"
SPALTEN = [
    Spalte("Name", lambda partner: partner.name, 40),
    Spalte("Kategorie", lambda partner: ", ".join(str(k) for k in partner.kategorien_heute), 28),
    Spalte("Anschrift", lambda partner: partner.anschrift, 36),
    Spalte("Sitz", lambda partner: partner.get_sitz_display(), 24),
    Spalte("Hinweis der Liste", lambda partner: hinweis(partner), 60),
]


class ZustaendigkeitOffen(MitRueckgabe, MitBereich, Geblaettert, Gesichert, FormMixin, ListView):
    """`/partner/zustaendigkeit-offen/`: tick partners, choose Sozialräume, assign all at once."""

    model = Netzwerkpartner
    permission_required = "partner.bearbeiten"
    template_name = "partner/zustaendigkeit_offen.html"
    form_class = ZustaendigkeitForm
    hilfe = "/hilfe/partner-importieren/"

    def get_queryset(self) -> QuerySet[Netzwerkpartner]:
        return offene_partner(self.bereich)

    def get_success_url(self) -> str:
        return reverse("partner:zustaendigkeit_offen")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            return exportantwort("Zuständigkeit offen", request.GET["format"], SPALTEN, self.get_queryset())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            return self.form_valid(form)
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: ZustaendigkeitForm) -> HttpResponse:
        gewaehlt, raeume, ab = (form.cleaned_data[name] for name in ("partner", "sozialraeume", "ab"))
        with transaction.atomic():
            zeilen = ordne_zu(
                partner=[partner.uuid for partner in gewaehlt], sozialraeume=raeume, ab=ab, bereich=self.bereich
            )
            zaehle_neu(partner_ids={zeile.partner_id for zeile in zeilen})
        namen = ", ".join(raum.name for raum in raeume)
        anzahl = len({zeile.partner_id for zeile in zeilen})
        self.request.session[ZULETZT] = {
            "zeilen": [str(zeile.uuid) for zeile in zeilen],
            "satz": f"{mehrzahl(anzahl, 'Partner', 'Partner')}: zuständig für {namen} ab {tagesdatum(ab)}.",
        }
        if anzahl < len(gewaehlt):
            messages.info(self.request, f"{len(gewaehlt) - anzahl} davon hatte inzwischen schon jemand zugeordnet.")
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        daten = super().get_context_data(**kwargs)
        form = daten["form"]
        for partner in daten["page_obj"].object_list:
            partner.hinweis = hinweis(partner)
        gewaehlt = set(form.data.getlist("partner")) if form.is_bound else set()
        return daten | {"zuletzt": self.request.session.get(ZULETZT), "gewaehlt": gewaehlt}


class ZustaendigkeitZurueck(Gesichert, View):
    """Takes the last assignment of this session back."""

    permission_required = "partner.bearbeiten"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        zuletzt = request.session.pop(ZULETZT, None)
        if zuletzt:
            with transaction.atomic():
                partner = nimm_zurueck(zeilen=[uuid.UUID(zeile) for zeile in zuletzt["zeilen"]], bereich=self.bereich)
                zaehle_neu(partner_ids=partner)
            messages.success(
                request, f"Zurückgenommen: {mehrzahl(len(partner), 'Partner ist', 'Partner sind')} wieder offen."
            )
        return HttpResponseRedirect(reverse("partner:zustaendigkeit_offen"))


def hinweis(partner: Netzwerkpartner) -> str:
    """What the lists said about the partner: often the area it serves."""
    return " ".join(dict.fromkeys(herkunft.hinweis for herkunft in partner.herkuenfte.all() if herkunft.hinweis))
