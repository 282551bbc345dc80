"""Addresses of the year end and of proofs of use."""

from django.urls import path

from finanzen.views import abschluss, verwendung

_JAHR = "finanzen/<int:jahr>/<slug:kuerzel>/abschluss/"
_NACHWEIS = "verwendungsnachweise/<uuid:uuid>/"

urlpatterns = [
    path(_JAHR, abschluss.Abschluss.as_view(), name="abschluss"),
    path(f"{_JAHR}rest/", abschluss.RestEntscheiden.as_view(), name="abschluss_rest"),
    path(f"{_JAHR}schliessen/", abschluss.JahrSchliessen.as_view(), name="abschluss_schliessen"),
    path("abschluesse/<uuid:uuid>/", abschluss.SchnappschussSeite.as_view(), name="schnappschuss"),
    path("abschluesse/<uuid:uuid>/oeffnen/", abschluss.JahrOeffnen.as_view(), name="abschluss_oeffnen"),
    path("verwendungsnachweise/", verwendung.NachweisListe.as_view(), name="verwendungsnachweis_liste"),
    path("verwendungsnachweise/beginnen/", verwendung.NachweisBeginnen.as_view(), name="verwendungsnachweis_beginnen"),
    path(_NACHWEIS, verwendung.NachweisDetail.as_view(), name="verwendungsnachweis_detail"),
    path(f"{_NACHWEIS}bearbeiten/", verwendung.NachweisBearbeiten.as_view(), name="verwendungsnachweis_bearbeiten"),
    path(f"{_NACHWEIS}stand/", verwendung.NachweisStand.as_view(), name="verwendungsnachweis_stand"),
]
