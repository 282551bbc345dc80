"""The own account: who I am here, what I am responsible for, since when."""

from typing import Any

from django.views.generic import TemplateView

from konten.selectors import offene_entwuerfe, zustellproblem
from konten.views import Gesichert
from netzwerk.models import Einsatz
from sozialraum.models import Zustaendigkeit


class Konto(Gesichert, TemplateView):
    """Name, roles with their periods, password; open to every account, about itself only."""

    permission_required = ()
    template_name = "konten/konto.html"
    hilfe = "/hilfe/anmelden/"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        benutzer, heute = self.request.user, self.bereich.stichtag
        eigene = Zustaendigkeit.objects.filter(benutzer=benutzer).ueberschneidend(heute, None)
        einsaetze = Einsatz.objects.bestaetigt().filter(fachkraft__benutzer=benutzer).ueberschneidend(heute, None)
        return super().get_context_data(
            zustaendigkeiten=eigene.fuer_liste(),
            einsaetze=einsaetze.select_related("sozialraum", "traeger"),
            vertretungen=Zustaendigkeit.objects.filter(vertritt=benutzer).ueberschneidend(heute, None).fuer_liste(),
            entwuerfe=offene_entwuerfe(benutzer.pk),
            heute=heute,
            zustellproblem=zustellproblem(benutzer),
            **kwargs,
        )
