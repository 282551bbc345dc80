"""What lists have in common: pages, an order in the address, filters, export."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import ListView
from django_filters.views import FilterView

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Sichtbar


class Geblaettert:
    """A list whose page number may be anything: beyond the end is the last page, a word the first."""

    paginate_by = 25

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        seiten = self.get_paginator(queryset, page_size)
        seite = seiten.get_page(self.request.GET.get("page"))
        return seiten, seite, seite.object_list, seite.has_other_pages()


class Filterliste(Geblaettert, Sichtbar, FilterView):
    """A list with filters, order, pages and export; all four stand in the address.

    Set `export` to the file's name and its columns, `sortierungen` to word → `order_by`, `sortiert` to the first word.
    """

    strict = False
    export: tuple[str, Sequence[Spalte]] = ("", ())
    sortierungen: Mapping[str, Sequence[Any]] = {}
    sortiert = ""

    @property
    def sortierung(self) -> str:
        wahl = self.request.GET.get("sortierung", "")
        return wahl if wahl in self.sortierungen else self.sortiert

    @property
    def ordnung(self) -> Iterable[Any]:
        """For `order_by`; a column named twice counts once."""
        return dict.fromkeys(self.sortierungen[self.sortierung])

    def get_filterset_kwargs(self, filterset_class: type) -> dict[str, Any]:
        """Bound also without a word in the address: then the filters' own defaults hold."""
        return super().get_filterset_kwargs(filterset_class) | {"data": self.request.GET}

    def exportzeilen(self) -> Iterable[Any]:
        """All rows that the filters leave."""
        return self.object_list

    def exportspalten(self) -> tuple[str, Sequence[Spalte]]:
        return self.export

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**{"sortierung": self.sortierung} | kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        if self.request.GET.get("format") in FORMATE:
            name, spalten = self.exportspalten()
            return exportantwort(name, self.request.GET["format"], spalten, self.exportzeilen())
        if self.filterset.form.errors:
            messages.error(self.request, "Ein Filter war nicht lesbar und wurde übergangen.")
        return super().render_to_response(context, **kwargs)


class Exportliste(Geblaettert, Sichtbar, ListView):
    """A list without filters of its own: pages, and all of its rows as a file."""

    export: tuple[str, Sequence[Spalte]] = ("", ())

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("format") in FORMATE:
            name, spalten = self.export
            return exportantwort(name, request.GET["format"], spalten, self.get_queryset())
        return super().get(request, *args, **kwargs)
