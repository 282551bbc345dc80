"""School holidays of a whole year at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView

from konten.rules.zahl import mehrzahl
from konten.views import Gesichert, MitBereich, MitRueckgabe
from partner.services.schliesszeit import trage_ferien_ein
from sozialraum.forms import Jahresform

LISTE = "sozialraum:schulferien_verwalten"


class FerienEinlesen(MitRueckgabe, MitBereich, Gesichert, FormView):
    """Copied from the announcement of the ministry; what is there already is left alone."""

    form_class = Jahresform
    permission_required = "stammdaten.pflegen"
    template_name = "verwaltung/formular.html"
    hilfe = "/hilfe/sozialraeume-pflegen/"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = reverse(LISTE)
        return super().get_context_data(
            ueberschrift="Schulferien eines Jahres eintragen",
            kruemel=[
                {"titel": "Verwaltung", "url": reverse("sozialraum:verwaltung")},
                {"titel": "Schulferien", "url": liste},
            ],
            liste_url=liste,
            **kwargs,
        )

    def form_valid(self, form: Jahresform) -> HttpResponse:
        try:
            neu, bekannt = trage_ferien_ein(**form.cleaned_data)
        except ValidationError as fehler:
            form.add_error("zeilen", fehler)
            return self.form_invalid(form)
        schon = f" {mehrzahl(bekannt, 'Zeile war', 'Zeilen waren')} schon da." if bekannt else ""
        messages.success(self.request, f"{mehrzahl(neu, 'Zeile', 'Zeilen')} eingetragen.{schon}")
        return HttpResponseRedirect(reverse(LISTE))
