"""Addresses of agreements."""

from django.urls import path

from partner.views import vereinbarung

urlpatterns = [
    path("vereinbarungen/", vereinbarung.VereinbarungListe.as_view(), name="vereinbarung_liste"),
    path("vereinbarungen/neu/", vereinbarung.VereinbarungNeu.as_view(), name="vereinbarung_neu"),
    path(
        "vereinbarungen/neu/partnersuche/",
        vereinbarung.VereinbarungPartnersuche.as_view(),
        name="vereinbarung_partnersuche",
    ),
    path("vereinbarungen/<uuid:uuid>/", vereinbarung.VereinbarungDetail.as_view(), name="vereinbarung_detail"),
    path(
        "vereinbarungen/<uuid:uuid>/bearbeiten/",
        vereinbarung.VereinbarungBearbeiten.as_view(),
        name="vereinbarung_bearbeiten",
    ),
    path(
        "vereinbarungen/<uuid:uuid>/datei/", vereinbarung.VereinbarungDateiNeu.as_view(), name="vereinbarung_datei_neu"
    ),
    path("vereinbarungen/dateien/<uuid:uuid>/", vereinbarung.VereinbarungDatei.as_view(), name="vereinbarung_datei"),
    path(
        "vereinbarungen/dateien/<uuid:uuid>/loeschen/",
        vereinbarung.VereinbarungDateiLoeschen.as_view(),
        name="vereinbarung_datei_loeschen",
    ),
]
