"""`/suche/?q=`: one field for everything."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from berichte.selectors.suche import suche, vorschlaege
from konten.views import Gesichert


class Suche(Gesichert, TemplateView):
    """The first finds of each kind; for slips of the pen names that come near."""

    permission_required = "partner.sehen"
    template_name = "berichte/suche.html"
    hilfe = "/hilfe/partner-finden/"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        q = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        heute = timezone.localdate()
        gruppen = suche(self.bereich, q, heute)
        gemeint = vorschlaege(self.bereich, q, heute) if q and not gruppen else []
        return super().get_context_data(q=q, gruppen=gruppen, gemeint=gemeint, **kwargs)
