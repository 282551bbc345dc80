"""Partner list and the page of one relationship."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import DetailView, ListView

from finanzen.selectors.projekt import projekte_mit
from konten.tables import FORMATE, exportantwort
from konten.views import MitStichtag, Sichtbar
from netzwerk.models import Kontaktbeteiligung
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.abstand import abstandssaetze
from netzwerk.selectors.bedarf import bedarf_von
from netzwerk.selectors.beziehung import letzte_absprache, offene_wiedervorlagen
from netzwerk.selectors.mitteilung import erfahren_von
from netzwerk.selectors.vertretung import laufende_vertretungen
from partner.filters import PartnerFilter
from partner.models import Netzwerkpartner
from partner.selectors.dubletten import nach_schluesseln
from partner.selectors.partner import (
    Stand,
    funktionen,
    funktionsadressen,
    kategorie_rang,
    ort_norm,
    sichtbarer_partner,
    staende,
    weitere_angaben,
)
from partner.selectors.vereinbarung import vereinbarungen_mit_partner
from partner.selectors.vollstaendigkeit import punkte
from partner.tables import SPALTEN, Partnerzeile, baue_zeilen, listenzeile

HILFE = "/hilfe/partner-finden/"
#: columns of a partner that the page shows; the export writes all of them
GEZEIGT = ("uuid", "name", "ort", "gemeinde__name")
SORTIERUNGEN = {"name", "ort", "kategorie", "kontakt", "angaben"}


def blaettere(request: HttpRequest, menge: QuerySet | list, je_seite: int, name: str = "page") -> Page:
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
        return self.filter.qs.select_related("gemeinde").order_by(erste, "name_norm", "pk")

    def _sortierspalte(self) -> Combinable:
        """Only what this order needs is computed."""
        name = self.sortierung.removeprefix("-")
        if name == "kontakt":
            zaehlend = Kontaktbeteiligung.objects.filter(partner=OuterRef("pk"), zaehlt=True, am__lte=self.stichtag)
            if self.filter.raum_ids:
                zaehlend = zaehlend.filter(sozialraum__in=self.filter.raum_ids)
            return Subquery(zaehlend.order_by("-am").values("am")[:1])
        if name == "kategorie":
            return kategorie_rang(self.stichtag)
        if name == "angaben":
            return punkte(self.stichtag)
        return ort_norm() if name == "ort" else F("name_norm")

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
        zeilen = self.baue_zeilen(daten["page_obj"].object_list.only(*GEZEIGT))
        return daten | {
            "filter": self.filter,
            "zeilen": [listenzeile(zeile, self.stichtag) for zeile in zeilen],
            "sortierung": self.sortierung,
            "stichtag": self.stichtag,
            "ist_heute": self.stichtag == timezone.localdate(),
            "darf_anlegen": self.bereich.darf("partner.anlegen"),
            "darf_importieren": self.bereich.darf("import.ausfuehren"),
        }


class PartnerDetail(Sichtbar, DetailView):
    """`/partner/<uuid>/`: the whole relationship; what is not needed at first sight loads afterwards."""

    model = Netzwerkpartner
    permission_required = "partner.sehen"
    template_name = "partner/partner_detail.html"
    context_object_name = "partner"
    hilfe = "/hilfe/beziehung/"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The address of an entry that went into another one leads there."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            ziel = next(
                iter(nach_schluesseln(Netzwerkpartner.objects.sichtbar_fuer(self.bereich), [kwargs["uuid"]])), None
            )
            if ziel is None:
                raise
            messages.info(request, f"Der Eintrag, den Sie gesucht haben, ist in „{ziel}“ aufgegangen.")
            return HttpResponseRedirect(ziel.get_absolute_url())

    def get_object(self, queryset: QuerySet | None = None) -> Netzwerkpartner:
        return _sichtbarer(self)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        partner, heute = self.object, timezone.localdate()
        stand = staende([partner.pk], heute)[partner.pk]
        zustand = stand.zustand
        return super().get_context_data(
            heute=heute,
            kategorien=stand.kategorien,
            zustand=zustand,
            darf_bearbeiten=partner.ist_bearbeitbar(self.bereich, stand.raum_ids),
            darf_kontakt=partner.ist_waehlbar(self.bereich, stand.raum_ids, zustand and zustand.zustand),
            wiedervorlagen=offene_wiedervorlagen(partner, self.bereich),
            absprache=letzte_absprache(partner, self.bereich),
            darf_zusammenfuehren=self.bereich.darf("partner.zusammenfuehren"),
            **self._raeume(stand),
            **self._ansprechpersonen(),
            **weitere_angaben(partner, heute),
            **kwargs,
        )

    def _raeume(self, stand: Stand) -> dict[str, Any]:
        lagen = partnerzustaende(timezone.localdate(), partner_ids=[self.object.pk])
        kategorien = {pk for lage in lagen.values() for pk in lage.kategorien}
        saetze = abstandssaetze(self.object.pk, kategorien, stand.raum_ids, timezone.localdate()) if lagen else {}
        raeume = [
            (raum, lage, [*lage.rechnung, saetze.get(raum.sozialraum_id, "")] if lage else [])
            for raum in stand.raeume
            for lage in [lagen.get((self.object.pk, raum.sozialraum_id))]
        ]
        letzter = max((lage.letzter for _, lage, _ in raeume if lage and lage.letzter), default=None)
        return {
            "raeume": raeume,
            "vertretungen": laufende_vertretungen(
                self.bereich, timezone.localdate(), [raum.sozialraum_id for raum in stand.raeume]
            ),
            "letzter": letzter,
            "darf_abstand": self.bereich.darf("stammdaten.pflegen"),
        }

    def _ansprechpersonen(self) -> dict[str, Any]:
        heute = timezone.localdate()
        alle = funktionen(self.object.pk)
        heutige = [funktion for funktion in alle if funktion.bis is None or funktion.bis >= heute]
        return {
            "ansprechpersonen": heutige,
            "anrufen": next((wer for wer in (*heutige, self.object) if wer.telefon), None),
            "funktionsadressen": funktionsadressen(self.object.pk, heute),
            "ehemalige": [funktion for funktion in alle if funktion.bis is not None and funktion.bis < heute],
        }


class PartnerVorhaben(Sichtbar, DetailView):
    """Needs, projects and agreements around the partner: as a page, and as the piece that loads by itself."""

    model = Netzwerkpartner
    permission_required = "partner.sehen"
    template_name, teil_name = "partner/partner_vorhaben.html", "partner/_partner_vorhaben.html"
    context_object_name = "partner"
    hilfe = HILFE

    def get_template_names(self) -> list[str]:
        return [self.teil_name if self.request.htmx else self.template_name]

    def get_object(self, queryset: QuerySet | None = None) -> Netzwerkpartner:
        return _sichtbarer(self)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        bereich, partner, heute = self.bereich, self.object, timezone.localdate()
        return super().get_context_data(
            kruemel=[{"titel": partner.name, "url": partner.get_absolute_url()}],
            heute=heute,
            bedarf=bedarf_von(bereich, partner.pk),
            erfahren=erfahren_von(bereich, partner.pk),
            darf_mitteilen=bereich.darf("mitteilung.schreiben"),
            projekte=projekte_mit(bereich, "partner", partner.pk),
            vereinbarungen=vereinbarungen_mit_partner(bereich, partner.pk, heute),
            darf_vereinbaren=bereich.darf("vereinbarung.bearbeiten"),
            **kwargs,
        )


def _sichtbarer(ansicht: DetailView) -> Netzwerkpartner:
    """The partner of the address. Raises Http404 out of sight."""
    for partner in sichtbarer_partner(ansicht.bereich, ansicht.kwargs["uuid"]):
        return partner
    raise Http404
