"""Addresses of territory: re-cuts, confirmed assignments, particularities, history of a Sozialraum."""

from django.urls import path

from sozialraum.views import besonderheit, neuzuschnitt, zuschnittsvorschau
from sozialraum.views.zuschnitt import GebietBelegen, SozialraumZuschnitt

_BASIS = "verwaltung/gebiete/"
_EINS = f"{_BASIS}<uuid:uuid>/"
_BESONDERES = "sozialraeume/<slug:kuerzel>/besonderheiten/"

urlpatterns = [
    path(_BASIS, neuzuschnitt.NeuzuschnittListe.as_view(), name="neuzuschnitt_liste"),
    path(f"{_BASIS}neu/", neuzuschnitt.NeuzuschnittNeu.as_view(), name="neuzuschnitt_neu"),
    path(_EINS, neuzuschnitt.NeuzuschnittDetail.as_view(), name="neuzuschnitt_detail"),
    path(f"{_EINS}bearbeiten/", neuzuschnitt.NeuzuschnittBearbeiten.as_view(), name="neuzuschnitt_bearbeiten"),
    path(f"{_EINS}vormerken/", neuzuschnitt.NeuzuschnittVormerken.as_view(), name="neuzuschnitt_vormerken"),
    path(f"{_EINS}herausnehmen/", neuzuschnitt.NeuzuschnittHerausnehmen.as_view(), name="neuzuschnitt_herausnehmen"),
    path(f"{_EINS}verwerfen/", neuzuschnitt.NeuzuschnittVerwerfen.as_view(), name="neuzuschnitt_verwerfen"),
    path(
        f"{_EINS}wieder-oeffnen/",
        neuzuschnitt.NeuzuschnittWiederOeffnen.as_view(),
        name="neuzuschnitt_wieder_oeffnen",
    ),
    path(f"{_EINS}vorschau/", zuschnittsvorschau.NeuzuschnittVorschau.as_view(), name="neuzuschnitt_vorschau"),
    path(f"{_EINS}partner/", zuschnittsvorschau.NeuzuschnittPartner.as_view(), name="neuzuschnitt_partner"),
    path(f"{_EINS}uebernehmen/", zuschnittsvorschau.NeuzuschnittUebernehmen.as_view(), name="neuzuschnitt_uebernehmen"),
    path(
        f"{_EINS}zuruecknehmen/",
        zuschnittsvorschau.NeuzuschnittZuruecknehmen.as_view(),
        name="neuzuschnitt_zuruecknehmen",
    ),
    path("verwaltung/gemeinden/belegen/", GebietBelegen.as_view(), name="gebiet_belegen"),
    path("sozialraeume/<slug:kuerzel>/zuschnitt/", SozialraumZuschnitt.as_view(), name="sozialraum_zuschnitt"),
    path("besonderheiten/", besonderheit.Besonderheiten.as_view(), name="besonderheiten"),
    path(_BESONDERES, besonderheit.BesonderheitListe.as_view(), name="besonderheit_liste"),
    path(f"{_BESONDERES}neu/", besonderheit.BesonderheitNeu.as_view(), name="besonderheit_neu"),
    path(
        "besonderheiten/<uuid:uuid>/bearbeiten/",
        besonderheit.BesonderheitBearbeiten.as_view(),
        name="besonderheit_bearbeiten",
    ),
    path(
        "besonderheiten/<uuid:uuid>/bestaetigen/",
        besonderheit.BesonderheitBestaetigen.as_view(),
        name="besonderheit_bestaetigen",
    ),
]
