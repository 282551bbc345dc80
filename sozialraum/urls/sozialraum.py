"""Addresses of the Sozialräume and their maps."""

from django.urls import path

from sozialraum.views.karte import KarteLandkreis, KarteSozialraum
from sozialraum.views.sozialraum import (
    SozialraumDetail,
    SozialraumKarte,
    SozialraumListe,
    SozialraumPersonal,
    SozialraumVorhaben,
)

urlpatterns = [
    path("sozialraeume/", SozialraumListe.as_view(), name="sozialraum_liste"),
    path("sozialraeume/karte/", KarteLandkreis.as_view(), name="karte_landkreis"),
    path("sozialraeume/<slug:kuerzel>/karte/", KarteSozialraum.as_view(), name="karte_sozialraum"),
    path("sozialraeume/<slug:kuerzel>/", SozialraumDetail.as_view(), name="sozialraum_detail"),
    path("sozialraeume/<slug:kuerzel>/personal/", SozialraumPersonal.as_view(), name="sozialraum_personal"),
    path("sozialraeume/<slug:kuerzel>/vorhaben/", SozialraumVorhaben.as_view(), name="sozialraum_vorhaben"),
    path("sozialraeume/<slug:kuerzel>/karte.svg", SozialraumKarte.as_view(), name="karte"),
]
