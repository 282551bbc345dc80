"""Addresses of being known: the public finder and published Steckbriefe."""

from django.urls import path

from netzwerk.views import zustaendig

urlpatterns = [
    path("zustaendig/", zustaendig.Zustaendig.as_view(), name="zustaendig"),
    path("zustaendig/<uuid:uuid>/", zustaendig.SteckbriefOeffentlich.as_view(), name="steckbrief_oeffentlich"),
    path("zustaendig/<uuid:uuid>/foto/", zustaendig.FotoOeffentlich.as_view(), name="steckbrief_foto_oeffentlich"),
]
