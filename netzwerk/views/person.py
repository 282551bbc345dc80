"""The contacts of one person of the directory: part of her page, loaded by itself."""

from typing import Any

from django.core.paginator import Paginator
from django.views.generic import DetailView

from konten.views import Sichtbar
from netzwerk.selectors.personenkontakte import kontakte_mit
from partner.models import Person

JE_SEITE = 20


class PersonKontakte(Sichtbar, DetailView):
    """`/personen/<uuid>/kontakte/`: as a page with further pages, and as the part of the person's page."""

    model = Person
    permission_required = "kontakt.auflisten"
    template_name, teil_name = "netzwerk/person_kontakte.html", "netzwerk/_person_kontakte.html"
    context_object_name = "person"
    hilfe = "/hilfe/ansprechpersonen/"

    def get_template_names(self) -> list[str]:
        return [self.teil_name if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontakte = Paginator(kontakte_mit(self.bereich, self.object.pk), JE_SEITE)
        return super().get_context_data(
            page_obj=kontakte.get_page(self.request.GET.get("page")),
            kruemel=[{"titel": str(self.object), "url": self.object.get_absolute_url()}],
            **kwargs,
        )
