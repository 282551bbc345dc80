"""Addresses of next steps and of the due list."""

from django.urls import path

from netzwerk.views import wiedervorlage as akt
from netzwerk.views.faellig import FaelligListe
from netzwerk.views.wiedervorlageliste import WiedervorlageListe

urlpatterns = [
    path("kontakte/faellig/", FaelligListe.as_view(), name="faellig_liste"),
    path("wiedervorlagen/", WiedervorlageListe.as_view(), name="wiedervorlage_liste"),
    path("wiedervorlagen/neu/", akt.WiedervorlageNeu.as_view(), name="wiedervorlage_neu"),
    path("wiedervorlagen/<uuid:uuid>/", akt.WiedervorlageBearbeiten.as_view(), name="wiedervorlage_bearbeiten"),
    path("wiedervorlagen/<uuid:uuid>/erledigt/", akt.WiedervorlageErledigt.as_view(), name="wiedervorlage_erledigt"),
    path(
        "wiedervorlagen/<uuid:uuid>/verschieben/",
        akt.WiedervorlageVerschieben.as_view(),
        name="wiedervorlage_verschieben",
    ),
    path("wiedervorlagen/<uuid:uuid>/loeschen/", akt.WiedervorlageLoeschen.as_view(), name="wiedervorlage_loeschen"),
]
