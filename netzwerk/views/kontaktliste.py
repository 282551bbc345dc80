"""The list of contacts with filters, paging and export."""

from typing import Any

from django.db.models import QuerySet

from konten.views.liste import Filterliste
from netzwerk.filters import KontaktFilter
from netzwerk.models import Kontakt
from netzwerk.selectors.kontaktliste import anzahl_sichtbarer, kontaktzeilen
from netzwerk.tables import KONTAKTE

SORTIERUNGEN = {"am": ("am", "id"), "-am": ("-am", "-id"), "art": ("art", "-am"), "-art": ("-art", "-am")}


class KontaktListe(Filterliste):
    """Contacts within sight, newest first."""

    model = Kontakt
    permission_required = "kontakt.auflisten"
    filterset_class = KontaktFilter
    template_name = "netzwerk/kontakt_list.html"
    hilfe = "/hilfe/kontakt-erfassen/"
    export = ("kontakte", KONTAKTE)
    sortierungen, sortiert = SORTIERUNGEN, "-am"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by(*self.ordnung)

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        seiten = self.get_paginator(queryset, page_size)
        beteiligung = self.filterset.beteiligung
        anzahl = None if beteiligung is None else anzahl_sichtbarer(self.bereich, beteiligung)
        if anzahl is not None:
            seiten.count = anzahl
        seite = seiten.get_page(self.request.GET.get("page"))
        return seiten, seite, seite.object_list, seite.has_other_pages()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        daten = super().get_context_data(**kwargs)
        return daten | {
            "zeilen": kontaktzeilen(daten["page_obj"].object_list),
            "darf_importieren": self.bereich.darf("kontakt.einlesen"),
        }

    def exportzeilen(self) -> QuerySet:
        return self.object_list.fuer_liste().prefetch_related("themen")
