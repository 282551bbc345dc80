"""`/api/hsds/`: the public offers in the Human Services Data Specification 3.1, to read only (K11, K20)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from konten.models.schluessel import lies_uuid
from konten.views.oeffentlich import Oeffentlich
from partner.api.antwort import ANFRAGEN_JE_MINUTE, Offen
from partner.models import Angebot, Netzwerkpartner
from partner.reports import hsds
from partner.reports.hsdsbeschreibung import beschreibung
from partner.rules.hsds import HOECHSTENS_JE_SEITE, TAXONOMIEN, VERSION, Blatt
from partner.rules.hsdsfrage import Frage, Fragefehler, lies_frage
from partner.selectors.hsds import (
    anbieter_von,
    gefiltert,
    mit_angeboten,
    mit_begriff,
    mit_einzelheiten,
    mit_ort,
    nur_stand,
    oeffentliche_angebote,
)


class Wurzel(Offen):
    """`/`: which version of the standard, and where it is described."""

    def inhalt(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "profile": _ganze_adresse("partner:hsds_doku"),
            "openapi_url": _ganze_adresse("partner:hsds_openapi"),
            "description": f"Veröffentlichte Angebote für Familien, {settings.LANDKREIS}",
            "publisher": {"name": settings.LANDKREIS, "website": _ganze_adresse("konten:impressum")},
        }


class Beschreibung(Offen):
    """The same for programs, in OpenAPI 3.1."""

    def inhalt(self) -> dict[str, Any]:
        return beschreibung(_ganze_adresse("partner:hsds").rstrip("/"), settings.LANDKREIS)


class Doku(Oeffentlich):
    """The same for people."""

    template_name = "oeffentlich/hsds.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            wurzel=_ganze_adresse("partner:hsds"),
            hoechstens=HOECHSTENS_JE_SEITE,
            je_minute=ANFRAGEN_JE_MINUTE,
            **kwargs,
        )


def _ganze_adresse(name: str) -> str:
    return f"{settings.BASIS_URL}{reverse(name)}"


class Liste(Offen):
    """A list with the paging body of the standard."""

    @cached_property
    def stichtag(self) -> date:
        return timezone.localdate()

    @cached_property
    def frage(self) -> Frage:
        return lies_frage(self.request.GET)

    @cached_property
    def oeffentlich(self) -> QuerySet[Angebot]:
        return oeffentliche_angebote(self.stichtag)

    def blatt(self, menge: QuerySet | Sequence, als_objekt: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        zahl = menge.count() if isinstance(menge, QuerySet) else len(menge)
        blatt = Blatt(self.frage.seite, self.frage.je_seite, zahl)
        von, bis = blatt.spanne
        return blatt.rumpf([als_objekt(zeile) for zeile in menge[von:bis]] if bis else [])

    def angebote(self) -> QuerySet[Angebot]:
        """The public offers that match the question; keys that we never gave out match nothing."""
        menge = gefiltert(self.oeffentlich, self.frage)
        if self.frage.organisation:
            menge = menge.filter(anbieter__uuid=_schluessel("organization_id", self.frage.organisation))
        return self._mit_begriffen(menge)

    def _mit_begriffen(self, menge: QuerySet[Angebot]) -> QuerySet[Angebot]:
        if self.frage.taxonomie:
            gesucht = _schluessel("taxonomy_id", self.frage.taxonomie)
            wort = next((wort for wort in TAXONOMIEN if hsds.taxonomie_id(wort) == gesucht), None)
            menge = mit_begriff(menge, wort, None) if wort else menge.none()
        if self.frage.begriff:
            gesucht = _schluessel("taxonomy_term_id", self.frage.begriff)
            zeile = next((zeile for zeile in hsds.alle_begriffe() if zeile.id == gesucht), None)
            menge = mit_begriff(menge, zeile.taxonomie, zeile.code) if zeile else menge.none()
        return menge


def _schluessel(name: str, text: str) -> Any:
    if (schluessel := lies_uuid(text)) is None:
        raise Fragefehler(f"{name}: Erwartet wird eine UUID.")
    return schluessel


def _eines(menge: QuerySet, kennung: str) -> Model:
    schluessel = lies_uuid(kennung)
    if schluessel is None:
        raise Http404
    return get_object_or_404(menge, uuid=schluessel)


class Dienste(Liste):
    """`/services`: `full` nests everything, `minimal` gives keys and times of change."""

    def inhalt(self) -> dict[str, Any]:
        menge = self.angebote()
        if self.frage.kurz:
            return self.blatt(nur_stand(menge), hsds.dienst_kurz)
        if self.frage.voll:
            return self.blatt(mit_einzelheiten(menge), lambda zeile: hsds.dienst_voll(zeile, self.stichtag))
        return self.blatt(menge, lambda zeile: hsds.dienst(zeile, self.stichtag))


class Dienst(Liste):
    """`/services/{id}`."""

    def inhalt(self, kennung: str) -> dict[str, Any]:
        menge = mit_einzelheiten(self.oeffentlich)
        return hsds.dienst_voll(_eines(menge, kennung), self.stichtag)


class Orte(Liste):
    """`/service_at_locations`."""

    def inhalt(self) -> dict[str, Any]:
        menge, voll = mit_ort(self.angebote()), self.frage.voll
        menge = mit_einzelheiten(menge) if voll else menge
        return self.blatt(menge, lambda zeile: hsds.dienst_am_ort(zeile, self.stichtag, voll=voll))


class Ort(Liste):
    """`/service_at_locations/{id}`."""

    def inhalt(self, kennung: str) -> dict[str, Any]:
        menge = mit_einzelheiten(mit_ort(self.oeffentlich))
        return hsds.dienst_am_ort(_eines(menge, kennung), self.stichtag, voll=True)


class Organisationen(Liste):
    """`/organizations`: those with a public offer; `full` adds place and offers, `full_service` the whole offers."""

    def inhalt(self) -> dict[str, Any]:
        anbieter = anbieter_von(self.angebote())
        if not (self.frage.voll or self.frage.dienste_voll):
            return self.blatt(anbieter, hsds.organisation)
        return self.blatt(self.mit_diensten(anbieter), self.als_objekt)

    def mit_diensten(self, anbieter: QuerySet[Netzwerkpartner]) -> QuerySet[Netzwerkpartner]:
        menge = mit_einzelheiten(self.oeffentlich) if self.frage.dienste_voll else self.oeffentlich
        return anbieter.prefetch_related(mit_angeboten(menge))

    def als_objekt(self, partner: Netzwerkpartner) -> dict[str, Any]:
        return hsds.organisation_voll(
            partner, partner.oeffentliche_angebote, self.stichtag, dienste_voll=self.frage.dienste_voll
        )


class Organisation(Organisationen):
    """`/organizations/{id}`."""

    def inhalt(self, kennung: str) -> dict[str, Any]:
        anbieter = anbieter_von(self.oeffentlich)
        return self.als_objekt(_eines(self.mit_diensten(anbieter), kennung))


class Taxonomien(Liste):
    """`/taxonomies`."""

    def inhalt(self) -> dict[str, Any]:
        treffer = [wort for wort in TAXONOMIEN if self.frage.suche.lower() in TAXONOMIEN[wort][0].lower()]
        return self.blatt(treffer, hsds.taxonomie)


class Taxonomie(Offen):
    """`/taxonomies/{id}`."""

    def inhalt(self, kennung: str) -> dict[str, Any]:
        for wort in TAXONOMIEN:
            if hsds.taxonomie_id(wort) == lies_uuid(kennung):
                return hsds.taxonomie(wort)
        raise Http404


class Begriffe(Liste):
    """`/taxonomy_terms`: no term stands above another, so `top_only` changes nothing and `parent_id` finds nothing."""

    def inhalt(self) -> dict[str, Any]:
        zeilen, suche = hsds.alle_begriffe(), self.frage.suche.lower()
        if self.frage.taxonomie:
            gesucht = _schluessel("taxonomy_id", self.frage.taxonomie)
            zeilen = [zeile for zeile in zeilen if hsds.taxonomie_id(zeile.taxonomie) == gesucht]
        if self.request.GET.get("parent_id"):
            zeilen = []
        return self.blatt([zeile for zeile in zeilen if suche in zeile.name.lower()], hsds.begriff)


class Begriff(Offen):
    """`/taxonomy_terms/{id}`."""

    def inhalt(self, kennung: str) -> dict[str, Any]:
        for zeile in hsds.alle_begriffe():
            if zeile.id == lies_uuid(kennung):
                return hsds.begriff(zeile)
        raise Http404


class Nichts(Offen):
    """Any other address below: a program gets its error in its own language."""

    def inhalt(self, rest: str) -> dict[str, Any]:
        raise Http404
