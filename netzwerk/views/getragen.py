"""Partners that rest on one person or one Träger: list with reasons, figure over time, export (K10)."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from berichte.rules import Saeulendiagramm, saeulendiagramm
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Gesichert, MitStichtag
from netzwerk.forms.getragen import Getragenfilter
from netzwerk.rules.getragen import MONATE, QUELLE, Tragart
from netzwerk.selectors.getragen import Getragen, Quartalsstand, getragene, im_einsatz, quartalsverlauf
from sozialraum.models import Sozialraum

SEITE = 25


class GetragenListe(Gesichert, MitStichtag, TemplateView):
    """Of one Sozialraum, or of all that the person may see. Constant number of queries."""

    permission_required = "einsatz.sehen"
    template_name = "netzwerk/getragen_list.html"
    hilfe = "/hilfe/nur-eine-person/"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.stichtag = self.lies_stichtag()
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            return exportantwort(f"getragen-{self.stichtag}", format_, self.spalten(), self.eintraege)
        return super().get(request, *args, **kwargs)

    @cached_property
    def raeume(self) -> dict[int, Sozialraum]:
        """Those within reach, by id; an unknown or foreign one in the address is 404."""
        ids = self.bereich.sozialraeume(self.permission_required)
        menge = Sozialraum.objects.all() if ids is None else Sozialraum.objects.filter(pk__in=ids)
        if kuerzel := self.kwargs.get("kuerzel"):
            menge = menge.filter(kuerzel=kuerzel)
        raeume = {raum.pk: raum for raum in menge}
        if kuerzel and not raeume:
            raise Http404
        return raeume

    @cached_property
    def alle(self) -> list[Getragen]:
        traeger = self.bereich.traeger(self.permission_required)
        return [eines.fuer_traeger(traeger) for eines in getragene(self.stichtag, list(self.raeume))]

    @cached_property
    def eintraege(self) -> list[Getragen]:
        art = self.filter.cleaned_data.get("art") if self.filter.is_valid() else ""
        return [eines for eines in self.alle if not art or eines.art == art]

    @cached_property
    def filter(self) -> Getragenfilter:
        return Getragenfilter(self.request.GET)

    def spalten(self) -> list[Spalte]:
        return [
            Spalte("Sozialraum", lambda eines: self.raeume[eines.sozialraum_id].name, 28),
            Spalte("Partner", lambda eines: eines.partner_name, 40),
            Spalte("Getragen von", lambda eines: eines.art.label, 18),
            Spalte("Person", lambda eines: ", ".join(eines.personen), 30),
            Spalte("Träger", lambda eines: ", ".join(eines.traeger), 30),
            Spalte(f"Kontakte in {MONATE} Monaten", lambda eines: eines.lage.kontakte, 16),
            Spalte("Letzter Kontakt", lambda eines: eines.lage.letzter, 16),
            Spalte("Begründung", lambda eines: eines.satz, 90),
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        raum = next(iter(self.raeume.values())) if self.kwargs.get("kuerzel") else None
        seite = Paginator(self.eintraege, SEITE).get_page(self.request.GET.get("page"))
        verlauf = quartalsverlauf(self.stichtag, list(self.raeume))
        arten = [eines.art for eines in self.alle]
        taetig = im_einsatz(self.stichtag)
        return super().get_context_data(
            kruemel=_kruemel(raum),
            raum=raum,
            stichtag=self.stichtag,
            filterform=self.filter,
            page_obj=seite,
            zeilen=[(self.raeume[eines.sozialraum_id], eines, eines.ist_verwaist(taetig)) for eines in seite],
            einheit="Partner" if raum else "Zuordnungen von Partner und Sozialraum",
            anzahl_person=arten.count(Tragart.PERSON),
            anzahl_traeger=arten.count(Tragart.TRAEGER),
            verlauf=verlauf,
            diagramm=diagramm(verlauf),
            quelle=QUELLE,
            **kwargs,
        )


def _kruemel(raum: Sozialraum | None) -> list[dict[str, str]]:
    if raum is None:
        return [{"titel": "Abdeckung", "url": reverse("netzwerk:abdeckung")}]
    return [
        {"titel": "Sozialräume", "url": reverse("sozialraum:sozialraum_liste")},
        {"titel": raum.name, "url": raum.get_absolute_url()},
    ]


def diagramm(verlauf: list[Quartalsstand]) -> Saeulendiagramm:
    """Bars by quarter: those of one person below, those of one Träger above."""
    return saeulendiagramm([(stand.quartal.kurz, (stand.person, stand.nur_traeger)) for stand in verlauf])
