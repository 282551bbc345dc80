"""Addresses of handovers. The folder is made under the roof (`berichte.urls`)."""

from django.urls import path

from netzwerk.views import uebergabe

urlpatterns = [
    path("uebergaben/", uebergabe.UebergabeListe.as_view(), name="uebergabe_liste"),
    path("stellenanteile/<uuid:uuid>/uebergabe/", uebergabe.UebergabeNeu.as_view(), name="uebergabe_neu"),
    path("uebergaben/<uuid:uuid>/", uebergabe.UebergabeDetail.as_view(), name="uebergabe_detail"),
    path("uebergaben/<uuid:uuid>/punkte/", uebergabe.UebergabeEntscheiden.as_view(), name="uebergabe_entscheiden"),
    path("uebergaben/<uuid:uuid>/bearbeiten/", uebergabe.UebergabeBearbeiten.as_view(), name="uebergabe_bearbeiten"),
    path(
        "uebergaben/<uuid:uuid>/abschliessen/", uebergabe.UebergabeAbschliessen.as_view(), name="uebergabe_abschliessen"
    ),
    path("uebergaben/<uuid:uuid>/abbrechen/", uebergabe.UebergabeAbbrechen.as_view(), name="uebergabe_abbrechen"),
    path("uebergaben/<uuid:uuid>/oeffnen/", uebergabe.UebergabeOeffnen.as_view(), name="uebergabe_oeffnen"),
]
