"""Addresses of the money itself: overview, comparison, volumes, distribution."""

from django.urls import path

from finanzen.views import uebersicht, vergleich, verteilung, volumen

_RAUM = "finanzen/<int:jahr>/<slug:kuerzel>/"
_VOLUMEN = "finanzen/volumen/<uuid:uuid>/"

urlpatterns = [
    path("finanzen/", uebersicht.Uebersicht.as_view(), name="uebersicht"),
    path("finanzen/vergleich/", vergleich.Vergleich.as_view(), name="vergleich"),
    path("finanzen/volumen/", volumen.VolumenListe.as_view(), name="volumen_liste"),
    path("finanzen/volumen/neu/", volumen.VolumenNeu.as_view(), name="volumen_neu"),
    path("finanzen/volumen/import/", volumen.VolumenImport.as_view(), name="volumen_import"),
    path(_VOLUMEN, volumen.VolumenDetail.as_view(), name="volumen_detail"),
    path(f"{_VOLUMEN}bearbeiten/", volumen.VolumenBearbeiten.as_view(), name="volumen_bearbeiten"),
    path(f"{_VOLUMEN}bestaetigen/", volumen.VolumenBestaetigen.as_view(), name="volumen_bestaetigen"),
    path(_RAUM, uebersicht.Raum.as_view(), name="raum"),
    path(f"{_RAUM}verteilung/", verteilung.Verteilung.as_view(), name="verteilung"),
    path(
        f"{_RAUM}<uuid:traeger>/begruendung/",
        verteilung.MinusbegruendungNeu.as_view(),
        name="minusbegruendung_neu",
    ),
]
