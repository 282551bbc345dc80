"""`/suche/?q=`: one field for partners and people."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from konten.views import Gesichert
from partner.models import Netzwerkpartner
from partner.selectors.partner import mit_stand, suche_ansprechpersonen
from partner.views.partner import HILFE

HOECHSTENS = 20


class Suche(Gesichert, TemplateView):
    """Up to twenty partners, whatever their state, and twenty contact persons."""

    permission_required = "partner.sehen"
    template_name = "partner/partner_suche.html"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        q, heute = self.request.GET.get("q", "").strip()[:100], timezone.localdate()
        daten = super().get_context_data(q=q, **kwargs)
        if not q:
            return daten
        gefunden = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).suche(q)
        partner = list(mit_stand(gefunden.order_by("name_norm", "pk"), heute)[: HOECHSTENS + 1])
        personen = list(suche_ansprechpersonen(q, heute)[: HOECHSTENS + 1])
        return daten | {
            "partner": partner[:HOECHSTENS],
            "weitere_partner": len(partner) > HOECHSTENS,
            "personen": personen[:HOECHSTENS],
            "weitere_personen": len(personen) > HOECHSTENS,
        }
