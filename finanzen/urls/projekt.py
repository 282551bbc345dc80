"""Addresses of projects."""

from django.urls import path

from finanzen.views import projekt

urlpatterns = [
    path("projekte/", projekt.ProjektListe.as_view(), name="projekt_liste"),
    path("projekte/neu/", projekt.ProjektNeu.as_view(), name="projekt_neu"),
    path("projekte/neu/partnersuche/", projekt.ProjektPartnersuche.as_view(), name="projekt_partnersuche"),
    path("projekte/<uuid:uuid>/", projekt.ProjektDetail.as_view(), name="projekt_detail"),
    path("projekte/<uuid:uuid>/bearbeiten/", projekt.ProjektBearbeiten.as_view(), name="projekt_bearbeiten"),
    path("projekte/<uuid:uuid>/verknuepfen/", projekt.ProjektVerknuepfen.as_view(), name="projekt_verknuepfen"),
    path("projekte/<uuid:uuid>/stand/", projekt.ProjektStand.as_view(), name="projekt_stand"),
]
