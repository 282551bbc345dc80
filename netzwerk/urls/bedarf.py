"""Addresses of needs and of the radar."""

from django.urls import path

from netzwerk.views import bedarf, bedarfsradar

urlpatterns = [
    path("bedarfslagen/", bedarf.BedarfListe.as_view(), name="bedarfsmeldung_liste"),
    path("bedarfslagen/radar/", bedarfsradar.BedarfRadar.as_view(), name="bedarfsradar"),
    path("bedarfslagen/neu/", bedarf.BedarfNeu.as_view(), name="bedarfsmeldung_neu"),
    path("bedarfslagen/neu/quellensuche/", bedarf.BedarfQuellensuche.as_view(), name="bedarfsmeldung_quellensuche"),
    path("bedarfslagen/<uuid:uuid>/", bedarf.BedarfDetail.as_view(), name="bedarfsmeldung_detail"),
    path("bedarfslagen/<uuid:uuid>/bearbeiten/", bedarf.BedarfBearbeiten.as_view(), name="bedarfsmeldung_bearbeiten"),
    path("bedarfslagen/<uuid:uuid>/stand/", bedarf.BedarfStand.as_view(), name="bedarfsmeldung_stand"),
]
