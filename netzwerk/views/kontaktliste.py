"""The list of contacts with filters, paging and export."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters.views import FilterView

from konten.tables import FORMATE, exportantwort
from konten.views import Sichtbar
from netzwerk.filters import KontaktFilter
from netzwerk.models import Kontakt
from netzwerk.selectors.kontaktliste import anzahl_sichtbarer, kontaktzeilen
from netzwerk.tables import KONTAKTE

SORTIERUNGEN = {"am": ("am", "id"), "-am": ("-am", "-id"), "art": ("art", "-am"), "-art": ("-art", "-am")}


class KontaktListe(Sichtbar, FilterView):
    """Contacts within sight, newest first."""

    model = Kontakt
    permission_required = "kontakt.auflisten"
    filterset_class = KontaktFilter
    template_name = "netzwerk/kontakt_list.html"
    paginate_by = 25
    strict = False
    hilfe = "/hilfe/kontakt-erfassen/"

    @property
    def sortierung(self) -> str:
        wahl = self.request.GET.get("sortierung", "")
        return wahl if wahl in SORTIERUNGEN else "-am"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by(*SORTIERUNGEN[self.sortierung])

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        seiten = self.get_paginator(queryset, page_size)
        beteiligung = self.filterset.beteiligung
        anzahl = None if beteiligung is None else anzahl_sichtbarer(self.bereich, beteiligung)
        if anzahl is not None:
            seiten.count = anzahl
        seite = seiten.get_page(self.request.GET.get("page"))
        return seiten, seite, seite.object_list, seite.has_other_pages()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        daten = super().get_context_data(sortierung=self.sortierung, **kwargs)
        return daten | {"zeilen": kontaktzeilen(daten["page_obj"].object_list)}

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        if self.request.GET.get("format") in FORMATE:
            kontakte = self.object_list.fuer_liste().prefetch_related("themen")
            return exportantwort("kontakte", self.request.GET["format"], KONTAKTE, kontakte)
        if self.filterset.form.errors:
            messages.error(self.request, "Ein Filter war nicht lesbar und wurde übergangen.")
        return super().render_to_response(context, **kwargs)
