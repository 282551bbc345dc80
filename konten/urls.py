"""Addresses of the own account and of the health checks."""

from django.urls import path

from konten.views.betrieb import Bereitschaft, Lebenszeichen
from konten.views.entwurf import EntwurfListe, EntwurfMerken, Entwurfsschluessel, EntwurfStand, EntwurfVerwerfen
from konten.views.konto import Konto
from konten.views.textpruefung import Textpruefung

app_name = "konten"
urlpatterns = [
    path("konto/", Konto.as_view(), name="konto"),
    path("konto/entwurfsschluessel/", Entwurfsschluessel.as_view(), name="entwurfsschluessel"),
    path("konto/entwuerfe/", EntwurfListe.as_view(), name="entwurf_liste"),
    path("konto/entwuerfe/stand/", EntwurfStand.as_view(), name="entwurf_stand"),
    path("konto/entwuerfe/merken/", EntwurfMerken.as_view(), name="entwurf_merken"),
    path("konto/entwuerfe/verwerfen/", EntwurfVerwerfen.as_view(), name="entwurf_verwerfen"),
    path("konto/textpruefung/", Textpruefung.as_view(), name="textpruefung"),
    path("healthz/", Lebenszeichen.as_view(), name="healthz"),
    path("readyz/", Bereitschaft.as_view(), name="readyz"),
]
