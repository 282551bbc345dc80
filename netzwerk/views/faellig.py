"""The due list and the plan of the next weeks (K06)."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from konten.tables import FORMATE, exportantwort
from konten.views import Gesichert, MitStichtag
from netzwerk.filters import Faelligfilter
from netzwerk.rules.abdeckung import Partnerlage
from netzwerk.rules.faellig import PLAN_TAGE, STAENDE, Planwoche, plan
from netzwerk.selectors.faellig import (
    Auswahl,
    Faelligzeile,
    anstehende,
    fachkraefte,
    raeume_der_fachkraft,
    reiter,
    zeilen,
    zustaende,
)
from netzwerk.tables import FAELLIGE

JE_SEITE = 25


class FaelligListe(Gesichert, MitStichtag, TemplateView):
    """`/kontakte/faellig/`: who wants contact, most urgent first; `?ansicht=plan` by weeks; `?format=` exports."""

    permission_required = "abdeckung.sehen"
    template_name = "netzwerk/faellig_list.html"
    hilfe = "/hilfe/faellige-kontakte/"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.stichtag = self.lies_stichtag()
        self.filter = Faelligfilter(
            request.GET, bereich=self.bereich, personen=fachkraefte(self.bereich, self.stichtag)
        )
        self.filter.is_valid()
        self.lagen = zustaende(self._auswahl(), self.stichtag)
        if request.GET.get("format") in FORMATE:
            inhalt = zeilen(self._geplante() if self.ist_plan else self._gefilterte(), self.bereich)
            return exportantwort(f"faellige-kontakte-{self.stichtag}", request.GET["format"], FAELLIGE, inhalt)
        return self.render_to_response(self.get_context_data())

    @property
    def ist_plan(self) -> bool:
        return self.request.GET.get("ansicht") == "plan"

    @property
    def lage(self) -> str:
        wahl = self.request.GET.get("lage", "")
        return wahl if wahl in dict(STAENDE) else ""

    def _auswahl(self) -> Auswahl:
        daten = self.filter.cleaned_data
        raeume: frozenset[int] | None = self.bereich.eigene_sozialraeume or None
        if raum := daten.get("sozialraum"):
            raeume = frozenset({raum.pk})
        if person := daten.get("person"):
            ihre = raeume_der_fachkraft(self.bereich, person, self.stichtag)
            raeume = ihre & raeume if daten.get("sozialraum") else ihre
        kategorie = daten.get("kategorie")
        return Auswahl(raeume, kategorie.pk if kategorie else None)

    def _gefilterte(self) -> list[Partnerlage]:
        return anstehende(self.lagen, self.lage)

    def _wochen(self) -> list[Planwoche]:
        return plan(self.lagen, self.stichtag)

    def _geplante(self) -> list[Partnerlage]:
        return [lage for woche in self._wochen() for lage in woche.lagen]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        inhalt = self._plan() if self.ist_plan else self._liste()
        return super().get_context_data(
            filter=self.filter,
            stichtag=self.stichtag,
            ist_heute=self.stichtag == timezone.localdate(),
            reiter=reiter(self.lagen),
            lage=self.lage,
            ist_plan=self.ist_plan,
            mehrere_raeume=len({lage.sozialraum_id for lage in self.lagen}) > 1,
            hat_partner=bool(self.lagen),
            plan_tage=PLAN_TAGE,
            **inhalt,
            **kwargs,
        )

    def _liste(self) -> dict[str, Any]:
        seite = Paginator(self._gefilterte(), JE_SEITE).get_page(self.request.GET.get("page"))
        return {"page_obj": seite, "zeilen": zeilen(seite.object_list, self.bereich)}

    def _plan(self) -> dict[str, Any]:
        nach_lage = {_schluessel(zeile.lage): zeile for zeile in zeilen(self._geplante(), self.bereich)}
        return {"wochen": [(woche, _zeilen_der(woche, nach_lage)) for woche in self._wochen()]}


def _schluessel(lage: Partnerlage) -> tuple[int, int, date]:
    return lage.partner_id, lage.sozialraum_id, lage.stichtag


def _zeilen_der(woche: Planwoche, nach_lage: dict[tuple, Faelligzeile]) -> list[Faelligzeile]:
    return [nach_lage[_schluessel(lage)] for lage in woche.lagen]
