"""Addresses of the own account and of the health checks."""

from django.urls import path

from konten.views.betrieb import Bereitschaft, Lebenszeichen
from konten.views.entwurf import EntwurfListe, EntwurfMerken, Entwurfsschluessel, EntwurfStand, EntwurfVerwerfen
from konten.views.konto import Konto
from konten.views.textpruefung import Textpruefung
from konten.views.textschutz import Schwaerzen, TextschutzGeprueft, TextschutzListe

app_name = "konten"
urlpatterns = [
    path("konto/", Konto.as_view(), name="konto"),
    path("konto/entwurfsschluessel/", Entwurfsschluessel.as_view(), name="entwurfsschluessel"),
    path("konto/entwuerfe/", EntwurfListe.as_view(), name="entwurf_liste"),
    path("konto/entwuerfe/stand/", EntwurfStand.as_view(), name="entwurf_stand"),
    path("konto/entwuerfe/merken/", EntwurfMerken.as_view(), name="entwurf_merken"),
    path("konto/entwuerfe/verwerfen/", EntwurfVerwerfen.as_view(), name="entwurf_verwerfen"),
    path("konto/textpruefung/", Textpruefung.as_view(), name="textpruefung"),
    path("verwaltung/textschutz/", TextschutzListe.as_view(), name="textschutz_liste"),
    path("verwaltung/textschutz/<slug:art>/<uuid:uuid>/", Schwaerzen.as_view(), name="schwaerzen"),
    path(
        "verwaltung/textschutz/<slug:art>/<uuid:uuid>/geprueft/",
        TextschutzGeprueft.as_view(),
        name="textschutz_geprueft",
    ),
    path("healthz/", Lebenszeichen.as_view(), name="healthz"),
    path("readyz/", Bereitschaft.as_view(), name="readyz"),
]
