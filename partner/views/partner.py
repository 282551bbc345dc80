"""Partner list and the page of one relationship."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import DetailView, ListView

from konten.tables import FORMATE, exportantwort
from konten.views import MitStichtag, Sichtbar
from netzwerk.models import Kontaktbeteiligung
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.beziehung import eintraege, kontaktzahlen, offene_wiedervorlagen, zeitstrahl
from partner.filters import PartnerFilter
from partner.models import Netzwerkpartner
from partner.selectors.partner import kategorie_rang, mit_stand, ort_norm
from partner.tables import SPALTEN, Partnerzeile, baue_zeilen

HILFE = "/hilfe/partner-finden/"
SORTIERUNGEN = {"name", "ort", "kategorie", "kontakt"}


def blaettere(request: HttpRequest, menge: QuerySet, je_seite: int, name: str = "page") -> Page:
    """The page asked for; one beyond the end is the last, a word that is no number the first."""
    return Paginator(menge, je_seite).get_page(request.GET.get(name))


class PartnerListe(MitStichtag, Sichtbar, ListView):
    """`/partner/`: filters, sort and page stand in the address; `?format=` exports all filtered rows."""

    model = Netzwerkpartner
    permission_required = "partner.sehen"
    template_name = "partner/partner_list.html"
    paginate_by = 25
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.stichtag = self.lies_stichtag()
        self.filter = PartnerFilter(
            request.GET, stichtag=self.stichtag, queryset=super().get_queryset(), request=request
        )
        if request.GET.get("format") in FORMATE:
            return exportantwort(
                "Netzwerkpartner", request.GET["format"], SPALTEN, self.baue_zeilen(self.get_queryset())
            )
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Netzwerkpartner]:
        spalte = self._sortierspalte()
        erste = spalte.desc(nulls_last=True) if self.sortierung.startswith("-") else spalte.asc(nulls_first=True)
        return mit_stand(self.filter.qs, self.stichtag).order_by(erste, "name_norm", "pk")

    def _sortierspalte(self) -> Combinable:
        """Only what this order needs is computed."""
        name = self.sortierung.removeprefix("-")
        if name == "kontakt":
            zaehlend = Kontaktbeteiligung.objects.filter(partner=OuterRef("pk"), zaehlt=True, am__lte=self.stichtag)
            if self.filter.raum_ids:
                zaehlend = zaehlend.filter(sozialraum__in=self.filter.raum_ids)
            return Subquery(zaehlend.order_by("-am").values("am")[:1])
        return {"name": F("name_norm"), "ort": ort_norm(), "kategorie": kategorie_rang(self.stichtag)}[name]

    @property
    def sortierung(self) -> str:
        wunsch = self.request.GET.get("sortierung", "")
        return wunsch if wunsch.removeprefix("-") in SORTIERUNGEN else "name"

    def baue_zeilen(self, partner: QuerySet[Netzwerkpartner]) -> list[Partnerzeile]:
        return baue_zeilen(partner, self.stichtag, self.filter.raum_ids, self.bereich)

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        seite = blaettere(self.request, queryset, page_size)
        return seite.paginator, seite, seite.object_list, seite.has_other_pages()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        daten = super().get_context_data(**kwargs)
        return daten | {
            "filter": self.filter,
            "zeilen": self.baue_zeilen(daten["page_obj"].object_list),
            "sortierung": self.sortierung,
            "stichtag": self.stichtag,
            "ist_heute": self.stichtag == timezone.localdate(),
            "darf_anlegen": self.bereich.darf("partner.anlegen"),
            "darf_importieren": self.bereich.darf("import.ausfuehren"),
        }


class PartnerDetail(Sichtbar, DetailView):
    """`/partner/<uuid>/`: the whole relationship on one page."""

    model = Netzwerkpartner
    permission_required = "partner.sehen"
    template_name = "partner/partner_detail.html"
    context_object_name = "partner"
    kontakte_je_seite = 20
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Netzwerkpartner]:
        alle, selbst = Netzwerkpartner.objects, {"pk": OuterRef("pk")}
        return mit_stand(super().get_queryset(), timezone.localdate()).annotate(
            darf_bearbeiten=Exists(alle.bearbeitbar_fuer(self.bereich).filter(**selbst)),
            darf_kontakt=Exists(alle.waehlbar_fuer(self.bereich).filter(**selbst)),
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        partner, heute = self.object, timezone.localdate()
        return super().get_context_data(
            heute=heute,
            darf_bearbeiten=partner.darf_bearbeiten,
            darf_kontakt=partner.darf_kontakt,
            zustand=next(iter(partner.zustaende_heute), None),
            schliesszeiten=partner.schliesszeiten.ueberschneidend(heute, None),
            herkuenfte=partner.herkuenfte.select_related("lauf"),
            wiedervorlagen=offene_wiedervorlagen(partner, self.bereich),
            **self._stand(),
            **self._ansprechpersonen(),
            **self._kontakte(),
            **kwargs,
        )

    def _stand(self) -> dict[str, Any]:
        heute = timezone.localdate()
        lagen = partnerzustaende(heute, partner_ids=[self.object.pk])
        raeume = [(wirkung, lagen.get((self.object.pk, wirkung.sozialraum_id))) for wirkung in self.object.raeume_heute]
        return {
            "raeume": raeume,
            "abstaende": self.object.intervalle.aktiv(heute).select_related("sozialraum"),
            "letzter": max((lage.letzter for _, lage in raeume if lage and lage.letzter), default=None),
        }

    def _ansprechpersonen(self) -> dict[str, Any]:
        heute = timezone.localdate()
        alle = list(self.object.funktionen.select_related("person"))
        return {
            "ansprechpersonen": [funktion for funktion in alle if funktion.bis is None or funktion.bis >= heute],
            "ehemalige": [funktion for funktion in alle if funktion.bis is not None and funktion.bis < heute],
        }

    def _kontakte(self) -> dict[str, Any]:
        seite = blaettere(self.request, zeitstrahl(self.object, self.bereich), self.kontakte_je_seite)
        return {
            "page_obj": seite,
            "eintraege": eintraege(seite.object_list, self.object, self.bereich),
            "zahlen": kontaktzahlen(self.object, timezone.localdate()),
            "sieht_bezug": self.bereich.darf("kontakt.sehen"),
        }
