"""The list of next steps: whose, where, until when; as page and as table."""

from typing import Any

from django.db.models import QuerySet

from konten.views.liste import Filterliste
from netzwerk.filters import WiedervorlageFilter
from netzwerk.models import Wiedervorlage
from netzwerk.rules.wiedervorlage import AUFSCHUBGRUENDE, Frist
from netzwerk.selectors.wiedervorlage import ERLEDIGT, abschnitte, in_frist, reiter, schritte_der_seite
from netzwerk.tables import WIEDERVORLAGEN


class WiedervorlageListe(Filterliste):
    """Next steps by person and Sozialraum, the most urgent first, under headings; `?wann=` is the tab."""

    model = Wiedervorlage
    permission_required = "wiedervorlage.sehen"
    filterset_class = WiedervorlageFilter
    template_name = "netzwerk/wiedervorlage_list.html"
    hilfe = "/hilfe/wiedervorlagen/"
    export = ("wiedervorlagen", WIEDERVORLAGEN)

    @property
    def wann(self) -> str:
        wahl = self.request.GET.get("wann", "")
        return wahl if wahl in (*Frist.values, ERLEDIGT) else ""

    def exportzeilen(self) -> QuerySet:
        return self._reiterinhalt(self.object_list.mit_lesbarkeit(self.bereich).mit_aufschueben().fuer_liste())

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        inhalt = self._reiterinhalt(self.object_list.order_by("am", "id"))
        return super().paginate_queryset(inhalt.values_list("pk", flat=True), page_size)

    def _reiterinhalt(self, menge: QuerySet) -> QuerySet:
        """What the chosen tab holds of the filtered steps."""
        if self.wann == ERLEDIGT:
            return menge.filter(erledigt_am__isnull=False).order_by("-erledigt_am", "-id")
        return menge.offen().filter(in_frist(self.wann, self.bereich.stichtag)) if self.wann else menge.offen()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = self.bereich.stichtag
        daten = super().get_context_data(**kwargs)
        return daten | {
            "heute": heute,
            "wann": self.wann,
            "reiter": reiter(self.object_list, heute),
            "abschnitte": abschnitte(schritte_der_seite(self.bereich, list(daten["page_obj"].object_list)), heute),
            "gruende": AUFSCHUBGRUENDE,
        }
