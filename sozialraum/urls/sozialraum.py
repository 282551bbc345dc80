"""Addresses of the Sozialräume and their maps."""

from django.urls import path

from sozialraum.views.sozialraum import SozialraumDetail, SozialraumKarte, SozialraumListe

urlpatterns = [
    path("sozialraeume/", SozialraumListe.as_view(), name="sozialraum_liste"),
    path("sozialraeume/<slug:kuerzel>/", SozialraumDetail.as_view(), name="sozialraum_detail"),
    path("sozialraeume/<slug:kuerzel>/karte.svg", SozialraumKarte.as_view(), name="karte"),
]
