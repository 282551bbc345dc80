"""Addresses of the partners that rest on few shoulders."""

from django.urls import path

from netzwerk.views.getragen import GetragenListe

urlpatterns = [
    path("abdeckung/getragen/", GetragenListe.as_view(), name="getragen_liste"),
    path("sozialraeume/<slug:kuerzel>/getragen/", GetragenListe.as_view(), name="getragen_im_raum"),
]
