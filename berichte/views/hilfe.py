"""The handbook: one page per task."""

from functools import lru_cache
from typing import Any

from django.http import Http404
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.views.generic import TemplateView

from berichte.rules import HILFE, hilfeseiten
from konten.views import Gesichert


@lru_cache(maxsize=1)
def seiten() -> dict[str, str]:
    """Written pages and their titles, in the order of the table of contents."""
    return hilfeseiten({seite: _gibt_es(seite) for seite in HILFE})


def _gibt_es(seite: str) -> bool:
    try:
        get_template(f"hilfe/{seite}.html")
    except TemplateDoesNotExist:
        return False
    return True


class Hilfe(Gesichert, TemplateView):
    """Table of contents; open to every account."""

    permission_required = ()
    template_name = "berichte/hilfe_liste.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(seiten=seiten(), **kwargs)


class Hilfeseite(Gesichert, TemplateView):
    """One page of the handbook; what is not listed does not exist."""

    permission_required = ()

    def get_template_names(self) -> list[str]:
        seite = self.kwargs["seite"]
        if seite not in seiten():
            raise Http404
        return [f"hilfe/{seite}.html"]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(seitentitel=seiten().get(self.kwargs["seite"], ""), **kwargs)
