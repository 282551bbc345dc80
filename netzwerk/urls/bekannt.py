"""Addresses of being known: the public finder, Steckbriefe, introductions."""

from django.urls import path

from netzwerk.views import bekannt, steckbrief, zustaendig

urlpatterns = [
    path("zustaendig/", zustaendig.Zustaendig.as_view(), name="zustaendig"),
    path("zustaendig/<uuid:uuid>/", zustaendig.SteckbriefOeffentlich.as_view(), name="steckbrief_oeffentlich"),
    path("zustaendig/<uuid:uuid>/foto/", zustaendig.FotoOeffentlich.as_view(), name="steckbrief_foto_oeffentlich"),
    path("fachkraefte/<uuid:uuid>/steckbrief/", steckbrief.SteckbriefDetail.as_view(), name="steckbrief_detail"),
    path("fachkraefte/<uuid:uuid>/steckbrief/foto/", steckbrief.SteckbriefFoto.as_view(), name="steckbrief_foto"),
    path(
        "fachkraefte/<uuid:uuid>/steckbrief/bearbeiten/",
        steckbrief.SteckbriefBearbeiten.as_view(),
        name="steckbrief_bearbeiten",
    ),
    path("fachkraefte/<uuid:uuid>/steckbrief/senden/", steckbrief.SteckbriefSenden.as_view(), name="steckbrief_senden"),
    path("fachkraefte/<uuid:uuid>/kenne-ich/", steckbrief.BekanntBestaetigen.as_view(), name="bekannt_bestaetigen"),
    path(
        "fachkraefte/<uuid:uuid>/kenne-ich/zuruecknehmen/",
        steckbrief.BekanntZuruecknehmen.as_view(),
        name="bekannt_zuruecknehmen",
    ),
    path("partner/<uuid:uuid>/bekannt/", bekannt.PartnerBekannt.as_view(), name="partner_bekannt"),
]
