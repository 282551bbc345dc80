"""The budget year of a page: from the address, with a choice of years."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone

from finanzen.selectors.verlauf import jahre

ERSTES, LETZTES = 2017, 2100


class MitJahr:
    """`?jahr=` of a page; the present year when it is missing or none."""

    def lies_jahr(self) -> int:
        return lies_jahr(self.request, timezone.localdate())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        jahr = kwargs.pop("jahr", None) or self.lies_jahr()
        return super().get_context_data(jahr=jahr, jahre=jahre(heute), heute=heute, **kwargs)


def lies_jahr(request: HttpRequest, heute: date) -> int:
    """Says so when the text is no year of the concept, and falls back to the present one."""
    text = request.GET.get("jahr", "").strip()
    if not text:
        return heute.year
    if text.isascii() and text.isdigit() and len(text) == 4 and ERSTES <= int(text) <= LETZTES:
        return int(text)
    messages.error(request, f"„{text[:20]}“ ist kein Haushaltsjahr. Gezeigt wird {heute.year}.")
    return heute.year


def pruefe_jahr(jahr: int) -> int:
    """The year of a path. Raises Http404 for one that no budget has."""
    if not ERSTES <= jahr <= LETZTES:
        raise Http404
    return jahr
